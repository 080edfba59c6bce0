// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"

#include <QAbstractTableModel>

namespace throng::ui {

/// The commands before or after a test, in their order; both columns can be edited.
class HookModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { CommandColumn, ArgumentsColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setHooks(const QList<project::Hook> &hooks); ///< says nothing to edited()
    [[nodiscard]] const QList<project::Hook> &hooks() const { return m_hooks; }

    int add(); ///< an empty one at the end; its row
    void remove(int row);
    void move(int row, int by);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void edited();

private:
    QList<project::Hook> m_hooks;
};

} // namespace throng::ui
