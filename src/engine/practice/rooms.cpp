// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/rooms.h"

#include "engine/practice/homeserver.h"
#include "engine/practice/json.h"

#include <simdjson.h>

#include <limits>

namespace throng::practice {

namespace {

constexpr std::size_t maximumEventBytes = 65536; // specification: Size limits

/// The target and key of a reaction; nothing when the content is none.
std::optional<std::pair<std::string, std::string>> annotationOf(std::string_view content)
{
    simdjson::dom::parser parser;
    simdjson::dom::element document;
    simdjson::dom::object relation;
    std::string_view kind;
    std::string_view target;
    std::string_view key;
    if (parser.parse(content.data(), content.size()).get(document) != simdjson::SUCCESS
        || document.at_key("m.relates_to").get(relation) != simdjson::SUCCESS
        || relation.at_key("rel_type").get(kind) != simdjson::SUCCESS || kind != "m.annotation"
        || relation.at_key("event_id").get(target) != simdjson::SUCCESS
        || relation.at_key("key").get(key) != simdjson::SUCCESS)
        return std::nullopt;
    return std::pair(std::string(target), std::string(key));
}

bool isPublic(std::string_view joinRules)
{
    return joinRules.find("\"public\"") != std::string_view::npos;
}

} // namespace

Rooms::Rooms(Homeserver &server)
    : m_server(server)
{
}

Rooms::~Rooms() = default;

Room *Rooms::find(std::string_view id) const
{
    const auto found = m_rooms.find(id);
    return found == m_rooms.end() ? nullptr : found->second.get();
}

Room *Rooms::findAlias(std::string_view alias) const
{
    const auto found = m_aliases.find(alias);
    return found == m_aliases.end() ? nullptr : found->second;
}

Allowed<> Rooms::addAlias(std::string alias, Room &room)
{
    if (!m_aliases.emplace(std::move(alias), &room).second)
        return refused(400, "M_ROOM_IN_USE", "Room alias already taken");
    return {};
}

EventPtr Rooms::findEvent(const Room &room, std::string_view eventId) const
{
    const auto found = m_events.find(eventId);
    return found == m_events.end() || found->second.first != &room ? nullptr : found->second.second;
}

std::int64_t Rooms::levelOf(const Room &room, const User &user) const
{
    // From room version 12 on creators stand above all levels.
    if (room.version == "12" && room.creator == user.id)
        return std::numeric_limits<std::int64_t>::max();
    return room.power.of(user.id);
}

EventPtr Rooms::add(Room &room, const User &sender, EventDraft draft)
{
    auto event = std::make_shared<Event>();
    event->id = "$" + m_server.randomText(43, Homeserver::Alphabet::Mixed);
    event->type = std::move(draft.type);
    event->sender = sender.id;
    event->author = &sender;
    event->stateKey = std::move(draft.stateKey);
    event->redacts = std::move(draft.redacts);
    event->originServerTs = m_server.now();
    event->position = m_server.advance();
    event->accepted = Clock::now();
    event->membership = draft.membership;
    event->transactionId = std::move(draft.transactionId);
    event->sentBy = draft.device;
    event->setContent(draft.content);
    room.append(event);
    m_events.emplace(event->id, std::pair(&room, event));

    ++m_server.books.events;
    // Types are counted by name as long as their number stays finite.
    const QByteArray type = QByteArray::fromStdString(event->type);
    const bool named = m_server.books.eventsByType.contains(type) || m_server.books.eventsByType.size() < 1000;
    ++m_server.books.eventsByType[named ? type : QByteArrayLiteral("_")];

    if (event->type == "m.room.power_levels" && event->stateKey == "")
        room.power = PowerLevels::parse(event->content());
    else if (event->type == "m.room.join_rules" && event->stateKey == "")
        room.joinable = isPublic(event->content());
    return event;
}

void Rooms::announce(const Room &room)
{
    for (const Stay *stay : room.joined)
        m_server.syncs.wake(stay->user);
}

Allowed<EventPtr> Rooms::send(Room &room, User &sender, EventDraft draft)
{
    if (room.membershipOf(sender) != Membership::Join)
        return refused(403, "M_FORBIDDEN", "User " + sender.id + " not in room " + room.id);
    if (levelOf(room, sender) < room.power.neededFor(draft.type, draft.stateKey.has_value()))
        return refused(403, "M_FORBIDDEN", "You don't have permission to post that to the room");
    if (draft.content.size() > maximumEventBytes)
        return refused(413, "M_TOO_LARGE", "event too large");
    if (m_server.books.events >= m_server.options.maximumEvents)
        return tl::unexpected(m_server.full("events"));
    if (draft.type == "m.reaction") {
        if (const auto annotation = annotationOf(draft.content)) {
            if (!room.annotations.insert(annotationKey(sender.id, annotation->first, annotation->second)).second)
                return refused(400, "M_DUPLICATE_ANNOTATION", "Can't send same reaction twice");
        }
    }
    EventPtr event = add(room, sender, std::move(draft));
    room.stayOf(sender)->readMessages = room.messages; // who writes has read
    announce(room);
    return event;
}

Allowed<EventPtr> Rooms::redact(Room &room, User &sender, std::string_view eventId, EventDraft draft)
{
    const EventPtr target = findEvent(room, eventId);
    if (!target)
        return refused(404, "M_NOT_FOUND", "Could not find event " + std::string(eventId));
    if (target->sender != sender.id && levelOf(room, sender) < room.power.redact)
        return refused(403, "M_FORBIDDEN", "You don't have permission to redact events");
    draft.type = "m.room.redaction";
    draft.redacts = eventId;
    Allowed<EventPtr> redaction = send(room, sender, std::move(draft));
    if (redaction) {
        if (target->type == "m.reaction") {
            if (const auto annotation = annotationOf(target->content()))
                room.annotations.erase(annotationKey(target->sender, annotation->first, annotation->second));
        }
        strike(*target, **redaction);
    }
    return redaction;
}

void Rooms::strike(Event &target, const Event &redaction)
{
    std::string rest = "{}";
    if (target.membership != Membership::None) {
        rest.clear();
        JsonWriter(rest).beginObject().member("membership", membershipName(target.membership)).endObject();
    }
    target.setContent(rest);
    target.unsignedMembers.clear();
    JsonWriter writer(target.unsignedMembers);
    writer.member("redacted_by", redaction.id).key("redacted_because");
    target.unsignedMembers += redaction.json + '}';
}

} // namespace throng::practice
