// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/errormodel.h"

#include "ui/models/endpointname.h"
#include "ui/support/format.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

bool same(const metrics::ErrorDelta &a, const metrics::ErrorDelta &b)
{
    return a.key == b.key && a.outcome == b.outcome && a.error == b.error;
}

} // namespace

void ErrorModel::update(const metrics::Totals &totals)
{
    std::size_t at = 0;
    for (const metrics::ErrorDelta &error : totals.errors()) {
        if (at == m_rows.size() || !same(m_rows[at], error)) {
            const int row = static_cast<int>(at);
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, error);
            endInsertRows();
        } else if (m_rows[at] != error) {
            m_rows[at] = error;
            Q_EMIT dataChanged(index(static_cast<int>(at), 0), index(static_cast<int>(at), ColumnCount - 1));
        }
        ++at;
    }
}

void ErrorModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

int ErrorModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ErrorModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ErrorModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const metrics::ErrorDelta &row = m_rows[static_cast<std::size_t>(index.row())];
    const auto time = [role](qint64 unixMilliseconds) -> QVariant {
        const QDateTime moment = QDateTime::fromMSecsSinceEpoch(unixMilliseconds);
        return role == Qt::UserRole ? moment.toString(Qt::ISODateWithMs) : moment.toString(u"HH:mm:ss"_s);
    };
    switch (role) {
    case Qt::DisplayRole:
    case Qt::UserRole:
        switch (index.column()) {
        case Count:
            return role == Qt::UserRole ? QVariant(row.occurrences) : QVariant(formatCount(qint64(row.occurrences)));
        case Endpoint:
            return endpointName(row.key);
        case Error:
            return QString::fromUtf8(row.error);
        case Example:
            return QString::fromUtf8(row.sample);
        case FirstSeen:
            return time(row.firstSeen);
        case LastSeen:
            return time(row.lastSeen);
        default:
            return {};
        }
    case Qt::ToolTipRole:
        return index.column() == Example ? QString::fromUtf8(row.sample) : metrics::toString(row.outcome);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            index.column() == Count ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant ErrorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            section == Count ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    switch (section) {
    case Count:
        return tr("Count");
    case Endpoint:
        return tr("Endpoint");
    case Error:
        return tr("Error");
    case Example:
        return tr("One of them");
    case FirstSeen:
        return tr("First seen");
    case LastSeen:
        return tr("Last seen");
    default:
        return {};
    }
}

} // namespace throng::ui
