// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/http2connection.h"

namespace throng::http {

/// What nghttp2 calls while it works. Nothing here calls the lane: streams remember what became of them.
struct Http2Connection::Callbacks {
    /// A client's session whose user data is the connection.
    [[nodiscard]] static nghttp2_session *newSession(Http2Connection &connection);
    /// Reads the stream's body as it is asked for.
    [[nodiscard]] static nghttp2_data_provider bodyOf(Stream &stream);

private:
    static int headersBegin(nghttp2_session *session, const nghttp2_frame *frame, void *self);
    static int header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, std::size_t nameSize,
        const uint8_t *value, std::size_t valueSize, uint8_t, void *self);
    static int frameReceived(nghttp2_session *session, const nghttp2_frame *frame, void *self);
    static int dataReceived(
        nghttp2_session *session, uint8_t, int32_t id, const uint8_t *data, std::size_t size, void *);
    static int frameSent(nghttp2_session *session, const nghttp2_frame *frame, void *self);
    static int streamClosed(nghttp2_session *session, int32_t id, uint32_t code, void *self);
    static int complaint(nghttp2_session *session, int code, const char *text, std::size_t size, void *self);
    static ssize_t bodyWanted(nghttp2_session *session, int32_t id, uint8_t *buffer, std::size_t size, uint32_t *flags,
        nghttp2_data_source *source, void *self);

    [[nodiscard]] static Stream *streamOf(nghttp2_session *session, int32_t id);
    static void headDone(Stream &stream);
    static void responseDone(Stream &stream);
};

} // namespace throng::http
