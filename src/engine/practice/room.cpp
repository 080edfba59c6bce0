// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/room.h"

#include <simdjson.h>

#include <algorithm>

namespace throng::practice {

namespace {

void readLevel(simdjson::dom::object object, std::string_view key, std::int64_t &level)
{
    std::int64_t value = 0;
    if (object.at_key(key).get(value) == simdjson::SUCCESS)
        level = value;
}

void readLevels(
    simdjson::dom::object object, std::string_view key, std::map<std::string, std::int64_t, std::less<>> &levels)
{
    simdjson::dom::object entries;
    if (object.at_key(key).get(entries) != simdjson::SUCCESS)
        return;
    for (const auto entry : entries) {
        std::int64_t level = 0;
        if (entry.value.get(level) == simdjson::SUCCESS)
            levels.emplace(entry.key, level);
    }
}

} // namespace

PowerLevels PowerLevels::parse(std::string_view content)
{
    PowerLevels levels;
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(content.data(), content.size()).get(object) != simdjson::SUCCESS)
        return levels;
    readLevel(object, "users_default", levels.usersDefault);
    readLevel(object, "events_default", levels.eventsDefault);
    readLevel(object, "state_default", levels.stateDefault);
    readLevel(object, "invite", levels.invite);
    readLevel(object, "kick", levels.kick);
    readLevel(object, "ban", levels.ban);
    readLevel(object, "redact", levels.redact);
    readLevels(object, "users", levels.users);
    readLevels(object, "events", levels.events);
    return levels;
}

std::int64_t PowerLevels::of(std::string_view userId) const
{
    const auto found = users.find(userId);
    return found == users.end() ? usersDefault : found->second;
}

std::int64_t PowerLevels::neededFor(std::string_view type, bool state) const
{
    const auto found = events.find(type);
    return found != events.end() ? found->second : state ? stateDefault : eventsDefault;
}

const Event *Room::stateEvent(std::string_view type, std::string_view key) const
{
    const auto found = state.find({ std::string(type), std::string(key) });
    return found == state.end() ? nullptr : found->second.get();
}

Stay *Room::stayOf(const User &user) const
{
    const auto found = stays.find(&user);
    return found == stays.end() ? nullptr : found->second.get();
}

Membership Room::membershipOf(const User &user) const
{
    const Stay *stay = stayOf(user);
    return stay ? stay->membership : Membership::None;
}

std::size_t Room::firstAfter(Position position) const
{
    // Most syncs are up to date but for the last few events.
    if (timeline.empty() || timeline.back()->position <= position)
        return timeline.size();
    const auto found = std::upper_bound(timeline.begin(), timeline.end(), position,
        [](Position wanted, const EventPtr &event) { return wanted < event->position; });
    return static_cast<std::size_t>(found - timeline.begin());
}

void Room::append(EventPtr event)
{
    if (event->isState()) {
        EventPtr &current = state[{ event->type, *event->stateKey }];
        event->replaces = std::move(current);
        current = event;
    }
    if (event->type == "m.room.message" || event->type == "m.room.encrypted")
        ++messages;
    lastPosition = event->position;
    timeline.push_back(std::move(event));
}

void Room::setMembership(Stay &stay, Membership membership, EventPtr event)
{
    const Membership before = stay.membership;
    if (before != membership) {
        stay.changed = event->position;
        stay.forgotten = false;
        if (before == Membership::Invite)
            --invitedCount;
        if (before == Membership::Join) {
            joined.back()->joinedIndex = stay.joinedIndex;
            joined[stay.joinedIndex] = joined.back();
            joined.pop_back();
            typing.erase(&stay.user);
        }
        if (membership == Membership::Invite)
            ++invitedCount;
        if (membership == Membership::Join) {
            stay.joinedIndex = joined.size();
            joined.push_back(&stay);
            stay.readMessages = messages;
        }
    }
    stay.membership = membership;
    stay.event = std::move(event);
}

std::string annotationKey(std::string_view sender, std::string_view target, std::string_view key)
{
    std::string joined;
    joined.reserve(sender.size() + target.size() + key.size() + 2);
    joined.append(sender).append(1, '\n').append(target).append(1, '\n').append(key);
    return joined;
}

} // namespace throng::practice
