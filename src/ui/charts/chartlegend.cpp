// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartlegend.h"

#include "ui/support/appearance.h"

#include <QPainter>

namespace throng::ui {

namespace {

constexpr int stroke = 20;
constexpr int gap = 6;
constexpr int between = 14;
constexpr int shortestName = 40;

} // namespace

ChartLegend::ChartLegend(QWidget *parent)
    : QWidget(parent)
{
    setFont(scaled(font(), 0.9));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ChartLegend::setSeries(const QList<ChartSeries> &series)
{
    m_series = series;
    updateGeometry();
    update();
}

QSize ChartLegend::sizeHint() const
{
    int width = 0;
    for (const ChartSeries &series : m_series)
        width += stroke + gap + fontMetrics().horizontalAdvance(series.name) + between;
    return { width, fontMetrics().height() };
}

QSize ChartLegend::minimumSizeHint() const
{
    int width = 0;
    for (const ChartSeries &series : m_series)
        width += stroke + gap + std::min(shortestName, fontMetrics().horizontalAdvance(series.name)) + between;
    return { std::min(width, sizeHint().width()), fontMetrics().height() };
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool tight = width() < sizeHint().width();
    const int room = m_series.isEmpty() ? 0 : width() / int(m_series.size()) - stroke - gap - between;
    double x = between;
    for (const ChartSeries &series : std::as_const(m_series)) {
        QPen pen(chartColor(series.color, palette()), 2.2, series.dash);
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLine(QPointF(x, height() / 2.0), QPointF(x + stroke, height() / 2.0));
        painter.setPen(colorsFor(palette()).muted);
        x += stroke + gap;
        // What tells endpoints apart is at their ends.
        const QString name = tight ? fontMetrics().elidedText(series.name, Qt::ElideLeft, room) : series.name;
        painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, name);
        x += fontMetrics().horizontalAdvance(name) + between;
    }
}

} // namespace throng::ui
