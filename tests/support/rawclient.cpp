// SPDX-License-Identifier: GPL-3.0-or-later
#include "rawclient.h"

#include <QElapsedTimer>

#include <cerrno>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace throng::test {

RawClient::RawClient(const QUrl &server)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM, 0))
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(server.port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        qFatal("cannot connect to %s", qPrintable(server.toString()));
}

RawClient::~RawClient()
{
    abort();
}

void RawClient::write(const QByteArray &bytes)
{
    // What the server refuses to read is no mistake of the test.
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t n =
            ::send(m_descriptor, bytes.constData() + done, std::size_t(bytes.size() - done), MSG_NOSIGNAL);
        if (n <= 0)
            return;
        done += n;
    }
}

void RawClient::abort()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

void RawClient::read()
{
    pollfd descriptor { m_descriptor, POLLIN, 0 };
    if (m_ended || ::poll(&descriptor, 1, 20) <= 0)
        return;
    char buffer[16 * 1024];
    const ssize_t n = ::recv(m_descriptor, buffer, sizeof buffer, MSG_DONTWAIT);
    if (n > 0) {
        m_received.append(buffer, n);
    } else if (n == 0 || errno != EAGAIN) {
        m_ended = true;
        m_reset = n < 0 && errno == ECONNRESET;
    }
}

bool RawClient::waitFor(const std::function<bool()> &condition)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.hasExpired(10'000) || m_ended)
            return condition();
        read();
    }
    return true;
}

bool RawClient::waitForEnd()
{
    return waitFor([this] { return m_ended; });
}

QByteArray RawClient::body() const
{
    const qsizetype end = m_received.indexOf("\r\n\r\n");
    return end < 0 ? QByteArray() : m_received.mid(end + 4);
}

} // namespace throng::test
