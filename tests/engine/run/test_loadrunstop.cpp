// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever a run is at: it ends when it is told to, joins its threads and keeps what was obtained.
#include "runfixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>

#include <csignal>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::Outcome;
using users::Behaviour;

namespace {

using State = run::RunSummary::State;

enum class Phase { Connecting, Registering, Thinking, Polling, Chatting };
enum class Way { Graceful, AtOnce, GracefulThenAtOnce, Destroyed };

/// Sessions that a file on disk holds whole.
int sessionsIn(const project::ProjectFolder &folder)
{
    const auto sessions = project::TokensFile::read(folder.tokensFile());
    return sessions ? int(sessions->size()) : -1;
}

practice::Fault silence(const QString &endpoint)
{
    practice::Fault fault;
    fault.kind = practice::FaultKind::Silence;
    fault.endpoint = endpoint;
    return fault;
}

} // namespace

Q_DECLARE_METATYPE(Phase)
Q_DECLARE_METATYPE(Way)

class TestLoadRunStop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itEndsInEveryPhaseAndEveryWay_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<Way>("way");
        const std::pair<const char *, Phase> phases[] = { { "an answer to the first question is awaited",
                                                              Phase::Connecting },
            { "registration is not answered", Phase::Registering }, { "everybody thinks", Phase::Thinking },
            { "everybody waits in a long poll", Phase::Polling }, { "everybody chats", Phase::Chatting } };
        const std::pair<const char *, Way> ways[] = { { "gracefully", Way::Graceful }, { "at once", Way::AtOnce },
            { "gracefully, then at once", Way::GracefulThenAtOnce }, { "by destroying it", Way::Destroyed } };
        for (const auto &[phaseName, phase] : phases) {
            for (const auto &[wayName, way] : ways)
                QTest::addRow("%s: %s", phaseName, wayName) << phase << way;
        }
    }
    void itEndsInEveryPhaseAndEveryWay()
    {
        QFETCH(Phase, phase);
        QFETCH(Way, way);
        practice::Options options;
        if (phase == Phase::Registering)
            options.faults.faults = { silence(u"/_matrix/client/v3/register"_s) };
        practice::PracticeServer server(options);
        QTcpServer mute; // the kernel accepts, nobody answers
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        const QUrl url =
            phase == Phase::Connecting ? QUrl(u"http://127.0.0.1:%1"_s.arg(mute.serverPort())) : server.start().value();
        const SmallProject project(10, 6);

        QList<run::TestPlan> tests = wholeSuite(0ms);
        if (phase == Phase::Thinking || phase == Phase::Polling) {
            tests[3].chat.doNothingWeight = 1e9;
            tests[3].chat.doingNothing.mean = 1e6;
            tests[3].chat.syncTimeout = phase == Phase::Polling ? 10min : 300ms;
        }
        run::RunPlan plan = planFor(url, tests);
        plan.stopTimeout = phase == Phase::Registering ? 300ms : 10s;
        Driver driver(plan, project.files());
        driver.run().start();
        switch (phase) {
        case Phase::Connecting:
            QTRY_VERIFY_WITH_TIMEOUT(mute.hasPendingConnections(), 10'000);
            break;
        case Phase::Registering:
            QTRY_VERIFY_WITH_TIMEOUT(driver.started.size() == 1 && server.truth().connections >= 10, 10'000);
            break;
        case Phase::Thinking:
            QTRY_VERIFY_WITH_TIMEOUT(driver.started.size() == 4 && driver.seconds.back().usersRunning == 10, 30'000);
            break;
        case Phase::Polling:
            QTRY_VERIFY_WITH_TIMEOUT(driver.started.size() == 4 && server.truth().waitingSyncs == 10, 30'000);
            break;
        case Phase::Chatting:
            QTRY_VERIFY_WITH_TIMEOUT(driver.started.size() == 4 && driver.count(Outcome::Ok) > 50, 30'000);
            break;
        }

        if (way == Way::Destroyed) {
            driver.destroyRun();
            QCOMPARE(driver.finishes, 0);
        } else {
            way == Way::AtOnce ? driver.run().stopNow() : driver.run().stop();
            if (way == Way::GracefulThenAtOnce)
                driver.run().stop();
            QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 20'000);
            QVERIFY(driver.summary->state == State::Stopped);
            QCOMPARE(driver.seconds.empty() ? 0 : driver.seconds.back().usersRunning, 0);
            QCOMPARE(driver.ended.size(), driver.started.size());
            if (way == Way::Graceful && phase != Phase::Connecting)
                QCOMPARE(driver.summary->tests.back().cutOff, phase == Phase::Registering);
            // Nothing more comes.
            QCoreApplication::processEvents();
            QCOMPARE(driver.finishes, 1);
        }
        QTRY_COMPARE(workerThreads(), 0); // joined; the kernel may need a moment to forget them
        if (phase != Phase::Connecting && phase != Phase::Registering)
            QCOMPARE(sessionsIn(project.folder()), 10);
        if (phase != Phase::Connecting)
            QTRY_COMPARE_WITH_TIMEOUT(server.truth().connections, 0U, 10'000);
    }

    void afterAHardStopTheServerHasNoMoreThanWeCannotExclude()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(10, 8);
        Driver driver(planFor(url, wholeSuite(0ms)), project.files());
        driver.run().start();
        QTRY_VERIFY_WITH_TIMEOUT(driver.started.size() == 4 && driver.count(Outcome::Ok) > 200, 30'000);
        driver.run().stopNow();
        QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 20'000);
        const practice::Truth truth = server.truth();
        quint64 ok = 0;
        quint64 uncertain = 0;
        for (const run::TestSummary &test : driver.summary->tests) {
            const auto *sent =
                test.totals.find({ "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message", metrics::Kind::Ordinary });
            if (!sent)
                continue;
            ok += sent->count(Outcome::Ok);
            uncertain +=
                sent->count(Outcome::Cancelled) + sent->count(Outcome::Timeout) + sent->count(Outcome::NetworkError);
        }
        const quint64 onServer = truth.eventsByType.value("m.room.message");
        QVERIFY(ok > 0);
        QVERIFY2(ok <= onServer && onServer <= ok + uncertain,
            qPrintable(u"%1 <= %2 <= %3"_s.arg(ok).arg(onServer).arg(ok + uncertain)));
    }

    void aStopBetweenTwoTestsStartsNoOther()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(4, 2);
        Driver driver(planFor(url, wholeSuite(1s)), project.files());
        connect(&driver.run(), &run::LoadRun::testFinished, &driver, [&driver] { driver.run().stop(); });
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->state == State::Stopped);
        QCOMPARE(driver.started, QList<int> { 0 });
    }

    /// A process that is killed cannot write anything down: it must be there already.
    void aKilledRunLosesAtMostItsLastSecond()
    {
        practice::Options options;
        practice::Fault trouble; // most tries fail, and a pause follows: so registrations trickle in
        trouble.kind = practice::FaultKind::HttpError;
        trouble.endpoint = u"/_matrix/client/v3/register"_s;
        trouble.probability = 0.5;
        options.faults.faults = { trouble };
        practice::PracticeServer server(options);
        const QUrl url = server.start().value();
        const SmallProject project(500);
        QProcess child;
        child.start(
            QCoreApplication::applicationFilePath(), { u"--be-killed"_s, project.folder().path(), url.toString() });
        QVERIFY(child.waitForStarted());
        // Some are written; then what there is at a time, and a little more than a second later the end.
        QTRY_VERIFY_WITH_TIMEOUT(sessionsIn(project.folder()) >= 20, 30'000);
        QElapsedTimer second;
        const quint64 before = server.truth().registrations;
        second.start();
        QTRY_VERIFY_WITH_TIMEOUT(second.hasExpired(1'500), 10'000); // one for the report, half for the machine
        QCOMPARE(::kill(pid_t(child.processId()), SIGKILL), 0);
        QVERIFY(child.waitForFinished());
        const int written = sessionsIn(project.folder());
        QVERIFY2(
            written >= int(before), qPrintable(u"%1 on disk, %2 made 1.5 seconds before"_s.arg(written).arg(before)));
        QVERIFY(written < 500); // or nothing was tested

        // And the next run goes on from there.
        server.resetTruth();
        run::RunPlan plan = planFor(url, { setupTest(Behaviour::Register, u"register"_s) });
        plan.tests[0].setup.tries = 1'000;
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->tests[0].setup.accountsDone, 500);
        QVERIFY(int(server.truth().logins) <= 500 - written);
        QCOMPARE(sessionsIn(project.folder()), 500);
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == u"--be-killed"_s) {
        const auto folder = project::ProjectFolder::open(arguments[2]);
        if (!folder)
            return 2;
        run::RunPlan plan = planFor(QUrl(arguments[3]), { setupTest(Behaviour::Register, u"register"_s) });
        plan.tests[0].users = 10;
        plan.tests[0].setup.tries = 1'000;
        run::LoadRun load(plan, std::make_unique<run::ProjectRunFiles>(*folder));
        QObject::connect(&load, &run::LoadRun::finished, &application, &QCoreApplication::quit);
        load.start();
        return QCoreApplication::exec();
    }
    TestLoadRunStop test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_loadrunstop.moc"
