// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/knownrooms.h"
#include "engine/users/workercache.h"

#include <QTest>

using namespace throng;
using namespace throng::users;

namespace {

matrix::Event message(const QByteArray &id, const QByteArray &sender = "@a:hs")
{
    matrix::Event event;
    event.id = id;
    event.sender = sender;
    event.type = "m.room.message";
    event.messageType = "m.text";
    return event;
}

matrix::SyncResponse inRoom(
    const QByteArray &id, std::vector<matrix::Event> timeline, const QByteArray &previousBatch, bool limited = false)
{
    matrix::JoinedRoom room;
    room.id = id;
    room.timeline = std::move(timeline);
    room.limited = limited;
    room.previousBatch = previousBatch;
    matrix::SyncResponse sync;
    sync.joined.push_back(std::move(room));
    return sync;
}

QByteArrayList eventIds(const KnownRoom &room)
{
    QByteArrayList ids;
    for (const KnownMessage &known : room.recent)
        ids.append(known.message->eventId);
    return ids;
}

const QByteArray self = "@me:hs";

} // namespace

class TestKnownRooms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheNewestMessages()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 3);
        rooms.apply(inRoom("!r", { message("$1"), message("$2") }, "p1"), self);
        rooms.apply(inRoom("!r", { message("$3"), message("$4") }, "p2"), self);
        QCOMPARE(rooms.size(), std::size_t(1));
        QCOMPARE(eventIds(*rooms.find("!r")), QByteArrayList({ "$2", "$3", "$4" }));
        QCOMPARE(rooms.find("!r")->olderFrom, QByteArray("p1")); // further up than where the second sync began
        QCOMPARE(rooms.find("!r")->gaps, 0);
    }

    void anEventThatComesTwiceIsOneMessage()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 3);
        rooms.apply(inRoom("!r", { message("$1"), message("$1"), message("$2") }, "p1"), self);
        rooms.apply(inRoom("!r", { message("$2"), message("$3") }, "p2"), self);
        QCOMPARE(eventIds(*rooms.find("!r")), QByteArrayList({ "$1", "$2", "$3" }));
    }

    void aReactionMayComeBeforeItsMessage()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 3);
        matrix::Event reaction;
        reaction.id = "$2";
        reaction.sender = self;
        reaction.type = "m.reaction";
        reaction.relationType = "m.annotation";
        reaction.relatesTo = "$1";
        rooms.apply(inRoom("!r", { reaction, message("$1") }, "p1"), self);
        QVERIFY(rooms.find("!r")->recent.front().reacted);
    }

    void aLimitedTimelineIsAGapThatPaginatingFills()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 10);
        rooms.apply(inRoom("!r", { message("$1") }, "p1", true), self); // an initial sync is often limited: no gap
        QCOMPARE(rooms.find("!r")->gaps, 0);
        rooms.apply(inRoom("!r", { message("$50") }, "p50", true), self);
        QCOMPARE(rooms.find("!r")->gaps, 1);
        QCOMPARE(rooms.find("!r")->olderFrom, QByteArray("p50"));
        QCOMPARE(eventIds(*rooms.find("!r")), QByteArrayList({ "$50" }));
    }

    void onlyWhatCanBeSeenIsAMessage()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 10);
        matrix::Event edit = message("$edit");
        edit.relationType = "m.replace";
        edit.relatesTo = "$1";
        matrix::Event member;
        member.id = "$join";
        member.sender = "@a:hs";
        member.type = "m.room.member";
        matrix::Event image = message("$image");
        image.messageType = "m.image";
        image.url = "mxc://hs/1";
        rooms.apply(inRoom("!r", { message("$1"), edit, member, image }, "p1"), self);
        const KnownRoom &room = *rooms.find("!r");
        QCOMPARE(eventIds(room), QByteArrayList({ "$1", "$image" }));
        QVERIFY(room.recent[0].message->picture.isEmpty());
        QCOMPARE(room.recent[1].message->picture, QByteArray("mxc://hs/1"));
    }

    /// A user looks at each picture once, and remembers no more of them than its rooms show.
    void picturesAreRememberedWhileARoomShowsThem()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 20);
        const auto picture = [](int number) {
            matrix::Event image = message("$" + QByteArray::number(number));
            image.messageType = "m.image";
            image.url = "mxc://hs/" + QByteArray::number(number);
            return image;
        };
        std::size_t most = 0;
        for (int number = 0; number < 5'000; ++number) {
            rooms.apply(inRoom("!r", { picture(number) }, "p"), self);
            QVERIFY(rooms.view(picture(number).url));
            for (int shown = std::max(0, number - 19); shown <= number; ++shown)
                QVERIFY(!rooms.view(picture(shown).url));
            most = std::max(most, rooms.remembered());
        }
        QVERIFY2(most <= 41, qPrintable(QString::number(most))); // twice what the room shows
        rooms.clear(); // the client is opened anew, and is told of the same messages
        rooms.apply(inRoom("!r", { picture(4'999) }, "p"), self);
        QVERIFY(!rooms.view(picture(4'999).url));
    }

    /// Of a picture that somebody sent while the user listened it is known when it came, until the user looks at it.
    void arrivalsOfPicturesAreToldOnce()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 10);
        const auto picture = [](const QByteArray &id, const QByteArray &sender) {
            matrix::Event image = message(id, sender);
            image.messageType = "m.image";
            image.url = "mxc://hs/" + id;
            image.tag = { 7, 1 };
            return image;
        };
        const auto received = KnownRooms::Time::clock::now() + std::chrono::seconds(5);
        const auto sync = [&](std::vector<matrix::Event> timeline) {
            matrix::SyncResponse response = inRoom("!r", std::move(timeline), "p");
            response.received = received;
            return response;
        };
        matrix::Event untagged = picture("$untagged", "@a:hs");
        untagged.tag = {};
        rooms.apply(sync({ picture("$before", "@a:hs") }), self); // with the room
        rooms.apply(sync({ picture("$resumed", "@a:hs") }), self, false);
        rooms.apply(sync({ picture("$new", "@a:hs"), picture("$mine", self), untagged, message("$text") }), self);
        for (const QByteArray id : { "$before", "$resumed", "$mine", "$untagged", "$text", "$other" })
            QVERIFY2(!rooms.takeArrival("!r", id), id.constData());
        QVERIFY(!rooms.takeArrival("!other", "$new"));
        const std::optional<KnownRooms::Time> arrival = rooms.takeArrival("!r", "$new");
        QVERIFY(arrival);
        QVERIFY(*arrival <= received && *arrival > received - std::chrono::microseconds(200));
        QVERIFY(!rooms.takeArrival("!r", "$new"));
        QCOMPARE(sizeof(KnownMessage), 24U); // a user has hundreds
    }

    void ownReactionsOfAnEarlierRunAreKnown()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 10);
        matrix::Event mine;
        mine.id = "$r1";
        mine.sender = self;
        mine.type = "m.reaction";
        mine.relationType = "m.annotation";
        mine.relatesTo = "$1";
        matrix::Event theirs = mine;
        theirs.id = "$r2";
        theirs.sender = "@a:hs";
        theirs.relatesTo = "$2";
        rooms.apply(inRoom("!r", { message("$1"), message("$2"), mine, theirs }, "p1"), self);
        QVERIFY(rooms.find("!r")->recent[0].reacted);
        QVERIFY(!rooms.find("!r")->recent[1].reacted);
    }

    void roomsComeAndGo()
    {
        WorkerCache cache;
        KnownRooms rooms(cache, 10);
        matrix::SyncResponse invited;
        invited.invited = { "!r", "!other" };
        rooms.apply(invited, self);
        rooms.apply(invited, self); // told again until it is answered
        QVERIFY(rooms.isEmpty());
        QCOMPARE(rooms.invitations(), std::vector<QByteArray>({ "!r", "!other" }));

        rooms.apply(inRoom("!r", {}, "p1"), self);
        QCOMPARE(rooms.invitations(), std::vector<QByteArray>({ "!other" }));
        QVERIFY(rooms.find("!r"));

        matrix::SyncResponse left;
        left.left = { "!r", "!other" };
        rooms.apply(left, self);
        QVERIFY(rooms.isEmpty());
        QVERIFY(rooms.invitations().empty());
    }

    void usersOfAWorkerShareTheirStrings()
    {
        WorkerCache cache;
        KnownRooms one(cache, 10);
        KnownRooms two(cache, 10);
        // Two parsers' strings: equal, but not the same storage.
        one.apply(inRoom(QByteArray("!room", 5), { message(QByteArray("$event", 6)) }, "p"), self);
        two.apply(inRoom(QByteArray("!room", 5), { message(QByteArray("$event", 6)) }, "p"), self);
        QCOMPARE(one.find("!room")->recent[0].message, two.find("!room")->recent[0].message);
        QCOMPARE(one.find("!room")->path.path().constData(), two.find("!room")->path.path().constData());
    }
};

QTEST_GUILESS_MAIN(TestKnownRooms)
#include "test_knownrooms.moc"
