// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of unsaved work when the program is killed, and what the user is offered afterwards. The killed one is
// this program itself, started again with a window that edits a project.
#include "support/awkwarddisk.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/document/autosave.h"
#include "ui/document/document.h"

#include <QAction>
#include <QDir>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng;
using namespace throng::test;

namespace {

void setCount(ui::Document &document, int count)
{
    document.set<int>(
        u"users.count"_s, u"Change the number of users"_s,
        [](project::Project &project) -> int & { return project.users.count; }, count);
}

QString makeProject(const UiFixture &ui)
{
    project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
    project.users.count = 20;
    auto document = ui::Document::create(ui.projectsFolder() + u"/alpha"_s, project);
    return document ? (*document)->folder().projectFile() : QString();
}

/// The program that will be killed: opens the project in a window, changes it, says so when that is kept.
int editUntilKilled(const QString &projectFile, const QString &folder)
{
    QSettings settings(folder + u"/settings-of-the-killed.ini"_s, QSettings::IniFormat);
    settings.setValue(u"autosaveSeconds"_s, 1);
    ScriptedQuestions questions;
    ui::AppearanceSwitch appearance;
    ui::MainWindow window({ settings, questions, appearance, folder + u"/recovery"_s });
    window.show();
    if (!window.openPath(projectFile))
        return 1;
    setCount(*window.document(), 77);
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &window, [&] {
        if (QDir(folder + u"/recovery"_s).entryList({ u"*.json"_s }).isEmpty())
            return;
        look.stop();
        std::puts("kept");
        std::fflush(stdout);
    });
    look.start(20ms);
    return QApplication::exec();
}

/// Leaves the changes of a killed program behind.
void crash(const UiFixture &ui, const QString &projectFile)
{
    QProcess program;
    program.start(
        QCoreApplication::applicationFilePath(), { u"--edit-until-killed"_s, projectFile, ui.directory.path() });
    QVERIFY(program.waitForStarted(patience));
    QByteArray said;
    while (!said.contains("kept") && program.waitForReadyRead(patience))
        said += program.readAll();
    QVERIFY2(said.contains("kept"), said.constData());
    ::kill(static_cast<pid_t>(program.processId()), SIGKILL);
    QVERIFY(program.waitForFinished(patience));
    QCOMPARE(program.exitStatus(), QProcess::CrashExit);
}

QString barText(const UiFixture &ui, const char *bar)
{
    const auto *found = ui.find<QWidget>(bar);
    return found->isVisible() ? found->findChild<QLabel *>(u"messageText"_s)->text() : QString();
}

void press(const UiFixture &ui, const char *bar, const char *answer)
{
    UiFixture::click(ui.find<QWidget>(bar), answer);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qsizetype keptFiles(const UiFixture &ui)
{
    return QDir(ui.recoveryFolder()).entryList({ u"*.json"_s }).size();
}

} // namespace

class RecoveryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void afterAKillTheNextStartOffersToRecover()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        const QByteArray saved = contents(file);
        crash(ui, file);
        QCOMPARE(contents(file), saved); // kept elsewhere, never over the project

        ui.makeWindow();
        QVERIFY(barText(ui, "recoveryBar").contains(u"alpha"));
        press(ui, "recoveryBar", "messageAction");
        QVERIFY(ui.window->document());
        QCOMPARE(ui.window->document()->project().users.count, 77);
        QVERIFY(ui.window->document()->isModified());
        QVERIFY(barText(ui, "recoveryBar").isEmpty());
        QCOMPARE(keptFiles(ui), 1); // until it is saved

        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QCOMPARE(ui.window->document()->project().users.count, 20);
        ui.window->findChild<QAction *>(u"actionRedo"_s)->trigger();
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        QVERIFY(!ui.window->document()->isModified());
        QTRY_COMPARE_WITH_TIMEOUT(keptFiles(ui), 0, patience);
    }

    void closingTheOfferKeepsTheChangesForTheNextTime()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        crash(ui, file);
        QVERIFY(ui.window->openPath(file)); // opening the project offers it too
        QVERIFY(!barText(ui, "recoveryBar").isEmpty());
        QTest::keyClick(ui.window.get(), Qt::Key_Escape);
        // Even work on the project as it was saved leaves them alone.
        setCount(*ui.window->document(), 21);
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        ui.window.reset();
        QCOMPARE(keptFiles(ui), 1);
        ui.makeWindow();
        QVERIFY(ui.window->openPath(file));
        press(ui, "recoveryBar", "messageAction");
        QCOMPARE(ui.window->document()->project().users.count, 77);
    }

    void changesThatAreDeletedAreGone()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        crash(ui, file);
        QVERIFY(ui.window->openPath(file));
        press(ui, "recoveryBar", "messageSecondAction");
        QVERIFY(barText(ui, "recoveryBar").isEmpty());
        QCOMPARE(keptFiles(ui), 0);
    }

    void aProjectThatIsGoneIsMadeAnew()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        crash(ui, file);
        QVERIFY(QDir(QFileInfo(file).absolutePath()).removeRecursively());
        ui.makeWindow();
        ui.questions.pathToSave = ui.projectsFolder() + u"/beta"_s;
        press(ui, "recoveryBar", "messageAction");
        QVERIFY(ui.window->document());
        QCOMPARE(ui.window->document()->project().users.count, 77);
        QVERIFY(QFile::exists(ui.projectsFolder() + u"/beta/alpha.throng"_s));
        QCOMPARE(keptFiles(ui), 0);
    }

    void whatALivingWindowKeepsIsNotOffered()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        auto document = ui::Document::open(file);
        QVERIFY(document);
        ui::Autosave autosave(**document, ui::RecoveryFolder(ui.recoveryFolder()), 1ms);
        QSignalSpy kept(&autosave, &ui::Autosave::kept);
        setCount(**document, 30);
        QTRY_COMPARE_WITH_TIMEOUT(kept.size(), 1, patience);
        QCOMPARE(keptFiles(ui), 1);
        QVERIFY(ui::RecoveryFolder(ui.recoveryFolder()).leftBehind().isEmpty());
        (*document)->undoStack()->undo();
        QTRY_COMPARE_WITH_TIMEOUT(keptFiles(ui), 0, patience);
    }

    void discardedChangesAreNotOffered()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        QVERIFY(ui.window->openPath(file));
        setCount(*ui.window->document(), 30);
        ui.questions.onSaveChanges = ui::Questions::Save::Discard;
        QVERIFY(ui.window->close());
        ui.window.reset();
        QCOMPARE(keptFiles(ui), 0);
    }

    void somebodyElsesVersionCanBeTakenOver()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        QVERIFY(ui.window->openPath(file));
        setCount(*ui.window->document(), 30);
        auto other = ui::Document::open(file);
        QVERIFY(other);
        setCount(**other, 99);
        QVERIFY((*other)->save());
        QTRY_VERIFY_WITH_TIMEOUT(barText(ui, "diskBar").contains(u"somebody else"), patience);
        press(ui, "diskBar", "messageAction");
        QCOMPARE(ui.window->document()->project().users.count, 99);
        QVERIFY(!ui.window->document()->isModified());
        QVERIFY(barText(ui, "diskBar").isEmpty());
        ui.window->document()->undoStack()->undo();
        QCOMPARE(ui.window->document()->project().users.count, 30);
        QVERIFY(ui.window->document()->isModified());
    }

    void keepingOnesOwnVersionStillAsksBeforeReplacing()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        QVERIFY(ui.window->openPath(file));
        setCount(*ui.window->document(), 30);
        QFile text(file);
        QVERIFY(text.open(QIODevice::Append));
        text.write("\n");
        text.close();
        QTRY_VERIFY_WITH_TIMEOUT(!barText(ui, "diskBar").isEmpty(), patience);
        press(ui, "diskBar", "messageSecondAction");
        QVERIFY(barText(ui, "diskBar").isEmpty());
        QCOMPARE(ui.window->document()->project().users.count, 30);
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        QVERIFY(ui.questions.asked.contains(u"overwrite"_s));
        QVERIFY(ui.window->document()->isModified());
    }

    void aFolderRemovedWhileOpenIsSavedElsewhere()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        QVERIFY(ui.window->openPath(file));
        setCount(*ui.window->document(), 30);
        QVERIFY(QDir(QFileInfo(file).absolutePath()).removeRecursively());
        QTRY_VERIFY_WITH_TIMEOUT(barText(ui, "diskBar").contains(u"folder is gone"), patience);
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        QVERIFY(ui.find<QLabel>("messageText")->text().contains(u"could not be saved"));
        QVERIFY(ui.window->document()->isModified());
        ui.questions.pathToSave = ui.projectsFolder() + u"/beta"_s;
        press(ui, "diskBar", "messageAction");
        QVERIFY(!ui.window->document()->isModified());
        QVERIFY(QFile::exists(ui.projectsFolder() + u"/beta/users.csv"_s));
        QTRY_VERIFY_WITH_TIMEOUT(barText(ui, "diskBar").isEmpty(), patience);
    }

    void aFullDiskLosesNothing()
    {
        SmallDisk disk;
        UiFixture ui;
        project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
        project.users.count = 20;
        auto made = ui::Document::create(disk.path() + u"/alpha"_s, project);
        QVERIFY(made);
        const QString file = (*made)->folder().projectFile();
        const QByteArray before = contents(file);
        QVERIFY(ui.window->openPath(file));
        setCount(*ui.window->document(), 30);
        disk.fillUpTo(0);
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        const QString said = ui.find<QLabel>("messageText")->text();
        disk.makeRoom();
        QVERIFY2(said.contains(u"could not be saved"), qPrintable(said));
        QVERIFY(ui.window->document()->isModified());
        QCOMPARE(contents(file), before);
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        QVERIFY(!ui.window->document()->isModified());
        QVERIFY(contents(file) != before);
    }

    void aRecoveryPlaceThatCannotBeWrittenIsSaid()
    {
        UiFixture ui;
        const QString file = makeProject(ui);
        QFile inTheWay(ui.recoveryFolder());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        ui.settings.setValue(u"autosaveSeconds"_s, 1);
        ui.makeWindow();
        QVERIFY(ui.window->openPath(file));
        setCount(*ui.window->document(), 30);
        QTRY_VERIFY_WITH_TIMEOUT(barText(ui, "autosaveBar").contains(u"not safe"), patience);
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--edit-until-killed")
        return editUntilKilled(arguments.value(2), arguments.value(3));
    RecoveryTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_recovery.moc"
