// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/http2connection.h"

#include "engine/base/words.h"
#include "engine/http/http2callbacks.h"
#include "engine/http/http2fields.h"
#include "engine/http/http2stream.h"
#include "engine/http/lanequeue.h"
#include "engine/http/reactor.h"

#include <algorithm>
#include <array>

namespace throng::http {

namespace {

// What browsers let a server send ahead: for one answer, and for all of them.
constexpr int32_t streamWindow = 6 * 1024 * 1024;
constexpr int32_t connectionWindow = 15 * 1024 * 1024;

constexpr qsizetype keptOutput = 4 * 1024; // a buffer that one large body needed is not kept for ever

QString codeName(uint32_t code)
{
    return QString::fromLatin1(nghttp2_http2_strerror(code));
}

} // namespace

Http2Connection::Http2Connection(LaneQueue &lane, std::unique_ptr<Transport> transport)
    : Connection(lane, std::move(transport))
    , Deadline(lane.reactor().deadlines())
    , m_reactor(lane.reactor())
    , m_quietSince(m_reactor.turn())
{
    m_session = Callbacks::newSession(*this);
    const std::array<nghttp2_settings_entry, 3> settings { {
        { NGHTTP2_SETTINGS_ENABLE_PUSH, 0 },
        { NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, streamWindow },
        { NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, uint32_t(lane.limits().headBytes) },
    } };
    nghttp2_submit_settings(m_session, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
    nghttp2_session_set_local_window_size(m_session, NGHTTP2_FLAG_NONE, 0, connectionWindow);
}

Http2Connection::~Http2Connection()
{
    nghttp2_session_del(m_session);
}

void Http2Connection::close()
{
    if (!m_broken && !m_working) {
        nghttp2_session_terminate_session(m_session, NGHTTP2_NO_ERROR);
        flush();
    }
    m_lane = nullptr;
    m_broken = true;
    for (const auto &stream : m_streams)
        stream->transfer = nullptr;
    Deadline::cancel();
    m_transport->close();
}

bool Http2Connection::hasRoom() const
{
    if (m_goingAway || m_broken || !nghttp2_session_check_request_allowed(m_session))
        return false;
    const auto open = std::count_if(
        m_streams.begin(), m_streams.end(), [](const std::unique_ptr<Stream> &stream) { return !stream->closed; });
    return open < nghttp2_session_get_remote_settings(m_session, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

bool Http2Connection::isIdle() const
{
    return std::none_of(
        m_streams.begin(), m_streams.end(), [](const std::unique_ptr<Stream> &stream) { return stream->transfer; });
}

Http2Connection::Stream *Http2Connection::streamOf(const Transfer &transfer) const
{
    const auto found = std::find_if(m_streams.begin(), m_streams.end(),
        [&](const std::unique_ptr<Stream> &stream) { return stream->transfer == &transfer; });
    return found == m_streams.end() ? nullptr : found->get();
}

bool Http2Connection::checkStillOpen()
{
    if (m_broken || m_goingAway)
        return false;
    if (m_quietSince == m_reactor.turn())
        return true; // read until there was nothing more just now
    QByteArray &scratch = m_reactor.inputScratch();
    for (;;) {
        std::size_t received = 0;
        const Transport::Io io = m_transport->receive(scratch.data(), std::size_t(scratch.size()), received);
        if (io == Transport::Io::WouldBlock)
            break;
        if (io != Transport::Io::Done || !take({ scratch.constData(), qsizetype(received) }))
            return false;
    }
    flush();
    forgetClosed();
    return !m_broken && !m_goingAway;
}

void Http2Connection::begin(Transfer &transfer)
{
    QByteArray &head = m_reactor.outputScratch();
    head.resize(0);
    transfer.appendHead(head);
    std::vector<nghttp2_nv> fields = http2Fields(head);

    auto stream = std::make_unique<Stream>();
    stream->transfer = &transfer;
    stream->headLimit = m_lane->limits().headBytes;
    stream->bodyLimit = m_lane->bodyLimitOf(transfer);
    stream->body = transfer.body();
    stream->refill();
    transfer.m_state = Transfer::State::Sending;
    nghttp2_data_provider provider = Callbacks::bodyOf(*stream);
    const int32_t id = nghttp2_submit_request(
        m_session, nullptr, fields.data(), fields.size(), stream->isAllSent() ? nullptr : &provider, stream.get());
    stream->id = id;
    if (id < 0) {
        stream->fail(Failure::Protocol,
            Words::tr("The request cannot be put into HTTP/2: %1").arg(QString::fromLatin1(nghttp2_strerror(id))));
        arm(Clock::now());
    }
    m_streams.push_back(std::move(stream));
    flush();
}

bool Http2Connection::cancel(Transfer &transfer)
{
    if (Stream *const stream = streamOf(transfer)) {
        stream->transfer = nullptr;
        if (stream->id > 0 && !stream->closed)
            nghttp2_submit_rst_stream(m_session, NGHTTP2_FLAG_NONE, stream->id, NGHTTP2_CANCEL);
        flush();
    }
    return true;
}

void Http2Connection::resumeSending(Transfer &transfer)
{
    if (const Stream *const stream = streamOf(transfer)) {
        nghttp2_session_resume_data(m_session, stream->id);
        flush();
    }
}

void Http2Connection::resumeReading(Transfer &transfer)
{
    Stream *const stream = streamOf(transfer);
    if (!stream || stream->unconsumed == 0)
        return;
    nghttp2_session_consume_stream(m_session, stream->id, std::exchange(stream->unconsumed, 0));
    flush();
}

bool Http2Connection::take(QByteArrayView received)
{
    m_working = true;
    const ssize_t used = nghttp2_session_mem_recv(
        m_session, reinterpret_cast<const uint8_t *>(received.data()), std::size_t(received.size()));
    m_working = false;
    if (used < 0) {
        m_invalid = true;
        m_complaint = QString::fromLatin1(nghttp2_strerror(int(used)));
    }
    return used >= 0;
}

void Http2Connection::flush()
{
    if (m_working || m_broken)
        return;
    for (;;) {
        if (m_outputAt == m_output.size()) {
            m_outputAt = 0;
            if (m_output.capacity() > keptOutput)
                m_output = {};
            m_output.resize(0);
            // Frames go out together, as far as one TLS record holds them.
            while (m_output.size() < Transport::s_sendLimit) {
                const uint8_t *frame = nullptr;
                m_working = true;
                const ssize_t size = nghttp2_session_mem_send(m_session, &frame);
                m_working = false;
                if (size <= 0)
                    break;
                m_output.append(reinterpret_cast<const char *>(frame), size);
            }
            if (m_output.isEmpty())
                return;
        }
        const qsizetype size = std::min(Transport::s_sendLimit, m_output.size() - m_outputAt);
        std::size_t sent = 0;
        const Transport::Io io = m_transport->send(m_output.constData() + m_outputAt, std::size_t(size), sent);
        m_outputAt += qsizetype(sent);
        if (io == Transport::Io::WouldBlock)
            return;
        if (io == Transport::Io::Failed) {
            // The server may have answered before it closed: read what there is, from a fresh stack.
            m_broken = true;
            arm(Clock::now());
            return;
        }
    }
}

void Http2Connection::transportReadable(bool)
{
    QByteArray &scratch = m_reactor.inputScratch();
    bool goesOn = true;
    while (goesOn) {
        std::size_t received = 0;
        const Transport::Io io = m_transport->receive(scratch.data(), std::size_t(scratch.size()), received);
        if (io == Transport::Io::WouldBlock)
            break;
        if (io != Transport::Io::Done) {
            ended(io == Transport::Io::Closed ? Words::tr("The server closed the connection") : lossText());
            return;
        }
        goesOn = take({ scratch.constData(), qsizetype(received) });
        flush();
        goesOn = goesOn && (nghttp2_session_want_read(m_session) || nghttp2_session_want_write(m_session));
    }
    m_quietSince = m_reactor.turn();
    if (m_broken || !goesOn) {
        ended(m_broken ? lossText() : Words::tr("The connection came to its end"));
        return;
    }
    serve();
    tellProgress();
    if (m_lane)
        m_lane->connectionHasRoom();
}

QString Http2Connection::lossText() const
{
    return Words::tr("The connection was lost: %1").arg(m_transport->errorText());
}

void Http2Connection::serve()
{
    while (m_lane) {
        const auto over = std::find_if(m_streams.begin(), m_streams.end(),
            [](const std::unique_ptr<Stream> &stream) { return stream->transfer && stream->isOver(); });
        if (over == m_streams.end())
            break;
        settle(**over);
    }
    forgetClosed();
    if (!m_lane || !m_goingAway)
        return;
    if (isIdle())
        m_lane->connectionLostWhileIdle(*this);
    else
        m_lane->connectionDraining(*this);
}

void Http2Connection::settle(Stream &stream)
{
    Transfer &transfer = *std::exchange(stream.transfer, nullptr);
    if (!stream.closed && stream.id > 0 && (!stream.answered || !stream.requestSent)) {
        // What is left of it is of no use to anybody.
        nghttp2_submit_rst_stream(
            m_session, NGHTTP2_FLAG_NONE, stream.id, stream.answered ? NGHTTP2_NO_ERROR : NGHTTP2_CANCEL);
        flush();
    }
    if (stream.failure != Failure::None) {
        m_lane->transferFailed(transfer, stream.failure, stream.failureText);
    } else if (stream.answered) {
        countAnswer(m_reactor, transfer.response.httpVersion);
        m_lane->transferAnswered(transfer, true, stream.answeredAt);
    } else if (stream.closeCode == NGHTTP2_REFUSED_STREAM) { // also what a GOAWAY left out: RFC 9113, 6.8 and 8.7
        m_lane->transferUnanswered(transfer, Words::tr("The server refused the request's stream"), false);
    } else if (!stream.resetByPeer) {
        m_lane->transferFailed(transfer, Failure::Protocol,
            Words::tr("The server's answer is not valid HTTP/2: %1")
                .arg((m_complaint.isEmpty() ? codeName(stream.closeCode) : std::exchange(m_complaint, {}))));
    } else {
        m_lane->transferFailed(transfer, Failure::ConnectionLost,
            stream.headDone
                ? Words::tr("The server reset the stream in the middle of the response: %1")
                      .arg(codeName(stream.closeCode))
                : Words::tr("The server reset the stream without answering: %1").arg(codeName(stream.closeCode)));
    }
}

void Http2Connection::tellProgress()
{
    while (m_lane) {
        const auto grown = std::find_if(m_streams.begin(), m_streams.end(),
            [](const std::unique_ptr<Stream> &stream) { return stream->transfer && stream->grew; });
        if (grown == m_streams.end())
            return;
        (*grown)->grew = false;
        (*grown)->transfer->progressed();
    }
}

void Http2Connection::forgetClosed()
{
    std::erase_if(m_streams,
        [](const std::unique_ptr<Stream> &stream) { return !stream->transfer && (stream->closed || stream->id < 0); });
}

void Http2Connection::ended(const QString &how)
{
    m_broken = true;
    serve(); // what came whole before
    if (!m_lane)
        return;
    if (isIdle()) {
        m_lane->connectionLostWhileIdle(*this);
        return;
    }
    m_lane->connectionDraining(*this);
    const QString why = m_invalid ? Words::tr("The server's answer is not valid HTTP/2: %1").arg(m_complaint)
        : m_farewell.isEmpty()    ? how
                                  : m_farewell;
    // The last one's end is the end of the connection. From the back: what goes out again keeps its order.
    while (m_lane) {
        const auto last = std::find_if(m_streams.rbegin(), m_streams.rend(),
            [](const std::unique_ptr<Stream> &stream) { return stream->transfer; });
        if (last == m_streams.rend())
            return;
        Stream &stream = **last;
        Transfer &transfer = *std::exchange(stream.transfer, nullptr);
        if (m_invalid)
            m_lane->transferFailed(transfer, Failure::Protocol, why);
        else if (stream.headDone)
            m_lane->transferFailed(
                transfer, Failure::ConnectionLost, Words::tr("%1, in the middle of the response").arg(why));
        else
            m_lane->transferUnanswered(transfer, Words::tr("%1, without answering").arg(why));
    }
}

} // namespace throng::http
