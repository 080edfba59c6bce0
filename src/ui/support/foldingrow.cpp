// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/foldingrow.h"

#include "ui/support/widgets.h"

#include <QBoxLayout>
#include <QEvent>

#include <algorithm>

namespace throng::ui {

FoldingRow::FoldingRow(Room room, QWidget *parent)
    : QWidget(parent)
    , m_room(room)
    , m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_layout->setContentsMargins({});
    m_layout->setSpacing(spacing);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FoldingRow::addPart(QWidget *part, int stretch)
{
    m_parts.append(part);
    m_layout->addWidget(part, stretch);
}

bool FoldingRow::isFolded() const
{
    return m_layout->direction() == QBoxLayout::TopToBottom;
}

QSize FoldingRow::minimumSizeHint() const
{
    int width = 0;
    for (const QWidget *part : m_parts)
        width = std::max(width, part->minimumSizeHint().width());
    return { width, m_layout->minimumSize().height() };
}

bool FoldingRow::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest) // a part needs more, or less
        fold();
    return QWidget::event(event);
}

void FoldingRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void FoldingRow::fold()
{
    int needed = -m_layout->spacing();
    for (const QWidget *part : std::as_const(m_parts)) {
        if (!part->isHidden())
            needed +=
                m_layout->spacing() + (m_room == Room::Wished ? part->sizeHint() : part->minimumSizeHint()).width();
    }
    const auto direction = needed > width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    if (direction == m_layout->direction())
        return;
    m_layout->setDirection(direction);
    m_layout->setSpacing(direction == QBoxLayout::LeftToRight ? spacing : spacing / 2);
    updateGeometry();
}

} // namespace throng::ui
