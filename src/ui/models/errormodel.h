// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"

#include <QAbstractTableModel>

namespace throng::ui {

/// What went wrong, a row for each kind of error at each endpoint.
class ErrorModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Count, Endpoint, Error, Example, FirstSeen, LastSeen, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void update(const metrics::Totals &totals);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<metrics::ErrorDelta> m_rows; ///< in the order of the totals
};

} // namespace throng::ui
