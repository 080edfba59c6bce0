// SPDX-License-Identifier: GPL-3.0-or-later
// Synapse's admin endpoints that a clean-up needs, and deactivation by the user.
#include "engine/practice/api.h"
#include "engine/practice/call.h"

#include <algorithm>
#include <charconv>

namespace throng::practice {

namespace {

using Access = Route::Access;
using simdjson::dom::object;

std::size_t numberOf(const Call &call, std::string_view name, std::size_t absent)
{
    const std::string text = call.query(name).value_or(std::string());
    std::size_t number = absent;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// Members leave first, so that their syncs tell them; then the room goes with everything in it.
void deleteRoom(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    Room *room = call.server.rooms.find(call.parameter(0));
    if (!room)
        return call.fail(404, "M_NOT_FOUND", "Unknown room id " + call.parameter(0));
    const std::string id = call.server.rooms.beginDeletion(*room, flagOf(body, "purge", true));
    std::string answer;
    JsonWriter(answer).beginObject().member("delete_id", id).endObject();
    call.ok(std::move(answer));
}

void appendDeletion(JsonWriter &writer, const std::string &id, const RoomDeletion &deletion)
{
    writer.beginObject().member("delete_id", id).member("room_id", deletion.roomId);
    writer.member("status", deletion.complete ? "complete" : "purging").key("shutdown_room").beginObject();
    writer.key("kicked_users").beginArray();
    for (const std::string &user : deletion.kicked)
        writer.string(user);
    writer.endArray().rawMember("failed_to_kick_users", "[]").rawMember("local_aliases", "[]");
    writer.rawMember("new_room_id", "null").endObject().endObject();
}

void deletionStatus(Call &call)
{
    const RoomDeletion *deletion = call.server.rooms.deletion(call.parameter(0));
    if (!deletion)
        return call.fail(404, "M_NOT_FOUND", "delete id '" + call.parameter(0) + "' not found");
    std::string body;
    JsonWriter writer(body);
    appendDeletion(writer, call.parameter(0), *deletion);
    call.ok(std::move(body));
}

void listRooms(Call &call)
{
    const auto &rooms = call.server.rooms.all();
    const std::size_t from = numberOf(call, "from", 0);
    const std::size_t limit = numberOf(call, "limit", 100);
    std::string body;
    JsonWriter writer(body);
    writer.beginObject().key("rooms").beginArray();
    std::size_t index = 0;
    for (const auto &[id, room] : rooms) {
        if (index++ < from)
            continue;
        if (index > from + limit)
            break;
        writer.beginObject().member("room_id", id).member("joined_members", room->joined.size());
        writer.member("creator", room->creator).member("version", room->version).endObject();
    }
    writer.endArray().member("offset", from).member("total_rooms", rooms.size());
    if (from + limit < rooms.size())
        writer.member("next_batch", from + limit);
    writer.endObject();
    call.ok(std::move(body));
}

User *userOf(Call &call)
{
    User *user = call.parameter(0).starts_with('@') ? call.server.accounts.find(call.parameter(0)) : nullptr;
    if (!user)
        call.fail(404, "M_NOT_FOUND", "User not found");
    return user;
}

void deactivateUser(Call &call)
{
    User *user = userOf(call);
    if (!user)
        return;
    call.server.accounts.deactivate(*user);
    call.ok(R"({"id_server_unbind_result":"success"})");
}

void putUser(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    const std::string_view password = textOf(body, "password");
    const std::string &id = call.parameter(0);
    User *user = call.server.accounts.find(id);
    const bool isNew = !user;
    if (isNew) {
        const std::size_t colon = id.find(':');
        if (!id.starts_with('@') || colon == std::string::npos || id.substr(colon + 1) != call.server.name)
            return call.fail(400, "M_UNKNOWN", "This endpoint can only be used with local users");
        const Allowed<User *> made =
            call.server.accounts.create(std::string_view(id).substr(1, colon - 1), password, flagOf(body, "admin"));
        if (!made)
            return call.fail(made.error());
        ++call.server.books.registrations;
        user = *made;
    } else if (!password.empty()) {
        user->password = password;
    }
    Answer answer;
    answer.status = isNew ? 201 : 200;
    JsonWriter(answer.body)
        .beginObject()
        .member("name", user->id)
        .member("displayname", user->displayName)
        .flag("admin", user->admin)
        .flag("deactivated", user->deactivated)
        .endObject();
    call.exchange->answer(std::move(answer));
}

/// The user's own way, with the password asked for again.
void deactivateSelf(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    const auto auth = objectOf(body, "auth");
    if (!auth || textOf(*auth, "type") != "m.login.password" || textOf(*auth, "password") != call.user().password) {
        Answer answer;
        answer.status = 401;
        JsonWriter writer(answer.body);
        writer.beginObject().member("session", call.server.randomText(24, Homeserver::Alphabet::Mixed));
        writer.rawMember("flows", R"([{"stages":["m.login.password"]}])").rawMember("params", "{}");
        if (auth)
            writer.member("errcode", "M_FORBIDDEN").member("error", "Invalid password");
        writer.endObject();
        call.exchange->answer(std::move(answer));
        return;
    }
    call.server.accounts.deactivate(call.user());
    call.ok(R"({"id_server_unbind_result":"success"})");
}

} // namespace

void addAdminApi(Router &router)
{
    router.add({ "GET", "/_synapse/admin/v1/rooms", Access::Admin, listRooms });
    router.add({ "DELETE", "/_synapse/admin/v2/rooms/{roomId}", Access::Admin, deleteRoom });
    router.add({ "GET", "/_synapse/admin/v2/rooms/delete_status/{deleteId}", Access::Admin, deletionStatus });
    router.add({ "POST", "/_synapse/admin/v1/deactivate/{userId}", Access::Admin, deactivateUser });
    router.add({ "PUT", "/_synapse/admin/v2/users/{userId}", Access::Admin, putUser });
    router.add({ "POST", "/_matrix/client/v3/account/deactivate", Access::User, deactivateSelf });
}

} // namespace throng::practice
