// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of the deliveries that do not come, and the figures of those that do.
#include "engine/metrics/deliveryledger.h"

#include "engine/metrics/snapshot.h"

#include <algorithm>
#include <utility>

namespace throng::metrics {

namespace {

constexpr std::size_t mostLostShown = 20;
constexpr std::size_t mostLostRemembered = 100'000;
constexpr std::size_t slowRoomsShown = 10;
constexpr unsigned passesEach = 8; ///< a message is looked through once in so many seconds

constexpr std::array<const char *, 5> sizeClassNames { "2-10", "11-50", "51-200", "201-1000", "1001-" };

} // namespace

void DeliveryLedger::leave(
    int user, const DeliveryRooms::Membership &membership, Time time, bool hasStopped, bool atEnd)
{
    const int place = membership.place;
    const std::vector<quint32> numbers = m_rooms.room(membership.room).messages;
    for (const quint32 number : numbers) {
        Message &message = m_messages.at(number);
        if (message.open.has(place)) {
            // Who has left a room gets its last events in another part of the answer.
            Reason reason = Reason::ReceiverLeft;
            if (hasStopped && isLost(message, user))
                reason = Reason::Lost;
            else if (hasStopped && message.unanswered != Time::max() && message.accepted == Time::max())
                reason = Reason::NotSent;
            else if (hasStopped)
                reason = atEnd ? Reason::InFlight : Reason::ReceiverStopped;
            settle(message, place, reason, time);
        }
        endGap(message, place, time);
        closeIfDone(number);
    }
    m_rooms.leave(user, membership);
}

bool DeliveryLedger::isLost(const Message &message, int user) const
{
    return message.accepted != Time::max() && m_rooms.syncedAt(user) >= message.accepted + m_rules.grace;
}

void DeliveryLedger::settle(Message &message, int place, Reason reason, Time time)
{
    message.open.take(place);
    const Nanoseconds age = std::max(time - message.ready, Nanoseconds(0));
    m_live[message.sizeClass].unfinished.record(age);
    DeliveryRooms::Room &room = m_rooms.room(message.room);
    room.worst = std::max(room.worst, age);
    switch (reason) {
    case Reason::ReceiverStopped:
        ++m_account.receiverStopped;
        break;
    case Reason::ReceiverLeft:
        ++m_account.receiverLeft;
        break;
    case Reason::NotSent:
        ++m_account.notSent;
        break;
    case Reason::InFlight:
        ++m_account.inFlight;
        m_findings.oldestInFlight = std::max(m_findings.oldestInFlight, age);
        break;
    case Reason::Lost: {
        ++m_account.lost;
        const int user = room.users[std::size_t(place)];
        if (m_lost.size() < mostLostRemembered)
            m_lost.insert(DeliveryMessage::pairOf(message.number, user));
        if (m_findings.lost.size() < mostLostShown)
            m_findings.lost.push_back({ message.eventId, room.id, m_rooms.userId(user),
                message.accepted - message.ready, m_rooms.syncedAt(user) - message.ready, age });
        break;
    }
    }
}

/// What was left out is not looked for any more.
void DeliveryLedger::endGap(Message &message, int place, Time time)
{
    if (message.gap.take(place))
        m_gapUnfinished.record(time - message.ready);
}

/// Gives up what there is no hope for.
void DeliveryLedger::lookThrough(Time now)
{
    ++m_passes;
    std::vector<quint32> due;
    for (const auto &[number, message] : m_messages) {
        if (number % passesEach == m_passes % passesEach && now - message.ready >= m_rules.patience)
            due.push_back(number);
    }
    for (const quint32 number : due) {
        Message &message = m_messages.at(number);
        const DeliveryRooms::Room &room = m_rooms.room(message.room);
        const bool unsent = message.accepted == Time::max() && message.unanswered != Time::max()
            && now - message.unanswered >= m_rules.unansweredFor;
        for (const int place : message.open.list()) {
            if (unsent)
                settle(message, place, Reason::NotSent, now);
            else if (isLost(message, room.users[std::size_t(place)]))
                settle(message, place, Reason::Lost, now);
        }
        if (now - message.ready >= m_rules.gapFor) {
            for (const int place : message.gap.list())
                endGap(message, place, now);
        }
        closeIfDone(number);
    }
}

void DeliveryLedger::closeIfDone(quint32 number)
{
    const auto found = m_messages.find(number);
    if (found == m_messages.end() || !found->second.open.isEmpty() || !found->second.gap.isEmpty())
        return;
    std::vector<quint32> &messages = m_rooms.room(found->second.room).messages;
    messages.erase(std::find(messages.begin(), messages.end(), number));
    m_messages.erase(found);
}

void DeliveryLedger::fill(Snapshot &second)
{
    for (Live &live : m_live)
        live.waiting = {};
    for (const auto &[number, message] : m_messages) {
        if (!message.open.isEmpty() && message.ready < m_before)
            m_live[message.sizeClass].waiting.record(m_horizon - message.ready, quint64(message.open.count()));
    }
    std::vector<FigureDelta> figures;
    const auto add = [&figures](FigureDelta figure) {
        if (figure.samples() > 0)
            figures.push_back(std::move(figure));
    };
    FigureDelta all { { figure::delivery, figure::live }, {}, {}, {} };
    for (std::size_t i = 0; i < sizeClasses; ++i) {
        Live &live = m_live[i];
        FigureDelta bySize { { figure::deliveryByRoomSize, sizeClassNames[i] }, live.times.take(),
            live.unfinished.take(), std::exchange(live.waiting, {}) };
        all.merge(bySize);
        add(std::move(bySize));
    }
    add(std::move(all));
    add({ { figure::delivery, figure::initial }, m_initial.take(), {}, {} });
    add({ { figure::delivery, figure::gap }, m_gapTimes.take(), m_gapUnfinished.take(), {} });
    add({ { figure::image, {} }, m_images.take(), m_imagesUnfinished.take(), {} });
    std::sort(figures.begin(), figures.end(), [](const auto &a, const auto &b) { return a.key < b.key; });
    mergeFigures(second.figures, figures);
    second.deliveries += std::exchange(m_account, {});
}

DeliveryFindings DeliveryLedger::finish(Snapshot &second)
{
    join(Time::max());
    // Whose user did not say that it stopped: it was cut off with its thread.
    std::vector<quint32> numbers;
    for (const auto &[number, message] : m_messages)
        numbers.push_back(number);
    for (const quint32 number : numbers) {
        Message &message = m_messages.at(number);
        for (const int place : message.open.list())
            settle(message, place, Reason::InFlight, m_horizon);
        for (const int place : message.gap.list())
            endGap(message, place, m_horizon);
        closeIfDone(number);
    }
    fill(second);
    m_findings.slowestRooms = m_rooms.slowest(slowRoomsShown);
    for (const Listed &each : m_listed)
        m_findings.records.push_back(
            { m_eventIds[each.number], m_rooms.userId(each.user), each.ready, each.time, each.seen });
    return std::move(m_findings);
}

} // namespace throng::metrics
