// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/http2callbacks.h"

#include "engine/base/words.h"
#include "engine/http/http2stream.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace throng::http {

namespace {

constexpr int interimLimit = 32; // more 1xx than any server has reason to send
constexpr qint64 frameHead = 9; // RFC 9113, 4.1
constexpr qint64 fieldOverhead = 32; // RFC 7541, 4.1

QByteArrayView view(const uint8_t *data, std::size_t size)
{
    return { reinterpret_cast<const char *>(data), qsizetype(size) };
}

const nghttp2_session_callbacks *prepared(void (*fill)(nghttp2_session_callbacks *))
{
    nghttp2_session_callbacks *callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    fill(callbacks);
    return callbacks;
}

const nghttp2_option *preparedOptions()
{
    nghttp2_option *options = nullptr;
    nghttp2_option_new(&options);
    // The server may go on when somebody has taken what it sent, and not before: see Transfer::wantsMore().
    nghttp2_option_set_no_auto_window_update(options, 1);
    return options;
}

} // namespace

nghttp2_session *Http2Connection::Callbacks::newSession(Http2Connection &connection)
{
    // Of all sessions; kept as long as the program runs.
    static const nghttp2_session_callbacks *const callbacks = prepared([](nghttp2_session_callbacks *to) {
        nghttp2_session_callbacks_set_on_begin_headers_callback(to, &headersBegin);
        nghttp2_session_callbacks_set_on_header_callback(to, &header);
        nghttp2_session_callbacks_set_on_frame_recv_callback(to, &frameReceived);
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(to, &dataReceived);
        nghttp2_session_callbacks_set_on_frame_send_callback(to, &frameSent);
        nghttp2_session_callbacks_set_on_stream_close_callback(to, &streamClosed);
        nghttp2_session_callbacks_set_error_callback2(to, &complaint);
    });
    static const nghttp2_option *const options = preparedOptions();
    nghttp2_session *session = nullptr;
    nghttp2_session_client_new2(&session, callbacks, &connection, options);
    return session;
}

nghttp2_data_provider Http2Connection::Callbacks::bodyOf(Stream &stream)
{
    nghttp2_data_provider provider {};
    provider.source.ptr = &stream;
    provider.read_callback = &bodyWanted;
    return provider;
}

Http2Connection::Stream *Http2Connection::Callbacks::streamOf(nghttp2_session *session, int32_t id)
{
    return static_cast<Stream *>(nghttp2_session_get_stream_user_data(session, id));
}

int Http2Connection::Callbacks::headersBegin(nghttp2_session *session, const nghttp2_frame *frame, void *)
{
    Stream *const stream = streamOf(session, frame->hd.stream_id);
    if (!stream || stream->headDone)
        return 0;
    stream->headers.clear();
    stream->status = 0;
    stream->headBytes = 0;
    if (Transfer *const transfer = stream->transfer; transfer && transfer->m_state != Transfer::State::Receiving) {
        Timings &timings = transfer->response.timings;
        timings.firstByte = Clock::now() - timings.start;
        transfer->m_state = Transfer::State::Receiving;
    }
    return 0;
}

int Http2Connection::Callbacks::header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
    std::size_t nameSize, const uint8_t *value, std::size_t valueSize, uint8_t, void *)
{
    Stream *const stream = streamOf(session, frame->hd.stream_id);
    if (!stream)
        return 0;
    stream->headBytes += qint64(nameSize + valueSize) + fieldOverhead;
    if (stream->headBytes > stream->headLimit) {
        stream->fail(
            Failure::TooLarge, Words::tr("The response's head is larger than %1 bytes").arg(stream->headLimit));
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE; // resets the stream
    }
    if (stream->headDone) // trailers
        return 0;
    if (view(name, nameSize) == ":status")
        stream->status = view(value, valueSize).toInt(); // three digits: nghttp2 has looked
    else
        stream->headers.append(view(name, nameSize), view(value, valueSize));
    return 0;
}

int Http2Connection::Callbacks::frameReceived(nghttp2_session *session, const nghttp2_frame *frame, void *self)
{
    auto &connection = *static_cast<Http2Connection *>(self);
    const nghttp2_frame_hd &head = frame->hd;
    if (head.type == NGHTTP2_GOAWAY) {
        const nghttp2_goaway &goaway = frame->goaway;
        connection.m_goingAway = true;
        if (goaway.error_code != NGHTTP2_NO_ERROR) {
            connection.m_farewell = Words::tr("The server ended the connection: %1")
                                        .arg(QString::fromLatin1(nghttp2_http2_strerror(goaway.error_code)));
            if (goaway.opaque_data_len > 0)
                connection.m_farewell += u" (%1)"_s.arg(
                    QString::fromLatin1(view(goaway.opaque_data, goaway.opaque_data_len)
                                            .first(std::min<qsizetype>(200, qsizetype(goaway.opaque_data_len)))));
        }
        return 0;
    }
    Stream *const stream = streamOf(session, head.stream_id);
    if (!stream)
        return 0;
    switch (head.type) {
    case NGHTTP2_HEADERS:
        if (stream->transfer)
            stream->transfer->response.bytesReceived += quint64(head.length) + frameHead;
        if (!stream->headDone && stream->failure == Failure::None)
            headDone(*stream);
        break;
    case NGHTTP2_DATA:
        if (stream->transfer)
            stream->transfer->response.bytesReceived += quint64(frame->data.padlen) + frameHead;
        break;
    case NGHTTP2_RST_STREAM:
        stream->resetByPeer = true;
        return 0;
    default:
        return 0;
    }
    if (head.flags & NGHTTP2_FLAG_END_STREAM)
        responseDone(*stream);
    return 0;
}

void Http2Connection::Callbacks::headDone(Stream &stream)
{
    if (stream.status / 100 == 1) {
        if (++stream.interim > interimLimit)
            stream.fail(Failure::Protocol, Words::tr("The server sends interim responses (1xx) without end"));
        return;
    }
    stream.headDone = true;
    stream.grew = true;
    if (!stream.transfer)
        return;
    const bool hasBody = !stream.transfer->isHeadRequest() && stream.status != 204 && stream.status != 304;
    bool hasLength = false;
    const qint64 length = stream.headers.value("content-length").toLongLong(&hasLength);
    const qint64 announced = hasBody && hasLength ? length : -1;
    if (announced > stream.bodyLimit) {
        stream.fail(Failure::TooLarge, Words::tr("The response's body is larger than %1 bytes").arg(stream.bodyLimit));
        return;
    }
    Response &response = stream.transfer->response;
    response.status = stream.status;
    response.httpVersion = 20;
    response.headers = std::move(stream.headers);
    stream.transfer->headReceived(announced, {}); // HTTP/2 has no reason phrase
}

void Http2Connection::Callbacks::responseDone(Stream &stream)
{
    stream.answered = stream.headDone;
    stream.answeredAt = Clock::now();
}

int Http2Connection::Callbacks::dataReceived(
    nghttp2_session *session, uint8_t, int32_t id, const uint8_t *data, std::size_t size, void *)
{
    nghttp2_session_consume_connection(session, size);
    Stream *const stream = streamOf(session, id);
    if (!stream || !stream->transfer || stream->failure != Failure::None)
        return 0;
    stream->bodyBytes += qint64(size);
    if (stream->bodyBytes > stream->bodyLimit) {
        stream->fail(
            Failure::TooLarge, Words::tr("The response's body is larger than %1 bytes").arg(stream->bodyLimit));
        return 0;
    }
    stream->transfer->response.bytesReceived += size;
    stream->transfer->bodyReceived(view(data, size));
    stream->grew = true;
    if (stream->transfer->wantsMore())
        nghttp2_session_consume_stream(session, id, size);
    else
        stream->unconsumed += size;
    return 0;
}

int Http2Connection::Callbacks::frameSent(nghttp2_session *session, const nghttp2_frame *frame, void *self)
{
    if (frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code != NGHTTP2_NO_ERROR) {
        // nghttp2 tells the server what it did wrong, and nobody else.
        auto &connection = *static_cast<Http2Connection *>(self);
        connection.m_invalid = true;
        connection.m_complaint = QString::fromLatin1(nghttp2_http2_strerror(frame->goaway.error_code));
        if (frame->goaway.opaque_data_len > 0)
            connection.m_complaint +=
                u": "_s + QString::fromLatin1(view(frame->goaway.opaque_data, frame->goaway.opaque_data_len));
        return 0;
    }
    if (frame->hd.type != NGHTTP2_HEADERS && frame->hd.type != NGHTTP2_DATA)
        return 0;
    Stream *const stream = streamOf(session, frame->hd.stream_id);
    if (!stream)
        return 0;
    stream->requestSent = frame->hd.flags & NGHTTP2_FLAG_END_STREAM;
    if (Transfer *const transfer = stream->transfer) {
        transfer->m_written = true;
        if (stream->requestSent && transfer->m_state == Transfer::State::Sending)
            transfer->m_state = Transfer::State::Waiting;
    }
    return 0;
}

int Http2Connection::Callbacks::streamClosed(nghttp2_session *session, int32_t id, uint32_t code, void *)
{
    if (Stream *const stream = streamOf(session, id)) {
        stream->closed = true;
        stream->closeCode = code;
    }
    return 0;
}

int Http2Connection::Callbacks::complaint(nghttp2_session *, int, const char *text, std::size_t size, void *self)
{
    auto &connection = *static_cast<Http2Connection *>(self);
    connection.m_complaint = QString::fromUtf8(text, qsizetype(size));
    return 0;
}

ssize_t Http2Connection::Callbacks::bodyWanted(
    nghttp2_session *, int32_t, uint8_t *buffer, std::size_t size, uint32_t *flags, nghttp2_data_source *source, void *)
{
    Stream &stream = *static_cast<Stream *>(source->ptr);
    if (!stream.transfer) // it is being reset
        return NGHTTP2_ERR_DEFERRED;
    stream.refill();
    const qsizetype count = std::min(qsizetype(size), stream.body.size() - stream.bodyAt);
    std::memcpy(buffer, stream.body.constData() + stream.bodyAt, std::size_t(count));
    stream.bodyAt += count;
    if (count > 0)
        stream.refill(); // says whether that was the end
    if (stream.isAllSent())
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    else if (count == 0)
        return NGHTTP2_ERR_DEFERRED;
    stream.bodySent += count;
    stream.transfer->sent(stream.bodySent);
    return count;
}

} // namespace throng::http
