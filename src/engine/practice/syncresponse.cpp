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

/// `"name":{` and, by `append`, its rooms; nothing when there are none.
template <typename Append>
void appendSection(std::string &out, std::string_view name, const std::vector<const Stay *> &stays, Append append)
{
    const std::size_t before = out.size();
    JsonWriter(out).key(name).beginObject();
    const std::size_t empty = out.size();
    for (const Stay *stay : stays)
        append(*stay);
    if (out.size() > empty)
        out += '}';
    else
        out.resize(before);
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

/// Bytes: so that the answer to a first sync, hundreds of kilobytes, need not be moved as it grows.
std::size_t roughSize(const std::vector<const Stay *> &joined, const SyncQuery &query)
{
    constexpr std::size_t bytesOfAnEvent = 350;
    constexpr std::size_t eventsOfARoom = 4;
    std::size_t events = 1;
    for (const Stay *stay : joined) {
        const bool whole = !query.since || query.fullState || stay->changed > *query.since;
        events += whole && !query.filter->lazyLoadMembers ? stay->room.state.size() : eventsOfARoom;
    }
    return events * bytesOfAnEvent;
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
    std::vector<const Stay *> joined;
    std::vector<const Stay *> invited;
    std::vector<const Stay *> left;
    for (const Stay *stay : user.stays) {
        const bool moved = !query.since || stay->changed > *query.since;
        const auto show = [&query, stay](std::vector<const Stay *> &where, bool isNews) {
            if (isNews && !stay->forgotten && query.filter->passesRoom(stay->room.id))
                where.push_back(stay);
        };
        switch (stay->membership) {
        case Membership::Join:
            show(joined, moved || query.fullState || stay->room.lastPosition > *query.since);
            break;
        case Membership::Invite:
            show(invited, moved);
            break;
        case Membership::Leave:
        case Membership::Ban:
            show(left, query.since ? moved : query.filter->includeLeave);
            break;
        case Membership::None:
            break;
        }
    }

    std::string &out = answer.body;
    out.reserve(roughSize(joined, query));
    JsonWriter writer(out);
    writer.beginObject().member("next_batch", tokenOf(server.position));
    const std::size_t bare = out.size();
    if (!joined.empty() || !invited.empty() || !left.empty()) {
        RoomSection section(device, query, distortion, answer);
        writer.key("rooms").beginObject();
        const std::size_t empty = out.size();
        appendSection(out, "join", joined, [&](const Stay &stay) { section.appendJoined(out, stay); });
        appendSection(out, "invite", invited, [&](const Stay &stay) { section.appendInvited(out, stay); });
        appendSection(out, "leave", left, [&](const Stay &stay) { section.appendLeft(out, stay); });
        if (out.size() > empty)
            writer.endObject();
        else
            out.resize(bare);
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
