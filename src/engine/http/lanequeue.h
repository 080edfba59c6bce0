// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/accessmanager.h"
#include "engine/http/deadline.h"
#include "engine/http/transfer.h"

#include <memory>

namespace throng::http {

class Http1Connection;

/// The transfers of one lane to one origin, one after the other over a connection that is opened when there is
/// something to send and closed when there was nothing for a while.
///
/// One deadline serves the timeouts of all its transfers and the idle time. Nothing that can destroy a lane or its
/// manager (a transfer's finished()) is called before the lane is done with itself.
class LaneQueue final : private Deadline {
public:
    LaneQueue(AccessManager &manager, std::shared_ptr<const Origin> origin);
    ~LaneQueue() override;

    /// response.timings.start and the deadline count from now. Never finishes the transfer before it returns.
    void start(Transfer &transfer, Nanoseconds timeout);
    /// Forgets the transfer at once; finished() is not called. What was being sent or received ends with its
    /// connection.
    void abandon(Transfer &transfer);
    /// Does not wait for the idle time to pass.
    void closeIfIdle();
    void resumeSending(Transfer &transfer);
    void resumeReading(Transfer &transfer);

    [[nodiscard]] Reactor &reactor() const { return m_reactor; }
    [[nodiscard]] const Limits &limits() const { return m_manager.limits(); }
    [[nodiscard]] const std::shared_ptr<const Origin> &origin() const { return m_origin; }

private:
    friend class Http1Connection;

    // What the connection says.
    void connectionOpened();
    void connectionFailed(Failure failure, const QString &text);
    void connectionLostWhileIdle();
    void connectionLostUnanswered(const QString &text);
    void transferAnswered(bool reusable);
    void transferFailed(Failure failure, const QString &text);

    void expired(Clock::time_point now) override;
    void dial();
    void dropConnection();
    void next();
    void begin(Transfer &transfer);
    void append(Transfer &transfer);
    void prepend(Transfer &transfer);
    void remove(Transfer &transfer);
    void finish(Transfer &transfer);
    void watchDeadlines();
    [[nodiscard]] QString timeoutText(const Transfer &transfer) const;

    /// Also for requests without a timeout.
    static constexpr Nanoseconds s_longestDial = std::chrono::minutes(2);

    AccessManager &m_manager;
    Reactor &m_reactor;
    std::shared_ptr<const Origin> m_origin;
    std::shared_ptr<Http1Connection> m_connection;
    Transfer *m_active = nullptr; // on the connection
    Transfer *m_first = nullptr; // waiting
    Clock::time_point m_idleSince;
    bool m_freshConnection = false; // nothing was sent on it yet
    bool m_lostWhileIdle = false; // the connection before, by the server
};

} // namespace throng::http
