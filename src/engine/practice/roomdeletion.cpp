// SPDX-License-Identifier: GPL-3.0-or-later
// How a room goes when an administrator deletes it.
#include "engine/practice/homeserver.h"

namespace throng::practice {

namespace {

/// Between the leaving of the members and the end of the room: time for their syncs to tell them.
constexpr std::chrono::milliseconds farewell { 50 };

} // namespace

std::string Rooms::beginDeletion(Room &room, bool wipe)
{
    std::string id = m_server.randomText(16, Homeserver::Alphabet::Mixed);
    RoomDeletion &deletion = m_deletions[id];
    deletion.roomId = room.id;
    std::vector<User *> members;
    for (const auto &[user, stay] : room.stays) {
        if (stay->membership == Membership::Join || stay->membership == Membership::Invite)
            members.push_back(&stay->user);
    }
    for (User *user : members) {
        deletion.kicked.push_back(user->id);
        leave(room, *user);
    }
    deletion.timer = std::make_unique<Timer>(m_server.context);
    deletion.timer->start(Clock::now() + farewell, [this, id, wipe] {
        RoomDeletion &due = m_deletions.at(id);
        Room *gone = find(due.roomId);
        if (gone && wipe)
            purge(*gone);
        due.complete = true;
    });
    return id;
}

const RoomDeletion *Rooms::deletion(std::string_view id) const
{
    const auto found = m_deletions.find(id);
    return found == m_deletions.end() ? nullptr : &found->second;
}

void Rooms::purge(Room &room)
{
    for (const EventPtr &event : room.timeline)
        m_events.erase(event->id);
    for (auto alias = m_aliases.begin(); alias != m_aliases.end();)
        alias = alias->second == &room ? m_aliases.erase(alias) : std::next(alias);
    m_server.books.events -= room.timeline.size();
    m_server.books.joined -= room.joined.size();
    m_server.books.invited -= room.invitedCount;
    --m_server.books.rooms;
    for (const auto &[user, stay] : room.stays) {
        std::erase(stay->user.stays, stay.get());
        for (const auto &[id, device] : stay->user.devices) {
            std::erase_if(device->membersShown, [&room](const Stay *shown) { return &shown->room == &room; });
        }
    }
    m_rooms.erase(m_rooms.find(room.id));
}

} // namespace throng::practice
