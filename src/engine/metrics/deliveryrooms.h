// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliveryfindings.h"

#include <QHash>

namespace throng::metrics {

/// Who is where: the rooms of a test and the users who run and are to hear of what happens in them.
///
/// In its room a user has a place, a small number. It is given to somebody else when the user is gone.
class DeliveryRooms {
public:
    using Time = DeliveryNotes::Time;

    struct Room {
        QByteArray id;
        std::vector<int> users; ///< by place; -1: nobody
        std::vector<int> freePlaces;
        std::vector<quint32> messages; ///< with deliveries that are not accounted for; oldest first
        int mostMembers = 0;
        quint64 deliveries = 0;
        Nanoseconds sum { 0 };
        Nanoseconds worst { 0 };

        [[nodiscard]] int members() const { return int(users.size() - freePlaces.size()); }
    };
    struct Membership {
        int room;
        int place;
    };

    void came(int user, const QByteArray &userId) { userOf(user).id = userId; }
    void synced(const DeliveryNotes::Synced &note);
    /// Where a user's latest answered sync was asked for.
    [[nodiscard]] Time syncedAt(int user) const { return m_users[std::size_t(user)].synced; }
    [[nodiscard]] const QByteArray &userId(int user) const { return m_users[std::size_t(user)].id; }

    void join(int user, const QByteArray &roomId);
    /// Takes the user out of the room. Its place is free from now on.
    void leave(int user, const Membership &membership);
    [[nodiscard]] std::vector<Membership> membershipsOf(int user) const;
    /// Null if the user is not in the room.
    [[nodiscard]] const Membership *find(int user, int room) const;
    [[nodiscard]] const Membership *find(int user, const QByteArray &roomId) const;

    [[nodiscard]] int indexOf(const QByteArray &roomId); ///< added if it is not known
    [[nodiscard]] Room &room(int index) { return m_rooms[std::size_t(index)]; }
    [[nodiscard]] const Room &room(int index) const { return m_rooms[std::size_t(index)]; }

    /// Slowest first.
    [[nodiscard]] std::vector<SlowRoom> slowest(std::size_t count) const;

private:
    struct User {
        QByteArray id;
        Time synced = Time::min();
        std::vector<Membership> memberships; ///< few
    };
    User &userOf(int user);

    std::vector<User> m_users; ///< by number
    std::vector<Room> m_rooms;
    QHash<QByteArray, int> m_indexes;
};

} // namespace throng::metrics
