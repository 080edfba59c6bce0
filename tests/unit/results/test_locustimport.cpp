// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/comparison.h"
#include "engine/results/locustcount.h"
#include "engine/results/locustfiles.h"
#include "engine/results/locustimport.h"
#include "engine/results/runreader.h"
#include "support/keptrunfixture.h"

#include <QTemporaryDir>
#include <QTest>

using namespace throng;
using namespace throng::results;
using namespace throng::test;
using namespace Qt::StringLiterals;

namespace {

// Written by Locust 2.47 for a test of 3 users.
const QByteArray stats =
    "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
    "Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%\r\n"
    "PUT,/_matrix/client/v3/rooms/_/send/m.room.message,40,1,21,26.75,12.5,95.3,60.0,4.0,0.1,21,26,30,33,44,58,95,95,"
    "95,95,95\r\n"
    "GET,/_matrix/client/v3/sync,10,0,550,560.0,501.25,640.0,900.0,1.0,0.0,550,560,570,590,620,640,640,640,640,640,"
    "640\r\n"
    ",Aggregated,50,1,24,133.4,12.5,640.0,228.0,5.0,0.1,24,33,44,58,550,620,640,640,640,640,640\r\n";
const QByteArray history =
    "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%,"
    "Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,"
    "Total Min Response Time,Total Max Response Time,Total Average Content Size\r\n"
    "1700000001,1,,Aggregated,0.000000,0.000000,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,0,0,0,0.0,0,0,0\r\n"
    "1700000002,3,,Aggregated,2.000000,0.000000,24,33,44,58,550,620,640,640,640,640,640,20,0,24,130.0,12.5,640,228\r\n"
    "1700000004,3,,Aggregated,5.000000,0.100000,24,33,44,58,550,610,640,640,640,640,640,50,1,24,133.4,12.5,640,228\r\n";

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

class TestLocustImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunOfLocustsOpensAsOne()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"chat.csv_stats.csv"_s), stats);
        write(folder.filePath(u"chat.csv_stats_history.csv"_s), history);
        write(folder.filePath(u"chat.csv_failures.csv"_s),
            "Method,Name,Error,Occurrences\r\nPUT,/_matrix/client/v3/rooms/_/send/m.room.message,"
            "\"HTTPError('403 Client Error')\",1\r\n");
        const auto path = importLocustRun(folder.filePath(u"chat.csv_stats.csv"_s), folder.filePath(u"runs"_s));
        QVERIFY2(path, path ? "" : qPrintable(path.error().toString()));
        const auto reader = RunReader::open(*path);
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().toString()));
        const RunHead &head = (*reader)->head();
        QVERIFY(head.imported);
        QCOMPARE(head.suite, u"chat"_s);
        QCOMPARE(head.requests, 50U);
        QCOMPARE(head.failures, 1U);
        QCOMPARE(head.users, 3);
        QCOMPARE(head.startedAt, 1'700'000'000'000);
        QCOMPARE(head.endedAt, 1'700'000'004'000);
        const auto totals = (*reader)->totals(0);
        QVERIFY(totals);
        QCOMPARE(totals->history().size(), 3U);
        QCOMPARE(totals->history()[0].responses, 0U);
        QCOMPARE(totals->history()[1].requests, 20U);
        QCOMPARE(totals->history()[2].requests, 30U);
        QCOMPARE(totals->history()[2].seconds, 2.0);
        QCOMPARE(milliseconds(totals->history()[2].p95), 610.0);
        const metrics::EndpointDelta *send = totals->find(
            metrics::EndpointKey { "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message", metrics::Kind::Ordinary });
        QVERIFY(send);
        QCOMPARE(send->requests(), 40U);
        QCOMPARE(send->failures(), 1U);
        QCOMPARE(milliseconds(send->responseTimes.min()), 12.5);
        QCOMPARE(milliseconds(send->responseTimes.max()), 95.3);
        for (const auto &[percent, expected] :
            { std::pair(50.0, 21.0), std::pair(66.0, 26.0), std::pair(90.0, 44.0), std::pair(95.0, 58.0) })
            QVERIFY(std::abs(milliseconds(send->responseTimes.percentile(percent)) - expected) < 0.05);
        QCOMPARE(totals->errors().size(), 1U);
        QCOMPARE(totals->errors()[0].occurrences, 1U);
    }

    void ourOwnFilesComeBack()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(5, 100);
        metrics::Totals ours;
        for (int i = 0; i < 20; ++i)
            ours.add(source.next());
        QVERIFY(writeLocustCsv(folder.filePath(u"ours"_s), ours));
        const auto read = readLocustRun(folder.filePath(u"ours"_s));
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QCOMPARE(read->history.size(), 20U);
        const LocustCount count(ours);
        QCOMPARE(read->whole.endpoints.size(), count.entries.size());
        for (std::size_t i = 0; i < count.entries.size(); ++i) {
            const metrics::EndpointDelta &found = read->whole.endpoints[i];
            QCOMPARE(found.key.name, count.entries[i].name);
            QCOMPARE(found.requests(), count.entries[i].requests);
            QCOMPARE(found.failures(), count.entries[i].failures);
            for (const double percent : { 50.0, 90.0, 99.0 })
                QVERIFY(std::abs(milliseconds(found.responseTimes.percentile(percent))
                            - double(count.entries[i].percentile(percent / 100)))
                    < 0.05 * double(count.entries[i].percentile(percent / 100)) + 1);
        }
    }

    void comparesWithOursAsFarAsItGoes()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(5, 100);
        MeasuredSeconds again(5, 100);
        metrics::Totals totals;
        for (int i = 0; i < 20; ++i)
            totals.add(source.next());
        QVERIFY(writeLocustCsv(folder.filePath(u"ours"_s), totals));
        const auto imported = importLocustRun(folder.filePath(u"ours"_s), folder.path());
        QVERIFY(imported);
        const auto comparison = Comparison::of({ { keepRun(folder.path(), again, 20) }, { *imported } });
        QVERIFY2(comparison, comparison ? "" : qPrintable(comparison.error().toString()));
        const SideComparison side = comparison->compare().front();
        QVERIFY(side.onlyAfter.isEmpty() && side.onlyBefore.isEmpty());
        QCOMPARE(side.rows.size(), 6U); // all and five endpoints: Locust has no figures
        for (const ComparedRow &row : side.rows) {
            // What Locust's rounding makes of it; of all together it is made up of what lies between percentiles, too.
            const double allowed = row.what == ComparedRow::What::All ? 0.2 : 0.06;
            QVERIFY2(std::abs(*row.p95.relative()) < allowed, qPrintable(nameOf(row)));
            QCOMPARE(row.requestsBefore, row.requestsAfter);
        }
    }

    void badFilesAreNamed()
    {
        QTemporaryDir folder;
        QVERIFY(!readLocustRun(folder.filePath(u"none"_s)));
        write(folder.filePath(u"bad_stats.csv"_s), QByteArray(stats).replace(",40,1,", ",many,1,"));
        const auto bad = readLocustRun(folder.filePath(u"bad"_s));
        QVERIFY(!bad);
        QVERIFY2(bad.error().where.endsWith(u"bad_stats.csv:2"_s), qPrintable(bad.error().toString()));
        write(folder.filePath(u"other_stats.csv"_s), "a,b\n1,2\n");
        QVERIFY(!readLocustRun(folder.filePath(u"other"_s)));
        write(folder.filePath(u"empty_stats.csv"_s), stats.left(stats.indexOf('\n') + 1));
        QVERIFY(!readLocustRun(folder.filePath(u"empty"_s)));
    }
};

QTEST_GUILESS_MAIN(TestLocustImport)
#include "test_locustimport.moc"
