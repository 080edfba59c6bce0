// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

QT_FORWARD_DECLARE_CLASS(QSortFilterProxyModel)

namespace throng::ui {

/// A table that can be sorted by its header, filtered, and copied as tab-separated text with plain numbers
/// (Qt::UserRole of its model), so that it can be pasted into a spreadsheet.
class DataTable : public QTableView {
    Q_OBJECT
public:
    explicit DataTable(QWidget *parent = nullptr);

    void showModel(QAbstractItemModel *model, int stretchedColumn, int sortedColumn = -1,
        Qt::SortOrder order = Qt::AscendingOrder);
    /// A model that sorts and filters itself, faster than row by row from outside.
    void showOwn(QAbstractItemModel *model, int stretchedColumn);
    /// As wide as its heading, with the mark of sorting, and a cell with this text.
    void makeRoomFor(int column, const QString &widest);
    /// That column takes what the others leave, but no less than this: then the table scrolls sideways. After the
    /// widths of the others.
    void stretchNoLess(int column, int least);
    void setFilter(const QString &text); ///< of a model shown by showModel()
    [[nodiscard]] int sourceRow(const QModelIndex &index) const;

    /// The selected rows, or all of them when none is.
    [[nodiscard]] QString toTsv() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void copy();
    void fitStretched();

    QSortFilterProxyModel *m_proxy;
    int m_stretched = -1; ///< the column of stretchNoLess()
    int m_least = 0;
};

} // namespace throng::ui
