// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/loadcurve.h"
#include "engine/run/spawnschedule.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace throng;
using namespace throng::run;
using namespace std::chrono_literals;

namespace {

const Clock::time_point begin = Clock::time_point(1'000s);

/// 0 to 40 in 20 s, down to 10 in 3 s, held for 7 s, a jump to 25, held, and nobody from 50 s on.
const LoadCurve ups({ { 0, 0 }, { 20, 40 }, { 23, 10 }, { 30, 10 }, { 30, 25 }, { 50, 25 }, { 50, 0 } });

} // namespace

class TestSpawnSchedule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRateIsExactOverTenSeconds_data()
    {
        QTest::addColumn<double>("rate");
        for (const double rate : { 0.5, 1.0, 3.0, 10.0, 33.3, 100.0, 997.0, 5000.0 })
            QTest::addRow("%g a second", rate) << rate;
    }
    void theRateIsExactOverTenSeconds()
    {
        QFETCH(double, rate);
        const SpawnSchedule schedule(begin, 0, 1'000'000, rate);
        for (const auto from : { 0ms, 1ms, 137ms, 5'000ms }) {
            const int started = schedule.usersAt(begin + from + 10s) - schedule.usersAt(begin + from);
            QVERIFY2(std::abs(started - rate * 10) <= std::max(1.0, rate * 0.1), qPrintable(QString::number(started)));
        }
    }

    void theFirstStartsAtOnceAndTheOthersEvenly()
    {
        const SpawnSchedule schedule(begin, 0, 5, 2);
        QCOMPARE(schedule.usersAt(begin - 1ns), 0);
        QCOMPARE(schedule.usersAt(begin), 1);
        QCOMPARE(schedule.usersAt(begin + 499ms), 1);
        QCOMPARE(schedule.usersAt(begin + 500ms), 2);
        QCOMPARE(schedule.usersAt(begin + 2s), 5);
        QCOMPARE(schedule.usersAt(begin + 1h), 5);
    }

    void eachNumberIsReachedWhenItIsSaidToBe()
    {
        for (const double rate : { 0.3, 3.0, 7.0, 1000.0 / 3 }) {
            for (const SpawnSchedule &schedule :
                { SpawnSchedule(begin, 0, 300, rate), SpawnSchedule(begin, 300, 0, rate) }) {
                const int step = schedule.target() > 0 ? 1 : -1;
                for (int users = step > 0 ? 1 : 299; users != schedule.target() + step; users += step) {
                    const auto time = schedule.reaches(users);
                    QVERIFY(time);
                    QCOMPARE(schedule.usersAt(*time), users);
                    QCOMPARE(schedule.usersAt(*time - 1ns), users - step);
                }
            }
        }
    }

    void numbersOffTheWayAreNotReached()
    {
        const SpawnSchedule schedule(begin, 10, 20, 1);
        QVERIFY(!schedule.reaches(9));
        QVERIFY(!schedule.reaches(21));
        QVERIFY(schedule.reaches(10) == begin);
        QVERIFY(!SpawnSchedule().reaches(1));
        QCOMPARE(SpawnSchedule().usersAt(begin + 1h), 0);
    }

    void usersGoDownAsTheyGoUp()
    {
        const SpawnSchedule schedule(begin, 100, 40, 10);
        QCOMPARE(schedule.usersAt(begin), 99);
        QCOMPARE(schedule.usersAt(begin + 3s), 69);
        QCOMPARE(schedule.usersAt(begin + 1min), 40);
    }

    void withoutARateAllChangeAtOnce_data()
    {
        QTest::addColumn<double>("rate");
        QTest::newRow("zero") << 0.0;
        QTest::newRow("negative") << -3.0;
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
        QTest::newRow("none") << std::nan("");
    }
    void withoutARateAllChangeAtOnce()
    {
        QFETCH(double, rate);
        QCOMPARE(SpawnSchedule(begin, 3, 500, rate).usersAt(begin), 500);
    }

    void aTinyRateOverflowsNothing()
    {
        const SpawnSchedule schedule(begin, 0, 1'000, 1e-300);
        QCOMPARE(schedule.usersAt(begin + 24h), 1);
        QVERIFY(*schedule.reaches(1'000) > begin + 24h);
    }

    void aNewTargetGoesOnFromWhereWeAre()
    {
        const SpawnSchedule first(begin, 0, 100, 10);
        const SpawnSchedule second = first.retargeted(begin + 3s, 10, 7);
        QCOMPARE(first.usersAt(begin + 3s), 31);
        QCOMPARE(second.usersAt(begin + 3s), 30); // the first goes at once
        QCOMPARE(second.usersAt(begin + 6s), 9 + 1);
        const SpawnSchedule third = second.retargeted(begin + 10s, 50, 0);
        QCOMPARE(third.usersAt(begin + 10s), 50);
        const SpawnSchedule frozen = first.frozen(begin + 5s);
        QCOMPARE(frozen.usersAt(begin + 1h), 51);
    }

    void aCurveIsFollowedEvenly()
    {
        const SpawnSchedule schedule(begin, ups, 1000);
        QCOMPARE(schedule.usersAt(begin - 1ns), 0);
        QCOMPARE(schedule.usersAt(begin), 1); // as every stretch, with the first change at its begin
        QCOMPARE(schedule.usersAt(begin + 10s), 21);
        QCOMPARE(schedule.usersAt(begin + 19'999ms), 40);
        QCOMPARE(schedule.usersAt(begin + 20s), 39);
        QCOMPARE(schedule.usersAt(begin + 25s), 10);
        QCOMPARE(schedule.usersAt(begin + 30s), 25);
        QCOMPARE(schedule.usersAt(begin + 50s), 0);
        QCOMPARE(schedule.usersAt(begin + 1h), 0);
        QCOMPARE(schedule.target(), 0);
        QCOMPARE(schedule.peak(), 40);
        QCOMPARE(SpawnSchedule(begin, ups, 15).usersAt(begin + 20s - 1ns), 15);
    }

    void whoeverSleepsUntilTheNextChangeMissesNone_data()
    {
        QTest::addColumn<int>("workers");
        for (const int workers : { 1, 2, 3, 7 })
            QTest::addRow("%d workers", workers) << workers;
    }
    /// As the workers do it: each wakes when its own share changes, and at no other time.
    void whoeverSleepsUntilTheNextChangeMissesNone()
    {
        QFETCH(int, workers);
        const SpawnSchedule schedule(begin, ups, 1000);
        std::vector<std::vector<std::pair<Clock::time_point, int>>> shares;
        for (int worker = 0; worker < workers; ++worker) {
            std::vector<std::pair<Clock::time_point, int>> &mine = shares.emplace_back();
            std::optional<Clock::time_point> time = begin;
            while (time) {
                const int share = shareOf(schedule.usersAt(*time), worker, workers);
                QVERIFY(mine.empty() || mine.back().second != share);
                mine.emplace_back(*time, share);
                time = schedule.leaves(
                    *time, fewestForShare(share, worker, workers), mostForShare(share, worker, workers));
            }
        }
        for (auto at = begin; at < begin + 60s; at += 13ms) {
            int sum = 0;
            for (const auto &mine : shares) {
                const auto after = std::upper_bound(
                    mine.begin(), mine.end(), at, [](auto time, const auto &entry) { return time < entry.first; });
                sum += std::prev(after)->second;
            }
            QCOMPARE(sum, schedule.usersAt(at));
        }
    }

    void aBandIsLeftWhenTheNumberIsOutOfIt()
    {
        const SpawnSchedule schedule(begin, ups, 1000);
        QVERIFY(schedule.leaves(begin, 0, 39) == begin + 19'500ms);
        QVERIFY(schedule.leaves(begin + 21s, 11, 40) == begin + 22'900ms);
        QVERIFY(schedule.leaves(begin + 24s, 10, 10) == begin + 30s);
        QVERIFY(schedule.leaves(begin + 31s, 1, 40) == begin + 50s);
        QVERIFY(!schedule.leaves(begin, 0, 40));
        QVERIFY(!SpawnSchedule().leaves(begin, 0, 0));
        QVERIFY(SpawnSchedule().leaves(begin, 1, 5) == begin);
    }

    void aCurveGivesWayToWhatSomebodyWantsNow()
    {
        const SpawnSchedule changed = SpawnSchedule(begin, ups, 1000).retargeted(begin + 10s, 100, 0);
        QCOMPARE(changed.usersAt(begin + 10s), 100);
        QCOMPARE(changed.usersAt(begin + 55s), 100);
    }

    void sharesOfAllWorkersAreTheWhole()
    {
        for (const int workers : { 1, 2, 3, 8 }) {
            for (int users = 0; users <= 40; ++users) {
                int sum = 0;
                for (int worker = 0; worker < workers; ++worker) {
                    const int share = shareOf(users, worker, workers);
                    sum += share;
                    QVERIFY(fewestForShare(share, worker, workers) <= users);
                    QVERIFY(mostForShare(share, worker, workers) >= users);
                    QCOMPARE(shareOf(fewestForShare(share, worker, workers), worker, workers), share);
                    QCOMPARE(shareOf(mostForShare(share, worker, workers), worker, workers), share);
                    QCOMPARE(shareOf(mostForShare(share, worker, workers) + 1, worker, workers), share + 1);
                }
                QCOMPARE(sum, users);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestSpawnSchedule)
#include "test_spawnschedule.moc"
