// SPDX-License-Identifier: GPL-3.0-or-later
// Rooms of groups: a department's, a bridge's.
#include "engine/generate/generaterooms.h"
#include "engine/project/readymadecrowd.h"
#include "engine/users/crowd.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace throng::generate;
using namespace throng::project;
using throng::Result;
using throng::users::Crowd;
using throng::users::Population;

namespace {

Population group(const QString &name, double share)
{
    Population group;
    group.name = name;
    group.share = share;
    return group;
}

/// Three of ten sell and have a room for five of them; one of ten helps others, each in three rooms.
QList<Population> company()
{
    QList<Population> groups { group(u"others"_s, 6), group(u"sales"_s, 3), group(u"help desk"_s, 1) };
    groups[1].rooms = { .perMember = 0.2, .smallest = 5, .largest = 9, .withOthers = false, .inCommonRooms = true };
    groups[2].rooms = { .perMember = 3, .smallest = 2, .largest = 4, .withOthers = true, .inCommonRooms = false };
    return groups;
}

QList<PlannedRoom> ofGroup(const QList<PlannedRoom> &rooms, const QString &name)
{
    QList<PlannedRoom> found;
    std::copy_if(rooms.cbegin(), rooms.cend(), std::back_inserter(found),
        [&](const PlannedRoom &room) { return room.name.startsWith(name + u" room "_s); });
    return found;
}

} // namespace

class TestGroupRooms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGroupHasRoomsAmongItself()
    {
        const Crowd crowd({}, company());
        const QList<PlannedRoom> rooms = ofGroup(generateRooms({}, 200, 3, company()).value(), u"sales"_s);
        int members = 0;
        for (int account = 0; account < 200; ++account)
            members += crowd.populationOf(account) == 1;
        QCOMPARE(rooms.size(), qsizetype(std::round(0.2 * members)));
        QSet<qsizetype> sizes;
        QSet<int> creators;
        for (const PlannedRoom &room : rooms) {
            sizes.insert(room.members.size());
            creators.insert(room.members.first());
            QCOMPARE(QSet<int>(room.members.cbegin(), room.members.cend()).size(), room.members.size());
            for (const int account : room.members)
                QCOMPARE(crowd.populationOf(account), 1);
        }
        QVERIFY(*std::min_element(sizes.cbegin(), sizes.cend()) >= 5);
        QVERIFY(*std::max_element(sizes.cbegin(), sizes.cend()) <= 9);
        QVERIFY(sizes.size() > 1);
        QCOMPARE(creators.size(), rooms.size()); // there are more members than rooms: nobody makes two
    }

    void oneOfAGroupIsWithOthers()
    {
        const Crowd crowd({}, company());
        const QList<PlannedRoom> rooms = ofGroup(generateRooms({}, 200, 3, company()).value(), u"help desk"_s);
        QHash<int, int> made;
        for (const PlannedRoom &room : rooms) {
            QCOMPARE(crowd.populationOf(room.members.first()), 2);
            ++made[room.members.first()];
            QVERIFY(room.members.size() >= 2 && room.members.size() <= 4);
            QCOMPARE(QSet<int>(room.members.cbegin(), room.members.cend()).size(), room.members.size());
            for (const int account : room.members.mid(1))
                QVERIFY(crowd.populationOf(account) != 2);
        }
        QVERIFY(made.size() >= 17); // of two hundred a tenth, give or take three
        for (const int each : std::as_const(made))
            QCOMPARE(each, 3);
    }

    void theCommonRoomsAreForThoseWhoAreInThem()
    {
        const QList<PlannedRoom> rooms = generateRooms({}, 200, 3, company()).value();
        const Crowd crowd({}, company());
        int common = 0;
        for (const PlannedRoom &room : rooms) {
            if (!room.name.startsWith(u"Room "_s))
                continue;
            ++common;
            for (const int account : room.members)
                QVERIFY(crowd.populationOf(account) != 2);
        }
        QVERIFY(common > 20);
        // Who is in them makes the rooms; what rooms groups have besides changes nothing.
        QList<Population> groups = company();
        groups[2].rooms.inCommonRooms = true;
        const QList<PlannedRoom> alike = generateRooms({}, 200, 3, groups).value();
        const QList<PlannedRoom> without = generateRooms({}, 200, 3).value();
        QCOMPARE(alike.first(without.size()), without);
    }

    void isTheSameForASeedAndReadFromAnywhere()
    {
        QCOMPARE(generateRooms({}, 200, 3, company()).value(), generateRooms({}, 200, 3, company()).value());
        QVERIFY(ofGroup(generateRooms({}, 200, 3, company()).value(), u"sales"_s)
            != ofGroup(generateRooms({}, 200, 4, company()).value(), u"sales"_s));
        const QList<PlannedRoom> rooms = generateRooms({}, 200, 3, company()).value();
        const RoomDraw draw = RoomDraw::make({}, 200, 3, company()).value();
        QCOMPARE(draw.count(), int(rooms.size()));
        for (int room = draw.count() - 1; room >= 0; --room) {
            QCOMPARE(draw.name(room), rooms[room].name);
            QCOMPARE(draw.size(room), int(rooms[room].members.size()));
            QCOMPARE(draw.members(room), rooms[room].members);
            QCOMPARE(draw.members(room, 2), rooms[room].members.first(std::min(2, draw.size(room))));
        }
    }

    void tooFewForARoomHaveNone()
    {
        QList<Population> groups = company();
        QVERIFY(ofGroup(generateRooms({}, 8, 3, groups).value(), u"sales"_s).isEmpty()); // two of them, and five wanted
        for (Population &each : groups)
            each.rooms.inCommonRooms = false;
        const QList<PlannedRoom> rooms = generateRooms({}, 200, 3, groups).value();
        QVERIFY(!rooms.isEmpty());
        QVERIFY(std::none_of(
            rooms.cbegin(), rooms.cend(), [](const PlannedRoom &room) { return room.name.startsWith(u"Room "_s); }));
    }

    void saysWhatCannotBe_data()
    {
        QTest::addColumn<throng::users::GroupRooms>("rooms");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("said");
        using Rooms = throng::users::GroupRooms;
        QTest::newRow("nobody in it") << Rooms { .perMember = 1, .smallest = 0 } << u"x"_s
                                      << u"cannot have 0 members"_s;
        QTest::newRow("larger than the largest")
            << Rooms { .perMember = 1, .smallest = 9, .largest = 8 } << u"x"_s << u"the smallest 9 at least"_s;
        QTest::newRow("too many") << Rooms { .perMember = 1e9 } << u"x"_s << u"are too many"_s;
        QTest::newRow("names of the others") << Rooms { .perMember = 1 } << u"Our"_s << u"names of everybody's"_s;
    }
    void saysWhatCannotBe()
    {
        QFETCH(throng::users::GroupRooms, rooms);
        QFETCH(QString, name);
        QFETCH(QString, said);
        RoomPattern pattern;
        pattern.namePattern = u"Our room {n}"_s;
        Population wrong = group(name, 1);
        wrong.rooms = rooms;
        const auto made = generateRooms(pattern, 20, 1, { wrong });
        QVERIFY(!made);
        const QString error = made.error().toString();
        QVERIFY2(error.contains(said) && error.contains(u"group \"%1\""_s.arg(name)), qPrintable(error));
    }

    /// docs/populations.md: people have rooms among themselves, and whom a bridge writes for is in bridged rooms alone.
    void bridgesWriteInRoomsOfTheirOwn()
    {
        const ReadyMadeCrowd crowd = readyMadeCrowd(u"bridge-heavy"_s).value();
        const Crowd dealt({}, crowd.populations);
        const QList<PlannedRoom> rooms = generateRooms(crowd.rooms, 1000, 7, crowd.populations).value();
        enum { People, Bridged, Bridges };
        QSet<int> reached;
        for (const PlannedRoom &room : rooms) {
            const bool isBridged = room.name.startsWith(u"bridges room "_s);
            QCOMPARE(dealt.populationOf(room.members.first()) == Bridges, isBridged);
            for (const int account : room.members.mid(1)) {
                QVERIFY(dealt.populationOf(account) != Bridges);
                QVERIFY(isBridged || dealt.populationOf(account) == People);
                if (isBridged)
                    reached.insert(account);
            }
        }
        int others = 0;
        for (int account = 0; account < 1000; ++account)
            others += dealt.populationOf(account) != Bridges;
        QVERIFY2(reached.size() > 0.99 * others, qPrintable(QString::number(reached.size())));
    }
};

QTEST_GUILESS_MAIN(TestGroupRooms)
#include "test_grouprooms.moc"
