// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/hookmodel.h"

#include "ui/support/format.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

QString hookFailureWords(project::HookFailure failure)
{
    switch (failure) {
    case project::HookFailure::Mark:
        return HookModel::tr("go on, with a warning");
    case project::HookFailure::GoOn:
        return HookModel::tr("go on");
    case project::HookFailure::Stop:
        break;
    }
    return HookModel::tr("end the run as failed");
}

QString hookEventWords(project::HookEvent event)
{
    return event == project::HookEvent::ThresholdBroken ? HookModel::tr("a threshold is broken")
                                                        : HookModel::tr("the server is gone");
}

HookModel::HookModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

HookModel::HookModel(Kind kind, QObject *parent)
    : QAbstractTableModel(parent)
    , m_kind(kind)
{
}

void HookModel::setHooks(const QList<project::Hook> &hooks)
{
    QList<project::EventHook> all;
    for (const project::Hook &hook : hooks)
        all.append({ .hook = hook });
    setEventHooks(all);
}

void HookModel::setEventHooks(const QList<project::EventHook> &hooks)
{
    if (hooks == m_hooks)
        return;
    if (hooks.size() == m_hooks.size()) { // an editor that is open stays so
        m_hooks = hooks;
        Q_EMIT dataChanged(index(0, 0), index(int(m_hooks.size()) - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_hooks = hooks;
    endResetModel();
}

QList<project::Hook> HookModel::hooks() const
{
    QList<project::Hook> result;
    for (const project::EventHook &each : m_hooks)
        result.append(each.hook);
    return result;
}

int HookModel::add()
{
    const int row = int(m_hooks.size());
    beginInsertRows({}, row, row);
    m_hooks.append(project::EventHook());
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
    if (parent.isValid())
        return 0;
    return m_kind == Kind::OnEvents ? ColumnCount : EventColumn;
}

QVariant HookModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::EditRole && role != Qt::ToolTipRole))
        return {};
    const bool edits = role == Qt::EditRole;
    const project::EventHook &row = m_hooks[index.row()];
    const auto milliseconds = double(row.hook.timeLimit.count());
    switch (index.column()) {
    case CommandColumn:
        return row.hook.command;
    case ArgumentsColumn:
        return row.hook.arguments;
    case TimeLimitColumn:
        if (edits)
            return milliseconds / 1000;
        return milliseconds < 60'000 ? formatDuration(milliseconds) : formatSpan(row.hook.timeLimit);
    case FailureColumn:
        return edits ? QVariant(int(row.hook.onFailure)) : hookFailureWords(row.hook.onFailure);
    default:
        return edits ? QVariant(int(row.event)) : hookEventWords(row.event);
    }
}

bool HookModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    project::EventHook changed = m_hooks[index.row()];
    switch (index.column()) {
    case CommandColumn:
        changed.hook.command = value.toString();
        break;
    case ArgumentsColumn:
        changed.hook.arguments = value.toString();
        break;
    case TimeLimitColumn:
        changed.hook.timeLimit = std::chrono::milliseconds(std::max(qint64(1), qRound64(value.toDouble() * 1000)));
        break;
    case FailureColumn:
        changed.hook.onFailure = static_cast<project::HookFailure>(value.toInt());
        break;
    default:
        changed.event = static_cast<project::HookEvent>(value.toInt());
        break;
    }
    if (changed == m_hooks[index.row()])
        return true;
    m_hooks[index.row()] = changed;
    Q_EMIT dataChanged(index, index);
    Q_EMIT edited();
    return true;
}

QVariant HookModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool explains = role == Qt::ToolTipRole;
    switch (section) {
    case CommandColumn:
        return explains ? tr("What the shell runs, in the project's folder") : tr("Command");
    case ArgumentsColumn:
        return explains ? tr("Follow the server's address and the folder of the results") : tr("Arguments");
    case TimeLimitColumn:
        return explains ? tr("A command that takes longer is killed, and has failed") : tr("At most");
    case FailureColumn:
        return explains ? tr("When it ends with another status than 0, takes too long or is not there")
                        : tr("If it fails");
    default:
        return explains ? tr("What the command is run upon, once in each test") : tr("When");
    }
}

Qt::ItemFlags HookModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable : Qt::NoItemFlags;
}

} // namespace throng::ui
