// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"

#include <QAbstractTableModel>

#include <array>

namespace throng::ui {

/// What is known of each endpoint, a row each. Qt::UserRole gives the plain number behind a cell (times in
/// milliseconds), to sort by and to copy; the header's Qt::UserRole names its unit.
class EndpointModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Endpoint, Requests, Failures, RateLimited, P50, P95, P99, Longest, Rate, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows these sums. Call once a second while a test runs: rates are over the last ten calls.
    void update(const metrics::Totals &totals);
    void clear();
    [[nodiscard]] metrics::EndpointKey key(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static constexpr std::size_t rateWindow = 10;
    struct Row {
        metrics::EndpointKey key;
        QString name;
        quint64 requests = 0;
        quint64 failures = 0;
        quint64 rateLimited = 0;
        std::array<double, 4> times {}; ///< p50, p95, p99, max; NaN without a sample
        double rate = 0;
        std::array<quint64, rateWindow> earlier {}; ///< requests at the last updates, a ring
    };
    [[nodiscard]] double number(const Row &row, int column) const;
    void fill(Row &row, const metrics::EndpointDelta &sums) const;

    std::vector<Row> m_rows; ///< in the order of the totals: by key
    std::array<double, rateWindow> m_secondsAt {};
    std::size_t m_updates = 0;
    double m_seconds = 0;
};

} // namespace throng::ui
