// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/practice/exchange.h"
#include "engine/practice/httpparser.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <memory>
#include <unordered_set>

using SSL_CTX = struct ssl_ctx_st;

namespace throng::practice {

class Connection;

/// Accepts on 127.0.0.1 and owns the connections.
class Listener {
public:
    Listener(boost::asio::io_context &context, ExchangeHandler &handler, HttpLimits limits,
        std::chrono::milliseconds idleTimeout, SSL_CTX *tls, std::function<void(const QString &)> warn);
    ~Listener();

    /// The port it listens on.
    Result<quint16> open(quint16 port);
    void close(); ///< with all connections
    [[nodiscard]] bool isOpen() const { return m_acceptor.is_open(); }
    void closeConnections();

    [[nodiscard]] std::size_t connectionCount() const { return m_connections.size(); }
    [[nodiscard]] quint64 connectionsOpened() const { return m_opened; }

    // For connections
    void forget(const std::shared_ptr<Connection> &connection) { m_connections.erase(connection); }
    ExchangeHandler &handler() { return m_handler; }
    const HttpLimits &limits() const { return m_limits; }
    /// Shared by all connections: what is read is parsed before the next one reads.
    std::array<char, 64 * 1024> &scratch() { return m_scratch; }

private:
    void accept();
    void accepted(boost::asio::ip::tcp::socket socket);
    void sweep();

    boost::asio::io_context &m_context;
    ExchangeHandler &m_handler;
    HttpLimits m_limits;
    std::chrono::milliseconds m_idleTimeout;
    SSL_CTX *m_tls;
    std::function<void(const QString &)> m_warn;
    bool m_saidFull = false;
    boost::asio::ip::tcp::acceptor m_acceptor;
    boost::asio::steady_timer m_pause; ///< after accept() failed for want of descriptors
    boost::asio::steady_timer m_sweep;
    std::unordered_set<std::shared_ptr<Connection>> m_connections;
    quint64 m_opened = 0;
    unsigned m_life = 0; ///< one more with each close(): a handler that was queued before it belongs to another life
    std::array<char, 64 * 1024> m_scratch;
};

} // namespace throng::practice
