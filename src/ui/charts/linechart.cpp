// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/linechart.h"

#include "ui/charts/chartlegend.h"
#include "ui/charts/chartview.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int pointsAtMost = 600;

} // namespace

LineChart::LineChart(const QString &title, const QList<ChartSeries> &series, ValueText valueText, QWidget *parent)
    : TimeChart(title, new ChartView(valueText), parent)
    , m_ownTitle(title)
    , m_valueText(std::move(valueText))
    , m_data(static_cast<int>(series.size()))
    , m_legend(new ChartLegend(this))
    , m_back(makeLink({}, this))
{
    m_back->hide();
    header()->addWidget(m_back);
    header()->addWidget(m_legend);
    for (int i = 0; i < m_data.seriesCount(); ++i)
        m_own.append({ series[i], &m_data, i });
    setLines(m_own);
    connect(m_back, &QPushButton::clicked, this, &LineChart::backRequested);
}

int LineChart::drawnPoints(int series) const
{
    return view()->pointCount(series);
}

void LineChart::append(qint64 unixMilliseconds, std::span<const double> values)
{
    m_data.append(unixMilliseconds, values);
    markDirty();
}

void LineChart::setLimits(const QList<ChartLimit> &limits)
{
    view()->setLimits(limits);
    markDirty();
}

void LineChart::setLines(const QList<Line> &lines)
{
    m_lines = lines;
    QList<ChartSeries> styles;
    for (const Line &line : lines)
        styles.append(line.style);
    m_legend->setSeries(styles);
    view()->setSeries(styles);
    markDirty();
}

void LineChart::showInstead(const QString &title, const QList<Line> &lines, const QString &backText)
{
    m_showsOwn = false;
    setTitle(title);
    m_back->setText(backText);
    m_back->show();
    setLines(lines);
}

void LineChart::showOwn()
{
    if (m_showsOwn)
        return;
    m_showsOwn = true;
    setTitle(m_ownTitle);
    m_back->hide();
    setLines(m_own);
}

void LineChart::clearData()
{
    showOwn();
    m_data.clear();
}

void LineChart::drawRange(qint64 from, qint64 to)
{
    // A slot beyond each edge, so that lines run to the border of the plot.
    const qint64 margin = std::max<qint64>(1'000, (to - from) / 100);
    // More than one a pixel are stroked and not seen.
    const int most = std::clamp(view()->width(), pointsAtMost / 2, pointsAtMost);
    for (int i = 0; i < int(m_lines.size()); ++i)
        view()->setPoints(i, m_lines[i].data->points(m_lines[i].series, from - margin, to + margin, most));
    view()->fitValues();
}

TimeChart::Readout LineChart::readout(qint64 unixMilliseconds) const
{
    const auto slot = m_data.nearest(unixMilliseconds);
    if (!slot)
        return {};
    Readout result { slot->time, {} };
    for (const Line &line : m_lines) {
        const auto reading = line.data->nearest(slot->time);
        // Another's data may have nothing in this second.
        const bool there = reading && reading->time == slot->time;
        const double value = there ? reading->values[static_cast<std::size_t>(line.series)] : qQNaN();
        result.lines.append(line.style.name + u"  "_s + (std::isnan(value) ? noValue() : m_valueText(value)));
    }
    return result;
}

QByteArray LineChart::csv() const
{
    QByteArray text = "time,unix_ms"_ba;
    for (const Line &line : m_lines) {
        QByteArray name = line.style.name.toUtf8();
        if (name.contains(',') || name.contains('"'))
            name = '"' + name.replace("\"", "\"\"") + '"';
        text += ',' + name;
    }
    text += '\n';
    for (const TimeSeries::Reading &row : m_data.rows()) {
        text += QDateTime::fromMSecsSinceEpoch(row.time).toString(Qt::ISODate).toUtf8() + ','
            + QByteArray::number(row.time);
        for (const Line &line : m_lines) {
            double value = qQNaN();
            if (line.data == &m_data)
                value = row.values[static_cast<std::size_t>(line.series)];
            else if (const auto reading = line.data->nearest(row.time); reading && reading->time == row.time)
                value = reading->values[static_cast<std::size_t>(line.series)];
            text += ',' + (std::isnan(value) ? QByteArray() : QByteArray::number(value, 'g', 10));
        }
        text += '\n';
    }
    return text;
}

} // namespace throng::ui
