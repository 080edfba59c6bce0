// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/thresholds/ruleparser.h"
#include "engine/thresholds/thresholdwatch.h"

#include <QTest>

using namespace throng;
using namespace throng::thresholds;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::EndpointDelta;
using metrics::EndpointKey;
using metrics::Kind;
using metrics::Nanoseconds;

namespace {

const EndpointKey sendKey { "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message" };
const EndpointKey joinKey { "POST", "/_matrix/client/v3/rooms/_/join" };
const EndpointKey pollKey { "GET", "/_matrix/client/v3/sync", Kind::PollSync };
const EndpointKey catchUpKey { "GET", "/_matrix/client/v3/sync", Kind::CatchUpSync };

/// `count` exchanges of one endpoint that all ended alike.
EndpointDelta exchanges(
    const EndpointKey &key, int count, Nanoseconds time, metrics::Outcome outcome = metrics::Outcome::Ok)
{
    EndpointDelta delta;
    delta.key = key;
    delta.outcomes[std::size_t(outcome)] = quint64(count);
    for (int i = 0; i < count; ++i)
        (outcome == metrics::Outcome::RateLimited ? delta.rateLimitedTimes : delta.responseTimes).record(time);
    return delta;
}

metrics::Snapshot second(const std::vector<EndpointDelta> &deltas, double seconds = 1)
{
    metrics::Snapshot snapshot;
    snapshot.seconds = seconds;
    for (const EndpointDelta &delta : deltas)
        metrics::mergeEndpoints(snapshot.endpoints, { delta });
    return snapshot;
}

Threshold threshold(const QString &rule, std::chrono::milliseconds settle = 0ms,
    std::optional<std::chrono::milliseconds> abortAfter = {})
{
    Threshold made;
    made.rule = parseRule(rule).value();
    made.settle = settle;
    made.abortAfter = abortAfter;
    return made;
}

/// 100 seconds: sends of 10 ms, 1 % of them failing after 40; joins of 200 ms; polls of 30 s; catch-ups of 2 s.
Measured aMeasurement()
{
    Measured measured;
    for (int i = 0; i < 100; ++i) {
        std::vector<EndpointDelta> deltas { exchanges(sendKey, 99, 10ms), exchanges(joinKey, 1, 200ms),
            exchanges(pollKey, 4, 30s), exchanges(catchUpKey, 1, 2s),
            exchanges(joinKey, 1, 1ms, metrics::Outcome::RateLimited) };
        deltas.push_back(exchanges(sendKey, 1, 40ms, metrics::Outcome::MatrixError));
        measured.add(second(deltas));
    }
    return measured;
}

} // namespace

Q_DECLARE_METATYPE(throng::thresholds::Outcome)

class TestThresholdWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judges_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("samples");
        const auto row = [](const char *rule, Outcome outcome, double value, int samples) {
            QTest::newRow(rule) << QString::fromUtf8(rule) << outcome << value << samples;
        };
        row("p95(send) < 500ms", Outcome::Met, 10e6, 10'000);
        row("max(send) < 20ms", Outcome::Broken, 40e6, 10'000);
        row("mean(send) <= 10.3ms", Outcome::Met, 10.3e6, 10'000);
        row("median(join) < 100ms", Outcome::Broken, 200e6, 100); // 429s are no answers
        row("max < 3s", Outcome::Met, 2e9, 10'200); // polls wait because they are asked to
        row("max(sync) < 1s", Outcome::Broken, 2e9, 100);
        row("min(pollSync) >= 29s", Outcome::Met, 30e9, 400);
        row("failures < 1%", Outcome::Met, 100.0 / 10'700, 10'700);
        row("failures(send) < 1%", Outcome::Broken, 0.01, 10'000);
        row("rate-limited < 0.1%", Outcome::Broken, 100.0 / 10'700, 10'700);
        row("requests/s > 106", Outcome::Met, 107, 10'700);
        row("requests/s(send) >= 100", Outcome::Met, 100, 10'000);
        row("failures/s < 1", Outcome::Broken, 1, 10'700);
        row("p95(createRoom) < 1s", Outcome::NoData, 0, 0);
        row("failures(createRoom) < 1%", Outcome::NoData, 0, 0);
        row("p99(delivery) < 2s", Outcome::NoData, 0, 0);
    }

    void judges()
    {
        QFETCH(const QString, rule);
        QFETCH(const Outcome, outcome);
        QFETCH(const double, value);
        QFETCH(const int, samples);
        const Judgement judgement = judge(parseRule(rule).value(), aMeasurement());
        QVERIFY(judgement.outcome == outcome);
        // Off by what a histogram is off by.
        QVERIFY2(std::abs(judgement.value - value) <= 0.001 * value, qPrintable(QString::number(judgement.value)));
        QCOMPARE(int(judgement.samples), samples);
    }

    void whatPeopleFeelIsFoundByItsName()
    {
        metrics::Snapshot snapshot = second({});
        metrics::FigureDelta live;
        live.key = { metrics::figure::delivery, metrics::figure::live };
        live.times.record(1s);
        live.waiting.record(3s);
        snapshot.figures = { live };
        Measured measured;
        measured.add(snapshot);
        const Rule rule = parseRule(u"p99(delivery) < 2s"_s).value();
        const Judgement judgement = judge(rule, measured);
        QVERIFY(judgement.outcome == Outcome::Broken);
        QCOMPARE(judgement.samples, 2U);
        QVERIFY(judgement.isAtLeast); // one has not arrived yet
        QVERIFY2(valueText(rule, judgement).startsWith(u"> 3"), qPrintable(valueText(rule, judgement)));

        // In the next second it has.
        live.times = live.waiting = {};
        live.times.record(1500ms);
        snapshot.figures = { live };
        measured.add(snapshot);
        const Judgement arrived = judge(rule, measured);
        QVERIFY(arrived.outcome == Outcome::Met);
        QCOMPARE(arrived.samples, 2U);
        QVERIFY(!arrived.isAtLeast);
    }

    void nothingRequestedIsARateButNoTime()
    {
        Measured measured;
        measured.add(second({}));
        QVERIFY(judge(parseRule(u"requests/s > 1"_s).value(), measured).outcome == Outcome::Broken);
        QVERIFY(judge(parseRule(u"p95 < 1s"_s).value(), measured).outcome == Outcome::NoData);
        QVERIFY(judge(parseRule(u"failures < 1%"_s).value(), measured).outcome == Outcome::NoData);
    }

    void whatCameBeforeItHasSettledDoesNotCount()
    {
        ThresholdWatch watch({ threshold(u"max(send) < 100ms"_s), threshold(u"max(send) < 100ms"_s, 3s) });
        for (int i = 0; i < 3; ++i)
            watch.add(second({ exchanges(sendKey, 5, 1s) }, i == 0 ? 1.02 : 0.99));
        for (int i = 0; i < 3; ++i)
            watch.add(second({ exchanges(sendKey, 5, 10ms) }));
        const std::vector<Verdict> verdicts = watch.verdicts();
        QVERIFY(verdicts[0].isBroken());
        QCOMPARE(verdicts[0].judgement.samples, 30U);
        QVERIFY(!verdicts[1].isBroken());
        QCOMPARE(verdicts[1].judgement.samples, 15U);
    }

    void brokenForTooLongItMayEndTheRun()
    {
        ThresholdWatch watch({ threshold(u"p50(send) < 100ms"_s), threshold(u"p50(send) < 100ms"_s, 0s, 5s) });
        for (int i = 0; i < 4; ++i)
            watch.add(second({ exchanges(sendKey, 5, 1s) }));
        QCOMPARE(watch.exhausted(), std::nullopt);
        QVERIFY(!watch.standings()[0]); // it waits for the end
        QCOMPARE(watch.standings()[1]->brokenFor, 4.0);
        watch.add(second({ exchanges(sendKey, 5, 1s) }));
        QCOMPARE(watch.exhausted(), std::optional<qsizetype>(1));
    }

    void aRecoveryShowsWithinTheWindow()
    {
        ThresholdWatch watch({ threshold(u"p50(send) < 100ms"_s, 0s, 30s) });
        for (int i = 0; i < 20; ++i)
            watch.add(second({ exchanges(sendKey, 5, 1s) }));
        QCOMPARE(watch.standings()[0]->brokenFor, 20.0);
        int needed = 0;
        for (; needed < 20 && watch.standings()[0]->brokenFor > 0; ++needed)
            watch.add(second({ exchanges(sendKey, 5, 10ms) }));
        QVERIFY2(needed >= 5 && needed <= 6, qPrintable(QString::number(needed))); // half of ten seconds
    }

    void oneSlowSecondBreaksNothing()
    {
        ThresholdWatch watch({ threshold(u"p90(send) < 100ms"_s, 0s, 1s) });
        for (int i = 0; i < 10; ++i)
            watch.add(second({ exchanges(sendKey, 10, 10ms) }));
        watch.add(second({ exchanges(sendKey, 5, 1s) }));
        QCOMPARE(watch.exhausted(), std::nullopt);
    }

    void secondsInWhichNothingIsMeasuredNeitherBreakNorMend()
    {
        ThresholdWatch watch({ threshold(u"p50(send) < 100ms"_s, 0s, 8s) });
        for (int i = 0; i < 4; ++i)
            watch.add(second({ exchanges(sendKey, 5, 1s) }));
        for (int i = 0; i < 30; ++i)
            watch.add(second({}));
        QCOMPARE(watch.exhausted(), std::nullopt);
        const double soFar = watch.standings()[0]->brokenFor; // the window still had them for a while
        QVERIFY(soFar > 8 && soFar < 15);
        watch.add(second({ exchanges(sendKey, 5, 1s) }));
        QCOMPARE(watch.exhausted(), std::optional<qsizetype>(0));
    }

    void itIsSaidInWords()
    {
        const Rule rule = parseRule(u"p95(send) < 500ms"_s).value();
        QCOMPARE(toString(rule, { Outcome::Broken, 812e6, 1204 }),
            u"p95(send) < 500ms was broken: 812 ms, of 1204 samples"_s);
        QCOMPARE(toString(rule, { Outcome::Met, 12e6, 7 }), u"p95(send) < 500ms was met: 12.0 ms, of 7 samples"_s);
        QCOMPARE(toString(rule, {}), u"p95(send) < 500ms: nothing was measured"_s);
    }
};

QTEST_GUILESS_MAIN(TestThresholdWatch)
#include "test_thresholdwatch.moc"
