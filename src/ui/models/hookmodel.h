// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"

#include <QAbstractTableModel>

namespace throng::ui {

[[nodiscard]] QString hookFailureWords(project::HookFailure failure); ///< "go on, with a warning"
[[nodiscard]] QString hookEventWords(project::HookEvent event); ///< "a threshold is broken"

/// Commands in their order: what is run, for how long it may, and what its failure means. Those that something sets
/// off say what; the others have no such column. All of it can be edited: of TimeLimitColumn Qt::EditRole is in
/// seconds, of FailureColumn and EventColumn it is the enumeration's number.
class HookModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { CommandColumn, ArgumentsColumn, TimeLimitColumn, FailureColumn, EventColumn, ColumnCount };
    enum class Kind { InOrder, OnEvents };

    explicit HookModel(QObject *parent = nullptr);
    explicit HookModel(Kind kind, QObject *parent = nullptr);

    void setHooks(const QList<project::Hook> &hooks); ///< says nothing to edited()
    void setEventHooks(const QList<project::EventHook> &hooks); ///< says nothing to edited()
    [[nodiscard]] QList<project::Hook> hooks() const;
    [[nodiscard]] const QList<project::EventHook> &eventHooks() const { return m_hooks; }

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
    Kind m_kind = Kind::InOrder;
    QList<project::EventHook> m_hooks; ///< the event counts for Kind::OnEvents alone
};

} // namespace throng::ui
