// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <atomic>
#include <limits>
#include <span>
#include <vector>

namespace throng::users {

/// A room of rooms.json.
struct PlannedRoom {
    QString name;
    std::vector<QString> members; ///< as users.csv names them; the first creates it, the others are invited
    QByteArray roomId; ///< from rooms-created.csv; empty when it is still to be made
};

/// The rooms of a project and what earlier runs made of them. The plan does not change during a test, so all
/// workers share one book without a lock; what they make is told to the Sink.
class RoomBook {
public:
    /// `tag` is the same for all runs of one project and unlike that of any other: it marks the rooms on the
    /// server as ours. `interrupted`: an earlier run began to make rooms and may have made some that it had no time
    /// to write down, so each account looks among its rooms before it makes one.
    explicit RoomBook(std::vector<PlannedRoom> rooms, QString tag, bool interrupted = false);
    RoomBook(const RoomBook &) = delete;
    RoomBook &operator=(const RoomBook &) = delete;

    [[nodiscard]] int size() const { return int(m_rooms.size()); }
    [[nodiscard]] const PlannedRoom &room(int index) const { return m_rooms[std::size_t(index)]; }
    [[nodiscard]] std::span<const PlannedRoom> all() const { return m_rooms; }
    /// The rooms that this account is to create, in the order of the plan.
    [[nodiscard]] std::span<const int> roomsCreatedBy(const QString &planName) const;
    /// What marks the room on the server (creation content).
    [[nodiscard]] QString creationTag(int index) const;
    [[nodiscard]] bool wasInterrupted() const { return m_interrupted; }

    /// How many invitations the server takes with a room, as far as it has said. Learned once by all.
    [[nodiscard]] int invitationLimit() const { return m_invitationLimit.load(std::memory_order_relaxed); }
    void lowerInvitationLimit(int limit);

private:
    std::vector<PlannedRoom> m_rooms;
    QHash<QString, std::vector<int>> m_byCreator;
    QString m_tag;
    bool m_interrupted;
    std::atomic<int> m_invitationLimit = std::numeric_limits<int>::max();
};

} // namespace throng::users
