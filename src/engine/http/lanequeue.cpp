// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/lanequeue.h"

#include "engine/http/http1connection.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::http {

LaneQueue::LaneQueue(AccessManager &manager, std::shared_ptr<const Origin> origin)
    : Deadline(manager.reactor().deadlines())
    , m_manager(manager)
    , m_reactor(manager.reactor())
    , m_origin(std::move(origin))
{
}

LaneQueue::~LaneQueue()
{
    while (Transfer *left = m_active ? m_active : m_first)
        abandon(*left);
    dropConnection();
}

void LaneQueue::start(Transfer &transfer, Nanoseconds timeout)
{
    const Clock::time_point now = Clock::now();
    transfer.response.timings.start = now;
    transfer.m_timeout = timeout;
    transfer.m_deadline = now + timeout;
    transfer.m_state = Transfer::State::Queued;
    transfer.m_lane = this;
    notLaterThan(transfer.m_deadline);
    append(transfer);
    if (!m_active)
        next();
}

void LaneQueue::abandon(Transfer &transfer)
{
    transfer.response.timings.total = transfer.elapsed();
    const bool wasActive = &transfer == m_active;
    remove(transfer);
    transfer.m_state = Transfer::State::Finished;
    transfer.m_lane = nullptr;
    if (wasActive)
        dropConnection();
    if (m_first)
        next();
    else if (m_connection && !m_connection->isOpen())
        dropConnection(); // nobody waits for it any more
}

void LaneQueue::closeIfIdle()
{
    if (!m_active && !m_first)
        dropConnection();
}

void LaneQueue::resumeSending(Transfer &transfer)
{
    if (&transfer == m_active)
        m_connection->resumeSending();
}

void LaneQueue::resumeReading(Transfer &transfer)
{
    if (&transfer == m_active)
        m_connection->resumeReading();
}

void LaneQueue::next()
{
    if (m_active || !m_first || m_first->response.failure != Failure::None)
        return; // the last: it failed and its end comes with the deadline
    if (!m_connection) {
        dial();
    } else if (m_connection->isIdle()) {
        if (m_connection->checkStillOpen()) {
            Transfer &transfer = *m_first;
            m_first = transfer.m_next;
            transfer.m_next = nullptr;
            begin(transfer);
        } else {
            m_lostWhileIdle = true;
            dropConnection();
            dial();
        }
    }
}

void LaneQueue::begin(Transfer &transfer)
{
    m_active = &transfer;
    Timings &timings = transfer.response.timings;
    const Transport &transport = m_connection->transport();
    const Clock::time_point now = Clock::now();
    timings.waited = now - timings.start;
    timings.localPort = transport.localPort();
    if (std::exchange(m_freshConnection, false)) {
        timings.newConnection = true;
        timings.connect = transport.connectTime();
        timings.tls = transport.tlsTime();
        // Only the opening that happened while it waited is to be taken off.
        const Nanoseconds opening =
            std::min(timings.connect + timings.tls, Nanoseconds(transport.openedAt() - timings.start));
        timings.waited = std::max(Nanoseconds(0), timings.waited - opening);
    }
    timings.opening = now - timings.start - timings.waited;
    WorkLog *const log = m_reactor.workLog();
    if (log)
        log->mark();
    m_connection->begin(transfer);
    if (log) {
        const Clock::time_point written = Clock::now();
        timings.writing = written - now;
        timings.worked = log->worked(now, written);
    }
}

void LaneQueue::dial()
{
    if (std::exchange(m_lostWhileIdle, false))
        ++m_reactor.counters().reopenedAfterIdleClose;
    m_connection = std::make_shared<Http1Connection>(*this, m_origin);
    m_freshConnection = true;
    if (m_connection->open(std::min<Nanoseconds>(m_first->deadline() - Clock::now(), s_longestDial)))
        return;
    dropConnection();
    for (Transfer *transfer = m_first; transfer; transfer = transfer->m_next) {
        transfer->response.failure = Failure::Connect;
        transfer->response.failureText = u"No connection can be begun: out of memory?"_s;
        transfer->m_deadline = Clock::now();
    }
    arm(Clock::now());
}

void LaneQueue::dropConnection()
{
    if (!m_connection)
        return;
    m_connection->close();
    m_reactor.destroyLater(std::exchange(m_connection, nullptr)); // it may be the one that called us
}

void LaneQueue::connectionOpened()
{
    m_idleSince = Clock::now();
    notLaterThan(m_idleSince + m_manager.idleTimeout());
    next();
}

void LaneQueue::connectionFailed(Failure failure, const QString &text)
{
    dropConnection();
    const Clock::time_point now = Clock::now();
    for (Transfer *transfer = m_first; transfer; transfer = transfer->m_next) {
        transfer->response.failure = failure;
        transfer->response.failureText = text;
        transfer->m_deadline = now;
    }
    if (m_first)
        arm(now); // one after the other, each from a fresh stack
}

void LaneQueue::connectionLostWhileIdle()
{
    m_lostWhileIdle = true;
    dropConnection();
    next();
}

void LaneQueue::connectionLostUnanswered(const QString &text)
{
    Transfer &transfer = *m_active;
    // The server closed an idle connection while our request was on its way to it, most likely. What it never saw, or
    // may see twice, goes out again: once, as the next connection is a fresh one.
    const bool reused = m_connection->isReused();
    const bool harmless = !transfer.isWritten() || transfer.isRepeatable();
    if (reused && harmless && !transfer.m_resent && transfer.rewind()) {
        transfer.m_resent = true;
        if (transfer.isWritten())
            ++m_reactor.counters().resent;
        transfer.m_state = Transfer::State::Queued;
        m_active = nullptr;
        m_lostWhileIdle = true;
        dropConnection();
        prepend(transfer);
        next();
        return;
    }
    transferFailed(Failure::ConnectionLost,
        reused && !harmless ? text + u"; it may have acted on the request, which is not sent again"_s : text);
}

void LaneQueue::transferAnswered(bool reusable)
{
    Transfer &transfer = *std::exchange(m_active, nullptr);
    const Clock::time_point now = Clock::now();
    Timings &timings = transfer.response.timings;
    timings.total = now - timings.start;
    const std::optional<Clock::time_point> arrived = m_connection->transport().arrivedAt();
    if (WorkLog *const log = m_reactor.workLog(); log && arrived) {
        // A thread that was interrupted while it wrote may find the answer there already: that time counts once.
        const Clock::time_point written = timings.start + timings.waited + timings.opening + timings.writing;
        const Clock::time_point unreadSince = std::max(*arrived, written);
        timings.unread = now - unreadSince;
        timings.worked += log->worked(unreadSince, now);
        log->mark();
    }
    if (reusable) {
        m_idleSince = now;
        notLaterThan(now + m_manager.idleTimeout());
    } else {
        dropConnection();
    }
    if (m_first)
        next();
    finish(transfer);
}

void LaneQueue::transferFailed(Failure failure, const QString &text)
{
    Transfer &transfer = *m_active;
    abandon(transfer);
    transfer.response.failure = failure;
    transfer.response.failureText = text;
    finish(transfer);
}

void LaneQueue::expired(Clock::time_point now)
{
    Transfer *overdue = m_active && m_active->deadline() <= now ? m_active : nullptr;
    for (Transfer *transfer = m_first; transfer && !overdue; transfer = transfer->m_next) {
        if (transfer->deadline() <= now)
            overdue = transfer;
    }
    if (!overdue) {
        const bool idle = m_connection && m_connection->isIdle();
        if (idle && m_idleSince + m_manager.idleTimeout() <= now)
            dropConnection();
        watchDeadlines();
        return;
    }
    Response &response = overdue->response;
    if (response.failure == Failure::None) {
        response.failure = Failure::Timeout;
        response.failureText = timeoutText(*overdue);
    }
    abandon(*overdue);
    watchDeadlines(); // others may be overdue as well: theirs come next
    finish(*overdue);
}

void LaneQueue::watchDeadlines()
{
    if (m_active)
        notLaterThan(m_active->deadline());
    for (Transfer *transfer = m_first; transfer; transfer = transfer->m_next)
        notLaterThan(transfer->deadline());
    if (m_connection && m_connection->isIdle())
        notLaterThan(m_idleSince + m_manager.idleTimeout());
}

QString LaneQueue::timeoutText(const Transfer &transfer) const
{
    const double seconds = std::chrono::duration<double>(transfer.m_timeout).count();
    const QString host = QString::fromLatin1(m_origin->hostHeader);
    switch (transfer.state()) {
    case Transfer::State::Sending:
        return u"%1 did not take the whole request within %2 s"_s.arg(host).arg(seconds);
    case Transfer::State::Waiting:
        return u"%1 did not answer within %2 s"_s.arg(host).arg(seconds);
    case Transfer::State::Receiving:
        return u"%1 did not finish its answer within %2 s: %3 bytes came"_s.arg(host).arg(seconds).arg(
            transfer.response.bytesReceived);
    default:
        break;
    }
    if (m_active)
        return u"The request before it kept the connection to %1 for %2 s"_s.arg(host).arg(seconds);
    return u"No connection to %1 within %2 s"_s.arg(host).arg(seconds);
}

void LaneQueue::finish(Transfer &transfer)
{
    transfer.m_state = Transfer::State::Finished;
    transfer.m_lane = nullptr;
    transfer.finished(); // may be the end of this lane
}

void LaneQueue::append(Transfer &transfer)
{
    Transfer **end = &m_first;
    while (*end)
        end = &(*end)->m_next;
    *end = &transfer;
    transfer.m_next = nullptr;
}

void LaneQueue::prepend(Transfer &transfer)
{
    transfer.m_next = m_first;
    m_first = &transfer;
}

void LaneQueue::remove(Transfer &transfer)
{
    if (&transfer == m_active) {
        m_active = nullptr;
        return;
    }
    for (Transfer **link = &m_first; *link; link = &(*link)->m_next) {
        if (*link == &transfer) {
            *link = transfer.m_next;
            transfer.m_next = nullptr;
            return;
        }
    }
}

} // namespace throng::http
