// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/sidebar.h"

#include "ui/support/appearance.h"
#include "ui/support/colors.h"
#include "ui/support/icons.h"

#include <QPainter>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int statusRole = Qt::UserRole;
constexpr int margin = 8;
constexpr int iconSize = 20;
constexpr int beforeText = margin + 10 + iconSize + 8;
constexpr int afterText = margin + 6;
constexpr int narrowest = 208;
constexpr int widest = 288; // beyond it a status is shortened, and whole in the tool tip

class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const int lines = QFontMetrics(option.font).height() + QFontMetrics(scaled(option.font, 0.88)).height();
        return { 160, lines + 2 * margin + 6 };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colors &colors = colorsFor(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(option.rect).adjusted(margin, 2, -margin, -2);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? colors.selection : colors.hover);
            painter->drawRoundedRect(box, 6, 6);
        }
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(QPen(colors.accent, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        }
        const QFont titleFont = scaled(option.font, 1.0, true);
        const QFont statusFont = withTabularFigures(scaled(option.font, 0.88));
        const QFontMetrics title(titleFont);
        const QFontMetrics status(statusFont);
        const double top = box.center().y() - (title.height() + status.height()) / 2.0;
        const QRect iconRect(qRound(box.left()) + 10, qRound(top) + 2, iconSize, iconSize);
        qvariant_cast<QIcon>(index.data(Qt::DecorationRole)).paint(painter, iconRect);
        const double left = iconRect.right() + 9;
        const int width = qRound(box.right() - left - 6);
        painter->setFont(titleFont);
        painter->setPen(colors.text);
        painter->drawText(
            QPointF(left, top + title.ascent()), title.elidedText(index.data().toString(), Qt::ElideRight, width));
        painter->setFont(statusFont);
        painter->setPen(colors.muted);
        painter->drawText(QPointF(left, top + title.height() + status.ascent()),
            status.elidedText(index.data(statusRole).toString(), Qt::ElideRight, width));
        painter->restore();
    }
};

} // namespace

Sidebar::Sidebar(QWidget *parent)
    : QListWidget(parent)
    , m_neededWidth(narrowest)
{
    setObjectName(u"sidebarList"_s);
    setAccessibleName(tr("Pages of the project"));
    setItemDelegate(new EntryDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setUniformItemSizes(true);
}

void Sidebar::addEntry(const QString &iconName, const QString &title)
{
    auto *item = new QListWidgetItem(icon(iconName), title, this);
    item->setData(Qt::AccessibleTextRole, title);
}

void Sidebar::setStatus(int index, const QString &status)
{
    QListWidgetItem *entry = item(index);
    entry->setData(statusRole, status);
    entry->setToolTip(status);
    makeRoomFor(status);
    entry->setData(Qt::AccessibleTextRole, status.isEmpty() ? entry->text() : entry->text() + u", "_s + status);
}

QString Sidebar::status(int index) const
{
    return item(index)->data(statusRole).toString();
}

QSize Sidebar::sizeHint() const
{
    return { m_neededWidth, 400 };
}

void Sidebar::makeRoomFor(const QString &status)
{
    const QFontMetrics metrics(withTabularFigures(scaled(font(), 0.88)));
    const int needed = std::min(widest, beforeText + metrics.horizontalAdvance(status) + afterText + 4);
    if (needed <= m_neededWidth)
        return;
    m_neededWidth = needed;
    updateGeometry();
    Q_EMIT neededWidthChanged(m_neededWidth);
}

} // namespace throng::ui
