// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/accountqueue.h"
#include "engine/users/roombook.h"

#include <QTest>

#include <thread>

using namespace throng::users;
using namespace Qt::StringLiterals;

namespace {

std::vector<Account> accounts(int count)
{
    std::vector<Account> list;
    list.reserve(std::size_t(count));
    for (int i = 0; i < count; ++i)
        list.push_back({ u"user.%1"_s.arg(i, 6, 10, QChar(u'0')), u"password"_s, {}, {} });
    return list;
}

} // namespace

class TestAccountQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dealsInOrderUntilNoneIsLeft()
    {
        AccountQueue queue(accounts(2));
        QCOMPARE(queue.take()->account.username, u"user.000000"_s);
        QCOMPARE(queue.remaining(), 1);
        QCOMPARE(queue.take()->index, 1);
        QVERIFY(!queue.take());
        QVERIFY(!queue.take());
        QCOMPARE(queue.remaining(), 0);
    }

    void whatIsPutBackIsDealtAgainWithItsSession()
    {
        AccountQueue queue(accounts(2));
        (void)queue.take();
        (void)queue.take();
        queue.putBack(0, { u"@user.000000:hs"_s, "token", {}, {}, "s17" });
        QCOMPARE(queue.remaining(), 1);
        const std::optional<AccountQueue::Taken> again = queue.take();
        QCOMPARE(again->index, 0);
        QCOMPARE(again->account.session.nextBatch, "s17"_ba);
        QCOMPARE(again->account.username, u"user.000000"_s);
        QVERIFY(!queue.take());
    }

    void whatIsPutBehindComesLastAndInItsOrder()
    {
        AccountQueue queue(accounts(4));
        (void)queue.take();
        (void)queue.take();
        queue.putBehind(1, { u"@user.000001:hs"_s, "token", {}, {}, {} });
        queue.putBehind(0, {});
        queue.putBack(0, {}); // its user was stopped
        QCOMPARE(queue.remaining(), 5);
        QList<int> order;
        while (const std::optional<AccountQueue::Taken> taken = queue.take()) {
            if (taken->index == 1)
                QCOMPARE(taken->account.session.accessToken, "token"_ba);
            order += taken->index;
        }
        QCOMPARE(order, (QList<int> { 0, 2, 3, 1, 0 }));
    }

    void eachAccountIsDealtOnceToManyThreads()
    {
        const int count = 20000;
        AccountQueue queue(accounts(count));
        std::vector<std::vector<int>> taken(4);
        {
            std::vector<std::jthread> threads;
            threads.reserve(taken.size());
            for (std::vector<int> &own : taken) {
                threads.emplace_back([&queue, &own] {
                    while (const std::optional<AccountQueue::Taken> account = queue.take())
                        own.push_back(account->index);
                });
            }
        }
        std::vector<int> times(std::size_t(count), 0);
        for (const std::vector<int> &own : taken) {
            for (const int index : own)
                ++times[std::size_t(index)];
        }
        QCOMPARE(times, std::vector<int>(std::size_t(count), 1));
    }

    void theBookKnowsWhoCreatesWhat()
    {
        RoomBook book({ { u"Room 0"_s, { u"a"_s, u"b"_s }, {} }, { u"Room 1"_s, { u"b"_s }, "!1" },
                          { u"Room 2"_s, { u"a"_s }, {} }, { u"Nobody's"_s, {}, {} } },
            u"tag"_s);
        const auto listed = [&](const QString &name) {
            const std::span<const int> rooms = book.roomsCreatedBy(name);
            return std::vector<int>(rooms.begin(), rooms.end());
        };
        QCOMPARE(listed(u"a"_s), std::vector<int>({ 0, 2 }));
        QCOMPARE(listed(u"b"_s), std::vector<int>({ 1 }));
        QCOMPARE(listed(u"c"_s), std::vector<int>());
        QVERIFY(book.creationTag(0) != book.creationTag(1));
    }

    void theInvitationLimitOnlyFalls()
    {
        RoomBook book({}, {});
        QVERIFY(book.invitationLimit() > 100000);
        book.lowerInvitationLimit(10);
        book.lowerInvitationLimit(20); // of a user who asked before it was known
        QCOMPARE(book.invitationLimit(), 10);
    }
};

QTEST_GUILESS_MAIN(TestAccountQueue)
#include "test_accountqueue.moc"
