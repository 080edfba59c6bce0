// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/patience.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/session/notifications.h"
#include "ui/support/appearance.h"
#include "ui/support/englishplurals.h"
#include "ui/support/questions.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace throng::test {

/// Answers the application's questions as a test sets them, and remembers which were asked.
class ScriptedQuestions : public ui::Questions {
public:
    Save onSaveChanges = Save::Cancel;
    bool onOverwrite = false;
    bool onStopRun = true;
    bool onDeleteForGood = true;
    bool onPrivateTarget = true;
    Commands onRunCommands = Commands::Cancel;
    QStringList seenCommands;
    QString typedHost;
    QString typedSecret;
    QString pathToOpen;
    QString pathToSave;
    QStringList asked;

    Save saveChanges(QWidget *, const QString &) override { return note("saveChanges", onSaveChanges); }
    bool overwriteChangedOnDisk(QWidget *, const QString &) override { return note("overwrite", onOverwrite); }
    bool stopRunToClose(QWidget *) override { return note("stopRun", onStopRun); }
    bool deleteForGood(QWidget *) override { return note("deleteForGood", onDeleteForGood); }
    bool allowPrivateTarget(QWidget *, const QString &, const QString &) override
    {
        return note("private", onPrivateTarget);
    }
    QString typeHostToAllow(QWidget *, const QString &, const QString &) override { return note("public", typedHost); }
    Commands runCommands(QWidget *, const QString &, const QStringList &commands) override
    {
        seenCommands = commands;
        return note("runCommands", onRunCommands);
    }
    QString secret(QWidget *, const QString &) override { return note("secret", typedSecret); }
    QString openProject(QWidget *, const QString &) override { return note("open", pathToOpen); }
    QString openSuite(QWidget *, const QString &) override { return note("openSuite", pathToOpen); }
    QString openCertificate(QWidget *, const QString &) override { return note("openCertificate", pathToOpen); }
    QString openFile(QWidget *, const QString &, const QString &, const QString &) override
    {
        return note("openFile", pathToOpen);
    }
    QString saveFolder(QWidget *, const QString &) override { return note("saveFolder", pathToSave); }
    QString saveFile(QWidget *, const QString &, const QString &) override { return note("saveFile", pathToSave); }
    void tell(QWidget *, const QString &headline, const QString &) override { asked.append(headline); }

private:
    template <typename T>
    T note(const char *what, const T &answer)
    {
        asked.append(QString::fromLatin1(what));
        return answer;
    }
};

/// Remembers what the desktop was told.
class ScriptedNotifications : public ui::Notifications {
public:
    QStringList told; ///< headlines
    std::function<void()> onClicked; ///< of the newest

    void notify(const QString &headline, const QString &, QObject *, std::function<void()> clicked) override
    {
        told.append(headline);
        onClicked = std::move(clicked);
    }
};

/// A window with settings, questions and a projects folder of its own, gone with the test.
struct UiFixture {
    QTemporaryDir directory;
    QSettings settings { directory.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat };
    ScriptedQuestions questions;
    ui::AppearanceSwitch appearance;
    ui::EnglishPlurals plurals;
    ScriptedNotifications notifications;
    std::unique_ptr<ui::MainWindow> window;

    UiFixture()
    {
        settings.setValue(QStringLiteral("projectsFolder"), projectsFolder());
        QCoreApplication::installTranslator(&plurals);
        makeWindow();
    }

    [[nodiscard]] QString projectsFolder() const { return directory.filePath(QStringLiteral("projects")); }

    [[nodiscard]] QString recoveryFolder() const { return directory.filePath(QStringLiteral("recovery")); }

    [[nodiscard]] ui::MainWindow::Surroundings surroundings()
    {
        return { settings, questions, appearance, recoveryFolder(), nullptr, &notifications };
    }

    void makeWindow()
    {
        window = std::make_unique<ui::MainWindow>(surroundings());
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get(), patience));
    }

    template <typename Widget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        return find<Widget>(window.get(), name);
    }
    template <typename Widget>
    [[nodiscard]] static Widget *find(const QWidget *where, const char *name)
    {
        auto *found = where->findChild<Widget *>(QLatin1String(name));
        if (!found)
            qFatal("no widget called %s", name);
        return found;
    }

    void click(const char *name) const { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    static void click(const QWidget *where, const char *name)
    {
        QTest::mouseClick(find<QWidget>(where, name), Qt::LeftButton);
    }

    /// Replaces what is in a field, as a person does: select all, type.
    static void type(QWidget *field, const QString &text)
    {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
    }
};

} // namespace throng::test
