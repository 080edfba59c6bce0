// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace throng::ui {

/// Paints a cell's text as makePill() does: on a coloured ground. The mood is the cell's `moodRole`.
class PillDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    PillDelegate(int moodRole, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_moodRole;
};

} // namespace throng::ui
