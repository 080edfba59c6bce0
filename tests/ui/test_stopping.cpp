// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two ways to stop a run, in each of its phases.
#include "engine/practice/practiceserver.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"

#include <QAction>
#include <QLabel>
#include <QTimer>
#include <QToolBar>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using State = ui::RunController::State;

namespace {

/// A project that registers five accounts, and then has tests that would take for ever.
project::Project quickFirst(const QUrl &server)
{
    project::Project project = project::Project::withDefaults(server.toString());
    project.users.count = 5;
    project::Suite &suite = project.suites.first();
    suite.tests = { suite.tests.first(), suite.tests.last() };
    suite.tests.first().spawnRate = 50;
    suite.tests.last().runTime.reset();
    return project;
}

void open(UiFixture &ui, const project::Project &project)
{
    auto document = ui::Document::create(ui.projectsFolder() + u"/stop"_s, project);
    QVERIFY(document);
    QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
}

/// With the mouse, on the toolbar.
void pressStop(const UiFixture &ui)
{
    auto *stop = ui.window->findChild<QAction *>(u"actionStop"_s);
    QTest::mouseClick(ui.find<QToolBar>("toolBar")->widgetForAction(stop), Qt::LeftButton);
}

} // namespace

class StoppingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inEachPhase_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<QString>("action");
        const QStringList phases { u"registration"_s, u"create rooms"_s, u"join rooms"_s, u"chat"_s };
        for (int phase = 0; phase < int(phases.size()); ++phase) {
            QTest::addRow("%s, users finish", qPrintable(phases[phase])) << phase << u"actionStop"_s;
            QTest::addRow("%s, now", qPrintable(phases[phase])) << phase << u"actionStopNow"_s;
        }
    }
    void inEachPhase()
    {
        QFETCH(int, phase);
        QFETCH(QString, action);
        practice::Options options;
        options.performance.workers = 100;
        options.performance.ordinary.shape = practice::ServiceTime::Shape::Fixed;
        options.performance.ordinary.mean = std::chrono::milliseconds(50); // something is under way when it is stopped
        practice::PracticeServer server(options);
        const auto url = server.start();
        QVERIFY(url);
        project::Project project = project::Project::withDefaults(url->toString());
        project.users.count = 20;
        for (project::Test &test : project.suites.first().tests) {
            test.spawnRate = 15;
            test.chat.afterAction.mean = 0.3;
        }
        // The last of its users would come after minutes: however slow the window is, it stops a test that goes on.
        project.suites.first().tests[phase].spawnRate = 0.1;
        UiFixture ui;
        open(ui, project);
        auto *controller = ui.window->runController();
        auto *start = ui.window->findChild<QAction *>(u"actionStart"_s);
        auto *stop = ui.window->findChild<QAction *>(action);
        connect(controller, &ui::RunController::testStarted, stop, [phase, stop](int index) {
            if (index == phase)
                QTimer::singleShot(0, stop, &QAction::trigger);
        });
        start->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Finished, patience);
        const run::RunSummary &summary = controller->history().back();
        QVERIFY2(summary.state == run::RunSummary::State::Stopped, qPrintable(summary.error.toString()));
        QCOMPARE(summary.tests.size(), std::size_t(phase) + 1);
        QVERIFY(summary.tests.back().end == run::TestEnd::Stopped);
        QVERIFY(start->isEnabled());
        QVERIFY(!stop->isEnabled());
        QVERIFY(ui.find<QLabel>("stateLabel")->text().contains(u"Finished"));
    }

    void whileATestEndsByItself()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        open(ui, quickFirst(*url));
        auto *controller = ui.window->runController();
        auto *stop = ui.window->findChild<QAction *>(u"actionStop"_s);
        QStringList said;
        connect(controller, &ui::RunController::message, this,
            [&said](const run::Message &message) { said.append(message.text); });
        bool isPressed = false;
        bool wasThereToPress = false;
        // Within the moment: it is over with the last report of the workers.
        connect(controller, &ui::RunController::stateChanged, this, [&] {
            if (controller->state() != State::Stopping || std::exchange(isPressed, true))
                return;
            wasThereToPress = stop->isEnabled();
            pressStop(ui);
        });
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Finished, patience);
        disconnect(controller, nullptr, this, nullptr);
        QVERIFY(wasThereToPress);
        const run::RunSummary &summary = controller->history().back();
        QVERIFY2(summary.state == run::RunSummary::State::Stopped, qPrintable(summary.error.toString()));
        QCOMPARE(summary.tests.size(), std::size_t(1));
        QVERIFY(summary.tests.back().end == run::TestEnd::AllDone); // it was not cut short
        QVERIFY2(said.contains(u"The run ends here: no further test begins."_s), qPrintable(said.join(u'\n')));
    }

    void betweenTwoTests()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        project::Project project = quickFirst(*url);
        project::Suite &suite = project.suites.first();
        suite.tests.removeLast();
        suite.rounds = 2;
        suite.pauseBetweenRounds = std::chrono::hours(1);
        UiFixture ui;
        open(ui, project);
        auto *controller = ui.window->runController();
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::BetweenTests, patience);
        QVERIFY(ui.window->findChild<QAction *>(u"actionStop"_s)->isEnabled());
        pressStop(ui);
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Finished, patience);
        const run::RunSummary &summary = controller->history().back();
        QVERIFY2(summary.state == run::RunSummary::State::Stopped, qPrintable(summary.error.toString()));
        QCOMPARE(summary.tests.size(), std::size_t(1));
    }

    void aSecondPressStopsAtOnce()
    {
        practice::Options options;
        options.performance.workers = 100;
        options.performance.ordinary.shape = practice::ServiceTime::Shape::Fixed;
        options.performance.ordinary.mean = std::chrono::hours(1); // longer than anybody waits
        practice::PracticeServer server(options);
        const auto url = server.start();
        QVERIFY(url);
        project::Project project = project::Project::withDefaults(url->toString());
        project.users.count = 5;
        UiFixture ui;
        open(ui, project);
        auto *controller = ui.window->runController();
        controller->start();
        QTRY_VERIFY_WITH_TIMEOUT(controller->isActive() && controller->run(), patience);
        pressStop(ui);
        // A double click would be one press, so it may take more than a second one.
        const auto pressAgain = [&] {
            if (controller->isActive())
                pressStop(ui);
            return !controller->isActive();
        };
        QTRY_VERIFY_WITH_TIMEOUT(pressAgain(), patience);
        QVERIFY(controller->state() == State::Finished);
    }
};

QTEST_MAIN(StoppingTest)
#include "test_stopping.moc"
