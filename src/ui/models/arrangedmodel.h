// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <vector>

namespace throng::ui {

/// A table of many items that sorts and filters itself: items stay numbers, and are looked at for the rows on the
/// screen alone, so that 50,000 of them cost no more than those. As long as all are shown in their own order, not
/// even a list of their numbers is needed.
class ArrangedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// The item that a row shows.
    [[nodiscard]] int itemAt(int row) const { return m_isArranged ? m_rows[std::size_t(row)] : row; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    void sort(int column, Qt::SortOrder order) override;

protected:
    /// What a column sorts an item by: the number, then the text.
    struct Key {
        qint64 number = 0;
        QString text {};
    };

    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] virtual int itemCount() const = 0;
    [[nodiscard]] virtual bool isFiltered() const = 0; ///< whether isShown() may say no
    [[nodiscard]] virtual bool isShown(int item) const = 0;
    /// Whether sorting by the column leaves the items in their own order.
    [[nodiscard]] virtual bool isInOrder(int column) const = 0;
    [[nodiscard]] virtual Key keyOf(int item, int column) const = 0; ///< of columns that are not in order

    /// `change` alters what the items are or which are shown.
    template <typename Change>
    void rearrange(Change change)
    {
        beginResetModel();
        change();
        arrange();
        endResetModel();
    }

private:
    void arrange();

    int m_sortColumn = 0;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    bool m_isArranged = false; ///< whether m_rows counts; else a row is an item
    std::vector<int> m_rows;
};

} // namespace throng::ui
