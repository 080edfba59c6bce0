// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at a room: its past, its state, its members.
#include "engine/practice/api.h"
#include "engine/practice/call.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace throng::practice {

namespace {

using Access = Route::Access;

constexpr std::size_t maximumLimit = 1000; // Synapse's

std::size_t limitOf(const Call &call, std::size_t absent)
{
    const std::string text = call.query("limit").value_or(std::string());
    std::size_t limit = absent;
    std::from_chars(text.data(), text.data() + text.size(), limit);
    return std::clamp<std::size_t>(limit, 1, maximumLimit);
}

/// The room if the caller may look into its past: members, and former members up to their leaving.
Room *readableRoom(Call &call, Position &until)
{
    Room *room = call.server.rooms.find(call.parameter(0));
    const Stay *stay = room ? room->stayOf(call.user()) : nullptr;
    until = std::numeric_limits<Position>::max();
    if (stay && stay->membership == Membership::Join)
        return room;
    if (stay && !stay->forgotten && (stay->membership == Membership::Leave || stay->membership == Membership::Ban)) {
        until = stay->changed;
        return room;
    }
    call.fail(403, "M_FORBIDDEN", "User " + call.user().id + " not in room " + call.parameter(0));
    return nullptr;
}

std::shared_ptr<const SyncFilter> roomFilter(const Call &call)
{
    const std::optional<std::string> text = call.query("filter");
    std::string problem;
    // A RoomEventFilter is what a sync filter has as its timeline.
    std::optional<SyncFilter> filter =
        text ? SyncFilter::parse(R"({"room":{"timeline":)" + *text + "}}", problem) : SyncFilter();
    return filter ? std::make_shared<const SyncFilter>(std::move(*filter)) : nullptr;
}

void messages(Call &call)
{
    Position until = 0;
    const Room *room = readableRoom(call, until);
    if (!room)
        return;
    const bool back = call.query("dir").value_or("f") == "b";
    const auto filter = roomFilter(call);
    if (!filter)
        return call.fail(400, "M_BAD_JSON", "The filter is no filter");
    const std::size_t limit = limitOf(call, 10);
    Position from = back ? call.server.position : 0;
    if (const auto token = call.query("from"); token && !token->empty()) {
        const auto position = positionOf(*token);
        if (!position)
            return call.fail(400, "M_INVALID_PARAM", "Invalid 'from' token");
        from = *position;
    }
    // A token stands between events: those up to its position are before it.
    std::vector<EventPtr> chunk;
    Position end = from;
    bool more = false;
    const auto passes = [&filter](const Event &event) { return filter->timeline.passes(event.type, event.sender); };
    if (back) {
        std::size_t i = room->firstAfter(std::min(from, until));
        for (; i > 0 && chunk.size() < limit; --i) {
            const EventPtr &event = room->timeline[i - 1];
            if (passes(*event))
                chunk.push_back(event);
            end = event->position - 1;
        }
        more = i > 0;
    } else {
        const std::size_t last = room->firstAfter(until);
        std::size_t i = room->firstAfter(from);
        for (; i < last && chunk.size() < limit; ++i) {
            const EventPtr &event = room->timeline[i];
            if (passes(*event))
                chunk.push_back(event);
            end = event->position;
        }
        more = i < last;
    }

    std::string body;
    JsonWriter writer(body);
    writer.beginObject().member("start", tokenOf(from)).key("chunk").beginArray();
    for (const EventPtr &event : chunk)
        appendEvent(body, *event, call.device, room->id);
    writer.endArray().key("state").beginArray();
    if (filter->lazyLoadMembers) {
        std::vector<const User *> authors;
        for (const EventPtr &event : chunk) {
            if (std::find(authors.begin(), authors.end(), event->author) != authors.end())
                continue;
            authors.push_back(event->author);
            if (const Event *member = room->stateEvent("m.room.member", event->sender))
                appendEvent(body, *member, call.device, room->id);
        }
    }
    writer.endArray();
    if (more)
        writer.member("end", tokenOf(end)); // no `end` says that there is no more
    writer.endObject();
    call.ok(std::move(body));
}

void context(Call &call)
{
    Position until = 0;
    const Room *room = readableRoom(call, until);
    if (!room)
        return;
    const EventPtr event = call.server.rooms.findEvent(*room, call.parameter(1));
    if (!event || event->position > until)
        return call.fail(404, "M_NOT_FOUND", "Event not found.");
    const std::size_t half = limitOf(call, 10) / 2;
    const std::size_t behind = room->firstAfter(event->position);
    const std::size_t at = behind - 1;
    const std::size_t first = at - std::min(at, half);
    const std::size_t last = std::min(behind + half, room->firstAfter(until));

    std::string body;
    JsonWriter writer(body);
    writer.beginObject().key("event");
    appendEvent(body, *event, call.device, room->id);
    writer.key("events_before").beginArray();
    for (std::size_t i = at; i > first; --i)
        appendEvent(body, *room->timeline[i - 1], call.device, room->id);
    writer.endArray().key("events_after").beginArray();
    for (std::size_t i = behind; i < last; ++i)
        appendEvent(body, *room->timeline[i], call.device, room->id);
    writer.endArray().key("state").beginArray();
    for (const auto &[key, state] : room->state)
        appendEvent(body, *state, call.device, room->id);
    writer.endArray()
        .member("start", tokenOf(room->timeline[first]->position - 1))
        .member("end", tokenOf(room->timeline[std::max(last, behind) - 1]->position))
        .endObject();
    call.ok(std::move(body));
}

void event(Call &call)
{
    Position until = 0;
    const Room *room = readableRoom(call, until);
    if (!room)
        return;
    const EventPtr found = call.server.rooms.findEvent(*room, call.parameter(1));
    if (!found || found->position > until)
        return call.fail(404, "M_NOT_FOUND", "Could not find event " + call.parameter(1));
    std::string body;
    appendEvent(body, *found, call.device, room->id);
    call.ok(std::move(body));
}

void state(Call &call)
{
    const Room *room = call.joinedRoom(0);
    if (!room)
        return;
    std::string body;
    JsonWriter writer(body);
    writer.beginArray();
    for (const auto &[key, event] : room->state)
        appendEvent(body, *event, call.device, room->id);
    writer.endArray();
    call.ok(std::move(body));
}

void stateEvent(Call &call)
{
    const Room *room = call.joinedRoom(0);
    if (!room)
        return;
    const std::string key = call.exchange->parameters.size() > 2 ? call.parameter(2) : std::string();
    const Event *found = room->stateEvent(call.parameter(1), key);
    if (!found)
        return call.fail(404, "M_NOT_FOUND", "Event not found.");
    call.ok(std::string(found->content()));
}

void members(Call &call)
{
    const Room *room = call.joinedRoom(0);
    if (!room)
        return;
    const auto wanted = call.query("membership");
    const auto unwanted = call.query("not_membership");
    std::string body;
    JsonWriter writer(body);
    writer.beginObject().key("chunk").beginArray();
    for (auto at = room->state.lower_bound({ "m.room.member", "" });
         at != room->state.end() && at->first.first == "m.room.member"; ++at) {
        const std::string_view membership = membershipName(at->second->membership);
        if ((wanted && membership != *wanted) || (unwanted && membership == *unwanted))
            continue;
        appendEvent(body, *at->second, call.device, room->id);
    }
    writer.endArray().endObject();
    call.ok(std::move(body));
}

void joinedMembers(Call &call)
{
    const Room *room = call.joinedRoom(0);
    if (!room)
        return;
    std::string body;
    JsonWriter writer(body);
    writer.beginObject().key("joined").beginObject();
    for (const Stay *stay : room->joined) {
        writer.key(stay->user.id).beginObject().member("display_name", stay->user.displayName);
        if (!stay->user.avatarUrl.empty())
            writer.member("avatar_url", stay->user.avatarUrl);
        writer.endObject();
    }
    writer.endObject().endObject();
    call.ok(std::move(body));
}

} // namespace

void addHistoryApi(Router &router)
{
    const std::string room = "/_matrix/client/v3/rooms/{roomId}";
    router.add({ "GET", room + "/messages", Access::User, messages });
    router.add({ "GET", room + "/context/{eventId}", Access::User, context });
    router.add({ "GET", room + "/event/{eventId}", Access::User, event });
    router.add({ "GET", room + "/state", Access::User, state });
    router.add({ "GET", room + "/state/{eventType}", Access::User, stateEvent });
    router.add({ "GET", room + "/state/{eventType}/", Access::User, stateEvent });
    router.add({ "GET", room + "/state/{eventType}/{stateKey}", Access::User, stateEvent });
    router.add({ "GET", room + "/members", Access::User, members });
    router.add({ "GET", room + "/joined_members", Access::User, joinedMembers });
}

} // namespace throng::practice
