// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/arrivals.h"
#include "engine/users/roombook.h"

#include <QTest>

#include <cmath>
#include <set>
#include <thread>

using namespace throng;
using namespace throng::users;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ArrivalPlan planOf(const LoadCurve &rate, ArrivalParameters::Process process, quint64 seed = 7)
{
    ArrivalPlan plan;
    plan.begin = http::Clock::time_point(1'000s);
    plan.rate = rate;
    plan.process = process;
    plan.seed = seed;
    return plan;
}

double secondsOf(const ArrivalPlan &plan, const Arrivals::Next &arrival)
{
    return std::chrono::duration<double>(arrival.planned - plan.begin).count();
}

/// Three rooms: a and b, b and c, and one that does not exist yet.
RoomBook someRooms()
{
    return RoomBook({ { u"1"_s, { u"a"_s, u"b"_s }, "!1" }, { u"2"_s, { u"b"_s, u"c"_s }, "!2" },
                        { u"3"_s, { u"a"_s, u"c"_s }, {} } },
        u"tag"_s);
}

} // namespace

class TestArrivals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aConstantRateComesEvenly()
    {
        const ArrivalPlan plan = planOf(LoadCurve::constant(4), ArrivalParameters::Process::Constant);
        Arrivals arrivals(plan);
        for (int i = 1; i <= 100; ++i)
            QVERIFY(std::abs(secondsOf(plan, *arrivals.next()) - i * 0.25) < 1e-6);
    }

    void aRampBringsAsManyAsItsArea()
    {
        const LoadCurve ramp({ { 0, 0 }, { 10, 20 }, { 20, 20 }, { 20, 0 } });
        const ArrivalPlan plan = planOf(ramp, ArrivalParameters::Process::Constant);
        Arrivals arrivals(plan);
        int first = 0;
        int all = 0;
        while (const auto next = arrivals.next()) {
            first += secondsOf(plan, *next) <= 10.000001;
            ++all;
        }
        QCOMPARE(first, 100);
        QCOMPARE(all, 300);
    }

    void poissonArrivalsAreIndependentAndAsManyAsAsked()
    {
        const ArrivalPlan plan = planOf(LoadCurve::constant(50), ArrivalParameters::Process::Poisson);
        Arrivals arrivals(plan);
        // Counts of a second have the rate for their mean and for their variance.
        constexpr int seconds = 2'000;
        std::vector<int> counts(seconds);
        for (auto next = arrivals.next(); secondsOf(plan, *next) < seconds; next = arrivals.next())
            ++counts[std::size_t(secondsOf(plan, *next))];
        double sum = 0;
        double squares = 0;
        for (const int count : counts) {
            sum += count;
            squares += double(count) * count;
        }
        const double mean = sum / seconds;
        const double variance = squares / seconds - mean * mean;
        QVERIFY2(std::abs(mean - 50) < 0.8, qPrintable(QString::number(mean))); // five standard errors
        QVERIFY2(std::abs(variance - 50) < 8, qPrintable(QString::number(variance)));
    }

    void oneSeedHasOneTimetable()
    {
        const auto first = [](quint64 seed) {
            Arrivals arrivals(planOf(LoadCurve::constant(10), ArrivalParameters::Process::Poisson, seed));
            return arrivals.next()->planned;
        };
        QVERIFY(first(7) == first(7));
        QVERIFY(first(7) != first(8));
    }

    void onlyRoomsThatExistAndHaveAUserTakePart()
    {
        const RoomBook book = someRooms();
        const RoomTurns all(book, { u"a"_s, u"b"_s, u"c"_s }, 3);
        QCOMPARE(all.rooms(), 2);
        QCOMPARE(all.id(1), QByteArray("!2"));
        QCOMPARE(all.roomsOf(1), std::vector<int>({ 0, 1 }));
        const RoomTurns one(book, { u"a"_s, u"b"_s, u"c"_s }, 1); // only a runs
        QCOMPARE(one.rooms(), 1);
        QCOMPARE(one.id(0), QByteArray("!1"));
    }

    void messagesOfAConstantRateAreAsManyInEachRoom()
    {
        const RoomBook book = someRooms();
        ArrivalPlan plan = planOf(LoadCurve::constant(3), ArrivalParameters::Process::Constant);
        plan.rooms = std::make_shared<RoomTurns>(book, std::vector { u"a"_s, u"b"_s, u"c"_s }, 3);
        Arrivals arrivals(plan);
        std::array<int, 2> counts {};
        for (auto next = arrivals.next(); secondsOf(plan, *next) < 10.01; next = arrivals.next()) {
            QCOMPARE(next->numberInRoom, quint64(counts[std::size_t(next->room)]));
            ++counts[std::size_t(next->room)];
        }
        QCOMPARE(counts, (std::array { 30, 30 }));
    }

    void aMessageIsTakenOnceHoweverManyWorkersThereAre()
    {
        const RoomBook book = someRooms();
        RoomTurns turns(book, { u"a"_s, u"b"_s, u"c"_s }, 3);
        constexpr quint64 messages = 20'000;
        std::array<std::vector<quint64>, 4> taken;
        std::vector<std::thread> workers;
        for (std::vector<quint64> &mine : taken)
            workers.emplace_back([&turns, &mine] {
                for (quint64 number = 0; number < messages; ++number) {
                    if (turns.take(0, number))
                        mine.push_back(number);
                }
            });
        for (std::thread &worker : workers)
            worker.join();
        std::set<quint64> all;
        std::size_t sum = 0;
        for (const std::vector<quint64> &mine : taken) {
            all.insert(mine.begin(), mine.end());
            sum += mine.size();
        }
        QCOMPARE(all.size(), sum);
        QVERIFY(turns.isTaken(0, messages - 1));
        QVERIFY(!turns.isTaken(1, 0));
    }
};

QTEST_APPLESS_MAIN(TestArrivals)
#include "test_arrivals.moc"
