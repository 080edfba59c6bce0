// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/loadcurve.h"
#include "engine/base/random.h"
#include "engine/http/request.h"
#include "engine/users/parameters.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace throng::users {

class RoomBook;

/// The rooms that messages come to, and which of those messages are taken. All workers of a test share it: a worker
/// that has a free member takes the room's next message, and each is taken once, without a lock.
class RoomTurns {
public:
    /// The rooms of the book that exist and have a member among the first `users` of the accounts, which are named as
    /// in the plan.
    RoomTurns(const RoomBook &book, const std::vector<QString> &accounts, int users);

    [[nodiscard]] int rooms() const { return int(m_rooms.size()); }
    [[nodiscard]] const QByteArray &id(int room) const { return m_rooms[std::size_t(room)].id; }
    [[nodiscard]] const std::vector<int> &members(int room) const { return m_rooms[std::size_t(room)].members; }
    [[nodiscard]] const std::vector<int> &roomsOf(int account) const { return m_roomsOf[std::size_t(account)]; }
    [[nodiscard]] int accounts() const { return int(m_roomsOf.size()); }

    /// Whether message number `number` of the room, or a later one, was taken already.
    [[nodiscard]] bool isTaken(int room, quint64 number) const;
    /// False if somebody else was first.
    [[nodiscard]] bool take(int room, quint64 number);

private:
    struct Room {
        QByteArray id;
        std::vector<int> members; ///< indexes of accounts
    };
    std::vector<Room> m_rooms;
    std::vector<std::vector<int>> m_roomsOf; ///< by account
    std::unique_ptr<std::atomic<quint64>[]> m_next; ///< by room: what comes before it is taken
};

/// When a test's actions are to begin. A value, the same for all workers.
struct ArrivalPlan {
    http::Clock::time_point begin;
    LoadCurve rate; ///< arrivals a second, since `begin`; of messages in a room: in each
    ArrivalParameters::Process process = ArrivalParameters::Process::Poisson;
    quint64 seed = 1;
    std::shared_ptr<RoomTurns> rooms; ///< null: actions, not messages in rooms
};

/// The arrivals of a whole test, one after the other. Every worker draws the same ones from the plan and looks after
/// its own, so they do not depend on how many workers there are.
class Arrivals {
public:
    explicit Arrivals(const ArrivalPlan &plan);

    struct Next {
        quint64 number = 0; ///< from 0
        http::Clock::time_point planned;
        int room = -1; ///< of plan.rooms
        quint64 numberInRoom = 0;
    };
    /// Nothing when no more come.
    [[nodiscard]] std::optional<Next> next();

private:
    http::Clock::time_point m_begin;
    LoadCurve m_rate;
    ArrivalParameters::Process m_process;
    Random m_random;
    std::vector<quint64> m_inRoom; ///< so far
    quint64 m_number = 0;
    double m_area = 0; ///< of the rate, at the arrival before
};

} // namespace throng::users
