// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/httpmessage.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace throng::practice {

struct Device;
struct User;

/// A place in the order of everything that happens on the server; sync tokens are made of it.
using Position = std::uint64_t;

enum class Membership : unsigned char { None, Invite, Join, Leave, Ban };

std::string_view membershipName(Membership membership);
Membership membershipFromName(std::string_view name);

/// An event, kept once and shared by everyone who receives it.
struct Event {
    std::string id;
    std::string type;
    std::string sender;
    const User *author = nullptr; ///< the sender
    std::optional<std::string> stateKey;
    std::string redacts;
    std::int64_t originServerTs = 0; ///< ms since 1970
    Position position = 0;
    Clock::time_point accepted;
    std::shared_ptr<Event> replaces; ///< the state event before it
    Membership membership = Membership::None; ///< of m.room.member
    std::string transactionId;
    const Device *sentBy = nullptr; ///< only this device is shown the transaction ID; compared, never followed
    std::string unsignedMembers; ///< finished JSON members of "unsigned": prev_content, redacted_because
    std::string json; ///< the client's form without room_id, unsigned and the closing brace
    std::size_t contentStart = 0; ///< of the content within `json`
    std::size_t contentLength = 0;

    [[nodiscard]] std::string_view content() const
    {
        return std::string_view(json).substr(contentStart, contentLength);
    }
    [[nodiscard]] bool isState() const { return stateKey.has_value(); }

    /// Renders `json` anew around `content`.
    void setContent(std::string_view content);
};

using EventPtr = std::shared_ptr<Event>;

/// The whole event as `device` sees it (null: nobody's) at `now`. With `roomId` that member is added: outside /sync.
void appendEvent(std::string &out, const Event &event, const Device *device, std::string_view roomId = {},
    Clock::time_point now = Clock::now());
/// Type, state key, sender and content only: what an invited user sees of a room.
void appendStrippedEvent(std::string &out, const Event &event);

} // namespace throng::practice
