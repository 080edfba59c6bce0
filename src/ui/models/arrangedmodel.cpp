// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/arrangedmodel.h"

#include <algorithm>
#include <tuple>

namespace throng::ui {

int ArrangedModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return m_isArranged ? int(m_rows.size()) : itemCount();
}

void ArrangedModel::sort(int column, Qt::SortOrder order)
{
    if (column == m_sortColumn && order == m_order)
        return;
    rearrange([&] {
        m_sortColumn = column;
        m_order = order;
    });
}

void ArrangedModel::arrange()
{
    m_rows.clear();
    const bool inOrder = isInOrder(m_sortColumn);
    m_isArranged = isFiltered() || !inOrder || m_order == Qt::DescendingOrder;
    if (!m_isArranged)
        return;
    const int count = itemCount();
    for (int item = 0; item < count; ++item) {
        if (isShown(item))
            m_rows.push_back(item);
    }
    if (inOrder) {
        if (m_order == Qt::DescendingOrder)
            std::reverse(m_rows.begin(), m_rows.end());
        return;
    }
    std::vector<Key> keys(static_cast<std::size_t>(count));
    for (const int item : m_rows)
        keys[std::size_t(item)] = keyOf(item, m_sortColumn);
    std::stable_sort(m_rows.begin(), m_rows.end(), [&](int one, int other) {
        const Key &first = keys[std::size_t(m_order == Qt::AscendingOrder ? one : other)];
        const Key &second = keys[std::size_t(m_order == Qt::AscendingOrder ? other : one)];
        return std::tie(first.number, first.text) < std::tie(second.number, second.text);
    });
}

} // namespace throng::ui
