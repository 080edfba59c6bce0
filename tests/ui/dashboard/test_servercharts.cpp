// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/charts/linechart.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/servercharts.h"
#include "ui/document/document.h"
#include "ui/mainwindow/projectview.h"

#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using metrics::ServerFigure;
using metrics::ServerUnit;

namespace {

metrics::ServerScrape scrape(qint64 time, double cores, double lag)
{
    return { u"127.0.0.1:9000"_s, time,
        { { "CPU"_ba, ServerUnit::SecondsPerSecond, cores, true }, { "memory"_ba, ServerUnit::Bytes, 1e8, true },
            { "reactor lag"_ba, ServerUnit::Seconds, lag, true },
            { "process_open_fds"_ba, ServerUnit::Number, 24, false } } };
}

/// A page's charts in a window of their own.
struct Fixture {
    ScriptedQuestions questions;
    ui::DashboardCharts charts { questions };
    ui::ServerCharts server { charts, &charts };

    Fixture()
    {
        charts.resize(900, 500);
        charts.show();
    }
    [[nodiscard]] ui::LineChart *chart(const char *name) const
    {
        return charts.findChild<ui::LineChart *>(QString::fromLatin1(name));
    }
    [[nodiscard]] int entry(const QString &text) const { return server.findText(text, Qt::MatchContains); }
};

} // namespace

class ServerChartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chartsAppearWithTheFirstFigure()
    {
        Fixture f;
        QVERIFY(QTest::qWaitForWindowExposed(&f.charts, patience));
        QVERIFY(!f.chart("serverCpuChart")->isVisible());
        QVERIFY(f.chart("responseTimeChart")->isVisible());
        f.server.add(scrape(1'000'000, 0.5, 0.002));
        QVERIFY(f.chart("serverCpuChart")->isVisible());
        QVERIFY(f.chart("serverFigureChart")->isVisible());
        QCOMPARE(f.chart("serverCpuChart")->data().nearest(1'000'000)->values[0], 0.5);
        QVERIFY(f.chart("serverFigureChart")->title().contains(u"memory"));
        QCOMPARE(f.chart("serverFigureChart")->data().nearest(1'000'000)->values[0], 1e8);
        f.server.clear();
        QVERIFY(f.chart("serverCpuChart")->data().isEmpty());
    }

    void whateverTheServerSaidCanBeChosenAfterwards()
    {
        Fixture f;
        f.server.add(scrape(1'000'000, 0.5, 0.002));
        f.server.add(scrape(1'005'000, 0.7, 0.004));
        const int lag = f.entry(u"reactor lag"_s);
        const int files = f.entry(u"process_open_fds"_s);
        QVERIFY(lag > 0);
        QVERIFY(files > lag); // the suggested ones stand above
        f.server.setCurrentIndex(lag);
        const ui::LineChart *chart = f.chart("serverFigureChart");
        QVERIFY(chart->title().contains(u"reactor lag"));
        QCOMPARE(chart->data().nearest(1'000'000)->values[0], 0.002);
        f.server.add(scrape(1'010'000, 0.7, 0.006));
        QCOMPARE(chart->data().nearest(1'010'000)->values[0], 0.006);
        f.server.setCurrentIndex(files);
        QCOMPARE(chart->data().nearest(1'005'000)->values[0], 24.0);
        QVERIFY(f.chart("serverFigureChart")->csv().contains("24"));
    }

    void addressesOfMetricsArePartOfTheProject()
    {
        UiFixture ui;
        auto document = ui::Document::create(
            ui.projectsFolder() + u"/m"_s, project::Project::withDefaults(u"http://127.0.0.1:1"_s));
        QVERIFY(document);
        QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
        auto *field = ui.find<QLineEdit>("metricsUrls");
        UiFixture::type(field, u"127.0.0.1:9000 http://127.0.0.1:9001/_synapse/metrics"_s);
        const QStringList expected { u"127.0.0.1:9000"_s, u"http://127.0.0.1:9001/_synapse/metrics"_s };
        QCOMPARE(ui.window->document()->project().server.metricsUrls, expected);
        UiFixture::type(field, u"ftp://127.0.0.1"_s);
        QVERIFY(ui.find<QLabel>("metricsMessage")->text().contains(u"ftp"));
    }
};

QTEST_MAIN(ServerChartsTest)
#include "test_servercharts.moc"
