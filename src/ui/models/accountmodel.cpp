// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/accountmodel.h"

#include "ui/support/format.h"

using namespace Qt::StringLiterals;

namespace throng::ui {

AccountModel::AccountModel(QObject *parent)
    : ArrangedModel(parent)
    , m_names(project::UserPattern())
{
}

void AccountModel::setPattern(const project::UserPattern &pattern)
{
    rearrange([&] {
        m_names = generate::AccountNames(pattern);
        m_list.reset();
        m_count = pattern.count;
    });
}

void AccountModel::setList(const AccountList &list)
{
    rearrange([&] {
        m_list = list;
        m_count = int(list->size());
    });
}

void AccountModel::setUserIds(const QHash<QString, QString> &userIds)
{
    rearrange([&] { m_userIds = userIds; });
}

void AccountModel::setFilter(const QString &text, Tokens tokens)
{
    if (text == m_text && tokens == m_tokens)
        return;
    rearrange([&] {
        m_text = text;
        m_tokens = tokens;
    });
}

bool AccountModel::isShown(int account) const
{
    const QString accountName = name(account);
    const auto userId = m_userIds.constFind(accountName);
    const bool has = userId != m_userIds.cend();
    if ((m_tokens == Tokens::With && !has) || (m_tokens == Tokens::Without && has))
        return false;
    return m_text.isEmpty() || accountName.contains(m_text, Qt::CaseInsensitive)
        || (has && userId->contains(m_text, Qt::CaseInsensitive));
}

ArrangedModel::Key AccountModel::keyOf(int account, int column) const
{
    const QString accountName = name(account);
    if (column == NameColumn)
        return { .text = accountName };
    if (column == UserIdColumn)
        return { .text = m_userIds.value(accountName) };
    return { .number = hasToken(account) ? 1 : 0 };
}

QString AccountModel::name(int account) const
{
    return m_list ? m_list->at(account).planName() : m_names.planName(account);
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

int AccountModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AccountModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int account = itemAt(index.row());
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
