// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs that older Throngs kept open with all their figures. There is one file for each format that was ever written.
#include "engine/results/htmlreport.h"
#include "engine/results/runformat.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace throng;
using namespace throng::results;
using namespace Qt::StringLiterals;

namespace {

/// Makes the database that a dump, a statement a line, is of.
void restore(const QString &path, const QString &dump)
{
    QFile file(dump);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(file.errorString()));
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"restore"_s);
        database.setDatabaseName(path);
        if (!database.open())
            qFatal("%s", qPrintable(database.lastError().text()));
        database.transaction();
        QSqlQuery query(database);
        while (!file.atEnd()) {
            const QString statement = QString::fromUtf8(file.readLine()).trimmed();
            if (!statement.isEmpty() && !statement.startsWith(u"--") && !query.exec(statement))
                qFatal("%s: %s", qPrintable(query.lastError().text()), qPrintable(statement));
        }
        database.commit();
    }
    QSqlDatabase::removeDatabase(u"restore"_s);
}

QString dumpOf(int format)
{
    return QStringLiteral(THRONG_SOURCE_DIR "/tests/unit/results/format%1.sql").arg(format);
}

} // namespace

class TestOldFormats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereIsOneOfEachFormat()
    {
        for (int format = 1; format <= runFormat; ++format)
            QVERIFY2(QFile::exists(dumpOf(format)), qPrintable(dumpOf(format)));
    }

    void eachHasItsFigures_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("slowestRooms"); ///< since format 2
        QTest::newRow("1") << 1 << 0;
        QTest::newRow("2") << 2 << 1;
    }
    void eachHasItsFigures()
    {
        QFETCH(int, format);
        QFETCH(int, slowestRooms);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"old.throngrun"_s);
        restore(path, dumpOf(format));
        const auto opened = RunReader::open(path);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().toString()));
        const auto report = Report::of(**opened);
        QVERIFY2(report, report ? "" : qPrintable(report.error().toString()));

        const RunHead &head = report->head;
        QCOMPARE(head.suite, u"standard"_s);
        QCOMPARE(head.state, RunState::Done);
        QCOMPARE(head.seed, 7U);
        QCOMPARE(head.requests, 97U);
        QCOMPARE(head.p95->count(), 2'563'071'500);
        QVERIFY(head.verdict.trust == metrics::Trust::Limited);
        QCOMPARE(head.verdict.reasons.size(), 3);
        QCOMPARE(head.rulesBroken, 2);
        QCOMPARE(report->facts.value(u"server.software"_s), u"Synapse 1.163.2"_s);
        QCOMPARE(report->messages.size(), 8U);
        QCOMPARE(report->rules.size(), 2U);
        QCOMPARE(report->rules[0].found, u"2.56 s"_s);

        QCOMPARE(report->tests.size(), 1U);
        const ReportTest &test = report->tests.front();
        QCOMPARE(test.test.name, u"chat"_s);
        QCOMPARE(test.test.end, u"run time over"_s);
        QCOMPARE(test.test.users, 3);
        QCOMPARE(test.test.seconds, 3);
        const metrics::Totals &totals = test.totals;
        QCOMPARE(totals.endpoints().size(), 8U);
        QCOMPARE(totals.requests(), 97U);
        QCOMPARE(totals.count(metrics::Outcome::Cancelled), 2U);
        QCOMPARE(totals.responseTimes().count(), 55U);
        QCOMPARE(totals.responseTimes().percentile(50).count(), 1'591'807'500);
        QCOMPARE(totals.uncorrectedTimes().percentile(95).count(), 77'663'500);
        QCOMPARE(totals.lateness().max().count(), 3'296'158'094);
        const metrics::EndpointDelta *send =
            totals.find(metrics::EndpointKey { "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message" });
        QVERIFY(send);
        QCOMPARE(send->requests(), 16U);
        QCOMPARE(totals.deliveries().messages, 17);
        QCOMPARE(totals.deliveries().inFlight, 1);
        const metrics::FigureDelta *live =
            totals.find(metrics::FigureKey { metrics::figure::delivery, metrics::figure::live });
        QVERIFY(live);
        QCOMPARE(live->samples(), 2U);
        QVERIFY(live->isLowerBound());
        QCOMPARE(int(test.slowestRooms.size()), slowestRooms);
        if (slowestRooms > 0)
            QCOMPARE(test.slowestRooms.front().worst.count(), 1'850'945'623);
        QCOMPARE(test.server.rows().size(), 2U);
        QCOMPARE(test.server.rows()[0].mean(), 25'456'640.0);

        // It was brought up to date, and opens again.
        QVERIFY(RunReader::open(path));
    }

    void formatThreeHasItsWarmUp()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"old.throngrun"_s);
        restore(path, dumpOf(3));
        const auto opened = RunReader::open(path);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().toString()));
        RunReader &reader = **opened;
        QCOMPARE(reader.tests()[0].warmUp, 4'000);
        const auto totals = reader.totals(0);
        const auto extent = reader.extent(0);
        QVERIFY(totals && extent);
        const auto rest = reader.totals(0, TimeRange { totals->measuredFrom(), extent->to });
        QVERIFY(rest);
        QVERIFY(totals->measuredFrom() > extent->from);
        QCOMPARE(totals->requests(), 22U); // of 97
        QCOMPARE(totals->requests(), rest->requests());
        QCOMPARE(totals->responseTimes(), rest->responseTimes());
        QCOMPARE(totals->deliveries().messages, 17); // of all
    }
};

QTEST_GUILESS_MAIN(TestOldFormats)
#include "test_oldformats.moc"
