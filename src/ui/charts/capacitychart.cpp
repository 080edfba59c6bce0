// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/capacitychart.h"

#include "ui/charts/chartlegend.h"
#include "ui/charts/chartview.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <array>
#include <cmath>
#include <map>

namespace throng::ui {

namespace {

/// Positions of the view are whole thousandths: users are few, and a view is at least a thousand wide.
constexpr qint64 perUser = 1'000;
constexpr int horizontalTicks = 6;
constexpr std::array colors { ChartColor::Blue, ChartColor::Orange, ChartColor::Vermilion, ChartColor::Green,
    ChartColor::Purple, ChartColor::Grey };
constexpr std::array dashes { Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine };

bool isDrawn(const thresholds::Rule &rule)
{
    return rule.unit() == thresholds::Unit::Time;
}

bool isJudged(const capacity::Step &step)
{
    return step.outcome == capacity::StepOutcome::Meets || step.outcome == capacity::StepOutcome::Breaks;
}

} // namespace

CapacityChart::CapacityChart(QWidget *parent)
    : QWidget(parent)
    , m_legend(new ChartLegend(this))
    , m_view(new ChartView(&formatDuration, this))
{
    m_view->setAccessibleName(tr("Chart: times over the number of users"));
    auto *header = new QHBoxLayout;
    header->addWidget(makeHeading(tr("Over the number of users"), this));
    header->addStretch();
    header->addWidget(m_legend);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addLayout(header);
    layout->addWidget(m_view, 1);
    connect(m_view, &ChartView::hovered, this, &CapacityChart::showReadout);
}

QSize CapacityChart::sizeHint() const
{
    return { 640, 260 };
}

int CapacityChart::pointCount(int line) const
{
    return m_view->pointCount(line);
}

void CapacityChart::setReport(const capacity::CapacityReport &report)
{
    const bool sameRules = m_report.rules == report.rules;
    m_report = report;
    if (!sameRules)
        setLines();
    int most = 1;
    for (const capacity::Step &step : report.steps)
        most = std::max(most, step.users);
    m_view->setRange(0, most * perUser * 21 / 20);
    for (qsizetype line = 0; line < m_lines.size(); ++line) {
        // Of a load that was tried more than once the last is drawn.
        std::map<int, double> values;
        for (const capacity::Step &step : report.steps) {
            const thresholds::Judgement &judgement = step.judgements[std::size_t(m_lines[line])];
            if (isJudged(step) && judgement.outcome != thresholds::Outcome::NoData)
                values[step.users] = judgement.value / 1e6;
        }
        QList<QPointF> points;
        for (const auto &[users, value] : values)
            points.append({ double(users * perUser), value });
        m_view->setPoints(int(line), points);
    }
    QList<ChartView::Tick> ticks;
    const double step = std::max(1.0, roundUp(double(most) / horizontalTicks));
    for (double users = 0; users <= most; users += step)
        ticks.append({ users * perUser, formatCount(qint64(users)) });
    m_view->setHorizontalTicks(ticks);
    QList<ChartView::Marker> markers;
    if (const int estimate = report.range.estimate(); estimate > 0)
        markers.append({ estimate * perUser, tr("about %1 users").arg(formatCount(estimate)) });
    m_view->setMarkers(markers);
    m_view->fitValues();
}

void CapacityChart::setLines()
{
    m_lines.clear();
    QList<ChartSeries> series;
    QList<ChartLimit> limits;
    for (qsizetype i = 0; i < m_report.rules.size(); ++i) {
        const thresholds::Rule &rule = m_report.rules[i];
        if (!isDrawn(rule))
            continue;
        const std::size_t line = std::size_t(m_lines.size());
        series.append({ rule.figureText(), colors[line % colors.size()], dashes[line % dashes.size()] });
        limits.append({ rule.limit / 1e6, rule.text });
        m_lines.append(i);
    }
    m_view->setSeries(series);
    m_view->setLimits(limits);
    m_legend->setSeries(series);
}

void CapacityChart::showReadout(qint64 position)
{
    const capacity::Step *nearest = nullptr;
    for (const capacity::Step &step : m_report.steps) {
        if (!nearest || std::abs(step.users * perUser - position) <= std::abs(nearest->users * perUser - position))
            nearest = &step;
    }
    ChartView::Readout readout;
    if (position > 0 && nearest) {
        readout.time = nearest->users * perUser;
        readout.lines.append(tr("%n user(s)", nullptr, nearest->users));
        for (qsizetype i = 0; i < m_report.rules.size(); ++i) {
            const thresholds::Judgement &judgement = nearest->judgements[std::size_t(i)];
            const thresholds::Rule &rule = m_report.rules[i];
            readout.lines.append(tr("%1  %2").arg(rule.figureText(),
                judgement.outcome == thresholds::Outcome::NoData ? noValue() : thresholds::valueText(rule, judgement)));
        }
    }
    m_view->setReadout(readout);
}

} // namespace throng::ui
