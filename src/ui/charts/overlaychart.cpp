// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/overlaychart.h"

#include "ui/charts/chartview.h"
#include "ui/charts/timeseries.h"
#include "ui/support/appearance.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int pointsAtMost = 600;
constexpr int horizontalTicks = 6;

/// Times since the beginning, as many as there is room for.
QList<ChartView::Tick> ticksUpTo(qint64 end)
{
    constexpr std::array<qint64, 14> seconds { 5, 10, 15, 30, 60, 120, 300, 600, 900, 1'800, 3'600, 7'200, 21'600,
        86'400 };
    qint64 step = seconds.back() * 1'000;
    for (auto each = seconds.rbegin(); each != seconds.rend(); ++each) {
        if (end / (*each * 1'000) < horizontalTicks)
            step = *each * 1'000;
    }
    QList<ChartView::Tick> ticks;
    for (qint64 time = 0; time <= end; time += step)
        ticks.append({ double(time), time == 0 ? u"0"_s : formatSpan(std::chrono::milliseconds(time)) });
    return ticks;
}

/// The point nearest to that time, if it is no further than a few of them lie apart.
const QPointF *nearest(const QList<QPointF> &points, double time, double farthest)
{
    auto found = std::lower_bound(
        points.begin(), points.end(), time, [](const QPointF &point, double wanted) { return point.x() < wanted; });
    if (found == points.end() || (found != points.begin() && time - (found - 1)->x() < found->x() - time))
        found = found == points.begin() ? found : found - 1;
    return found != points.end() && std::abs(found->x() - time) <= farthest ? &*found : nullptr;
}

} // namespace

OverlayChart::OverlayChart(const QString &title, ValueText valueText, QWidget *parent)
    : QWidget(parent)
    , m_valueText(valueText)
    , m_view(new ChartView(std::move(valueText), this))
{
    m_view->setAccessibleName(tr("Chart: %1").arg(title));
    auto *heading = new ElidedLabel(title, this);
    heading->setFont(scaled(font(), 1.0, true));
    heading->setBuddy(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 6, 6);
    layout->setSpacing(4);
    layout->addWidget(heading);
    layout->addWidget(m_view, 1);
    connect(m_view, &ChartView::hovered, this, &OverlayChart::showReadout);
}

void OverlayChart::setLines(const QList<Line> &lines)
{
    m_lines = lines;
    QList<ChartSeries> styles;
    double end = 1'000;
    for (const Line &line : lines) {
        styles.append(line.style);
        if (!line.points.isEmpty())
            end = std::max(end, line.points.last().x());
    }
    m_view->setSeries(styles);
    m_view->setRange(0, qint64(end));
    m_view->setHorizontalTicks(ticksUpTo(qint64(end)));
    for (qsizetype i = 0; i < lines.size(); ++i)
        m_view->setPoints(int(i), decimateMinMax(lines[i].points, pointsAtMost));
    m_view->setReadout({});
    m_view->fitValues();
}

int OverlayChart::pointCount(int line) const
{
    return m_view->pointCount(line);
}

void OverlayChart::showReadout(qint64 position)
{
    ChartView::Readout readout;
    if (position > 0) {
        readout.time = position;
        readout.lines.append(formatSpan(std::chrono::milliseconds(position)));
        for (const Line &line : std::as_const(m_lines)) {
            const QPointF *point = nearest(line.points, double(position), 5'000);
            readout.lines.append(line.style.name + u"  "_s + (point ? m_valueText(point->y()) : noValue()));
        }
    }
    m_view->setReadout(readout);
}

} // namespace throng::ui
