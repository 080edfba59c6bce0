// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/userlimit.h"

#include <QTest>

using namespace throng;
using namespace throng::run;
using namespace Qt::StringLiterals;

namespace {

http::DescriptorBudget budgetFor(int chatUsers)
{
    http::DescriptorBudget budget { .limit = 0, .inUse = 10 };
    while (budget.usersThatFit(2) < chatUsers)
        ++budget.limit;
    return budget;
}

} // namespace

class TestUserLimit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void usersAreLimitedByAccountsAndDescriptors_data()
    {
        QTest::addColumn<bool>("setup");
        QTest::addColumn<int>("wanted"); // -1: one for each account
        QTest::addColumn<int>("accounts");
        QTest::addColumn<int>("fit");
        QTest::addColumn<int>("users"); // -1: an error
        QTest::addColumn<bool>("warns");
        QTest::newRow("one for each account") << false << -1 << 60 << 1000 << 60 << false;
        QTest::newRow("fewer than accounts") << false << 20 << 60 << 1000 << 20 << false;
        QTest::newRow("more than accounts") << false << 100 << 60 << 1000 << 60 << true;
        QTest::newRow("none") << false << 0 << 60 << 1000 << 0 << false;
        QTest::newRow("as many as fit") << false << 50 << 60 << 50 << 50 << false;
        QTest::newRow("one more than fits") << false << 51 << 60 << 50 << -1 << false;
        QTest::newRow("set-up makes do with fewer") << true << -1 << 10'000 << 50 << 100 << false;
        QTest::newRow("set-up with more than accounts") << true << 100 << 60 << 1000 << 60 << false;
        QTest::newRow("set-up without any") << true << 10 << 60 << 0 << -1 << false;
    }
    void usersAreLimitedByAccountsAndDescriptors()
    {
        QFETCH(bool, setup);
        QFETCH(int, wanted);
        QFETCH(int, accounts);
        QFETCH(int, fit);
        QFETCH(int, users);
        QFETCH(bool, warns);
        TestPlan test;
        test.name = u"the test"_s;
        test.behaviour = setup ? users::Behaviour::Register : users::Behaviour::Chat;
        if (wanted >= 0)
            test.users = wanted;
        const http::DescriptorBudget budget =
            fit > 0 ? budgetFor(fit) : http::DescriptorBudget { .limit = 1, .inUse = 1 };
        const auto limit = limitUsers(test, accounts, budget, false);
        QCOMPARE(limit.has_value(), users >= 0);
        if (!limit) {
            QVERIFY(limit.error().toString().contains(u"%1 users fit"_s.arg(fit)));
            QVERIFY(limit.error().toString().contains(u"the test"));
            return;
        }
        if (setup && users > fit)
            users = budget.usersThatFit(1) < accounts ? budget.usersThatFit(1) : users;
        QCOMPARE(limit->users, users);
        QCOMPARE(!limit->warning.isEmpty(), warns);
        QVERIFY(limit->most >= limit->users);
        QVERIFY(limit->most <= accounts);
    }

    void inHttp2AUserNeedsOneConnection()
    {
        TestPlan test;
        test.behaviour = users::Behaviour::Chat;
        test.users = 1500;
        const http::DescriptorBudget budget = budgetFor(1000);
        QVERIFY(!limitUsers(test, 2000, budget, false));
        const auto limit = limitUsers(test, 2000, budget, true);
        QVERIFY(limit);
        QCOMPARE(limit->users, 1500);
        QVERIFY(limit->most > 1500);
    }
};

QTEST_APPLESS_MAIN(TestUserLimit)
#include "test_userlimit.moc"
