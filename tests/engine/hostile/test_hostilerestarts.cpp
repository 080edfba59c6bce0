// SPDX-License-Identifier: GPL-3.0-or-later
//
// A server that goes down in the middle of a run and comes back, and one that closes idle connections.
#include "hostilerun.h"

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::Outcome;

namespace {

using State = run::RunSummary::State;

practice::FaultPlan onceWithLoss(const QByteArray &endpoint, int skip)
{
    practice::Fault fault;
    fault.kind = practice::FaultKind::Restart;
    fault.endpoint = QString::fromLatin1(endpoint);
    fault.count = 1;
    fault.skip = quint64(skip);
    fault.loseState = true;
    fault.downtime = 50ms;
    return { { fault } };
}

/// Errors that are none of these.
QStringList otherThan(const QByteArrayList &labels, const run::RunSummary &summary)
{
    QStringList others;
    for (const run::TestSummary &test : summary.tests) {
        for (const metrics::ErrorDelta &error : test.totals.errors()) {
            if (!labels.contains(error.error))
                others += u"%1: %2 %3: %4"_s.arg(test.plan.name, QString::fromLatin1(error.key.name),
                    QString::fromUtf8(error.error), QString::fromUtf8(error.sample));
        }
    }
    return others;
}

} // namespace

class TestHostileRestarts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerThatComesBackAsItWasKeepsNobodyFromTheirWork()
    {
        HostileRun run({ "restart", R"("fault": "restart", "down_ms": 50)", Outcome::NetworkError, "connection lost",
                           u"onnection"_s, Blow::Restarts, "cannot connect", u": Connection refused"_s },
            Where::Everywhere);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), 60'000);
        const QStringList complaints = run.complaints();
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    }

    void aServerThatForgotEverythingIsSaid_data()
    {
        QTest::addColumn<QByteArray>("endpoint"); ///< where it happens
        QTest::addColumn<int>("skip");
        QTest::addColumn<bool>("nobodyLeft"); ///< all accounts were there before
        QTest::newRow("register") << "/_matrix/client/v3/register"_ba << 12 << false;
        QTest::newRow("create rooms") << "/_matrix/client/v3/createRoom"_ba << 3 << true;
        QTest::newRow("join rooms") << "/_matrix/client/v3/rooms/_/join"_ba << 3 << true;
        QTest::newRow("chat") << "/_matrix/client/v3/rooms/_/send/m.room.message"_ba << 3 << true;
    }
    void aServerThatForgotEverythingIsSaid()
    {
        QFETCH(QByteArray, endpoint);
        QFETCH(int, skip);
        QFETCH(bool, nobodyLeft);
        practice::Options options;
        options.faults = onceWithLoss(endpoint, skip);
        practice::PracticeServer server(options);
        const QUrl url = server.start().value();
        const SmallProject project(8, 5);
        Driver driver(planFor(url, wholeSuite(nobodyLeft ? 1h : 1500ms)), project.files());
        RUN_TO_THE_END(driver);

        const practice::Truth truth = server.truth();
        QCOMPARE(truth.faults.value("restart"), 1U);
        QVERIFY2(driver.summary->state == State::Done, qPrintable(driver.summary->error.toString()));
        QCOMPARE(driver.summary->tests.size(), 4U);
        for (const run::TestSummary &test : driver.summary->tests) {
            QVERIFY(!test.cutOff);
            QCOMPARE(test.setup.internalErrors, 0);
        }
        QVERIFY(driver.summary->tests[3].end == (nobodyLeft ? run::TestEnd::NobodyLeft : run::TestEnd::RunTimeOver));
        const QString warnings = driver.summary->warnings.join(u'\n');
        QVERIFY2(warnings.contains(u"could not log in"_s), qPrintable(warnings));
        const QStringList strange = otherThan(
            { "connection lost", "cannot connect", "M_UNKNOWN_TOKEN", "M_FORBIDDEN", "M_USER_IN_USE", "M_NOT_FOUND" },
            *driver.summary);
        QVERIFY2(strange.isEmpty(), qPrintable(strange.join(u'\n')));
        if (nobodyLeft)
            QCOMPARE(truth.accounts, 0U); // nothing was made anew behind the user's back
    }

    void connectionsClosedWhileTheyAreIdleAreNoFailures()
    {
        practice::Options options;
        options.idleTimeout = 30ms;
        practice::PracticeServer server(options);
        const QUrl url = server.start().value();
        const SmallProject project(8, 5);
        QList<run::TestPlan> tests = wholeSuite(2s);
        tests[3].chat.afterAction.mean = 0.1;
        Driver driver(planFor(url, tests), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY2(driver.summary->state == State::Done, qPrintable(driver.messages.join(u'\n')));
        QCOMPARE(server.truth().joined, 15U);
        quint64 reopened = 0;
        for (const metrics::Snapshot &second : driver.seconds)
            reopened += second.health.connectionsReopened;
        QVERIFY(reopened > 0);
        // The close and a request that must not be sent twice may cross on the wire.
        const QStringList strange = otherThan({ "connection lost" }, *driver.summary);
        QVERIFY2(strange.isEmpty(), qPrintable(strange.join(u'\n')));
    }

    void cleanupTestCase() { QTRY_COMPARE_WITH_TIMEOUT(workerThreads(), 0, 60'000); }
};

QTEST_GUILESS_MAIN(TestHostileRestarts)
#include "test_hostilerestarts.moc"
