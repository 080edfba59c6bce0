// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/pilldelegate.h"

#include "ui/support/colors.h"

#include <QApplication>
#include <QPainter>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int beside = 10; // between the text and the ground's edge
constexpr int above = 2;
constexpr int outside = 12; // what the style sheet leaves around a cell's text

std::pair<QColor, QColor> colorsOf(const QString &mood, const Colors &colors)
{
    if (mood == u"good")
        return { colors.good, colors.goodBackground };
    if (mood == u"warning")
        return { colors.warning, colors.warningBackground };
    if (mood == u"bad")
        return { colors.bad, colors.badBackground };
    return { colors.muted, colors.hover };
}

} // namespace

PillDelegate::PillDelegate(int moodRole, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_moodRole(moodRole)
{
}

QSize PillDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * beside, 2 * above);
}

void PillDelegate::paint(QPainter *painter, const QStyleOptionViewItem &original, const QModelIndex &index) const
{
    QStyleOptionViewItem option = original;
    initStyleOption(&option, index);
    const QString text = std::exchange(option.text, {});
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    if (text.isEmpty())
        return;
    const QFontMetrics metrics(option.font);
    const auto [front, ground] = colorsOf(index.data(m_moodRole).toString(), colorsFor(option.palette));
    const QString shown = metrics.elidedText(text, Qt::ElideRight, option.rect.width() - 2 * beside - outside);
    QRect pill(0, 0, metrics.horizontalAdvance(shown) + 2 * beside, metrics.height() + 2 * above);
    pill.moveCenter(option.rect.center());
    pill.moveLeft(option.rect.left() + outside / 2);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(ground);
    painter->drawRoundedRect(pill, pill.height() / 2.0, pill.height() / 2.0);
    painter->setFont(option.font);
    painter->setPen(front);
    painter->drawText(pill, Qt::AlignCenter, shown);
    painter->restore();
}

} // namespace throng::ui
