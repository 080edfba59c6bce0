// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/roomsection.h"

#include "engine/practice/json.h"
#include "engine/practice/user.h"

#include <algorithm>
#include <limits>

namespace throng::practice {

namespace {

constexpr std::string_view memberType = "m.room.member";
constexpr Position forEver = std::numeric_limits<Position>::max();

} // namespace

RoomSection::RoomSection(
    Device &device, const SyncQuery &query, const TimelineDistortion &distortion, SyncAnswer &answer)
    : m_device(device)
    , m_query(query)
    , m_distortion(distortion)
    , m_answer(answer)
{
}

void RoomSection::appendJoined(std::string &out, const Stay &stay)
{
    const Room &room = stay.room;
    // Someone new in the room gets it as a whole: history is shared.
    const bool whole = !m_query.since || m_query.fullState || stay.changed > *m_query.since;
    const bool fromStart = !m_query.since || stay.changed > *m_query.since;
    const Timeline timeline = timelineOf(room, fromStart ? 0 : *m_query.since, forEver);

    const std::size_t before = out.size();
    JsonWriter section(out);
    section.key(room.id).beginObject();
    appendTimeline(out, distorted(timeline));
    bool news = whole || !timeline.events.empty();
    section.key("state").beginObject().key("events").beginArray();
    news |= appendState(out, stay, timeline, whole);
    section.endArray().endObject();
    section.key("ephemeral").beginObject().key("events").beginArray();
    news |= appendEphemeral(out, room);
    section.endArray().endObject();
    section.key("account_data").beginObject().key("events").beginArray();
    news |= appendAccountData(out, stay);
    section.endArray().endObject();
    if (!news) {
        out.resize(before); // an empty timeline was all: it has delivered nothing
        return;
    }
    const auto unread = static_cast<std::int64_t>(room.messages - std::min(room.messages, stay.readMessages));
    section.key("unread_notifications")
        .beginObject()
        .member("highlight_count", 0)
        .member("notification_count", unread)
        .endObject();
    const auto isMembership = [](const EventPtr &event) { return event->membership != Membership::None; };
    section.key("summary").beginObject();
    if (whole || std::any_of(timeline.events.begin(), timeline.events.end(), isMembership))
        appendSummary(out, stay);
    section.endObject().endObject();
}

void RoomSection::appendInvited(std::string &out, const Stay &stay)
{
    JsonWriter writer(out);
    writer.key(stay.room.id).beginObject().key("invite_state").beginObject().key("events").beginArray();
    for (const char *type : { "m.room.create", "m.room.join_rules", "m.room.canonical_alias", "m.room.avatar",
             "m.room.encryption", "m.room.name", "m.room.topic" }) {
        if (const Event *event = stay.room.stateEvent(type))
            appendStrippedEvent(out, *event);
    }
    if (const Event *inviter = stay.room.stateEvent(memberType, stay.event->sender))
        appendStrippedEvent(out, *inviter);
    appendStrippedEvent(out, *stay.event);
    writer.endArray().endObject().endObject();
}

void RoomSection::appendLeft(std::string &out, const Stay &stay)
{
    const Timeline timeline = timelineOf(stay.room, m_query.since.value_or(0), stay.changed);
    JsonWriter writer(out);
    writer.key(stay.room.id).beginObject();
    appendTimeline(out, timeline);
    writer.rawMember("state", R"({"events":[]})").rawMember("account_data", R"({"events":[]})").endObject();
}

RoomSection::Timeline RoomSection::timelineOf(const Room &room, Position after, Position until) const
{
    const EventFilter &filter = m_query.filter->timeline;
    const std::size_t limit = *filter.limit; // the sync handler puts the server's own there when the client has none
    Timeline timeline;
    const std::size_t first = room.firstAfter(after);
    std::size_t i = until == forEver ? room.timeline.size() : room.firstAfter(until);
    while (i > first) {
        const EventPtr &event = room.timeline[i - 1];
        if (filter.passesAll() || filter.passes(event->type, event->sender)) {
            if (timeline.events.size() == limit) {
                timeline.limited = true;
                break;
            }
            timeline.events.push_back(event);
        }
        --i;
    }
    std::reverse(timeline.events.begin(), timeline.events.end());
    timeline.start = timeline.events.empty() ? forEver : timeline.events.front()->position;
    return timeline;
}

void RoomSection::appendTimeline(std::string &out, const Timeline &timeline)
{
    JsonWriter writer(out);
    writer.key("timeline").beginObject().key("events").beginArray();
    for (const EventPtr &event : timeline.events) {
        appendEvent(out, *event, &m_device, {}, m_now);
        if (isNews(event->position))
            m_answer.deliveries.push_back(event);
    }
    if (m_distortion.hugeEventBytes > 0 && !timeline.events.empty()) {
        m_answer.distorted = true;
        writer.beginObject().member("type", "m.room.message").member("sender", timeline.events.back()->sender);
        // Of the newest real event's position, so that no other answer has it: clients know an event by its ID.
        writer.member("event_id", "$huge" + std::to_string(timeline.events.back()->position))
            .member("origin_server_ts", timeline.events.back()->originServerTs);
        writer.key("content").beginObject().member("msgtype", "org.throng.unknown");
        writer.member("body", std::string(static_cast<std::size_t>(m_distortion.hugeEventBytes), 'x')).endObject();
        writer.rawMember("org.throng.unknown_field", R"([{"deep":[[[[[null]]]]]},1e400,"\u0000"])");
        writer.rawMember("unsigned", "{}").endObject();
    }
    const Position start = timeline.start == forEver ? m_query.since.value_or(0) : timeline.start - 1;
    writer.endArray().flag("limited", timeline.limited).member("prev_batch", tokenOf(start)).endObject();
}

bool RoomSection::appendState(std::string &out, const Stay &stay, const Timeline &timeline, bool whole)
{
    const std::size_t before = out.size();
    const bool lazy = m_query.filter->lazyLoadMembers;
    // The state at the start of the timeline, or what changed up to there in a gap; where the filter took state
    // events out of the timeline, these.
    if (whole || timeline.limited || !m_query.filter->timeline.passesAll()) {
        for (const auto &[key, event] : stay.room.state) {
            if (lazy && key.first == memberType)
                continue;
            appendStateEvent(out, event, timeline, whole);
        }
    }
    if (lazy)
        appendLazyMembers(out, stay, timeline, whole);
    return out.size() > before;
}

bool RoomSection::appendStateEvent(std::string &out, const EventPtr &latest, const Timeline &timeline, bool whole) const
{
    const bool gap = whole || timeline.limited;
    const Event *event = latest.get();
    while (event && gap && event->position >= timeline.start)
        event = event->replaces.get();
    if (!event || (!whole && !isNews(event->position)))
        return false;
    const auto isIt = [event](const EventPtr &other) { return other.get() == event; };
    const bool isInTimeline =
        event->position >= timeline.start && std::any_of(timeline.events.begin(), timeline.events.end(), isIt);
    if (isInTimeline || !m_query.filter->state.passes(event->type, event->sender))
        return false;
    appendEvent(out, *event, &m_device, {}, m_now);
    return true;
}

bool RoomSection::appendLazyMembers(std::string &out, const Stay &stay, const Timeline &timeline, bool whole)
{
    bool any = false;
    const auto show = [&](const Stay *member, bool always) {
        if (!member || !member->event)
            return;
        if (m_device.membersShown.contains(member) && !always && !m_query.filter->includeRedundantMembers)
            return;
        m_answer.membersShown.push_back(member);
        any |= appendStateEvent(out, member->event, timeline, true);
    };
    if (whole)
        show(&stay, true);
    std::vector<const User *> authors;
    for (const EventPtr &event : timeline.events) {
        if (event->author == &stay.user || std::find(authors.begin(), authors.end(), event->author) != authors.end())
            continue;
        authors.push_back(event->author);
        show(stay.room.stayOf(*event->author), whole);
    }
    return any;
}

bool RoomSection::appendEphemeral(std::string &out, const Room &room) const
{
    const EventFilter &filter = m_query.filter->ephemeral;
    const std::size_t before = out.size();
    JsonWriter writer(out);
    if (room.typingPosition > 0 && isNews(room.typingPosition) && filter.passes("m.typing", {})
        && (m_query.since || !room.typing.empty())) {
        writer.beginObject().member("type", "m.typing").key("content").beginObject().key("user_ids").beginArray();
        for (const auto &[user, until] : room.typing)
            writer.string(user->id);
        writer.endArray().endObject().endObject();
    }
    // event ID → receipt type → finished members
    std::map<std::string_view, std::map<std::string_view, std::string>> byEvent;
    if (filter.passes("m.receipt", {})) {
        for (auto at = room.receipts.upper_bound(m_query.since.value_or(0)); at != room.receipts.end(); ++at) {
            const Receipt &receipt = at->second;
            if (receipt.type == "m.read.private" && receipt.user != m_device.user)
                continue;
            JsonWriter one(byEvent[receipt.eventId][receipt.type]);
            one.key(receipt.user->id).beginObject().member("ts", receipt.ts);
            if (!receipt.threadId.empty())
                one.member("thread_id", receipt.threadId);
            one.endObject();
        }
    }
    if (!byEvent.empty()) {
        writer.beginObject().member("type", "m.receipt").key("content").beginObject();
        for (const auto &[eventId, types] : byEvent) {
            writer.key(eventId).beginObject();
            for (const auto &[type, members] : types)
                writer.key(type).beginObject().raw(members).endObject();
            writer.endObject();
        }
        writer.endObject().endObject();
    }
    return out.size() > before;
}

bool RoomSection::appendAccountData(std::string &out, const Stay &stay) const
{
    const std::size_t before = out.size();
    for (const auto &[type, data] : stay.accountData) {
        if (isNews(data.position) && m_query.filter->roomAccountData.passes(type, stay.user.id))
            JsonWriter(out).beginObject().member("type", type).rawMember("content", data.content).endObject();
    }
    return out.size() > before;
}

void RoomSection::appendSummary(std::string &out, const Stay &stay) const
{
    const Room &room = stay.room;
    JsonWriter writer(out);
    if (!room.stateEvent("m.room.name") && !room.stateEvent("m.room.canonical_alias")) {
        // A room without a name is called after up to five of the others in it.
        writer.key("m.heroes").beginArray();
        int heroes = 0;
        for (auto other = room.joined.begin(); other != room.joined.end() && heroes < 5; ++other) {
            if (&(*other)->user != &stay.user) {
                writer.string((*other)->user.id);
                ++heroes;
            }
        }
        writer.endArray();
    }
    writer.member("m.joined_member_count", static_cast<std::int64_t>(room.joined.size()))
        .member("m.invited_member_count", static_cast<std::int64_t>(room.invitedCount));
}

RoomSection::Timeline RoomSection::distorted(Timeline timeline)
{
    std::vector<EventPtr> &events = timeline.events;
    if (m_distortion.gap && events.size() > 1) {
        events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2));
        m_answer.distorted = true;
    }
    if (m_distortion.lose && !events.empty()) {
        events.clear();
        m_answer.distorted = true;
    }
    if (m_distortion.reverse && events.size() > 1) {
        std::reverse(events.begin(), events.end());
        m_answer.distorted = true;
    }
    if (m_distortion.duplicate && !events.empty()) {
        std::vector<EventPtr> twice;
        for (const EventPtr &event : events)
            twice.insert(twice.end(), { event, event });
        events = std::move(twice);
        m_answer.distorted = true;
    }
    return timeline;
}

} // namespace throng::practice
