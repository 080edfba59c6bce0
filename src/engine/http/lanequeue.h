// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/accessmanager.h"
#include "engine/http/deadline.h"
#include "engine/http/transfer.h"
#include "engine/http/transport.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace throng::http {

class Connection;
class Destination;

/// The transfers of one lane to one origin, over a connection that is opened when there is something to send and closed
/// when there was nothing for a while: one after the other in HTTP/1.1, as many at once as the server takes in HTTP/2.
///
/// One deadline serves the timeouts of all its transfers and the idle time. Nothing that can destroy a lane or its
/// manager (a transfer's finished()) is called before the lane is done with itself.
class LaneQueue final : private Deadline, private Transport::Opener {
public:
    LaneQueue(AccessManager &manager, Destination &destination);
    ~LaneQueue() override;

    /// response.timings.start and the deadline count from now. `wanted` is where it belongs if lanes are told apart.
    /// Never finishes the transfer before it returns.
    void start(Transfer &transfer, Lane wanted, Nanoseconds timeout);
    /// Another lane's, as it stands.
    void adopt(Transfer &transfer);
    /// The first of those waiting that want that lane, out of the queue; null when there is none.
    [[nodiscard]] Transfer *takeWaiting(Lane wanted);
    /// Forgets the transfer at once; finished() is not called. What was being sent or received ends: in HTTP/1.1 with
    /// its connection.
    void abandon(Transfer &transfer);
    /// Does not wait for the idle time to pass.
    void closeIfIdle();
    void resumeSending(Transfer &transfer);
    void resumeReading(Transfer &transfer);

    [[nodiscard]] Reactor &reactor() const { return m_reactor; }
    [[nodiscard]] const Limits &limits() const { return m_manager.limits(); }
    /// What the body of that transfer's response may grow to.
    [[nodiscard]] qint64 bodyLimitOf(const Transfer &transfer) const
    {
        const qint64 most = limits().bodyBytes;
        return transfer.bodyLimit() > 0 ? std::min(transfer.bodyLimit(), most) : most;
    }

private:
    friend class Http1Connection;
    friend class Http2Connection;

    // What a connection says. It was on it that the transfers are or were.
    void connectionLostWhileIdle(Connection &connection);
    /// It takes nothing new, but what is on it goes on.
    void connectionDraining(Connection &connection);
    /// It may have room again.
    void connectionHasRoom() { next(); }
    /// `at`: when the last of the answer was read.
    void transferAnswered(Transfer &transfer, bool reusable, Clock::time_point at);
    void transferFailed(Transfer &transfer, Failure failure, const QString &text);
    /// `seen`: the server may have acted on it, as far as anybody knows.
    void transferUnanswered(Transfer &transfer, const QString &text, bool seen = true);

    void transportOpened() override;
    void transportFailed(Failure failure, const QString &text) override;
    void expired(Clock::time_point now) override;
    void dial();
    void stopDialling();
    void drop(Connection &connection);
    void dropIfDrained(Connection &connection);
    /// From its connection, which may not outlast that.
    void detach(Transfer &transfer);
    void next();
    void begin(Transfer &transfer);
    void finish(Transfer &transfer);
    void watchDeadlines();
    [[nodiscard]] QString timeoutText(const Transfer &transfer) const;

    /// Transfers, each in at most one list.
    struct List {
        Transfer *first = nullptr;

        void append(Transfer &transfer);
        void prepend(Transfer &transfer);
        void remove(Transfer &transfer);
        [[nodiscard]] Transfer *overdue(Clock::time_point now) const;
    };

    /// Also for requests without a timeout.
    static constexpr Nanoseconds s_longestDial = std::chrono::minutes(2);

    AccessManager &m_manager;
    Reactor &m_reactor;
    Destination &m_destination;
    std::unique_ptr<Transport> m_transport; // being opened
    std::shared_ptr<Connection> m_connection;
    std::vector<std::shared_ptr<Connection>> m_draining; // with transfers on them; take no new ones
    List m_active; // on connections
    List m_waiting;
    Clock::time_point m_idleSince;
    bool m_freshConnection = false; // nothing was sent on it yet
    bool m_lostWhileIdle = false; // the connection before, by the server
};

} // namespace throng::http
