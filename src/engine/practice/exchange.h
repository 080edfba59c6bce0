// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/httpmessage.h"
#include "engine/practice/syncresponse.h"
#include "engine/practice/truth.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace throng::practice {

class Connection;
class ExchangeHandler;
struct ActiveFault;
struct Route;

/// One request and, some time later, its one answer. Everything that happens to a request on its way through the
/// server (route, fault, times, what its answer delivers) is noted on it.
struct Exchange : std::enable_shared_from_this<Exchange> {
    HttpRequest request;
    std::weak_ptr<Connection> connection;

    const Route *route = nullptr; ///< null: nothing here has such a path
    std::vector<std::string> parameters; ///< of the path, decoded, in order
    std::shared_ptr<ActiveFault> fault; ///< what befalls it, if anything

    RequestRecord record;
    std::string receiver; ///< of `deliveries`: a user ID
    std::vector<EventPtr> deliveries; ///< timeline events of a sync's answer
    bool distorted = false; ///< the fault found timelines to work on

    std::function<void()> abandoned; ///< the client left before the answer
    bool answered = false;

    ExchangeHandler *handler = nullptr;
    /// The one way to answer; later calls are ignored.
    void answer(Answer reply);
};

using ExchangePtr = std::shared_ptr<Exchange>;

/// What a connection reports to.
class ExchangeHandler {
public:
    virtual ~ExchangeHandler() = default;
    /// A whole request has come. Answered now or later.
    virtual void handle(const ExchangePtr &exchange) = 0;
    /// Sends what Exchange::answer() was given, faults and all.
    virtual void answer(Exchange &exchange, Answer reply) = 0;
    /// The last byte of the answer was handed to the kernel (`whole`), or the connection ended before.
    virtual void finished(Exchange &exchange, bool whole) = 0;
    /// No HTTP, or over a limit. The connection answers by itself and closes.
    virtual void malformed(int status) = 0;
};

inline void Exchange::answer(Answer reply)
{
    if (!std::exchange(answered, true))
        handler->answer(*this, std::move(reply));
}

} // namespace throng::practice
