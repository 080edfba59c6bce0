// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/patience.h"
#include "ui/charts/chartclock.h"
#include "ui/charts/chartview.h"
#include "ui/charts/linechart.h"
#include "ui/support/format.h"

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace Qt::StringLiterals;
using throng::test::patience;
using namespace throng::ui;

namespace {

constexpr qint64 begin = 1'700'000'000'000;

std::unique_ptr<LineChart> makeChart()
{
    auto chart = std::make_unique<LineChart>(u"Response time"_s,
        QList<LineChart::Series> {
            { u"p50"_s, ChartColor::Blue, Qt::SolidLine, true }, { u"p99"_s, ChartColor::Vermilion, Qt::DotLine } },
        &formatDuration);
    chart->resize(600, 240);
    return chart;
}

void fill(LineChart &chart, int seconds)
{
    for (int i = 0; i < seconds; ++i)
        chart.append(begin + i * 1'000, std::array { 50.0 + i % 5, 200.0 + i % 9 });
}

} // namespace

class LineChartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsOnlyWhenItCanBeSeen()
    {
        auto chart = makeChart();
        ChartClock clock;
        clock.add(chart.get());
        fill(*chart, 30);
        chart->refresh();
        QVERIFY(chart->isDirty());
        QCOMPARE(chart->drawnPoints(0), 0);
        chart->show();
        QTRY_COMPARE_WITH_TIMEOUT(chart->drawnPoints(0), 30, patience);
        QVERIFY(!chart->isDirty());
    }

    void theClockDrawsWhatWasAppended()
    {
        auto chart = makeChart();
        ChartClock clock;
        clock.add(chart.get());
        chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(chart.get(), patience));
        fill(*chart, 45);
        QTRY_COMPARE_WITH_TIMEOUT(chart->drawnPoints(1), 45, patience);
    }

    void drawsAtMost600PointsALine()
    {
        auto chart = makeChart();
        chart->setSpan(std::chrono::milliseconds(0));
        fill(*chart, 3'000);
        chart->show();
        QTRY_VERIFY_WITH_TIMEOUT(chart->drawnPoints(0) > 300, patience);
        QVERIFY(chart->drawnPoints(0) <= 600);
    }

    void theReadoutComesAndGoesOverWhatIsDrawn()
    {
        auto chart = makeChart();
        fill(*chart, 45);
        chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(chart.get(), patience));
        chart->refresh();
        const QImage drawn = chart->grab().toImage();
        chart->showReadout(begin + 20'000);
        QVERIFY(chart->grab().toImage() != drawn);
        chart->showReadout(0);
        QCOMPARE(chart->grab().toImage(), drawn);
        chart->append(begin + 46'000, std::array { 90.0, 150.0 });
        chart->refresh();
        QVERIFY(chart->grab().toImage() != drawn);
    }

    void linesAreWhereTheirValuesAre()
    {
        ChartView view([](double value) { return QString::number(value); });
        view.resize(600, 200);
        view.setSeries({ { u"p50"_s, ChartColor::Blue, Qt::SolidLine } });
        view.setRange(begin, begin + 60'000);
        view.setValueAxis(80, {});
        // In the middle column there is nothing but the line.
        const auto rowsOf = [&view](double value) {
            view.setPoints(0, { { double(begin), value }, { double(begin + 60'000), value } });
            QImage image(view.size(), QImage::Format_RGB32);
            image.fill(Qt::white);
            view.render(&image, {}, {}, {});
            QList<int> rows;
            for (int row = 0; row < image.height(); ++row) {
                if (image.pixelColor(300, row) != Qt::white)
                    rows.append(row);
            }
            return rows;
        };
        const QList<int> middle = rowsOf(40); // of the plot, below the half of a label
        QVERIFY(!middle.isEmpty() && middle.size() <= 3);
        const QFontMetricsF metrics(view.font());
        QVERIFY(std::abs(middle.first() - 100) < metrics.height());
        for (const double edge : { 0.0, 80.0 }) { // as thick there as anywhere
            const QList<int> rows = rowsOf(edge);
            QVERIFY2(rows.size() >= 2 && rows.size() <= 3, qPrintable(QString::number(rows.size())));
        }
        QCOMPARE(view.timeAt(0), begin); // left of the plot, too
        QCOMPARE(view.timeAt(600), begin + 60'000);
    }

    void followsTheNewestUntilZoomed()
    {
        auto chart = makeChart();
        chart->setSpan(std::chrono::minutes(5));
        chart->show();
        fill(*chart, 1'000);
        chart->refresh();
        QCOMPARE(chart->visibleRange(), (std::pair { begin + 699'000, begin + 999'000 }));

        QSignalSpy following(chart.get(), &LineChart::followingChanged);
        chart->zoomTo(begin + 10'000, begin + 20'000);
        QCOMPARE(following.size(), 1);
        chart->append(begin + 1'000'000, std::array { 1.0, 2.0 });
        chart->refresh();
        QCOMPARE(chart->visibleRange(), (std::pair { begin + 10'000, begin + 20'000 }));

        chart->setFollowing(true);
        chart->refresh();
        QCOMPARE(chart->visibleRange().second, begin + 1'000'000);
    }

    void theRubberBandZoomsAndADoubleClickResets()
    {
        auto chart = makeChart();
        fill(*chart, 120);
        chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(chart.get(), patience));
        auto *view = chart->findChild<ChartView *>();
        QVERIFY(view);
        const QPoint from(view->width() / 3, view->height() / 2);
        const QPoint to(view->width() * 2 / 3, view->height() / 2);
        QTest::mousePress(view, Qt::LeftButton, {}, from);
        QTest::mouseMove(view, to);
        QTest::mouseRelease(view, Qt::LeftButton, {}, to);
        QVERIFY(!chart->isFollowing());
        const auto [left, right] = chart->visibleRange();
        QVERIFY(left > begin + 20'000 && left < begin + 60'000);
        QVERIFY(right > begin + 60'000 && right < begin + 100'000);
        QTest::mouseDClick(view, Qt::LeftButton, {}, from);
        QVERIFY(chart->isFollowing());
    }

    void theReadoutFollowsPointerAndKeys()
    {
        auto chart = makeChart();
        fill(*chart, 120);
        chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(chart.get(), patience));
        auto *view = chart->findChild<ChartView *>();
        QSignalSpy moved(chart.get(), &LineChart::readoutMoved);
        // Not QTest::mouseMove(): it moves the one cursor of the platform, which may be there already.
        const QPointF middle = view->rect().center();
        QMouseEvent move(QEvent::MouseMove, middle, view->mapToGlobal(middle), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(view, &move);
        QVERIFY(!moved.isEmpty());
        const qint64 time = moved.last().first().toLongLong();
        QVERIFY(time > begin && time < begin + 120'000);
        QTest::keyClick(view, Qt::Key_Left);
        QCOMPARE(moved.last().first().toLongLong(), time - 1'000);
    }

    void exportsDataAndPicture()
    {
        auto chart = makeChart();
        fill(*chart, 3);
        const QList<QByteArray> lines = chart->csv().trimmed().split('\n');
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], "time,unix_ms,p50,p99"_ba);
        QVERIFY(lines[2].endsWith(",1700000001000,51,201"));
        const QPixmap picture = chart->picture();
        QCOMPARE(picture.width(), chart->width() * 2);
    }

    void linesDifferInColourAndInDash()
    {
        auto chart = makeChart();
        fill(*chart, 60);
        chart->show();
        const QImage picture = chart->picture().toImage();
        // The lines' colours are really on it.
        for (const ChartColor color : { ChartColor::Blue, ChartColor::Vermilion }) {
            const QRgb wanted = chartColor(color, chart->palette()).rgb();
            bool found = false;
            for (int y = 0; y < picture.height() && !found; ++y) {
                for (int x = 0; x < picture.width() && !found; ++x) {
                    const QRgb pixel = picture.pixel(x, y);
                    found = qAbs(qRed(pixel) - qRed(wanted)) + qAbs(qGreen(pixel) - qGreen(wanted))
                            + qAbs(qBlue(pixel) - qBlue(wanted))
                        < 24;
                }
            }
            QVERIFY(found);
        }
    }
};

QTEST_MAIN(LineChartTest)
#include "test_linechart.moc"
