// SPDX-License-Identifier: GPL-3.0-or-later
//
// The search against servers that are a formula: a knee, and chance about it.
#include "engine/base/random.h"
#include "engine/capacity/capacitysearch.h"

#include <QList>
#include <QTest>

#include <cmath>
#include <functional>

using namespace throng;
using namespace throng::capacity;
using End = CapacitySearch::End;

namespace {

using Server = std::function<StepOutcome(int load)>;

Server withKnee(int knee)
{
    return [knee](int load) { return load <= knee ? StepOutcome::Meets : StepOutcome::Breaks; };
}

/// Near its knee it is chance what comes of a step: with a load of `width` (a share of the knee) above it, one in six
/// still meets.
Server withNoise(int knee, double width, quint64 seed)
{
    auto random = std::make_shared<Random>(seed);
    return [=](int load) {
        const double measured = double(load) * (1 + width * random->normal(0, 1));
        return measured <= knee ? StepOutcome::Meets : StepOutcome::Breaks;
    };
}

CapacitySearch searched(const SearchOptions &options, const Server &server, QList<int> *loads = nullptr)
{
    CapacitySearch search(options);
    while (const auto load = search.next()) {
        if (loads)
            *loads += *load;
        search.enter(*load, server(*load));
    }
    return search;
}

} // namespace

class TestCapacitySearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheKnee_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("knee");
        for (const int knee : { 3, 12, 63, 64, 65, 100, 340, 511, 777, 999 })
            QTest::addRow("%d of 1000", knee) << 62 << 1'000 << knee;
        QTest::newRow("from far below") << 10 << 2'000 << 340;
        QTest::newRow("the first step breaks") << 640 << 10'000 << 200;
    }

    void findsTheKnee()
    {
        QFETCH(const int, from);
        QFETCH(const int, most);
        QFETCH(const int, knee);
        QList<int> loads;
        const CapacitySearch search = searched({ .from = from, .most = most }, withKnee(knee), &loads);
        QVERIFY(search.end() == End::Found);
        QVERIFY2(search.steps() <= 12, qPrintable(QString::number(search.steps())));
        const CapacitySearch::Range range = search.range();
        QVERIFY(range.meets <= knee);
        QVERIFY(range.breaks > knee);
        QVERIFY(range.breaks <= std::max(range.meets + 1, int(range.meets * 1.1)));
        QCOMPARE(range.low, range.meets);
        QCOMPARE(range.high, range.breaks);
        QVERIFY(std::abs(range.estimate() - knee) <= std::max(1.0, 0.1 * knee));
        QCOMPARE(loads.count(range.meets), 2); // both sides were seen again
        QCOMPARE(loads.count(range.breaks), 2);
    }

    void findsItWhereChanceBlursIt()
    {
        int outside = 0;
        int steps = 0;
        constexpr int trials = 300;
        for (int seed = 0; seed < trials; ++seed) {
            Random random(quint64(seed) + 1'000);
            const int knee = int(random.between(40, 900));
            const CapacitySearch search = searched({ .from = 62, .most = 1'000 }, withNoise(knee, 0.02, quint64(seed)));
            QVERIFY(search.end() == End::Found || search.end() == End::OutOfSteps);
            QVERIFY(search.steps() <= 12);
            const CapacitySearch::Range range = search.range();
            outside += std::abs(range.estimate() - knee) > 0.1 * knee;
            steps += search.steps();
            QVERIFY(range.low <= range.meets);
            QVERIFY(range.high == 0 || range.high >= range.breaks);
        }
        QVERIFY2(outside <= trials / 100, qPrintable(QString::number(outside)));
        QVERIFY2(steps <= trials * 11, qPrintable(QString::number(double(steps) / trials)));
    }

    void aBadMomentFarBelowTheKneeIsOutvoted()
    {
        // The first time that 124 users are there, the machine is busy with something else.
        bool had = false;
        const CapacitySearch search = searched({ .from = 62, .most = 1'000, .mostSteps = 20 }, [&had](int load) {
            if (load == 124 && !std::exchange(had, true))
                return StepOutcome::Breaks;
            return withKnee(340)(load);
        });
        QVERIFY(search.end() == End::Found);
        const CapacitySearch::Range range = search.range();
        QVERIFY2(std::abs(range.estimate() - 340) <= 34, qPrintable(QString::number(range.estimate())));
        // And the range says that there was a doubt.
        QVERIFY(range.low < 124);
    }

    void allThereAreMayNotBreakIt()
    {
        QList<int> loads;
        const CapacitySearch search = searched({ .from = 62, .most = 1'000 }, withKnee(5'000), &loads);
        QVERIFY(search.end() == End::AllMeet);
        QCOMPARE(search.range().meets, 1'000);
        QCOMPARE(search.range().estimate(), 0);
        QCOMPARE(loads, (QList<int> { 62, 124, 248, 496, 992, 1'000, 1'000 }));
    }

    void oneMayBeTooMany()
    {
        const CapacitySearch search = searched({ .from = 10, .most = 1'000 }, withKnee(0));
        QVERIFY(search.end() == End::NoneMeets);
        QCOMPARE(search.range().breaks, 1);
    }

    void whatCannotBeJudgedEndsIt()
    {
        // From 300 users on the server's rate limit answers.
        QList<int> loads;
        const CapacitySearch search = searched(
            { .from = 62, .most = 1'000 },
            [](int load) { return load < 300 ? StepOutcome::Meets : StepOutcome::Unjudgeable; }, &loads);
        QVERIFY(search.end() == End::NotJudged);
        QCOMPARE(search.unjudged(), 496);
        QCOMPARE(search.range().meets, 248);
        QCOMPARE(search.range().breaks, 0);
        QCOMPARE(loads, (QList<int> { 62, 124, 248, 496 }));
    }

    void whatWasDisturbedIsTriedOnceMore()
    {
        bool had = false;
        QList<int> loads;
        const CapacitySearch once = searched(
            { .from = 62, .most = 1'000 },
            [&had](int load) {
                if (load == 248 && !std::exchange(had, true))
                    return StepOutcome::Disturbed;
                return withKnee(340)(load);
            },
            &loads);
        QVERIFY(once.end() == End::Found);
        QCOMPARE(loads.mid(0, 5), (QList<int> { 62, 124, 248, 248, 496 }));

        const CapacitySearch always = searched({ .from = 62, .most = 1'000 },
            [](int load) { return load < 200 ? StepOutcome::Meets : StepOutcome::Disturbed; });
        QVERIFY(always.end() == End::NotJudged);
        QCOMPARE(always.unjudged(), 248);
        QCOMPARE(always.range().meets, 124);
    }

    void withoutStepsLeftItSaysSo()
    {
        const CapacitySearch search = searched({ .from = 10, .most = 10'000, .mostSteps = 6 }, withKnee(340));
        QVERIFY(search.end() == End::OutOfSteps);
        QCOMPARE(search.steps(), 6);
        QCOMPARE(search.range().meets, 320);
        QCOMPARE(search.range().breaks, 0);
    }
};

QTEST_GUILESS_MAIN(TestCapacitySearch)
#include "test_capacitysearch.moc"
