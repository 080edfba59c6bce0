// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace throng::matrix {

/// One limit of a server as its 429s show it: a bucket that holds so many, and is filled again one at a time.
struct RateLimit {
    enum class Kind : quint8 { Registration, Room, Invitation, Message, Join, Login };

    Kind kind = Kind::Message;
    int tried = 0; ///< requests sent, the refused one included
    bool met = false; ///< a 429 came
    int atOnce = 0; ///< met: so many passed before it
    std::optional<std::chrono::milliseconds>
        oneEvery {}; ///< met: how long until the next one passes, if the server says
    QString trouble {}; ///< why it could not be found out; empty otherwise

    friend bool operator==(const RateLimit &, const RateLimit &) = default;
};

/// What Synapse allows unless its configuration says otherwise (1.163).
struct LimitDefault {
    int atOnce;
    std::chrono::milliseconds oneEvery;
};
[[nodiscard]] LimitDefault synapseDefault(RateLimit::Kind kind);

/// The limit is the default, as far as its figures go: a wait is known to some tenths of a second.
[[nodiscard]] bool isSynapseDefault(const RateLimit &limit);

} // namespace throng::matrix
