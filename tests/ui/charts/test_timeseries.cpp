// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timeseries.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>

using namespace throng::ui;

namespace {

constexpr qint64 begin = 1'700'000'000'000;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

void put(TimeSeries &series, qint64 second, double value)
{
    series.append(begin + second * 1'000, std::array { value });
}

double highest(const QList<QPointF> &points)
{
    double result = -1;
    for (const QPointF &point : points)
        result = std::max(result, point.y());
    return result;
}

} // namespace

class TimeSeriesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEverySecondOfAShortRun()
    {
        TimeSeries series(1);
        for (int i = 0; i < 100; ++i)
            put(series, i, i);
        const QList<QPointF> points = series.points(0, begin, begin + 100'000, 600);
        QCOMPARE(points.size(), 100);
        QCOMPARE(points[42], QPointF(begin + 42'000, 42));
    }

    void secondsWithoutAValueMakeNoPoint()
    {
        TimeSeries series(1);
        put(series, 0, 5);
        put(series, 1, none);
        put(series, 2, 7);
        const QList<QPointF> points = series.points(0, begin, begin + 3'000, 600);
        QCOMPARE(points.size(), 2);
        QVERIFY(std::isnan(series.nearest(begin + 1'000)->values.front()));
    }

    void neverGivesMorePointsThanAskedFor()
    {
        TimeSeries series(1);
        for (int i = 0; i < 3'600; ++i)
            put(series, i, i % 7);
        for (const int maximum : { 2, 100, 600 })
            QVERIFY(series.points(0, begin, begin + 3'600'000, maximum).size() <= maximum);
    }

    void aSpikeOfOneSecondSurvivesADay()
    {
        TimeSeries series(1);
        for (int i = 0; i < 86'400; ++i)
            put(series, i, i == 12'345 ? 9'000 : 20);
        const QList<QPointF> points = series.points(0, begin, begin + 86'400'000, 600);
        QVERIFY(points.size() <= 600);
        QCOMPARE(highest(points), 9'000.0);
        for (const QPointF &point : points) {
            if (point.y() == 9'000)
                QCOMPARE(point.x(), double(begin + 12'345'000));
        }
    }

    void theNewestHourStaysSecondBySecond()
    {
        TimeSeries series(1);
        for (int i = 0; i < 20'000; ++i)
            put(series, i, i);
        const qint64 end = begin + 19'999'000;
        QCOMPARE(series.points(0, end - 99'000, end, 600).size(), 100);
    }

    void memoryIsBounded()
    {
        TimeSeries series(1, { { 1'000, 10 }, { 10'000, 10 } });
        for (int i = 0; i < 1'000; ++i)
            put(series, i, i);
        // All that is left is what the coarse tier reaches back to: ten slots of low and high.
        const QList<QPointF> points = series.points(0, begin, begin + 1'000'000, 600);
        QCOMPARE(points.size(), 20);
        QCOMPARE(points.first().y(), 900.0);
        QCOMPARE(points.last().y(), 999.0);
        QCOMPARE(series.rows().size(), std::size_t(10));
    }

    void theNearestSlotAnswersAReadout()
    {
        TimeSeries series(1);
        put(series, 0, 1);
        put(series, 10, 2);
        QCOMPARE(series.nearest(begin + 4'000)->values.front(), 1.0);
        QCOMPARE(series.nearest(begin + 6'500)->values.front(), 2.0);
        QCOMPARE(series.nearest(begin + 99'000)->values.front(), 2.0);
        QVERIFY(!TimeSeries(1).nearest(begin));
    }

    void whatIsOlderThanTheNewestIsDropped()
    {
        TimeSeries series(1);
        put(series, 10, 1);
        put(series, 5, 2);
        QCOMPARE(series.points(0, 0, begin + 99'000, 600).size(), 1);
    }

    void decimationKeepsOrderAndExtremes()
    {
        QList<QPointF> points;
        for (int i = 0; i < 10'000; ++i)
            points.append({ double(i), std::sin(i / 50.0) });
        points[5'003].setY(-8);
        points[7'777].setY(8);
        const QList<QPointF> kept = decimateMinMax(points, 600);
        QVERIFY(kept.size() <= 600);
        QVERIFY(kept.size() > 300);
        QVERIFY(std::is_sorted(kept.begin(), kept.end(), [](QPointF a, QPointF b) { return a.x() < b.x(); }));
        QVERIFY(kept.contains(QPointF(5'003, -8)));
        QVERIFY(kept.contains(QPointF(7'777, 8)));
    }

    void fewPointsAreLeftAlone()
    {
        const QList<QPointF> points { { 0, 1 }, { 1, 2 }, { 2, 3 } };
        QCOMPARE(decimateMinMax(points, 600), points);
        QCOMPARE(decimateMinMax({}, 600).size(), 0);
    }
};

QTEST_APPLESS_MAIN(TimeSeriesTest)
#include "test_timeseries.moc"
