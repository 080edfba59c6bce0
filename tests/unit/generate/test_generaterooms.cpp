// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/generate/generaterooms.h"
#include "engine/generate/generateusers.h"
#include "engine/generate/roomsummary.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace Qt::StringLiterals;
using namespace throng::generate;
using namespace throng::project;
using throng::Result;
using throng::users::Account;

class TestGenerateRooms : public QObject {
    Q_OBJECT

private:
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static QByteArray roomsJson(int count, quint64 seed, const RoomPattern &pattern = {})
    {
        UserPattern users;
        users.count = count;
        const QList<Account> accounts = generateUsers(users, seed).value();
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"rooms.json"_s);
        if (!RoomsFile::write(path, generateRooms(pattern, count, seed).value(), accounts))
            return {};
        return content(path);
    }

    static QList<int> sizes(const QList<PlannedRoom> &rooms)
    {
        QList<int> list;
        for (const PlannedRoom &room : rooms)
            list.append(static_cast<int>(room.members.size()));
        return list;
    }

private Q_SLOTS:
    void aSeedGivesTheSameRoomsOnEveryPlatform()
    {
        QCOMPARE(roomsJson(40, 7),
            content(QStringLiteral(THRONG_SOURCE_DIR "/tests/unit/generate/golden/rooms-40-seed-7.json")));
        QCOMPARE(QCryptographicHash::hash(roomsJson(2000, 7), QCryptographicHash::Sha256).toHex(),
            content(QStringLiteral(THRONG_SOURCE_DIR "/tests/unit/generate/golden/rooms-2000-seed-7.sha256"))
                .trimmed());
    }

    void aSeedGivesTheSameRoomsOfEveryDistribution_data()
    {
        QTest::addColumn<RoomPattern>("pattern");
        QTest::addColumn<QByteArray>("sha256");
        const auto row = [](const char *name, RoomDistribution distribution, const QByteArray &sha256) {
            RoomPattern pattern;
            pattern.distribution = distribution;
            pattern.largest = 30;
            pattern.fixedSize = 6;
            pattern.histogram = { { 2, 20 }, { 5, 4 }, { 60, 1 } };
            QTest::newRow(name) << pattern << sha256;
        };
        row("fixed", RoomDistribution::Fixed, "f759bd8b7c41dea47f771b03955cd9913d20c1ed99be72a00e42113daed4e94f"_ba);
        row("uniform", RoomDistribution::Uniform,
            "341718a3172c1a59ee71e3f14dadeafc0ba04aa9c72cd9d7c05d28740f16a4e0"_ba);
        row("one big room", RoomDistribution::OneBigRoom,
            "851c1fbaaca927039f19b26a83e0b4cef10a60d262f0082e71e3d90f858e7513"_ba);
        row("histogram", RoomDistribution::Histogram,
            "7898bcb79a4a0d60074d7ef15999f2eac3c0a150c9d74c40884abe440c68beea"_ba);
    }

    void aSeedGivesTheSameRoomsOfEveryDistribution()
    {
        QFETCH(const RoomPattern, pattern);
        QFETCH(const QByteArray, sha256);
        QCOMPARE(QCryptographicHash::hash(roomsJson(100, 7, pattern), QCryptographicHash::Sha256).toHex(), sha256);
    }

    void aDrawKnowsEveryRoomWithoutHoldingThem()
    {
        const QList<PlannedRoom> rooms = generateRooms({}, 300, 5).value();
        const RoomDraw draw = RoomDraw::make({}, 300, 5).value();
        QCOMPARE(draw.count(), rooms.size());
        for (int i = draw.count() - 1; i >= 0; --i) { // in any order
            QCOMPARE(draw.name(i), rooms[i].name);
            QCOMPARE(draw.size(i), rooms[i].members.size());
            QCOMPARE(draw.members(i, 2), rooms[i].members.first(2));
            QCOMPARE(draw.members(i), rooms[i].members);
        }
    }

    void everyRoomIsAsItShouldBe()
    {
        for (const quint64 seed : { 1, 2, 3 }) {
            const QList<PlannedRoom> rooms = generateRooms({}, 300, seed).value();
            int number = 0;
            for (const PlannedRoom &room : rooms) {
                QCOMPARE(room.name, u"Room %1"_s.arg(number++));
                QVERIFY(room.members.size() >= 2 && room.members.size() <= 300);
                QCOMPARE(QSet<int>(room.members.cbegin(), room.members.cend()).size(), room.members.size());
                const auto [least, most] = std::ranges::minmax(room.members);
                QVERIFY(least >= 0 && most < 300);
            }
        }
    }

    void theEightyTwentyRuleAsMatrixLocustDrawsIt()
    {
        // The means over 400 drawings of 1,000 users, within some four standard errors of what Python's
        // random.paretovariate and random.sample give.
        constexpr int drawings = 400;
        double rooms = 0;
        double roomsPerUser = 0;
        double withoutRoom = 0;
        std::vector<double> reach;
        for (quint64 seed = 1; seed <= drawings; ++seed) {
            RoomSummarizer summarizer(1000);
            QVERIFY(generateRooms({}, 1000, seed, {}, [&](const PlannedRoom &room) -> Result<> {
                summarizer.add(room);
                return {};
            }));
            const RoomSummary summary = summarizer.summary();
            rooms += summary.rooms;
            roomsPerUser += summary.roomsPerUser;
            withoutRoom += summary.usersInNoRoom;
            reach.push_back(summary.messageReach);
        }
        std::ranges::sort(reach);
        const auto isNear = [](double sum, double expected, double tolerance) {
            if (std::abs(sum / drawings - expected) < tolerance)
                return true;
            qWarning() << sum / drawings << "instead of" << expected;
            return false;
        };
        QVERIFY(isNear(rooms, 624.5, 3));
        QVERIFY(isNear(roomsPerUser, 4.76, 0.25));
        QVERIFY(isNear(withoutRoom, 8.5, 1.5));
        QVERIFY(isNear(std::accumulate(reach.begin(), reach.end(), 0.0), 163, 24));
        QVERIFY(isNear(drawings * (reach[drawings / 2 - 1] + reach[drawings / 2]) / 2, 118, 35));
    }

    void everyoneIsAsLikelyToBeInARoom()
    {
        RoomPattern pattern;
        pattern.distribution = RoomDistribution::Fixed;
        pattern.fixedSize = 5;
        pattern.draws = 10'000;
        std::vector<int> seen(50);
        std::vector<int> created(50);
        const QList<PlannedRoom> rooms = generateRooms(pattern, 50, 11).value();
        for (const PlannedRoom &room : rooms) {
            ++created[static_cast<std::size_t>(room.members.first())];
            for (const int member : room.members)
                ++seen[static_cast<std::size_t>(member)];
        }
        // Binomial: 1,000 ± 30 as member, 200 ± 14 as creator.
        for (std::size_t i = 0; i < 50; ++i) {
            QVERIFY(std::abs(seen[i] - 1000) < 150);
            QVERIFY(std::abs(created[i] - 200) < 70);
        }
    }

    void boundsHold()
    {
        RoomPattern pattern;
        pattern.draws = 5000;
        pattern.smallest = 4;
        pattern.largest = 9;
        const QList<int> drawn = sizes(generateRooms(pattern, 1000, 1).value());
        QVERIFY(drawn.size() > 500 && drawn.size() < 2000); // most draws are smaller and make no room
        const auto [least, most] = std::ranges::minmax(drawn);
        QCOMPARE(least, 4);
        QCOMPARE(most, 9);
    }

    void otherDistributions()
    {
        RoomPattern pattern;
        pattern.draws = 3;
        pattern.distribution = RoomDistribution::Fixed;
        pattern.fixedSize = 7;
        QCOMPARE(sizes(generateRooms(pattern, 10, 1).value()), (QList<int> { 7, 7, 7 }));
        QCOMPARE(sizes(generateRooms(pattern, 4, 1).value()), (QList<int> { 4, 4, 4 }));

        pattern.distribution = RoomDistribution::OneBigRoom;
        QCOMPARE(sizes(generateRooms(pattern, 10, 1).value()), (QList<int> { 10 }));

        pattern.distribution = RoomDistribution::Histogram;
        pattern.histogram = { { 2, 2 }, { 5, 1 }, { 50, 1 } };
        QCOMPARE(sizes(generateRooms(pattern, 10, 1).value()), (QList<int> { 2, 2, 5, 10 }));

        pattern.distribution = RoomDistribution::Uniform;
        pattern.draws = 6000;
        pattern.smallest = 2;
        pattern.largest = 4;
        const QList<int> uniform = sizes(generateRooms(pattern, 10, 1).value());
        for (const int size : { 2, 3, 4 })
            QVERIFY(std::abs(uniform.count(size) - 2000) < 200);
        QCOMPARE(uniform.size(), 6000);
    }

    void namesFollowThePattern()
    {
        RoomPattern pattern;
        pattern.distribution = RoomDistribution::Fixed;
        pattern.draws = 2;
        pattern.fixedSize = 2;
        pattern.namePattern = u"load-{n}-test"_s;
        const QList<PlannedRoom> rooms = generateRooms(pattern, 5, 1).value();
        QCOMPARE(rooms[0].name, u"load-0-test"_s);
        QCOMPARE(rooms[1].name, u"load-1-test"_s);
    }

    void saysWhichFieldIsWrong_data()
    {
        QTest::addColumn<RoomPattern>("pattern");
        QTest::addColumn<int>("users");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, int users, const QString &field, auto change) {
            RoomPattern pattern;
            change(pattern);
            QTest::newRow(name) << pattern << users << field;
        };
        row("nobody", 0, u"users"_s, [](RoomPattern &) {});
        row("one user", 1, u"largest"_s, [](RoomPattern &) {});
        row("alpha 0", 10, u"alpha"_s, [](RoomPattern &p) { p.alpha = 0; });
        row("alpha no number", 10, u"alpha"_s, [](RoomPattern &p) { p.alpha = std::nan(""); });
        row("negative draws", 10, u"draws"_s, [](RoomPattern &p) { p.draws = -1; });
        row("absurd draws", 10, u"draws"_s, [](RoomPattern &p) { p.draws = 2'000'000'000; });
        row("empty rooms", 10, u"smallest"_s, [](RoomPattern &p) { p.smallest = 0; });
        row("crossed bounds", 10, u"largest"_s, [](RoomPattern &p) {
            p.smallest = 5;
            p.largest = 4;
        });
        row("no number", 10, u"names"_s, [](RoomPattern &p) { p.namePattern = u"Room"_s; });
        row("fixed 0", 10, u"fixed_size"_s, [](RoomPattern &p) {
            p.distribution = RoomDistribution::Fixed;
            p.fixedSize = 0;
        });
        row("histogram", 10, u"histogram[1]"_s, [](RoomPattern &p) {
            p.distribution = RoomDistribution::Histogram;
            p.histogram = { { 2, 1 }, { 2, -1 } };
        });
        row("a plan of its own", 10, u"rooms"_s, [](RoomPattern &p) { p.distribution = RoomDistribution::File; });
        row("too many rooms", 10, u"histogram"_s, [](RoomPattern &p) {
            p.distribution = RoomDistribution::Histogram;
            p.histogram = { { 2, 2'000'000'000 }, { 2, 2'000'000'000 } };
        });
        row("too many members", 1'000'000, u"rooms"_s, [](RoomPattern &p) {
            p.distribution = RoomDistribution::Fixed;
            p.fixedSize = 1'000'000;
        });
    }

    void saysWhichFieldIsWrong()
    {
        QFETCH(const RoomPattern, pattern);
        QFETCH(const int, users);
        QFETCH(const QString, field);
        const Result<> rooms = generateRooms(pattern, users, 1, {}, [](const PlannedRoom &) -> Result<> { return {}; });
        QVERIFY(!rooms);
        QCOMPARE(rooms.error().where, field);
        QVERIFY(!rooms.error().expected.isEmpty());
    }

    void theSummaryCountsWhatIsThere()
    {
        // User 0 is everywhere, user 4 nowhere.
        const RoomSummary summary =
            summarize({ { u"A"_s, { 0, 1 } }, { u"B"_s, { 0, 1, 2, 3 } }, { u"C"_s, { 0, 2 } } }, 5);
        QCOMPARE(summary.users, 5);
        QCOMPARE(summary.rooms, 3);
        QCOMPARE(summary.memberships, 8);
        QCOMPARE(summary.usersInNoRoom, 1);
        QCOMPARE(summary.usersInAllRooms, 1);
        QCOMPARE(summary.usersInMoreThan99, 0);
        QCOMPARE(summary.largestRoom, 4);
        QCOMPARE(summary.largestRoomName, u"B"_s);
        QCOMPARE(summary.mostRoomsOfAUser, 3);
        QCOMPARE(summary.roomsPerUser, 1.6);
        // 0: (1+3+1)/3, 1: (1+3)/2, 2: (3+1)/2, 3: 3/1
        QCOMPARE(summary.messageReach, (5.0 / 3 + 2 + 2 + 3) / 4);
        QCOMPARE(summary.sizes[0].rooms, 2);
        QCOMPARE(summary.sizes[2].rooms, 1);
    }

    void aMessageReachesAsManyAsInASimulatedChat()
    {
        // Every user who has a room writes as much as any other, each time in one of its rooms.
        const QList<PlannedRoom> rooms = generateRooms({}, 200, 4).value();
        const RoomSummary summary = summarize(rooms, 200);
        std::vector<std::vector<qsizetype>> roomsOf(200);
        for (const PlannedRoom &room : rooms) {
            for (const int member : room.members)
                roomsOf[static_cast<std::size_t>(member)].push_back(room.members.size());
        }
        throng::Random random(99);
        double reached = 0;
        int messages = 0;
        while (messages < 400'000) {
            const auto &own = roomsOf[random.below(200)];
            if (own.empty())
                continue;
            reached += static_cast<double>(own[random.below(own.size())] - 1);
            ++messages;
        }
        const double simulated = reached / messages;
        QVERIFY2(std::abs(simulated - summary.messageReach) < 0.02 * summary.messageReach,
            qPrintable(u"%1 %2"_s.arg(simulated).arg(summary.messageReach)));
    }

    void moreThan99RoomsAreCounted()
    {
        QList<PlannedRoom> rooms;
        for (int i = 0; i < 100; ++i)
            rooms.append({ u"Room %1"_s.arg(i), i < 99 ? QList<int> { 0, 1 } : QList<int> { 0, 2 } });
        const RoomSummary summary = summarize(rooms, 3);
        QCOMPARE(summary.usersInMoreThan99, 1);
        QCOMPARE(summary.usersInAllRooms, 1);
    }

    void theBinsCoverEverySize()
    {
        RoomSummarizer summarizer(1000);
        for (int size = 1; size <= 1000; ++size) {
            QList<int> members(size);
            std::iota(members.begin(), members.end(), 0);
            summarizer.add({ u"Room"_s, members });
        }
        const RoomSummary summary = summarizer.summary();
        QStringList labels;
        int rooms = 0;
        for (const SizeBin &bin : summary.sizes) {
            labels << bin.label();
            rooms += bin.rooms;
        }
        QCOMPARE(rooms, 1000);
        QCOMPARE(labels.join(u' '), u"2 3 4 5 6–7 8–9 10+ 13+ 18+ 25+ 35+ 50+ 80+ 130+ 220+"_s);
        QCOMPARE(summary.sizes[4].rooms, 2); // 6 and 7
        QCOMPARE(summary.sizes[14].rooms, 781); // 220 to 1000
        QCOMPARE(summarize({}, 0).messageReach, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestGenerateRooms)
#include "test_generaterooms.moc"
