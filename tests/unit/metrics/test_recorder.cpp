// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/processsampler.h"
#include "engine/metrics/recorder.h"

#include <QFile>
#include <QTest>

using namespace throng::metrics;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const EndpointKey sendKey { "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message", Kind::Ordinary };
const EndpointKey pollKey { "GET", "/_matrix/client/v3/sync", Kind::PollSync };
const EndpointKey initialKey { "GET", "/_matrix/client/v3/sync", Kind::InitialSync };

Sample sampleOf(Outcome outcome, Nanoseconds duration, const QByteArray &error = {})
{
    Sample sample;
    sample.outcome = outcome;
    sample.duration = duration;
    sample.bytes = 10;
    sample.error = error;
    sample.errorDetail = error.isEmpty() ? QByteArray() : error + " in full";
    return sample;
}

const EndpointDelta *find(const Snapshot &snapshot, const EndpointKey &key)
{
    for (const EndpointDelta &delta : snapshot.endpoints) {
        if (delta.key == key)
            return &delta;
    }
    return nullptr;
}

} // namespace

class TestRecorder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyOutcomeIsCountedAndItsTimeIsWhereItBelongs_data()
    {
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<int>("inResponseTimes");
        QTest::addColumn<int>("inRateLimited");
        QTest::addColumn<int>("inNetworkErrors");
        QTest::newRow("ok") << Outcome::Ok << 1 << 0 << 0;
        QTest::newRow("Matrix error") << Outcome::MatrixError << 1 << 0 << 0;
        QTest::newRow("HTTP error") << Outcome::HttpError << 1 << 0 << 0;
        QTest::newRow("429") << Outcome::RateLimited << 0 << 1 << 0;
        QTest::newRow("timeout, at the time it waited") << Outcome::Timeout << 1 << 0 << 0;
        QTest::newRow("network error") << Outcome::NetworkError << 0 << 0 << 1;
        QTest::newRow("cancelled") << Outcome::Cancelled << 0 << 0 << 0;
    }
    void everyOutcomeIsCountedAndItsTimeIsWhereItBelongs()
    {
        QFETCH(Outcome, outcome);
        QFETCH(int, inResponseTimes);
        QFETCH(int, inRateLimited);
        QFETCH(int, inNetworkErrors);
        Recorder recorder;
        recorder.record(recorder.endpoint(sendKey), sampleOf(outcome, 60s));
        const Snapshot snapshot = recorder.take();
        const EndpointDelta *delta = find(snapshot, sendKey);
        QVERIFY(delta);
        QCOMPARE(delta->count(outcome), 1U);
        QCOMPARE(delta->responseTimes.count(), quint64(inResponseTimes));
        QCOMPARE(delta->rateLimitedTimes.count(), quint64(inRateLimited));
        QCOMPARE(delta->networkErrorTimes.count(), quint64(inNetworkErrors));
        QCOMPARE(delta->responseTimes.max(), inResponseTimes ? Nanoseconds(60s) : 0ns);
        // Locust would have seen all but the cancelled one.
        QCOMPARE(delta->allTimes().count(), delta->requests());
        QCOMPARE(delta->requests(), outcome == Outcome::Cancelled ? 0U : 1U);
        QCOMPARE(delta->failures(), isFailure(outcome) ? 1U : 0U);
        QCOMPARE(delta->bytes, outcome == Outcome::Cancelled ? 0U : 10U);
    }

    void theThreeSyncsAreThreeEndpoints()
    {
        Recorder recorder;
        recorder.record(recorder.endpoint(initialKey), sampleOf(Outcome::Ok, 2s));
        Sample poll = sampleOf(Outcome::Ok, 30'050ms);
        poll.emptyPoll = true;
        poll.pollExcess = 50ms;
        recorder.record(recorder.endpoint(pollKey), poll);
        recorder.record(recorder.endpoint(pollKey), sampleOf(Outcome::Ok, 7s));
        const Snapshot snapshot = recorder.take();
        QCOMPARE(snapshot.endpoints.size(), 2U);
        QCOMPARE(find(snapshot, initialKey)->responseTimes.max(), Nanoseconds(2s));
        const EndpointDelta *polls = find(snapshot, pollKey);
        QCOMPARE(polls->responseTimes.count(), 2U);
        QCOMPARE(polls->emptyPolls, 1U);
        QCOMPARE(polls->pollExcess.count(), 1U);
        QCOMPARE(polls->pollExcess.max(), Nanoseconds(50ms));
    }

    void timeWaitedInTheGeneratorIsApart()
    {
        Recorder recorder;
        Sample sample = sampleOf(Outcome::Ok, 20ms);
        sample.waited = 3ms;
        recorder.record(recorder.endpoint(sendKey), sample);
        const Snapshot snapshot = recorder.take();
        QCOMPARE(snapshot.endpoints.front().responseTimes.max(), Nanoseconds(20ms));
        QCOMPARE(snapshot.endpoints.front().waited.max(), Nanoseconds(3ms));
    }

    void errorsAreGroupedWithOneSampleAndTheirTimes()
    {
        qint64 now = 1'000;
        Recorder recorder([&now] { return now; });
        const EndpointId send = recorder.endpoint(sendKey);
        recorder.record(send, sampleOf(Outcome::MatrixError, 1ms, "M_FORBIDDEN"));
        now = 5'000;
        Sample later = sampleOf(Outcome::MatrixError, 1ms, "M_FORBIDDEN");
        later.errorDetail = "another";
        recorder.record(send, later);
        recorder.record(send, sampleOf(Outcome::RateLimited, 1ms, "M_LIMIT_EXCEEDED"));
        recorder.record(send, sampleOf(Outcome::Cancelled, 1ms, "cancelled"));
        const Snapshot snapshot = recorder.take();
        QCOMPARE(snapshot.errors.size(), 2U); // who cancels did not meet an error
        const ErrorDelta &forbidden = snapshot.errors.front();
        QCOMPARE(forbidden.error, "M_FORBIDDEN"_ba);
        QCOMPARE(forbidden.occurrences, 2U);
        QCOMPARE(forbidden.sample, "M_FORBIDDEN in full"_ba);
        QCOMPARE(forbidden.firstSeen, 1'000);
        QCOMPARE(forbidden.lastSeen, 5'000);
        QVERIFY(snapshot.errors.back().outcome == Outcome::RateLimited);
    }

    void takingBeginsAnewAndKeepsTheIds()
    {
        Recorder recorder;
        const EndpointId send = recorder.endpoint(sendKey);
        recorder.record(send, sampleOf(Outcome::MatrixError, 1ms, "M_FORBIDDEN"));
        QCOMPARE(recorder.take().endpoints.size(), 1U);
        const Snapshot quiet = recorder.take();
        QVERIFY(quiet.endpoints.empty());
        QVERIFY(quiet.errors.empty());
        QVERIFY(recorder.endpoint(sendKey) == send);
        recorder.record(send, sampleOf(Outcome::Ok, 1ms));
        const Snapshot snapshot = recorder.take();
        QCOMPARE(snapshot.endpoints.front().count(Outcome::Ok), 1U);
        QCOMPARE(snapshot.endpoints.front().count(Outcome::MatrixError), 0U);
    }

    void endpointsAreSorted()
    {
        Recorder recorder;
        for (const EndpointKey &key : { sendKey, pollKey, initialKey })
            recorder.record(recorder.endpoint(key), sampleOf(Outcome::Ok, 1ms));
        const Snapshot snapshot = recorder.take();
        QVERIFY(std::is_sorted(snapshot.endpoints.begin(), snapshot.endpoints.end(),
            [](const EndpointDelta &a, const EndpointDelta &b) { return a.key < b.key; }));
    }

    void requestsAreListedOnlyWhenAskedFor()
    {
        Recorder recorder;
        const EndpointId send = recorder.endpoint(sendKey);
        const auto began = std::chrono::steady_clock::now();
        Sample sample = sampleOf(Outcome::Ok, 20ms);
        sample.waited = 3ms;
        sample.trace = { began, 1ms, 4711, 2ms, 5ms, 6ms };
        recorder.record(send, sample);
        QVERIFY(recorder.take().requests.empty());

        recorder.listRequests(true);
        recorder.record(send, sample);
        Sample cancelled = sampleOf(Outcome::Cancelled, 1ms);
        cancelled.trace.began = began - 1s;
        recorder.record(send, cancelled);
        const Snapshot snapshot = recorder.take();
        QCOMPARE(snapshot.requests.size(), 2U);
        QVERIFY(snapshot.requests[0].outcome == Outcome::Cancelled); // it began first
        const RequestRecord expected { sendKey, Outcome::Ok, 3ms, 20ms, sample.trace };
        QVERIFY(snapshot.requests[1] == expected);
        QCOMPARE(expected.trace.lag(), Nanoseconds(7ms));
        QVERIFY(recorder.take().requests.empty());
    }

    void listsOfTwoWorkersBecomeOne()
    {
        const auto began = std::chrono::steady_clock::now();
        const auto listOf = [&](std::vector<int> starts) {
            Recorder recorder([] { return qint64(0); });
            recorder.listRequests(true);
            for (const int start : starts) {
                Sample sample = sampleOf(Outcome::Ok, 1ms);
                sample.trace.began = began + start * 1ms;
                recorder.record(recorder.endpoint(sendKey), sample);
            }
            return recorder.take();
        };
        Snapshot one = listOf({ 4, 1 });
        Snapshot other = listOf({ 2, 3, 0 });
        Snapshot sum = one;
        sum.merge(other);
        QCOMPARE(sum.requests.size(), 5U);
        QVERIFY(std::is_sorted(sum.requests.begin(), sum.requests.end(), isBefore));
        other.merge(one);
        QVERIFY(other.requests == sum.requests);
    }

    void theProcessIsLookedAt()
    {
        ProcessSampler sampler;
        GeneratorHealth health;
        const double before = ProcessSampler::processCpuSeconds();
        // Work that the compiler cannot leave out, until the clock of the process has moved.
        while (ProcessSampler::processCpuSeconds() - before < 0.01) { }
        sampler.sample(health);
        QVERIFY(health.cpuSeconds >= 0.01);
        QVERIFY(ProcessSampler::threadCpuSeconds() >= 0.01);
        QVERIFY(health.residentBytes > 1'000'000);
        const int open = ProcessSampler::openDescriptors();
        QFile file(u"/proc/self/status"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(ProcessSampler::openDescriptors(), open + 1);
    }
};

QTEST_APPLESS_MAIN(TestRecorder)
#include "test_recorder.moc"
