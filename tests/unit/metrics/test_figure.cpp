// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/totals.h"

#include <QTest>

#include <utility>

using namespace throng::metrics;
using namespace std::chrono_literals;

namespace {

const FigureKey liveKey { figure::delivery, figure::live };
const FigureKey historyKey { figure::history, {} };

Histogram times(std::initializer_list<Nanoseconds> values)
{
    Histogram histogram;
    for (const Nanoseconds value : values)
        histogram.record(value);
    return histogram;
}

FigureDelta figureOf(const FigureKey &key, Histogram ended, Histogram unfinished = {}, Histogram waiting = {})
{
    return { key, std::move(ended), std::move(unfinished), std::move(waiting) };
}

Snapshot secondOf(std::vector<FigureDelta> figures)
{
    Snapshot second;
    second.unixMilliseconds = 1'000;
    second.seconds = 1;
    second.figures = std::move(figures);
    return second;
}

} // namespace

class TestFigure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void percentilesHoldWhatHasNotEndedAtItsAge()
    {
        const FigureDelta figure = figureOf(liveKey, times({ 10ms, 20ms }), times({ 3s }), times({ 5s }));
        QCOMPARE(figure.samples(), 4U);
        QCOMPARE(figure.censored(), 2U);
        QCOMPARE(figure.percentile(100), (FigurePercentile { 5s, true }));
        QCOMPARE(figure.percentile(25), (FigurePercentile { 10ms, true }));
    }

    void moreThanOneInAHundredMakesALowerBound()
    {
        Histogram ninetyNine;
        for (int i = 0; i < 99; ++i)
            ninetyNine.record(10ms);
        QVERIFY(!figureOf(liveKey, ninetyNine, {}, times({ 1s })).isLowerBound());
        QVERIFY(figureOf(liveKey, ninetyNine, times({ 2s }), times({ 1s })).isLowerBound());
        QVERIFY(!figureOf(liveKey, {}).isLowerBound());
    }

    void workersOfOneSecondAddUp()
    {
        std::vector<FigureDelta> sum { figureOf(liveKey, times({ 10ms }), {}, times({ 2s })) };
        mergeFigures(sum,
            { figureOf(liveKey, times({ 30ms }), times({ 1s }), times({ 4s })), figureOf(historyKey, times({ 1ms })) });
        QCOMPARE(sum,
            (std::vector { figureOf(liveKey, times({ 10ms, 30ms }), times({ 1s }), times({ 2s, 4s })),
                figureOf(historyKey, times({ 1ms })) }));
    }

    /// What waits is a state: counted in each second, it is one delivery all the same.
    void theNextSecondsStateReplacesTheLast()
    {
        Totals totals;
        totals.add(secondOf({ figureOf(liveKey, times({ 10ms }), {}, times({ 1s })) }));
        totals.add(secondOf({ figureOf(liveKey, times({ 20ms }), {}, times({ 2s })) }));
        QCOMPARE(*totals.find(liveKey), figureOf(liveKey, times({ 10ms, 20ms }), {}, times({ 2s })));
        totals.add(secondOf({ figureOf(historyKey, times({ 5ms })) }));
        QCOMPARE(*totals.find(liveKey), figureOf(liveKey, times({ 10ms, 20ms })));
        QVERIFY(!totals.find(FigureKey { figure::delivery, figure::gap }));
    }

    void theHistoryShowsASecondsDeliveries()
    {
        Totals totals;
        totals.add(secondOf({ figureOf(liveKey, times({ 10ms, 20ms }), {}, times({ 2s })) }));
        totals.add(secondOf({}));
        QCOMPARE(totals.history().size(), 2U);
        const HistoryPoint &point = totals.history().front();
        QCOMPARE(point.deliveries, 2U);
        QCOMPARE(point.deliverySamples, 3U);
        QVERIFY(point.deliveryIsLowerBound);
        QCOMPARE(point.deliveryP99, 2s);
        QCOMPARE(totals.history().back().deliverySamples, 0U);
    }

    /// Three deliveries of the last 10 ms are drawn with the second before, whose state they end.
    void aTestsLastMomentIsDrawnWithTheSecondBefore()
    {
        Totals totals;
        totals.add(secondOf({ figureOf(liveKey, times({ 10ms }), {}, times({ 2s })) }));
        Snapshot rest = secondOf({ figureOf(liveKey, times({ 2s })) });
        rest.seconds = 0.01;
        totals.add(rest);
        QCOMPARE(totals.history().size(), 1U);
        QCOMPARE(totals.history().back().deliveries, 2U);
        QVERIFY(!totals.history().back().deliveryIsLowerBound);
    }

    void accountsAddUpAndTellWhatIsPending()
    {
        Totals totals;
        Snapshot second = secondOf({});
        second.deliveries.expected = 10;
        second.deliveries.delivered = 6;
        second.deliveries.gap = 2;
        totals.add(second);
        second.deliveries = {};
        second.deliveries.delivered = 1;
        second.deliveries.gap = -1; // it was found
        totals.add(second);
        QCOMPARE(totals.deliveries().delivered, 7);
        QCOMPARE(totals.deliveries().gap, 1);
        QCOMPARE(totals.deliveries().pending(), 2);
    }
};

QTEST_GUILESS_MAIN(TestFigure)
#include "test_figure.moc"
