// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/matrix/event.h"

#include <chrono>
#include <vector>

namespace throng::metrics {
enum class Kind : quint8;
}

namespace throng::matrix {

struct SyncRequest {
    QByteArray since; ///< next_batch of the one before; empty: initial sync
    std::chrono::milliseconds timeout { 30'000 }; ///< how long the server may wait for news
    QByteArray filter; ///< a filter's ID, or the filter itself as JSON; empty: none
    QByteArray setPresence; ///< "online", "offline", "unavailable"; empty: the server's default, which is online
    bool fullState = false;
};

struct JoinedRoom {
    QByteArray id;
    std::vector<Event> timeline; ///< oldest first
    bool limited = false; ///< events between the last sync and this timeline were left out
    QByteArray previousBatch; ///< where /messages goes on backwards
};

/// What a virtual user needs of an answer to GET /sync.
///
/// Parsed with simdjson on demand, so what nobody asks for is skipped and not looked at.
/// Validated: the document is an object; `next_batch` is there and a string; `rooms`, its `join`, `invite` and
/// `leave`, each joined room, its `timeline` and each event in it are objects, `timeline.events` an array;
/// `event_id`, `sender` and `type` are strings, `origin_server_ts` a number.
/// Taken if right, else left empty: `limited`, `prev_batch`, `unsigned.age` and everything inside `content`
/// (a member of the room wrote that, and no server checks it).
/// Not looked at: state, ephemeral, account data, presence, to-device, device lists: only whether there is any.
/// Damage inside of these may go unnoticed.
struct SyncResponse {
    QByteArray nextBatch;
    std::vector<JoinedRoom> joined;
    std::vector<QByteArray> invited; ///< room IDs
    std::vector<QByteArray> left; ///< room IDs: left, kicked or banned
    bool empty = true; ///< no room in it, no presence, account data, to-device message or device list

    // Filled in by Client::sync(), not by parseSync().
    metrics::Kind kind {}; ///< as it was counted
    std::chrono::steady_clock::time_point asked; ///< when its request was written: what was there then is in it
    std::chrono::steady_clock::time_point received; ///< when its last byte was read: the end of its deliveries
};

/// `json` is grown by the parser's padding in place; hand it over unshared to save a copy.
/// The error's `where` is the JSON path: "rooms.join.!id.timeline.events[3].sender".
[[nodiscard]] Result<SyncResponse> parseSync(QByteArray &&json);

/// Which of the three kinds of sync an answer was. Only one of them is a response time of the server.
///
/// - Initial: the request had no `since`. Its duration is the server's work.
/// - CatchUp: the server had something to say when the request was made, so it answered at once, and the
///   duration is its work. It counts as this only if that is proven: the request allowed no waiting
///   (timeout 0), or the newest timeline event of some room is older, by `unsigned.age`, than the whole exchange
///   took. Both are durations of one clock each, so clocks that differ do no harm. The newest event counts and
///   not any: a room joined while the request hung brings old events, but its newest is that join.
/// - Poll: everything else. The duration holds waiting that the client asked for, so it never stands among
///   response times. An answer in doubt (news without timestamps, such as typing; a server that sends no age; an
///   event made while the request travelled) is a poll: the mistake can only make CatchUp's sample smaller,
///   never put waiting into it.
///
/// `asked`: what is known of the request alone.
[[nodiscard]] metrics::Kind syncKind(
    metrics::Kind asked, const SyncResponse &response, std::chrono::nanoseconds duration);
/// Of a request alone: what it is when it gets no usable answer.
[[nodiscard]] metrics::Kind syncKind(const SyncRequest &request);

} // namespace throng::matrix
