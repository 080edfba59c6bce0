// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/sync.h"

#include "engine/base/words.h"
#include "engine/matrix/eventparser.h"
#include "engine/metrics/outcome.h"

#include <algorithm>

namespace throng::matrix {

namespace {

bool readTimeline(JsonReader &reader, json::value value, JoinedRoom &room)
{
    return reader.object(value, [&](std::string_view key, json::value field) {
        if (key == "events")
            return readEvents(reader, field, room.timeline);
        if (key == "limited")
            JsonReader::maybeBoolean(field, room.limited);
        else if (key == "prev_batch")
            JsonReader::maybeString(field, room.previousBatch);
        return true;
    });
}

bool readJoinedRooms(JsonReader &reader, json::value value, std::vector<JoinedRoom> &rooms)
{
    return reader.object(value, [&](std::string_view id, json::value entry) {
        JoinedRoom &room = rooms.emplace_back();
        room.id = toView(id).toByteArray();
        return reader.object(entry, [&](std::string_view key, json::value field) {
            return key != "timeline" || readTimeline(reader, field, room);
        });
    });
}

bool readRoomIds(JsonReader &reader, json::value value, std::vector<QByteArray> &ids)
{
    return reader.object(value, [&](std::string_view id, json::value) {
        ids.push_back(toView(id).toByteArray());
        return true;
    });
}

bool readRooms(JsonReader &reader, json::value value, SyncResponse &sync)
{
    return reader.object(value, [&](std::string_view key, json::value field) {
        if (key == "join")
            return readJoinedRooms(reader, field, sync.joined);
        if (key == "invite")
            return readRoomIds(reader, field, sync.invited);
        if (key == "leave")
            return readRoomIds(reader, field, sync.left);
        return true;
    });
}

/// Whether any array in an object has anything in it: {"events": []}, {"changed": [], "left": []}.
bool readEntries(JsonReader &reader, json::value value, bool &any)
{
    if (!JsonReader::isObject(value))
        return true;
    return reader.object(value, [&](std::string_view, json::value field) {
        bool empty = true;
        if (JsonReader::isArray(field)) {
            json::array array;
            if (field.get_array().get(array) == simdjson::SUCCESS && array.is_empty().get(empty) == simdjson::SUCCESS)
                any = any || !empty;
        }
        return true;
    });
}

} // namespace

Result<SyncResponse> parseSync(QByteArray &&text)
{
    JsonReader reader(std::move(text));
    SyncResponse sync;
    bool other = false;
    bool read = reader.document([&](std::string_view key, json::value value) {
        if (key == "next_batch")
            return reader.string(value, sync.nextBatch);
        if (key == "rooms")
            return readRooms(reader, value, sync);
        if (key == "presence" || key == "account_data" || key == "to_device" || key == "device_lists")
            return readEntries(reader, value, other);
        return true;
    });
    if (read && sync.nextBatch.isEmpty())
        read = reader.missing("next_batch", Words::tr("where the next sync begins"));
    if (!read)
        return tl::unexpected(reader.error());
    sync.empty = !other && sync.joined.empty() && sync.invited.empty() && sync.left.empty();
    return sync;
}

metrics::Kind syncKind(const SyncRequest &request)
{
    if (request.since.isEmpty())
        return metrics::Kind::InitialSync;
    return request.timeout.count() <= 0 ? metrics::Kind::CatchUpSync : metrics::Kind::PollSync;
}

metrics::Kind syncKind(metrics::Kind asked, const SyncResponse &response, std::chrono::nanoseconds duration)
{
    if (asked != metrics::Kind::PollSync)
        return asked;
    const bool waiting = std::any_of(response.joined.begin(), response.joined.end(), [&](const JoinedRoom &room) {
        return !room.timeline.empty() && room.timeline.back().age >= 0
            && std::chrono::milliseconds(room.timeline.back().age) >= duration;
    });
    return waiting ? metrics::Kind::CatchUpSync : metrics::Kind::PollSync;
}

} // namespace throng::matrix
