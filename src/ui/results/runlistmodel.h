// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runfolder.h"

#include <QAbstractTableModel>

namespace throng::ui {

/// The runs that are kept of a project, a row each; those that cannot be opened say what is wrong with them. Title and
/// note can be edited: the model shows them at once and tells who has to write them.
///
/// Qt::UserRole gives the plain value behind a cell, to sort by and to copy; times are milliseconds.
class RunListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Began, Title, Suite, Server, Users, P95, Failed, Verdict, Note, ColumnCount };
    static constexpr int MoodRole = Qt::UserRole + 1; ///< of Verdict: as a pill's

    using QAbstractTableModel::QAbstractTableModel;

    /// Rows that stay keep their places, new ones come last: whoever sorts them need not lose the user's selection.
    void setRuns(const std::vector<results::ListedRun> &runs);
    [[nodiscard]] const results::ListedRun &run(int row) const { return m_runs[std::size_t(row)]; }
    [[nodiscard]] int rowOf(const QString &path) const; ///< -1: there is none

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void titleEdited(const QString &path, const QString &before, const QString &after);
    void noteEdited(const QString &path, const QString &before, const QString &after);

private:
    [[nodiscard]] QVariant textOf(const results::RunHead &head, int column) const;
    [[nodiscard]] QVariant valueOf(const results::RunHead &head, int column) const;
    [[nodiscard]] QVariant unreadable(const results::ListedRun &run, int column, int role) const;

    std::vector<results::ListedRun> m_runs;
};

} // namespace throng::ui
