// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/event.h"

#include "engine/practice/json.h"

namespace throng::practice {

std::string_view membershipName(Membership membership)
{
    switch (membership) {
    case Membership::Invite:
        return "invite";
    case Membership::Join:
        return "join";
    case Membership::Leave:
        return "leave";
    case Membership::Ban:
        return "ban";
    case Membership::None:
        break;
    }
    return "";
}

Membership membershipFromName(std::string_view name)
{
    for (const Membership membership : { Membership::Invite, Membership::Join, Membership::Leave, Membership::Ban }) {
        if (membershipName(membership) == name)
            return membership;
    }
    return Membership::None;
}

void Event::setContent(std::string_view content)
{
    std::string fresh;
    fresh.reserve(content.size() + 256);
    JsonWriter writer(fresh);
    writer.beginObject().member("type", type).member("sender", sender).key("content");
    contentStart = fresh.size();
    contentLength = content.size();
    writer.raw(content).member("origin_server_ts", originServerTs).member("event_id", id);
    if (stateKey)
        writer.member("state_key", *stateKey);
    if (!redacts.empty())
        writer.member("redacts", redacts);
    json = std::move(fresh);
}

void appendEvent(
    std::string &out, const Event &event, const Device *device, std::string_view roomId, Clock::time_point now)
{
    JsonWriter writer(out);
    writer.raw(event.json);
    if (!roomId.empty())
        writer.member("room_id", roomId);
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - event.accepted).count();
    writer.raw(R"("unsigned":{"age":)").number(age); // the keys as they are: a first sync has a thousand of these
    if (device && device == event.sentBy && !event.transactionId.empty())
        writer.member("transaction_id", event.transactionId);
    if (!event.unsignedMembers.empty())
        writer.raw(event.unsignedMembers);
    writer.endObject().endObject();
}

void appendStrippedEvent(std::string &out, const Event &event)
{
    JsonWriter writer(out);
    writer.beginObject()
        .member("type", event.type)
        .member("state_key", event.stateKey.value_or(std::string()))
        .member("sender", event.sender)
        .rawMember("content", event.content())
        .endObject();
}

} // namespace throng::practice
