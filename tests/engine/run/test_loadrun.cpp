// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whole runs against the practice homeserver, whose truth is what they are held against.
#include "runfixture.h"

#include "engine/matrix/endpoint.h"
#include "engine/metrics/totals.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::Outcome;
using run::RunFailure;
using users::Behaviour;

namespace {

using State = run::RunSummary::State;

struct Counted {
    quint64 ok = 0;
    quint64 uncertain = 0; ///< the server may or may not have answered
};

/// All kinds of one endpoint, over all tests.
Counted counted(const run::RunSummary &summary, const QByteArray &method, const QByteArray &name)
{
    Counted sum;
    for (const run::TestSummary &test : summary.tests) {
        for (const metrics::EndpointDelta &endpoint : test.totals.endpoints()) {
            if (endpoint.key.method != method || endpoint.key.name != name)
                continue;
            sum.ok += endpoint.count(Outcome::Ok);
            sum.uncertain += endpoint.count(Outcome::Cancelled) + endpoint.count(Outcome::Timeout)
                + endpoint.count(Outcome::NetworkError);
        }
    }
    return sum;
}

/// The server's 200s, and the 401s that are a step of a registration and no failure.
quint64 answeredWell(const practice::Truth::Endpoint &endpoint)
{
    return endpoint.answers.value(200) + (endpoint.name.endsWith("/register") ? endpoint.answers.value(401) : 0);
}

int rowsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return int(file.readAll().count('\n')) - 1;
}

} // namespace

class TestLoadRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWholeSuiteIsCountedAsTheServerCountsIt()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(20, 15);
        Driver driver(planFor(url, wholeSuite(3s)), project.files());
        RUN_TO_THE_END(driver);

        const run::RunSummary &summary = *driver.summary;
        QVERIFY2(summary.state == State::Done, qPrintable(driver.messages.join(u'\n')));
        QCOMPARE(driver.started, (QList<int> { 0, 1, 2, 3 }));
        QCOMPARE(driver.ended, (QList<int> { 0, 1, 2, 3 }));
        QCOMPARE(driver.finishes, 1);

        const practice::Truth truth = server.truth();
        QCOMPARE(summary.tests[0].setup.registered, 20);
        QCOMPARE(summary.tests[0].setup.existed, 0);
        QCOMPARE(truth.registrations, 20U);
        QCOMPARE(summary.tests[1].setup.roomsCreated, 15);
        QCOMPARE(truth.roomsCreated, 15U);
        QCOMPARE(summary.tests[2].setup.joined, 30); // two of three are invited
        QCOMPARE(truth.joins, 30U + 15U); // the server counts creators, too
        QVERIFY(summary.tests[0].end == run::TestEnd::AllDone);
        QVERIFY(summary.tests[3].end == run::TestEnd::RunTimeOver);
        for (const run::TestSummary &test : summary.tests)
            QVERIFY(!test.cutOff);

        QVERIFY(summary.tests[3].totals.requests() > 100);
        QCOMPARE(summary.failures(), 0U);
        for (const practice::Truth::Endpoint &endpoint : truth.endpoints) {
            if (endpoint.name.endsWith("/versions"))
                continue; // asked by the run itself, before any test
            const Counted ours = counted(summary, endpoint.method, endpoint.name);
            const QByteArray what = endpoint.method + ' ' + endpoint.name;
            if (endpoint.name.endsWith("/sync")) { // the last polls are cut off: the server may have answered them
                QVERIFY2(ours.ok <= answeredWell(endpoint), what.constData());
                QVERIFY2(answeredWell(endpoint) <= ours.ok + ours.uncertain, what.constData());
            } else {
                QVERIFY2(ours.ok == answeredWell(endpoint),
                    qPrintable(u"%1: %2, the server says %3"_s.arg(QString::fromUtf8(what))
                                   .arg(ours.ok)
                                   .arg(answeredWell(endpoint))));
                QCOMPARE(ours.uncertain, 0U);
            }
        }
        QCOMPARE(rowsOf(project.folder().tokensFile()), 20);
        QCOMPARE(rowsOf(project.folder().createdRoomsFile()), 15);
    }

    void aSecondRunMakesNothingTwice()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(8, 6);
        {
            Driver driver(planFor(url, wholeSuite(500ms)), project.files());
            RUN_TO_THE_END(driver);
            QVERIFY2(driver.summary->state == State::Done, qPrintable(driver.messages.join(u'\n')));
        }
        server.resetTruth();
        Driver driver(planFor(url, wholeSuite(500ms)), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY2(driver.summary->state == State::Done, qPrintable(driver.messages.join(u'\n')));
        const practice::Truth truth = server.truth();
        QCOMPARE(truth.registrations, 0U);
        QCOMPARE(truth.logins, 0U);
        QCOMPARE(truth.roomsCreated, 0U);
        QCOMPARE(truth.joins, 0U);
        QCOMPARE(driver.summary->tests[0].setup.existed, 8);
        QCOMPARE(driver.summary->tests[0].setup.registered, 0);
        QCOMPARE(driver.summary->tests[1].setup.roomsExisted, 6);
    }

    void accountsThatExistAreLoggedIn()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(5);
        const QList<run::TestPlan> tests { setupTest(Behaviour::Register, u"register"_s) };
        {
            Driver driver(planFor(url, tests), project.files());
            RUN_TO_THE_END(driver);
        }
        QVERIFY(QFile::remove(project.folder().tokensFile()));
        Driver driver(planFor(url, tests), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->state == State::Done);
        QCOMPARE(driver.summary->tests[0].setup.existed, 5);
        QCOMPARE(driver.summary->tests[0].setup.registered, 0);
        QCOMPARE(rowsOf(project.folder().tokensFile()), 5);
    }

    void accountsWithAnotherPasswordAreSaidOnce()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(6);
        const QList<run::TestPlan> tests { setupTest(Behaviour::Register, u"register"_s) };
        {
            Driver driver(planFor(url, tests), project.files());
            RUN_TO_THE_END(driver);
        }
        QVERIFY(QFile::remove(project.folder().tokensFile()));
        QByteArray users = "username,password\n";
        for (int i = 0; i < 6; ++i)
            users += SmallProject::name(i).toUtf8() + ",another\n";
        SmallProject::write(project.folder().usersFile(), users);
        Driver driver(planFor(url, wholeSuite(1s)), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->state == State::Failed);
        QVERIFY(driver.summary->failure == RunFailure::BadInput);
        QCOMPARE(driver.summary->tests.size(), 1U); // the others make no sense without an account
        QCOMPARE(driver.summary->warnings.filter(u"another password"_s).size(), 1);
        QVERIFY(driver.summary->warnings.filter(u"6 accounts"_s).size() == 1);
    }

    void closedRegistrationEndsTheRun()
    {
        practice::Options options;
        options.registration.open = false;
        practice::PracticeServer server(options);
        const QUrl url = server.start().value();
        const SmallProject project(3);
        Driver driver(planFor(url, wholeSuite(1s)), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->state == State::Failed);
        QVERIFY2(driver.summary->failure == RunFailure::RegistrationClosed, qPrintable(driver.messages.join(u'\n')));
        QCOMPARE(server.truth().roomsCreated, 0U);
    }

    void aServerThatIsNotThereIsSaid()
    {
        QTcpServer closed; // a port that was free a moment ago
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const QUrl url(u"http://127.0.0.1:%1"_s.arg(closed.serverPort()));
        closed.close();
        const SmallProject project(1);
        Driver driver(planFor(url, wholeSuite(1s)), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->state == State::Failed);
        QVERIFY(driver.summary->failure == RunFailure::Unreachable);
        QVERIFY(driver.started.isEmpty());
        QCOMPARE(driver.finishes, 1);
    }

    void aServerThatIsNoHomeserverIsSaid()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&server] {
            QTcpSocket *const socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                if (socket->readAll().endsWith("\r\n\r\n"))
                    socket->write(
                        "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nNone.");
            });
        });
        const QUrl url(u"http://127.0.0.1:%1"_s.arg(server.serverPort()));
        const SmallProject project(1);
        Driver driver(planFor(url, wholeSuite(1s)), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->state == State::Failed);
        QVERIFY(driver.summary->failure == RunFailure::NotMatrix);
    }

    void theAddressDecidesWhetherAServerMayBeLoaded_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("address");
        QTest::newRow("private") << u"matrix.test"_s << u"10.1.2.3"_s;
        QTest::newRow("public") << u"matrix.test"_s << u"203.0.113.7"_s;
        QTest::newRow("somebody else's service") << u"matrix.org"_s << u"203.0.113.7"_s;
    }
    void theAddressDecidesWhetherAServerMayBeLoaded()
    {
        QFETCH(QString, host);
        QFETCH(QString, address);
        run::Machine machine;
        machine.nameLookup = [address](const QString &) -> Result<QList<QHostAddress>> {
            return QList<QHostAddress> { QHostAddress(address) };
        };
        const SmallProject project(1);
        run::RunPlan plan = planFor(QUrl(u"http://"_s + host), wholeSuite(1s));
        plan.permissions.append({ u"other.test"_s, project::Consent::Typed, QDateTime::currentDateTimeUtc(), {} });
        plan.permissions.append({ u"matrix.org"_s, project::Consent::Typed, QDateTime::currentDateTimeUtc(), {} });
        Driver driver(plan, project.files(), machine);
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->state == State::Failed);
        QVERIFY2(driver.summary->failure == RunFailure::NotPermitted, qPrintable(driver.summary->error.toString()));
        QVERIFY(driver.started.isEmpty());
    }

    void aNameServerThatIsSilentEndsTheRunInTime()
    {
        // It answers when the test is over: a lookup cannot be cancelled, and nobody may wait for it.
        auto answer = std::make_shared<std::atomic<bool>>(false);
        run::Machine machine;
        machine.nameLookup = [answer](const QString &) -> Result<QList<QHostAddress>> {
            answer->wait(false);
            return QList<QHostAddress> {};
        };
        const SmallProject project(1);
        run::RunPlan plan = planFor(QUrl(u"http://silent.test"_s), wholeSuite(1s));
        plan.connectTimeout = 200ms;
        Driver driver(plan, project.files(), machine);
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->failure == RunFailure::Unreachable);

        plan.connectTimeout = 1h;
        Driver stopped(plan, project.files(), machine);
        stopped.run().start();
        QTRY_VERIFY(stopped.run().state() == run::LoadRun::State::Preparing);
        stopped.run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 5'000);
        QVERIFY(stopped.summary->state == State::Stopped);
        *answer = true;
        answer->notify_all();
    }

    void tooFewDescriptorsSayHowManyUsersFit()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        run::Machine machine;
        machine.descriptors = [] { return http::DescriptorBudget { .limit = 200, .inUse = 100 }; };
        const int fit = machine.descriptors().usersThatFit(2);
        const SmallProject project(500);
        Driver driver(planFor(url, { chatTest(1s) }), project.files(), machine);
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->failure == RunFailure::TooFewDescriptors);
        QVERIFY2(driver.summary->error.toString().contains(u"%1 users fit"_s.arg(fit)),
            qPrintable(driver.summary->error.toString()));
    }

    void badInputEndsTheRunAndNamesTheFile()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(2);
        SmallProject::write(project.folder().usersFile(), "username\nuser.000000\n");
        Driver driver(planFor(url, wholeSuite(1s)), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->failure == RunFailure::BadInput);
        QVERIFY(driver.summary->error.toString().contains(u"users.csv"));
        QTRY_COMPARE(workerThreads(), 0);
    }

    void aChatThatEverybodyHasGivenUpEndsEarly()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(3);
        run::RunPlan plan = planFor(url, { chatTest(1h) }); // with accounts that the server does not know
        plan.registration.mode = matrix::RegistrationOptions::Mode::LoginOnly;
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->state == State::Done);
        QVERIFY(driver.summary->tests[0].end == run::TestEnd::NobodyLeft);
        QCOMPARE(driver.summary->tests[0].setup.accountsFailed(), 3);
        QCOMPARE(driver.summary->warnings.filter(u"3 accounts could not log in"_s).size(), 1);
    }

    void usersGoUpAndDownWhileItRuns()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(30);
        run::TestPlan chat = chatTest(0ms);
        chat.users = 4;
        Driver driver(planFor(url, { setupTest(Behaviour::Register, u"register"_s), chat }), project.files());
        driver.run().start();
        const auto running = [&driver] {
            return driver.started.size() == 2 && !driver.seconds.empty() ? driver.seconds.back().usersRunning : -1;
        };
        QTRY_COMPARE_WITH_TIMEOUT(running(), 4, 20'000);
        driver.run().setUsers(20, 0);
        QTRY_COMPARE_WITH_TIMEOUT(running(), 20, 20'000);
        QCOMPARE(driver.seconds.back().usersTarget, 20);
        driver.run().setUsers(3, 100);
        QTRY_COMPARE_WITH_TIMEOUT(running(), 3, 20'000);
        driver.run().setUsers(0, 0);
        QTRY_COMPARE_WITH_TIMEOUT(running(), 0, 20'000);
        QVERIFY(driver.run().state() == run::LoadRun::State::Running); // nobody is wanted just now
        driver.run().setUsers(99, 0);
        QTRY_COMPARE_WITH_TIMEOUT(running(), 30, 20'000); // as many as there are accounts
        QCOMPARE(driver.said(u"30 users"_s), 1);
        driver.run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 20'000);
        QVERIFY(driver.summary->state == State::Stopped);
        QCOMPARE(driver.summary->tests[1].totals.failures(), 0U);
    }

    void theRateOfStartingIsKept()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(60);
        run::TestPlan chat = chatTest(0ms);
        chat.spawnRate = 20;
        Driver driver(planFor(url, { setupTest(Behaviour::Register, u"register"_s), chat }), project.files());
        driver.run().start();
        QTRY_COMPARE_WITH_TIMEOUT(driver.started.size(), 2, 20'000);
        driver.seconds.clear();
        QTRY_VERIFY_WITH_TIMEOUT(driver.seconds.size() >= 2, 20'000);
        driver.run().stopNow();
        QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 20'000);
        // A snapshot may be taken a little late on a busy machine, never early.
        double elapsed = 0;
        for (int i = 0; i < 2; ++i) {
            elapsed += driver.seconds[std::size_t(i)].seconds;
            const int expected = int(elapsed * 20) + 1;
            QVERIFY2(std::abs(driver.seconds[std::size_t(i)].usersRunning - expected) <= 1,
                qPrintable(u"%1 instead of %2"_s.arg(driver.seconds[std::size_t(i)].usersRunning).arg(expected)));
            // Planned by then, not in the end.
            QVERIFY(std::abs(driver.seconds[std::size_t(i)].usersTarget - std::min(expected, 60)) <= 1);
        }
    }

    void theServerDiesAndComesBack()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(6, 4);
        Driver driver(planFor(url, wholeSuite(0ms)), project.files());
        driver.run().start();
        QTRY_VERIFY_WITH_TIMEOUT(driver.started.size() == 4 && driver.count(Outcome::Ok) > 20, 30'000);
        server.stop();
        QTRY_VERIFY_WITH_TIMEOUT(driver.count(Outcome::NetworkError) > 5, 20'000);
        QVERIFY(driver.run().state() == run::LoadRun::State::Running);
        QVERIFY(server.start());
        const quint64 before = driver.count(Outcome::Ok);
        QTRY_VERIFY_WITH_TIMEOUT(driver.count(Outcome::Ok) > before + 20, 20'000);
        driver.run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 20'000);
        QVERIFY(driver.summary->state == State::Stopped);
        QCOMPARE(driver.summary->tests.size(), 4U);
        QVERIFY(driver.summary->tests[3].totals.failedShare() > 0);
    }

    void aFullDiskIsSaidOnceAndTheRunGoesOn()
    {
        /// Cannot write a session until somebody makes room.
        class FullDisk : public run::ProjectRunFiles {
        public:
            FullDisk(project::ProjectFolder folder, int &failures)
                : ProjectRunFiles(std::move(folder))
                , m_failures(failures)
            {
            }
            Result<> flush() override
            {
                ++m_failures;
                return failure(u"cannot be written: No space left on device"_s, u"tokens.csv"_s);
            }
            Result<> close() override { return flush(); }

        private:
            int &m_failures;
        };
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(5, 3);
        int failures = 0;
        Driver driver(planFor(url, wholeSuite(2s)), std::make_unique<FullDisk>(project.folder(), failures));
        RUN_TO_THE_END(driver);
        QVERIFY2(driver.summary->state == State::Done, qPrintable(driver.messages.join(u'\n')));
        QVERIFY(failures > 3);
        QCOMPARE(driver.said(u"No space left"_s), 1);
        // What could not be written went on to the next tests all the same.
        QCOMPARE(server.truth().registrations, 5U);
        QCOMPARE(server.truth().count("POST", "/_matrix/client/v3/login"), 0U);
        QCOMPARE(driver.summary->tests[2].setup.joined, 6);
    }
};

QTEST_GUILESS_MAIN(TestLoadRun)
#include "test_loadrun.moc"
