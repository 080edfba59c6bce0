// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a run sees of its server meanwhile: from metrics that are well, and from all kinds that are not.
#include "runfixture.h"

#include "engine/metrics/serverfigures.h"
#include "engine/run/serverwatch.h"
#include "support/scriptedserver.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray page(const QByteArray &text, const QByteArray &status = "200 OK")
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + QByteArray::number(text.size())
        + "\r\n\r\n" + text;
}

run::WatchPlan watching(const QList<QUrl> &metrics)
{
    run::WatchPlan plan;
    plan.metrics = metrics;
    plan.interval = 20ms;
    return plan;
}

/// A watch, and all that it said.
struct Watched {
    explicit Watched(const run::WatchPlan &plan)
        : watch(std::make_unique<run::ServerWatch>(plan))
    {
        QObject::connect(watch.get(), &run::ServerWatch::scraped, &context,
            [this](const metrics::ServerScrape &scrape) { scrapes.push_back(scrape); });
        QObject::connect(
            watch.get(), &run::ServerWatch::trouble, &context, [this](const QString &text) { troubles += text; });
        watch->start();
    }

    [[nodiscard]] const metrics::ServerFigure *last(QByteArrayView name) const
    {
        return scrapes.empty() ? nullptr : scrapes.back().figure(name);
    }

    QObject context;
    std::vector<metrics::ServerScrape> scrapes;
    QStringList troubles;
    std::unique_ptr<run::ServerWatch> watch;
};

} // namespace

class TestServerWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void metricsAreFetchedAgainAndAgain()
    {
        int asked = 0;
        ScriptedServer server(
            ScriptedServer::Security::Plain, [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
                peer.send(page("process_cpu_seconds_total " + QByteArray::number(++asked)
                    + "\nprocess_resident_memory_bytes 5e7\n"));
            });
        Watched watched(watching({ server.url(u"/_synapse/metrics?a=b"_s) }));
        QTRY_VERIFY(watched.last("CPU"));
        QVERIFY(watched.last("CPU")->value > 0);
        QCOMPARE(watched.last("memory")->value, 5e7);
        QCOMPARE(watched.scrapes.back().source, u"127.0.0.1:%1"_s.arg(server.port()));
        QVERIFY(server.heads().first().startsWith("GET /_synapse/metrics?a=b HTTP/1.1\r\n"));
        QCOMPARE(server.connectionCount(), 1);
        QVERIFY(watched.troubles.isEmpty());
    }

    void whatIsWrongIsSaidOnceAndTriedAgain_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("says");
        QTest::newRow("no metrics") << page("<html></html>") << u"is no metric"_s;
        QTest::newRow("not there") << page("", "404 Not Found") << u"status 404"_s;
        QTest::newRow("huge") << "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\na 1\n"_ba
                              << u"is larger than"_s;
        QTest::newRow("huge, said bit by bit") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000000\r\n"_ba
                + QByteArray(0x1000000, 'x') << u"is larger than"_s;
        QTest::newRow("no HTTP") << "+OK ready\r\n\r\n"_ba << u"http://"_s;
    }

    void whatIsWrongIsSaidOnceAndTriedAgain()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, says);
        int asked = 0;
        ScriptedServer server(
            ScriptedServer::Security::Plain, [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
                if (++asked > 2) {
                    peer.send(page("process_resident_memory_bytes 1\n"));
                    return;
                }
                peer.send(answer);
                peer.close();
            });
        Watched watched(watching({ server.url(u"/metrics"_s) }));
        QTRY_VERIFY_WITH_TIMEOUT(watched.last("memory"), 30'000);
        QCOMPARE(watched.troubles.size(), 1);
        QVERIFY2(watched.troubles.first().contains(says), qPrintable(watched.troubles.first()));
    }

    void aServerThatIsSlowOrDeadHoldsUpNobodyElse()
    {
        ScriptedServer slow(
            ScriptedServer::Security::Plain, [](ScriptedPeer &, const QByteArray &, const QByteArray &) {});
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 nobody = closed.serverPort();
        closed.close();
        ScriptedServer well(
            ScriptedServer::Security::Plain, ScriptedServer::always(page("process_resident_memory_bytes 1\n")));
        Watched watched(
            watching({ slow.url(), QUrl(u"http://127.0.0.1:%1/metrics"_s.arg(nobody)), well.url(u"/metrics"_s) }));
        QTRY_VERIFY(watched.scrapes.size() > 3);
        QTRY_COMPARE(watched.troubles.size(), 1);
        QVERIFY(watched.troubles.first().contains(QString::number(nobody)));
        QTRY_COMPARE(slow.heads().size(), 1); // still waited for
        QElapsedTimer timer;
        timer.start();
        watched.watch.reset();
        QVERIFY2(timer.elapsed() < 15'000, "a request under way ends with the watch"); // its own patience is 20 s
    }

    void aHostThatNobodyAllowedIsNotConnectedTo()
    {
        run::WatchPlan plan = watching({ QUrl(u"http://metrics.example:9/metrics"_s) });
        QAtomicInt lookups;
        plan.nameLookup = [&lookups](const QString &) -> Result<QList<QHostAddress>> {
            ++lookups;
            return QList<QHostAddress> { QHostAddress(u"192.0.2.7"_s) };
        };
        Watched watched(plan);
        QTRY_COMPARE(watched.troubles.size(), 1);
        QVERIFY2(watched.troubles.first().contains(u"192.0.2.7"), qPrintable(watched.troubles.first()));
        QVERIFY2(watched.troubles.first().contains(u"permission"), qPrintable(watched.troubles.first()));
        QTRY_VERIFY(lookups > 3);
        QVERIFY(watched.scrapes.empty());
        QCOMPARE(watched.troubles.size(), 1);
    }

    void aServerOnThisMachineIsSeenFromOutside()
    {
        const QString python = QStandardPaths::findExecutable(u"python3"_s);
        if (python.isEmpty())
            QSKIP("there is no python3 here to be the server");
        QProcess server;
        server.start(python, { u"-u"_s, u"-m"_s, u"http.server"_s, u"--bind"_s, u"127.0.0.1"_s, u"0"_s });
        QVERIFY(server.waitForStarted());
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += server.readAll()).contains(" port "), 30'000);
        const int port = said.sliced(said.indexOf(" port ") + 6).split(' ').first().toInt();
        run::WatchPlan plan = watching({});
        plan.target =
            *http::makeOrigin(QUrl(u"http://127.0.0.1:%1"_s.arg(port)), { QHostAddress(QHostAddress::LocalHost) });
        Watched watched(plan);
        QTRY_VERIFY(watched.last("CPU"));
        QVERIFY(watched.last("memory")->value > 1e6);
        QCOMPARE(watched.last("processes")->value, 1.0);
        QVERIFY(watched.scrapes.back().source.contains(QString::number(server.processId())));
        server.kill();
        QVERIFY(server.waitForFinished());
    }

    void aRunKeepsWhatItSaw()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        ScriptedServer metrics(ScriptedServer::Security::Plain,
            ScriptedServer::always(page("process_resident_memory_bytes 7\nother 8\n")));
        ScriptedServer broken(ScriptedServer::Security::Plain, ScriptedServer::always(page("nothing of the kind")));
        const SmallProject project(2);
        run::RunPlan plan = planFor(url, { setupTest(users::Behaviour::Register, u"register"_s), chatTest(1s) });
        plan.metrics = { metrics.url(u"/metrics"_s), broken.url(u"/metrics"_s) };
        plan.watchInterval = 20ms;
        Driver driver(plan, project.files());
        QSignalSpy scraped(&driver.run(), &run::LoadRun::serverScraped);
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->state, run::RunSummary::State::Done);
        const metrics::ServerTotals &totals = driver.summary->tests.back().server;
        QCOMPARE(totals.rows().size(), std::size_t(3)); // memory once more under its own name
        QCOMPARE(totals.rows()[0].name, metrics::figureMemory.toByteArray());
        QCOMPARE(totals.rows()[0].mean(), 7.0);
        QVERIFY(totals.rows()[0].scrapes > 1);
        QVERIFY(quint64(scraped.count()) >= totals.rows()[0].scrapes);
        QCOMPARE(driver.said(u"is no metric"_s), 1);
        QCOMPARE(driver.summary->warnings.filter(u"is no metric"_s).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestServerWatch)
#include "test_serverwatch.moc"
