// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartview.h"

#include "ui/support/appearance.h"
#include "ui/support/format.h"

#include <QMouseEvent>
#include <QRubberBand>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int valueTicks = 4;

/// A round step at or above `wanted`. Numbers beside the axis have one figure below 1: 0.25 would be read as 0.3.
double axisStep(double wanted)
{
    const double step = roundUp(wanted);
    const double leading = step / std::pow(10, std::floor(std::log10(step)));
    return step < 1 && leading > 2.2 && leading < 2.8 ? 2 * step : step;
}

} // namespace

ChartView::ChartView(ValueText valueText, QWidget *parent)
    : QWidget(parent)
    , m_valueText(std::move(valueText))
    , m_band(new QRubberBand(QRubberBand::Rectangle, this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    m_band->hide();
}

void ChartView::setSeries(const QList<ChartSeries> &series)
{
    m_styles = series;
    m_lines.setCount(int(series.size()));
    redraw();
}

void ChartView::setHorizontalTicks(const QList<Tick> &ticks)
{
    m_horizontalTicks = ticks;
    redraw();
}

void ChartView::setLimits(const QList<ChartLimit> &limits)
{
    m_limits = limits;
    redraw();
}

void ChartView::redraw()
{
    m_picture = {};
    update();
}

QFont ChartView::labelFont() const
{
    return withTabularFigures(scaled(font(), 0.85));
}

QRectF ChartView::plot() const
{
    if (m_plotIn == size()) // each point and each label asks for it
        return m_plot;
    m_plotIn = size();
    const QFontMetricsF metrics(labelFont());
    // Wide enough for any label an axis of the dashboard can have: the plot must not move while numbers change, and
    // charts below each other share their left edge.
    const double left = metrics.horizontalAdvance(formatDuration(888) + u'8') + 8;
    const double bottom = metrics.height() + 6;
    const double top = metrics.height() / 2 + 2;
    const double right = metrics.horizontalAdvance(u"00:00"_s) / 2 + 4;
    m_plot = { left, top, std::max(10.0, width() - left - right), std::max(10.0, height() - top - bottom) };
    return m_plot;
}

void ChartView::setRange(qint64 from, qint64 to)
{
    m_from = from;
    m_to = std::max(to, from + 1'000);
    redraw();
}

void ChartView::setPoints(int series, const QList<QPointF> &points)
{
    m_lines.setPoints(series, points);
    redraw();
}

int ChartView::pointCount(int series) const
{
    return m_lines.pointCount(series);
}

QColor ChartView::lineColor(int series) const
{
    return chartColor(m_styles[series].color, palette());
}

bool ChartView::isEmpty() const
{
    return m_backdrop.isNull() && m_lines.isEmpty();
}

void ChartView::fitValues()
{
    double highest = 0;
    for (int i = 0; i < int(m_styles.size()); ++i) {
        for (const QPointF &point : m_lines.points(i))
            highest = std::max(highest, point.y());
    }
    // A limit far above everything would squash the lines; it comes into sight when they come near it.
    for (const ChartLimit &limit : std::as_const(m_limits)) {
        if (limit.value <= highest * 3)
            highest = std::max(highest, limit.value * 1.08);
    }
    if (highest > m_top || highest < m_top / 2 || m_ticks.isEmpty()) {
        const double step = axisStep(highest > 0 ? highest / valueTicks : 0.5);
        const double top = step * std::max(1.0, std::ceil(highest > 0 ? highest / step - 1e-9 : valueTicks));
        QList<Tick> ticks;
        for (double value = 0; value <= top * 1.0001; value += step)
            ticks.append({ value, m_valueText(value) });
        setValueAxis(top, ticks);
    }
    redraw();
}

void ChartView::setValueAxis(double top, const QList<Tick> &ticks)
{
    m_top = top;
    m_ticks = ticks;
    redraw();
}

void ChartView::setBackdrop(const QImage &image)
{
    m_backdrop = image;
    redraw();
}

void ChartView::setMarkers(const QList<Marker> &markers)
{
    m_markers = markers;
    redraw();
}

void ChartView::setReadout(const Readout &readout)
{
    m_readout = readout;
    update();
}

void ChartView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    m_plotIn = {}; // another font
    redraw();
}

void ChartView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_picture = {}; // a megabyte that nobody looks at
}

double ChartView::xOf(double time) const
{
    return plot().left() + (time - static_cast<double>(m_from)) / static_cast<double>(m_to - m_from) * plot().width();
}

double ChartView::yOf(double value) const
{
    return plot().bottom() - value / m_top * plot().height();
}

qint64 ChartView::timeAt(double x) const
{
    const double share = std::clamp((x - plot().left()) / plot().width(), 0.0, 1.0);
    return m_from + static_cast<qint64>(share * static_cast<double>(m_to - m_from));
}

void ChartView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && plot().contains(event->position())) {
        m_dragging = true;
        m_bandOrigin = event->position().toPoint();
    }
    setFocus(Qt::MouseFocusReason);
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (m_dragging) {
        const QRect area = plot().toRect();
        const int x = std::clamp(position.x(), area.left(), area.right());
        m_band->setGeometry(QRect(QPoint(m_bandOrigin.x(), area.top()), QPoint(x, area.bottom())).normalized());
        m_band->setVisible(std::abs(x - m_bandOrigin.x()) > 4);
    }
    Q_EMIT hovered(plot().contains(event->position()) ? timeAt(event->position().x()) : 0);
}

void ChartView::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_dragging || event->button() != Qt::LeftButton)
        return;
    m_dragging = false;
    if (m_band->isVisible()) {
        m_band->hide();
        const QRect chosen = m_band->geometry();
        const qint64 from = timeAt(chosen.left());
        const qint64 to = timeAt(chosen.right());
        if (to - from >= 2'000)
            Q_EMIT rangeChosen(from, to);
    }
}

void ChartView::mouseDoubleClickEvent(QMouseEvent *)
{
    m_dragging = false;
    m_band->hide();
    Q_EMIT resetRequested();
}

void ChartView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        Q_EMIT stepRequested(-1);
        return;
    case Qt::Key_Right:
        Q_EMIT stepRequested(1);
        return;
    case Qt::Key_Home:
        Q_EMIT resetRequested();
        return;
    case Qt::Key_Escape:
        if (m_readout.time != 0) {
            Q_EMIT hovered(0);
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void ChartView::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    Q_EMIT hovered(0);
}

} // namespace throng::ui
