// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"

#include <QTest>

#include <array>

using throng::Random;

class TestRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameSeedGivesTheSameNumbersOnEveryPlatform()
    {
        Random random(7);
        // Golden values: a change of the generator would change every project's users and rooms.
        QCOMPARE(random(), Q_UINT64_C(0xb358faf74ef9765a));
        Random other(7);
        other();
        QCOMPARE(random(), other());
    }

    void streamsOfOneSeedDiffer()
    {
        Random rooms = Random::stream(7, u"rooms");
        Random users = Random::stream(7, u"users");
        Random second = Random::stream(7, u"rooms", 1);
        const auto value = rooms();
        QVERIFY(value != users());
        QVERIFY(value != second());
    }

    void belowReachesEveryValueAndNoOther()
    {
        Random random(1);
        std::array<int, 5> seen {};
        for (int i = 0; i < 5000; ++i)
            ++seen.at(random.below(5));
        for (const int count : seen)
            QVERIFY(count > 850 && count < 1150);
    }

    void weightedFollowsTheWeights()
    {
        Random random(3);
        constexpr std::array weights { 0.0, 1.0, 3.0, 0.0 };
        std::array<int, 4> seen {};
        for (int i = 0; i < 8000; ++i)
            ++seen.at(random.weighted(weights));
        QCOMPARE(seen[0], 0);
        QCOMPARE(seen[3], 0);
        QVERIFY(std::abs(seen[2] - 6000) < 200);
    }

    void meansAreRight()
    {
        Random random(11);
        double exponential = 0;
        double normal = 0;
        constexpr int draws = 200000;
        for (int i = 0; i < draws; ++i) {
            exponential += random.exponential(10);
            normal += random.normal(15, 4);
        }
        QVERIFY(std::abs(exponential / draws - 10) < 0.1);
        QVERIFY(std::abs(normal / draws - 15) < 0.05);
    }
};

QTEST_GUILESS_MAIN(TestRandom)
#include "test_random.moc"
