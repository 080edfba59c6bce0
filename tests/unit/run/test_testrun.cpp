// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/endpoint.h"
#include "engine/metrics/recorder.h"
#include "engine/run/testrun.h"

#include <QTest>

using namespace throng;
using namespace throng::run;
using namespace Qt::StringLiterals;
using metrics::Outcome;
using users::Behaviour;

namespace {

/// Remembers what it was told to write.
class Notebook : public RunFiles {
public:
    Result<TestInput> read() override { return TestInput {}; }
    Result<> setServer(const QString &) override { return {}; }
    Result<> beginAccounts(const std::vector<users::Account> &) override { return {}; }
    void appendMadeAccount(const QString &planName, const QString &userId) override
    {
        ledger += u"made %1 %2"_s.arg(planName, userId);
    }
    void appendExistingAccount(const QString &planName) override { ledger += u"existed "_s + planName; }
    void appendMedia(const QString &planName, const QByteArray &mxc) override
    {
        ledger += u"media %1 %2"_s.arg(planName, QString::fromUtf8(mxc));
    }
    void appendSession(const QString &planName, const users::Session &session) override
    {
        sessions.append({ planName, session });
    }
    void appendRoom(const QString &name, const QByteArray &roomId, const QString &creator) override
    {
        rooms += name + u' ' + QString::fromUtf8(roomId) + u' ' + creator;
    }
    void appendHistory(const QString &, const QByteArray &, int) override { }
    void appendProfile(const QString &) override { }
    void forgetRooms() override { }
    Result<> flush() override { return {}; }
    Result<> close() override { return {}; }
    Result<Tag> beginRooms() override { return Tag {}; }
    void endRooms(bool) override { }

    QList<std::pair<QString, users::Session>> sessions;
    QStringList rooms;
    QStringList ledger;
};

users::Session sessionOf(const QByteArray &token)
{
    users::Session session;
    session.userId = u"@somebody:localhost"_s;
    session.accessToken = token;
    return session;
}

/// Accounts a, b, c (c with a session) and rooms R0, R1, R2.
TestInput input()
{
    TestInput input;
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s }) {
        users::Account account;
        account.username = name;
        input.accounts.push_back(account);
    }
    input.accounts[2].session = sessionOf("old");
    for (const QString &name : { u"R0"_s, u"R1"_s, u"R2"_s })
        input.rooms.push_back({ name, { u"a"_s, u"b"_s }, {} });
    return input;
}

TestRun makeRun(Behaviour behaviour, bool interrupted = false)
{
    TestPlan plan;
    plan.behaviour = behaviour;
    return TestRun(0, plan, input(), 3, 1, { u"tag"_s, interrupted });
}

struct Exchanges {
    matrix::Endpoint endpoint;
    Outcome outcome;
    int count;
};

/// A worker's only report of the test.
WorkerReport reportOf(const Journal &journal, const std::vector<Exchanges> &exchanges = {})
{
    metrics::Recorder recorder;
    for (const Exchanges &exchange : exchanges) {
        metrics::Sample sample;
        sample.outcome = exchange.outcome;
        for (int i = 0; i < exchange.count; ++i)
            recorder.record(recorder.endpoint(matrix::endpointKey(exchange.endpoint)), sample);
    }
    WorkerReport report;
    report.end = 1;
    report.isLast = true;
    report.journal = journal;
    report.snapshot = recorder.take();
    return report;
}

void enter(TestRun &run, WorkerReport report, RunFiles &files)
{
    (void)run.enter(report, files);
    for (const metrics::Snapshot &second : run.takeSeconds())
        run.add(second);
}

} // namespace

Q_DECLARE_METATYPE(std::vector<Exchanges>)

class TestTestRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasObtainedIsWrittenUnderItsNameInTheFiles()
    {
        TestRun run = makeRun(Behaviour::CreateRooms);
        Notebook files;
        Journal journal;
        journal.sessions = { { 1, sessionOf("new") }, { 0, {} } };
        journal.roomsCreated = { { 2, "!r2:x", u"a"_s } };
        enter(run, reportOf(journal), files);
        QCOMPARE(files.sessions.size(), 2);
        QCOMPARE(files.sessions[0].first, u"b"_s);
        QCOMPARE(files.sessions[0].second.accessToken, "new"_ba);
        QCOMPARE(files.sessions[1].first, u"a"_s);
        QVERIFY(!files.sessions[1].second.isValid()); // the server no longer knows it
        QCOMPARE(files.rooms, QStringList { u"R2 !r2:x a"_s });
        QVERIFY(run.areAllWorkersDone());
    }

    void registeredAndExistingAccountsAreToldApart()
    {
        TestRun run = makeRun(Behaviour::Register);
        Notebook files;
        Journal journal;
        journal.sessions = { { 0, sessionOf("registered") }, { 1, sessionOf("logged in") } };
        journal.accountsDone = { 0, 1, 2 }; // 2 has kept its session
        enter(run, reportOf(journal, { { matrix::Endpoint::Login, Outcome::Ok, 1 } }), files);
        const TestSummary summary = run.finish(TestEnd::AllDone, false);
        QCOMPARE(summary.setup.accountsDone, 3);
        QCOMPARE(summary.setup.registered, 1);
        QCOMPARE(summary.setup.existed, 2);
    }

    void aRunWhereNobodyCanRegisterIsHopeless()
    {
        Notebook files;
        Journal closed;
        closed.accountsFailed = { { 0, users::AccountFailure::RegistrationClosed, u"closed"_s } };
        TestRun run = makeRun(Behaviour::Register);
        enter(run, reportOf(closed), files);
        QCOMPARE(run.hopeless(), u"closed"_s);

        TestRun other = makeRun(Behaviour::Register);
        closed.accountsDone = { 1 }; // somebody could: closed is what became of it, then
        enter(other, reportOf(closed), files);
        QVERIFY(!other.hopeless());

        TestRun chat = makeRun(Behaviour::Chat);
        enter(chat, reportOf(closed), files);
        QVERIFY(!chat.hopeless());
    }

    void roomsAreKnownWhenNoneCanStandUnrecorded_data()
    {
        QTest::addColumn<int>("created"); // and written down
        QTest::addColumn<int>("existed");
        QTest::addColumn<bool>("interrupted");
        QTest::addColumn<std::vector<Exchanges>>("exchanges");
        QTest::addColumn<bool>("known");
        using matrix::Endpoint;
        using List = std::vector<Exchanges>;
        const auto create = [](Outcome outcome, int count) {
            return Exchanges { Endpoint::CreateRoom, outcome, count };
        };
        QTest::newRow("all made") << 3 << 0 << false << List { create(Outcome::Ok, 3) } << true;
        QTest::newRow("all there") << 1 << 2 << true << List { create(Outcome::Ok, 1) } << true;
        QTest::newRow("all there, one only after it was looked for")
            << 3 << 0 << true << List { create(Outcome::Ok, 2), create(Outcome::Timeout, 1) } << true;
        QTest::newRow("stopped between two rooms") << 1 << 0 << false << List { create(Outcome::Ok, 1) } << true;
        QTest::newRow("stopped before everybody was invited")
            << 1 << 0 << false << List { create(Outcome::Ok, 2) } << false;
        for (const Outcome outcome :
            { Outcome::Timeout, Outcome::NetworkError, Outcome::Cancelled, Outcome::HttpError }) {
            QTest::addRow("one ended in: %s", qPrintable(metrics::toString(outcome)))
                << 2 << 0 << false << List { create(Outcome::Ok, 2), create(outcome, 1) } << false;
        }
        QTest::newRow("one was refused") << 2 << 0 << false
                                         << List { create(Outcome::Ok, 2), create(Outcome::MatrixError, 3) } << true;
        QTest::newRow("an earlier run's rooms are still not all looked for")
            << 1 << 0 << true << List { create(Outcome::Ok, 1) } << false;
    }
    void roomsAreKnownWhenNoneCanStandUnrecorded()
    {
        QFETCH(int, created);
        QFETCH(int, existed);
        QFETCH(bool, interrupted);
        QFETCH(std::vector<Exchanges>, exchanges);
        QFETCH(bool, known);
        TestRun run = makeRun(Behaviour::CreateRooms, interrupted);
        Notebook files;
        Journal journal;
        for (int i = 0; i < created; ++i)
            journal.roomsCreated.push_back({ i, "!r:x", u"a"_s });
        journal.roomsExisted = existed;
        enter(run, reportOf(journal, exchanges), files);
        QCOMPARE(run.areRoomsKnown(), known);
    }

    void failuresAreSummedUpWithTheFirstOfThem()
    {
        TestRun run = makeRun(Behaviour::JoinRooms);
        Notebook files;
        Journal journal;
        journal.joined = 4;
        journal.joinsFailed = { { 1, u"M_FORBIDDEN"_s }, { 0, u"timeout"_s } };
        journal.roomsFailed = { { 2, u"M_UNKNOWN"_s } };
        journal.internalErrors = { u"a mistake"_s };
        WorkerReport report = reportOf(journal);
        QCOMPARE(run.enter(report, files), QStringList { u"a mistake"_s });
        const SetupResults &setup = run.setup();
        QCOMPARE(setup.joined, 4);
        QCOMPARE(setup.joinFailures, (Failures { 2, u"account 2 of users.csv"_s, u"M_FORBIDDEN"_s }));
        QCOMPARE(setup.roomFailures, (Failures { 1, u"R2"_s, u"M_UNKNOWN"_s }));
        QCOMPARE(setup.internalErrors, 1);
        QCOMPARE(setup.explanations().size(), 3);
    }
};

QTEST_APPLESS_MAIN(TestTestRun)
#include "test_testrun.moc"
