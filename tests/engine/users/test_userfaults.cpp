// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rehearsal.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::users;
using metrics::Outcome;
using practice::Fault;
using practice::FaultKind;

namespace {

const QByteArray registerPath = "/_matrix/client/v3/register";
const QByteArray loginPath = "/_matrix/client/v3/login";
const QByteArray createRoomPath = "/_matrix/client/v3/createRoom";
const QByteArray invitePath = "/_matrix/client/v3/rooms/_/invite";
const QByteArray joinPath = "/_matrix/client/v3/rooms/_/join";

Fault fault(FaultKind kind, const QByteArray &endpoint, quint64 count, quint64 skip = 0)
{
    Fault fault;
    fault.kind = kind;
    fault.endpoint = QString::fromLatin1(endpoint);
    fault.count = count;
    fault.skip = skip;
    return fault;
}

} // namespace

/// What can go wrong on the way, and what users make of it.
class TestUserFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRegistrationThatWasNotAnsweredBecomesALogin()
    {
        Rehearsal rehearsal({}, 1);
        rehearsal.server.setFaults({ { fault(FaultKind::ResetBeforeHeaders, registerPath, 1, 1) } });
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QCOMPARE(rehearsal.notes.done, QList<int>({ 0 }));
        QCOMPARE(rehearsal.server.truth().registrations, 1u);
        QCOMPARE(rehearsal.server.truth().count("POST", loginPath), 1u);
    }

    void givesUpAfterThreeTries()
    {
        Rehearsal rehearsal({}, 1);
        rehearsal.server.setFaults({ { fault(FaultKind::HttpError, registerPath, 1000) } });
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QCOMPARE(rehearsal.notes.failed, (QMap<int, AccountFailure> { { 0, AccountFailure::Unfinished } }));
        QCOMPARE(rehearsal.server.truth().count("POST", registerPath), 3u);
        QVERIFY2(rehearsal.notes.reasons.first().contains(u"502"_s), qPrintable(rehearsal.notes.reasons.first()));
    }

    void a429IsWaitedFor_data()
    {
        QTest::addColumn<bool>("said");
        QTest::newRow("with retry_after_ms") << true;
        QTest::newRow("without") << false;
    }

    void a429IsWaitedFor()
    {
        QFETCH(bool, said);
        Rehearsal rehearsal({}, 1);
        rehearsal.setup.rateLimit.waitIfUnsaid = 40ms;
        Fault limit = fault(FaultKind::RateLimit, registerPath, 2);
        limit.retryAfter = 150ms;
        limit.retryAfterMs = said;
        limit.retryAfterHeader = false;
        rehearsal.server.setFaults({ { limit } });
        QElapsedTimer timer;
        timer.start();
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QVERIFY2(timer.elapsed() >= (said ? 2 * 150 : 40 + 80), qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(rehearsal.notes.done, QList<int>({ 0 }));
        QCOMPARE(rehearsal.counted("POST", registerPath, Outcome::RateLimited), 2u);
        QCOMPARE(rehearsal.counted("POST", registerPath, Outcome::Ok), 2u);
    }

    void a429ForTooLongIsNotWaitedFor()
    {
        Rehearsal rehearsal({}, 1);
        Fault limit = fault(FaultKind::RateLimit, registerPath, 1000);
        limit.retryAfter = 333s;
        rehearsal.server.setFaults({ { limit } });
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QCOMPARE(rehearsal.notes.failed, (QMap<int, AccountFailure> { { 0, AccountFailure::Unfinished } }));
        QCOMPARE(rehearsal.counted("POST", registerPath, Outcome::RateLimited), 3u); // one for each try
    }

    void aRoomWhoseCreationWasNotAnsweredIsFoundAgain()
    {
        Rehearsal rehearsal;
        rehearsal.planRooms(3, 4);
        for (PlannedRoom &room : rehearsal.rooms)
            room.members.front() = rehearsal.accounts[0].username;
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        rehearsal.server.setFaults({ { fault(FaultKind::ResetBeforeHeaders, createRoomPath, 1, 1) } });
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 1));
        QCOMPARE(rehearsal.counted("POST", createRoomPath, Outcome::NetworkError), 1u);
        QCOMPARE(rehearsal.server.truth().rooms, 3u);
        QCOMPARE(rehearsal.notes.created.size(), 3);
        QSet<QByteArray> ids;
        for (const QByteArray &roomId : rehearsal.notes.created)
            ids.insert(roomId);
        QCOMPARE(ids.size(), 3);
    }

    void aRoomBehindAProxysErrorIsFoundAgain()
    {
        // A proxy gives up on a slow createRoom with 502 or 504, and the server makes the room all the same.
        Rehearsal rehearsal;
        rehearsal.planRooms(1, 4);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        rehearsal.server.setFaults({ { fault(FaultKind::HttpError, createRoomPath, 1) } });
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 1));
        QCOMPARE(rehearsal.counted("POST", createRoomPath, Outcome::HttpError), 1u);
        QCOMPARE(rehearsal.notes.created.size(), 1);
        QCOMPARE(rehearsal.server.truth().rooms, 1u);
    }

    void invitationsThatWereNotAnsweredAreNotSentTwice()
    {
        Rehearsal rehearsal;
        rehearsal.setup.invitationsWithRoom = 0;
        rehearsal.planRooms(1, 6);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        rehearsal.server.setFaults({ { fault(FaultKind::ResetBeforeHeaders, invitePath, 1, 2) } });
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 1));
        QCOMPARE(rehearsal.notes.created.size(), 1);
        QCOMPARE(rehearsal.server.truth().invited, 5u);
        QCOMPARE(rehearsal.server.truth().count("POST", invitePath), 5u);
    }

    void aTokenThatTheServerForgotIsRenewed_data()
    {
        QTest::addColumn<bool>("softLogout");
        QTest::newRow("logged out") << false;
        QTest::newRow("soft logout") << true;
    }

    void aTokenThatTheServerForgotIsRenewed()
    {
        QFETCH(bool, softLogout);
        Rehearsal rehearsal({}, 2);
        rehearsal.planRooms(2, 2);
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        const QString device = rehearsal.accounts[0].session.deviceId;
        Fault expired = fault(FaultKind::UnknownToken, createRoomPath, 1);
        expired.softLogout = softLogout;
        rehearsal.server.setFaults({ { expired } });
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 1));
        QCOMPARE(rehearsal.server.truth().count("POST", loginPath), 1u);
        QCOMPARE(rehearsal.server.truth().rooms, 2u);
        QCOMPARE(rehearsal.notes.sessions.size(), 1); // the new token is told
        QCOMPARE(rehearsal.accounts[0].session.deviceId, device);
    }

    void oneRefusedRoomDoesNotKeepFromTheOthers()
    {
        Rehearsal rehearsal({}, 4);
        rehearsal.planRooms(4, 4);
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 1));
        rehearsal.server.setFaults({ { fault(FaultKind::HttpError, joinPath, 3) } });
        QVERIFY(rehearsal.perform(Behaviour::JoinRooms, 1));
        QCOMPARE(rehearsal.notes.joinsFailed, 1);
        QCOMPARE(rehearsal.notes.joined, 11);
    }

    void whoIsLoggedOutLogsInOnceAndGoesOn()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.hurry(1000);
        village.begin(Behaviour::Chat, 1);
        QTRY_COMPARE(village.server.truth().waitingSyncs, 1u);
        Fault expired;
        expired.kind = FaultKind::UnknownToken;
        expired.endpoint = QString::fromLatin1("*");
        expired.count = 1;
        village.server.setFaults({ { expired } });
        QTRY_COMPARE(village.server.truth().count("POST", loginPath), 1u);
        const int before = village.notes.achieved;
        QTRY_VERIFY(village.notes.achieved > before + 20);
        QCOMPARE(village.server.truth().count("POST", loginPath), 1u);
        village.stopGracefully();
        QVERIFY(village.finish());
    }

    void aServerThatHangsShowsAsAShortfall()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY(village.notes.achieved > 100);
        Fault silence;
        silence.kind = FaultKind::Silence;
        silence.endpoint = u"*"_s;
        village.server.setFaults({ { silence } });
        const auto planned = [&] {
            for (const std::unique_ptr<VirtualUser> &user : village.users())
                user->reportPlan();
            return village.notes.planned;
        };
        QTRY_VERIFY(planned() > 2 * village.notes.achieved);
        village.stopNow();
        QVERIFY(village.finish());
    }
};

QTEST_GUILESS_MAIN(TestUserFaults)
#include "test_userfaults.moc"
