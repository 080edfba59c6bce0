// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is measured of what a chat user sees: docs/measurements.md defines it.
#include "engine/metrics/outcome.h"
#include "engine/users/chatuser.h"
#include "engine/users/workercache.h"

#include <algorithm>
#include <functional>

namespace throng::users {

namespace {

using Seen = metrics::DeliveryNotes::Seen;

} // namespace

void ChatUser::noteComing()
{
    const char *const how = m_actor.session().isValid() ? metrics::figure::resumed : metrics::figure::withLogin;
    m_comingIn.emplace(m_figures, metrics::FigureKey { metrics::figure::timeToInteractive, how }, http::Clock::now());
}

/// The user is logged in; its syncs begin.
void ChatUser::notePresence()
{
    m_userId = m_client.userId().toUtf8();
    m_log.came(m_actor.number(), m_userId, http::Clock::now());
}

/// Of a client that goes on where its last sync ended.
void ChatUser::noteKnownRooms()
{
    const http::Clock::time_point now = http::Clock::now();
    for (const KnownRoom &room : m_rooms)
        m_log.joined(m_actor.number(), room.path.id(), now);
}

bool ChatUser::noteSync(const matrix::SyncResponse &news)
{
    m_figures.record(m_ownLag, http::Clock::now() - news.received);
    const bool isFirst = m_comingIn.has_value();
    if (isFirst) {
        m_comingIn->end(news.received);
        m_comingIn.reset();
    }
    qint64 newest = -1; // ms
    for (const matrix::JoinedRoom &joined : news.joined) {
        noteRoom(joined, news.received, isFirst);
        if (!joined.timeline.empty() && joined.timeline.back().age >= 0)
            newest = newest < 0 ? joined.timeline.back().age : std::min(newest, joined.timeline.back().age);
    }
    if (news.kind == metrics::Kind::PollSync && newest >= 0)
        m_figures.record(m_pollOverhead, std::chrono::milliseconds(newest));
    for (const QByteArray &roomId : news.left) {
        if (m_rooms.find(roomId))
            m_log.left(m_actor.number(), roomId, news.received);
    }
    m_log.synced(m_actor.number(), news.asked, news.received);
    return !isFirst;
}

void ChatUser::noteRoom(const matrix::JoinedRoom &joined, http::Clock::time_point received, bool isFirst)
{
    const int user = m_actor.number();
    const KnownRoom *const known = m_rooms.find(joined.id);
    if (!known) {
        m_log.joined(user, m_actor.environment().cache.shared(joined.id), received);
        std::erase_if(m_joining, [&](const Joining &each) {
            if (each.roomId != joined.id)
                return false;
            if (std::any_of(joined.timeline.begin(), joined.timeline.end(), std::mem_fn(&matrix::Event::isMessage)))
                each.watch->end(received);
            else
                each.watch->drop(); // nobody has written anything yet
            return true;
        });
    }
    const Seen seen = !known || isFirst ? Seen::Initial : joined.limited ? Seen::Gap : Seen::Live;
    for (const matrix::Event &event : joined.timeline) {
        if (event.tag.run == m_log.run() && event.sender != m_userId)
            m_log.arrived(quint32(event.tag.number), user, seen, received);
    }
    if (known && joined.limited)
        m_log.gap(user, known->path.id(), received);
}

/// Scrolling back fills gaps.
void ChatUser::noteHistory(const std::vector<matrix::Event> &events)
{
    const http::Clock::time_point now = http::Clock::now();
    for (const matrix::Event &event : events) {
        if (event.tag.run == m_log.run() && event.sender != m_userId)
            m_log.arrived(quint32(event.tag.number), m_actor.number(), Seen::Fetched, now);
    }
}

void ChatUser::noteGoing()
{
    m_comingIn.reset();
    m_joining.clear();
    m_log.stopped(m_actor.number(), http::Clock::now());
}

} // namespace throng::users
