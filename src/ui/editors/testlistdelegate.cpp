// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/testlistdelegate.h"

#include "ui/support/appearance.h"
#include "ui/support/colors.h"

#include <QApplication>
#include <QPainter>

namespace throng::ui {

namespace {

QFont loadFont(const QFont &font)
{
    return withTabularFigures(scaled(font, 0.9));
}

} // namespace

QSize TestListDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 160, QFontMetrics(option.font).height() + QFontMetrics(loadFont(option.font)).height() + 16 };
}

void TestListDelegate::paint(QPainter *painter, const QStyleOptionViewItem &original, const QModelIndex &index) const
{
    QStyleOptionViewItem option = original;
    initStyleOption(&option, index);
    const QStringList lines = index.data().toString().split(u'\n');
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    const QRect textArea =
        style->subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget).adjusted(4, 0, -2, 0);
    option.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const Colors &colors = colorsFor(option.palette);
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    const QFont nameFont = scaled(option.font, 1.0, true);
    const QFontMetrics name(nameFont);
    const QFontMetrics load(loadFont(option.font));
    const int top = option.rect.center().y() - (name.height() + load.height()) / 2;
    painter->save();
    painter->setFont(nameFont);
    painter->setPen(on ? colors.text : colors.muted);
    painter->drawText(
        textArea.left(), top + name.ascent(), name.elidedText(lines.value(0), Qt::ElideRight, textArea.width()));
    painter->setFont(loadFont(option.font));
    painter->setPen(colors.muted);
    painter->drawText(textArea.left(), top + name.height() + load.ascent(),
        load.elidedText(lines.value(1), Qt::ElideRight, textArea.width()));
    painter->restore();
}

} // namespace throng::ui
