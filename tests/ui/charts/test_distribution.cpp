// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/patience.h"
#include "ui/charts/chartclock.h"
#include "ui/charts/heatmapchart.h"

#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using throng::test::patience;
using namespace throng::ui;

namespace {

constexpr qint64 begin = 1'700'000'000'000;

DistributionSeries::Counts answers(double milliseconds, quint32 count)
{
    DistributionSeries::Counts counts {};
    counts[std::size_t(DistributionSeries::rowOf(milliseconds))] = count;
    return counts;
}

quint32 sum(const DistributionSeries::Counts &counts)
{
    return std::accumulate(counts.begin(), counts.end(), 0U);
}

} // namespace

class DistributionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyDurationLiesBelowItsRowsBound_data()
    {
        QTest::addColumn<double>("milliseconds");
        for (const double time : { 0.0, 0.4, 0.999, 1.0, 1.4, 9.99, 10.0, 57.0, 999.0, 1'000.0, 59'999.0 })
            QTest::addRow("%g ms", time) << time;
    }
    void everyDurationLiesBelowItsRowsBound()
    {
        QFETCH(double, milliseconds);
        const int row = DistributionSeries::rowOf(milliseconds);
        QVERIFY(milliseconds < DistributionSeries::upperBound(row) * (1 + 1e-9));
        if (row > 0)
            QVERIFY(milliseconds >= DistributionSeries::upperBound(row - 1) * (1 - 1e-9));
    }

    void whatTakesForEverIsInTheLastRow()
    {
        QCOMPARE(DistributionSeries::rowOf(3'600'000), DistributionSeries::rowCount - 1);
    }

    void columnsHoldEveryAnswerOnce()
    {
        DistributionSeries series;
        for (int i = 0; i < 600; ++i)
            series.append(begin + i * 1'000, answers(20, 3));
        for (const int count : { 1, 7, 300, 600 }) {
            const auto columns = series.columns(begin, begin + 600'000, count);
            QCOMPARE(columns.size(), std::size_t(count));
            quint32 all = 0;
            for (const auto &column : columns)
                all += sum(column);
            QCOMPARE(all, 1'800U);
        }
    }

    void afterADayTheFirstHourIsStillThere()
    {
        DistributionSeries series;
        for (int i = 0; i < 86'400; i += 5)
            series.append(begin + i * 1'000, answers(i < 3'600 ? 2'000 : 20, 1));
        const auto columns = series.columns(begin, begin + 86'400'000, 24);
        QVERIFY(columns[0][std::size_t(DistributionSeries::rowOf(2'000))] > 0);
        QCOMPARE(columns[12][std::size_t(DistributionSeries::rowOf(2'000))], 0U);
        QVERIFY(series.rows().size() < 2'000);
    }

    void theChartDrawsAndExportsIt()
    {
        HeatMapChart chart(u"Distribution"_s);
        ChartClock clock;
        clock.add(&chart);
        chart.resize(500, 200);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart, patience));
        for (int i = 0; i < 60; ++i)
            chart.append(begin + i * 1'000, answers(20, 5));
        QTRY_VERIFY_WITH_TIMEOUT(!chart.isDirty(), patience);
        const QList<QByteArray> lines = chart.csv().trimmed().split('\n');
        QCOMPARE(lines.size(), 61);
        QCOMPARE(lines[0].count(','), DistributionSeries::rowCount + 1);
        QCOMPARE(lines[1].count(','), DistributionSeries::rowCount + 1);
        QVERIFY(lines[1].contains(",5,"));

        // The answers are the only thing in the plot that has the colour of all of a moment's answers.
        const QImage picture = chart.grab().toImage();
        const QRgb strongest = HeatMapChart::color(1, chart.palette()).rgb();
        int found = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x)
                found += picture.pixel(x, y) == strongest;
        }
        QVERIFY(found > 500);
    }
};

QTEST_MAIN(DistributionTest)
#include "test_distribution.moc"
