// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/transport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>

#include <sys/socket.h>

namespace throng::practice {

namespace {

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    Outcome read(std::span<char> into) override
    {
        const ssize_t n = ::recv(m_descriptor, into.data(), into.size(), 0);
        return n > 0 ? Outcome { Status::Ok, static_cast<std::size_t>(n) } : ended(n, Status::WantRead);
    }

    Outcome write(std::string_view bytes) override
    {
        const ssize_t n = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        return n > 0 ? Outcome { Status::Ok, static_cast<std::size_t>(n) } : ended(n, Status::WantWrite);
    }

    bool isClosedByPeer() override
    {
        char byte = 0;
        const ssize_t n = ::recv(m_descriptor, &byte, 1, MSG_PEEK);
        return n <= 0 && ended(n, Status::WantRead).status == Status::Closed;
    }

    bool mayHoldBytes() const override { return false; }

private:
    static Outcome ended(ssize_t n, Status again)
    {
        const bool wait = n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
        return { wait ? again : Status::Closed };
    }

    int m_descriptor;
};

class TlsTransport final : public Transport {
public:
    TlsTransport(int descriptor, SSL_CTX *context)
        : m_ssl(SSL_new(context), &SSL_free)
    {
        SSL_set_fd(m_ssl.get(), descriptor);
        SSL_set_accept_state(m_ssl.get()); // the handshake is made by the first reads
    }

    Outcome read(std::span<char> into) override
    {
        ERR_clear_error();
        const int n = SSL_read(m_ssl.get(), into.data(), static_cast<int>(into.size()));
        return outcome(n);
    }

    Outcome write(std::string_view bytes) override
    {
        ERR_clear_error();
        // SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER is set in the context, so a repeated write may come from elsewhere.
        const std::size_t most = std::min<std::size_t>(bytes.size(), 16 * 1024);
        return outcome(SSL_write(m_ssl.get(), bytes.data(), static_cast<int>(most)));
    }

    bool isClosedByPeer() override
    {
        ERR_clear_error();
        char byte = 0;
        return outcome(SSL_peek(m_ssl.get(), &byte, 1)).status == Status::Closed;
    }

    bool mayHoldBytes() const override { return SSL_pending(m_ssl.get()) > 0; }

private:
    Outcome outcome(int n)
    {
        if (n > 0)
            return { Status::Ok, static_cast<std::size_t>(n) };
        switch (SSL_get_error(m_ssl.get(), n)) {
        case SSL_ERROR_WANT_READ:
            return { Status::WantRead };
        case SSL_ERROR_WANT_WRITE:
            return { Status::WantWrite };
        default:
            return { Status::Closed };
        }
    }

    std::unique_ptr<SSL, decltype(&SSL_free)> m_ssl;
};

} // namespace

std::unique_ptr<Transport> Transport::plain(int descriptor)
{
    return std::make_unique<PlainTransport>(descriptor);
}

std::unique_ptr<Transport> Transport::tls(int descriptor, SSL_CTX *context)
{
    return std::make_unique<TlsTransport>(descriptor, context);
}

} // namespace throng::practice
