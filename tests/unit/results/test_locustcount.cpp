// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/recorder.h"
#include "engine/results/locustcount.h"

#include <QCryptographicHash>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng::results;
using throng::metrics::Kind;
using throng::metrics::Outcome;
using throng::metrics::Recorder;
using throng::metrics::Sample;
using throng::metrics::Totals;

namespace {

Sample sample(Outcome outcome, std::chrono::nanoseconds duration, quint64 bytes = 0, const QByteArray &error = {})
{
    Sample s;
    s.outcome = outcome;
    s.duration = duration;
    s.bytes = bytes;
    s.error = error;
    s.errorDetail = error;
    return s;
}

} // namespace

class TestLocustCount : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void buckets_data()
    {
        QTest::addColumn<double>("milliseconds");
        QTest::addColumn<qint64>("bucket");
        // What Locust's bucket_response_time() makes of them.
        const auto row = [](double milliseconds, qint64 bucket) {
            QTest::newRow(QByteArray::number(milliseconds).constData()) << milliseconds << bucket;
        };
        row(0.4, 0);
        row(0.5, 0);
        row(1.5, 2);
        row(2.5, 2);
        row(99.4, 99);
        row(99.6, 100);
        row(147, 150);
        row(145, 140);
        row(155, 160);
        row(994, 990);
        row(996, 1000);
        row(3432, 3400);
        row(9960, 10000);
        row(58760, 59000);
    }

    void buckets()
    {
        QFETCH(const double, milliseconds);
        QFETCH(const qint64, bucket);
        QCOMPARE(locustBucket(milliseconds), bucket);
    }

    void percentilesAreTakenAsLocustTakesThem()
    {
        // Values from Locust 2.47's calculate_response_time_percentile() for the same dictionaries.
        LocustEntry entry;
        entry.times = { { 10, 5 }, { 20, 4 }, { 400, 1 } };
        QCOMPARE(entry.percentile(0.5), 20);
        QCOMPARE(entry.percentile(0.4), 10);
        QCOMPARE(entry.percentile(0.9), 400);
        QCOMPARE(entry.percentile(0.89), 20);
        QCOMPARE(entry.percentile(1), 400);
        entry.times = { { 7, 1 } };
        for (const double share : { 0.0, 0.5, 0.99, 1.0 })
            QCOMPARE(entry.percentile(share), 7);
        entry.times.clear();
        QCOMPARE(entry.percentile(0.5), 0);
    }

    void theMedianStaysBetweenSmallestAndLargest()
    {
        LocustEntry entry;
        entry.times = { { 150, 1 } };
        entry.minMilliseconds = entry.maxMilliseconds = 147.25;
        QCOMPARE(entry.median(), 147.25);
    }

    void everythingIsCountedAsLocustDoes()
    {
        Recorder recorder([] { return qint64(1'000'000); });
        const auto sync = [&](Kind kind) {
            return recorder.endpoint({ "GET"_ba, "/_matrix/client/v3/sync"_ba, kind });
        };
        const auto send = recorder.endpoint({ "PUT"_ba, "/_matrix/client/v3/rooms/_/send/m.room.message"_ba });
        recorder.record(sync(Kind::InitialSync), sample(Outcome::Ok, 100ms, 1000));
        recorder.record(sync(Kind::CatchUpSync), sample(Outcome::Ok, 50ms, 500));
        recorder.record(sync(Kind::PollSync), sample(Outcome::Ok, 30s, 100));
        recorder.record(sync(Kind::PollSync), sample(Outcome::Cancelled, 3s));
        recorder.record(send, sample(Outcome::Ok, 20ms, 60));
        recorder.record(send, sample(Outcome::RateLimited, 500ms, 90, "M_LIMIT_EXCEEDED"));
        recorder.record(send, sample(Outcome::MatrixError, 30ms, 80, "M_FORBIDDEN"));
        recorder.record(send, sample(Outcome::Timeout, 60s, 0, "timeout"));
        recorder.record(send, sample(Outcome::NetworkError, 2ms, 0, "connection refused"));
        Totals totals;
        totals.add(recorder.take());

        const LocustCount count(totals);
        QCOMPARE(count.entries.size(), std::size_t(2));
        const LocustEntry &send2 = count.entries[0]; // "rooms" before "sync"
        QCOMPARE(send2.name, "/_matrix/client/v3/rooms/_/send/m.room.message"_ba);
        QCOMPARE(send2.method, "PUT"_ba);
        QCOMPARE(send2.requests, quint64(5));
        QCOMPARE(send2.failures, quint64(4)); // the 429 is one
        QCOMPARE(send2.bytes, quint64(230));
        QCOMPARE(send2.minMilliseconds, 2.0);
        QCOMPARE(send2.maxMilliseconds, 60'000.0);
        const LocustEntry &sync2 = count.entries[1];
        QCOMPARE(sync2.requests, quint64(3)); // all kinds in one, cancelled ones nowhere
        QCOMPARE(sync2.failures, quint64(0));
        QCOMPARE(sync2.times, (LocustTimes { { 50, 1 }, { 100, 1 }, { 30'000, 1 } }));
        QCOMPARE(sync2.averageMilliseconds(), 30'150.0 / 3);
        QCOMPARE(count.aggregated.requests, quint64(8));
        QCOMPARE(count.aggregated.failures, quint64(4));
        QCOMPARE(count.aggregated.bytes, quint64(1830));
        QCOMPARE(count.aggregated.maxMilliseconds, 60'000.0);
        QCOMPARE(count.errors.size(), std::size_t(4));
    }

    void errorsOfSyncsOfEveryKindAreOneRow()
    {
        qint64 now = 1000;
        Recorder recorder([&] { return now; });
        recorder.record(recorder.endpoint({ "GET"_ba, "/sync"_ba, Kind::PollSync }),
            sample(Outcome::HttpError, 1ms, 0, "HTTP 502"));
        now = 5000;
        recorder.record(recorder.endpoint({ "GET"_ba, "/sync"_ba, Kind::InitialSync }),
            sample(Outcome::HttpError, 1ms, 0, "HTTP 502"));
        Totals totals;
        totals.add(recorder.take());
        const LocustCount count(totals);
        QCOMPARE(count.errors.size(), std::size_t(1));
        QCOMPARE(count.errors[0].occurrences, quint64(2));
        QCOMPARE(count.errors[0].firstSeen, 1000);
        QCOMPARE(count.errors[0].lastSeen, 5000);
    }

    void errorsStandInTheOrderOfTheirHash()
    {
        Recorder recorder;
        const auto endpoint = recorder.endpoint({ "GET"_ba, "/a"_ba });
        for (const QByteArray &error : { "one"_ba, "two"_ba, "three"_ba, "four"_ba, "it's"_ba })
            recorder.record(endpoint, sample(Outcome::HttpError, 1ms, 0, error));
        Totals totals;
        totals.add(recorder.take());
        QByteArrayList order;
        for (const LocustError &error : LocustCount(totals).errors)
            order << error.error;
        // sorted(errors, key=lambda e: sha256(f"GET./a.{e!r}".encode()).hexdigest()) in Python
        QCOMPARE(order.join(' '), "two four three it's one"_ba);
    }

    void nothingMeasuredIsNothingCounted()
    {
        const LocustCount count { Totals() };
        QVERIFY(count.entries.empty());
        QVERIFY(count.errors.empty());
        QCOMPARE(count.aggregated.requests, quint64(0));
        QCOMPARE(count.aggregated.median(), 0.0);
        QCOMPARE(count.aggregated.averageMilliseconds(), 0.0);
        QCOMPARE(count.perSecond(5), 0.0);
    }

    void floatsLookLikePythons_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("zero") << 0.0 << "0.0"_ba;
        QTest::newRow("whole") << 91.0 << "91.0"_ba;
        QTest::newRow("shortest") << 0.1 << "0.1"_ba;
        QTest::newRow("long") << 106.12476447105027 << "106.12476447105027"_ba;
        QTest::newRow("third") << 1.0 / 3 << "0.3333333333333333"_ba;
        QTest::newRow("large") << 123456789012345.0 << "123456789012345.0"_ba;
        QTest::newRow("very large") << 1e16 << "1e+16"_ba;
        QTest::newRow("small") << 0.0001 << "0.0001"_ba;
        QTest::newRow("very small") << 0.00001 << "1e-05"_ba;
    }

    void floatsLookLikePythons()
    {
        QFETCH(const double, value);
        QFETCH(const QByteArray, text);
        QCOMPARE(pythonFloat(value), text);
    }

    void textsLookLikePythons()
    {
        QCOMPARE(pythonRepr("plain"), "'plain'"_ba);
        QCOMPARE(pythonRepr("it's"), "\"it's\""_ba);
        QCOMPARE(pythonRepr("\"it's\""), "'\"it\\'s\"'"_ba);
        QCOMPARE(pythonRepr("a\\b\n"), "'a\\\\b\\n'"_ba);
    }
};

QTEST_GUILESS_MAIN(TestLocustCount)
#include "test_locustcount.moc"
