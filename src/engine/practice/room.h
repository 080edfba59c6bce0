// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/event.h"
#include "engine/practice/timer.h"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace throng::practice {

struct Room;
struct User;

/// One user's relation to one room, whatever it is at the moment.
struct Stay {
    Stay(Room &where, User &who)
        : room(where)
        , user(who)
    {
    }

    Room &room;
    User &user;
    Membership membership = Membership::None;
    EventPtr event; ///< the membership event
    Position changed = 0; ///< position of the last change of membership (a new display name is none)
    bool forgotten = false;
    std::size_t joinedIndex = 0; ///< in Room::joined
    std::uint64_t readMessages = 0; ///< Room::messages when the user last read or wrote

    struct AccountData {
        std::string content;
        Position position;
    };
    std::map<std::string, AccountData, std::less<>> accountData; ///< m.fully_read and such
};

struct Receipt {
    User *user;
    std::string type; ///< m.read, m.read.private
    std::string eventId;
    std::string threadId;
    std::int64_t ts;
};

/// Who may do what, from m.room.power_levels.
struct PowerLevels {
    std::map<std::string, std::int64_t, std::less<>> users;
    std::map<std::string, std::int64_t, std::less<>> events;
    std::int64_t usersDefault = 0;
    std::int64_t eventsDefault = 0;
    std::int64_t stateDefault = 50;
    std::int64_t invite = 0;
    std::int64_t kick = 50;
    std::int64_t ban = 50;
    std::int64_t redact = 50;

    static PowerLevels parse(std::string_view content);
    [[nodiscard]] std::int64_t of(std::string_view userId) const;
    [[nodiscard]] std::int64_t neededFor(std::string_view type, bool state) const;
};

struct Room : std::enable_shared_from_this<Room> {
    std::string id;
    std::string version;
    std::string creator;
    std::vector<EventPtr> timeline; ///< by position
    std::map<std::pair<std::string, std::string>, EventPtr> state; ///< by type and state key
    std::unordered_map<const User *, std::unique_ptr<Stay>> stays;
    std::vector<Stay *> joined; ///< those who receive
    std::size_t invitedCount = 0;
    PowerLevels power;
    bool joinable = false; ///< join rule "public"
    std::uint64_t messages = 0; ///< m.room.message and m.room.encrypted so far
    std::unordered_set<std::string> annotations; ///< sender, target and key of every m.reaction that stands

    Position lastPosition = 0; ///< of anything here, ephemeral included
    std::map<const User *, Clock::time_point> typing; ///< until when
    Position typingPosition = 0;
    std::unique_ptr<Timer> typingTimer;
    std::map<Position, Receipt> receipts; ///< the newest of each user and type
    std::map<std::pair<const User *, std::string>, Position> receiptOf;

    [[nodiscard]] const Event *stateEvent(std::string_view type, std::string_view key = {}) const;
    [[nodiscard]] Stay *stayOf(const User &user) const;
    [[nodiscard]] Membership membershipOf(const User &user) const;
    /// Index of the first event behind `position`.
    [[nodiscard]] std::size_t firstAfter(Position position) const;

    void append(EventPtr event); ///< to timeline and state; membership is the homeserver's affair
    void setMembership(Stay &stay, Membership membership, EventPtr event);
};

std::string annotationKey(std::string_view sender, std::string_view target, std::string_view key);

} // namespace throng::practice
