// SPDX-License-Identifier: GPL-3.0-or-later
//
// What goes into a run's file comes out of it.
#include "engine/results/runreader.h"
#include "engine/results/runwriter.h"
#include "support/measuredseconds.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace throng;
using namespace throng::results;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::MeasuredSeconds;

namespace {

RunDescription description()
{
    RunDescription run;
    run.id = u"a-run"_s;
    run.suite = u"standard"_s;
    run.server = u"http://127.0.0.1:8008"_s;
    run.seed = 18'446'744'073'709'551'615ULL;
    run.workers = 2;
    run.startedAt = MeasuredSeconds::begin;
    run.facts = { { u"throng.version"_s, u"0.1.0"_s } };
    return run;
}

KeptTest chat(int index = 0)
{
    KeptTest test;
    test.index = index;
    test.name = u"chat"_s;
    test.behaviour = u"chat.py"_s;
    test.users = 30;
    test.spawnRate = 2.5;
    test.startedAt = MeasuredSeconds::begin;
    return test;
}

/// A test's seconds in a file, and the same as the run itself would have added them up.
struct Kept {
    QTemporaryDir folder;
    std::unique_ptr<RunWriter> writer;
    std::vector<metrics::Snapshot> seconds;
    metrics::Totals totals;
    QString path;

    explicit Kept(std::chrono::milliseconds warmUp = {})
        : writer(*RunWriter::create(folder.path(), description()))
        , totals(warmUp)
        , path(writer->path())
    {
        KeptTest test = chat();
        test.warmUp = warmUp.count();
        writer->beginTest(test);
    }
    void add(const metrics::Snapshot &second)
    {
        totals.add(second);
        writer->addSecond(second);
        seconds.push_back(second);
    }
    void finish()
    {
        KeptTest test = chat();
        test.end = u"run time over"_s;
        test.endedAt = totals.endedAt();
        writer->endTest(test);
        QVERIFY(writer->finish(RunState::Done, {}, {}));
        writer.reset();
    }
    [[nodiscard]] metrics::Totals sumOf(std::size_t from, std::size_t to) const
    {
        metrics::Totals sum;
        for (std::size_t i = from; i < to; ++i)
            sum.add(seconds[i]);
        return sum;
    }
    [[nodiscard]] TimeRange range(std::size_t from, std::size_t to) const
    {
        return { seconds[from].unixMilliseconds - qint64(seconds[from].seconds * 1000),
            seconds[to - 1].unixMilliseconds };
    }
};

#define OPEN(reader, path)                                                                                             \
    const auto opened_##reader = RunReader::open(path);                                                                \
    QVERIFY2(opened_##reader, opened_##reader ? "" : qPrintable(opened_##reader.error().toString()));                  \
    RunReader &reader = **opened_##reader

/// All but samples of errors, of which any one is as good as another.
void compare(const metrics::Totals &found, const metrics::Totals &expected)
{
    QCOMPARE(found.endpoints(), expected.endpoints());
    QCOMPARE(found.errors().size(), expected.errors().size());
    for (std::size_t i = 0; i < found.errors().size(); ++i) {
        metrics::ErrorDelta error = found.errors()[i];
        error.sample = expected.errors()[i].sample;
        QCOMPARE(error, expected.errors()[i]);
    }
    QCOMPARE(found.responseTimes(), expected.responseTimes());
    QCOMPARE(found.allTimes(), expected.allTimes());
    QCOMPARE(found.figures(), expected.figures());
    QCOMPARE(found.deliveries(), expected.deliveries());
    QCOMPARE(found.lateness(), expected.lateness());
    QCOMPARE(found.uncorrectedTimes(), expected.uncorrectedTimes());
    QCOMPARE(found.requests(), expected.requests());
    QCOMPARE(found.failures(), expected.failures());
    QCOMPARE(found.bytes(), expected.bytes());
    QCOMPARE(found.actionsDone(), expected.actionsDone());
    QCOMPARE(found.startedAt(), expected.startedAt());
    QCOMPARE(found.endedAt(), expected.endedAt());
    QCOMPARE(found.lastRequestAt(), expected.lastRequestAt());
    QCOMPARE(found.seconds(), expected.seconds());
    QCOMPARE(found.cpuSeconds(), expected.cpuSeconds());
    QCOMPARE(found.peakUsers(), expected.peakUsers());
    QCOMPARE(found.worstLoopLag(), expected.worstLoopLag());
    QCOMPARE(found.history().size(), expected.history().size());
    for (std::size_t i = 0; i < found.history().size(); ++i) {
        const metrics::HistoryPoint &a = found.history()[i];
        const metrics::HistoryPoint &b = expected.history()[i];
        QCOMPARE(a.unixMilliseconds, b.unixMilliseconds);
        QCOMPARE(a.seconds, b.seconds);
        QCOMPARE(a.requests, b.requests);
        QCOMPARE(a.rateLimited, b.rateLimited);
        QCOMPARE(a.polls, b.polls);
        QCOMPARE(a.responses, b.responses);
        QCOMPARE(a.p95, b.p95);
        QCOMPARE(a.deliveries, b.deliveries);
        QCOMPARE(a.deliverySamples, b.deliverySamples);
        QCOMPARE(a.deliveryP95, b.deliveryP95);
        QCOMPARE(a.health, b.health);
    }
}

} // namespace

class TestRunStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headTellsTheRunWithoutItsSeconds()
    {
        Kept kept;
        MeasuredSeconds source(5, 100);
        for (int i = 0; i < 25; ++i)
            kept.add(source.next());
        kept.finish();
        OPEN(reader, kept.path);
        const RunHead &head = reader.head();
        QCOMPARE(head.id, u"a-run"_s);
        QCOMPARE(head.seed, 18'446'744'073'709'551'615ULL);
        QCOMPARE(head.state, RunState::Done);
        QCOMPARE(head.requests, kept.totals.requests());
        QCOMPARE(head.failures, kept.totals.failures());
        QVERIFY(head.failures > 0);
        QCOMPARE(head.rateLimited, kept.totals.count(metrics::Outcome::RateLimited));
        QCOMPARE(*head.p95, kept.totals.responseTimes().percentile(95));
        QCOMPARE(head.users, kept.totals.peakUsers());
        QCOMPARE(reader.facts().value(u"throng.version"_s), u"0.1.0"_s);
        QCOMPARE(reader.tests().size(), 1U);
        QCOMPARE(reader.tests()[0].name, u"chat"_s);
        QCOMPARE(reader.tests()[0].spawnRate, 2.5);
        QCOMPARE(reader.tests()[0].end, u"run time over"_s);
        QCOMPARE(reader.tests()[0].seconds, 25);
    }

    void finishedRunIsOneFile()
    {
        Kept kept;
        MeasuredSeconds source(3, 30);
        kept.add(source.next());
        QVERIFY(kept.writer->commit());
        QVERIFY(QFileInfo::exists(kept.path + u"-wal"_s));
        kept.finish();
        QCOMPARE(QDir(kept.folder.path()).entryList(QDir::Files).size(), 1);
        OPEN(reader, kept.path);
        QVERIFY(reader.totals(0));
        QCOMPARE(QDir(kept.folder.path()).entryList(QDir::Files).size(), 1);
    }

    void wholeTestIsAsTheRunHadIt()
    {
        Kept kept;
        MeasuredSeconds source(6, 60);
        for (int i = 0; i < 130; ++i)
            kept.add(source.next());
        kept.add(source.next(0.2)); // what a stop leaves of a second
        kept.finish();
        OPEN(reader, kept.path);
        const auto totals = reader.totals(0);
        QVERIFY2(totals, totals ? "" : qPrintable(totals.error().toString()));
        compare(*totals, kept.totals);
    }

    void anyRangeIsExact_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("one second") << 17 << 18;
        QTest::newRow("aligned ten") << 10 << 20;
        QTest::newRow("across tens") << 3 << 58;
        QTest::newRow("across minutes") << 55 << 667;
        QTest::newRow("to the end") << 601 << 701;
        QTest::newRow("all") << 0 << 701;
    }
    void anyRangeIsExact()
    {
        static Kept *kept = nullptr; // made once: the rows look at the same run
        if (!kept) {
            static Kept run;
            kept = &run;
            MeasuredSeconds source(4, 20);
            for (int i = 0; i < 701; ++i)
                kept->add(source.next());
            kept->finish();
        }
        QFETCH(int, from);
        QFETCH(int, to);
        OPEN(reader, kept->path);
        const auto totals = reader.totals(0, kept->range(std::size_t(from), std::size_t(to)));
        QVERIFY2(totals, totals ? "" : qPrintable(totals.error().toString()));
        QCOMPARE(totals->history().size(), std::size_t(to - from));
        compare(*totals, kept->sumOf(std::size_t(from), std::size_t(to)));
    }

    void theWarmUpIsKeptButInNoFigure()
    {
        Kept kept(std::chrono::seconds(15));
        MeasuredSeconds source(5, 80);
        for (int i = 0; i < 40; ++i)
            kept.add(source.next());
        QVERIFY(kept.writer->commit());
        {
            OPEN(reader, kept.path);
            compare(*reader.totals(0), kept.totals); // while it runs, too
        }
        kept.add(source.next(0.2));
        kept.finish();
        OPEN(reader, kept.path);
        QCOMPARE(reader.tests()[0].warmUp, 15'000);
        const auto found = reader.totals(0, {}, RunReader::Detail::Locust);
        QVERIFY(found);
        compare(*found, kept.totals);
        QCOMPARE(found->history().size(), 40U);
        QCOMPARE(found->measured().size(), kept.totals.measured().size());
        QCOMPARE(found->measuredFrom(), kept.totals.measuredFrom());
        for (std::size_t i = 0; i < found->history().size(); ++i)
            QCOMPARE(found->history()[i].locust.totalRequests, kept.totals.history()[i].locust.totalRequests);
        QCOMPARE(reader.head().requests, kept.totals.requests());
        QCOMPARE(*reader.head().p95, kept.totals.responseTimes().percentile(95));
        // What somebody asks for by its time has all that lies in it.
        compare(*reader.totals(0, kept.range(5, 25)), kept.sumOf(5, 25));
    }

    void secondsComeBackAsTheyWere()
    {
        Kept kept;
        MeasuredSeconds source(5, 80);
        for (int i = 0; i < 30; ++i)
            kept.add(source.next());
        kept.finish();
        OPEN(reader, kept.path);
        std::vector<metrics::Snapshot> found;
        QVERIFY(reader.eachSecond(0, {}, [&found](const metrics::Snapshot &second) { found.push_back(second); }));
        QCOMPARE(found.size(), kept.seconds.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            for (metrics::Snapshot *second : { &found[i], &kept.seconds[i] }) {
                for (metrics::ErrorDelta &error : second->errors)
                    error.sample.clear();
            }
            QCOMPARE(found[i], kept.seconds[i]);
        }
    }

    void locustsFiguresAreKept()
    {
        Kept kept;
        MeasuredSeconds source(5, 80);
        for (int i = 0; i < 30; ++i)
            kept.add(source.next());
        kept.add(source.next(0.1));
        kept.finish();
        OPEN(reader, kept.path);
        const auto totals = reader.totals(0, {}, RunReader::Detail::Locust);
        QVERIFY(totals);
        for (std::size_t i = 0; i < kept.totals.history().size(); ++i) {
            const metrics::LocustPoint &found = totals->history()[i].locust;
            const metrics::LocustPoint &expected = kept.totals.history()[i].locust;
            QCOMPARE(found.requestsPerSecond, expected.requestsPerSecond);
            QCOMPARE(found.percentiles, expected.percentiles);
            QCOMPARE(found.totalRequests, expected.totalRequests);
            QCOMPARE(found.totalAverageBytes, expected.totalAverageBytes);
        }
        for (const metrics::EndpointDelta &endpoint : kept.totals.endpoints()) {
            const auto found = totals->locustSeconds(endpoint.key);
            const auto expected = kept.totals.locustSeconds(endpoint.key);
            QCOMPARE(found.size(), expected.size());
            for (std::size_t i = 0; i < found.size(); ++i) {
                QCOMPARE(found[i].unixMilliseconds, expected[i].unixMilliseconds);
                QCOMPARE(found[i].requests, expected[i].requests);
                QCOMPARE(found[i].failures, expected[i].failures);
            }
        }
    }

    void runUnderWayCanBeFollowed()
    {
        Kept kept;
        MeasuredSeconds source(4, 40);
        for (int i = 0; i < 12; ++i)
            kept.add(source.next());
        QVERIFY(kept.writer->commit());
        OPEN(reader, kept.path);
        QCOMPARE(reader.head().state, RunState::Running);
        compare(*reader.totals(0), kept.totals);
        for (int i = 0; i < 11; ++i)
            kept.add(source.next());
        kept.add(source.next(0.3));
        QVERIFY(kept.writer->commit());
        QVERIFY(reader.refresh());
        compare(*reader.totals(0), kept.totals);
        QCOMPARE(reader.head().requests, kept.totals.requests());
    }

    void histogramsOfVersion1AreRead()
    {
        // 1 ms, and twice 1.5 ms: sum, smallest, largest, two buckets, each with its step and its count.
        const QByteArray blob = QByteArray::fromHex("018092f401c0843de0c65b02e80701f40302");
        const auto read = metrics::Histogram::deserialise(blob);
        QVERIFY(read);
        metrics::Histogram expected;
        for (const int microseconds : { 1'000, 1'500, 1'500 })
            expected.record(std::chrono::microseconds(microseconds));
        QCOMPARE(*read, expected);
        QCOMPARE(metrics::Histogram::deserialise(expected.serialise()), expected);
        QVERIFY(expected.serialise().size() < blob.size());
    }

    void heatIsCalledOffAtOnce()
    {
        Kept kept;
        MeasuredSeconds source(4, 40);
        for (int i = 0; i < 100; ++i)
            kept.add(source.next());
        kept.finish();
        OPEN(reader, kept.path);
        int asked = 0;
        const auto heat = reader.heat(0, {}, 50, nullptr, [&asked] { return ++asked < 5; });
        QVERIFY(heat);
        QCOMPARE(asked, 5);
        QCOMPARE(*reader.secondsIn(0), 100);
        QCOMPARE(*reader.secondsIn(0, kept.range(7, 41)), 34);
    }

    void theSlowestRoomsAreKeptWithoutTheirNames()
    {
        Kept kept;
        MeasuredSeconds source(4, 40);
        kept.add(source.next());
        kept.writer->addSlowestRooms(
            { { "!secret:example.org", 40, 1'200, 90ms, 3s }, { "!b:x", 3, 12, 50ms, 200ms } });
        kept.finish();
        OPEN(reader, kept.path);
        const auto rooms = reader.slowestRooms();
        QVERIFY(rooms);
        QCOMPARE(rooms->size(), 2U);
        QCOMPARE(rooms->front().test, 0);
        QCOMPARE(rooms->front().members, 40);
        QCOMPARE(rooms->front().deliveries, 1'200U);
        QCOMPARE(rooms->front().worst, metrics::Nanoseconds(3s));
        QCOMPARE(rooms->back().mean, metrics::Nanoseconds(50ms));
        QFile file(kept.path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("secret"));
    }

    void heatHasEveryResponseOnce()
    {
        Kept kept;
        MeasuredSeconds source(4, 40);
        for (int i = 0; i < 145; ++i)
            kept.add(source.next());
        kept.finish();
        OPEN(reader, kept.path);
        for (const int columns : { 1000, 20, 3 }) {
            const auto heat = reader.heat(0, kept.range(7, 141), columns);
            QVERIFY(heat);
            QVERIFY(int(heat->size()) <= columns);
            metrics::Histogram sum;
            for (const RunReader::HeatColumn &column : *heat)
                sum.merge(column.times);
            QCOMPARE(sum, kept.sumOf(7, 141).responseTimes());
            QCOMPARE(heat->front().range.from, kept.range(7, 141).from);
            QCOMPARE(heat->back().range.to, kept.range(7, 141).to);
        }
    }

    void whatWasSaidIsKeptWithoutIdentifiers()
    {
        Kept kept;
        kept.writer->addMessage(5, KeptMessage::Kind::Warning,
            u"@bob:example.org is not in !cURLy:example.org:8448, nor is syt_Ym9i_aBcDeF_123456"_s);
        kept.writer->addRule({ 0, u"p95 < 1 s"_s, KeptRule::State::Broken, u"2 s"_s, 77 });
        kept.writer->addRule({ -1, u"failures < 1 %"_s, KeptRule::State::Kept, u"0 %"_s, 0 });
        metrics::ServerScrape scrape { u"127.0.0.1:9109"_s, 9, {} };
        scrape.figures.push_back({ "CPU", metrics::ServerUnit::SecondsPerSecond, 1.5, true });
        scrape.figures.push_back({ "synapse_build_info", metrics::ServerUnit::Number, 1, false });
        kept.writer->addServerScrape(scrape);
        kept.finish();
        OPEN(reader, kept.path);
        const auto messages = reader.messages();
        QCOMPARE(messages->size(), 1U);
        QCOMPARE(messages->front().kind, KeptMessage::Kind::Warning);
        QCOMPARE(messages->front().text, u"@_ is not in !_, nor is _"_s);
        const auto rules = reader.rules();
        QCOMPARE(rules->size(), 2U);
        QCOMPARE(rules->front().state, KeptRule::State::Broken);
        QCOMPARE(rules->front().brokenAt, 77);
        QCOMPARE(rules->back().test, -1);
        QCOMPARE(reader.head().rulesBroken, 1);
        QCOMPARE(reader.head().rulesKept, 1);
        const auto scrapes = reader.serverScrapes();
        QCOMPARE(scrapes->size(), 1U);
        QCOMPARE(scrapes->front().source, scrape.source);
        QCOMPARE(scrapes->front().figures, scrape.figures);
    }

    void responseTimesOfTheListAreThoseOfChat()
    {
        QTemporaryDir folder;
        auto writer = *RunWriter::create(folder.path(), description());
        MeasuredSeconds slow(3, 60, 1, 50);
        MeasuredSeconds quick(3, 60, 2);
        KeptTest setup = chat(0);
        setup.isSetup = true;
        writer->beginTest(setup);
        metrics::Totals totals;
        for (int i = 0; i < 5; ++i)
            writer->addSecond(slow.next());
        writer->endTest(setup);
        writer->beginTest(chat(1));
        for (int i = 0; i < 5; ++i) {
            const metrics::Snapshot second = quick.next();
            totals.add(second);
            writer->addSecond(second);
        }
        writer->endTest(chat(1));
        QVERIFY(writer->finish(RunState::Done, {}, {}));
        OPEN(reader, writer->path());
        QCOMPARE(*reader.head().p95, totals.responseTimes().percentile(95));
        QCOMPARE(*reader.head().p50, totals.responseTimes().percentile(50));
        QCOMPARE(reader.tests().size(), 2U);
    }

    void anHourWeighsLessThanItMay()
    {
        // Ten minutes of 25 endpoints and 200 requests a second, with every sum that falls into them.
        Kept kept;
        MeasuredSeconds source(25, 200);
        for (int i = 0; i < 600; ++i)
            kept.add(source.next());
        kept.finish();
        const double perHour = double(QFileInfo(kept.path).size()) * 6 / 1e6;
        qInfo("%.1f MB an hour", perHour);
        QVERIFY2(perHour < 20, qPrintable(QString::number(perHour)));
    }
};

QTEST_GUILESS_MAIN(TestRunStore)
#include "test_runstore.moc"
