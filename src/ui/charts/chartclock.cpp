// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartclock.h"

#include "ui/charts/timechart.h"

namespace throng::ui {

ChartClock::ChartClock(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &ChartClock::drawNow);
}

void ChartClock::add(TimeChart *chart)
{
    m_charts.append(chart);
    connect(chart, &QObject::destroyed, this, [this](QObject *gone) {
        m_charts.removeIf([gone](TimeChart *known) { return static_cast<QObject *>(known) == gone; });
    });
    connect(chart, &TimeChart::becameDirty, this, [this] {
        if (!m_timer.isActive())
            m_timer.start();
    });
    if (chart->isDirty())
        m_timer.start();
}

void ChartClock::drawNow()
{
    m_timer.stop();
    for (TimeChart *chart : std::as_const(m_charts))
        chart->refresh();
}

} // namespace throng::ui
