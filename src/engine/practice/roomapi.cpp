// SPDX-License-Identifier: GPL-3.0-or-later
// Creation of rooms, the directory, and who comes and goes.
#include "engine/practice/api.h"
#include "engine/practice/call.h"

namespace throng::practice {

namespace {

using Access = Route::Access;
using simdjson::dom::object;

std::vector<std::pair<std::string, std::string>> membersOf(object from, std::string_view key)
{
    std::vector<std::pair<std::string, std::string>> members;
    if (const auto child = objectOf(from, key)) {
        for (const auto member : *child)
            members.emplace_back(std::string(member.key), simdjson::minify(member.value));
    }
    return members;
}

Allowed<RoomRequest> readRoomRequest(object body)
{
    RoomRequest request;
    const std::string_view visibility = textOf(body, "visibility", "private");
    const std::string_view preset = textOf(body, "preset", visibility == "public" ? "public_chat" : "private_chat");
    if (preset == "public_chat")
        request.preset = RoomRequest::Preset::Public;
    else if (preset == "trusted_private_chat")
        request.preset = RoomRequest::Preset::TrustedPrivate;
    else if (preset != "private_chat")
        return refused(400, "M_BAD_JSON", "'" + std::string(preset) + "' is not a valid preset");
    request.version = textOf(body, "room_version");
    request.name = textOf(body, "name");
    request.topic = textOf(body, "topic");
    request.aliasName = textOf(body, "room_alias_name");
    request.direct = flagOf(body, "is_direct");
    request.creationContent = membersOf(body, "creation_content");
    request.powerOverride = membersOf(body, "power_level_content_override");

    simdjson::dom::element element;
    if (body.at_key("invite").get(element) == simdjson::SUCCESS) {
        simdjson::dom::array invited;
        if (element.get(invited) != simdjson::SUCCESS)
            return refused(400, "M_BAD_JSON", "'invite' must be an array of user IDs");
        for (const auto user : invited) {
            std::string_view id;
            if (user.get(id) != simdjson::SUCCESS)
                return refused(400, "M_BAD_JSON", "'invite' must be an array of user IDs");
            request.invite.emplace_back(id);
        }
    }
    if (body.at_key("initial_state").get(element) == simdjson::SUCCESS) {
        simdjson::dom::array states;
        if (element.get(states) != simdjson::SUCCESS)
            return refused(400, "M_BAD_JSON", "'initial_state' must be an array");
        for (const auto state : states) {
            object event;
            object content;
            if (state.get(event) != simdjson::SUCCESS || textOf(event, "type").empty()
                || event.at_key("content").get(content) != simdjson::SUCCESS)
                return refused(400, "M_BAD_JSON", "An initial_state event needs 'type' and 'content'");
            request.initialState.push_back({ std::string(textOf(event, "type")),
                std::string(textOf(event, "state_key")), simdjson::minify(content) });
        }
    }
    return request;
}

std::string roomIdObject(const Room &room)
{
    std::string body;
    JsonWriter(body).beginObject().member("room_id", room.id).endObject();
    return body;
}

void createRoom(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    const Allowed<RoomRequest> request = readRoomRequest(body);
    if (!request)
        return call.fail(request.error());
    const Allowed<Room *> room = call.server.rooms.create(call.user(), *request);
    if (!room)
        return call.fail(room.error());
    call.ok(roomIdObject(**room));
}

/// The room of a path parameter that is an ID or an alias; otherwise answered.
Room *roomOrAlias(Call &call, std::size_t index)
{
    const std::string &name = call.parameter(index);
    Room *room = name.starts_with('#') ? call.server.rooms.findAlias(name) : call.server.rooms.find(name);
    if (room)
        return room;
    if (name.starts_with('#'))
        call.fail(404, "M_NOT_FOUND", "Room alias " + name + " not found");
    else if (name.starts_with('!'))
        call.fail(
            404, "M_NOT_FOUND", "Can't join remote room because no servers that are in the room have been provided.");
    else
        call.fail(400, "M_INVALID_PARAM", name + " was not legal room ID or room alias");
    return nullptr;
}

void join(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    Room *room = roomOrAlias(call, 0);
    if (!room)
        return;
    if (const Allowed<> joined = call.server.rooms.join(*room, call.user()); !joined)
        return call.fail(joined.error());
    call.ok(roomIdObject(*room));
}

/// The room of path parameter 0 for calls that a member makes about another user, and that user.
template <typename Action>
void aboutUser(Call &call, Action action)
{
    object body;
    if (!call.json(body))
        return;
    const std::string target(textOf(body, "user_id"));
    if (target.empty())
        return call.fail(400, "M_MISSING_PARAM", "Missing params: ['user_id']");
    Room *room = call.server.rooms.find(call.parameter(0));
    if (!room)
        return call.fail(403, "M_FORBIDDEN", "User " + call.user().id + " not in room " + call.parameter(0));
    call.finish(action(call.server.rooms, *room, call.user(), target));
}

void invite(Call &call)
{
    aboutUser(call,
        [](Rooms &rooms, Room &room, User &by, std::string_view target) { return rooms.invite(room, by, target); });
}

void kick(Call &call)
{
    aboutUser(
        call, [](Rooms &rooms, Room &room, User &by, std::string_view target) { return rooms.kick(room, by, target); });
}

void ban(Call &call)
{
    aboutUser(
        call, [](Rooms &rooms, Room &room, User &by, std::string_view target) { return rooms.ban(room, by, target); });
}

void unban(Call &call)
{
    aboutUser(call,
        [](Rooms &rooms, Room &room, User &by, std::string_view target) { return rooms.unban(room, by, target); });
}

void leave(Call &call)
{
    Room *room = call.server.rooms.find(call.parameter(0));
    if (!room)
        return call.fail(404, "M_NOT_FOUND", "Not a known room");
    call.finish(call.server.rooms.leave(*room, call.user()));
}

void forget(Call &call)
{
    Room *room = call.server.rooms.find(call.parameter(0));
    if (!room)
        return call.fail(404, "M_NOT_FOUND", "Not a known room");
    call.finish(call.server.rooms.forget(*room, call.user()));
}

void joinedRooms(Call &call)
{
    std::string body;
    JsonWriter writer(body);
    writer.beginObject().key("joined_rooms").beginArray();
    for (const Stay *stay : call.user().stays) {
        if (stay->membership == Membership::Join)
            writer.string(stay->room.id);
    }
    writer.endArray().endObject();
    call.ok(std::move(body));
}

void resolveAlias(Call &call)
{
    const Room *room = call.server.rooms.findAlias(call.parameter(0));
    if (!room)
        return call.fail(404, "M_NOT_FOUND", "Room alias " + call.parameter(0) + " not found");
    std::string body;
    JsonWriter(body)
        .beginObject()
        .member("room_id", room->id)
        .key("servers")
        .beginArray()
        .string(call.server.name)
        .endArray()
        .endObject();
    call.ok(std::move(body));
}

void addAlias(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    Room *room = call.server.rooms.find(textOf(body, "room_id"));
    if (!room || room->membershipOf(call.user()) != Membership::Join)
        return call.fail(403, "M_FORBIDDEN", "You must be in the room to give it an alias");
    if (!call.parameter(0).starts_with('#') || !call.parameter(0).ends_with(":" + call.server.name))
        return call.fail(400, "M_INVALID_PARAM", "Room alias invalid");
    const Allowed<> added = call.server.rooms.addAlias(call.parameter(0), *room);
    if (!added)
        return call.fail(409, "M_UNKNOWN", added.error().message);
    call.ok();
}

} // namespace

void addRoomApi(Router &router)
{
    router.add({ "POST", "/_matrix/client/v3/createRoom", Access::User, createRoom });
    router.add({ "POST", "/_matrix/client/v3/join/{roomIdOrAlias}", Access::User, join });
    router.add({ "POST", "/_matrix/client/v3/rooms/{roomId}/join", Access::User, join });
    router.add({ "POST", "/_matrix/client/v3/rooms/{roomId}/invite", Access::User, invite });
    router.add({ "POST", "/_matrix/client/v3/rooms/{roomId}/leave", Access::User, leave });
    router.add({ "POST", "/_matrix/client/v3/rooms/{roomId}/forget", Access::User, forget });
    router.add({ "POST", "/_matrix/client/v3/rooms/{roomId}/kick", Access::User, kick });
    router.add({ "POST", "/_matrix/client/v3/rooms/{roomId}/ban", Access::User, ban });
    router.add({ "POST", "/_matrix/client/v3/rooms/{roomId}/unban", Access::User, unban });
    router.add({ "GET", "/_matrix/client/v3/joined_rooms", Access::User, joinedRooms });
    router.add({ "GET", "/_matrix/client/v3/directory/room/{roomAlias}", Access::Anyone, resolveAlias });
    router.add({ "PUT", "/_matrix/client/v3/directory/room/{roomAlias}", Access::User, addAlias });
}

} // namespace throng::practice
