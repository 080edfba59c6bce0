// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/deadline.h"
#include "engine/http/sleep.h"
#include "engine/http/worklog.h"

#include <QByteArray>
#include <QHostAddress>
#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>

namespace throng::http {

class CurlMulti;
class Poller;

/// What became of a worker's connections, for its health row.
struct ReactorStatistics {
    int open = 0; ///< connections now
    int connecting = 0; ///< of which still being opened
    quint64 opened = 0; ///< in all
    quint64 failed = 0; ///< could not be opened
    quint64 reopenedAfterIdleClose = 0; ///< opened because the server had closed the one before while it was idle
    /// By what the server spoke on them ("HTTP/1.1 over TLSv1.3"): connections that answered, in all.
    std::map<QByteArray, quint64> spoken;
    quint64 resent = 0; ///< repeatable requests sent again after such a close crossed them on the wire
    Nanoseconds worstLag {}; ///< longest that something due waited for this thread, since the last call
    Nanoseconds worstWake {}; ///< by how much somebody woke later than planned, at worst, since the last call
};

/// The worker thread's hub: its sockets, its deadlines and libcurl's multi handle, inside the thread's Qt event loop.
///
/// On Linux all sockets sit in one epoll set behind one notifier, since Qt's dispatcher looks at each notifier at each
/// turn. Created, used and destroyed on one thread; outlives every AccessManager that was given it.
class Reactor final : public QObject, private DeadlineHeap::Observer {
    Q_OBJECT

public:
    explicit Reactor(QObject *parent = nullptr);
    ~Reactor() override;

    /// `co_await reactor.sleep(scope, 5s)`; throws Stopped as soon as the scope is stopped.
    [[nodiscard]] Sleep sleep(StopScope &scope, Nanoseconds duration) { return Sleep(m_deadlines, scope, duration); }

    /// The worst lags begin anew with each call.
    [[nodiscard]] ReactorStatistics statistics();

    /// Asked about each address before a socket to it is opened, redirects and proxies included: the last word of the
    /// target guard. Refused addresses give Failure::Connect. Unset, everything is allowed.
    void setAddressGuard(std::function<bool(const QHostAddress &)> mayConnect);

    /// From now on the timings of exchanges say what this thread adds to them: connections opened from here on have the
    /// kernel stamp what they receive. Costs some microseconds an exchange.
    void watchLag(bool on);

    // For the classes of this folder.
    [[nodiscard]] DeadlineHeap &deadlines() { return m_deadlines; }
    [[nodiscard]] CurlMulti &curl() { return *m_curl; }
    [[nodiscard]] Poller &poller() { return *m_poller; }
    [[nodiscard]] ReactorStatistics &counters() { return m_counters; }
    [[nodiscard]] bool mayConnect(const QHostAddress &address) const { return !m_guard || m_guard(address); }
    /// One buffer for all connections' reads and one for heads: nothing in them survives a return to the event loop.
    [[nodiscard]] QByteArray &inputScratch() { return m_input; }
    [[nodiscard]] QByteArray &outputScratch() { return m_output; }
    /// Counts the turns of the event loop that had work for us.
    [[nodiscard]] quint64 turn() const { return m_turn; }
    /// Null unless lag is watched.
    [[nodiscard]] WorkLog *workLog() { return m_workLog.get(); }
    /// Destroyed when the present turn is over: a connection may be closed from inside its own call.
    void destroyLater(std::shared_ptr<void> object);

private:
    class Heartbeat;

    void earliestChanged(Clock::time_point earliest) override;
    void runDeadlines();
    void handleEvents();
    void beginTurn();
    void endTurn();

    DeadlineHeap m_deadlines;
    std::unique_ptr<Poller> m_poller;
    std::unique_ptr<CurlMulti> m_curl;
    std::unique_ptr<Heartbeat> m_heartbeat;
    std::unique_ptr<WorkLog> m_workLog;
    QTimer m_timer;
    Clock::time_point m_timerAt = Clock::time_point::max();
    std::vector<std::shared_ptr<void>> m_doomed;
    std::function<bool(const QHostAddress &)> m_guard;
    ReactorStatistics m_counters;
    QByteArray m_input;
    QByteArray m_output;
    quint64 m_turn = 0;
};

} // namespace throng::http
