// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/exchange.h"
#include "engine/practice/httpparser.h"
#include "engine/practice/transport.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>

namespace throng::practice {

class Listener;

/// One client's socket: reads requests one after another, writes answers. It waits for readiness and holds neither
/// buffer nor parser while it does, so a connection in a long poll costs its object and its descriptor.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Listener &listener, boost::asio::ip::tcp::socket socket, SSL_CTX *tls);
    ~Connection();

    void start();
    /// Closes at once: with FIN, or with RST when `reset`.
    void close(bool reset = false);
    /// Sends the answer to the exchange in hand.
    void send(Answer answer, const WirePlan &plan);

    [[nodiscard]] Clock::time_point idleSince() const { return m_idleSince; }
    [[nodiscard]] bool isIdle() const { return !m_exchange && m_output.empty(); }

private:
    void waitReadable();
    void readable();
    void readAndProcess();
    bool process(std::string_view bytes); ///< false: stop reading for now
    void dispatch();
    void refuse();

    void write();
    void waitWritable();
    void drip();
    void pause(std::chrono::nanoseconds duration); ///< then it goes on with the drip, or the endless body
    void sent();
    void refillEndlessBody();
    void finish(bool whole);

    Listener &m_listener;
    boost::asio::ip::tcp::socket m_socket;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<HttpParser> m_parser; ///< of a request that has begun
    std::string m_input; ///< read and not yet parsed
    ExchangePtr m_exchange; ///< the request in hand
    std::string m_output;
    std::shared_ptr<const std::string> m_blob; ///< sent behind m_output
    std::size_t m_written = 0;
    std::unique_ptr<boost::asio::steady_timer> m_dripTimer;
    WirePlan m_plan;
    Clock::time_point m_idleSince;
    Clock::time_point m_firstByte;
    std::uint16_t m_clientPort = 0;
    bool m_waitingReadable = false;
    bool m_dataWaiting = false; ///< the client sent more before it had its answer
    bool m_processing = false; ///< inside readAndProcess(): an answer given meanwhile must not read on
    bool m_keepAlive = true;
    bool m_draining = false; ///< refused: what still comes is thrown away, so that the client reads the refusal
    bool m_closed = false;
};

} // namespace throng::practice
