// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/http1connection.h"

#include "engine/base/words.h"
#include "engine/http/lanequeue.h"
#include "engine/http/reactor.h"
#include "engine/http/transfer.h"

namespace throng::http {

namespace {

constexpr qsizetype joinedBodyLimit = 8 * 1024; // up to here a body goes out in one piece with its head

} // namespace

Http1Connection::Http1Connection(LaneQueue &lane, std::unique_ptr<Transport> transport)
    : Connection(lane, std::move(transport))
    , Deadline(lane.reactor().deadlines())
    , m_reactor(lane.reactor())
    , m_quietSince(m_reactor.turn())
{
}

void Http1Connection::close()
{
    m_lane = nullptr;
    m_transfer = nullptr;
    Deadline::cancel();
    m_transport->close();
}

bool Http1Connection::checkStillOpen()
{
    if (m_quietSince == m_reactor.turn())
        return true; // read until there was nothing more just now
    char byte = 0;
    std::size_t received = 0;
    return m_transport->receive(&byte, 1, received) == Transport::Io::WouldBlock;
}

void Http1Connection::begin(Transfer &transfer)
{
    m_transfer = &transfer;
    m_parser.emplace(static_cast<ResponseParser::Sink &>(*this), transfer.isHeadRequest(), m_lane->limits().headBytes,
        m_lane->bodyLimitOf(transfer));
    m_sendingDone = m_sendingBroken = m_garbage = m_paused = false;
    m_bodySent = 0;

    QByteArray &scratch = m_reactor.outputScratch();
    scratch.resize(0);
    transfer.appendHead(scratch);
    m_headLeft = scratch.size();
    m_body = transfer.body();
    if (m_body.size() <= joinedBodyLimit) {
        scratch.append(m_body);
        m_body = {};
    }
    transfer.m_state = Transfer::State::Sending;
    m_pendingAt = 0;
    if (m_transport->isTls()) {
        m_pending = QByteArray(scratch.constData(), scratch.size()); // must not move while OpenSSL has it half sent
    } else {
        std::size_t sent = 0;
        const Transport::Io io = m_transport->send(scratch.constData(), std::size_t(scratch.size()), sent);
        handedOver(sent);
        if (io == Transport::Io::Failed)
            m_sendingBroken = true;
        else if (qsizetype(sent) < scratch.size())
            m_pending = scratch.sliced(qsizetype(sent));
    }
    sendPending();
}

void Http1Connection::handedOver(std::size_t bytes)
{
    if (bytes == 0)
        return;
    m_transfer->m_written = true;
    const qint64 ofHead = std::min(m_headLeft, qint64(bytes));
    m_headLeft -= ofHead;
    m_bodySent += qint64(bytes) - ofHead;
    m_transfer->sent(m_bodySent);
}

void Http1Connection::sendPending()
{
    while (!m_sendingDone && !m_sendingBroken) {
        if (m_pendingAt == m_pending.size()) {
            m_pendingAt = 0;
            m_pending = std::exchange(m_body, {});
            if (!m_pending.isEmpty())
                continue;
            switch (m_transfer->moreBody(m_pending)) {
            case Transfer::More::Chunk:
                continue;
            case Transfer::More::Later:
                return;
            case Transfer::More::End:
                m_sendingDone = true;
                if (m_transfer->m_state == Transfer::State::Sending)
                    m_transfer->m_state = Transfer::State::Waiting;
                return;
            }
        }
        const qsizetype size = std::min(Transport::s_sendLimit, m_pending.size() - m_pendingAt);
        std::size_t sent = 0;
        const Transport::Io io = m_transport->send(m_pending.constData() + m_pendingAt, std::size_t(size), sent);
        m_pendingAt += qsizetype(sent);
        handedOver(sent);
        if (io == Transport::Io::WouldBlock)
            return;
        if (io == Transport::Io::Failed)
            m_sendingBroken = true;
    }
    // The server may have answered before it closed: read what there is, from a fresh stack.
    if (m_sendingBroken)
        arm(Clock::now());
}

void Http1Connection::resumeReading(Transfer &)
{
    if (std::exchange(m_paused, false))
        arm(Clock::now());
}

void Http1Connection::expired(Clock::time_point)
{
    transportReadable(true);
}

void Http1Connection::transportWritable()
{
    if (m_transfer && !m_sendingDone)
        sendPending();
}

void Http1Connection::transportReadable(bool hungUp)
{
    QByteArray &scratch = m_reactor.inputScratch();
    const auto capacity = std::size_t(scratch.size());
    for (;;) {
        if (m_transfer && !m_transfer->wantsMore()) {
            m_paused = true;
            m_transfer->progressed();
            return;
        }
        std::size_t received = 0;
        const Transport::Io io = m_transport->receive(scratch.data(), capacity, received);
        if (io == Transport::Io::WouldBlock)
            break;
        if (io != Transport::Io::Done) {
            ended(io);
            return;
        }
        if (!m_transfer) { // an idle connection has nothing to say: a 408 before it is closed, or worse
            m_lane->connectionLostWhileIdle(*this);
            return;
        }
        consume(QByteArrayView(scratch.constData(), qsizetype(received)));
        if (m_parser->failure() != Failure::None) {
            m_lane->transferFailed(*m_transfer, m_parser->failure(), m_parser->failureText());
            return;
        }
        // A plain socket that gave less than asked for is empty, and its end would come as an event of its own.
        if (m_garbage || (received < capacity && !hungUp && m_transport->shortReadMeansEmpty()))
            break;
    }
    m_quietSince = m_reactor.turn();
    if (!m_transfer)
        return;
    if (m_parser->isComplete())
        deliver();
    else if (m_parser->hasBegun())
        m_transfer->progressed();
}

void Http1Connection::consume(QByteArrayView data)
{
    if (m_transfer->response.bytesReceived == 0) {
        Timings &timings = m_transfer->response.timings;
        timings.firstByte = Clock::now() - timings.start;
        m_transfer->m_state = Transfer::State::Receiving;
    }
    const qsizetype used = m_parser->feed(data);
    m_transfer->response.bytesReceived += quint64(used);
    if (used < data.size())
        m_garbage = true;
}

void Http1Connection::responseHead(int status, QByteArrayView reason, HeaderList &&headers, qint64 announced)
{
    m_transfer->response.status = status;
    m_transfer->response.httpVersion = m_parser->version();
    m_transfer->response.headers = std::move(headers);
    m_transfer->headReceived(announced, reason);
}

void Http1Connection::responseBody(QByteArrayView data)
{
    m_transfer->bodyReceived(data);
}

void Http1Connection::ended(Transport::Io how)
{
    if (!m_transfer) {
        m_lane->connectionLostWhileIdle(*this);
        return;
    }
    if (m_parser->isComplete()) {
        m_garbage = true; // as good as: there is no next response here
        deliver();
        return;
    }
    if (!m_parser->hasBegun()) {
        m_lane->transferUnanswered(*m_transfer,
            how == Transport::Io::Closed
                ? Words::tr("The server closed the connection without answering")
                : Words::tr("The connection was lost before an answer came: %1").arg(m_transport->errorText()));
        return;
    }
    if (how == Transport::Io::Failed) {
        // Over TLS an end without close_notify is here too: a body that lasts until the end may have been cut off.
        m_lane->transferFailed(*m_transfer, Failure::ConnectionLost,
            Words::tr("The connection was lost in the middle of the response: %1").arg(m_transport->errorText()));
        return;
    }
    m_parser->end();
    if (m_parser->isComplete())
        deliver();
    else
        m_lane->transferFailed(*m_transfer, m_parser->failure(), m_parser->failureText());
}

void Http1Connection::deliver()
{
    countAnswer(m_reactor, m_parser->version());
    Transfer &transfer = *std::exchange(m_transfer, nullptr);
    // An answer may overtake a request that is still being sent (413). Then the rest cannot be followed by another one.
    const bool reusable = m_parser->keepsAlive() && m_sendingDone && !m_garbage;
    m_parser.reset();
    m_lane->transferAnswered(transfer, reusable, Clock::now());
}

} // namespace throng::http
