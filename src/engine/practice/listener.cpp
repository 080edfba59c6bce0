// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/listener.h"

#include "engine/base/words.h"
#include "engine/practice/connection.h"

#include <vector>

namespace throng::practice {

using boost::asio::ip::tcp;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Listener::Listener(boost::asio::io_context &context, ExchangeHandler &handler, HttpLimits limits,
    std::chrono::milliseconds idleTimeout, SSL_CTX *tls, std::function<void(const QString &)> warn)
    : m_context(context)
    , m_handler(handler)
    , m_limits(limits)
    , m_idleTimeout(idleTimeout)
    , m_tls(tls)
    , m_warn(std::move(warn))
    , m_acceptor(context)
    , m_pause(context)
    , m_sweep(context)
{
}

Listener::~Listener()
{
    close();
}

Result<quint16> Listener::open(quint16 port)
{
    boost::system::error_code error;
    const tcp::endpoint endpoint(boost::asio::ip::address_v4::loopback(), port);
    const auto failed = [&](const QString &what) -> Result<quint16> {
        const QString reason = QString::fromStdString(error.message());
        boost::system::error_code ignored;
        m_acceptor.close(ignored);
        return failure(what.arg(reason), u"127.0.0.1:%1"_s.arg(port),
            error == boost::asio::error::address_in_use ? Words::tr("another port, or 0 for a free one") : QString());
    };
    if (m_acceptor.open(tcp::v4(), error))
        return failed(Words::tr("cannot make a socket: %1"));
    m_acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (m_acceptor.bind(endpoint, error))
        return failed(Words::tr("cannot listen: %1"));
    if (m_acceptor.listen(4096, error))
        return failed(Words::tr("cannot listen: %1"));
    accept();
    sweep();
    return m_acceptor.local_endpoint(error).port();
}

void Listener::close()
{
    ++m_life; // to cancel does not reach a handler that is queued already, with success
    boost::system::error_code ignored;
    m_acceptor.close(ignored);
    m_pause.cancel();
    m_sweep.cancel();
    closeConnections();
}

void Listener::closeConnections()
{
    // close() takes the connection out of the set.
    const std::vector<std::shared_ptr<Connection>> all(m_connections.begin(), m_connections.end());
    for (const auto &connection : all)
        connection->close();
}

void Listener::accept()
{
    m_acceptor.async_accept([this, life = m_life](boost::system::error_code error, tcp::socket socket) {
        if (life != m_life)
            return;
        if (!error) {
            accepted(std::move(socket));
            accept();
            return;
        }
        // Most likely no descriptor is left: those who wait stay in the backlog until one is.
        if (!std::exchange(m_saidFull, true))
            m_warn(
                u"No more clients can be accepted: %1. %2 are connected; more wait until one of them leaves. A higher "
                "limit of open files (ulimit -n) lets more in."_s.arg(
                    QString::fromStdString(error.message()), QString::number(m_connections.size())));
        m_pause.expires_after(50ms);
        m_pause.async_wait([this, life](boost::system::error_code) {
            if (life == m_life)
                accept();
        });
    });
}

void Listener::accepted(tcp::socket socket)
{
    ++m_opened;
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    const auto connection = std::make_shared<Connection>(*this, std::move(socket), m_tls);
    m_connections.insert(connection);
    connection->start();
}

void Listener::sweep()
{
    m_sweep.expires_after(std::max<std::chrono::milliseconds>(m_idleTimeout / 4, 20ms));
    m_sweep.async_wait([this, life = m_life](boost::system::error_code) {
        if (life != m_life)
            return;
        const Clock::time_point oldest = Clock::now() - m_idleTimeout;
        std::vector<std::shared_ptr<Connection>> idle;
        for (const auto &connection : m_connections) {
            if (connection->isIdle() && connection->idleSince() < oldest)
                idle.push_back(connection);
        }
        for (const auto &connection : idle)
            connection->close();
        sweep();
    });
}

} // namespace throng::practice
