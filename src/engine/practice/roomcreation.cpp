// SPDX-License-Identifier: GPL-3.0-or-later
// createRoom: which events a new room begins with, in the order of the specification.
#include "engine/practice/homeserver.h"
#include "engine/practice/json.h"

#include <algorithm>
#include <array>

namespace throng::practice {

namespace {

constexpr std::array knownVersions = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12" };

bool knowsVersion(std::string_view version)
{
    return std::find(knownVersions.begin(), knownVersions.end(), version) != knownVersions.end();
}

std::string object(std::string_view key, std::string_view value)
{
    std::string json;
    JsonWriter(json).beginObject().member(key, value).endObject();
    return json;
}

/// The levels a room begins with. What the client overrides replaces whole members, as Synapse does it.
std::string powerLevels(const Room &room, const User &creator, const RoomRequest &request)
{
    std::string users;
    JsonWriter owners(users);
    owners.beginObject();
    if (room.version != "12") // where creators stand above all levels and must not be listed
        owners.member(creator.id, 100);
    if (request.preset == RoomRequest::Preset::TrustedPrivate) {
        for (const std::string &invited : request.invite) {
            if (invited != creator.id)
                owners.member(invited, 100);
        }
    }
    owners.endObject();
    std::string events;
    JsonWriter(events)
        .beginObject()
        .member("m.room.name", 50)
        .member("m.room.power_levels", 100)
        .member("m.room.history_visibility", 100)
        .member("m.room.canonical_alias", 50)
        .member("m.room.avatar", 50)
        .member("m.room.tombstone", room.version == "12" ? 150 : 100)
        .member("m.room.server_acl", 100)
        .member("m.room.encryption", 100)
        .endObject();
    const bool open = request.preset == RoomRequest::Preset::Public;
    std::vector<std::pair<std::string, std::string>> members = { { "users", users }, { "users_default", "0" },
        { "events", events }, { "events_default", "0" }, { "state_default", "50" }, { "ban", "50" }, { "kick", "50" },
        { "redact", "50" }, { "invite", open ? "50" : "0" }, { "historical", "100" } };
    for (const auto &[key, value] : request.powerOverride) {
        const auto same = [&key = key](const auto &member) { return member.first == key; };
        const auto found = std::find_if(members.begin(), members.end(), same);
        if (found != members.end())
            found->second = value;
        else
            members.emplace_back(key, value);
    }
    std::string content;
    JsonWriter writer(content);
    writer.beginObject();
    for (const auto &[key, value] : members)
        writer.rawMember(key, value);
    writer.endObject();
    return content;
}

} // namespace

Allowed<Room *> Rooms::create(User &creator, const RoomRequest &request)
{
    const std::string version = request.version.empty() ? m_server.options.roomVersion.toStdString() : request.version;
    if (!knowsVersion(version))
        return refused(400, "M_UNSUPPORTED_ROOM_VERSION", "Your homeserver does not support this room version");
    if (static_cast<int>(request.invite.size()) > m_server.options.maximumInvitesAtCreation)
        return refused(400, "M_UNKNOWN", "Cannot invite so many users at once"); // Synapse's words
    for (const std::string &invited : request.invite) {
        if (!invited.starts_with('@') || invited.find(':') == std::string::npos)
            return refused(400, "M_UNKNOWN", "Invalid user_id: " + invited);
        if (!m_server.accounts.find(invited))
            return refused(404, "M_NOT_FOUND", "There is no user " + invited + " on this server");
    }
    const std::string alias = request.aliasName.empty() ? std::string() : "#" + request.aliasName + ":" + m_server.name;
    if (!alias.empty() && findAlias(alias))
        return refused(400, "M_ROOM_IN_USE", "Room alias already taken");
    if (m_server.books.events >= m_server.options.maximumEvents)
        return tl::unexpected(m_server.full("events"));

    auto made = std::make_shared<Room>();
    Room &room = *made;
    room.id = version == "12" ? "!" + m_server.randomText(43, Homeserver::Alphabet::Mixed)
                              : "!" + m_server.randomText(18, Homeserver::Alphabet::Mixed) + ":" + m_server.name;
    room.version = version;
    room.creator = creator.id;
    m_rooms.emplace(room.id, std::move(made));
    ++m_server.books.rooms;
    ++m_server.books.roomsCreated;
    if (!alias.empty())
        m_aliases.emplace(alias, &room);

    addCreationEvents(room, creator, request);
    for (const std::string &invited : request.invite) {
        if (invited != creator.id)
            addMembership(room, creator, *m_server.accounts.find(invited), Membership::Invite, request.direct);
    }
    return &room;
}

void Rooms::addCreationEvents(Room &room, User &creator, const RoomRequest &request)
{
    const auto state = [&](std::string type, std::string content) {
        EventDraft draft;
        draft.type = std::move(type);
        draft.stateKey = "";
        draft.content = std::move(content);
        add(room, creator, std::move(draft));
    };

    std::string create;
    JsonWriter creation(create);
    creation.beginObject().member("room_version", room.version);
    if (room.version != "11" && room.version != "12")
        creation.member("creator", creator.id);
    for (const auto &[key, value] : request.creationContent) {
        if (key != "room_version" && key != "creator")
            creation.rawMember(key, value);
    }
    creation.endObject();
    state("m.room.create", std::move(create));
    addMembership(room, creator, creator, Membership::Join);

    state("m.room.power_levels", powerLevels(room, creator, request));
    if (!request.aliasName.empty())
        state("m.room.canonical_alias", object("alias", "#" + request.aliasName + ":" + m_server.name));
    const bool open = request.preset == RoomRequest::Preset::Public;
    state("m.room.join_rules", object("join_rule", open ? "public" : "invite"));
    state("m.room.history_visibility", object("history_visibility", "shared"));
    if (!open)
        state("m.room.guest_access", object("guest_access", "can_join"));
    for (const RoomRequest::State &wanted : request.initialState) {
        EventDraft draft;
        draft.type = wanted.type;
        draft.stateKey = wanted.key;
        draft.content = wanted.content;
        add(room, creator, std::move(draft));
    }
    if (!request.name.empty())
        state("m.room.name", object("name", request.name));
    if (!request.topic.empty())
        state("m.room.topic", object("topic", request.topic));
}

} // namespace throng::practice
