// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartlines.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>

namespace throng::ui {

ChartLines::ChartLines()
    : m_chart(new QChart)
    , m_timeAxis(new QValueAxis(m_chart))
    , m_valueAxis(new QValueAxis(m_chart))
{
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->setBackgroundVisible(false);
    m_chart->setPlotAreaBackgroundVisible(false);
    m_chart->legend()->hide();
    m_chart->setMargins({});
    m_timeAxis->setVisible(false);
    m_valueAxis->setVisible(false);
    m_chart->addAxis(m_timeAxis, Qt::AlignBottom);
    m_chart->addAxis(m_valueAxis, Qt::AlignLeft);
    m_scene.addItem(m_chart);
}

void ChartLines::setCount(int lines)
{
    m_chart->removeAllSeries();
    m_lines.clear();
    for (int i = 0; i < lines; ++i) {
        auto *line = new QLineSeries; // the chart's from here on
        line->setUseOpenGL(false);
        m_chart->addSeries(line);
        line->attachAxis(m_timeAxis);
        line->attachAxis(m_valueAxis);
        m_lines.append(line);
    }
}

// One replace() a series: append() on an attached series costs 400 ms for a thousand points, this 4 ms.
void ChartLines::setPoints(int line, const QList<QPointF> &points)
{
    m_lines[line]->replace(points);
}

QList<QPointF> ChartLines::points(int line) const
{
    return m_lines[line]->points();
}

int ChartLines::pointCount(int line) const
{
    return int(m_lines[line]->count());
}

bool ChartLines::isEmpty() const
{
    return std::all_of(m_lines.begin(), m_lines.end(), [](const QLineSeries *line) { return line->count() == 0; });
}

void ChartLines::paint(
    QPainter *painter, const QRectF &area, qint64 from, qint64 to, double top, const QList<QPen> &pens)
{
    constexpr double edge = 1; // pixels: a line along the top or the bottom is as thick as others
    const double beyond = top * edge / area.height();
    const QRectF plot({}, area.size() + QSizeF(0, 2 * edge));
    if (m_scene.sceneRect() != plot) {
        m_scene.setSceneRect(plot);
        m_chart->resize(plot.size());
        m_chart->setPlotArea(plot);
        m_chart->layout()->activate(); // it would wait for the event loop, and somebody wants to see it now
    }
    m_timeAxis->setRange(double(from), double(to));
    m_valueAxis->setRange(-beyond, top + beyond);
    for (qsizetype i = 0; i < m_lines.size(); ++i)
        m_lines[i]->setPen(pens[i]);
    m_scene.render(painter, area.adjusted(0, -edge, 0, edge), plot, Qt::IgnoreAspectRatio);
}

} // namespace throng::ui
