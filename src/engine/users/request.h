// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/recorder.h"
#include "engine/users/actor.h"
#include "engine/users/patience.h"
#include "engine/users/session.h"

#include <type_traits>

namespace throng::users {

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
        metrics::Stopwatch waited(
            actor.environment().recorder.figures(), { metrics::figure::rateLimitWait, {} }, http::Clock::now());
        http::Sleep pause = actor.pause(*wait);
        co_await pause;
        waited.end(http::Clock::now());
    }
}

/// The same for a call of a user who is logged in: a token that the server refuses is renewed, once. Without a session
/// nothing is sent: errors of our own making are none of the server's.
template <typename Call>
std::invoke_result_t<Call &> request(Actor &actor, Call call)
{
    for (bool renewed = false;; renewed = true) {
        if (!actor.session().isValid())
            co_return tl::unexpected(sessionEnded());
        const QByteArray token = actor.session().accessToken;
        auto task = patiently(actor, call);
        auto result = co_await task;
        if (result || renewed || !result.error().isTokenRefused())
            co_return result;
        Task<bool> renewal = renewSession(actor, token);
        if (!co_await renewal)
            co_return result;
    }
}

} // namespace throng::users
