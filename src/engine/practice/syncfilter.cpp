// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/syncfilter.h"

#include <simdjson.h>

#include <algorithm>

namespace throng::practice {

namespace {

using Object = simdjson::dom::object;

/// Goes back to the last star only, so a hostile pattern costs no more than its length times the text's.
bool matchesPattern(std::string_view pattern, std::string_view text)
{
    constexpr std::size_t none = std::string_view::npos;
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = none;
    std::size_t retry = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            retry = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != none) {
            p = star + 1;
            t = ++retry;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == none;
}

bool contains(const std::vector<std::string> &list, std::string_view text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

class Reader {
public:
    explicit Reader(std::string &problem)
        : m_problem(problem)
    {
    }

    void list(Object object, const char *key, std::vector<std::string> &out)
    {
        simdjson::dom::element element;
        if (object.at_key(key).get(element) != simdjson::SUCCESS || element.is_null())
            return;
        simdjson::dom::array array;
        if (element.get(array) != simdjson::SUCCESS)
            return complain(key, "an array of strings");
        for (const auto item : array) {
            std::string_view text;
            if (item.get(text) != simdjson::SUCCESS)
                return complain(key, "an array of strings");
            out.emplace_back(text);
        }
    }

    void list(Object object, const char *key, std::optional<std::vector<std::string>> &out)
    {
        simdjson::dom::element element;
        if (object.at_key(key).get(element) == simdjson::SUCCESS && !element.is_null())
            list(object, key, out.emplace());
    }

    void flag(Object object, const char *key, bool &out)
    {
        simdjson::dom::element element;
        if (object.at_key(key).get(element) == simdjson::SUCCESS && element.get(out) != simdjson::SUCCESS)
            complain(key, "true or false");
    }

    bool child(Object object, const char *key, Object &out)
    {
        simdjson::dom::element element;
        if (object.at_key(key).get(element) != simdjson::SUCCESS)
            return false;
        if (element.get(out) == simdjson::SUCCESS)
            return true;
        complain(key, "an object");
        return false;
    }

    void events(Object object, const char *key, EventFilter &out)
    {
        Object filter;
        if (!child(object, key, filter))
            return;
        simdjson::dom::element element;
        if (filter.at_key("limit").get(element) == simdjson::SUCCESS) {
            std::int64_t limit = 0;
            if (element.get(limit) != simdjson::SUCCESS || limit <= 0)
                complain("limit", "a number above 0");
            else
                out.limit = static_cast<std::size_t>(limit);
        }
        list(filter, "types", out.types);
        list(filter, "not_types", out.notTypes);
        list(filter, "senders", out.senders);
        list(filter, "not_senders", out.notSenders);
    }

private:
    void complain(const char *key, const char *expected)
    {
        m_problem.append("'").append(key).append("' must be ").append(expected);
    }

    std::string &m_problem;
};

} // namespace

bool EventFilter::passes(std::string_view type, std::string_view sender) const
{
    const auto matches = [type](const std::string &pattern) { return matchesPattern(pattern, type); };
    if (types && std::none_of(types->begin(), types->end(), matches))
        return false;
    if (std::any_of(notTypes.begin(), notTypes.end(), matches))
        return false;
    return (!senders || contains(*senders, sender)) && !contains(notSenders, sender);
}

bool SyncFilter::passesRoom(std::string_view roomId) const
{
    return (!rooms || contains(*rooms, roomId)) && !contains(notRooms, roomId);
}

std::optional<SyncFilter> SyncFilter::parse(std::string_view json, std::string &problem)
{
    simdjson::dom::parser parser;
    Object object;
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) {
        problem = "A filter is a JSON object";
        return std::nullopt;
    }
    SyncFilter filter;
    Reader reader(problem);
    reader.events(object, "account_data", filter.accountData);
    reader.events(object, "presence", filter.presence);
    Object room;
    if (reader.child(object, "room", room)) {
        reader.list(room, "rooms", filter.rooms);
        reader.list(room, "not_rooms", filter.notRooms);
        reader.flag(room, "include_leave", filter.includeLeave);
        reader.events(room, "timeline", filter.timeline);
        reader.events(room, "state", filter.state);
        reader.events(room, "ephemeral", filter.ephemeral);
        reader.events(room, "account_data", filter.roomAccountData);
        for (const char *part : { "state", "timeline" }) {
            Object members;
            if (!reader.child(room, part, members))
                continue;
            reader.flag(members, "lazy_load_members", filter.lazyLoadMembers);
            reader.flag(members, "include_redundant_members", filter.includeRedundantMembers);
        }
    }
    if (!problem.empty())
        return std::nullopt;
    return filter;
}

} // namespace throng::practice
