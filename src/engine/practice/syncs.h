// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/exchange.h"
#include "engine/practice/syncresponse.h"
#include "engine/practice/timer.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace throng::practice {

struct Device;
struct Homeserver;
struct User;

/// A /sync that has nothing to say yet.
struct SyncWait {
    SyncWait(ExchangePtr asked, Device &asking, SyncQuery wanted, boost::asio::io_context &context)
        : exchange(std::move(asked))
        , device(&asking)
        , query(std::move(wanted))
        , deadline(context)
    {
    }

    ExchangePtr exchange;
    Device *device; ///< null once it is over
    SyncQuery query;
    Timer deadline;
    bool due = false; ///< something happened that may concern it, or a worker is at its answer
    std::optional<SyncAnswer> made; ///< what the worker is at, unless more has happened since
};

/// Answers syncs, at once or when something has happened.
class Syncs {
public:
    explicit Syncs(Homeserver &server);
    ~Syncs();

    void begin(const ExchangePtr &exchange, Device &device, SyncQuery query);
    /// Something happened that `user` may want to hear of. Cheap: the answers are made once, after everything that
    /// happens in the same turn of the event loop.
    void wake(User &user);
    /// The device is about to go: its syncs end with 401.
    void endWaits(Device &device);

private:
    SyncAnswer build(SyncWait &wait);
    void flush();
    void answer(SyncWait &wait, SyncAnswer reply);
    void end(SyncWait &wait);
    static void deliver(Exchange &exchange, Device &device, SyncAnswer reply);

    Homeserver &m_server;
    std::vector<std::shared_ptr<SyncWait>> m_due;
    std::shared_ptr<bool> m_alive; ///< gone when this is: exchanges, workers and the event loop may call late
};

} // namespace throng::practice
