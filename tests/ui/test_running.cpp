// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs through the window against the practice homeserver.
#include "engine/practice/practiceserver.h"
#include "engine/results/runreader.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/charts/linechart.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/editors/page.h"
#include "ui/mainwindow/projectview.h"
#include "ui/mainwindow/sidebar.h"
#include "ui/support/datatable.h"
#include "ui/support/messagebar.h"

#include <QAction>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::ProjectView;
using State = ui::RunController::State;

namespace {

project::Project small(const QUrl &server, std::chrono::milliseconds chat)
{
    project::Project project = project::Project::withDefaults(server.toString());
    project.users.count = 12;
    for (project::Test &test : project.suites.first().tests) {
        test.spawnRate = 50;
        if (test.isSetup())
            continue;
        test.runTime = chat;
        test.chat.doNothingWeight = 0;
        test.chat.goAwayWeight = 0;
        test.chat.afterAction.mean = 0.3;
        test.chat.typing.mean = 0.1;
        test.chat.inRoom.mean = 0.3;
    }
    return project;
}

void openProject(UiFixture &ui, const project::Project &project)
{
    auto document = ui::Document::create(ui.projectsFolder() + u"/run"_s, project);
    QVERIFY(document);
    QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
}

bool hasFocusIn(const QWidget *page, const UiFixture &ui)
{
    const QWidget *focus = ui.window->focusWidget();
    return focus && page->isAncestorOf(focus);
}

} // namespace

class RunningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fromStartToAFinishedRun()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        openProject(ui, small(*url, std::chrono::seconds(4)));
        auto *controller = ui.window->runController();
        QAction *start = ui.window->findChild<QAction *>(u"actionStart"_s);
        QAction *stop = ui.window->findChild<QAction *>(u"actionStop"_s);
        QVERIFY(!stop->isEnabled());

        QTest::keyClick(ui.window.get(), Qt::Key_F5);
        QVERIFY(!start->isEnabled());
        QCOMPARE(ui.window->projectView()->currentPage(), ProjectView::PageId::Run);
        QVERIFY(ui.questions.asked.isEmpty()); // loopback needs no permission
        QTRY_VERIFY_WITH_TIMEOUT(hasFocusIn(ui.window->projectView()->page(ProjectView::PageId::Run), ui), patience);
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Finished, patience);
        // The run has found the server, which nobody had checked.
        const auto *sidebar = ui.find<ui::Sidebar>("sidebarList");
        const QString reachable = u"Throng practice "_s + QLatin1String(THRONG_VERSION) + u", reachable"_s;
        QTRY_COMPARE_WITH_TIMEOUT(sidebar->status(0), reachable, patience);
        QVERIFY(ui.find<QLabel>("probeState")->text().contains(u"a run reached it"));

        QCOMPARE(controller->history().size(), std::size_t(1));
        const run::RunSummary &summary = controller->history().front();
        QVERIFY2(summary.state == run::RunSummary::State::Done, qPrintable(summary.error.toString()));
        QCOMPARE(summary.tests.size(), std::size_t(4));
        auto *chart = ui.find<ui::LineChart>("responseTimeChart");
        QTRY_VERIFY_WITH_TIMEOUT(chart->drawnPoints(0) > 1, patience);
        QTRY_VERIFY_WITH_TIMEOUT(ui.find<ui::LineChart>("requestsChart")->drawnPoints(0) > 1, patience);
        QVERIFY(ui.find<ui::DataTable>("endpointTable")->model()->rowCount() > 5);
        QVERIFY(start->isEnabled());
        QVERIFY(!stop->isEnabled());
        ui.window->projectView()->showPage(ProjectView::PageId::Results);
        const QAbstractItemModel *runs = ui.find<ui::DataTable>("runsTable")->model();
        QTRY_COMPARE_WITH_TIMEOUT(runs->rowCount(), 1, patience);

        // A second run finds everything there.
        start->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->history().size() == 2, patience);
        QCOMPARE(controller->history().back().tests[0].setup.registered, 0);
        QTRY_COMPARE_WITH_TIMEOUT(runs->rowCount(), 2, patience);
    }

    void theLoadChangesWhileItRuns()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        openProject(ui, small(*url, std::chrono::minutes(10)));
        auto *controller = ui.window->runController();
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->run() && controller->run()->currentTest() == 3, patience);
        int users = -1;
        connect(controller, &ui::RunController::second, this,
            [&users](const metrics::Snapshot &second) { users = second.usersRunning; });
        QTRY_VERIFY_WITH_TIMEOUT(users == 12, patience);

        UiFixture::type(ui.find<QSpinBox>("liveUsers"), u"5"_s);
        UiFixture::type(ui.find<QDoubleSpinBox>("liveSpawnRate"), u"20"_s);
        ui.click("applyLoad");
        QTRY_VERIFY_WITH_TIMEOUT(users == 5, patience);

        // Stop lets users finish; pressing the other one ends it at once.
        ui.window->findChild<QAction *>(u"actionStop"_s)->trigger();
        QVERIFY(controller->state() == State::Stopping || controller->state() == State::Finished);
        ui.window->findChild<QAction *>(u"actionStopNow"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Finished, patience);
        QVERIFY(controller->history().back().state == run::RunSummary::State::Stopped);
        disconnect(controller, nullptr, this, nullptr);
    }

    void aRemarkIsKeptWithTheRunUnderWay()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        openProject(ui, small(*url, std::chrono::minutes(10)));
        auto *controller = ui.window->runController();
        auto *page = ui.window->projectView()->page(ProjectView::PageId::Run);
        auto *button = page->findChild<QPushButton *>(u"addRemark"_s);
        QVERIFY(button);
        QVERIFY(!button->isEnabled()); // there is no run that it could be of
        QSignalSpy kept(controller, &ui::RunController::kept);
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->run() && controller->run()->currentTest() == 3, patience);
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        QTest::mouseClick(button, Qt::LeftButton);
        auto *dialog = ui.window->findChild<QDialog *>(u"remarkDialog"_s);
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"remarkText"_s), u"restarted a worker"_s);
        const qint64 after = QDateTime::currentMSecsSinceEpoch();
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"keepRemark"_s), Qt::LeftButton);
        const auto *chart = page->findChild<ui::LineChart *>(u"responseTimeChart"_s);
        QTRY_COMPARE_WITH_TIMEOUT(chart->remarks().size(), 1, patience);
        QCOMPARE(chart->remarks().first().second, u"restarted a worker"_s);

        ui.window->findChild<QAction *>(u"actionStop"_s)->trigger();
        ui.window->findChild<QAction *>(u"actionStopNow"_s)->trigger();
        QVERIFY(!kept.isEmpty() || kept.wait(patience));
        QVERIFY(!button->isEnabled());
        const auto reader = results::RunReader::open(kept.first().first().toString());
        QVERIFY(reader);
        const auto remarks = results::remarksOf(**reader);
        QVERIFY(remarks);
        QCOMPARE(remarks->size(), 1U);
        QCOMPARE(remarks->front().text, u"restarted a worker"_s);
        // When the button was pressed, however long it took to write.
        QVERIFY(remarks->front().at >= before && remarks->front().at <= after);
    }

    void refusalsByTheServerCannotBeOverlooked()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        openProject(ui, small(*url, std::chrono::minutes(10)));
        auto *controller = ui.window->runController();
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->run() && controller->run()->currentTest() == 3, patience);
        practice::FaultPlan plan;
        practice::Fault refusal;
        refusal.kind = practice::FaultKind::RateLimit;
        refusal.endpoint = u"*"_s;
        refusal.probability = 0.3;
        refusal.retryAfter = std::chrono::milliseconds(100);
        plan.faults.append(refusal);
        server.setFaults(plan);
        const auto warned = [&ui] {
            const auto bars = ui.window->projectView()->findChildren<ui::MessageBar *>();
            return std::any_of(bars.begin(), bars.end(), [](const ui::MessageBar *bar) {
                return bar->isVisible() && bar->text().contains(u"The server limited us");
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(warned(), patience);
        controller->stopNow();
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), patience);
    }

    void aServerThatIsNotThereIsSaid()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        server.stop(); // its port is free again: nobody answers
        UiFixture ui;
        openProject(ui, small(*url, std::chrono::seconds(5)));
        auto *controller = ui.window->runController();
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Finished, patience);
        QVERIFY(controller->history().back().failure == run::RunFailure::Unreachable);
        const auto bars = ui.window->projectView()->findChildren<ui::MessageBar *>();
        QVERIFY(std::any_of(bars.begin(), bars.end(),
            [](const ui::MessageBar *bar) { return bar->isVisible() && bar->kind() == ui::MessageBar::Kind::Error; }));
    }

    void theTargetIsGuarded_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("asked");
        QTest::newRow("private") << u"http://10.255.255.1:8008"_s << u"private"_s;
        QTest::newRow("public") << u"http://203.0.113.7:8008"_s << u"public"_s;
        QTest::newRow("well known") << u"https://matrix.org"_s << QString();
    }
    void theTargetIsGuarded()
    {
        QFETCH(QString, url);
        QFETCH(QString, asked);
        UiFixture ui;
        ui.questions.onPrivateTarget = false;
        ui.questions.typedHost = u"something else"_s;
        openProject(ui, small(QUrl(url), std::chrono::seconds(5)));
        auto *controller = ui.window->runController();
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), patience);
        QVERIFY(!controller->run()); // not a packet was sent
        QCOMPARE(ui.questions.asked, asked.isEmpty() ? QStringList() : QStringList(asked));
        QVERIFY(ui.window->document()->project().permissions.isEmpty());
    }

    void permissionIsKeptInTheProject()
    {
        UiFixture ui;
        ui.questions.onPrivateTarget = true;
        // Link-local without an interface: private, and no packet leaves this machine.
        openProject(ui, small(QUrl(u"http://[fe80::1]:8008"_s), std::chrono::seconds(5)));
        auto *controller = ui.window->runController();
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!ui.window->document()->project().permissions.isEmpty(), patience);
        controller->stopNow();
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), patience);
        QCOMPARE(ui.questions.asked, QStringList(u"private"_s));
        QCOMPARE(ui.window->document()->project().permissions.first().host, u"fe80::1"_s);
        QVERIFY(!ui.window->document()->isModified());
    }

    void hostsOfMetricsAreAskedAboutAndNotNeeded()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        project::Project project = small(*url, std::chrono::minutes(5));
        project.server.metricsUrls = { u"http://10.255.255.1:9/metrics"_s, u"http://10.255.255.1:10/metrics"_s };
        openProject(ui, project);
        ui.questions.onPrivateTarget = false;
        auto *controller = ui.window->runController();
        bool isSaid = false;
        connect(controller, &ui::RunController::message, this,
            [&isSaid](const run::Message &message) { isSaid |= message.text.contains(u"10.255.255.1"); });
        QTest::keyClick(ui.window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Running && isSaid, patience);
        QCOMPARE(ui.questions.asked, QStringList { u"private"_s });
        QVERIFY(ui.window->document()->project().permissions.isEmpty());
        ui.window->findChild<QAction *>(u"actionStopNow"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Finished, patience);
    }

    void closingWhileItRunsAsksAndStops()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        openProject(ui, small(*url, std::chrono::minutes(10)));
        auto *controller = ui.window->runController();
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == State::Running, patience);
        ui.questions.onStopRun = false;
        QVERIFY(!ui.window->close());
        QVERIFY(controller->isActive());
        ui.questions.onStopRun = true;
        QVERIFY(ui.window->close());
        QCOMPARE(ui.questions.asked, QStringList({ u"stopRun"_s, u"stopRun"_s }));
    }

    void thePracticeTestIsOneClick()
    {
        UiFixture ui;
        ui.click("practiceButton");
        QTRY_VERIFY_WITH_TIMEOUT(ui.window->runController(), patience);
        auto *chart = ui.find<ui::LineChart>("requestsChart");
        QTRY_VERIFY_WITH_TIMEOUT(chart->drawnPoints(0) > 1, patience);
        ui.questions.onStopRun = true;
        ui.window->findChild<QAction *>(u"actionClose"_s)->trigger();
        QVERIFY(!ui.window->document());
    }
};

QTEST_MAIN(RunningTest)
#include "test_running.moc"
