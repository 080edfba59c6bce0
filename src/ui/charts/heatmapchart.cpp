// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heatmapchart.h"

#include "ui/charts/chartview.h"
#include "ui/support/appearance.h"
#include "ui/support/colors.h"
#include "ui/support/format.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPainter>

#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int columnsAtMost = 300;
constexpr int rows = DistributionSeries::rowCount;

quint64 sum(const DistributionSeries::Counts &counts)
{
    return std::accumulate(counts.begin(), counts.end(), quint64(0));
}

/// "21 ms – 28 ms"
QString rangeText(int row)
{
    if (row == 0)
        return HeatMapChart::tr("under %1").arg(formatDuration(DistributionSeries::upperBound(0)));
    if (row == rows - 1)
        return HeatMapChart::tr("over %1").arg(formatDuration(DistributionSeries::upperBound(row - 1)));
    return HeatMapChart::tr("%1 – %2").arg(
        formatDuration(DistributionSeries::upperBound(row - 1)), formatDuration(DistributionSeries::upperBound(row)));
}

/// "few ▁▂▃ many" in the chart's colours.
class ColorScale : public QWidget {
public:
    explicit ColorScale(QWidget *parent)
        : QWidget(parent)
    {
        setFont(scaled(font(), 0.9));
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override
    {
        const QFontMetrics metrics(font());
        return { metrics.horizontalAdvance(few()) + metrics.horizontalAdvance(many()) + bar + 3 * gap,
            metrics.height() };
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QFontMetrics metrics(font());
        const int left = gap + metrics.horizontalAdvance(few()) + gap;
        for (int x = 0; x < bar; ++x)
            painter.fillRect(
                left + x, height() / 2 - 4, 1, 9, HeatMapChart::color(std::pow(double(x) / bar, 2), palette()));
        painter.setPen(colorsFor(palette()).muted);
        painter.drawText(QRect(gap, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, few());
        painter.drawText(QRect(left + bar + gap, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, many());
    }

private:
    static constexpr int bar = 60;
    static constexpr int gap = 5;
    static QString few() { return HeatMapChart::tr("few answers"); }
    static QString many() { return HeatMapChart::tr("many"); }
};

} // namespace

HeatMapChart::HeatMapChart(const QString &title, QWidget *parent)
    : TimeChart(title, new ChartView({}), parent)
{
    header()->addWidget(new ColorScale(this));
}

QColor HeatMapChart::color(double share, const QPalette &palette)
{
    if (!(share > 0))
        return Qt::transparent;
    // The root lets a hundredth of the answers be seen beside half of them.
    const double strength = 0.12 + 0.88 * std::sqrt(std::min(share, 1.0));
    QColor result = chartColor(ChartColor::Blue, palette);
    result.setAlphaF(static_cast<float>(strength));
    return result;
}

void HeatMapChart::append(qint64 unixMilliseconds, const DistributionSeries::Counts &counts)
{
    m_data.append(unixMilliseconds, counts);
    markDirty();
}

void HeatMapChart::setData(DistributionSeries data)
{
    m_data = std::move(data);
    markDirty();
}

void HeatMapChart::drawRange(qint64 from, qint64 to)
{
    // A column a second where there are few, so that their edges lie on seconds.
    const int count = int(std::clamp<qint64>((to - from) / 1'000, 1, columnsAtMost));
    const std::vector<DistributionSeries::Counts> columns = m_data.columns(from, to, count);
    int lowest = rows;
    int highest = -1;
    for (const DistributionSeries::Counts &column : columns) {
        for (int row = 0; row < rows; ++row) {
            if (column[std::size_t(row)] > 0) {
                lowest = std::min(lowest, row);
                highest = std::max(highest, row);
            }
        }
    }
    // Whole decades, and at least two of them: the axis holds still while the answers move within.
    constexpr int decade = DistributionSeries::rowsPerDecade;
    const int first = highest < 0 ? 1 : lowest == 0 ? 0 : 1 + (lowest - 1) / decade * decade;
    const int decades = highest < 0 ? 3 : std::max(2, (highest - std::max(first, 1)) / decade + 1);
    const int last = std::min(rows, std::max(first, 1) + decades * decade); // one behind
    QImage image(int(columns.size()), last - first, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const auto all = double(sum(columns[column]));
        for (int row = first; all > 0 && row < last; ++row)
            image.setPixelColor(
                int(column), last - 1 - row, color(double(columns[column][std::size_t(row)]) / all, palette()));
    }
    QList<ChartView::Tick> ticks;
    for (int row = std::max(first, 1); row <= last; row += decade)
        ticks.append({ double(row - first), formatDuration(DistributionSeries::upperBound(row - 1)) });
    view()->setValueAxis(last - first, ticks);
    view()->setBackdrop(highest < 0 ? QImage() : image);
}

TimeChart::Readout HeatMapChart::readout(qint64 unixMilliseconds) const
{
    const DistributionSeries::Slot slot = m_data.nearest(unixMilliseconds);
    if (slot.time == 0)
        return {};
    Readout result { slot.time, {} };
    const quint64 all = sum(slot.counts);
    result.lines.append(tr("%1 answers").arg(formatCount(qint64(all))));
    if (all == 0)
        return result;
    const auto most = std::max_element(slot.counts.begin(), slot.counts.end());
    result.lines.append(
        tr("most: %1 (%2)").arg(rangeText(int(most - slot.counts.begin())), formatShare(double(*most) / double(all))));
    for (int row = rows - 1; row >= 0; --row) {
        if (slot.counts[std::size_t(row)] > 0) {
            result.lines.append(
                tr("slowest: %1 (%2)").arg(rangeText(row), formatCount(qint64(slot.counts[std::size_t(row)]))));
            break;
        }
    }
    return result;
}

QByteArray HeatMapChart::csv() const
{
    QByteArray text = "time,unix_ms"_ba;
    for (int row = 0; row < rows; ++row)
        text += row == rows - 1 ? ",more"_ba
                                : ",<= " + QByteArray::number(DistributionSeries::upperBound(row), 'g', 4) + " ms";
    text += '\n';
    for (const DistributionSeries::Slot &slot : m_data.rows()) {
        text += QDateTime::fromMSecsSinceEpoch(slot.time).toString(Qt::ISODate).toUtf8() + ','
            + QByteArray::number(slot.time);
        for (const quint32 count : slot.counts)
            text += ',' + QByteArray::number(count);
        text += '\n';
    }
    return text;
}

} // namespace throng::ui
