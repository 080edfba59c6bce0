// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/metrics/recorder.h"
#include "engine/metrics/totals.h"

#include <QScopeGuard>
#include <QTest>

using namespace throng;
using namespace throng::metrics;
using namespace std::chrono_literals;

namespace {

const EndpointKey sendKey { "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message", Kind::Ordinary };
const EndpointKey joinKey { "POST", "/_matrix/client/v3/rooms/_/join", Kind::Ordinary };
const EndpointKey pollKey { "GET", "/_matrix/client/v3/sync", Kind::PollSync };
const EndpointKey catchUpKey { "GET", "/_matrix/client/v3/sync", Kind::CatchUpSync };

Sample sampleOf(Outcome outcome, Nanoseconds duration, quint64 bytes = 0)
{
    Sample sample;
    sample.outcome = outcome;
    sample.duration = duration;
    sample.bytes = bytes;
    if (outcome != Outcome::Ok)
        sample.error = "it failed";
    return sample;
}

/// One second of one worker, at a time of ours.
class Second {
public:
    explicit Second(qint64 end = 1'000, double seconds = 1)
        : m_recorder([end] { return end; })
        , m_seconds(seconds)
    {
    }
    Second &add(const EndpointKey &key, Outcome outcome, Nanoseconds duration, int times = 1, quint64 bytes = 0)
    {
        for (int i = 0; i < times; ++i)
            m_recorder.record(m_recorder.endpoint(key), sampleOf(outcome, duration, bytes));
        return *this;
    }
    Snapshot take()
    {
        Snapshot snapshot = m_recorder.take();
        snapshot.seconds = m_seconds;
        return snapshot;
    }

private:
    Recorder m_recorder;
    double m_seconds;
};

Snapshot randomSnapshot(std::uint64_t seed)
{
    Random random(seed);
    Second second(qint64(1'000 + random.below(500)));
    for (const EndpointKey &key : { sendKey, joinKey, pollKey, catchUpKey }) {
        if (random.below(4) == 0)
            continue; // not every worker asks everything
        for (int i = 0; i < 200; ++i)
            second.add(key, Outcome(random.below(outcomeCount)), Nanoseconds(qint64(random.exponential(1e7))));
    }
    Snapshot snapshot = second.take();
    snapshot.usersRunning = int(random.below(100));
    snapshot.actionsPlanned = random.below(100);
    snapshot.actionsDone = random.below(100);
    // Binary fractions: sums of these do not depend on their order.
    snapshot.health.cpuSeconds = double(random.below(64)) / 64;
    snapshot.health.busiestWorkerShare = random.uniform();
    snapshot.health.worstLoopLag = Nanoseconds(qint64(random.below(1'000'000)));
    snapshot.health.connectionsOpen = int(random.below(100));
    return snapshot;
}

} // namespace

class TestTotals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mergingSnapshotsIsAssociativeAndCommutative()
    {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Snapshot a = randomSnapshot(3 * seed);
            const Snapshot b = randomSnapshot(3 * seed + 1);
            const Snapshot c = randomSnapshot(3 * seed + 2);
            Snapshot left = a;
            left.merge(b);
            left.merge(c);
            Snapshot right = b;
            right.merge(c);
            Snapshot whole = a;
            whole.merge(right);
            QVERIFY(left == whole);
            right.merge(a);
            QVERIFY(left == right);
        }
    }

    void workersAreAddedUp()
    {
        Snapshot a = Second().add(sendKey, Outcome::Ok, 10ms, 3, 100).take();
        a.usersRunning = 5;
        a.health.worstLoopLag = 4ms;
        Snapshot b = Second().add(sendKey, Outcome::Ok, 20ms, 2, 100).add(joinKey, Outcome::Timeout, 60s).take();
        b.usersRunning = 6;
        b.health.worstLoopLag = 9ms;
        a.merge(b);
        QCOMPARE(a.usersRunning, 11);
        QCOMPARE(a.health.worstLoopLag, Nanoseconds(9ms));
        QCOMPARE(a.endpoints.size(), 2U);
        QCOMPARE(a.errors.size(), 1U);
        Totals totals;
        totals.add(a);
        QCOMPARE(totals.find(sendKey)->count(Outcome::Ok), 5U);
        QCOMPARE(totals.find(sendKey)->bytes, 500U);
        QVERIFY(!totals.find(pollKey));
    }

    void pollsRateLimitsAndCancelledStayOutOfResponseTimes()
    {
        Totals totals;
        totals.add(Second()
                       .add(sendKey, Outcome::Ok, 10ms, 8)
                       .add(catchUpKey, Outcome::Ok, 20ms)
                       .add(sendKey, Outcome::Timeout, 60s)
                       .add(pollKey, Outcome::Ok, 30s, 50)
                       .add(sendKey, Outcome::RateLimited, 1ms, 20)
                       .add(sendKey, Outcome::NetworkError, 1us, 5)
                       .add(sendKey, Outcome::Cancelled, 2s, 7)
                       .take());
        QCOMPARE(totals.responseTimes().count(), 10U);
        QCOMPARE(totals.responseTimes().min(), Nanoseconds(10ms));
        QCOMPARE(totals.responseTimes().max(), Nanoseconds(60s)); // the timeout, at the time it waited
        const HistoryPoint &point = totals.history().front();
        QCOMPARE(point.responses, 10U);
        QCOMPARE(point.polls, 50U);
        QCOMPARE(point.requests, 85U);
        QCOMPARE(point.failures, 6U);
        QCOMPARE(point.rateLimited, 20U);
        QCOMPARE(totals.count(Outcome::Cancelled), 7U);
        QCOMPARE(totals.requests(), 85U);
        QCOMPARE(totals.failures(), 6U);
        QCOMPARE(totals.failedShare(), 6.0 / 85.0);
    }

    void locustSeesEverythingTogether()
    {
        Totals totals;
        totals.add(Second()
                       .add(sendKey, Outcome::Ok, 10ms, 4, 100)
                       .add(pollKey, Outcome::Ok, 30s, 4, 50)
                       .add(sendKey, Outcome::RateLimited, 1ms, 2, 10)
                       .add(sendKey, Outcome::Cancelled, 9s, 3)
                       .take());
        QCOMPARE(totals.allTimes().count(), 10U);
        const LocustPoint &locust = totals.history().front().locust;
        QCOMPARE(locust.totalRequests, 10U);
        QCOMPARE(locust.totalFailures, 2U);
        QCOMPARE(locust.totalMin, Nanoseconds(1ms));
        QCOMPARE(locust.totalMax, Nanoseconds(30s));
        QCOMPARE(locust.totalAverage, Nanoseconds(4 * 10ms + 4 * 30s + 2 * 1ms) / 10);
        QCOMPARE(locust.totalAverageBytes, 62.0);
        QVERIFY(locust.hasPercentiles);
        QCOMPARE(locust.percentiles.back(), Nanoseconds(30s));
        QCOMPARE(locust.requestsPerSecond, 10.0);
        QCOMPARE(locust.failuresPerSecond, 2.0);
    }

    void locustsCurrentFiguresReachTenSecondsBack()
    {
        Totals totals;
        totals.add(Second(1'000).add(sendKey, Outcome::Ok, 5s, 100).take());
        for (int i = 1; i < 10; ++i)
            totals.add(Second(1'000 + 1'000 * i).add(sendKey, Outcome::Ok, 10ms, 10).take());
        QCOMPARE(totals.history().back().locust.percentiles.back(), Nanoseconds(5s));
        QCOMPARE(totals.history().back().locust.requestsPerSecond, 19.0);
        totals.add(Second(11'000).add(sendKey, Outcome::Ok, 10ms, 10).take());
        QCOMPARE(totals.history().back().locust.percentiles.back(), Nanoseconds(10ms));
        QCOMPARE(totals.history().back().locust.requestsPerSecond, 10.0);
        QCOMPARE(totals.history().back().locust.totalMax, Nanoseconds(5s));
    }

    void beforeTheFirstAnswerThereAreNoPercentiles()
    {
        Totals totals;
        totals.add(Second().take());
        QVERIFY(!totals.history().front().locust.hasPercentiles);
        QCOMPARE(totals.history().front().responses, 0U);
        QCOMPARE(totals.failedShare(), 0.0);
    }

    void theSumOfSecondsIsTheWhole()
    {
        Totals totals;
        Histogram all;
        quint64 requests = 0;
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            const Snapshot second = randomSnapshot(seed);
            for (const EndpointDelta &delta : second.endpoints)
                requests += delta.requests();
            totals.add(second);
        }
        for (const EndpointDelta &endpoint : totals.endpoints())
            all.merge(endpoint.allTimes());
        QCOMPARE(totals.requests(), requests);
        QCOMPARE(totals.allTimes(), all);
        quint64 errors = 0;
        for (const ErrorDelta &error : totals.errors())
            errors += error.occurrences;
        QCOMPARE(errors, totals.failures() + totals.count(Outcome::RateLimited));
    }

    void errorsKeepTheirFirstAndLastTime()
    {
        Totals totals;
        totals.add(Second(5'000).add(sendKey, Outcome::MatrixError, 1ms, 2).take());
        totals.add(Second(9'000).add(sendKey, Outcome::MatrixError, 1ms).take());
        QCOMPARE(totals.errors().size(), 1U);
        QCOMPARE(totals.errors().front().occurrences, 3U);
        QCOMPARE(totals.errors().front().firstSeen, 5'000);
        QCOMPARE(totals.errors().front().lastSeen, 9'000);
    }

    void theLastFragmentOfASecondIsNoPointOfItsOwn()
    {
        // Else three requests in its 10 ms would be drawn as 300 a second.
        Totals totals;
        totals.add(Second(1'000, 1).add(sendKey, Outcome::Ok, 10ms, 20).take());
        totals.add(Second(1'010, 0.01).add(sendKey, Outcome::Ok, 50ms, 3).take());
        QCOMPARE(totals.history().size(), 1U);
        const HistoryPoint &point = totals.history().front();
        QCOMPARE(point.requests, 23U);
        QCOMPARE(point.responses, 23U);
        QCOMPARE(point.seconds, 1.01);
        QCOMPARE(point.unixMilliseconds, 1'010);
        QVERIFY(point.p99 > 40ms);
        QCOMPARE(point.locust.totalRequests, 23U);
        QCOMPARE(point.locust.requestsPerSecond, 23 / 1.01);
        QCOMPARE(totals.requests(), 23U);
        QCOMPARE(totals.endedAt(), 1'010);
    }

    void theWarmUpIsDrawnAndInNoSum()
    {
        const auto second = [](int number, std::chrono::milliseconds answered, double length = 1) {
            Snapshot one = Second(number * 1'000, length).add(sendKey, Outcome::Ok, answered, 10, 100).take();
            one.actionsDone = 7;
            one.deliveries.messages = 3;
            one.health.cpuSeconds = 0.5;
            return one;
        };
        Totals totals(3s);
        Totals measuredAlone;
        // Seconds are a little longer or shorter: the border is where the third ends all the same.
        for (const double length : { 1.1, 0.95, 0.97 }) {
            QVERIFY(totals.isWarmingUp());
            totals.add(second(int(totals.history().size()) + 1, 900ms, length));
            QCOMPARE(totals.requests(), 0U);
            QCOMPARE(totals.seconds(), 0.0);
        }
        for (int number = 4; number < 9; ++number) {
            QVERIFY(!totals.isWarmingUp());
            totals.add(second(number, 10ms));
            measuredAlone.add(second(number, 10ms));
        }
        QCOMPARE(totals.endpoints(), measuredAlone.endpoints());
        QCOMPARE(totals.responseTimes(), measuredAlone.responseTimes());
        QCOMPARE(totals.allTimes(), measuredAlone.allTimes());
        QCOMPARE(totals.locustSeconds(sendKey).size(), 5U);
        QCOMPARE(totals.bytes(), 5'000U);
        QCOMPARE(totals.actionsDone(), 35U);
        QCOMPARE(totals.cpuSeconds(), 2.5);
        QCOMPARE(totals.seconds(), 5.0);
        QCOMPARE(totals.elapsed(), 5 + 1.1 + 0.95 + 0.97);
        QCOMPARE(totals.measuredFrom(), 3'000);
        QCOMPARE(totals.deliveries().messages, 24); // the account is of all
        QCOMPARE(totals.history().size(), 8U);
        QCOMPARE(totals.measured().size(), 5U);
        QVERIFY(totals.history()[1].p50 > 800ms);
        QVERIFY(totals.history()[3].locust.percentiles.back() < 20ms); // nor in Locust's last ten seconds
    }

    void aTestThatDoesNotOutliveItsWarmUpHasNoFigures()
    {
        Totals totals(10s);
        totals.add(Second(1'000, 1).add(sendKey, Outcome::Ok, 10ms, 5).take());
        QCOMPARE(totals.requests(), 0U);
        QCOMPARE(totals.seconds(), 0.0);
        QVERIFY(totals.responseTimes().isEmpty());
        QVERIFY(totals.measured().empty());
        QCOMPARE(totals.history().size(), 1U);
    }

    /// What writes the seconds down needs no more of a test than its latest point, and that is the history's.
    void theLatestPointIsTheHistorys()
    {
        LatestPoint latest(2s);
        Totals totals(2s);
        for (int number = 1; number <= 40; ++number) {
            Snapshot second = randomSnapshot(std::uint64_t(number));
            second.unixMilliseconds = number * 1'000;
            second.seconds = number % 7 == 0 ? 0.1 : 1; // some are too short to be drawn by themselves
            const std::size_t before = totals.history().size();
            totals.add(second);
            QCOMPARE(latest.add(second), totals.history().size() > before);
            const HistoryPoint &drawn = totals.history().back();
            QCOMPARE(latest.point().unixMilliseconds, drawn.unixMilliseconds);
            QCOMPARE(latest.point().seconds, drawn.seconds);
            QCOMPARE(latest.point().requests, drawn.requests);
            QCOMPARE(latest.point().p99, drawn.p99);
            QCOMPARE(latest.point().locust.percentiles, drawn.locust.percentiles);
        }
        QCOMPARE(totals.history().size(), 35U);
        QCOMPARE(latest.sums().requests, totals.requests());
        QCOMPARE(latest.sums().failures, totals.failures());
        QCOMPARE(latest.sums().bytes, totals.bytes());
        QCOMPARE(latest.sums().responseTimes, totals.responseTimes());
        QVERIFY(totals.requests() > 0);
    }

    /// A test of hours keeps a point a second and the seconds of what was asked, most of them in files.
    void historyOfHoursIsMostlyPutAside()
    {
        Totals totals;
        for (int number = 1; number <= 7'200; ++number) {
            Second second(number * 1'000, 1);
            second.add(sendKey, Outcome::Ok, 10ms, 1 + number % 3);
            if (number % 2 == 0)
                second.add(pollKey, Outcome::Timeout, 5s).add(catchUpKey, Outcome::Ok, 10ms);
            totals.add(second.take());
            QVERIFY(totals.history().inMemory() <= 2 * History::s_piece);
        }
        QVERIFY(History::s_piece >= 60); // what the charts and bars of the last minute look at
        QCOMPARE(totals.history().size(), 7'200U);
        const Totals copy = totals; // shares what is aside
        int number = 0;
        for (const HistoryPoint &point : copy.history()) {
            ++number;
            QCOMPARE(point.unixMilliseconds, number * 1'000);
            QCOMPARE(point.requests, quint64(1 + number % 3 + (number % 2 == 0 ? 2 : 0)));
        }
        QCOMPARE(copy.history()[4'321].unixMilliseconds, 4'322'000);
        QCOMPARE(copy.history().back().unixMilliseconds, 7'200'000);

        const auto sends = copy.locustSeconds(sendKey);
        QCOMPARE(sends.size(), 7'200U);
        QCOMPARE(sends[4'999].unixMilliseconds, 5'000'000);
        QCOMPARE(sends[4'999].requests, quint32(1 + 5'000 % 3));
        const auto syncs = copy.locustSeconds(pollKey);
        QCOMPARE(syncs.size(), 3'600U);
        QCOMPARE(syncs.front().unixMilliseconds, 2'000);
        QCOMPARE(syncs.front().requests, 2U);
        QCOMPARE(syncs.front().failures, 1U);
        QVERIFY(copy.locustSeconds(joinKey).empty());
    }

    /// Where nothing can be put aside (in no folder there is no room for a file), memory it is.
    void aHistoryWithoutRoomForFilesIsKeptInMemory()
    {
        const QByteArray before = qgetenv("TMPDIR");
        qputenv("TMPDIR", "/dev/null");
        const auto restore = qScopeGuard([&before] {
            if (before.isNull())
                qunsetenv("TMPDIR");
            else
                qputenv("TMPDIR", before);
        });
        QVERIFY(!putAside("text", 4));
        SecondsLog<int> log;
        const int count = int(5 * SecondsLog<int>::s_piece);
        for (int i = 0; i < count; ++i)
            log.push_back(i);
        log.replaceLast(-1);
        QCOMPARE(log.size(), std::size_t(count));
        for (int i = 0; i < count - 1; ++i)
            QCOMPARE(log[std::size_t(i)], i);
        QCOMPARE(log.back(), -1);
    }

    void whatWasKeptIsGoneOnWith()
    {
        SecondsLog<int> log({ 1, 2, 3 });
        for (int i = 4; i <= 20'000; ++i)
            log.push_back(i);
        QCOMPARE(log.size(), 20'000U);
        int expected = 0;
        for (const int found : log)
            QCOMPARE(found, ++expected);
        QCOMPARE(log.from(19'990).size(), 10U);
        QCOMPARE(*log.from(3).begin(), 4);
    }

    void aVeryShortTestIsOnePoint()
    {
        Totals totals;
        totals.add(Second(1'100, 0.1).add(sendKey, Outcome::Ok, 10ms, 5).take());
        QCOMPARE(totals.history().size(), 1U);
        QCOMPARE(totals.startedAt(), 1'000);
        QCOMPARE(totals.history().front().requestsPerSecond(), 50.0);
    }
};

QTEST_APPLESS_MAIN(TestTotals)
#include "test_totals.moc"
