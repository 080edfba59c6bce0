// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/knownrooms.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace throng::users {

namespace {

constexpr std::size_t fewestViewed = 32; ///< below that, looking for what may be forgotten saves nothing

} // namespace

KnownRooms::KnownRooms(WorkerCache &cache, int recentMessages)
    : m_cache(cache)
    , m_recentMessages(std::size_t(std::max(1, recentMessages)))
    , m_forgetAt(fewestViewed)
{
}

KnownRoom *KnownRooms::find(const QByteArray &roomId)
{
    const auto found =
        std::find_if(m_rooms.begin(), m_rooms.end(), [&](const KnownRoom &room) { return room.path.id() == roomId; });
    return found == m_rooms.end() ? nullptr : &*found;
}

KnownRoom &KnownRooms::findOrAdd(const QByteArray &roomId)
{
    if (KnownRoom *const known = find(roomId))
        return *known;
    KnownRoom &room = m_rooms.emplace_back();
    room.path = m_cache.sharedPath(roomId);
    return room;
}

void KnownRooms::add(const std::vector<QByteArray> &roomIds)
{
    for (const QByteArray &roomId : roomIds)
        findOrAdd(roomId);
}

void KnownRooms::clear()
{
    m_rooms.clear();
    m_invitations.clear();
}

std::optional<KnownRooms::Time> KnownRooms::takeArrival(const QByteArray &roomId, const QByteArray &eventId)
{
    KnownRoom *const room = find(roomId);
    if (!room)
        return std::nullopt;
    for (KnownMessage &known : room->recent) {
        if (known.arrived > 0 && known.message->eventId == eventId)
            return m_began + Arrival(std::exchange(known.arrived, 0) - 1);
    }
    return std::nullopt;
}

bool KnownRooms::view(const QByteArray &picture)
{
    if (!m_viewed.insert(picture))
        return false;
    if (m_viewed.size() > m_forgetAt) {
        // What no room shows any more is not looked at again.
        NameSet shown;
        for (const KnownRoom &room : m_rooms) {
            for (const KnownMessage &known : room.recent) {
                if (!known.message->picture.isEmpty())
                    shown.insert(known.message->picture);
            }
        }
        m_viewed.keepOnly(shown);
        m_forgetAt = std::max(fewestViewed, 2 * m_viewed.size());
    }
    return true;
}

void KnownRooms::remove(const QByteArray &roomId)
{
    std::erase_if(m_rooms, [&](const KnownRoom &room) { return room.path.id() == roomId; });
}

void KnownRooms::apply(const matrix::SyncResponse &sync, const QByteArray &ownUserId, bool listened)
{
    const auto arrived = std::chrono::floor<Arrival>(sync.received - m_began).count();
    const bool fits = listened && arrived >= 0 && arrived < std::numeric_limits<quint32>::max();
    for (const QByteArray &roomId : sync.left) {
        remove(roomId);
        removeInvitation(roomId);
    }
    for (const QByteArray &roomId : sync.invited) {
        if (std::find(m_invitations.begin(), m_invitations.end(), roomId) == m_invitations.end())
            m_invitations.push_back(roomId);
    }
    for (const matrix::JoinedRoom &joined : sync.joined) {
        removeInvitation(joined.id);
        const bool isNew = find(joined.id) == nullptr;
        KnownRoom &room = findOrAdd(joined.id);
        if (joined.limited && !isNew) {
            // What was seen before is further up now, behind events that nobody showed us: scrolling back begins here.
            ++room.gaps;
            room.recent.clear();
            room.olderFrom.clear();
        }
        if (room.olderFrom.isEmpty())
            room.olderFrom = joined.previousBatch;
        applyTimeline(room, joined.timeline, ownUserId, fits && !isNew ? quint32(arrived) + 1 : 0);
    }
}

void KnownRooms::applyTimeline(
    KnownRoom &room, const std::vector<matrix::Event> &timeline, const QByteArray &ownUserId, quint32 arrived)
{
    const auto isKnown = [&room](const QByteArray &eventId) {
        return std::any_of(room.recent.begin(), room.recent.end(),
            [&eventId](const KnownMessage &known) { return known.message->eventId == eventId; });
    };
    for (const matrix::Event &event : timeline) {
        if (!event.isMessage() || isKnown(event.id)) // a server may tell of an event twice
            continue;
        if (room.recent.size() >= m_recentMessages)
            room.recent.erase(room.recent.begin());
        room.recent.reserve(m_recentMessages);
        const bool isTimed = event.isImage() && event.sender != ownUserId && event.tag.isSet();
        room.recent.push_back({ m_cache.sharedMessage(event), false, isTimed ? arrived : 0 });
    }
    // Behind the messages: a reaction may come before what it is for.
    for (const matrix::Event &event : timeline) {
        if (event.relationType != "m.annotation" || event.sender != ownUserId)
            continue;
        for (KnownMessage &known : room.recent) {
            if (known.message->eventId == event.relatesTo)
                known.reacted = true;
        }
    }
}

} // namespace throng::users
