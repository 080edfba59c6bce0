// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rehearsal.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::users;
using metrics::Outcome;

namespace {

const QByteArray loginPath = "/_matrix/client/v3/login";
const QByteArray createRoomPath = "/_matrix/client/v3/createRoom";
const QByteArray invitePath = "/_matrix/client/v3/rooms/_/invite";
const QByteArray joinPath = "/_matrix/client/v3/rooms/_/join";
const QByteArray syncPath = "/_matrix/client/v3/sync";

} // namespace

/// Creating rooms and joining them, against a homeserver that knows the truth.
class TestRoomSetup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void createsEachRoomAndInvitesEverybody()
    {
        Rehearsal rehearsal;
        rehearsal.planRooms(30, 5);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 4));
        const practice::Truth truth = rehearsal.server.truth();
        QCOMPARE(truth.rooms, 30u);
        QCOMPARE(truth.roomsCreated, 30u);
        QCOMPARE(truth.joined, 30u);
        QCOMPARE(truth.invited, 30u * 4);
        QCOMPARE(truth.count("POST", loginPath), 0u);
        QCOMPARE(rehearsal.notes.created.size(), 30);
        QCOMPARE(rehearsal.notes.planned, 30);
        QCOMPARE(rehearsal.notes.achieved, 30);
        COMPARE_WITH_SERVER(rehearsal);
    }

    void roomsThatExistAreNotMadeAgain()
    {
        Rehearsal rehearsal;
        rehearsal.planRooms(10, 3);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 4));
        rehearsal.interrupted = true; // rooms-created.csv was there before
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 4));
        QCOMPARE(rehearsal.notes.existed.size(), 10);
        QVERIFY(rehearsal.notes.created.isEmpty());
        QVERIFY(rehearsal.server.truth().endpoints.isEmpty() || rehearsal.server.truth().roomsCreated == 0);
        for (const practice::Truth::Endpoint &endpoint : rehearsal.server.truth().endpoints)
            QVERIFY2(endpoint.total() == 0, endpoint.name.constData()); // nobody had to say a word
    }

    void createsRoomsWithoutTokens()
    {
        Rehearsal rehearsal;
        rehearsal.planRooms(5, 2);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        for (Account &account : rehearsal.accounts)
            account.session = {};
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 4));
        QCOMPARE(rehearsal.server.truth().rooms, 5u);
        QCOMPARE(rehearsal.server.truth().count("POST", loginPath), 5u); // of those who create any
        QCOMPARE(rehearsal.notes.done.size(), 20);
    }

    void moreThanFiftyInvitationsAreSentOneByOne()
    {
        Rehearsal rehearsal({}, 60);
        rehearsal.planRooms(1, 60);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 1));
        QCOMPARE(rehearsal.server.truth().invited, 59u);
        QCOMPARE(rehearsal.counted("POST", invitePath, Outcome::Ok), 9u);
    }

    void fewerInvitationsAreLearnedOnce()
    {
        practice::Options options;
        options.maximumInvitesAtCreation = 10;
        Rehearsal rehearsal(options);
        rehearsal.planRooms(6, 15);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 1));
        const practice::Truth truth = rehearsal.server.truth();
        QCOMPARE(truth.rooms, 6u);
        QCOMPARE(truth.invited, 6u * 14);
        QCOMPARE(truth.count("POST", createRoomPath, 400), 1u);
        QCOMPARE(rehearsal.counted("POST", invitePath, Outcome::Ok), 6u * 4);
    }

    void noInvitationWithTheRoomIfTheServerTakesNone()
    {
        practice::Options options;
        options.maximumInvitesAtCreation = 0;
        Rehearsal rehearsal(options);
        rehearsal.planRooms(2, 15);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 1));
        QCOMPARE(rehearsal.server.truth().invited, 2u * 14);
        QCOMPARE(rehearsal.server.truth().count("POST", createRoomPath, 400), 2u); // for 14 and for 10
    }

    void anInterruptedSetUpMakesNoRoomTwice()
    {
        practice::Options options;
        options.maximumInvitesAtCreation = 2; // so that it can be interrupted between a room and its invitations
        Rehearsal rehearsal(options);
        rehearsal.setup.fewerInvitationsWithRoom = 2;
        rehearsal.planRooms(20, 6);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        // Cut off again and again, each time a little later, and nothing is known but what was reported till then.
        int rounds = 0;
        for (int patience = 3; int(rehearsal.notes.created.size() + rehearsal.notes.existed.size()) < 20;
             patience += 4) {
            QVERIFY(++rounds < 100);
            const int before = int(std::count_if(rehearsal.rooms.begin(), rehearsal.rooms.end(),
                [](const PlannedRoom &room) { return !room.roomId.isEmpty(); }));
            rehearsal.begin(Behaviour::CreateRooms, 3);
            const auto requests = [&] {
                const practice::Truth truth = rehearsal.server.truth();
                quint64 sum = 0;
                for (const practice::Truth::Endpoint &endpoint : truth.endpoints)
                    sum += endpoint.total();
                return int(sum);
            };
            QVERIFY(QTest::qWaitFor([&] { return requests() >= patience || rehearsal.running() == 0; }));
            rehearsal.stopNow();
            QVERIFY(rehearsal.finish());
            QCOMPARE(rehearsal.notes.existed.size() <= before, true);
            rehearsal.interrupted = true;
        }
        QVERIFY2(rounds > 3, qPrintable(QString::number(rounds)));
        QCOMPARE(rehearsal.server.truth().rooms, 20u);
        QCOMPARE(rehearsal.server.truth().invited, 20u * 5);
    }

    void aTokenThatExpiredIsRefreshed()
    {
        practice::Options options;
        options.accessTokenLifetime = 1ms;
        Rehearsal rehearsal(options, 1);
        rehearsal.registration.wantsRefreshToken = true;
        rehearsal.planRooms(1, 1);
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QVERIFY(!rehearsal.accounts[0].session.refreshToken.isEmpty());
        const QByteArray first = rehearsal.accounts[0].session.accessToken;
        QVERIFY(rehearsal.perform(Behaviour::JoinRooms, 1));
        QVERIFY(rehearsal.server.truth().refreshes >= 1);
        QCOMPARE(rehearsal.server.truth().count("POST", loginPath), 0u);
        QVERIFY(rehearsal.accounts[0].session.accessToken != first);
    }

    void joinsEveryInvitationAndRepeatsNothing()
    {
        Rehearsal rehearsal;
        rehearsal.planRooms(30, 5);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 4));
        QVERIFY(rehearsal.perform(Behaviour::JoinRooms, 4));
        practice::Truth truth = rehearsal.server.truth();
        QCOMPARE(truth.joined, 30u * 5);
        QCOMPARE(truth.invited, 0u);
        QCOMPARE(truth.joins, 30u * 4);
        QCOMPARE(truth.count("POST", loginPath), 0u);
        QCOMPARE(truth.count("GET", syncPath), 20u);
        QCOMPARE(rehearsal.notes.joined, 30 * 4);
        QCOMPARE(rehearsal.notes.done.size(), 20);
        QCOMPARE(rehearsal.notes.planned, rehearsal.notes.achieved);
        COMPARE_WITH_SERVER(rehearsal);

        QVERIFY(rehearsal.perform(Behaviour::JoinRooms, 4));
        truth = rehearsal.server.truth();
        QCOMPARE(truth.count("POST", joinPath), 0u);
        QCOMPARE(truth.count("POST", loginPath), 0u);
        QCOMPARE(rehearsal.notes.done.size(), 20);
        QCOMPARE(rehearsal.notes.achieved, 30 * 5); // already in all of them
    }

    void anInterruptedJoinGoesOnWhereItWas()
    {
        Rehearsal rehearsal;
        rehearsal.planRooms(20, 8);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 4));
        rehearsal.begin(Behaviour::JoinRooms, 3);
        QVERIFY(QTest::qWaitFor([&] { return rehearsal.notes.joined >= 30; }));
        rehearsal.stopGracefully();
        QVERIFY(rehearsal.finish());
        const int first = rehearsal.notes.joined;
        QVERIFY(first < 20 * 7);
        QCOMPARE(rehearsal.server.truth().joins, quint64(first)); // a join that was begun was finished
        QVERIFY(rehearsal.perform(Behaviour::JoinRooms, 3));
        QCOMPARE(rehearsal.notes.joined, 20 * 7 - first);
        QCOMPARE(rehearsal.server.truth().joined, 20u * 8);
    }
};

QTEST_GUILESS_MAIN(TestRoomSetup)
#include "test_roomsetup.moc"
