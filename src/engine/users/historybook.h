// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/parameters.h"
#include "engine/users/roombook.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace throng::users {

/// How many messages each of the rooms is to have: messagesPerRoom × rooms of them in all, dealt by the rooms' sizes.
[[nodiscard]] std::vector<int> historyTargets(std::span<const PlannedRoom> rooms, const HistoryParameters &parameters);

/// The past that a test gives the rooms: who writes how much of it where, and how far that is. Each room's messages are
/// shared evenly among its planned members.
///
/// Shared by all workers without a lock: what belongs to an account is touched only by the user who has taken it from
/// the AccountQueue.
class HistoryBook {
public:
    /// One account's part of one room.
    struct Part {
        int room = 0; ///< in the RoomBook
        int target = 0; ///< messages
        int written = 0;
    };
    struct Pages {
        std::vector<Part> parts;
        bool hasProfile = false;
        bool isPlanned = false; ///< the sink knows what is to be done

        /// The part that is the furthest behind; null when all are done.
        [[nodiscard]] Part *next();
        [[nodiscard]] int missing() const;
    };

    /// What earlier runs have made.
    struct Before {
        std::function<int(const QByteArray &roomId, const QString &account)> messages;
        std::function<bool(const QString &account)> profile;
    };

    /// `accounts` are in the AccountQueue's order, as users.csv names them. Rooms that do not stand on the server, and
    /// members who are no accounts, are left out.
    HistoryBook(std::shared_ptr<const RoomBook> rooms, std::span<const QString> accounts,
        const HistoryParameters &parameters, const Before &before);

    [[nodiscard]] Pages &pagesOf(int account) { return m_pages[std::size_t(account)]; }
    [[nodiscard]] const PlannedRoom &room(int index) const { return m_rooms->room(index); }

    // When the test began
    [[nodiscard]] int wanted() const { return m_wanted; } ///< messages
    [[nodiscard]] int existed() const { return m_existed; } ///< of these, written by earlier runs
    [[nodiscard]] int roomsMissing() const { return m_roomsMissing; } ///< of the plan, not on the server

private:
    std::shared_ptr<const RoomBook> m_rooms;
    std::vector<Pages> m_pages;
    int m_wanted = 0;
    int m_existed = 0;
    int m_roomsMissing = 0;
};

} // namespace throng::users
