// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/comparison.h"

#include <QAbstractTableModel>

namespace throng::ui {

/// What is different between two sides of a comparison, a row for each endpoint that both have. Qt::UserRole gives the
/// plain value behind a cell: times in milliseconds, shares from 0 to 1, of a change its share of what it was, of
/// Failed and Rate that of the second side.
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Name,
        P50Before,
        P50After,
        P50Change,
        P95Before,
        P95After,
        P95Change,
        Verdict,
        Failed, ///< from one to the other, as Rate
        Rate,
        ColumnCount
    };
    static constexpr int MoodRole = Qt::UserRole + 1; ///< of Verdict: as a pill's

    using QAbstractTableModel::QAbstractTableModel;

    /// `before` and `after` are the short names of the sides, for the header.
    void setRows(std::vector<results::ComparedRow> rows, const QString &before, const QString &after);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<results::ComparedRow> m_rows;
    QString m_before;
    QString m_after;
};

/// "faster", "slower", "not enough runs", ...: as the engine judges it.
[[nodiscard]] QString changeWords(results::Change change);

} // namespace throng::ui
