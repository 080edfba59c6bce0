// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/request.h"
#include "engine/http/response.h"

namespace throng::http {

class Connection;
class LaneQueue;

/// One request and its response on their way through a lane: what Exchange and Reply have in common.
/// Known to its lane from LaneQueue::start() until finished() or LaneQueue::abandon().
class Transfer {
public:
    enum class State : quint8 { New, Queued, Sending, Waiting, Receiving, Finished };
    enum class More : quint8 { Chunk, Later, End };

    Transfer() = default;
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    [[nodiscard]] State state() const { return m_state; }
    /// Part of the request was handed to the connection: the server may have seen it.
    [[nodiscard]] bool isWritten() const { return m_written; }
    [[nodiscard]] Nanoseconds elapsed() const { return Clock::now() - response.timings.start; }
    [[nodiscard]] Clock::time_point deadline() const { return m_deadline; }

    Response response;

protected:
    virtual ~Transfer();

    /// Appends request line, fields and the empty line.
    virtual void appendHead(QByteArray &out) const = 0;
    /// What follows the head: whole, or the first piece of what moreBody() goes on with.
    [[nodiscard]] virtual QByteArray body() = 0;
    /// For bodies that do not stand in memory. After Later, LaneQueue::resumeSending().
    [[nodiscard]] virtual More moreBody(QByteArray &chunk);
    /// A sending that broke off is to begin again: false when the body cannot be had once more.
    [[nodiscard]] virtual bool rewind() { return true; }

    virtual void sent(qint64 bodyBytes);
    /// response.status and response.headers are there; `announced` is the Content-Length or -1, `reason` the
    /// phrase of the status line.
    virtual void headReceived(qint64 announced, QByteArrayView reason);
    virtual void bodyReceived(QByteArrayView data) { response.body.append(data); }
    /// After each reading that did not bring the end. May call back.
    virtual void progressed() { }
    /// False asks to leave the rest unread until LaneQueue::resumeReading().
    [[nodiscard]] virtual bool wantsMore() const { return true; }
    /// The response is whole, or response.failure says why not. The last call; may destroy the transfer.
    virtual void finished() = 0;

    [[nodiscard]] virtual bool isHeadRequest() const = 0;
    [[nodiscard]] virtual bool isRepeatable() const = 0;
    /// What the response's body may grow to; 0: to the lane's limit.
    [[nodiscard]] virtual qint64 bodyLimit() const { return 0; }

    /// For the next try of the same thing, a redirect. Not while a lane knows it.
    void reset();
    /// Takes effect without the lane being told as long as it is later than the one before.
    void postpone(Clock::time_point deadline) { m_deadline = deadline; }

    LaneQueue *m_lane = nullptr;

private:
    friend class LaneQueue;
    friend class Http1Connection;
    friend class Http2Connection;

    Transfer *m_next = nullptr;
    Connection *m_connection = nullptr; // it is on
    Nanoseconds m_timeout {};
    Clock::time_point m_deadline = Clock::time_point::max();
    State m_state = State::New;
    Lane m_wanted = Lane::Ordinary;
    bool m_written = false;
    bool m_resent = false;
};

} // namespace throng::http
