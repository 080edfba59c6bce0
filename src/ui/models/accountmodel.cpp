// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/accountmodel.h"

#include "ui/support/format.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

AccountModel::AccountModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_names(project::UserPattern())
{
}

void AccountModel::setPattern(const project::UserPattern &pattern)
{
    beginResetModel();
    m_names = generate::AccountNames(pattern);
    m_list.reset();
    m_count = pattern.count;
    arrange();
    endResetModel();
}

void AccountModel::setList(const AccountList &list)
{
    beginResetModel();
    m_list = list;
    m_count = int(list->size());
    arrange();
    endResetModel();
}

void AccountModel::setUserIds(const QHash<QString, QString> &userIds)
{
    beginResetModel();
    m_userIds = userIds;
    arrange();
    endResetModel();
}

void AccountModel::setFilter(const QString &text, Tokens tokens)
{
    if (text == m_text && tokens == m_tokens)
        return;
    beginResetModel();
    m_text = text;
    m_tokens = tokens;
    arrange();
    endResetModel();
}

void AccountModel::sort(int column, Qt::SortOrder order)
{
    if (column == m_sortColumn && order == m_order)
        return;
    beginResetModel();
    m_sortColumn = column;
    m_order = order;
    arrange();
    endResetModel();
}

/// Which accounts are shown, in which order. Most of the time all of them as they are, which needs no list.
void AccountModel::arrange()
{
    m_rows.clear();
    m_isArranged =
        !m_text.isEmpty() || m_tokens != Tokens::Any || m_sortColumn != NumberColumn || m_order == Qt::DescendingOrder;
    if (!m_isArranged)
        return;
    for (int account = 0; account < m_count; ++account) {
        const QString accountName = name(account);
        const auto userId = m_userIds.constFind(accountName);
        const bool has = userId != m_userIds.cend();
        if ((m_tokens == Tokens::With && !has) || (m_tokens == Tokens::Without && has))
            continue;
        if (!m_text.isEmpty() && !accountName.contains(m_text, Qt::CaseInsensitive)
            && !(has && userId->contains(m_text, Qt::CaseInsensitive)))
            continue;
        m_rows.push_back(account);
    }
    const auto by = [this](auto key) {
        std::stable_sort(m_rows.begin(), m_rows.end(), [&](int one, int other) {
            return m_order == Qt::AscendingOrder ? key(one) < key(other) : key(other) < key(one);
        });
    };
    if (m_sortColumn == NumberColumn) {
        by([](int account) { return account; });
        return;
    }
    std::vector<QString> keys;
    keys.resize(std::size_t(m_count));
    for (const int account : m_rows) {
        const QString accountName = name(account);
        keys[std::size_t(account)] = m_sortColumn == NameColumn ? accountName
            : m_sortColumn == UserIdColumn                      ? m_userIds.value(accountName)
            : hasToken(account)                                 ? u"1"_s
                                                                : u"0"_s;
    }
    by([&keys](int account) -> const QString & { return keys[std::size_t(account)]; });
}

QString AccountModel::name(int account) const
{
    return m_list ? m_list->at(account).planName() : m_names.planName(account);
}

int AccountModel::accountAt(int row) const
{
    return m_isArranged ? m_rows[std::size_t(row)] : row;
}

int AccountModel::withToken() const
{
    if (m_userIds.isEmpty())
        return 0;
    int count = 0;
    for (int account = 0; account < m_count; ++account)
        count += hasToken(account) ? 1 : 0;
    return count;
}

int AccountModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return m_isArranged ? int(m_rows.size()) : m_count;
}

int AccountModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AccountModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int account = accountAt(index.row());
    if (role == Qt::TextAlignmentRole && index.column() == NumberColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    const bool isPlain = role == Qt::UserRole;
    switch (index.column()) {
    case NumberColumn:
        return isPlain ? QVariant(account + 1) : formatCount(account + 1);
    case NameColumn:
        return name(account);
    case UserIdColumn: {
        const QString userId = m_userIds.value(name(account));
        return userId.isEmpty() && !isPlain ? noValue() : userId;
    }
    case TokenColumn:
        return hasToken(account) ? (isPlain ? u"yes"_s : tr("has one")) : (isPlain ? u"no"_s : tr("none yet"));
    default:
        return {};
    }
}

QVariant AccountModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == NumberColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::UserRole) {
        static const QStringList plain { u"number"_s, u"username"_s, u"user_id"_s, u"token"_s };
        return plain.value(section);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn:
        return tr("No.");
    case NameColumn:
        return tr("Name");
    case UserIdColumn:
        return tr("On the server");
    case TokenColumn:
        return tr("Token");
    default:
        return {};
    }
}

} // namespace throng::ui
