// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sizehistogram.h"

#include "ui/support/appearance.h"
#include "ui/support/colors.h"
#include "ui/support/format.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace throng::ui {

SizeHistogram::SizeHistogram(QWidget *parent)
    : QWidget(parent)
{
    setFont(withTabularFigures(scaled(font(), 0.88)));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Rooms by number of members"));
}

void SizeHistogram::setBins(const QList<generate::SizeBin> &bins)
{
    m_bins = bins;
    QStringList spoken;
    for (const generate::SizeBin &bin : bins)
        spoken.append(tr("%1 members: %2 rooms").arg(bin.label(), formatCount(bin.rooms)));
    setAccessibleDescription(spoken.join(u", "_s));
    update();
}

QSize SizeHistogram::sizeHint() const
{
    return { 560, 180 };
}

QSize SizeHistogram::minimumSizeHint() const
{
    return { 200, 90 };
}

bool SizeHistogram::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || m_bins.isEmpty())
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const qsizetype at = help->pos().x() * m_bins.size() / std::max(1, width());
    const generate::SizeBin &bin = m_bins[std::clamp<qsizetype>(at, 0, m_bins.size() - 1)];
    const QString rooms = tr("%Ln room(s)", nullptr, bin.rooms);
    QToolTip::showText(help->globalPos(),
        bin.from == bin.to ? tr("%1 members each: %2").arg(formatCount(bin.from), rooms)
            : bin.to == std::numeric_limits<int>::max()
            ? tr("%1 members or more: %2").arg(formatCount(bin.from), rooms)
            : tr("%1 to %2 members: %3").arg(formatCount(bin.from), formatCount(bin.to), rooms),
        this);
    return true;
}

void SizeHistogram::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = colorsFor(palette());
    const QFontMetricsF metrics(font());
    if (m_bins.isEmpty()) {
        painter.setPen(colors.muted);
        painter.drawText(rect(), Qt::AlignCenter, tr("No rooms"));
        return;
    }
    int most = 1;
    for (const generate::SizeBin &bin : std::as_const(m_bins))
        most = std::max(most, bin.rooms);

    const double line = metrics.height() + 2;
    const QRectF area(0, line, width(), height() - 2 * line);
    const double slot = area.width() / double(m_bins.size());
    const double bar = std::min(slot * 0.74, 64.0);
    painter.setPen(QPen(colors.border, 1));
    painter.drawLine(QPointF(0, area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5));
    const QColor fill = chartColor(ChartColor::Blue, palette());
    // Where the labels do not fit beside each other, every other one is left out.
    double widest = 0;
    for (const generate::SizeBin &bin : std::as_const(m_bins))
        widest = std::max(widest, metrics.horizontalAdvance(bin.label()));
    const int every = widest + 4 > slot ? 2 : 1;
    for (qsizetype i = 0; i < m_bins.size(); ++i) {
        const generate::SizeBin &bin = m_bins[i];
        const double center = slot * (double(i) + 0.5);
        // A single room must be seen beside hundreds.
        const double tall = bin.rooms == 0 ? 0 : std::max(2.0, area.height() * bin.rooms / most);
        const QRectF box(center - bar / 2, area.bottom() - tall, bar, tall);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(box, 2, 2);
        painter.setPen(colors.muted);
        painter.drawText(
            QRectF(center - slot, box.top() - line, 2 * slot, line), Qt::AlignCenter, formatCount(bin.rooms));
        if (i % every == 0)
            painter.drawText(QRectF(center - slot, area.bottom() + 1, 2 * slot, line), Qt::AlignCenter, bin.label());
    }
}

} // namespace throng::ui
