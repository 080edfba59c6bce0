// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/deliveryrooms.h"

#include <algorithm>

namespace throng::metrics {

DeliveryRooms::User &DeliveryRooms::userOf(int user)
{
    if (m_users.size() <= std::size_t(user))
        m_users.resize(std::size_t(user) + 1);
    return m_users[std::size_t(user)];
}

void DeliveryRooms::synced(const DeliveryNotes::Synced &note)
{
    User &user = userOf(note.user);
    user.synced = std::max(user.synced, note.asked);
}

int DeliveryRooms::indexOf(const QByteArray &roomId)
{
    const auto known = m_indexes.constFind(roomId);
    if (known != m_indexes.constEnd())
        return *known;
    m_rooms.emplace_back().id = roomId;
    const int index = int(m_rooms.size()) - 1;
    m_indexes.insert(roomId, index);
    return index;
}

void DeliveryRooms::join(int user, const QByteArray &roomId)
{
    const int index = indexOf(roomId);
    userOf(user);
    if (find(user, index))
        return;
    Room &room = m_rooms[std::size_t(index)];
    int place = int(room.users.size());
    if (room.freePlaces.empty()) {
        room.users.push_back(user);
    } else {
        place = room.freePlaces.back();
        room.freePlaces.pop_back();
        room.users[std::size_t(place)] = user;
    }
    room.mostMembers = std::max(room.mostMembers, room.members());
    userOf(user).memberships.push_back({ index, place });
}

void DeliveryRooms::leave(int user, const Membership &membership)
{
    const Membership gone = membership; // it may be the one in the list
    Room &room = m_rooms[std::size_t(gone.room)];
    room.users[std::size_t(gone.place)] = -1;
    room.freePlaces.push_back(gone.place);
    std::erase_if(userOf(user).memberships, [&gone](const Membership &each) { return each.room == gone.room; });
}

std::vector<DeliveryRooms::Membership> DeliveryRooms::membershipsOf(int user) const
{
    return std::size_t(user) < m_users.size() ? m_users[std::size_t(user)].memberships : std::vector<Membership>();
}

const DeliveryRooms::Membership *DeliveryRooms::find(int user, int room) const
{
    if (std::size_t(user) >= m_users.size())
        return nullptr;
    const std::vector<Membership> &memberships = m_users[std::size_t(user)].memberships;
    const auto found = std::find_if(
        memberships.begin(), memberships.end(), [room](const Membership &each) { return each.room == room; });
    return found != memberships.end() ? &*found : nullptr;
}

const DeliveryRooms::Membership *DeliveryRooms::find(int user, const QByteArray &roomId) const
{
    const auto known = m_indexes.constFind(roomId);
    return known != m_indexes.constEnd() ? find(user, *known) : nullptr;
}

std::vector<SlowRoom> DeliveryRooms::slowest(std::size_t count) const
{
    std::vector<SlowRoom> slow;
    for (const Room &room : m_rooms) {
        if (room.deliveries > 0)
            slow.push_back({ room.id, room.mostMembers, room.deliveries,
                Nanoseconds(room.sum.count() / qint64(room.deliveries)), room.worst });
    }
    std::sort(slow.begin(), slow.end(), [](const SlowRoom &a, const SlowRoom &b) { return a.mean > b.mean; });
    slow.resize(std::min(slow.size(), count));
    return slow;
}

} // namespace throng::metrics
