// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/chatuser.h"
#include "engine/users/request.h"

namespace throng::users {

Task<> ChatUser::sync()
{
    try {
        Task<> looping = syncLoop();
        co_await looping;
    } catch (const Stopped &) {
        // the user is stopped; so is this
    } catch (...) {
        m_syncError = std::current_exception();
    }
    noteGoing();
    if (m_open)
        m_actor.stopPauses(); // without its sync, the person goes
}

/// An initial sync, or the saved one taken up again; then one long poll after the other.
Task<> ChatUser::syncLoop()
{
    notePresence();
    matrix::Client &client = m_client;
    matrix::SyncRequest poll;
    poll.timeout = m_parameters.syncTimeout;
    poll.filter = m_parameters.filter.toUtf8();
    poll.setPresence = m_parameters.setPresence.toUtf8();
    if (m_goesOn)
        poll.since = m_actor.session().nextBatch;

    if (!poll.since.isEmpty()) {
        // The server tells only of rooms where something happened since, and our store is not a client's.
        if (m_rooms.isEmpty()) {
            Task<bool> learning = learnRooms();
            if (!co_await learning)
                co_return;
        } else {
            noteKnownRooms();
        }
        poll.timeout = Milliseconds(0);
    }

    while (m_open && !m_actor.isStopping()) {
        auto polling = request(m_actor, [&client, &poll] { return client.sync(poll); });
        const matrix::ApiResult<matrix::SyncResponse> news = co_await polling;
        if (!news) {
            if (!m_actor.session().isValid()) {
                m_refusal = news.error().text();
                co_return;
            }
            http::Sleep pause = m_actor.pause(m_parameters.pauseAfterFailedSync);
            co_await pause;
            continue;
        }
        const bool listened = noteSync(*news);
        m_rooms.apply(*news, m_userId, listened);
        poll.since = news->nextBatch;
        poll.timeout = m_parameters.syncTimeout;
        m_actor.setNextBatch(news->nextBatch);
        if (!m_synced) {
            m_synced = true;
            m_firstSync.raise();
        }
    }
}

/// False when the server does not let the user in any longer.
Task<bool> ChatUser::learnRooms()
{
    matrix::Client &client = m_client;
    for (;;) {
        auto asking = request(m_actor, [&client] { return client.joinedRooms(); });
        const matrix::ApiResult<std::vector<QByteArray>> joined = co_await asking;
        if (joined) {
            m_rooms.add(*joined);
            noteKnownRooms();
            co_return true;
        }
        if (!m_actor.session().isValid()) {
            m_refusal = joined.error().text();
            co_return false;
        }
        http::Sleep pause = m_actor.pause(m_parameters.pauseAfterFailedSync);
        co_await pause;
    }
}

} // namespace throng::users
