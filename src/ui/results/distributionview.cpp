// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/distributionview.h"

#include "ui/charts/chartlegend.h"
#include "ui/charts/chartview.h"
#include "ui/dashboard/chartdescriptions.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

/// Positions of the views are thousandths of a decade, from 0.1 µs on, so that none of them is 0 or less.
constexpr double perDecade = 1'000;
constexpr int decadesBelow = 4;
constexpr int binsPerDecade = 20;
constexpr double binWidth = perDecade / binsPerDecade;

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

double positionOf(double time)
{
    return (std::log10(std::max(time, 1e-4)) + decadesBelow) * perDecade;
}

double timeAt(double position)
{
    return std::pow(10, position / perDecade - decadesBelow);
}

int binOf(double time)
{
    return int(std::floor(positionOf(time) / binWidth));
}

/// The outline of bars that touch each other.
QList<QPointF> outlineOf(const metrics::Histogram &times)
{
    std::map<int, quint64> bins;
    for (const metrics::Histogram::Bar &bar : times.bars())
        bins[binOf(milliseconds(bar.value))] += bar.count;
    QList<QPointF> points;
    int next = 0;
    for (const auto &[bin, count] : bins) {
        const double share = double(count) / double(times.count());
        if (points.isEmpty() || bin != next) {
            if (!points.isEmpty())
                points.append({ next * binWidth, 0 });
            points.append({ bin * binWidth, 0 });
        }
        points.append({ bin * binWidth, share });
        points.append({ (bin + 1) * binWidth, share });
        next = bin + 1;
    }
    if (!points.isEmpty())
        points.append({ next * binWidth, 0 });
    return points;
}

/// As many points as can be told apart.
QList<QPointF> cumulativeOf(const metrics::Histogram &times)
{
    QList<QPointF> points;
    quint64 sum = 0;
    for (const metrics::Histogram::Bar &bar : times.bars()) {
        const QPointF before(positionOf(milliseconds(bar.value)), double(sum) / double(times.count()));
        sum += bar.count;
        const QPointF after(before.x(), double(sum) / double(times.count()));
        if (points.isEmpty() || before.x() - points.last().x() > perDecade / 200)
            points.append(before);
        if (points.last().x() == after.x() || after.y() - points.last().y() > 0.002 || sum == times.count())
            points.append(after);
    }
    return points;
}

} // namespace

DistributionView::DistributionView(QWidget *parent)
    : QWidget(parent)
    , m_legend(new ChartLegend(this))
    , m_histogram(new ChartView(&formatShare, this))
    , m_cumulative(new ChartView(&formatShare, this))
{
    setObjectName(u"distributionView"_s);
    m_histogram->setAccessibleName(tr("Chart: how many answers took how long"));
    m_cumulative->setAccessibleName(tr("Chart: how many answers took no longer than that"));
    auto *header = new QHBoxLayout;
    header->addWidget(makeMuted(tr("Of all answers, how many took how long, and how many took no longer. Rows chosen "
                                   "in the table of endpoints are shown here."),
                          this),
        1);
    header->addWidget(m_legend);
    auto *views = new QHBoxLayout;
    views->setSpacing(spacing);
    views->addWidget(m_histogram);
    views->addWidget(m_cumulative);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 6, 4, 2);
    layout->setSpacing(4);
    layout->addLayout(header);
    layout->addLayout(views, 1);
    QList<ChartView::Tick> shares;
    for (const double share : { 0.0, 0.25, 0.5, 0.75, 1.0 })
        shares.append({ share, formatShare(share) });
    m_cumulative->setValueAxis(1.02, shares);
    for (ChartView *view : { m_histogram, m_cumulative })
        connect(view, &ChartView::hovered, this, &DistributionView::showReadout);
}

void DistributionView::setLines(const QList<Line> &lines)
{
    m_lines = lines;
    m_lines.removeIf([](const Line &line) { return line.times.isEmpty(); });
    draw();
}

void DistributionView::draw()
{
    QStringList names;
    metrics::Histogram all;
    for (const Line &line : std::as_const(m_lines)) {
        names.append(line.name);
        all.merge(line.times);
    }
    QList<ChartSeries> series = seriesNamed(names);
    m_legend->setSeries(series);
    m_cumulative->setSeries(series);
    if (series.size() == 1)
        series.first().filled = true;
    m_histogram->setSeries(series);
    const qint64 from = qint64(all.isEmpty() ? positionOf(1) : binOf(milliseconds(all.min())) * binWidth);
    const qint64 to = std::max(qint64((binOf(milliseconds(all.max())) + 1) * binWidth), from + qint64(perDecade));
    QList<ChartView::Tick> ticks;
    // 1, 2 and 5 of each decade, or the decades alone where there are many.
    const bool many = to - from > 3 * qint64(perDecade);
    for (int decade = int(double(from) / perDecade); decade <= int(double(to) / perDecade); ++decade) {
        for (const double step : { 1.0, 2.0, 5.0 }) {
            const double time = step * timeAt(decade * perDecade);
            const double position = positionOf(time);
            if (position >= double(from) && position <= double(to) && (step == 1.0 || !many))
                ticks.append({ position, formatDuration(time) });
        }
    }
    for (ChartView *view : { m_histogram, m_cumulative }) {
        view->setRange(from, to);
        view->setHorizontalTicks(ticks);
        view->setReadout({});
    }
    QList<ChartView::Marker> markers;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        m_histogram->setPoints(int(i), outlineOf(m_lines[i].times));
        m_cumulative->setPoints(int(i), cumulativeOf(m_lines[i].times));
    }
    if (m_lines.size() == 1) {
        for (const int percent : { 50, 95, 99 })
            markers.append(
                { qint64(positionOf(milliseconds(m_lines.first().times.percentile(percent)))), u"p%1"_s.arg(percent) });
    }
    m_cumulative->setMarkers(markers);
    m_histogram->setMarkers(markers);
    m_histogram->fitValues();
}

double DistributionView::shareUpTo(int line, double time) const
{
    const metrics::Histogram &times = m_lines[line].times;
    quint64 sum = 0;
    for (const metrics::Histogram::Bar &bar : times.bars()) {
        if (milliseconds(bar.value) <= time)
            sum += bar.count;
    }
    return times.isEmpty() ? 0 : double(sum) / double(times.count());
}

void DistributionView::showReadout(qint64 position)
{
    ChartView::Readout readout;
    if (position > 0 && !m_lines.isEmpty()) {
        const double time = timeAt(double(position));
        readout.time = position;
        for (int i = 0; i < int(m_lines.size()); ++i) {
            const QString share = formatShare(shareUpTo(i, time));
            const QString text = tr("%1 took no longer than %2").arg(share, formatDuration(time));
            readout.lines.append(m_lines.size() == 1 ? text : m_lines[i].name + u": "_s + text);
        }
    }
    m_histogram->setReadout(readout);
    m_cumulative->setReadout(readout);
}

} // namespace throng::ui
