// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether what Throng reports is true. Whole runs against the practice homeserver, which writes down every request, as
// Throng does: two records of the same requests, compared request by request. A machine that is busy with other things
// makes both slower and neither wrong, so nothing here depends on its speed.
#include "engine/run/runfixture.h"

#include "comparison.h"

#include "engine/metrics/totals.h"

#include <initializer_list>

#include <sys/socket.h>
#include <unistd.h>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::EndpointDelta;
using metrics::Kind;
using metrics::Outcome;

namespace {

constexpr auto bound = 500us; ///< or a hundredth, whichever is more
constexpr double busyGenerator = 0.7; ///< of a core, one worker
#ifdef __SANITIZE_ADDRESS__
constexpr bool ownWorkIsJudged = false; ///< checked at every step, it takes several times as long as anybody's
#else
constexpr bool ownWorkIsJudged = true;
#endif

Nanoseconds allowed(Nanoseconds truth)
{
    return std::max<Nanoseconds>(bound, truth / 100);
}

practice::PerformanceModel logNormalModel(int workers, std::chrono::milliseconds median)
{
    practice::PerformanceModel model;
    model.workers = workers;
    model.ordinary.shape = practice::ServiceTime::Shape::LogNormal;
    model.ordinary.mean = median;
    model.ordinary.sigma = 0.6; // nine of ten within a factor of 2.7
    return model;
}

practice::FaultPlan someRateLimits()
{
    practice::Fault fault;
    fault.kind = practice::FaultKind::RateLimit;
    fault.endpoint = u"/_matrix/client/v3/rooms/_/*"_s;
    fault.probability = 0.1;
    fault.retryAfter = 10ms;
    practice::FaultPlan plan;
    plan.faults.append(fault);
    return plan;
}

QString nameOf(const metrics::EndpointKey &key)
{
    return QString::fromUtf8(key.method + ' ' + key.name) + u' ' + metrics::toString(key.kind);
}

/// A run, and what both sides say of it.
struct Round {
    Round(int users, std::chrono::milliseconds pause, std::chrono::milliseconds chatTime)
        : project(users, users)
        , tests(wholeSuite(chatTime))
    {
        options.recordRequests = true;
        for (run::TestPlan &test : tests) {
            test.spawnRate = 50; // opening connections is dear: not all at once
            test.setup.rateLimit.retries = 20;
            test.chat.rateLimit.retries = 20;
            test.chat.syncTimeout = 1s; // some polls are to end without an event
            for (users::Exponential *each : { &test.chat.afterAction, &test.chat.doingNothing, &test.chat.typing,
                     &test.chat.beingAway, &test.chat.inRoom })
                each->mean = std::chrono::duration<double>(pause).count();
        }
    }

    void run()
    {
        server = std::make_unique<practice::PracticeServer>(options);
        run::RunPlan plan = planFor(server->start().value(), tests);
        plan.listRequests = true;
        driver = std::make_unique<Driver>(plan, project.files());
        RUN_TO_THE_END(*driver);
        QVERIFY2(driver->summary->state == run::RunSummary::State::Done, qPrintable(driver->messages.join(u'\n')));
        // What was cut off ends on the server when it sees so.
        QTRY_COMPARE_WITH_TIMEOUT(server->truth().connections, 0U, 60'000);
        truth = server->truth();
        for (const metrics::Snapshot &second : driver->seconds)
            requests.insert(requests.end(), second.requests.begin(), second.requests.end());
        for (const run::TestSummary &test : driver->summary->tests)
            metrics::mergeEndpoints(endpoints, test.totals.endpoints());
        matching = std::make_unique<Matching>(requests, truth);
    }

    /// Of the worker that had most to do, in its worst second.
    [[nodiscard]] double busiestShare() const
    {
        double busiest = 0;
        for (const metrics::Snapshot &second : driver->seconds)
            busiest = std::max(busiest, second.health.busiestWorkerShare);
        return busiest;
    }

    const SmallProject project;
    QList<run::TestPlan> tests;
    practice::Options options;
    std::unique_ptr<practice::PracticeServer> server;
    std::unique_ptr<Driver> driver;
    practice::Truth truth;
    std::vector<metrics::RequestRecord> requests; ///< Throng's
    std::vector<EndpointDelta> endpoints; ///< reported, over all tests
    std::unique_ptr<Matching> matching;
};

} // namespace

class TestTruth : public QObject {
    Q_OBJECT

private:
    using Compare = void (TestTruth::*)(const Round &);

    void runAndCompare(Round &round, std::initializer_list<Compare> compares)
    {
        round.run();
        if (QTest::currentTestFailed())
            return;
        QVERIFY(round.matching->pairs.size() > 300);
        for (const Compare compare : compares) {
            (this->*compare)(round);
            if (QTest::currentTestFailed())
                return;
        }
    }

    /// Both lists have the same requests, and what is reported is what the list says.
    void compareCounts(const Round &round)
    {
        QVERIFY2(round.matching->problems.isEmpty(),
            qPrintable(u"%1 problems: "_s.arg(round.matching->problems.size())
                + round.matching->problems.mid(0, 5).join(u'\n')));
        std::map<metrics::EndpointKey, EndpointDelta> listed;
        for (const metrics::RequestRecord &record : round.requests) {
            EndpointDelta &delta = listed[record.key];
            ++delta.outcomes[std::size_t(record.outcome)];
            if (record.outcome == Outcome::RateLimited)
                delta.rateLimitedTimes.record(record.duration);
            else if (record.outcome != Outcome::Cancelled)
                delta.responseTimes.record(record.duration);
        }
        QCOMPARE(round.endpoints.size(), listed.size());
        for (const EndpointDelta &reported : round.endpoints) {
            const EndpointDelta &list = listed[reported.key];
            QVERIFY2(reported.outcomes == list.outcomes && reported.responseTimes == list.responseTimes
                    && reported.rateLimitedTimes == list.rateLimitedTimes,
                qPrintable(nameOf(reported.key)));
            QCOMPARE(reported.networkErrorTimes.count(), 0U);
        }
        for (const Pair &pair : round.matching->pairs) {
            const bool partOfRegistering = pair.ours->key.name.endsWith("/register") && pair.theirs->status == 401;
            const Outcome outcome = pair.theirs->status == 200 || partOfRegistering ? Outcome::Ok
                : pair.theirs->status == 429                                        ? Outcome::RateLimited
                                                                                    : Outcome::MatrixError;
            QVERIFY2(pair.ours->outcome == outcome,
                qPrintable(u"%1, the server says %2"_s.arg(Matching::nameOf(*pair.ours)).arg(pair.theirs->status)));
        }
        // By users that went: nothing but their polls was in flight.
        for (const Pair &pair : round.matching->cancelled)
            QVERIFY2(pair.ours->key.kind == Kind::PollSync, qPrintable(Matching::nameOf(*pair.ours)));
    }

    void compareSyncs(const Round &round)
    {
        int polls = 0;
        for (const Pair &pair : round.matching->pairs) {
            QCOMPARE(pair.ours->key.kind == Kind::InitialSync, pair.theirs->initialSync);
            if (!pair.theirs->waited)
                continue;
            ++polls;
            QVERIFY2(pair.ours->key.kind == Kind::PollSync, "a long poll is among the response times");
        }
        QVERIFY(polls > 10);
    }

    /// Each request by itself: Throng's time is the server's and the socket's and what Throng recorded as its lag.
    void compareTimes(const Round &round)
    {
        Nanoseconds worstUnread { 0 };
        for (const Pair &pair : round.matching->pairs) {
            const auto complaint = [&pair] {
                return qPrintable(
                    u"%1: %2 ms, in truth %3; lag %4, of it worked %5; the server began to send %6 and was "
                    u"done %7 ms after it had come"_s.arg(Matching::nameOf(*pair.ours),
                        inMilliseconds(pair.ours->duration), inMilliseconds(pair.truth()),
                        inMilliseconds(pair.ours->trace.lag()), inMilliseconds(pair.worked()),
                        inMilliseconds(pair.theirs->sending - pair.came()),
                        inMilliseconds(pair.theirs->departed - pair.came())));
            };
            QVERIFY2(pair.written() <= pair.theirs->arrived, complaint());
            QVERIFY2(pair.read() >= pair.theirs->sending, complaint());
            QVERIFY2(pair.unexplained() <= bound, complaint());
            QVERIFY2(pair.unexplained() >= -bound, complaint());
            worstUnread = std::max(worstUnread, pair.ours->trace.unread);
        }
        // A loop that left an answer lying for long was itself late, and said so; its heart beats every 50 ms.
        Nanoseconds worstLag { 0 };
        for (const metrics::Snapshot &second : round.driver->seconds)
            worstLag = std::max(worstLag, second.health.worstLoopLag);
        QVERIFY2(worstLag + 60ms >= worstUnread,
            qPrintable(inMilliseconds(worstLag) + u" ms reported, "_s + inMilliseconds(worstUnread)));
    }

    void comparePercentiles(const Round &round)
    {
        const double share = round.busiestShare();
        const bool trusted = share < busyGenerator;
        qInfo("%d requests, a worker busy for up to %.0f %% of a second%s", int(round.matching->pairs.size()),
            share * 100, trusted ? "" : ": judged request by request alone, percentiles are not");
        int judged = 0;
        std::map<metrics::EndpointKey, std::vector<Pair>> pairs;
        for (const Pair &pair : round.matching->pairs) {
            if (pair.ours->outcome != Outcome::RateLimited)
                pairs[pair.ours->key].push_back(pair);
        }
        for (const EndpointDelta &reported : round.endpoints) {
            if (reported.key.kind == Kind::PollSync || reported.responseTimes.isEmpty())
                continue;
            std::vector<Nanoseconds> bare; // the server's list and the socket
            std::vector<Nanoseconds> scheduled; // with what the machine, or a sanitizer, kept us waiting
            Nanoseconds worked { 0 };
            for (const Pair &pair : pairs[reported.key]) {
                bare.push_back(pair.truth());
                scheduled.push_back(pair.truth() + (ownWorkIsJudged ? pair.scheduling() : pair.ours->trace.lag()));
                worked = std::max(worked, pair.worked());
            }
            QCOMPARE(reported.responseTimes.count(), quint64(bare.size()));
            QString line;
            for (const double percent : { 50.0, 90.0, 99.0, 99.9, 100.0 }) {
                const Nanoseconds ours = reported.responseTimes.percentile(percent);
                const Nanoseconds truth = percentileOf(scheduled, percent);
                line += u"%1/%2/%3 "_s.arg(
                    inMilliseconds(ours), inMilliseconds(truth), inMilliseconds(percentileOf(bare, percent)));
                // With fewer than five requests above it, it is some single request, and those compareTimes() has
                // judged.
                const bool isPercentile = percent <= 99 && double(bare.size()) * (100 - percent) >= 500;
                judged += trusted && isPercentile;
                if (trusted && isPercentile)
                    QVERIFY2(std::chrono::abs(ours - truth) <= allowed(truth),
                        qPrintable(u"%1: p%2 is reported as %3 ms and was %4"_s.arg(nameOf(reported.key))
                                       .arg(percent)
                                       .arg(inMilliseconds(ours), inMilliseconds(truth))));
            }
            qInfo("%-58s %5d %s worked %s", qPrintable(nameOf(reported.key)), int(bare.size()), qPrintable(line),
                qPrintable(inMilliseconds(worked)));
        }
        QVERIFY(judged > 2 || !trusted);
        m_trusted = trusted;
    }

private Q_SLOTS:
    /// The kernel begins to stamp some time after the first socket that asks for it, and ends with the last.
    void initTestCase()
    {
        m_stamped = ::socket(AF_INET, SOCK_DGRAM, 0);
        const int on = 1;
        QVERIFY(m_stamped >= 0);
        QCOMPARE(::setsockopt(m_stamped, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on), 0);
    }
    void cleanupTestCase() { ::close(m_stamped); }

    void whatIsReportedIsTrue_data()
    {
        QTest::addColumn<int>("users");
        QTest::addColumn<int>("workers");
        QTest::addColumn<bool>("rateLimits");
        QTest::newRow("a server with nothing to do") << 4 << 16 << false;
        QTest::newRow("a busy server that limits rates") << 20 << 16 << true;
        QTest::newRow("a server beyond its knee") << 30 << 2 << false;
    }
    void whatIsReportedIsTrue()
    {
        QFETCH(int, users);
        QFETCH(int, workers);
        QFETCH(bool, rateLimits);
        Round round(users, 20ms, 5s);
        round.options.performance = logNormalModel(workers, 12ms);
        if (rateLimits)
            round.options.faults = someRateLimits();
        runAndCompare(round,
            { &TestTruth::compareCounts, &TestTruth::compareSyncs, &TestTruth::compareTimes,
                &TestTruth::comparePercentiles });
        if (QTest::currentTestFailed())
            return;
        QVERIFY2(m_trusted || users > 4, "four users are too much for the generator: no percentile was judged");
        const auto limited = std::count_if(round.requests.begin(), round.requests.end(),
            [](const metrics::RequestRecord &record) { return record.outcome == Outcome::RateLimited; });
        QCOMPARE(limited > 0, rateLimits);
    }

    /// Users in a hurry and a server that takes no time: thousands of requests a second, the generator with much to do.
    void noRequestIsMissedAtFullSpeed()
    {
        Round round(40, 1ms, 2s);
        runAndCompare(round, { &TestTruth::compareCounts, &TestTruth::compareSyncs, &TestTruth::compareTimes });
        qInfo("%d requests, each accounted for", int(round.matching->pairs.size()));
    }

private:
    int m_stamped = -1; ///< a socket
    bool m_trusted = false; ///< the generator of the last round that was asked for percentiles
};

QTEST_GUILESS_MAIN(TestTruth)
#include "test_truth.moc"
