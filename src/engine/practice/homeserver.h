// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/practice/accounts.h"
#include "engine/practice/backstage.h"
#include "engine/practice/media.h"
#include "engine/practice/options.h"
#include "engine/practice/rooms.h"
#include "engine/practice/syncs.h"
#include "engine/practice/truth.h"

#include <string>

namespace throng::practice {

/// The state of the practice homeserver. Everything in it lives on the server's thread: there is no lock.
struct Homeserver {
    enum class Alphabet : unsigned char { Mixed, Upper, Hex };

    Homeserver(boost::asio::io_context &context, const Options &options, Truth &books, Backstage &backstage);

    /// Random characters: identifiers and tokens, repeatable by the seed.
    std::string randomText(std::size_t length, Alphabet alphabet);
    /// The next place in the order of all that happens.
    Position advance() { return ++position; }
    [[nodiscard]] std::int64_t now() const; ///< ms since 1970, bent by clockJump
    /// The refusal when a cap of the options is reached; it is noted in the books.
    Refusal full(const char *what);

    boost::asio::io_context &context;
    Options options;
    Truth &books; ///< counted into as things are accepted
    Backstage &backstage;
    std::string name;
    quint16 port = 0; ///< where it listens
    Random random;
    Position position = 0;
    std::chrono::milliseconds clockJump { 0 }; ///< of a fault, for the request in hand
    std::shared_ptr<const SyncFilter> defaultFilter; ///< of a sync without a filter: the timeline limit alone

    Accounts accounts { *this };
    Rooms rooms { *this };
    Media media { *this };
    Syncs syncs { *this }; ///< last: goes first, and looks at the others while it does
};

} // namespace throng::practice
