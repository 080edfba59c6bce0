// SPDX-License-Identifier: GPL-3.0-or-later
//
// The truth suite over TLS: the same two records of the same requests, and less that can be said of each.
//
// Over plain HTTP the kernel stamps when an answer's last bytes came, so what Throng adds to a single response time is
// known, and nothing beyond half a millisecond is left unexplained (test_truth). Over TLS the bytes that the kernel
// stamps are records, which OpenSSL reads and deciphers before we have the answer: the stamp belongs to no request.
// What an answer lay unread is in the response time then, and in no record of that request. So a single time is held
// against what has to be true on a machine of any speed: the answer is not read before the server begins to send it,
// and whoever left it lying had a loop that was late, and said so; that shows lags from the heart's beat of 50 ms on.
// Percentiles are not compared: they would be off by a lag that cannot be told from the server's time.
#include "engine/run/runfixture.h"

#include "comparison.h"

#include "engine/metrics/totals.h"

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::EndpointDelta;
using metrics::Kind;
using metrics::Outcome;

class TestTruthTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// One run, which the tests look at.
    void initTestCase()
    {
        practice::Options options;
        options.tls = true;
        options.recordRequests = true;
        practice::PracticeServer server(options);
        const QUrl url = server.start().value();
        QCOMPARE(url.scheme(), u"https"_s);
        const QTemporaryDir trust;
        const QString caFile = trust.filePath(u"ca.pem"_s);
        SmallProject::write(caFile, server.certificate());

        const SmallProject project(8, 8);
        QList<run::TestPlan> tests = wholeSuite(4s);
        for (run::TestPlan &test : tests) {
            test.spawnRate = 20; // a handshake is dear: not all at once
            test.chat.syncTimeout = 200ms; // polls are to end without an event
        }
        run::RunPlan plan = planFor(url, tests);
        plan.tls.caFile = caFile;
        plan.listRequests = true;
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QVERIFY2(driver.summary->state == run::RunSummary::State::Done, qPrintable(driver.messages.join(u'\n')));
        // What was cut off ends on the server when it sees so.
        QTRY_COMPARE_WITH_TIMEOUT(server.truth().connections, 0U, 60'000);
        m_truth = server.truth();
        for (const metrics::Snapshot &second : driver.seconds) {
            m_requests.insert(m_requests.end(), second.requests.begin(), second.requests.end());
            m_worstLag = std::max(m_worstLag, second.health.worstLoopLag);
        }
        for (const run::TestSummary &test : driver.summary->tests)
            metrics::mergeEndpoints(m_endpoints, test.totals.endpoints());
        m_matching = std::make_unique<Matching>(m_requests, m_truth);
        QVERIFY(m_matching->pairs.size() > 60); // setting up alone takes so many
    }

    void bothListsHaveTheSameRequests()
    {
        QVERIFY2(m_matching->problems.isEmpty(), qPrintable(m_matching->problems.mid(0, 5).join(u'\n')));
        for (const Pair &pair : m_matching->pairs) {
            const bool partOfRegistering = pair.ours->key.name.endsWith("/register") && pair.theirs->status == 401;
            const bool isGood = pair.theirs->status == 200 || partOfRegistering;
            QVERIFY2(pair.ours->outcome == (isGood ? Outcome::Ok : Outcome::MatrixError),
                qPrintable(u"%1, the server says %2"_s.arg(Matching::nameOf(*pair.ours)).arg(pair.theirs->status)));
        }
        for (const Pair &pair : m_matching->cancelled) // by users that went
            QVERIFY2(pair.ours->key.kind == Kind::PollSync, qPrintable(Matching::nameOf(*pair.ours)));
    }

    void whatIsReportedIsWhatTheListSays()
    {
        std::map<metrics::EndpointKey, EndpointDelta> listed;
        for (const metrics::RequestRecord &record : m_requests) {
            EndpointDelta &delta = listed[record.key];
            ++delta.outcomes[std::size_t(record.outcome)];
            if (record.outcome != Outcome::Cancelled)
                delta.responseTimes.record(record.duration);
        }
        QCOMPARE(m_endpoints.size(), listed.size());
        for (const EndpointDelta &reported : m_endpoints) {
            const EndpointDelta &list = listed[reported.key];
            QVERIFY2(reported.outcomes == list.outcomes && reported.responseTimes == list.responseTimes,
                reported.key.name.constData());
        }
    }

    void longPollsAreOutsideTheResponseTimes()
    {
        int polls = 0;
        for (const Pair &pair : m_matching->pairs) {
            QCOMPARE(pair.ours->key.kind == Kind::InitialSync, pair.theirs->initialSync);
            if (!pair.theirs->waited)
                continue;
            ++polls;
            QVERIFY2(pair.ours->key.kind == Kind::PollSync, "a long poll is among the response times");
        }
        QVERIFY(polls > 0);
    }

    void noTimeIsLessThanTheServersOrMoreThanALateLoopExplains()
    {
        Nanoseconds worst { 0 };
        for (const Pair &pair : m_matching->pairs) {
            const auto complaint = [&pair] {
                return qPrintable(
                    u"%1: %2 ms; the server began to send %3 and was done %4 ms after it was written"_s.arg(
                        Matching::nameOf(*pair.ours), inMilliseconds(pair.ours->duration),
                        inMilliseconds(pair.theirs->sending - pair.written()),
                        inMilliseconds(pair.theirs->departed - pair.written())));
            };
            QCOMPARE(pair.ours->trace.unread, Nanoseconds(0)); // it would be another request's
            QVERIFY2(pair.written() <= pair.theirs->arrived, complaint());
            QVERIFY2(pair.read() >= pair.theirs->sending, complaint());
            const Nanoseconds unread = pair.read() - pair.left();
            QVERIFY2(unread <= m_worstLag + 60ms, complaint());
            worst = std::max(worst, unread);
        }
        qInfo("%d requests; an answer lay for %s ms at most, the loop was late by up to %s ms",
            int(m_matching->pairs.size()), qPrintable(inMilliseconds(worst)), qPrintable(inMilliseconds(m_worstLag)));
    }

private:
    practice::Truth m_truth;
    std::vector<metrics::RequestRecord> m_requests; ///< Throng's
    std::vector<EndpointDelta> m_endpoints; ///< reported, over all tests
    std::unique_ptr<Matching> m_matching;
    Nanoseconds m_worstLag { 0 };
};

QTEST_GUILESS_MAIN(TestTruthTls)
#include "test_truthtls.moc"
