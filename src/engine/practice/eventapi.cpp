// SPDX-License-Identifier: GPL-3.0-or-later
// Messages, state events and redactions.
#include "engine/practice/api.h"
#include "engine/practice/call.h"

namespace throng::practice {

namespace {

using Access = Route::Access;
using simdjson::dom::object;

void answerEventId(Call &call, std::string_view eventId)
{
    std::string body;
    JsonWriter(body).beginObject().member("event_id", eventId).endObject();
    call.ok(std::move(body));
}

/// Runs `action` once per transaction ID of this device; a repetition is answered with the first event's ID.
template <typename Action>
void once(Call &call, const std::string &transaction, Action action)
{
    const auto [slot, isNew] = call.device->transactions.try_emplace(transaction);
    if (!isNew) {
        ++call.server.books.repeatedTransactions;
        return answerEventId(call, slot->second);
    }
    const Allowed<EventPtr> event = action();
    if (!event) {
        call.device->transactions.erase(transaction); // what was refused may be tried again
        return call.fail(event.error());
    }
    slot->second = (*event)->id;
    answerEventId(call, (*event)->id);
}

std::string transactionKey(const Call &call)
{
    std::string key;
    for (const std::string &parameter : call.exchange->parameters)
        key.append(parameter).append(1, '\n');
    return key;
}

void send(Call &call)
{
    object content;
    if (!call.json(content))
        return;
    once(call, transactionKey(call), [&]() -> Allowed<EventPtr> {
        Room *room = call.server.rooms.find(call.parameter(0));
        if (!room)
            return refused(403, "M_FORBIDDEN", "User " + call.user().id + " not in room " + call.parameter(0));
        EventDraft draft;
        draft.type = call.parameter(1);
        draft.content = simdjson::minify(content);
        draft.transactionId = call.parameter(2);
        draft.device = call.device;
        return call.server.rooms.send(*room, call.user(), std::move(draft));
    });
}

void redact(Call &call)
{
    object body;
    if (!call.json(body))
        return;
    once(call, transactionKey(call), [&]() -> Allowed<EventPtr> {
        Room *room = call.server.rooms.find(call.parameter(0));
        if (!room)
            return refused(403, "M_FORBIDDEN", "User " + call.user().id + " not in room " + call.parameter(0));
        EventDraft draft;
        JsonWriter content(draft.content);
        content.beginObject().member("redacts", call.parameter(1)); // where room version 11 has it
        if (const std::string_view reason = textOf(body, "reason"); !reason.empty())
            content.member("reason", reason);
        content.endObject();
        draft.transactionId = call.parameter(2);
        draft.device = call.device;
        return call.server.rooms.redact(*room, call.user(), call.parameter(1), std::move(draft));
    });
}

/// A membership written as a state event is the same as the call for it.
Allowed<> changeMembership(Call &call, Room &room, std::string_view target, std::string_view membership)
{
    Rooms &rooms = call.server.rooms;
    User &self = call.user();
    const bool own = target == self.id;
    if (membership == "join" && own)
        return rooms.join(room, self);
    if (membership == "invite")
        return rooms.invite(room, self, target);
    if (membership == "leave")
        return own ? rooms.leave(room, self) : rooms.kick(room, self, target);
    if (membership == "ban")
        return rooms.ban(room, self, target);
    return refused(403, "M_FORBIDDEN", "This membership cannot be set so");
}

void setState(Call &call)
{
    object content;
    if (!call.json(content))
        return;
    Room *room = call.server.rooms.find(call.parameter(0));
    if (!room)
        return call.fail(403, "M_FORBIDDEN", "User " + call.user().id + " not in room " + call.parameter(0));
    const std::string key = call.exchange->parameters.size() > 2 ? call.parameter(2) : std::string();
    if (call.parameter(1) == "m.room.member") {
        const Allowed<> changed = changeMembership(call, *room, key, textOf(content, "membership"));
        if (!changed)
            return call.fail(changed.error());
        return answerEventId(call, room->stateEvent("m.room.member", key)->id);
    }
    EventDraft draft;
    draft.type = call.parameter(1);
    draft.stateKey = key;
    draft.content = simdjson::minify(content);
    draft.device = call.device;
    const Allowed<EventPtr> event = call.server.rooms.send(*room, call.user(), std::move(draft));
    if (!event)
        return call.fail(event.error());
    answerEventId(call, (*event)->id);
}

} // namespace

void addEventApi(Router &router)
{
    router.add({ "PUT", "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}", Access::User, send });
    router.add({ "PUT", "/_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}", Access::User, redact });
    router.add({ "PUT", "/_matrix/client/v3/rooms/{roomId}/state/{eventType}", Access::User, setState });
    router.add({ "PUT", "/_matrix/client/v3/rooms/{roomId}/state/{eventType}/", Access::User, setState });
    router.add({ "PUT", "/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}", Access::User, setState });
}

} // namespace throng::practice
