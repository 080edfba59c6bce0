// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/connection.h"

#include "engine/practice/listener.h"

#include <sys/socket.h>

namespace throng::practice {

using boost::asio::ip::tcp;
using boost::system::error_code;

Connection::Connection(Listener &listener, tcp::socket socket, SSL_CTX *tls)
    : m_listener(listener)
    , m_socket(std::move(socket))
    , m_transport(tls ? Transport::tls(m_socket.native_handle(), tls) : Transport::plain(m_socket.native_handle()))
    , m_idleSince(Clock::now())
{
    error_code unconnected;
    m_clientPort = m_socket.remote_endpoint(unconnected).port();
}

Connection::~Connection() = default;

void Connection::start()
{
    waitReadable();
}

void Connection::close(bool reset)
{
    if (std::exchange(m_closed, true))
        return;
    const auto self = shared_from_this();
    if (m_dripTimer)
        m_dripTimer->cancel();
    error_code ignored;
    if (reset)
        m_socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    m_socket.close(ignored);
    if (m_exchange)
        finish(false);
    m_listener.forget(self);
}

// ---------------------------------------------------------------------------------------------- reading

void Connection::waitReadable()
{
    if (m_waitingReadable || m_closed)
        return;
    m_waitingReadable = true;
    m_socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
        self->m_waitingReadable = false;
        if (!error && !self->m_closed)
            self->readable();
    });
}

void Connection::readable()
{
    if (!m_exchange) {
        readAndProcess();
    } else if (m_transport->isClosedByPeer()) {
        close();
    } else {
        // A pipelined request. It is read once this one is answered; until then a closed connection goes unnoticed.
        m_dataWaiting = true;
    }
}

void Connection::readAndProcess()
{
    const auto self = shared_from_this();
    m_processing = true;
    if (!m_input.empty())
        process({});
    while (!m_closed && !m_exchange) {
        auto &scratch = m_listener.scratch();
        const Transport::Outcome got = m_transport->read(scratch);
        if (got.status == Transport::Status::Closed) {
            close();
            break;
        }
        if (got.status != Transport::Status::Ok)
            break;
        m_idleSince = Clock::now();
        if (!m_draining && !process({ scratch.data(), got.bytes }))
            break;
        if (got.bytes < scratch.size() && !m_transport->mayHoldBytes())
            break;
    }
    m_processing = false;
    waitReadable();
}

bool Connection::process(std::string_view bytes)
{
    // Whole requests are parsed where they were read; only the rest of one is kept.
    if (!m_input.empty()) {
        m_input.append(bytes);
        bytes = m_input;
    }
    std::size_t used = 0;
    while (!m_closed && !m_exchange && used < bytes.size()) {
        if (!m_parser) {
            m_parser = std::make_unique<HttpParser>(m_listener.limits());
            m_firstByte = Clock::now();
        }
        used += m_parser->feed(bytes.substr(used));
        if (m_parser->failed()) {
            refuse();
            return false;
        }
        if (m_parser->is_done()) {
            dispatch();
        } else {
            if (m_parser->is_header_done() && std::exchange(m_parser->request.expectContinue, false))
                m_transport->write("HTTP/1.1 100 Continue\r\n\r\n");
            break; // more is needed
        }
    }
    if (m_closed)
        return false;
    std::string rest(bytes.substr(used)); // `bytes` may be m_input itself
    m_input = std::move(rest);
    return true;
}

void Connection::dispatch()
{
    m_exchange = std::make_shared<Exchange>();
    m_exchange->request = std::move(m_parser->request);
    m_exchange->request.keepAlive = m_parser->keep_alive();
    m_parser.reset();
    m_keepAlive = m_exchange->request.keepAlive;
    m_exchange->connection = weak_from_this();
    m_exchange->handler = &m_listener.handler();
    m_exchange->record.arrived = m_firstByte;
    m_exchange->record.complete = Clock::now();
    m_exchange->record.clientPort = m_clientPort;
    m_listener.handler().handle(ExchangePtr(m_exchange));
}

void Connection::refuse()
{
    Answer answer;
    answer.status = m_parser->failureStatus();
    answer.body = answer.status == 413 ? R"({"errcode":"M_TOO_LARGE","error":"The body is over the limit"})"
        : answer.status == 431         ? R"({"errcode":"M_UNKNOWN","error":"The headers are over the limit"})"
                                       : R"({"errcode":"M_UNRECOGNIZED","error":"This is no HTTP/1.1 request"})";
    m_listener.handler().malformed(answer.status);
    m_parser.reset();
    m_input.clear();
    m_draining = true;
    m_keepAlive = false;
    send(std::move(answer), {});
}

// ---------------------------------------------------------------------------------------------- writing

void Connection::send(Answer answer, const WirePlan &plan)
{
    if (m_closed)
        return;
    m_plan = plan;
    m_written = 0;
    if (plan.silent)
        return; // the exchange stays in hand, so the connection waits for its client to leave
    const bool keepAlive = m_keepAlive && plan.end == WirePlan::End::KeepAlive && !plan.endless;
    // A connection that closes unasked says nothing of it beforehand: that is the point of those faults.
    m_output = renderHead(answer, plan, keepAlive || plan.end != WirePlan::End::KeepAlive || plan.endless);
    const std::size_t headBytes = m_output.size();
    if (m_exchange && m_exchange->request.method == "HEAD")
        answer.blob.reset(), answer.body.clear();
    constexpr std::size_t worthNoCopy = 64 * 1024; // a smaller body goes out in one piece with its head
    if (!answer.blob && answer.body.size() > worthNoCopy)
        answer.blob = std::make_shared<const std::string>(std::move(answer.body));
    if (plan.endless) {
        refillEndlessBody();
    } else if (answer.blob && plan.cut == WirePlan::Cut::Nowhere && plan.dripInterval.count() == 0) {
        m_blob = std::move(answer.blob);
    } else {
        m_output += answer.payload();
    }
    switch (plan.cut) {
    case WirePlan::Cut::Nowhere:
        break;
    case WirePlan::Cut::BeforeHead:
        m_output.clear();
        break;
    case WirePlan::Cut::WithinHead:
        m_output.resize(headBytes / 2);
        break;
    case WirePlan::Cut::AfterHead:
        m_output.resize(headBytes);
        break;
    case WirePlan::Cut::WithinBody:
        m_output.resize(headBytes + (m_output.size() - headBytes) / 2);
        break;
    }
    m_keepAlive = keepAlive;
    if (m_exchange)
        m_exchange->record.bodyBytes =
            (m_output.size() > headBytes ? m_output.size() - headBytes : 0) + (m_blob ? m_blob->size() : 0);
    if (plan.dripInterval.count() > 0)
        drip();
    else
        write();
}

void Connection::write()
{
    while (!m_closed) {
        std::string_view rest(m_output);
        if (m_written < m_output.size()) {
            rest.remove_prefix(m_written);
        } else if (m_blob && m_written < m_output.size() + m_blob->size()) {
            rest = std::string_view(*m_blob).substr(m_written - m_output.size());
        } else if (m_plan.endless) {
            refillEndlessBody();
            pause(std::chrono::milliseconds(1)); // others want to be served too
            return;
        } else {
            sent();
            return;
        }
        if (m_exchange)
            m_exchange->record.sending = Clock::now();
        const Transport::Outcome put = m_transport->write(rest);
        if (put.status == Transport::Status::Ok) {
            m_written += put.bytes;
        } else if (put.status == Transport::Status::Closed) {
            close();
        } else {
            waitWritable();
            return;
        }
    }
}

void Connection::refillEndlessBody()
{
    if (m_written >= m_output.size()) {
        m_output.clear();
        m_written = 0;
    }
    constexpr std::string_view hexLength = "4000\r\n";
    m_output += hexLength;
    m_output.append(0x4000, ' '); // white space is good JSON as far as it goes
    m_output += "\r\n";
}

void Connection::waitWritable()
{
    m_socket.async_wait(tcp::socket::wait_write, [self = shared_from_this()](error_code error) {
        if (!error && !self->m_closed)
            self->write();
    });
}

void Connection::drip()
{
    if (m_written >= m_output.size()) {
        sent();
        return;
    }
    const Transport::Outcome put = m_transport->write(std::string_view(m_output).substr(m_written, 1));
    if (put.status == Transport::Status::Closed) {
        close();
        return;
    }
    m_written += put.bytes;
    pause(m_plan.dripInterval);
}

void Connection::pause(std::chrono::nanoseconds duration)
{
    if (!m_dripTimer)
        m_dripTimer = std::make_unique<boost::asio::steady_timer>(m_socket.get_executor());
    m_dripTimer->expires_after(duration);
    m_dripTimer->async_wait([self = shared_from_this()](error_code error) {
        if (!error && !self->m_closed)
            self->m_plan.endless ? self->write() : self->drip();
    });
}

void Connection::sent()
{
    m_output = {};
    m_blob.reset();
    m_idleSince = Clock::now();
    const bool whole = m_plan.cut == WirePlan::Cut::Nowhere;
    if (m_plan.end == WirePlan::End::Reset) {
        close(true);
        return;
    }
    if (m_exchange)
        finish(whole);
    if (m_draining) {
        error_code ignored;
        m_socket.shutdown(tcp::socket::shutdown_send, ignored);
        waitReadable();
        return;
    }
    if (!m_keepAlive) {
        close();
        return;
    }
    if (!m_processing && (std::exchange(m_dataWaiting, false) || !m_input.empty()))
        readAndProcess();
    else
        waitReadable();
}

void Connection::finish(bool whole)
{
    const ExchangePtr done = std::move(m_exchange);
    m_exchange.reset();
    done->record.departed = Clock::now();
    if (!done->answered && done->abandoned)
        std::exchange(done->abandoned, nullptr)();
    done->answered = true;
    m_listener.handler().finished(*done, whole && !m_closed);
}

} // namespace throng::practice
