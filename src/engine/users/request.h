// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/task.h"
#include "engine/users/actor.h"
#include "engine/users/patience.h"
#include "engine/users/session.h"

#include <type_traits>
#include <utility>

namespace throng::users {

/// As long as a server that said 429 wants, or until the user is stopped; it is counted as such a wait.
[[nodiscard]] Task<> waitForServer(Actor &actor, Milliseconds wait);

/// Makes a call, and again after the server's 429s, as long as the user has the patience.
///
/// `call` is a plain function that begins the call and returns its task; it is copied, so it may capture by value
/// what the call needs:
/// \code
/// auto joining = patiently(actor, [&client, room] { return client.join(room); });
/// const matrix::ApiResult<matrix::RoomResponse> joined = co_await joining;
/// \endcode
template <typename Call>
std::invoke_result_t<Call &> patiently(Actor &actor, Call call)
{
    Patience patience(actor.rateLimit());
    for (;;) {
        auto task = call();
        auto result = co_await task;
        if (result)
            co_return result;
        const std::optional<Milliseconds> wait = patience.next(result.error());
        if (!wait)
            co_return result;
        Task<> waiting = waitForServer(actor, *wait);
        co_await waiting;
    }
}

/// The same for a call of a user who is logged in: a token that the server refuses is renewed, once. Without a session
/// nothing is sent: errors of our own making are none of the server's.
///
/// Not made of patiently(): each user has a long poll under way, and each coroutine around it costs half a kilobyte.
template <typename Call>
std::invoke_result_t<Call &> request(Actor &actor, Call call)
{
    Patience patience(actor.rateLimit());
    bool renewed = false;
    for (;;) {
        if (!actor.session().isValid())
            co_return tl::unexpected(sessionEnded());
        const QByteArray token = actor.session().accessToken;
        auto task = call();
        auto result = co_await task;
        if (result)
            co_return result;
        if (const std::optional<Milliseconds> wait = patience.next(result.error())) {
            Task<> waiting = waitForServer(actor, *wait);
            co_await waiting;
            continue;
        }
        if (!result.error().isTokenRefused() || std::exchange(renewed, true))
            co_return result;
        Task<bool> renewal = renewSession(actor, token);
        if (!co_await renewal)
            co_return result;
        patience = Patience(actor.rateLimit());
    }
}

} // namespace throng::users
