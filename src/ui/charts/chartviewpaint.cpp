// SPDX-License-Identifier: GPL-3.0-or-later
//
// What ChartView paints around, behind and above the lines.
#include "ui/charts/chartview.h"

#include <QDateTime>
#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace throng::ui {

qint64 ChartView::timeStep() const
{
    constexpr std::array<qint64, 16> seconds { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1'800, 3'600, 7'200, 21'600,
        86'400 };
    const QFontMetricsF metrics(labelFont());
    const double wanted = metrics.horizontalAdvance(u"00:00:00"_s) * 1.6;
    const double perSecond = plot().width() / (static_cast<double>(m_to - m_from) / 1000);
    for (const qint64 step : seconds) {
        if (static_cast<double>(step) * perSecond >= wanted)
            return step * 1'000;
    }
    return seconds.back() * 7'000;
}

QList<ChartView::Tick> ChartView::horizontalTicks() const
{
    if (!m_horizontalTicks.isEmpty())
        return m_horizontalTicks;
    QList<Tick> ticks;
    const qint64 step = timeStep();
    const qint64 offset = QDateTime::fromMSecsSinceEpoch(m_from).offsetFromUtc() * qint64(1000);
    const QString format = step < 60'000 ? u"HH:mm:ss"_s : u"HH:mm"_s;
    for (qint64 time = ((m_from + offset + step - 1) / step) * step - offset; time <= m_to && m_from > 0; time += step)
        ticks.append({ static_cast<double>(time), QDateTime::fromMSecsSinceEpoch(time).toString(format) });
    return ticks;
}

void ChartView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    // Of what is really painted on: a picture for paper is sharper than the screen.
    const qreal ratio = painter.paintEngine()->paintDevice()->devicePixelRatio();
    if (m_picture.size() != size() * ratio) {
        m_picture = QPixmap(size() * ratio);
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(Qt::transparent);
        QPainter picture(&m_picture);
        picture.setFont(labelFont());
        drawAxes(&picture);
        drawAreas(&picture);
        drawLines(&picture);
        drawLimits(&picture);
        drawMarkers(&picture);
    }
    painter.drawPixmap(0, 0, m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(labelFont());
    drawReadout(&painter);
}

void ChartView::drawAxes(QPainter *painter) const
{
    const Colors &colors = colorsFor(palette());
    const QRectF area = plot();
    const QFontMetricsF metrics(painter->font());

    painter->setRenderHint(QPainter::Antialiasing, false);
    if (!m_backdrop.isNull()) {
        painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter->drawImage(area, m_backdrop);
    }
    for (const Tick &tick : std::as_const(m_ticks)) {
        if (isEmpty() && tick.value > 0) // of what there is no figure has no scale
            continue;
        const double y = yOf(tick.value);
        painter->setPen(QPen(tick.value == 0 ? colors.border : colors.grid, 1));
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        if (isEmpty())
            continue;
        painter->setPen(colors.muted);
        painter->drawText(QRectF(0, y - metrics.height() / 2, area.left() - 6, metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter, tick.text);
    }
    painter->setPen(colors.muted);
    const QList<Tick> ticks = horizontalTicks();
    double end = -metrics.averageCharWidth(); // of the text before
    for (const Tick &tick : ticks) {
        const double wide = metrics.horizontalAdvance(tick.text);
        const double x = std::max(xOf(tick.value) - wide / 2, 0.0);
        if (x < end + metrics.averageCharWidth() || x + wide > width())
            continue;
        painter->drawText(QPointF(x, area.bottom() + metrics.ascent() + 4), tick.text);
        end = x + wide;
    }
    painter->setRenderHint(QPainter::Antialiasing);
}

void ChartView::drawAreas(QPainter *painter) const
{
    const QRectF area = plot();
    painter->save();
    painter->setClipRect(area);
    painter->setPen(Qt::NoPen);
    for (int i = 0; i < int(m_styles.size()); ++i) {
        if (!m_styles[i].filled || m_lines.pointCount(i) < 2)
            continue;
        QList<QPointF> outline;
        for (const QPointF &point : m_lines.points(i))
            outline.append({ xOf(point.x()), yOf(point.y()) });
        outline.append({ outline.last().x(), area.bottom() });
        outline.append({ outline.first().x(), area.bottom() });
        QColor fill = lineColor(i);
        fill.setAlphaF(0.14F);
        painter->setBrush(fill);
        painter->drawPolygon(outline.constData(), int(outline.size()));
    }
    painter->restore();
}

void ChartView::drawLines(QPainter *painter)
{
    if (isEmpty()) {
        painter->setPen(colorsFor(palette()).muted);
        painter->drawText(plot(), Qt::AlignCenter, tr("nothing measured yet"));
        return;
    }
    QList<QPen> pens;
    for (int i = 0; i < int(m_styles.size()); ++i) {
        QPen pen(lineColor(i), 1.8, m_styles[i].dash);
        pen.setCapStyle(Qt::FlatCap);
        pens.append(pen);
    }
    m_lines.paint(painter, plot(), m_from, m_to, m_top, pens);
}

void ChartView::drawLimits(QPainter *painter) const
{
    const Colors &colors = colorsFor(palette());
    const QRectF area = plot();
    const QFontMetricsF metrics(painter->font());
    for (const ChartLimit &limit : m_limits) {
        if (limit.value > m_top)
            continue;
        const double y = yOf(limit.value);
        painter->setPen(QPen(colors.bad, 1.2, Qt::DashLine));
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        const double above = y - 3 - metrics.descent();
        painter->drawText(QPointF(area.right() - metrics.horizontalAdvance(limit.text) - 4,
                              above - metrics.ascent() > 0 ? above : y + metrics.ascent() + 2),
            limit.text);
    }
}

void ChartView::drawMarkers(QPainter *painter) const
{
    const Colors &colors = colorsFor(palette());
    const QRectF area = plot();
    const QFontMetricsF metrics(painter->font());
    for (qsizetype i = 0; i < m_markers.size(); ++i) {
        const Marker &marker = m_markers[i];
        const QColor &color = marker.isRemark ? colors.accent : colors.muted;
        const double x = xOf(static_cast<double>(marker.time));
        if (x < area.left() - 1 || x > area.right())
            continue;
        painter->setPen(QPen(color, 1, marker.isRemark ? Qt::DashLine : Qt::DotLine));
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter->setPen(color);
        // Tests that follow each other quickly: a name is cut where the next one begins, or left out.
        const auto isNext = [&marker](const Marker &other) { return other.isRemark == marker.isRemark; };
        const auto next = std::find_if(m_markers.begin() + i + 1, m_markers.end(), isNext);
        const double end = next != m_markers.end() ? xOf(static_cast<double>(next->time)) : area.right();
        const double room = std::min(end, area.right()) - x - 8;
        if (room < metrics.averageCharWidth() * 4)
            continue;
        const double base = area.top() + metrics.ascent() + (marker.isRemark ? metrics.height() : 0);
        painter->drawText(QPointF(x + 4, base), metrics.elidedText(marker.text, Qt::ElideRight, room));
    }
}

void ChartView::drawReadout(QPainter *painter) const
{
    if (m_readout.time == 0 || m_readout.lines.isEmpty())
        return;
    const Colors &colors = colorsFor(palette());
    const QRectF area = plot();
    const QFontMetricsF metrics(painter->font());
    const double x = xOf(static_cast<double>(m_readout.time));
    if (x < area.left() - 1 || x > area.right() + 1)
        return;
    painter->setPen(QPen(colors.accent, 1));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    double wide = 0;
    for (const QString &line : m_readout.lines)
        wide = std::max(wide, metrics.horizontalAdvance(line));
    QRectF box(0, area.top() + 2, wide + 16, metrics.height() * static_cast<double>(m_readout.lines.size()) + 10);
    box.moveLeft(x + 10 + box.width() <= area.right() ? x + 10 : std::max(area.left(), x - 10 - box.width()));
    // On a low chart the box may be taller than the plot: the last line counts as much as the first.
    box.moveTop(std::max(0.0, std::min(box.top(), height() - box.height() - 1)));
    painter->setPen(QPen(colors.border, 1));
    painter->setBrush(colors.card);
    painter->drawRoundedRect(box, 4, 4);
    painter->setPen(colors.text);
    double y = box.top() + 5 + metrics.ascent();
    for (const QString &line : m_readout.lines) {
        painter->drawText(QPointF(box.left() + 8, y), line);
        y += metrics.height();
    }
}

} // namespace throng::ui
