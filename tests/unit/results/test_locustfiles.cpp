// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/recorder.h"
#include "engine/project/csv.h"
#include "engine/results/locustfiles.h"
#include "engine/results/locusthtml.h"
#include "engine/results/resultfile.h"

#include "support/awkwarddisk.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng::metrics;
using namespace throng::results;
using throng::Result;

namespace {

// The header lines of files that Locust 2.47 wrote.
constexpr auto statsHeader = "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,"
                             "Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,"
                             "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%\r\n";
constexpr auto historyHeader = "Timestamp,User Count,Type,Name,Requests/s,Failures/s,"
                               "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%,"
                               "Total Request Count,Total Failure Count,Total Median Response Time,"
                               "Total Average Response Time,Total Min Response Time,Total Max Response Time,"
                               "Total Average Content Size\r\n";
constexpr auto failuresHeader = "Method,Name,Error,Occurrences,First Seen,Last Seen\r\n";
constexpr auto exceptionsHeader = "Count,Message,Traceback,Nodes\r\n";

constexpr qint64 start = 1'795'387'947'000; // 2026-11-22T22:52:27Z

/// A test of three seconds: nothing yet, answers, a failure.
Totals threeSeconds()
{
    qint64 now = start + 1000;
    Recorder recorder([&now] { return now; });
    const EndpointId sync = recorder.endpoint({ "GET"_ba, "/_matrix/client/v3/sync"_ba, Kind::PollSync });
    const EndpointId send = recorder.endpoint({ "PUT"_ba, "/_matrix/client/v3/rooms/_/send/m.room.message"_ba });
    Totals totals;
    const auto endSecond = [&](int users) {
        Snapshot second = recorder.take();
        second.seconds = 1;
        second.usersRunning = users;
        totals.add(second);
        now += 1000;
    };
    const auto record = [&](EndpointId id, Outcome outcome, Nanoseconds duration, quint64 bytes,
                            const QByteArray &error) {
        Sample sample;
        sample.outcome = outcome;
        sample.duration = duration;
        sample.bytes = bytes;
        sample.error = error;
        sample.errorDetail = "@user.000001:localhost was told syt_secret_token";
        recorder.record(id, sample);
    };
    endSecond(1);
    record(send, Outcome::Ok, 20'250us, 100, {});
    record(send, Outcome::Ok, 147ms, 50, {});
    record(sync, Outcome::Ok, 3432ms, 1000, {});
    endSecond(2);
    record(send, Outcome::RateLimited, 500ms, 90, "M_LIMIT_EXCEEDED, \"slow down\""_ba);
    endSecond(2);
    return totals;
}

} // namespace

class TestLocustFiles : public QObject {
    Q_OBJECT

private:
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void stats()
    {
        const QByteArray csv = locustStatsCsv(threeSeconds());
        QCOMPARE(csv,
            QByteArray(statsHeader)
                + "PUT,/_matrix/client/v3/rooms/_/send/m.room.message,3,1,150,222.41666666666666,20.25,500.0,80.0,1.0,"
                  "0.3333333333333333,150,150,500,500,500,500,500,500,500,500,500\r\n"
                  "GET,/_matrix/client/v3/sync,1,0,3432.0,3432.0,3432.0,3432.0,1000.0,0.3333333333333333,0.0,"
                  "3400,3400,3400,3400,3400,3400,3400,3400,3400,3400,3400\r\n"
                  ",Aggregated,4,1,500,1024.8125,20.25,3432.0,310.0,1.3333333333333333,0.3333333333333333,"
                  "500,500,3400,3400,3400,3400,3400,3400,3400,3400,3400\r\n");
    }

    void history()
    {
        QCOMPARE(locustHistoryCsv(threeSeconds()),
            QByteArray(historyHeader)
                + "1795387948,1,,Aggregated,0.000000,0.000000,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,"
                  "0,0,0,0.0,0,0,0\r\n"
                  "1795387949,2,,Aggregated,1.500000,0.000000,150,150,3400,3400,3400,3400,3400,3400,3400,3400,3400,"
                  "3,0,150,1199.75,20.25,3432.0,383.3333333333333\r\n"
                  "1795387950,2,,Aggregated,1.333333,0.333333,150,500,500,3400,3400,3400,3400,3400,3400,3400,3400,"
                  "4,1,150,1024.8125,20.25,3432.0,310.0\r\n");
    }

    void failures()
    {
        QCOMPARE(locustFailuresCsv(threeSeconds()),
            QByteArray(failuresHeader)
                + "PUT,/_matrix/client/v3/rooms/_/send/m.room.message,\"M_LIMIT_EXCEEDED, \"\"slow down\"\"\",1,"
                  "2026-11-22T22:52:30Z,2026-11-22T22:52:30Z\r\n");
        QCOMPARE(locustExceptionsCsv(), QByteArray(exceptionsHeader));
    }

    void aTestWithoutRequestsHasFilesToo()
    {
        const Totals nothing;
        QCOMPARE(locustStatsCsv(nothing),
            QByteArray(statsHeader)
                + ",Aggregated,0,0,0,0.0,0,0,0,0.0,0.0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A\r\n");
        QCOMPARE(locustHistoryCsv(nothing), QByteArray(historyHeader));
        QCOMPARE(locustFailuresCsv(nothing), QByteArray(failuresHeader));
        QCOMPARE(locustJson({ { u"a"_s, &nothing } }).trimmed(), "[\n]"_ba);
        QVERIFY(locustHtml({}, nothing).contains("Aggregated"));
    }

    void json()
    {
        const Totals totals = threeSeconds();
        const QJsonArray entries = QJsonDocument::fromJson(locustJson({ { u"chat"_s, &totals } })).array();
        QCOMPARE(entries.size(), 2);
        const QJsonObject send = entries[0].toObject();
        // The keys of an entry of Locust 2.47's --json.
        QStringList keys { u"name"_s, u"method"_s, u"last_request_timestamp"_s, u"start_time"_s, u"num_requests"_s,
            u"num_none_requests"_s, u"num_failures"_s, u"total_response_time"_s, u"max_response_time"_s,
            u"min_response_time"_s, u"total_content_length"_s, u"response_times"_s, u"num_reqs_per_sec"_s,
            u"num_fail_per_sec"_s };
        keys.sort();
        QCOMPARE(send.keys(), keys);
        QCOMPARE(send.value(u"num_requests"_s), 3);
        QCOMPARE(send.value(u"num_failures"_s), 1);
        QCOMPARE(send.value(u"total_response_time"_s), 667.25);
        QCOMPARE(send.value(u"min_response_time"_s), 20.25);
        QCOMPARE(send.value(u"total_content_length"_s), 240);
        QCOMPARE(send.value(u"start_time"_s), 1795387947);
        QCOMPARE(send.value(u"last_request_timestamp"_s), 1795387950);
        QCOMPARE(send.value(u"response_times"_s).toObject(),
            (QJsonObject { { u"20"_s, 1 }, { u"150"_s, 1 }, { u"500"_s, 1 } }));
        QCOMPARE(send.value(u"num_reqs_per_sec"_s).toObject(),
            (QJsonObject { { u"1795387948"_s, 2 }, { u"1795387949"_s, 1 } }));
        QCOMPARE(send.value(u"num_fail_per_sec"_s).toObject(), (QJsonObject { { u"1795387949"_s, 1 } }));
        QCOMPARE(entries[1].toObject().value(u"last_request_timestamp"_s), 1795387949);

        const QJsonArray both =
            QJsonDocument::fromJson(locustJson({ { u"one"_s, &totals }, { u"two"_s, &totals } })).array();
        QCOMPARE(both.size(), 4);
        QCOMPARE(both[0].toObject().value(u"test"_s), u"one"_s);
        QCOMPARE(both[3].toObject().value(u"test"_s), u"two"_s);
    }

    void theReportHoldsWhatItShould()
    {
        const QByteArray html = locustHtml({ u"chat <1>"_s, u"http://127.0.0.1:8008"_s, u"chat.py"_s }, threeSeconds());
        QVERIFY(html.contains("<h1>chat &lt;1&gt;</h1>"));
        QVERIFY(html.contains("2026-11-22T22:52:27Z – 2026-11-22T22:52:30Z (3 seconds)"));
        QVERIFY(html.contains("M_LIMIT_EXCEEDED"));
        QCOMPARE(html.count("<svg "), 3);
        QVERIFY(!html.contains("http://www")); // nothing is fetched from anywhere
        QVERIFY(!html.contains("<script"));
    }

    void theReportIsWellFormed()
    {
        // But for what HTML allows and XML does not.
        QByteArray html = locustHtml({ u"a & b"_s, u"http://x/?a=\"b\""_s, u"<c>"_s }, threeSeconds());
        html.replace("<meta charset=\"utf-8\">", "").replace("<!DOCTYPE html>", "");
        html.replace("initial-scale=1\">", "initial-scale=1\"/>");
        QXmlStreamReader reader(html);
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString() + QString::number(reader.lineNumber())));
    }

    void noIdentifierAndNoTokenIsInAnyFile()
    {
        const Totals totals = threeSeconds();
        for (const QByteArray &file : { locustStatsCsv(totals), locustHistoryCsv(totals), locustFailuresCsv(totals),
                 locustJson({ { u"a"_s, &totals } }), locustHtml({}, totals) }) {
            QVERIFY(!file.contains("syt_secret_token"));
            QVERIFY(!file.contains("@user.000001"));
        }
    }

    void aLongRunKeepsItsChartsSmall()
    {
        Totals totals;
        for (int i = 1; i <= 8000; ++i) {
            Snapshot second;
            second.unixMilliseconds = start + i * 1000;
            second.seconds = 1;
            second.usersRunning = i == 4000 ? 500 : 100; // a spike must survive
            totals.add(second);
        }
        const QByteArray html = locustHtml({}, totals);
        QVERIFY(html.size() < 200'000);
        const qsizetype users = html.indexOf("Number of Users");
        const qsizetype line = html.indexOf("<polyline", users);
        const QByteArray points = html.mid(line, html.indexOf("/>", line) - line);
        QVERIFY(points.count(',') <= 600);
        QCOMPARE(points.count(",40.0 "), 1); // 500 users at the top of the axis
    }

    void theFilesAreCalledAsMatrixLocustsAre()
    {
        QCOMPARE(matrixLocustCsvPrefix(u"results"_s, u"chat"_s), u"results/chat.csv"_s);
        QCOMPARE(matrixLocustCsvPrefix({}, u"chat"_s), u"./chat.csv"_s);
        QCOMPARE(matrixLocustHtmlPath(u"/tmp/r/"_s, u"chat"_s), u"/tmp/r/chat.html"_s);
        QCOMPARE(csvPrefixOfTest(u"p/out"_s, u"join-rooms"_s), u"p/out_join-rooms"_s);
        QCOMPARE(csvPrefixOfTest(u"p/out"_s, u"a/b\nc"_s), u"p/out_a_b_c"_s);
        QCOMPARE(pathOfTest(u"p.d/out.html"_s, u"a/b"_s), u"p.d/out_a_b.html"_s);
        QCOMPARE(pathOfTest(u"p.d/out"_s, u"chat"_s), u"p.d/out_chat"_s);

        const QTemporaryDir folder;
        const Totals totals = threeSeconds();
        const QString prefix = matrixLocustCsvPrefix(folder.filePath(u"made/when missing"_s), u"chat"_s);
        QVERIFY(writeLocustCsv(prefix, totals));
        QVERIFY(writeResultFile(folder.filePath(u"made/when missing/chat.html"_s), locustHtml({}, totals)));
        QVERIFY(writeLocustJson(folder.filePath(u"json/all.json"_s), { { u"chat"_s, &totals } }));
        QCOMPARE(QDir(folder.filePath(u"made/when missing"_s)).entryList(QDir::Files),
            (QStringList { u"chat.csv_exceptions.csv"_s, u"chat.csv_failures.csv"_s, u"chat.csv_stats.csv"_s,
                u"chat.csv_stats_history.csv"_s, u"chat.html"_s }));
        QCOMPARE(content(prefix + u"_stats.csv"_s), locustStatsCsv(totals));
        QCOMPARE(content(prefix + u"_stats_history.csv"_s), locustHistoryCsv(totals));
        QCOMPARE(content(prefix + u"_failures.csv"_s), locustFailuresCsv(totals));
        QCOMPARE(content(prefix + u"_exceptions.csv"_s), locustExceptionsCsv());
    }

    void anUnwritableFolderIsAnError()
    {
        const throng::test::UnwritableFolder folder;
        const Totals totals = threeSeconds();
        const Result<> csv = writeLocustCsv(folder.path() + u"/out"_s, totals);
        QVERIFY(!csv);
        QCOMPARE(csv.error().where, folder.path() + u"/out_stats.csv"_s);
        const Result<> made = writeLocustCsv(folder.path() + u"/deep/out"_s, totals);
        QVERIFY(!made);
        QCOMPARE(made.error().where, folder.path() + u"/deep"_s);
        QVERIFY(!writeLocustJson(folder.path() + u"/out.json"_s, { { u"a"_s, &totals } }));
        QVERIFY(!writeResultFile(folder.path() + u"/out.html"_s, locustHtml({}, totals)));
    }

    void aFullDiskLeavesTheOldFiles()
    {
        throng::test::SmallDisk disk;
        const QString prefix = disk.path() + u"/out"_s;
        const Totals old = threeSeconds();
        QVERIFY(writeLocustCsv(prefix, old));
        Totals large = old;
        for (int i = 4; i < 1000; ++i) {
            Snapshot second;
            second.unixMilliseconds = start + i * 1000;
            second.seconds = 1;
            large.add(second);
        }
        disk.fillUpTo(24 * 1024);
        const Result<> written = writeLocustCsv(prefix, large);
        QVERIFY(!written);
        QCOMPARE(written.error().where, prefix + u"_stats_history.csv"_s);
        QVERIFY(!writeResultFile(disk.path() + u"/out.html"_s, locustHtml({}, large)));
        disk.makeRoom();
        QCOMPARE(content(prefix + u"_stats_history.csv"_s), locustHistoryCsv(old));
        QVERIFY(!QFile::exists(disk.path() + u"/out.html"_s));
        QCOMPARE(QDir(disk.path()).entryList(QDir::Files | QDir::Hidden).size(), 4);
    }
};

QTEST_GUILESS_MAIN(TestLocustFiles)
#include "test_locustfiles.moc"
