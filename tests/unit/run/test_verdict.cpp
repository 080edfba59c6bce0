// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runsummary.h"
#include "engine/run/setupresults.h"
#include "engine/run/verdict.h"

#include <QTest>

using namespace throng;
using namespace throng::run;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestVerdict : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWorseOfTwoHolds()
    {
        Verdict verdict { Trust::Doubtful, { QStringLiteral("a") } };
        verdict.merge({ Trust::Limited, { QStringLiteral("b"), QStringLiteral("a") } });
        verdict.merge({});
        QVERIFY(verdict.trust == Trust::Limited);
        QCOMPARE(verdict.reasons, QStringList({ QStringLiteral("a"), QStringLiteral("b") }));
    }

    void aShortfallOfMoreThanFivePercentIsSaid_data()
    {
        QTest::addColumn<quint64>("planned");
        QTest::addColumn<quint64>("done");
        QTest::addColumn<bool>("said");
        QTest::newRow("all") << quint64(1000) << quint64(1000) << false;
        QTest::newRow("5 %") << quint64(1000) << quint64(950) << false;
        QTest::newRow("more") << quint64(1000) << quint64(949) << true;
        QTest::newRow("none at all") << quint64(1000) << quint64(0) << true;
        QTest::newRow("too few to say") << quint64(19) << quint64(10) << false;
        QTest::newRow("nothing planned") << quint64(0) << quint64(0) << false;
    }
    void aShortfallOfMoreThanFivePercentIsSaid()
    {
        QFETCH(quint64, planned);
        QFETCH(quint64, done);
        QFETCH(bool, said);
        QCOMPARE(!shortfallWarning(planned, done).isEmpty(), said);
    }

    void accountsWithAnotherPasswordAreSaidOnceWithTheirCountAndWhatToDo()
    {
        SetupResults results;
        for (int i = 0; i < 60; ++i)
            results.accountFailures[users::AccountFailure::OtherPassword].add(
                QStringLiteral("account %1 of users.csv").arg(i + 1), QStringLiteral("M_FORBIDDEN"));
        results.accountFailures[users::AccountFailure::Unfinished].add(
            QStringLiteral("account 99 of users.csv"), QStringLiteral("timeout"));
        QCOMPARE(results.accountsFailed(), 61);
        const QStringList texts = results.explanations();
        QCOMPARE(texts.size(), 2);
        QVERIFY(texts[0].contains(u"60 accounts"));
        QVERIFY(texts[0].contains(u"account 1 of users.csv"));
        QVERIFY(texts[0].contains(u"name pattern"));
        QVERIFY(texts[0].contains(u"clean server"));
        QVERIFY(texts[1].contains(u"1 account "));
    }

    void aRunAddsItsTestsUp()
    {
        RunSummary run;
        QCOMPARE(run.failedShare(), 0.0);
        metrics::Snapshot snapshot;
        metrics::EndpointDelta endpoint;
        endpoint.key = { "GET", "/x", metrics::Kind::Ordinary };
        endpoint.outcomes[std::size_t(metrics::Outcome::Ok)] = 3;
        endpoint.outcomes[std::size_t(metrics::Outcome::Timeout)] = 1;
        snapshot.endpoints = { endpoint };
        run.tests.resize(2);
        for (TestSummary &test : run.tests)
            test.totals.add(snapshot);
        QCOMPARE(run.requests(), 8U);
        QCOMPARE(run.failures(), 2U);
        QCOMPARE(run.failedShare(), 0.25);
    }

    void requestsThatWereSentTwiceAreSaidWhereTheyAreMany()
    {
        QVERIFY(resentWarning(0, 0).isEmpty());
        QVERIFY(resentWarning(1000, 9).isEmpty()); // an idle connection closed here and there
        const QString text = resentWarning(1000, 10);
        QVERIFY2(text.contains(u"10 requests"_s) && text.contains(u"1000"_s), qPrintable(text));
    }
};

QTEST_APPLESS_MAIN(TestVerdict)
#include "test_verdict.moc"
