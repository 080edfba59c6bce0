// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/http2speaker.h"

#include <QByteArrayList>

#include <cstring>

namespace throng::test {

namespace {

QByteArray bytes(const uint8_t *data, std::size_t size)
{
    return { reinterpret_cast<const char *>(data), qsizetype(size) };
}

/// "content-length" as "Content-Length".
QByteArray capitalised(QByteArray name)
{
    bool first = true;
    for (char &letter : name) {
        if (first && letter >= 'a' && letter <= 'z')
            letter = char(letter - 'a' + 'A');
        first = letter == '-';
    }
    return name;
}

nghttp2_nv field(const QByteArray &name, const QByteArray &value)
{
    const auto data = [](const QByteArray &text) {
        return const_cast<uint8_t *>(reinterpret_cast<const uint8_t *>(text.constData()));
    };
    return { data(name), data(value), std::size_t(name.size()), std::size_t(value.size()), NGHTTP2_NV_FLAG_NONE };
}

} // namespace

Http2Speaker::Http2Speaker(Request request, Output output)
    : m_request(std::move(request))
    , m_output(std::move(output))
{
    nghttp2_session_callbacks *callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, &header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, &received);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, &data);
    nghttp2_option *options = nullptr;
    nghttp2_option_new(&options);
    nghttp2_option_set_no_auto_window_update(options, 1); // for holdWindows()
    nghttp2_session_server_new2(&m_session, callbacks, this, options);
    nghttp2_option_del(options);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_submit_settings(m_session, NGHTTP2_FLAG_NONE, nullptr, 0);
}

Http2Speaker::~Http2Speaker()
{
    nghttp2_session_del(m_session);
}

void Http2Speaker::take(const QByteArray &input)
{
    m_working = true;
    const ssize_t used = nghttp2_session_mem_recv(
        m_session, reinterpret_cast<const uint8_t *>(input.constData()), std::size_t(input.size()));
    m_working = false;
    if (used < 0)
        qWarning("the client does not speak HTTP/2: %s", nghttp2_strerror(int(used)));
    flush();
    const std::vector<int32_t> complete = std::exchange(m_complete, {});
    for (const int32_t id : complete) {
        m_newest = id;
        const QByteArray head = m_exchanges[id].head + "\r\n";
        const QByteArray body = m_exchanges[id].body;
        m_request(head, body);
    }
    const std::vector<int32_t> filled = std::exchange(m_filled, {});
    for (const int32_t id : filled)
        m_full(id);
}

void Http2Speaker::flush()
{
    if (m_working)
        return;
    QByteArray output;
    const uint8_t *frame = nullptr;
    for (ssize_t size = 0; (size = nghttp2_session_mem_send(m_session, &frame)) > 0;)
        output += bytes(frame, std::size_t(size));
    if (!output.isEmpty())
        m_output(output);
}

bool Http2Speaker::wasReset(int32_t stream) const
{
    const auto found = m_exchanges.find(stream);
    return found != m_exchanges.end() && found->second.reset;
}

int Http2Speaker::header(nghttp2_session *, const nghttp2_frame *frame, const uint8_t *name, std::size_t nameSize,
    const uint8_t *value, std::size_t valueSize, uint8_t, void *self)
{
    Exchange &exchange = static_cast<Http2Speaker *>(self)->m_exchanges[frame->hd.stream_id];
    const QByteArray key = bytes(name, nameSize);
    const QByteArray text = bytes(value, valueSize);
    if (key == ":method") {
        exchange.toHead = text == "HEAD";
        exchange.head = text + ' ' + exchange.head;
    } else if (key == ":path") {
        exchange.head = exchange.head + text + " HTTP/1.1\r\n"; // nothing but :scheme may come between them
    } else if (key == ":authority") {
        exchange.body = "Host: " + text + "\r\n"; // kept there until the pseudo-fields are through
    } else if (key != ":scheme") {
        exchange.head += std::exchange(exchange.body, {}) + capitalised(key) + ": " + text + "\r\n";
    }
    return 0;
}

int Http2Speaker::received(nghttp2_session *, const nghttp2_frame *frame, void *self)
{
    auto &speaker = *static_cast<Http2Speaker *>(self);
    const int32_t id = frame->hd.stream_id;
    if (frame->hd.type == NGHTTP2_HEADERS) {
        Exchange &exchange = speaker.m_exchanges[id];
        exchange.head += std::exchange(exchange.body, {});
    } else if (frame->hd.type == NGHTTP2_RST_STREAM) {
        speaker.m_exchanges[id].reset = true;
    } else if (frame->hd.type == NGHTTP2_PING && frame->hd.flags & NGHTTP2_FLAG_ACK) {
        ++speaker.m_pongs;
    }
    const bool carries = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (carries && frame->hd.flags & NGHTTP2_FLAG_END_STREAM)
        speaker.m_complete.push_back(id);
    return 0;
}

int Http2Speaker::data(
    nghttp2_session *session, uint8_t, int32_t id, const uint8_t *chunk, std::size_t size, void *self)
{
    auto &speaker = *static_cast<Http2Speaker *>(self);
    speaker.m_exchanges[id].body += bytes(chunk, size);
    if (!speaker.m_full)
        return nghttp2_session_consume(session, id, size);
    if (nghttp2_session_get_stream_effective_recv_data_length(session, id)
        == nghttp2_session_get_stream_effective_local_window_size(session, id))
        speaker.m_filled.push_back(id);
    return 0;
}

void Http2Speaker::answer(const QByteArray &input)
{
    const auto found = m_exchanges.find(m_newest);
    if (found == m_exchanges.end())
        qFatal("nothing was asked yet");
    auto &[id, exchange] = *found;
    exchange.answer += input;
    while (!exchange.answering) {
        const qsizetype end = exchange.answer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = exchange.answer.first(end + 2);
        exchange.answer.remove(0, end + 4);
        answerHead(id, exchange, head);
    }
    answerBody(id, exchange);
    flush();
}

void Http2Speaker::answerHead(int32_t id, Exchange &exchange, const QByteArray &head)
{
    QByteArrayList lines = head.split('\n');
    lines.removeLast();
    const QByteArray status = lines.takeFirst().split(' ').value(1).trimmed();
    QByteArrayList texts { ":status", status };
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.first(colon).toLower();
        const QByteArray value = line.sliced(colon + 1).trimmed();
        if (name == "content-length")
            exchange.bodyLeft = value.toLongLong();
        if (name == "transfer-encoding")
            qFatal("no chunked bodies in HTTP/2");
        if (name != "connection")
            texts << name << value;
    }
    std::vector<nghttp2_nv> fields;
    for (qsizetype i = 0; i < texts.size(); i += 2)
        fields.push_back(field(texts[i], texts[i + 1]));
    if (status.startsWith('1')) {
        nghttp2_submit_headers(m_session, NGHTTP2_FLAG_NONE, id, nullptr, fields.data(), fields.size(), nullptr);
        return;
    }
    exchange.answering = true;
    if (exchange.toHead || status == "204" || status == "304")
        exchange.bodyLeft = 0;
    nghttp2_data_provider provider {};
    provider.source.ptr = &exchange;
    provider.read_callback = &bodyWanted;
    nghttp2_submit_response(m_session, id, fields.data(), fields.size(), exchange.bodyLeft == 0 ? nullptr : &provider);
}

void Http2Speaker::answerBody(int32_t id, Exchange &exchange)
{
    if (exchange.bodyLeft >= 0)
        exchange.answer.truncate(exchange.bodyLeft);
    exchange.data += exchange.answer;
    if (exchange.bodyLeft >= 0) {
        exchange.bodyLeft -= exchange.answer.size();
        exchange.ended = exchange.bodyLeft == 0;
    }
    exchange.answer.clear();
    nghttp2_session_resume_data(m_session, id);
}

void Http2Speaker::endBodies()
{
    for (auto &[id, exchange] : m_exchanges) {
        if (exchange.answering && exchange.bodyLeft < 0) {
            exchange.ended = true;
            nghttp2_session_resume_data(m_session, id);
        }
    }
    flush();
}

void Http2Speaker::goAway(uint32_t code, const QByteArray &reason)
{
    nghttp2_submit_goaway(m_session, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(m_session), code,
        reinterpret_cast<const uint8_t *>(reason.constData()), std::size_t(reason.size()));
    flush();
}

ssize_t Http2Speaker::bodyWanted(
    nghttp2_session *, int32_t, uint8_t *buffer, std::size_t size, uint32_t *flags, nghttp2_data_source *source, void *)
{
    Exchange &exchange = *static_cast<Exchange *>(source->ptr);
    const qsizetype count = std::min(qsizetype(size), exchange.data.size());
    std::memcpy(buffer, exchange.data.constData(), std::size_t(count));
    exchange.data.remove(0, count);
    if (exchange.data.isEmpty() && exchange.ended)
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    else if (count == 0)
        return NGHTTP2_ERR_DEFERRED;
    return count;
}

} // namespace throng::test
