// SPDX-License-Identifier: GPL-3.0-or-later
//
// The dashboard fed with seconds, without a run behind it.
#include "engine/metrics/healthrules.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/charts/heatmapchart.h"
#include "ui/charts/linechart.h"
#include "ui/dashboard/chartdescriptions.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/limitbars.h"
#include "ui/dashboard/runprogress.h"
#include "ui/dashboard/runtables.h"
#include "ui/support/datatable.h"
#include "ui/support/messagebar.h"

#include <QClipboard>
#include <QComboBox>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::Dashboard;

namespace {

constexpr qint64 begin = 1'700'000'000'000;
const metrics::EndpointKey send { "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message", metrics::Kind::Ordinary };
const metrics::EndpointKey typing { "PUT", "/_matrix/client/v3/rooms/_/typing/_", metrics::Kind::Ordinary };

metrics::EndpointDelta delta(const metrics::EndpointKey &key, int answers, std::chrono::milliseconds each)
{
    metrics::EndpointDelta result;
    result.key = key;
    result.outcomes[std::size_t(metrics::Outcome::Ok)] = quint64(answers);
    for (int i = 0; i < answers; ++i)
        result.responseTimes.record(each);
    return result;
}

metrics::Snapshot second(int at)
{
    metrics::Snapshot result;
    result.unixMilliseconds = begin + at * 1'000;
    result.seconds = 1;
    result.usersRunning = 7;
    result.usersTarget = 10;
    result.actionsDone = 12;
    result.actionsPlanned = 15;
    result.endpoints = { delta(send, 10, std::chrono::milliseconds(200)),
        delta(typing, 10, std::chrono::milliseconds(20)) };
    metrics::FigureDelta live { { metrics::figure::delivery, metrics::figure::live }, {}, {}, {} };
    live.times.record(std::chrono::milliseconds(40), 50);
    result.figures = { live };
    return result;
}

struct Fed {
    ScriptedQuestions questions;
    Dashboard dashboard { questions };
    metrics::Totals totals;

    Fed()
    {
        dashboard.resize(1'000, 700);
        dashboard.show();
        dashboard.beginTest(u"chat"_s, begin);
    }
    void feed(int seconds)
    {
        for (int i = 0; i < seconds; ++i) {
            const metrics::Snapshot snapshot = second(i);
            totals.add(snapshot);
            dashboard.add(snapshot, totals.history().back());
        }
        dashboard.showTotals(totals);
    }
    [[nodiscard]] ui::LineChart *responseTimes() const
    {
        return qobject_cast<ui::LineChart *>(dashboard.charts()->chart(u"responseTimeChart"_s));
    }
    [[nodiscard]] ui::DataTable *endpoints() const
    {
        return UiFixture::find<ui::DataTable>(&dashboard, "endpointTable");
    }
    void select(int row, Qt::KeyboardModifiers modifiers = {}) const
    {
        const QRect cell = endpoints()->visualRect(endpoints()->model()->index(row, 0));
        QTest::mouseClick(endpoints()->viewport(), Qt::LeftButton, modifiers, cell.center());
    }
};

} // namespace

class DashboardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void everyChartIsFed()
    {
        Fed fed;
        fed.feed(30);
        const QStringList shown = fed.dashboard.charts()->shown();
        for (const ui::DashboardCharts::Choice &choice : fed.dashboard.charts()->choices()) {
            fed.dashboard.charts()->setShown(choice.name, true);
            if (const auto *chart = qobject_cast<ui::LineChart *>(fed.dashboard.charts()->chart(choice.name)))
                QTRY_VERIFY2_WITH_TIMEOUT(
                    chart->data().isEmpty() || chart->drawnPoints(0) == 30, qPrintable(choice.name), patience);
        }
        const auto *distribution =
            qobject_cast<ui::HeatMapChart *>(fed.dashboard.charts()->chart(u"distributionChart"_s));
        QCOMPARE(distribution->data().rows().size(), std::size_t(30));
        fed.dashboard.charts()->setShown(shown);
        QCOMPARE(fed.dashboard.charts()->shown(), shown);
    }

    void whatAStopLeavesOfASecondIsNoPeak()
    {
        Fed fed;
        const metrics::EndpointKey poll { "GET", "/_matrix/client/v3/sync", metrics::Kind::PollSync };
        const auto withPolls = [&poll](metrics::Snapshot snapshot, int polls) {
            snapshot.endpoints.push_back(delta(poll, polls, std::chrono::milliseconds(300)));
            std::sort(snapshot.endpoints.begin(), snapshot.endpoints.end(),
                [](const auto &a, const auto &b) { return a.key < b.key; });
            return snapshot;
        };
        const auto add = [&fed](const metrics::Snapshot &snapshot) {
            fed.totals.add(snapshot);
            fed.dashboard.add(snapshot, fed.totals.history().back());
        };
        for (int i = 1; i <= 5; ++i)
            add(withPolls(second(i), 100));
        // Stop now, 20 ms later: two polls had ended, all others are given up.
        metrics::Snapshot rest = withPolls(second(5), 2);
        rest.unixMilliseconds += 20;
        rest.seconds = 0.02;
        rest.actionsDone = rest.actionsPlanned = 1;
        for (metrics::EndpointDelta &endpoint : rest.endpoints) {
            if (endpoint.key == poll)
                endpoint.outcomes[std::size_t(metrics::Outcome::Cancelled)] = 500;
        }
        add(rest);
        const auto highest = [&fed](const char16_t *name, int series) {
            const auto *chart = qobject_cast<ui::LineChart *>(fed.dashboard.charts()->chart(QString::fromUtf16(name)));
            double value = 0;
            for (const auto &row : chart->data().rows())
                value = std::max(value, row.values[std::size_t(series)]);
            return value;
        };
        QVERIFY(highest(u"requestsChart", 1) < 101); // 100 a second, and 102 in the last 1.02
        QVERIFY(highest(u"requestsChart", 0) < 40); // 20 a second, and 40 in the last 1.02
        QVERIFY(highest(u"actionsChart", 0) < 13); // 12 a second
    }

    void whatUsersDoStandsBesideWhatWasPlanned()
    {
        Fed fed;
        fed.feed(3);
        const auto *chart = qobject_cast<ui::LineChart *>(fed.dashboard.charts()->chart(u"actionsChart"_s));
        QVERIFY(chart && chart->isVisible());
        QCOMPARE(chart->data().rows().back().values, (std::vector { 12.0, 15.0 }));
        const auto *users = qobject_cast<ui::LineChart *>(fed.dashboard.charts()->chart(u"usersChart"_s));
        QCOMPARE(users->data().rows().back().values, (std::vector { 7.0, 10.0 }));
    }

    void aRowOfTheTableShowsItsEndpoint()
    {
        Fed fed;
        fed.feed(20);
        fed.endpoints()->sortByColumn(0, Qt::AscendingOrder);
        QVERIFY(fed.responseTimes()->showsOwn());
        fed.select(0);
        QVERIFY(!fed.responseTimes()->showsOwn());
        QCOMPARE(fed.responseTimes()->title(), u"PUT /rooms/_/send/m.room.message"_s);
        // Of this endpoint alone: the typing notifications took a tenth of it.
        QVERIFY(fed.responseTimes()->csv().contains(",200"));
        QVERIFY(!fed.responseTimes()->csv().contains(",20,"));

        fed.select(1, Qt::ControlModifier);
        QCOMPARE(fed.responseTimes()->title(), u"Response time, p95"_s);
        QVERIFY(fed.responseTimes()->csv().startsWith(
            "time,unix_ms,PUT /rooms/_/send/m.room.message,PUT /rooms/_/typing/_\n"));
        QTRY_COMPARE_WITH_TIMEOUT(fed.responseTimes()->drawnPoints(1), 20, patience);

        auto *back = fed.responseTimes()->findChild<QPushButton *>();
        QVERIFY(back->isVisible());
        QTest::mouseClick(back, Qt::LeftButton);
        QVERIFY(fed.responseTimes()->showsOwn());
        QVERIFY(!fed.endpoints()->selectionModel()->hasSelection());
    }

    void theChosenEndpointStaysChosenInTheNextTest()
    {
        Fed fed;
        fed.feed(5);
        fed.endpoints()->sortByColumn(0, Qt::AscendingOrder);
        fed.select(0);
        fed.dashboard.finishTest(fed.totals);
        fed.totals = {};
        fed.dashboard.beginTest(u"again"_s, begin + 5'000);
        QCOMPARE(fed.endpoints()->model()->rowCount(), 0);
        fed.feed(5);
        QCOMPARE(fed.endpoints()->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(fed.responseTimes()->title(), u"PUT /rooms/_/send/m.room.message"_s);
    }

    void anEarlierTestCanBeLookedAtAgain()
    {
        Fed fed;
        fed.feed(5);
        fed.dashboard.finishTest(fed.totals);
        fed.totals = {};
        fed.dashboard.beginTest(u"again"_s, begin + 5'000);
        QCOMPARE(fed.endpoints()->model()->rowCount(), 0);
        UiFixture::find<QComboBox>(&fed.dashboard, "shownTest")->setCurrentIndex(0);
        QCOMPARE(fed.endpoints()->model()->rowCount(), 2);
    }

    void theTableIsCopiedForASpreadsheet()
    {
        Fed fed;
        fed.feed(5);
        UiFixture::click(&fed.dashboard, "copyTable");
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith(u"Endpoint\tRequests\t"));
        QVERIFY(lines[1].contains(u"\t50\t"));
    }

    void chartsAreChosenAndAddedOnesGoAlong()
    {
        Fed fed;
        auto *charts = fed.dashboard.charts();
        ui::ChartDescription description { u"extraChart"_s, u"Extra"_s, {}, ui::seriesNamed({ u"a"_s }),
            [](double value) { return QString::number(value); }, {}, false };
        ui::LineChart *extra = charts->addChart(description);
        QVERIFY(!extra->isVisible());
        charts->setShown(u"extraChart"_s, true);
        QVERIFY(extra->isVisible());
        charts->chart(u"usersChart"_s)->zoomTo(begin, begin + 5'000);
        Q_EMIT charts->chart(u"usersChart"_s)->rangeChosen(begin, begin + 5'000);
        QCOMPARE(extra->visibleRange(), (std::pair { begin, begin + 5'000 }));
        QVERIFY(!charts->isFollowing());
    }

    void pictureAndDataAreSaved()
    {
        Fed fed;
        fed.feed(20);
        QTemporaryDir folder;
        fed.questions.pathToSave = folder.filePath(u"chart.png"_s);
        Q_EMIT fed.responseTimes()->savePictureRequested();
        QVERIFY(!QImage(fed.questions.pathToSave).isNull());
        fed.questions.pathToSave = folder.filePath(u"chart.csv"_s);
        Q_EMIT fed.responseTimes()->saveDataRequested();
        QFile file(fed.questions.pathToSave);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), fed.responseTimes()->csv());
    }

    void whatLimitsTheTestIsSaidUntilItIsOver()
    {
        ui::LimitBars bars;
        bars.show();
        auto *generator = UiFixture::find<ui::MessageBar>(&bars, "generatorBar");
        auto *refused = UiFixture::find<ui::MessageBar>(&bars, "refusedBar");
        metrics::Totals totals;
        metrics::Snapshot late = second(0);
        late.health.worstLoopLag = std::chrono::seconds(2);
        late.health.judgement = metrics::judgeSecond(late.health, false);
        for (int i = 0; i < 30; ++i)
            totals.add(late);
        ui::LiveFigures::Now now;
        now.rateLimited = 312;
        bars.judge(now, totals);
        QVERIFY(generator->kind() == ui::MessageBar::Kind::Error);
        QVERIFY(generator->text().contains(u"This machine limits the test"));
        QVERIFY(refused->text().contains(u"312 answers"));

        // Closed, it does not come back with the next second.
        QTest::mouseClick(refused->findChild<QToolButton *>(), Qt::LeftButton);
        bars.judge(now, totals);
        QVERIFY(refused->isHidden());
        bars.judge({}, totals);
        bars.judge(now, totals);
        QVERIFY(!refused->isHidden());

        for (int i = 0; i < 60; ++i)
            totals.add(second(i));
        bars.judge({}, totals);
        QVERIFY(generator->isHidden());
        QVERIFY(refused->isHidden());
    }

    void progressSaysHowFarAndHowLong()
    {
        run::RunPlan plan;
        run::TestPlan registration;
        registration.name = u"registration"_s;
        registration.behaviour = users::Behaviour::Register;
        run::TestPlan chat;
        chat.name = u"chat"_s;
        chat.runTime = std::chrono::minutes(15);
        plan.tests = { registration, chat };
        run::SetupResults setup;
        setup.accounts = 1'000;
        setup.accountsDone = 250;

        const auto first = ui::progressOf({ plan, 0, std::chrono::minutes(1), 5, 5, setup });
        QCOMPARE(first.sentence, u"test 1 of 2, registration · 250 of 1000 accounts, about 3 min left"_s);
        QCOMPARE(first.status, u"registration · 250 of 1000"_s);
        QCOMPARE(first.done * 4, first.of);

        // Most accounts have no room to make and are done at once: the rooms say how far it is.
        run::RunPlan rooms = plan;
        rooms.tests[0].behaviour = users::Behaviour::CreateRooms;
        run::SetupResults made = setup;
        made.rooms = 100;
        made.roomsExisted = 20;
        made.roomsCreated = 8;
        const auto making = ui::progressOf({ rooms, 0, std::chrono::minutes(1), 5, 5, made });
        QCOMPARE(
            making.sentence, u"test 1 of 2, registration · 250 of 1000 accounts, 28 of 100 rooms, about 9 min left"_s);
        QCOMPARE(making.status, u"registration · 28 of 100"_s);
        QCOMPARE(making.done, 28);
        QCOMPARE(making.of, 100);

        const auto later = ui::progressOf({ plan, 1, std::chrono::seconds(498), 400, 1'000, setup });
        QCOMPARE(later.sentence, u"test 2 of 2, chat · 0:08:18 of 0:15:00 · 400 of 1000 users"_s);
        QCOMPARE(later.status, u"chat · 6 min 42 s left"_s);

        plan.stopTimeout = std::chrono::seconds(10);
        const auto stopping =
            ui::stoppingProgress({ plan, 1, std::chrono::seconds(500), 312, 1'000, setup }, std::chrono::seconds(4));
        QVERIFY2(stopping.sentence.contains(u"312") && stopping.sentence.contains(u"6 s at most"),
            qPrintable(stopping.sentence));
    }
};

QTEST_MAIN(DashboardTest)
#include "test_dashboard.moc"
