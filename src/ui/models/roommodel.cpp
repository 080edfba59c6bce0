// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/roommodel.h"

#include "ui/support/format.h"

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int membersNamed = 3;

} // namespace

void RoomModel::setRooms(std::shared_ptr<const RoomListing> rooms, AccountName accountName)
{
    rearrange([&] {
        m_rooms = std::move(rooms);
        m_accountName = std::move(accountName);
    });
}

void RoomModel::setMade(const QSet<QString> &names)
{
    if (names != m_made)
        rearrange([&] { m_made = names; });
}

void RoomModel::setFilter(const QString &text)
{
    if (text != m_text)
        rearrange([&] { m_text = text; });
}

bool RoomModel::isShown(int room) const
{
    return m_text.isEmpty() || m_rooms->name(room).contains(m_text, Qt::CaseInsensitive);
}

ArrangedModel::Key RoomModel::keyOf(int room, int column) const
{
    return { .number = column == MembersColumn ? m_rooms->size(room) : m_made.contains(m_rooms->name(room)) ? 1 : 0 };
}

QStringList RoomModel::members(int room) const
{
    QStringList names;
    for (const int account : m_rooms->members(room))
        names.append(m_accountName(account));
    return names;
}

QString RoomModel::firstMembers(int room) const
{
    QStringList names;
    for (const int account : m_rooms->members(room, membersNamed))
        names.append(m_accountName(account));
    const int others = m_rooms->size(room) - int(names.size());
    const QString text = names.join(u", "_s);
    return others > 0 ? tr("%1 and %2 more").arg(text, formatCount(others)) : text;
}

int RoomModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RoomModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int room = itemAt(index.row());
    if (role == Qt::TextAlignmentRole && index.column() == MembersColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    const bool isPlain = role == Qt::UserRole;
    switch (index.column()) {
    case NameColumn:
        return m_rooms->name(room);
    case MembersColumn:
        return isPlain ? QVariant(m_rooms->size(room)) : formatCount(m_rooms->size(room));
    case WhoColumn:
        return isPlain ? members(room).join(u' ') : firstMembers(room);
    case MadeColumn: {
        const bool made = m_made.contains(m_rooms->name(room));
        return made ? (isPlain ? u"yes"_s : tr("made")) : (isPlain ? u"no"_s : tr("not yet"));
    }
    default:
        return {};
    }
}

QVariant RoomModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == MembersColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::UserRole) {
        static const QStringList plain { u"room"_s, u"members"_s, u"who"_s, u"made"_s };
        return plain.value(section);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Room");
    case MembersColumn:
        return tr("Members");
    case WhoColumn:
        return tr("Who");
    case MadeColumn:
        return tr("On the server");
    default:
        return {};
    }
}

} // namespace throng::ui
