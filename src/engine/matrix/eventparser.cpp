// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/eventparser.h"

#include "engine/base/words.h"

#include <charconv>

namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

/// The few values that nearly all events have share one copy for the program's life.
QByteArray interned(std::string_view text)
{
    static const QByteArray common[] = {
        "m.room.message"_ba,
        "m.room.encrypted"_ba,
        "m.reaction"_ba,
        "m.room.member"_ba,
        "m.room.redaction"_ba,
        "m.room.create"_ba,
        "m.room.power_levels"_ba,
        "m.room.join_rules"_ba,
        "m.room.history_visibility"_ba,
        "m.room.guest_access"_ba,
        "m.room.name"_ba,
        "m.room.topic"_ba,
        "m.text"_ba,
        "m.image"_ba,
        "m.annotation"_ba,
        "m.replace"_ba,
        "m.thread"_ba,
    };
    for (const QByteArray &known : common) {
        if (toView(text) == known)
            return known;
    }
    return toView(text).toByteArray();
}

void maybeInterned(json::value value, QByteArray &out)
{
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        out = interned(text);
}

bool readRelation(JsonReader &reader, json::value value, Event &event)
{
    return reader.object(value, [&](std::string_view key, json::value field) {
        if (key == "rel_type")
            maybeInterned(field, event.relationType);
        else if (key == "event_id")
            JsonReader::maybeString(field, event.relatesTo);
        else if (key == "key")
            JsonReader::maybeString(field, event.relationKey);
        return true;
    });
}

/// Anything else than what we write is no tag: other people's clients may use the key, too.
void maybeTag(json::value value, EventTag &out)
{
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return;
    EventTag tag;
    const char *const end = text.data() + text.size();
    const auto [dot, runError] = std::from_chars(text.data(), end, tag.run, 36);
    if (runError != std::errc() || dot == end || *dot != '.')
        return;
    const auto [rest, numberError] = std::from_chars(dot + 1, end, tag.number, 36);
    if (numberError == std::errc() && rest == end)
        out = tag;
}

bool readContent(JsonReader &reader, json::value value, Event &event)
{
    return reader.object(value, [&](std::string_view key, json::value field) {
        if (key == "msgtype")
            maybeInterned(field, event.messageType);
        else if (key == "url")
            JsonReader::maybeString(field, event.url);
        else if (key == eventTagKey)
            maybeTag(field, event.tag);
        else if (key == "m.relates_to" && JsonReader::isObject(field))
            return readRelation(reader, field, event);
        return true;
    });
}

} // namespace

bool readEvent(JsonReader &reader, json::value value, Event &event)
{
    bool hasTime = false;
    const bool read = reader.object(value, [&](std::string_view key, json::value field) {
        if (key == "event_id")
            return reader.string(field, event.id);
        if (key == "sender")
            return reader.string(field, event.sender);
        if (key == "type") {
            std::string_view type;
            if (!reader.string(field, type))
                return false;
            event.type = interned(type);
        } else if (key == "origin_server_ts") {
            hasTime = true;
            return reader.integer(field, event.originServerTs);
        } else if (key == "content" && JsonReader::isObject(field)) {
            return readContent(reader, field, event);
        } else if (key == "unsigned" && JsonReader::isObject(field)) {
            return reader.object(field, [&](std::string_view name, json::value inner) {
                if (name == "age")
                    JsonReader::maybeInteger(inner, event.age);
                return true;
            });
        }
        return true;
    });
    if (!read)
        return false;
    if (event.id.isEmpty())
        return reader.missing("event_id", Words::tr("the event's ID"));
    if (event.sender.isEmpty())
        return reader.missing("sender", Words::tr("a user ID"));
    if (event.type.isEmpty())
        return reader.missing("type", Words::tr("the event's type"));
    return hasTime || reader.missing("origin_server_ts", Words::tr("milliseconds since 1970"));
}

bool readEvents(JsonReader &reader, json::value value, std::vector<Event> &events)
{
    return reader.array(value, [&](json::value item) { return readEvent(reader, item, events.emplace_back()); });
}

} // namespace throng::matrix
