// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/historybook.h"

#include <QTest>

#include <numeric>

using namespace throng::users;
using namespace Qt::StringLiterals;

namespace {

PlannedRoom room(int number, const std::vector<QString> &members, bool stands = true)
{
    return { u"Room %1"_s.arg(number), members, stands ? "!room-" + QByteArray::number(number) : QByteArray() };
}

HistoryParameters parameters(double messagesPerRoom, double sizeWeight = 1)
{
    HistoryParameters parameters;
    parameters.messagesPerRoom = messagesPerRoom;
    parameters.sizeWeight = sizeWeight;
    return parameters;
}

const HistoryBook::Before nothing { [](const QByteArray &, const QString &) { return 0; },
    [](const QString &) { return false; } };

int sumOf(const std::vector<int> &numbers)
{
    return std::accumulate(numbers.begin(), numbers.end(), 0);
}

} // namespace

class TestHistoryBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSumIsWhatWasAskedForHoweverItIsDealt()
    {
        std::vector<PlannedRoom> rooms;
        for (int i = 0; i < 97; ++i)
            rooms.push_back(room(i, std::vector<QString>(std::size_t(2 + i % 13), u"x"_s)));
        for (const double exponent : { 0.0, 0.5, 1.0, 2.0 }) {
            for (const double messages : { 0.3, 1.0, 7.7, 1000.0 }) {
                const std::vector<int> targets = historyTargets(rooms, parameters(messages, exponent));
                QCOMPARE(sumOf(targets), qRound(messages * 97));
                for (const int target : targets)
                    QVERIFY(target >= 0);
            }
        }
    }

    void biggerRoomsHaveMoreIfTheyAreTo()
    {
        const std::vector<PlannedRoom> rooms { room(0, std::vector<QString>(2, u"x"_s)),
            room(1, std::vector<QString>(8, u"x"_s)) };
        QCOMPARE(historyTargets(rooms, parameters(50)), (std::vector<int> { 20, 80 }));
        QCOMPARE(historyTargets(rooms, parameters(50, 0)), (std::vector<int> { 50, 50 }));
        QCOMPARE(historyTargets({}, parameters(50)), std::vector<int>());
        const std::vector<PlannedRoom> empty { room(0, {}) };
        QCOMPARE(historyTargets(empty, parameters(50)), (std::vector<int> { 0 }));
    }

    void membersShareARoomEvenly()
    {
        const auto book =
            std::make_shared<RoomBook>(std::vector<PlannedRoom> { room(0, { u"a"_s, u"b"_s, u"c"_s }),
                                           room(1, { u"c"_s, u"a"_s }, false), room(2, { u"a"_s, u"nobody"_s }) },
                u"tag"_s);
        const std::vector<QString> accounts { u"a"_s, u"b"_s, u"c"_s };
        HistoryBook history(book, accounts, parameters(10, 0), nothing);
        QCOMPARE(history.roomsMissing(), 1);
        QCOMPARE(history.pagesOf(0).parts.size(), 2U); // of rooms that stand
        QCOMPARE(history.pagesOf(0).missing(), 3 + 5);
        QCOMPARE(history.pagesOf(1).missing(), 3);
        QCOMPARE(history.pagesOf(2).missing(), 4);
        QCOMPARE(history.wanted(), 15); // nobody writes what "nobody" would have written
        QCOMPARE(history.existed(), 0);
        QVERIFY(!history.pagesOf(0).hasProfile);
    }

    void theFurthestBehindIsNext()
    {
        HistoryBook::Pages pages;
        pages.parts = { { 0, 10, 0 }, { 1, 2, 0 }, { 2, 0, 0 } };
        QList<int> order;
        while (HistoryBook::Part *part = pages.next()) {
            ++part->written;
            order += part->room;
        }
        QCOMPARE(order.count(0), 10);
        QCOMPARE(order.count(1), 2);
        QCOMPARE(order.count(2), 0);
        // Both grow together: the small one is not done before the big one is half done.
        QVERIFY(order.lastIndexOf(1) >= 5);
        QCOMPARE(pages.missing(), 0);
    }

    void whatEarlierRunsWroteIsNotWrittenAgain()
    {
        const auto book = std::make_shared<RoomBook>(
            std::vector<PlannedRoom> { room(0, { u"a"_s, u"b"_s }), room(1, { u"b"_s, u"a"_s }) }, u"tag"_s);
        const HistoryBook::Before before {
            [](const QByteArray &roomId, const QString &account) {
                return roomId == "!room-0" ? account == u"a"_s ? 5 : 99 : 0; // more than is wanted now
            },
            [](const QString &account) { return account == u"b"_s; },
        };
        const std::vector<QString> accounts { u"a"_s, u"b"_s };
        HistoryBook history(book, accounts, parameters(20), before);
        QCOMPARE(history.wanted(), 40);
        QCOMPARE(history.existed(), 15);
        QCOMPARE(history.pagesOf(0).missing(), 15);
        QCOMPARE(history.pagesOf(1).missing(), 10);
        QVERIFY(!history.pagesOf(0).hasProfile);
        QVERIFY(history.pagesOf(1).hasProfile);
    }
};

QTEST_GUILESS_MAIN(TestHistoryBook)
#include "test_historybook.moc"
