// SPDX-License-Identifier: GPL-3.0-or-later
// What passes: typing, receipts, read markers, presence.
#include "engine/practice/api.h"
#include "engine/practice/call.h"
#include "engine/practice/presence.h"

#include <algorithm>

namespace throng::practice {

namespace {

using Access = Route::Access;
using simdjson::dom::object;

constexpr std::chrono::milliseconds defaultTyping { 30'000 };
constexpr std::chrono::milliseconds longestTyping { 300'000 };

void touch(Homeserver &server, Room &room)
{
    room.lastPosition = server.advance();
    for (const Stay *stay : room.joined)
        server.syncs.wake(stay->user);
}

/// Typing ends by itself; the room's one timer waits for the next to end.
void watchTyping(Homeserver &server, Room &room)
{
    if (room.typing.empty()) {
        room.typingTimer.reset();
        return;
    }
    const auto next = std::min_element(
        room.typing.begin(), room.typing.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    if (!room.typingTimer)
        room.typingTimer = std::make_unique<Timer>(server.context);
    room.typingTimer->start(next->second, [&server, &room] {
        const Clock::time_point now = Clock::now();
        if (std::erase_if(room.typing, [now](const auto &entry) { return entry.second <= now; }) > 0) {
            touch(server, room);
            room.typingPosition = room.lastPosition;
        }
        watchTyping(server, room);
    });
}

void typing(Call &call)
{
    object body;
    if (!call.isSelf(1, 400) || !call.json(body))
        return;
    Room *room = call.joinedRoom(0);
    if (!room)
        return;
    bool on = false;
    if (body.at_key("typing").get(on) != simdjson::SUCCESS)
        return call.fail(400, "M_BAD_JSON", "'typing' must be true or false");
    std::int64_t timeout = defaultTyping.count();
    if (body.at_key("timeout").get(timeout) != simdjson::SUCCESS)
        timeout = defaultTyping.count();
    const auto lasting = std::clamp<std::chrono::milliseconds>(
        std::chrono::milliseconds(timeout), std::chrono::milliseconds(0), longestTyping);
    const bool before = room->typing.contains(&call.user());
    if (on)
        room->typing[&call.user()] = Clock::now() + lasting;
    else
        room->typing.erase(&call.user());
    if (on != before) {
        touch(call.server, *room);
        room->typingPosition = room->lastPosition;
    }
    watchTyping(call.server, *room);
    call.ok();
}

void setReceipt(Call &call, Room &room, const std::string &type, const std::string &eventId, std::string_view thread)
{
    User &user = call.user();
    const auto key = std::pair<const User *, std::string>(&user, type);
    if (const auto old = room.receiptOf.find(key); old != room.receiptOf.end())
        room.receipts.erase(old->second);
    touch(call.server, room);
    room.receiptOf[key] = room.lastPosition;
    room.receipts.emplace(room.lastPosition, Receipt { &user, type, eventId, std::string(thread), call.server.now() });
    room.stayOf(user)->readMessages = room.messages;
}

void setFullyRead(Call &call, Room &room, const std::string &eventId)
{
    std::string content;
    JsonWriter(content).beginObject().member("event_id", eventId).endObject();
    // One's own devices hear of it, nobody else.
    room.lastPosition = call.server.advance();
    room.stayOf(call.user())->accountData["m.fully_read"] = { std::move(content), room.lastPosition };
    call.server.syncs.wake(call.user());
}

void receipt(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    const std::string &type = call.parameter(1);
    if (type != "m.read" && type != "m.read.private" && type != "m.fully_read")
        return call.fail(400, "M_INVALID_PARAM", "Receipt type must be m.read, m.read.private or m.fully_read");
    Room *room = call.joinedRoom(0);
    if (!room)
        return;
    if (!call.server.rooms.findEvent(*room, call.parameter(2)))
        return call.ok(); // as Synapse: receipts for what it does not know are dropped silently
    if (type == "m.fully_read")
        setFullyRead(call, *room, call.parameter(2));
    else
        setReceipt(call, *room, type, call.parameter(2), textOf(body, "thread_id"));
    call.ok();
}

void readMarkers(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    Room *room = call.joinedRoom(0);
    if (!room)
        return;
    for (const char *type : { "m.read", "m.read.private" }) {
        if (const std::string eventId(textOf(body, type)); !eventId.empty())
            setReceipt(call, *room, type, eventId, {});
    }
    if (const std::string eventId(textOf(body, "m.fully_read")); !eventId.empty())
        setFullyRead(call, *room, eventId);
    call.ok();
}

void putPresence(Call &call)
{
    object body;
    if (!call.isSelf(0) || !call.json(body))
        return;
    const std::string_view state = textOf(body, "presence");
    if (state != "online" && state != "offline" && state != "unavailable")
        return call.fail(400, "M_UNKNOWN", "Invalid presence state");
    setPresence(call.server, call.user(), state, std::string(textOf(body, "status_msg")));
    call.ok();
}

void getPresence(Call &call)
{
    const User *user = call.server.accounts.find(call.parameter(0));
    if (!user)
        return call.fail(404, "M_NOT_FOUND", "There is no such user");
    const auto ago = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - user->lastActive);
    std::string body;
    JsonWriter writer(body);
    writer.beginObject().member("presence", user->presence);
    if (user->lastActive != Clock::time_point())
        writer.member("last_active_ago", ago.count());
    if (!user->statusMessage.empty())
        writer.member("status_msg", user->statusMessage);
    writer.flag("currently_active", user->presence == "online").endObject();
    call.ok(std::move(body));
}

} // namespace

void setPresence(Homeserver &server, User &user, std::string_view state, const std::optional<std::string> &message)
{
    user.lastActive = Clock::now();
    if (user.presence == state && (!message || *message == user.statusMessage))
        return;
    user.presence = state;
    if (message)
        user.statusMessage = *message;
    const Position position = server.advance();
    for (const Stay *stay : user.stays) {
        if (stay->membership != Membership::Join)
            continue;
        for (const Stay *other : stay->room.joined) {
            User &receiver = other->user;
            receiver.presenceNews[&user] = position;
            receiver.lastPosition = position;
            server.syncs.wake(receiver);
        }
    }
}

void addEphemeralApi(Router &router)
{
    const std::string room = "/_matrix/client/v3/rooms/{roomId}";
    router.add({ "PUT", room + "/typing/{userId}", Access::User, typing });
    router.add({ "POST", room + "/receipt/{receiptType}/{eventId}", Access::User, receipt });
    router.add({ "POST", room + "/read_markers", Access::User, readMarkers });
    router.add({ "PUT", "/_matrix/client/v3/presence/{userId}/status", Access::User, putPresence });
    router.add({ "GET", "/_matrix/client/v3/presence/{userId}/status", Access::User, getPresence });
}

} // namespace throng::practice
