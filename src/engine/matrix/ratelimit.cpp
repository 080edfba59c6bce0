// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/ratelimit.h"

#include <cstdlib>

namespace throng::matrix {

using namespace std::chrono_literals;

LimitDefault synapseDefault(RateLimit::Kind kind)
{
    switch (kind) {
    case RateLimit::Kind::Registration: // rc_registration: 0.17 a second
        return { 3, 5'882ms };
    case RateLimit::Kind::Room: // rc_room_creation: 0.016
        return { 10, 62'500ms };
    case RateLimit::Kind::Invitation: // rc_invites.per_user: 0.003, the tightest of three
        return { 5, 333'333ms };
    case RateLimit::Kind::Message: // rc_message: 0.2
        return { 10, 5'000ms };
    case RateLimit::Kind::Join: // rc_joins.local: 0.1
        return { 10, 10'000ms };
    case RateLimit::Kind::Login: // rc_login.address and .account: 0.003
        return { 5, 333'333ms };
    }
    Q_UNREACHABLE();
}

bool isSynapseDefault(const RateLimit &limit)
{
    if (!limit.met || !limit.oneEvery)
        return false;
    const LimitDefault known = synapseDefault(limit.kind);
    // One more or less: a bucket leaks while it is being filled.
    return std::abs(limit.atOnce - known.atOnce) <= 1
        && std::chrono::abs(*limit.oneEvery - known.oneEvery) <= known.oneEvery / 5;
}

} // namespace throng::matrix
