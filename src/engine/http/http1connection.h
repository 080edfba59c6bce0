// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/responseparser.h"
#include "engine/http/transport.h"

namespace throng::http {

class LaneQueue;
class Transfer;

/// HTTP/1.1 over one transport, one exchange at a time, on behalf of a lane.
///
/// HTTP/2 gets a class like it beside it: same calls from the lane, same calls to it. The lane then asks the transport
/// which protocol was agreed on once it is open.
class Http1Connection final : private Transport::Observer, private ResponseParser::Sink, private Deadline {
public:
    Http1Connection(LaneQueue &lane, std::shared_ptr<const Origin> origin);

    [[nodiscard]] bool open(Nanoseconds timeout) { return m_transport.open(timeout); }
    /// The lane has no more to do with it. It hears nothing any more.
    void close();

    [[nodiscard]] bool isOpen() const { return m_transport.isOpen(); }
    [[nodiscard]] bool isIdle() const { return isOpen() && !m_transfer; }
    [[nodiscard]] Transport &transport() { return m_transport; }
    /// It answered at least one request: the server may close it at any time now.
    [[nodiscard]] bool isReused() const { return m_answered > 0; }

    /// Looks whether the server has closed it meanwhile: the first send after that would still succeed.
    [[nodiscard]] bool checkStillOpen();
    /// Failures come later, never from inside this call.
    void begin(Transfer &transfer);
    void resumeSending();
    void resumeReading();

private:
    void transportOpened() override;
    void transportFailed(Failure failure, const QString &text) override;
    void transportReadable(bool hungUp) override;
    void transportWritable() override;
    void responseHead(int status, QByteArrayView reason, HeaderList &&headers, qint64 announced) override;
    void responseBody(QByteArrayView data) override;
    void expired(Clock::time_point) override;

    void sendPending();
    void handedOver(std::size_t bytes);
    void consume(QByteArrayView data);
    void ended(Transport::Io how);
    void deliver();
    void countProtocol();

    LaneQueue *m_lane;
    Reactor &m_reactor;
    Transport m_transport;
    Transfer *m_transfer = nullptr;
    std::optional<ResponseParser> m_parser;
    QByteArray m_pending; // being sent; stays where it is until it has gone
    qsizetype m_pendingAt = 0;
    QByteArray m_body; // goes after m_pending
    qint64 m_headLeft = 0;
    qint64 m_bodySent = 0;
    quint64 m_answered = 0;
    quint64 m_quietSince = 0; // the reactor's turn in which the last read came to the end of what there was
    bool m_sendingDone = true;
    bool m_sendingBroken = false;
    bool m_garbage = false; // bytes that belong to no response
    bool m_paused = false;
};

} // namespace throng::http
