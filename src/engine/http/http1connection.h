// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/connection.h"
#include "engine/http/responseparser.h"

namespace throng::http {

/// HTTP/1.1 (RFC 9112): one exchange after the other.
class Http1Connection final : public Connection, private ResponseParser::Sink, private Deadline {
public:
    Http1Connection(LaneQueue &lane, std::unique_ptr<Transport> transport);

    void close() override;
    [[nodiscard]] bool hasRoom() const override { return !m_transfer; }
    [[nodiscard]] bool isIdle() const override { return !m_transfer; }
    [[nodiscard]] bool checkStillOpen() override;
    void begin(Transfer &transfer) override;
    [[nodiscard]] bool cancel(Transfer &) override { return false; }
    void resumeSending(Transfer &) override { sendPending(); }
    void resumeReading(Transfer &) override;

private:
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

    Reactor &m_reactor;
    Transfer *m_transfer = nullptr;
    std::optional<ResponseParser> m_parser;
    QByteArray m_pending; // being sent; stays where it is until it has gone
    qsizetype m_pendingAt = 0;
    QByteArray m_body; // goes after m_pending
    qint64 m_headLeft = 0;
    qint64 m_bodySent = 0;
    quint64 m_quietSince = 0; // the reactor's turn in which the last read came to the end of what there was
    bool m_sendingDone = true;
    bool m_sendingBroken = false;
    bool m_garbage = false; // bytes that belong to no response
    bool m_paused = false;
};

} // namespace throng::http
