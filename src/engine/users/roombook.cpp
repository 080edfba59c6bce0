// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/roombook.h"

namespace throng::users {

RoomBook::RoomBook(std::vector<PlannedRoom> rooms, QString tag, bool interrupted)
    : m_rooms(std::move(rooms))
    , m_tag(std::move(tag))
    , m_interrupted(interrupted)
{
    for (std::size_t i = 0; i < m_rooms.size(); ++i) {
        if (!m_rooms[i].members.empty())
            m_byCreator[m_rooms[i].members.front()].push_back(int(i));
    }
}

std::span<const int> RoomBook::roomsCreatedBy(const QString &planName) const
{
    const auto found = m_byCreator.constFind(planName);
    if (found == m_byCreator.constEnd())
        return {};
    return found.value();
}

QString RoomBook::creationTag(int index) const
{
    return m_tag + u'/' + room(index).name;
}

void RoomBook::lowerInvitationLimit(int limit)
{
    int known = invitationLimit();
    while (limit < known && !m_invitationLimit.compare_exchange_weak(known, limit, std::memory_order_relaxed)) { }
}

} // namespace throng::users
