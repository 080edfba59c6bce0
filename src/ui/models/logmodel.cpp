// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logmodel.h"

#include "ui/support/colors.h"

#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace throng::ui {

void LogModel::append(Level level, const QString &text, const QDateTime &time)
{
    if (m_lines.size() == most) {
        beginRemoveRows({}, 0, 0);
        m_lines.removeFirst();
        endRemoveRows();
    }
    const int row = static_cast<int>(m_lines.size());
    beginInsertRows({}, row, row);
    m_lines.append({ time, level, text });
    endInsertRows();
}

void LogModel::clear()
{
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line &line = m_lines[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Time ? line.time.toString(u"HH:mm:ss"_s) : line.text;
    case Qt::UserRole:
        return index.column() == Time ? line.time.toString(Qt::ISODate) : line.text;
    case Qt::ToolTipRole:
        return index.column() == Text ? line.text : QVariant();
    case Qt::ForegroundRole: {
        const Colors &colors = colorsFor(QGuiApplication::palette());
        if (index.column() == Time)
            return colors.muted;
        if (line.level == Level::Error)
            return colors.bad;
        if (line.level == Level::Warning)
            return colors.warning;
        return {};
    }
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::UserRole))
        return {};
    return section == Time ? tr("Time") : tr("What happened");
}

} // namespace throng::ui
