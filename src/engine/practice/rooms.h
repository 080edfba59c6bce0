// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/accounts.h"

#include <string>
#include <string_view>
#include <vector>

namespace throng::practice {

struct Homeserver;

/// An event before it has an ID and a place.
struct EventDraft {
    std::string type;
    std::optional<std::string> stateKey;
    std::string content; ///< JSON object, minified
    std::string redacts;
    std::string transactionId;
    const Device *device = nullptr;
    Membership membership = Membership::None; ///< of m.room.member
};

/// What createRoom was asked for.
struct RoomRequest {
    enum class Preset : unsigned char { Private, TrustedPrivate, Public };
    struct State {
        std::string type;
        std::string key;
        std::string content;
    };

    Preset preset = Preset::Private;
    std::string version; ///< empty: the server's default
    std::string name;
    std::string topic;
    std::string aliasName; ///< local part
    std::vector<std::pair<std::string, std::string>> creationContent; ///< key and JSON value
    std::vector<std::pair<std::string, std::string>> powerOverride; ///< key and JSON value
    std::vector<State> initialState;
    std::vector<std::string> invite;
    bool direct = false;
};

/// A room on its way out, for the admin API.
struct RoomDeletion {
    std::string roomId;
    std::vector<std::string> kicked;
    bool complete = false;
    std::unique_ptr<Timer> timer;
};

/// All rooms, and the rules by which events come into them.
class Rooms {
public:
    explicit Rooms(Homeserver &server);
    ~Rooms();

    [[nodiscard]] Room *find(std::string_view id) const;
    [[nodiscard]] Room *findAlias(std::string_view alias) const;
    [[nodiscard]] const StringMap<std::shared_ptr<Room>> &all() const { return m_rooms; }

    Allowed<Room *> create(User &creator, const RoomRequest &request);
    Allowed<> addAlias(std::string alias, Room &room);

    Allowed<> invite(Room &room, User &inviter, std::string_view target, bool direct = false);
    Allowed<> join(Room &room, User &user);
    Allowed<> leave(Room &room, User &user);
    Allowed<> kick(Room &room, User &by, std::string_view target);
    Allowed<> ban(Room &room, User &by, std::string_view target);
    Allowed<> unban(Room &room, User &by, std::string_view target);
    Allowed<> forget(Room &room, User &user);
    /// Rewrites the membership event in every room the user is in, as a new display name or picture does.
    void profileChanged(User &user);

    /// A message or state event of a member who may send it.
    Allowed<EventPtr> send(Room &room, User &sender, EventDraft draft);
    Allowed<EventPtr> redact(Room &room, User &sender, std::string_view eventId, EventDraft draft);
    [[nodiscard]] EventPtr findEvent(const Room &room, std::string_view eventId) const;

    /// Makes everybody leave; a little later, when they have been told, the room goes with its events. The ID is that
    /// of the deletion, which goes on by itself.
    std::string beginDeletion(Room &room, bool purge);
    [[nodiscard]] const RoomDeletion *deletion(std::string_view id) const;

private:
    EventPtr add(Room &room, const User &sender, EventDraft draft);
    EventPtr addMembership(Room &room, const User &sender, User &target, Membership membership, bool direct = false);
    void addCreationEvents(Room &room, User &creator, const RoomRequest &request);
    Stay &stay(Room &room, User &user);
    void announce(const Room &room); ///< wakes the long polls of its members
    [[nodiscard]] Allowed<User *> targetFor(Room &room, User &by, std::string_view target, std::int64_t needed) const;
    [[nodiscard]] std::int64_t levelOf(const Room &room, const User &user) const;
    void strike(Event &target, const Event &redaction);
    void purge(Room &room);

    Homeserver &m_server;
    StringMap<std::shared_ptr<Room>> m_rooms;
    StringMap<Room *> m_aliases;
    StringMap<std::pair<Room *, EventPtr>> m_events; ///< by event ID
    StringMap<RoomDeletion> m_deletions;
};

} // namespace throng::practice
