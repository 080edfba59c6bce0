// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/populations.h"
#include "engine/project/roomsfile.h"
#include "engine/users/parameters.h"

#include <QList>

#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace throng::generate {

/// Whether the pattern can be generated from for so many users; the error says which field is wrong.
[[nodiscard]] Result<> checkRoomPattern(const project::RoomPattern &pattern, int users);

/// The rooms of a pattern and of groups, their sizes drawn at once and their members when they are asked for: a list of
/// all rooms costs four bytes a room, however large they are. For a seed the same on every platform.
class RoomDraw {
public:
    /// `users`: how many accounts there are; members are indices 0 to users − 1. The rooms of `groups` come behind
    /// those of the pattern, which are for the accounts that are in the common rooms.
    [[nodiscard]] static Result<RoomDraw> make(
        const project::RoomPattern &pattern, int users, quint64 seed, const QList<users::Population> &groups = {});

    RoomDraw(RoomDraw &&other) noexcept;
    RoomDraw &operator=(RoomDraw &&other) noexcept;
    ~RoomDraw();

    [[nodiscard]] int count() const { return static_cast<int>(m_sizes.size()); }
    [[nodiscard]] int size(int room) const { return m_sizes[static_cast<std::size_t>(room)]; }
    [[nodiscard]] QString name(int room) const;
    /// The first `most` members, the creator before all. Not from two threads at once.
    [[nodiscard]] QList<int> members(int room, int most = std::numeric_limits<int>::max()) const;

private:
    class Part;
    RoomDraw();

    [[nodiscard]] Part &partOf(int room) const;

    std::vector<int> m_sizes; ///< of the parts' rooms, one part behind the other
    std::vector<std::unique_ptr<Part>> m_parts; ///< the pattern's, then one a group that has rooms
};

/// Rooms for `users` accounts (members are indices 0 to users − 1), the same on every platform for a seed.
[[nodiscard]] Result<QList<project::PlannedRoom>> generateRooms(
    const project::RoomPattern &pattern, int users, quint64 seed, const QList<users::Population> &groups = {});

/// The same, room by room. A `room` that returns an error ends the generating with it.
[[nodiscard]] Result<> generateRooms(const project::RoomPattern &pattern, int users, quint64 seed,
    const QList<users::Population> &groups, const std::function<Result<>(project::PlannedRoom)> &room);

} // namespace throng::generate
