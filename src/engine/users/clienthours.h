// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/users/parameters.h"

#include <limits>

namespace throng::users {

/// When a chat user's client is open. Knows nothing of the server; the same seed gives the same hours. Times are
/// seconds since the test began.
class ClientHours {
public:
    static constexpr double never = std::numeric_limits<double>::infinity();

    /// `parameters` outlives this.
    ClientHours(const ChatParameters &parameters, Random random);

    struct Closing {
        double at = never;
        bool logsOut = false;
        bool byOutage = false; ///< the client would rather have stayed
    };
    /// Of a client that is opened at `now`.
    [[nodiscard]] Closing closing(double now);

    struct Opening {
        double at = 0;
        bool fresh = false; ///< with an initial sync
    };
    /// Of the client that was closed so.
    [[nodiscard]] Opening opening(const Closing &closing);

    /// When a user who starts at `now` can open its client for the first time: not in an outage.
    [[nodiscard]] double firstOpening(double now) const;

private:
    [[nodiscard]] bool hasOutage() const { return m_parameters->outageAfter > 0 && m_parameters->outage > 0; }
    [[nodiscard]] double outageEnd() const { return m_parameters->outageAfter + m_parameters->outage; }

    const ChatParameters *m_parameters;
    Random m_random;
};

} // namespace throng::users
