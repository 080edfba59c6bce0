// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/hookmodel.h"

using namespace Qt::StringLiterals;

namespace throng::ui {

void HookModel::setHooks(const QList<project::Hook> &hooks)
{
    if (hooks == m_hooks)
        return;
    if (hooks.size() == m_hooks.size()) { // an editor that is open stays so
        m_hooks = hooks;
        Q_EMIT dataChanged(index(0, 0), index(int(m_hooks.size()) - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_hooks = hooks;
    endResetModel();
}

int HookModel::add()
{
    const int row = int(m_hooks.size());
    beginInsertRows({}, row, row);
    m_hooks.append(project::Hook());
    endInsertRows();
    Q_EMIT edited();
    return row;
}

void HookModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_hooks.removeAt(row);
    endRemoveRows();
    Q_EMIT edited();
}

void HookModel::move(int row, int by)
{
    const int to = row + by;
    if (to < 0 || to >= m_hooks.size())
        return;
    beginMoveRows({}, row, row, {}, to > row ? to + 1 : to);
    m_hooks.move(row, to);
    endMoveRows();
    Q_EMIT edited();
}

int HookModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_hooks.size());
}

int HookModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HookModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::EditRole))
        return {};
    const project::Hook &hook = m_hooks[index.row()];
    return index.column() == CommandColumn ? hook.command : hook.arguments;
}

bool HookModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    project::Hook &hook = m_hooks[index.row()];
    QString &field = index.column() == CommandColumn ? hook.command : hook.arguments;
    if (field == value.toString())
        return true;
    field = value.toString();
    Q_EMIT dataChanged(index, index);
    Q_EMIT edited();
    return true;
}

QVariant HookModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == CommandColumn ? tr("Command") : tr("Arguments");
}

Qt::ItemFlags HookModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable : Qt::NoItemFlags;
}

} // namespace throng::ui
