// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a suite does to this machine and what it leaves on the server, from the window: its commands are asked about,
// and everything is removed again.
#include "engine/practice/practiceserver.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/wizards/cleanupwizard.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using State = ui::RunController::State;
using Commands = ui::Questions::Commands;

namespace {

/// Set-up alone, with a command before the first test.
project::Project smallProject(const QUrl &server, const QString &command)
{
    project::Project project = project::Project::withDefaults(server.toString());
    project.users.count = 6;
    project::Suite &suite = project.suites.first();
    suite.tests.removeLast();
    for (project::Test &test : suite.tests)
        test.spawnRate = 50;
    if (!command.isEmpty())
        suite.tests.first().preHooks = { { command, {} } };
    return project;
}

void openProject(UiFixture &ui, const project::Project &project)
{
    auto document = ui::Document::create(ui.projectsFolder() + u"/run"_s, project);
    QVERIFY(document);
    QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
}

void runOnce(UiFixture &ui)
{
    auto *controller = ui.window->runController();
    const std::size_t before = controller->history().size();
    ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(controller->history().size() == before + 1 && !controller->isActive(), patience);
}

} // namespace

class SuitesInWindowTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_settings;
    std::unique_ptr<practice::PracticeServer> m_server;
    QUrl m_url;

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", m_settings.path().toLocal8Bit()); }

    void init()
    {
        practice::Options options;
        options.registration.sharedSecret = u"hush"_s;
        m_server = std::make_unique<practice::PracticeServer>(options);
        m_url = m_server->start().value();
    }

    void commandsAreRunOnceTheUserHasAgreed()
    {
        UiFixture ui;
        const QString mark = ui.directory.filePath(u"ran"_s);
        openProject(ui, smallProject(m_url, u"touch %1 #"_s.arg(mark)));
        auto *controller = ui.window->runController();

        ui.questions.onRunCommands = Commands::Cancel;
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(ui.questions.asked, QStringList { u"runCommands"_s }, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), patience);
        QCOMPARE(ui.questions.seenCommands, QStringList { u"touch %1 #"_s.arg(mark) });
        QVERIFY(controller->history().empty());

        ui.questions.onRunCommands = Commands::LeaveOut;
        runOnce(ui);
        QVERIFY(!QFile::exists(mark));

        ui.questions.onRunCommands = Commands::Run;
        runOnce(ui);
        QVERIFY(QFile::exists(mark));

        ui.questions.asked.clear();
        runOnce(ui);
        QVERIFY(ui.questions.asked.isEmpty()); // remembered
    }

    void whatTestsMadeIsRemoved_data()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("admin") << u"cleanupBySecret"_s;
        QTest::newRow("accounts") << u"cleanupByUsers"_s;
    }

    void whatTestsMadeIsRemoved()
    {
        QFETCH(const QString, way);
        UiFixture ui;
        openProject(ui, smallProject(m_url, {}));
        auto *action = ui.window->findChild<QAction *>(u"actionCleanUp"_s);
        QVERIFY(action->isEnabled());
        runOnce(ui);
        QCOMPARE(m_server->truth().accounts, 6U);

        bool finished = false;
        QTimer::singleShot(0, ui.window.get(), [&] {
            auto *wizard = ui.window->findChild<ui::CleanupWizard *>(u"cleanupWizard"_s);
            QVERIFY(wizard);
            const auto contents = ui.find<QLabel>(wizard, "cleanupContents")->text();
            QVERIFY2(contents.contains(u"6 accounts"_s), qPrintable(contents));
            QAbstractButton *commit = wizard->button(QWizard::CommitButton);
            ui.find<QRadioButton>(wizard, way.toLatin1().constData())->click();
            if (way == u"cleanupBySecret")
                UiFixture::type(ui.find<QLineEdit>(wizard, "cleanupSecret"), u"hush"_s);
            QVERIFY(!commit->isEnabled());
            ui.find<QCheckBox>(wizard, "cleanupSure")->click();
            QVERIFY(commit->isEnabled());
            commit->click();
            QAbstractButton *close = wizard->button(QWizard::FinishButton);
            QTRY_VERIFY_WITH_TIMEOUT(close->isEnabled(), patience);
            const QString result = ui.find<QLabel>(wizard, "cleanupResult")->text();
            QVERIFY2(result.contains(u"Accounts: 6 of 6 gone"_s), qPrintable(result));
            QCOMPARE(ui.find<QLabel>(wizard, "cleanupWhat")->text(), u"Everything is gone"_s);
            finished = true;
            close->click();
        });
        action->trigger();
        QVERIFY(finished);
        QCOMPARE(m_server->truth().accounts, 0U);
        QCOMPARE(m_server->truth().joined, 0U);
    }
};

QTEST_MAIN(SuitesInWindowTest)
#include "test_suitesinwindow.moc"
