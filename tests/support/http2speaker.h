// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>
#include <map>
#include <nghttp2/nghttp2.h>
#include <vector>

namespace throng::test {

/// A server's side of one HTTP/2 connection, for a script that speaks HTTP/1.1: requests come out as they would have
/// looked there, and what is answered in those terms goes out in frames, on the stream of the newest request. What has
/// no such form (resets, GOAWAY, frames that are wrong) a test does on the session itself.
class Http2Speaker {
public:
    using Request = std::function<void(const QByteArray &head, const QByteArray &body)>;
    using Output = std::function<void(const QByteArray &bytes)>;

    Http2Speaker(Request request, Output output);
    ~Http2Speaker();
    Http2Speaker(const Http2Speaker &) = delete;
    Http2Speaker &operator=(const Http2Speaker &) = delete;

    void take(const QByteArray &bytes);
    /// Part of a response, whose body is as long as its Content-Length says, or lasts until endBodies().
    void answer(const QByteArray &bytes);
    void endBodies();
    /// GOAWAY: nothing after what was asked so far. What is still open goes on.
    void goAway(uint32_t code = NGHTTP2_NO_ERROR, const QByteArray &reason = {});

    [[nodiscard]] nghttp2_session *session() const { return m_session; }
    /// Of the newest request.
    [[nodiscard]] int32_t stream() const { return m_newest; }
    /// That stream is answered by what follows.
    void select(int32_t stream) { m_newest = stream; }
    /// Sends what the session has to say by now.
    void flush();
    /// From now on the client may send no more than it may already; `full` hears of each stream whose window it filled.
    void holdWindows(std::function<void(int32_t stream)> full) { m_full = std::move(full); }
    /// PINGs that the client answered.
    [[nodiscard]] int pongs() const { return m_pongs; }
    /// Whether the client ended that stream with RST_STREAM.
    [[nodiscard]] bool wasReset(int32_t stream) const;

private:
    struct Exchange {
        QByteArray head; ///< as it would have been in HTTP/1.1
        QByteArray body;
        bool toHead = false;
        QByteArray answer; ///< not understood yet
        bool answering = false;
        qint64 bodyLeft = -1; ///< -1: until endBodies()
        QByteArray data; ///< to be sent
        bool ended = false;
        bool reset = false;
    };

    static int header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, std::size_t nameSize,
        const uint8_t *value, std::size_t valueSize, uint8_t, void *self);
    static int received(nghttp2_session *session, const nghttp2_frame *frame, void *self);
    static int data(nghttp2_session *session, uint8_t, int32_t id, const uint8_t *bytes, std::size_t size, void *self);
    static ssize_t bodyWanted(nghttp2_session *session, int32_t id, uint8_t *buffer, std::size_t size, uint32_t *flags,
        nghttp2_data_source *source, void *self);
    void answerHead(int32_t id, Exchange &exchange, const QByteArray &head);
    void answerBody(int32_t id, Exchange &exchange);

    Request m_request;
    Output m_output;
    nghttp2_session *m_session = nullptr;
    std::map<int32_t, Exchange> m_exchanges;
    std::vector<int32_t> m_complete; // requests that came whole, not told yet
    std::vector<int32_t> m_filled; // streams whose windows are full, not told yet
    std::function<void(int32_t)> m_full;
    int32_t m_newest = 0;
    int m_pongs = 0;
    bool m_working = false;
};

} // namespace throng::test
