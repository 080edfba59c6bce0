// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/call.h"

#include <algorithm>

namespace throng::practice {

std::optional<std::string> Call::query(std::string_view name) const
{
    std::string_view target = exchange->request.target;
    const std::size_t start = target.find('?');
    if (start == std::string_view::npos)
        return std::nullopt;
    target.remove_prefix(start + 1);
    while (!target.empty()) {
        const std::size_t end = std::min(target.find('&'), target.size());
        const std::string_view pair = target.substr(0, end);
        target.remove_prefix(std::min(end + 1, target.size()));
        if (pair.substr(0, pair.find('=')) != name)
            continue;
        std::string text(pair.size() > name.size() ? pair.substr(name.size() + 1) : std::string_view());
        std::replace(text.begin(), text.end(), '+', ' ');
        std::string value;
        if (!percentDecode(text, value))
            return std::nullopt;
        return value;
    }
    return std::nullopt;
}

bool Call::json(simdjson::dom::object &object)
{
    // One parser for all: what it allocates grows with the largest body and is used again.
    static thread_local simdjson::dom::parser parser;
    const std::string &body = exchange->request.body;
    simdjson::dom::element document;
    if (parser.parse(body.empty() ? std::string_view("{}") : std::string_view(body)).get(document)
        != simdjson::SUCCESS) {
        fail(400, "M_NOT_JSON", "Content not JSON.");
        return false;
    }
    if (document.get(object) != simdjson::SUCCESS) {
        fail(400, "M_BAD_JSON", "Content must be a JSON object.");
        return false;
    }
    return true;
}

void Call::ok(std::string body)
{
    Answer answer;
    answer.body = std::move(body);
    exchange->answer(std::move(answer));
}

void Call::fail(int status, std::string_view errcode, std::string_view message)
{
    Answer answer;
    answer.status = status;
    JsonWriter(answer.body).beginObject().member("errcode", errcode).member("error", message).endObject();
    exchange->answer(std::move(answer));
}

Room *Call::joinedRoom(std::size_t index)
{
    Room *room = server.rooms.find(parameter(index));
    if (room && room->membershipOf(user()) == Membership::Join)
        return room;
    fail(403, "M_FORBIDDEN", "User " + user().id + " not in room " + parameter(index));
    return nullptr;
}

bool Call::isSelf(std::size_t index, int status)
{
    if (parameter(index) == user().id)
        return true;
    fail(status, "M_FORBIDDEN", "You may do this for yourself only");
    return false;
}

std::string_view textOf(simdjson::dom::object object, std::string_view key, std::string_view absent)
{
    std::string_view text;
    return object.at_key(key).get(text) == simdjson::SUCCESS ? text : absent;
}

bool flagOf(simdjson::dom::object object, std::string_view key, bool absent)
{
    bool flag = absent;
    return object.at_key(key).get(flag) == simdjson::SUCCESS ? flag : absent;
}

std::optional<simdjson::dom::object> objectOf(simdjson::dom::object object, std::string_view key)
{
    simdjson::dom::object child;
    if (object.at_key(key).get(child) != simdjson::SUCCESS)
        return std::nullopt;
    return child;
}

} // namespace throng::practice
