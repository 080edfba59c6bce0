// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/http2connection.h"
#include "engine/http/transfer.h"

namespace throng::http {

/// One exchange of an HTTP/2 connection, from its request until nghttp2 has closed it.
struct Http2Connection::Stream {
    Transfer *transfer = nullptr; ///< null when nobody wants the answer any more
    int32_t id = 0;
    // The request.
    QByteArray body; ///< to be sent, from bodyAt on
    qsizetype bodyAt = 0;
    qint64 bodySent = 0;
    bool bodyMayFollow = true; ///< Transfer::moreBody() has not said End
    bool requestSent = false;
    // The answer.
    int status = 0; ///< of the head that is coming in
    HeaderList headers;
    qint64 headBytes = 0; ///< as HPACK counts (RFC 7541, 4.1)
    qint64 headLimit = 0;
    qint64 bodyBytes = 0;
    qint64 bodyLimit = 0;
    std::size_t unconsumed = 0; ///< taken, but the server is not to send more for it yet
    int interim = 0; ///< 1xx heads
    bool headDone = false;
    bool grew = false; ///< since the transfer was told last
    bool answered = false;
    Clock::time_point answeredAt;
    bool closed = false; ///< nghttp2 has forgotten it
    bool resetByPeer = false;
    uint32_t closeCode = NGHTTP2_NO_ERROR;
    Failure failure = Failure::None; ///< ours about the answer
    QString failureText;

    /// Asks the transfer for more of the body when what there was has been sent.
    void refill()
    {
        while (bodyAt == body.size() && bodyMayFollow) {
            bodyAt = 0;
            body = {};
            const Transfer::More more = transfer->moreBody(body);
            if (more == Transfer::More::Later)
                return;
            bodyMayFollow = more == Transfer::More::Chunk;
        }
    }
    [[nodiscard]] bool isAllSent() const { return bodyAt == body.size() && !bodyMayFollow; }
    [[nodiscard]] bool isOver() const { return answered || closed || failure != Failure::None; }
    void fail(Failure why, const QString &text)
    {
        failure = why;
        failureText = text;
    }
};

} // namespace throng::http
