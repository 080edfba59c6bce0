// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/roomsfile.h"

#include <QList>
#include <QString>

#include <limits>
#include <vector>

namespace throng::generate {

/// Rooms whose size lies between `from` and `to`, both included; the last bin has no upper end.
struct SizeBin {
    int from = 0;
    int to = std::numeric_limits<int>::max();
    int rooms = 0;

    [[nodiscard]] QString label() const; ///< "2", "6–7", "10+"

    friend bool operator==(const SizeBin &, const SizeBin &) = default;
};

/// What a set of rooms means for those who are in them.
struct RoomSummary {
    int users = 0;
    int rooms = 0;
    qint64 memberships = 0;
    int usersInNoRoom = 0; ///< they only sync
    int usersInAllRooms = 0;
    int usersInMoreThan99 = 0;
    int largestRoom = 0; ///< members
    QString largestRoomName;
    double roomsPerUser = 0; ///< mean over all users
    int mostRoomsOfAUser = 0;
    /// How many people a message reaches: the mean, over the users who have a room, of the mean (size − 1) of
    /// their own rooms; a user chooses among its own rooms, so this is more than the average room has.
    double messageReach = 0;
    QList<SizeBin> sizes; ///< from 2 members up, in steps that suit the 80/20 rule

    friend bool operator==(const RoomSummary &, const RoomSummary &) = default;
};

/// Gathers a RoomSummary room by room.
class RoomSummarizer {
public:
    explicit RoomSummarizer(int users);

    void add(const project::PlannedRoom &room);
    [[nodiscard]] RoomSummary summary() const;

private:
    RoomSummary m_summary;
    std::vector<int> m_roomsOf; ///< by user
    std::vector<double> m_othersSumOf; ///< by user: sum of (size − 1) over its rooms
};

[[nodiscard]] RoomSummary summarize(const QList<project::PlannedRoom> &rooms, int users);

} // namespace throng::generate
