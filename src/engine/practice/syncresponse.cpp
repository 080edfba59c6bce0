// SPDX-License-Identifier: GPL-3.0-or-later
// The body of a /sync. Rooms are looked at only as far as they have changed since the client's token; events are
// copied from their one rendering.
#include "engine/practice/syncresponse.h"

#include "engine/practice/homeserver.h"
#include "engine/practice/json.h"
#include "engine/practice/roomsection.h"

#include <charconv>

namespace throng::practice {

namespace {

void appendSection(std::string &out, std::string_view name, std::string_view rooms)
{
    if (!rooms.empty()) {
        JsonWriter(out).key(name).beginObject();
        out.append(rooms).append("}");
    }
}

/// {"events":[…]} of account data newer than `since`; nothing when there is none.
void appendAccountData(std::string &out, const User &user, const SyncQuery &query)
{
    std::string events;
    for (const auto &[type, data] : user.accountData) {
        if ((query.since && data.position <= *query.since) || !query.filter->accountData.passes(type, user.id))
            continue;
        JsonWriter(events).beginObject().member("type", type).rawMember("content", data.content).endObject();
    }
    if (!events.empty())
        JsonWriter(out).key("account_data").beginObject().key("events").beginArray().raw(events).endArray().endObject();
}

void appendPresence(std::string &out, User &user, const SyncQuery &query)
{
    if (query.since)
        std::erase_if(user.presenceNews, [&query](const auto &news) { return news.second <= *query.since; });
    std::string events;
    JsonWriter writer(events);
    for (const auto &[other, position] : user.presenceNews) {
        if (!query.filter->presence.passes("m.presence", other->id))
            continue;
        const auto ago = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - other->lastActive);
        writer.beginObject().member("type", "m.presence").member("sender", other->id).key("content").beginObject();
        writer.member("presence", other->presence).member("last_active_ago", ago.count());
        if (!other->statusMessage.empty())
            writer.member("status_msg", other->statusMessage);
        writer.flag("currently_active", other->presence == "online").endObject().endObject();
    }
    if (!events.empty())
        JsonWriter(out).key("presence").beginObject().key("events").beginArray().raw(events).endArray().endObject();
}

void appendToDevice(std::string &out, Device &device, const SyncQuery &query)
{
    while (query.since && !device.toDevice.empty() && device.toDevice.front().position <= *query.since)
        device.toDevice.pop_front(); // the client has them: its token says so
    if (device.toDevice.empty())
        return;
    JsonWriter writer(out);
    writer.key("to_device").beginObject().key("events").beginArray();
    for (const ToDeviceMessage &message : device.toDevice)
        writer.raw(message.json);
    writer.endArray().endObject();
}

} // namespace

std::string tokenOf(Position position)
{
    return "s" + std::to_string(position);
}

std::optional<Position> positionOf(std::string_view token)
{
    if (!token.starts_with('s'))
        return std::nullopt;
    Position position = 0;
    const auto [end, error] = std::from_chars(token.data() + 1, token.data() + token.size(), position);
    if (error != std::errc() || end != token.data() + token.size())
        return std::nullopt;
    return position;
}

SyncAnswer buildSync(Homeserver &server, Device &device, const SyncQuery &query, const TimelineDistortion &distortion)
{
    SyncAnswer answer;
    User &user = *device.user;
    std::string join;
    std::string invite;
    std::string leave;
    RoomSection section(device, query, distortion, answer);
    for (const Stay *stay : user.stays) {
        if (stay->forgotten || !query.filter->passesRoom(stay->room.id))
            continue;
        const bool moved = !query.since || stay->changed > *query.since;
        switch (stay->membership) {
        case Membership::Join:
            if (moved || query.fullState || stay->room.lastPosition > *query.since)
                section.appendJoined(join, *stay);
            break;
        case Membership::Invite:
            if (moved)
                section.appendInvited(invite, *stay);
            break;
        case Membership::Leave:
        case Membership::Ban:
            if (query.since ? moved : query.filter->includeLeave)
                section.appendLeft(leave, *stay);
            break;
        case Membership::None:
            break;
        }
    }

    std::string &out = answer.body;
    out.reserve(256 + join.size() + invite.size() + leave.size());
    JsonWriter writer(out);
    writer.beginObject().member("next_batch", tokenOf(server.position));
    const std::size_t bare = out.size();
    if (!join.empty() || !invite.empty() || !leave.empty()) {
        writer.key("rooms").beginObject();
        appendSection(out, "join", join);
        appendSection(out, "invite", invite);
        appendSection(out, "leave", leave);
        writer.endObject();
    }
    if (!query.since || user.lastPosition > *query.since) {
        appendAccountData(out, user, query);
        appendPresence(out, user, query);
        appendToDevice(out, device, query);
    }
    answer.news = out.size() > bare;
    // End-to-end keys come later; an empty account of them is what a server without any says.
    writer.rawMember("device_one_time_keys_count", R"({"signed_curve25519":0})")
        .rawMember("device_unused_fallback_key_types", "[]")
        .endObject();
    return answer;
}

} // namespace throng::practice
