// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/lanequeue.h"

#include "engine/base/words.h"
#include "engine/http/destination.h"
#include "engine/http/http1connection.h"
#include "engine/http/http2connection.h"

#include <algorithm>

namespace throng::http {

LaneQueue::LaneQueue(AccessManager &manager, Destination &destination)
    : Deadline(manager.reactor().deadlines())
    , m_manager(manager)
    , m_reactor(manager.reactor())
    , m_destination(destination)
{
}

LaneQueue::~LaneQueue()
{
    while (Transfer *left = m_waiting.first ? m_waiting.first : m_active.first)
        abandon(*left);
    stopDialling();
    if (m_connection)
        drop(*m_connection);
    while (!m_draining.empty())
        drop(*m_draining.back());
}

void LaneQueue::start(Transfer &transfer, Lane wanted, Nanoseconds timeout)
{
    const Clock::time_point now = Clock::now();
    transfer.response.timings.start = now;
    transfer.m_timeout = timeout;
    transfer.m_deadline = now + timeout;
    transfer.m_state = Transfer::State::Queued;
    transfer.m_wanted = wanted;
    adopt(transfer);
}

void LaneQueue::adopt(Transfer &transfer)
{
    transfer.m_lane = this;
    notLaterThan(transfer.m_deadline);
    m_waiting.append(transfer);
    next();
}

Transfer *LaneQueue::takeWaiting(Lane wanted)
{
    for (Transfer *transfer = m_waiting.first; transfer; transfer = transfer->m_next) {
        if (transfer->m_wanted == wanted) {
            m_waiting.remove(*transfer);
            return transfer;
        }
    }
    return nullptr;
}

void LaneQueue::abandon(Transfer &transfer)
{
    transfer.response.timings.total = transfer.elapsed();
    if (transfer.m_connection)
        detach(transfer);
    else
        m_waiting.remove(transfer);
    transfer.m_state = Transfer::State::Finished;
    transfer.m_lane = nullptr;
    if (m_waiting.first)
        next();
    else
        stopDialling(); // nobody waits for it any more
}

void LaneQueue::detach(Transfer &transfer)
{
    m_active.remove(transfer);
    Connection &connection = *std::exchange(transfer.m_connection, nullptr);
    if (connection.cancel(transfer))
        dropIfDrained(connection);
    else
        drop(connection);
}

void LaneQueue::closeIfIdle()
{
    if (m_connection && m_connection->isIdle() && !m_waiting.first)
        drop(*m_connection);
}

void LaneQueue::resumeSending(Transfer &transfer)
{
    if (transfer.m_connection)
        transfer.m_connection->resumeSending(transfer);
}

void LaneQueue::resumeReading(Transfer &transfer)
{
    if (transfer.m_connection)
        transfer.m_connection->resumeReading(transfer);
}

void LaneQueue::next()
{
    // Nothing after one that failed: its end comes with the deadline, and says what is next.
    while (m_waiting.first && m_waiting.first->response.failure == Failure::None) {
        if (m_connection && m_connection->isIdle() && !m_connection->checkStillOpen()) {
            m_lostWhileIdle = true;
            drop(*m_connection);
        }
        if (!m_connection) {
            if (!m_transport)
                dial();
            return;
        }
        if (!m_connection->hasRoom())
            return;
        Transfer &transfer = *m_waiting.first;
        m_waiting.remove(transfer);
        begin(transfer);
    }
}

void LaneQueue::begin(Transfer &transfer)
{
    m_active.append(transfer);
    transfer.m_connection = m_connection.get();
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
    const std::shared_ptr<const Origin> &origin = m_destination.origin();
    auto offer = Transport::OfferHttp2::No;
    if (m_destination.mayBeHttp2()) {
        const bool only = origin->tls.versions == HttpVersions::Http2;
        offer = only ? Transport::OfferHttp2::Only : Transport::OfferHttp2::Yes;
    }
    m_transport = std::make_unique<Transport>(m_reactor, origin, static_cast<Transport::Opener &>(*this));
    m_freshConnection = true;
    const Nanoseconds left = m_waiting.first->deadline() - Clock::now();
    if (!m_transport->open(std::min<Nanoseconds>(left, s_longestDial), offer))
        transportFailed(Failure::Connect, Words::tr("No connection can be begun: out of memory?"));
}

void LaneQueue::stopDialling()
{
    if (!m_transport)
        return;
    m_transport->close();
    m_reactor.destroyLater(std::shared_ptr<Transport>(std::move(m_transport))); // it may be what called us
}

void LaneQueue::drop(Connection &connection)
{
    std::shared_ptr<Connection> dropped;
    if (m_connection.get() == &connection) {
        dropped = std::exchange(m_connection, nullptr);
    } else {
        const auto at = std::find_if(m_draining.begin(), m_draining.end(),
            [&](const std::shared_ptr<Connection> &other) { return other.get() == &connection; });
        dropped = std::move(*at);
        m_draining.erase(at);
    }
    dropped->close();
    m_reactor.destroyLater(std::move(dropped)); // it may be the one that called us
}

void LaneQueue::dropIfDrained(Connection &connection)
{
    if (&connection != m_connection.get() && connection.isIdle())
        drop(connection);
}

void LaneQueue::transportOpened()
{
    std::unique_ptr<Transport> transport = std::move(m_transport);
    m_idleSince = Clock::now();
    notLaterThan(m_idleSince + m_manager.idleTimeout());
    if (transport->agreedOnHttp2()) {
        m_connection = std::make_shared<Http2Connection>(*this, std::move(transport));
    } else if (m_destination.mayBeHttp2() && m_destination.origin()->tls.versions == HttpVersions::Http2) {
        m_transport = std::move(transport);
        transportFailed(Failure::Tls,
            Words::tr("%1 does not speak HTTP/2, and only that was offered to it")
                .arg(QString::fromLatin1(m_destination.origin()->hostHeader)));
        return;
    } else {
        m_connection = std::make_shared<Http1Connection>(*this, std::move(transport));
        m_destination.agreedOnHttp1();
    }
    next();
}

void LaneQueue::transportFailed(Failure failure, const QString &text)
{
    stopDialling();
    const Clock::time_point now = Clock::now();
    for (Transfer *transfer = m_waiting.first; transfer; transfer = transfer->m_next) {
        transfer->response.failure = failure;
        transfer->response.failureText = text;
        transfer->m_deadline = now;
    }
    if (m_waiting.first)
        arm(now); // one after the other, each from a fresh stack
}

void LaneQueue::connectionLostWhileIdle(Connection &connection)
{
    m_lostWhileIdle = &connection == m_connection.get();
    drop(connection);
    next();
}

void LaneQueue::connectionDraining(Connection &connection)
{
    if (&connection != m_connection.get())
        return;
    m_draining.push_back(std::move(m_connection));
    m_connection = nullptr;
    next();
}

void LaneQueue::transferUnanswered(Transfer &transfer, const QString &text, bool seen)
{
    // The server closed an idle connection while our request was on its way to it, most likely. What it never saw, or
    // may see twice, goes out again: once, as the next connection is a fresh one.
    const bool reused = transfer.m_connection->isReused() || !seen;
    const bool harmless = !seen || !transfer.isWritten() || transfer.isRepeatable();
    if (reused && harmless && !transfer.m_resent && transfer.rewind()) {
        transfer.m_resent = true;
        transfer.m_written = transfer.m_written && seen;
        if (transfer.isWritten())
            ++m_reactor.counters().resent;
        transfer.m_state = Transfer::State::Queued;
        detach(transfer);
        m_lostWhileIdle = !m_connection;
        m_waiting.prepend(transfer);
        next();
        return;
    }
    transferFailed(transfer, Failure::ConnectionLost,
        reused && !harmless ? Words::tr("%1; it may have acted on the request, which is not sent again").arg(text)
                            : text);
}

void LaneQueue::transferAnswered(Transfer &transfer, bool reusable, Clock::time_point at)
{
    m_active.remove(transfer);
    Connection &connection = *std::exchange(transfer.m_connection, nullptr);
    Timings &timings = transfer.response.timings;
    timings.total = at - timings.start;
    const std::optional<Clock::time_point> arrived = connection.transport().arrivedAt();
    if (WorkLog *const log = m_reactor.workLog(); log && arrived) {
        // A thread that was interrupted while it wrote may find the answer there already: that time counts once.
        const Clock::time_point written = timings.start + timings.waited + timings.opening + timings.writing;
        const Clock::time_point unreadSince = std::max(*arrived, written);
        timings.unread = at - unreadSince;
        timings.worked += log->worked(unreadSince, at);
        log->mark();
    }
    if (reusable) {
        m_idleSince = at;
        notLaterThan(at + m_manager.idleTimeout());
        dropIfDrained(connection);
    } else {
        drop(connection);
    }
    next();
    finish(transfer);
}

void LaneQueue::transferFailed(Transfer &transfer, Failure failure, const QString &text)
{
    abandon(transfer);
    transfer.response.failure = failure;
    transfer.response.failureText = text;
    finish(transfer);
}

void LaneQueue::expired(Clock::time_point now)
{
    Transfer *overdue = m_active.overdue(now);
    if (!overdue)
        overdue = m_waiting.overdue(now);
    if (!overdue) {
        const bool idle = m_connection && m_connection->isIdle();
        if (idle && m_idleSince + m_manager.idleTimeout() <= now)
            drop(*m_connection);
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
    for (const List &list : { m_active, m_waiting }) {
        for (const Transfer *transfer = list.first; transfer; transfer = transfer->m_next)
            notLaterThan(transfer->deadline());
    }
    if (m_connection && m_connection->isIdle())
        notLaterThan(m_idleSince + m_manager.idleTimeout());
}

QString LaneQueue::timeoutText(const Transfer &transfer) const
{
    const double seconds = std::chrono::duration<double>(transfer.m_timeout).count();
    const QString host = QString::fromLatin1(m_destination.origin()->hostHeader);
    switch (transfer.state()) {
    case Transfer::State::Sending:
        return Words::tr("%1 did not take the whole request within %2 s").arg(host).arg(seconds);
    case Transfer::State::Waiting:
        return Words::tr("%1 did not answer within %2 s").arg(host).arg(seconds);
    case Transfer::State::Receiving:
        return Words::tr("%1 did not finish its answer within %2 s: %3 bytes came")
            .arg(host)
            .arg(seconds)
            .arg(transfer.response.bytesReceived);
    default:
        break;
    }
    if (m_active.first)
        return Words::tr("The request before it kept the connection to %1 for %2 s").arg(host).arg(seconds);
    return Words::tr("No connection to %1 within %2 s").arg(host).arg(seconds);
}

void LaneQueue::finish(Transfer &transfer)
{
    transfer.m_state = Transfer::State::Finished;
    transfer.m_lane = nullptr;
    transfer.finished(); // may be the end of this lane
}

void LaneQueue::List::append(Transfer &transfer)
{
    Transfer **end = &first;
    while (*end)
        end = &(*end)->m_next;
    *end = &transfer;
    transfer.m_next = nullptr;
}

void LaneQueue::List::prepend(Transfer &transfer)
{
    transfer.m_next = first;
    first = &transfer;
}

void LaneQueue::List::remove(Transfer &transfer)
{
    for (Transfer **link = &first; *link; link = &(*link)->m_next) {
        if (*link == &transfer) {
            *link = std::exchange(transfer.m_next, nullptr);
            return;
        }
    }
}

Transfer *LaneQueue::List::overdue(Clock::time_point now) const
{
    for (Transfer *transfer = first; transfer; transfer = transfer->m_next) {
        if (transfer->deadline() <= now)
            return transfer;
    }
    return nullptr;
}

} // namespace throng::http
