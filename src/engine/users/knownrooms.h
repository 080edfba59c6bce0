// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/matrix/roompath.h"
#include "engine/matrix/sync.h"
#include "engine/users/nameset.h"
#include "engine/users/workercache.h"

#include <chrono>
#include <optional>
#include <vector>

namespace throng::users {

/// A message that the user sees in a room.
struct KnownMessage {
    SharedMessage message; ///< never null
    bool reacted = false; ///< by this user
    quint32 arrived =
        0; ///< of a picture that came while the user listened, until it is looked at; as KnownRooms has it
};

/// What the user's client holds of a room that it is in.
struct KnownRoom {
    matrix::RoomPath path;
    std::vector<KnownMessage> recent; ///< the newest messages, oldest first
    QByteArray olderFrom; ///< where paginating goes on; empty: from the newest
    int gaps = 0; ///< how often the server left out events ("limited") that came faster than the user synced
};

/// The rooms of one chat user, as its syncs tell of them.
class KnownRooms {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `recentMessages` are kept of each room.
    KnownRooms(WorkerCache &cache, int recentMessages);

    /// `listened`: what is new in rooms that were known came while the user's client was there to hear of it.
    void apply(const matrix::SyncResponse &sync, const QByteArray &ownUserId, bool listened = true);
    /// Rooms known by their ID alone: of a user that goes on from a saved sync.
    void add(const std::vector<QByteArray> &roomIds);

    void clear(); ///< the pictures that were looked at are not forgotten

    [[nodiscard]] bool isEmpty() const { return m_rooms.empty(); }
    [[nodiscard]] std::size_t size() const { return m_rooms.size(); }
    [[nodiscard]] auto begin() const { return m_rooms.begin(); }
    [[nodiscard]] auto end() const { return m_rooms.end(); }
    /// Any of them; there must be one. What a sync changes while a caller awaits something makes pointers and
    /// references invalid: keep the path, and find() again.
    [[nodiscard]] const KnownRoom &pick(Random &random) const { return m_rooms[random.below(m_rooms.size())]; }
    /// Null when the user is not, or no longer, in that room.
    [[nodiscard]] KnownRoom *find(const QByteArray &roomId);

    /// The user looks at a picture: true if it is for the first time. That is remembered while a recent message has it.
    bool view(const QByteArray &picture);
    /// When the sync was received that had brought this picture, another's, while the user listened. Tells it once.
    [[nodiscard]] std::optional<Time> takeArrival(const QByteArray &roomId, const QByteArray &eventId);
    [[nodiscard]] std::size_t remembered() const { return m_viewed.size(); } ///< of the pictures looked at

    [[nodiscard]] const std::vector<QByteArray> &invitations() const { return m_invitations; }
    void removeInvitation(const QByteArray &roomId) { std::erase(m_invitations, roomId); }

private:
    KnownRoom &findOrAdd(const QByteArray &roomId);
    /// `arrived` as KnownMessage has it; 0: before the user listened.
    void applyTimeline(
        KnownRoom &room, const std::vector<matrix::Event> &timeline, const QByteArray &ownUserId, quint32 arrived);
    void remove(const QByteArray &roomId);

    /// Since m_began; 32 bits of them are five days.
    using Arrival = std::chrono::duration<qint64, std::ratio<1, 10'000>>;

    WorkerCache &m_cache;
    const Time m_began = Time::clock::now();
    std::size_t m_recentMessages;
    std::vector<KnownRoom> m_rooms; ///< a user is in few
    std::vector<QByteArray> m_invitations;
    NameSet m_viewed;
    std::size_t m_forgetAt; ///< so many pictures
};

} // namespace throng::users
