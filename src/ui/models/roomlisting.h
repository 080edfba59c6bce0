// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/generate/generaterooms.h"
#include "engine/project/roomsfile.h"

#include <variant>

namespace throng::ui {

/// The rooms of a project by their number, wherever they come from: drawn when they are looked at, or read from a
/// file. Members are indices of accounts, the first makes the room.
class RoomListing {
public:
    explicit RoomListing(generate::RoomDraw draw)
        : m_rooms(std::move(draw))
    {
    }
    explicit RoomListing(QList<project::PlannedRoom> rooms)
        : m_rooms(std::move(rooms))
    {
    }

    [[nodiscard]] int count() const;
    [[nodiscard]] QString name(int room) const;
    [[nodiscard]] int size(int room) const; ///< members
    [[nodiscard]] QList<int> members(int room, int most = std::numeric_limits<int>::max()) const;

private:
    std::variant<generate::RoomDraw, QList<project::PlannedRoom>> m_rooms;
};

} // namespace throng::ui
