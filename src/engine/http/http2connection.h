// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/connection.h"
#include "engine/http/deadline.h"

#include <memory>
#include <nghttp2/nghttp2.h>
#include <vector>

namespace throng::http {

/// HTTP/2 (RFC 9113) as browsers use it: everything at once, each exchange on a stream of its own. nghttp2 makes and
/// takes the frames; what it says is remembered while it works, and acted on when it has returned.
class Http2Connection final : public Connection, private Deadline {
public:
    Http2Connection(LaneQueue &lane, std::unique_ptr<Transport> transport);
    ~Http2Connection() override;

    void close() override;
    [[nodiscard]] bool hasRoom() const override;
    [[nodiscard]] bool isIdle() const override;
    [[nodiscard]] bool checkStillOpen() override;
    void begin(Transfer &transfer) override;
    [[nodiscard]] bool cancel(Transfer &transfer) override;
    void resumeSending(Transfer &transfer) override;
    void resumeReading(Transfer &transfer) override;

private:
    struct Stream;
    struct Callbacks; // what nghttp2 calls, http2callbacks.cpp

    void transportReadable(bool hungUp) override;
    void transportWritable() override { flush(); }
    void expired(Clock::time_point) override { transportReadable(true); }

    [[nodiscard]] Stream *streamOf(const Transfer &transfer) const;
    /// False when the connection is at its end: then `m_complaint` is what is wrong with it, if anything is.
    [[nodiscard]] bool take(QByteArrayView received);
    void flush();
    void serve();
    void settle(Stream &stream);
    void tellProgress();
    void forgetClosed();
    void ended(const QString &how);
    [[nodiscard]] QString lossText() const;

    Reactor &m_reactor;
    nghttp2_session *m_session = nullptr;
    std::vector<std::unique_ptr<Stream>> m_streams;
    QByteArray m_output; // being sent; stays where it is until it has gone
    qsizetype m_outputAt = 0;
    QString m_complaint; // by nghttp2, about what the server sends
    QString m_farewell; // the server's, where it ended the connection for a reason
    quint64 m_quietSince = 0; // the reactor's turn in which the last read came to the end of what there was
    bool m_working = false; // nghttp2 is
    bool m_invalid = false; // the server has left the rules, so the connection is at its end
    bool m_goingAway = false; // the server takes no new streams
    bool m_broken = false; // nothing more can be sent
};

} // namespace throng::http
