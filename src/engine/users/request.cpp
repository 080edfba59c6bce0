// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/request.h"

#include "engine/metrics/recorder.h"

namespace throng::users {

Task<> waitForServer(Actor &actor, Milliseconds wait)
{
    metrics::Stopwatch waited(
        actor.environment().recorder.figures(), { metrics::figure::rateLimitWait, {} }, http::Clock::now());
    http::Sleep pause = actor.pause(wait);
    co_await pause;
    waited.end(http::Clock::now());
}

} // namespace throng::users
