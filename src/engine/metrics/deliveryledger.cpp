// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/deliveryledger.h"

#include "engine/metrics/snapshot.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace throng::metrics {

namespace {

using Time = DeliveryNotes::Time;

constexpr std::size_t mostImages = 10'000; ///< that may still be looked at for the first time: half a megabyte

std::size_t sizeClassOf(int members)
{
    return members <= 10 ? 0 : members <= 50 ? 1 : members <= 200 ? 2 : members <= 1'000 ? 3 : 4;
}

/// Moves what happened up to `horizon` out of a list, in the order of its times.
template <typename Note, typename TimeOf>
std::vector<Note> takeUntil(std::vector<Note> &notes, Time horizon, TimeOf timeOf)
{
    const auto later =
        std::stable_partition(notes.begin(), notes.end(), [&](const Note &note) { return timeOf(note) <= horizon; });
    std::vector<Note> ready(std::make_move_iterator(notes.begin()), std::make_move_iterator(later));
    notes.erase(notes.begin(), later);
    std::stable_sort(ready.begin(), ready.end(), [&](const Note &a, const Note &b) { return timeOf(a) < timeOf(b); });
    return ready;
}

template <typename Note>
void append(std::vector<Note> &into, std::vector<Note> &from)
{
    if (into.empty())
        into = std::move(from);
    else
        into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

DeliveryLedger::DeliveryLedger(int workers, const DeliveryRules &rules)
    : m_rules(rules)
    , m_until(std::size_t(workers), Time::min())
    , m_horizon(Time::min())
    , m_before(Time::min())
{
}

void DeliveryLedger::add(int worker, DeliveryNotes notes, bool isLast)
{
    append(m_notes.came, notes.came);
    append(m_notes.joined, notes.joined);
    append(m_notes.left, notes.left);
    append(m_notes.gaps, notes.gaps);
    append(m_notes.stopped, notes.stopped);
    append(m_notes.began, notes.began);
    append(m_notes.answered, notes.answered);
    append(m_notes.arrived, notes.arrived);
    append(m_notes.synced, notes.synced);
    append(m_notes.images, notes.images);
    m_until[std::size_t(worker)] = isLast ? Time::max() : notes.until;
}

void DeliveryLedger::advance(Time until, Snapshot &second)
{
    const Time known = *std::min_element(m_until.begin(), m_until.end());
    m_before = std::exchange(m_horizon, std::max(m_horizon, std::min(until, known)));
    join(m_horizon);
    lookThrough(m_horizon);
    fill(second);
}

/// Goes through all that happened, on whichever worker, in the order in which it did.
void DeliveryLedger::join(Time horizon)
{
    const auto ownTime = [](const auto &note) { return note.time; };
    for (const DeliveryNotes::Came &note : takeUntil(m_notes.came, horizon, ownTime))
        m_rooms.came(note.user, note.userId);
    const auto joined = takeUntil(m_notes.joined, horizon, ownTime);
    const auto began = takeUntil(m_notes.began, horizon, [](const auto &note) { return note.ready; });
    const auto answered = takeUntil(m_notes.answered, horizon, ownTime);
    const auto arrived = takeUntil(m_notes.arrived, horizon, ownTime);
    const auto gaps = takeUntil(m_notes.gaps, horizon, ownTime);
    const auto left = takeUntil(m_notes.left, horizon, ownTime);
    const auto stopped = takeUntil(m_notes.stopped, horizon, ownTime);
    const auto synced = takeUntil(m_notes.synced, horizon, [](const auto &note) { return note.answered; });

    // Of one moment, in this order: what an answer brings is there before the gap that it tells of.
    enum What : quint8 { Joined, Began, Answered, Arrived, Gap, Left, Stopped };
    struct Step {
        Time time;
        What what;
        std::size_t index;
    };
    std::vector<Step> steps;
    const auto enter = [&steps](const auto &notes, What what, auto timeOf) {
        for (std::size_t i = 0; i < notes.size(); ++i)
            steps.push_back({ timeOf(notes[i]), what, i });
    };
    enter(joined, Joined, ownTime);
    enter(began, Began, [](const auto &note) { return note.ready; });
    enter(answered, Answered, ownTime);
    enter(gaps, Gap, ownTime);
    enter(left, Left, ownTime);
    enter(stopped, Stopped, ownTime);
    std::sort(steps.begin(), steps.end(), [](const Step &a, const Step &b) {
        return std::tie(a.time, a.what, a.index) < std::tie(b.time, b.what, b.index);
    });

    auto next = arrived.begin(); // most of it all, and sorted already
    // A client that is opened again syncs again: that says nothing of what it missed when it was closed.
    auto nextSync = synced.begin();
    const auto syncUntil = [&](Time time) {
        for (; nextSync != synced.end() && nextSync->answered <= time; ++nextSync)
            m_rooms.synced(*nextSync);
    };
    for (const Step &step : steps) {
        for (; next != arrived.end() && std::pair(next->time, Arrived) < std::pair(step.time, step.what); ++next)
            apply(*next);
        switch (step.what) {
        case Joined:
            m_rooms.join(joined[step.index].user, joined[step.index].roomId);
            break;
        case Began:
            apply(began[step.index]);
            break;
        case Answered:
            apply(answered[step.index]);
            break;
        case Arrived:
            break;
        case Gap:
            apply(gaps[step.index]);
            break;
        case Left:
            apply(left[step.index]);
            break;
        case Stopped:
            syncUntil(step.time);
            apply(stopped[step.index]);
            break;
        }
    }
    for (; next != arrived.end(); ++next)
        apply(*next);
    syncUntil(Time::max());
    for (const DeliveryNotes::ImageSeen &note :
        takeUntil(m_notes.images, horizon, [](const auto &each) { return each.arrived + each.loading; }))
        apply(note);
}

void DeliveryLedger::apply(const DeliveryNotes::Began &note)
{
    m_ready.set(note.number, note.ready);
    if (note.isImage)
        m_pressed.emplace(note.number, note.pressed);
    if (m_pressed.size() > mostImages)
        m_pressed.erase(m_pressed.begin());

    Message message;
    message.number = note.number;
    message.room = m_rooms.indexOf(note.roomId);
    message.ready = note.ready;
    DeliveryRooms::Room &room = m_rooms.room(message.room);
    message.sizeClass = sizeClassOf(room.members());
    for (std::size_t place = 0; place < room.users.size(); ++place) {
        if (room.users[place] >= 0 && room.users[place] != note.user)
            message.open.set(int(place));
    }
    ++m_account.messages;
    m_account.expected += message.open.count();
    if (message.open.isEmpty())
        return;
    room.messages.push_back(note.number);
    m_messages.emplace(note.number, std::move(message));
}

void DeliveryLedger::apply(const DeliveryNotes::Answered &note)
{
    if (m_lists && note.result == DeliveryNotes::SendResult::Accepted)
        m_eventIds.emplace(note.number, note.eventId);
    const auto found = m_messages.find(note.number);
    if (found == m_messages.end())
        return; // delivered before its sender was told
    Message &message = found->second;
    switch (note.result) {
    case DeliveryNotes::SendResult::Accepted:
        message.accepted = std::min(message.accepted, note.time);
        message.eventId = note.eventId;
        break;
    case DeliveryNotes::SendResult::Refused:
        for (const int place : message.open.list()) {
            message.open.take(place);
            ++m_account.notSent; // nobody waits for it, so it has no age
        }
        closeIfDone(note.number);
        break;
    case DeliveryNotes::SendResult::Unanswered:
        message.unanswered = note.time;
        break;
    }
}

void DeliveryLedger::apply(const DeliveryNotes::Arrived &note)
{
    const Seen seen = note.seen();
    const int user = note.user();
    const auto found = m_messages.find(note.number);
    const DeliveryRooms::Membership *const membership =
        found != m_messages.end() ? m_rooms.find(user, found->second.room) : nullptr;
    if (membership) {
        Message &message = found->second;
        message.accepted = std::min(message.accepted, note.time);
        const int place = membership->place;
        if (message.open.has(place) && seen != Seen::Fetched) {
            message.open.take(place);
            deliver(message, user, note.time, seen == Seen::Initial ? Seen::Live : seen);
            closeIfDone(note.number);
            return;
        }
        if (message.gap.take(place)) {
            --m_account.gap;
            deliver(message, user, note.time, seen);
            closeIfDone(note.number);
            return;
        }
    }
    if (m_lost.erase(DeliveryMessage::pairOf(note.number, user)) > 0) {
        // It was late beyond all patience; its age is in the figures.
        --m_account.lost;
        ++m_account.delivered;
    } else if (seen == Seen::Initial) {
        if (const std::optional<Time> ready = m_ready.find(note.number))
            m_initial.record(note.time - *ready);
    } else if (seen != Seen::Fetched) {
        ++m_account.unexpected;
    }
}

void DeliveryLedger::deliver(const Message &message, int user, Time time, Seen seen)
{
    const Nanoseconds latency = time - message.ready;
    ++m_account.delivered;
    if (seen == Seen::Live) {
        m_live[message.sizeClass].times.record(latency);
        DeliveryRooms::Room &room = m_rooms.room(message.room);
        ++room.deliveries;
        room.sum += latency;
        room.worst = std::max(room.worst, latency);
    } else {
        m_gapTimes.record(latency);
    }
    if (m_lists)
        m_listed.push_back({ message.number, user, message.ready, time, seen });
}

void DeliveryLedger::apply(const DeliveryNotes::Gap &note)
{
    const DeliveryRooms::Membership *const membership = m_rooms.find(note.user, note.roomId);
    if (!membership)
        return;
    for (const quint32 number : m_rooms.room(membership->room).messages) {
        Message &message = m_messages.at(number);
        // One that the server got only after it had made that answer will come as any other does, and be none then.
        if (message.ready < note.time && message.open.take(membership->place)) {
            message.gap.set(membership->place);
            ++m_account.gap;
        }
    }
}

void DeliveryLedger::apply(const DeliveryNotes::Left &note)
{
    if (const DeliveryRooms::Membership *const membership = m_rooms.find(note.user, note.roomId))
        leave(note.user, *membership, note.time, false, false);
}

void DeliveryLedger::apply(const DeliveryNotes::Stopped &note)
{
    for (const DeliveryRooms::Membership &membership : m_rooms.membershipsOf(note.user))
        leave(note.user, membership, note.time, true, note.atEnd);
}

void DeliveryLedger::apply(const DeliveryNotes::ImageSeen &note)
{
    const auto pressed = m_pressed.find(note.number);
    if (pressed == m_pressed.end())
        return;
    (note.isComplete ? m_images : m_imagesUnfinished).record(note.arrived - pressed->second + note.loading);
}

} // namespace throng::metrics
