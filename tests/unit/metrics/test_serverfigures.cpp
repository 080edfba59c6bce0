// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/prometheustext.h"
#include "engine/metrics/serverfigures.h"
#include "engine/metrics/servertotals.h"

#include <QTest>

#include <cmath>

using namespace throng::metrics;
using namespace Qt::StringLiterals;

namespace {

const QString where = u"http://server/metrics"_s;

/// What Synapse says, so many seconds of a steady life after it began.
QByteArray synapse(double seconds)
{
    const auto number = [seconds](double perSecond) { return QByteArray::number(seconds * perSecond, 'g', 12); };
    return "# HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.\n"
           "# TYPE process_cpu_seconds_total counter\n"
           "process_cpu_seconds_total "
        + number(0.5)
        + "\n# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes 1.2e+08\n"
          "# TYPE python_twisted_reactor_tick_time histogram\n"
          "python_twisted_reactor_tick_time_bucket{le=\"0.001\"} 4\n"
          "python_twisted_reactor_tick_time_bucket{le=\"+Inf\"} 7\n"
          "python_twisted_reactor_tick_time_count "
        + number(100) + "\npython_twisted_reactor_tick_time_sum " + number(0.2)
        + "\n# TYPE synapse_storage_transaction_time_sum_total counter\n"
          "synapse_storage_transaction_time_sum_total{desc=\"a \\\"quoted\\\" } one\",server_name=\"x\"} "
        + number(0.1) + "\nsynapse_storage_transaction_time_sum_total{desc=\"b\",server_name=\"x\"} " + number(0.2)
        + "\n# TYPE synapse_util_caches_cache_hits gauge\nsynapse_util_caches_cache_hits{name=\"a\"} " + number(3)
        + "\n# TYPE synapse_util_caches_cache gauge\nsynapse_util_caches_cache{name=\"a\"} " + number(4)
        + "\n# TYPE synapse_event_processing_lag gauge\n"
          "# TYPE synapse_http_server_in_flight_requests_count gauge\n"
          "synapse_http_server_in_flight_requests_count{method=\"GET\",servlet=\"SyncRestServlet\"} 3.0\n"
          "synapse_http_server_in_flight_requests_count{method=\"PUT\",servlet=\"RoomSendEventRestServlet\"} 2.0\n"
          "synapse_odd NaN\n";
}

const ServerFigure *find(const std::vector<ServerFigure> &figures, QByteArrayView name)
{
    for (const ServerFigure &figure : figures) {
        if (figure.name == name)
            return &figure;
    }
    return nullptr;
}

bool isNear(const ServerFigure *figure, double value)
{
    return figure && std::abs(figure->value - value) < 1e-6 * std::max(1.0, value);
}

ServerScrape scrape(const QString &source, std::vector<ServerFigure> figures)
{
    return { source, 1'000, std::move(figures) };
}

ServerFigure cpu(double cores)
{
    return { figureCpu.toByteArray(), ServerUnit::SecondsPerSecond, cores, true };
}

ServerFigure memory(double bytes)
{
    return { figureMemory.toByteArray(), ServerUnit::Bytes, bytes, true };
}

} // namespace

class ServerFiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatSynapseSaysBecomesFigures()
    {
        ServerFigures figures;
        const auto first = figures.read(synapse(100), where, 10);
        QVERIFY(first);
        QVERIFY(!find(*first, "CPU")); // a rate needs two
        QCOMPARE(find(*first, "memory")->value, 1.2e8);
        QVERIFY(isNear(find(*first, "requests in flight"), 5));

        const auto second = figures.read(synapse(105), where, 15);
        QVERIFY(second);
        QVERIFY(isNear(find(*second, "CPU"), 0.5));
        QVERIFY(isNear(find(*second, "reactor lag"), 0.002));
        QVERIFY(isNear(find(*second, "database time"), 0.3)); // of both kinds of transactions
        QVERIFY(isNear(find(*second, "cache hits"), 0.75));
        QCOMPARE(find(*second, "cache hits")->unit, ServerUnit::Share);
        // Everything else is there to be chosen.
        QVERIFY(isNear(find(*second, "synapse_http_server_in_flight_requests_count"), 5));
        QVERIFY(isNear(find(*second, "process_cpu_seconds_total"), 0.5));
        QVERIFY(isNear(find(*second, "python_twisted_reactor_tick_time (mean)"), 0.002));
        QVERIFY(isNear(find(*second, "python_twisted_reactor_tick_time_count"), 100));
        QVERIFY(!find(*second, "python_twisted_reactor_tick_time_bucket"));
        QVERIFY(!find(*second, "synapse_odd"));
        const auto suggestedLast =
            std::find_if(second->begin(), second->end(), [](const ServerFigure &figure) { return !figure.suggested; });
        QVERIFY(std::none_of(suggestedLast, second->end(), [](const ServerFigure &each) { return each.suggested; }));
    }

    void aServerThatWasStartedAnewHasNoRateOnce()
    {
        ServerFigures figures;
        QVERIFY(figures.read(synapse(100), where, 10));
        const auto restarted = figures.read(synapse(2), where, 15);
        QVERIFY(restarted && !find(*restarted, "CPU"));
        QVERIFY(find(*restarted, "memory"));
        const auto after = figures.read(synapse(7), where, 20);
        QVERIFY(after && isNear(find(*after, "CPU"), 0.5));
    }

    void aMachinesIdleTimeIsNotBusy()
    {
        const auto node = [](int seconds) {
            QByteArray text = "# TYPE node_cpu_seconds_total counter\n";
            for (const char *core : { "0", "1" }) {
                text += QByteArray("node_cpu_seconds_total{cpu=\"") + core + "\",mode=\"idle\"} "
                    + QByteArray::number(seconds) + "\n";
                text += QByteArray("node_cpu_seconds_total{cpu=\"") + core + "\",mode=\"user\"} "
                    + QByteArray::number(seconds * 0.25) + "\n";
            }
            text += "node_memory_MemTotal_bytes 8e9\nnode_memory_MemAvailable_bytes 6e9\n";
            return text;
        };
        ServerFigures figures;
        QVERIFY(figures.read(node(100), where, 0));
        const auto second = figures.read(node(104), where, 4);
        QVERIFY(second);
        QVERIFY(isNear(find(*second, "CPU of the machine"), 0.5));
        QVERIFY(isNear(find(*second, "memory in use on the machine"), 2e9));
        QVERIFY(!find(*second, "CPU"));
    }

    void whatIsNoMetricIsNamedWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("a web page") << "<!DOCTYPE html>\n<html>"_ba << u"line 1"_s;
        QTest::newRow("no value") << "a 1\nb\n"_ba << u"line 2"_s;
        QTest::newRow("no number") << "a 1\n\n# HELP b\nb one\n"_ba << u"line 4"_s;
        QTest::newRow("braces do not close") << "a{b=\"}\" 1\n"_ba << u"line 1"_s;
        QTest::newRow("nothing") << ""_ba << u"no metrics"_s;
        QTest::newRow("comments alone") << "# TYPE a gauge\n# EOF\n"_ba << u"no metrics"_s;
        QTest::newRow("bytes") << QByteArray("\0\xff\x01", 3) << u"line 1"_s;
    }

    void whatIsNoMetricIsNamedWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        ServerFigures figures;
        const auto read = figures.read(text, where, 1);
        QVERIFY(!read);
        QVERIFY2(read.error().toString().contains(says), qPrintable(read.error().toString()));
        QVERIFY(read.error().toString().contains(where));
    }

    void openMetricsAreReadToo()
    {
        QList<PrometheusSample> samples;
        const QByteArray text = "# TYPE foo counter\n# UNIT foo seconds\n"
                                "foo_total{a=\"b\"} 17.0 1520879607.789 # {trace_id=\"x\"} 0.67 1520879607.789\n"
                                "foo_created{a=\"b\"} 1520872607.123\n"
                                "bar -Inf\nbaz{ x = \"1\" , y=\"2\" } +1e3\r\n# EOF\n";
        QVERIFY(readPrometheusText(text, where, [&](const PrometheusSample &sample) { samples += sample; }));
        QCOMPARE(samples.size(), 4);
        QCOMPARE(samples[0].value, 17.0);
        QCOMPARE(samples[0].type, PrometheusSample::Type::Counter);
        QVERIFY(std::isinf(samples[2].value));
        QCOMPARE(samples[3].value, 1000.0);
        QCOMPARE(labelValue(samples[0].labels, "a"), QByteArrayView("b"));
        QVERIFY(labelValue(samples[0].labels, "c").isEmpty());
    }

    void moreMetricsThanAnybodyCanChooseFromAreLeftOut()
    {
        QByteArray text;
        for (int i = 0; i < ServerFigures::most + 50; ++i)
            text += "metric_" + QByteArray::number(i) + " 1\n";
        ServerFigures figures;
        QCOMPARE(int(figures.read(text, where, 1)->size()), ServerFigures::most);
    }

    void totalsKeepEachSourceApart()
    {
        ServerTotals totals;
        totals.add(scrape(u"a"_s, { cpu(1), memory(10) }));
        totals.add(scrape(u"b"_s, { cpu(5) }));
        totals.add(scrape(u"a"_s, { cpu(3), memory(30) }));
        totals.add(scrape(u"a"_s, { memory(20) })); // one figure is missing this time
        QCOMPARE(totals.rows().size(), std::size_t(3));
        const ServerTotals::Row &first = totals.rows()[0];
        QCOMPARE(first.source, u"a"_s);
        QCOMPARE(first.scrapes, 2U);
        QCOMPARE(first.mean(), 2.0);
        QCOMPARE(first.highest, 3.0);
        const ServerTotals::Row &second = totals.rows()[1];
        QCOMPARE(second.scrapes, 3U);
        QCOMPARE(second.lowest, 10.0);
        QCOMPARE(second.last, 20.0);
    }

    void whatAServerSaysOfItselfIsNotCountedTwice()
    {
        ServerLoad load;
        QVERIFY(std::isnan(load.cores()));
        load.add(scrape(u"python3 (process 1)"_s,
            { cpu(1), memory(100), { figureProcesses.toByteArray(), ServerUnit::Number, 2, true } }));
        QCOMPARE(load.cores(), 1.0);
        load.add(scrape(u"main"_s, { memory(80) })); // its first scrape: no rate yet
        QCOMPARE(load.cores(), 1.0);
        QCOMPARE(load.bytes(), 80.0);
        load.add(scrape(u"main"_s, { cpu(0.75), memory(80) }));
        load.add(scrape(u"worker"_s, { cpu(0.5), memory(70) }));
        QCOMPARE(load.cores(), 1.25);
        QCOMPARE(load.bytes(), 150.0);
    }
};

QTEST_GUILESS_MAIN(ServerFiguresTest)
#include "test_serverfigures.moc"
