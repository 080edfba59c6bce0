// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/curlmulti.h"
#include "engine/http/poller.h"
#include "engine/http/response.h"

#include <QHostAddress>

#include <memory>
#include <optional>

struct ssl_st; // OpenSSL's SSL

namespace throng::http {

struct Origin;
class Reactor;

/// A stream of bytes to an origin: TCP, through a proxy where there is one, TLS inside where there is TLS. libcurl
/// opens it, and carries the bytes where anything lies between us and the socket; what they mean is the connection's
/// business.
class Transport final : private CurlMulti::Client, private Poller::Watcher {
public:
    enum class Io : quint8 { Done, WouldBlock, Closed, Failed };

    /// Who wants it opened.
    class Opener {
    public:
        virtual void transportOpened() = 0;
        virtual void transportFailed(Failure failure, const QString &text) = 0;

    protected:
        ~Opener() = default;
    };

    /// Who uses it once it is open.
    class Observer {
    public:
        /// Read until it would block. `hungUp`: the end, or an error, is behind what there is to read.
        virtual void transportReadable(bool hungUp) = 0;
        virtual void transportWritable() = 0;

    protected:
        ~Observer() = default;
    };

    Transport(Reactor &reactor, std::shared_ptr<const Origin> origin, Opener &opener);
    ~Transport() override;

    /// HTTP/2 is offered, and HTTP/1.1 beside it unless `http2` is Only. Without TLS there is nothing to offer.
    enum class OfferHttp2 : quint8 { No, Yes, Only };
    /// False when libcurl cannot even begin. The opener hears of the outcome, never before this returns.
    [[nodiscard]] bool open(Nanoseconds timeout, OfferHttp2 http2);
    /// From transportOpened() on, before the event loop turns again.
    void setObserver(Observer *observer) { m_observer = observer; }
    void close();

    [[nodiscard]] bool isOpen() const { return m_state == State::Open; }
    [[nodiscard]] bool isTls() const;
    /// Server and client agreed on HTTP/2 (ALPN, RFC 7301).
    [[nodiscard]] bool agreedOnHttp2() const { return m_http2; }
    /// As agreed on: "TLSv1.3"; empty without TLS, and before anything was sent or received.
    [[nodiscard]] QByteArray tlsVersion() const;
    [[nodiscard]] Nanoseconds connectTime() const { return m_connectTime; }
    [[nodiscard]] Nanoseconds tlsTime() const { return m_tlsTime; }
    [[nodiscard]] Clock::time_point openedAt() const { return m_openedAt; }
    [[nodiscard]] quint16 localPort() const { return m_localPort; }
    /// When the kernel had what the last receive() gave. Nothing unless the reactor watches lag, and behind TLS.
    [[nodiscard]] std::optional<Clock::time_point> arrivedAt() const { return m_arrivedAt; }

    /// At most this much is sent at once: a TLS record.
    static constexpr qsizetype s_sendLimit = 16 * 1024;
    /// After WouldBlock it has to be called again with the same pointer and size: OpenSSL insists.
    Io send(const char *data, std::size_t size, std::size_t &sent);
    Io receive(char *data, std::size_t size, std::size_t &received);
    /// A receive() that gave less than was asked for left nothing behind. libcurl and OpenSSL give less as they like:
    /// there only WouldBlock says that a new edge will come.
    [[nodiscard]] bool shortReadMeansEmpty() const { return m_direct && !Poller::s_mustBeTold; }
    /// What the last Failed was.
    [[nodiscard]] QString errorText() const;

private:
    enum class State : quint8 { New, Opening, Open, Closed };
    /// Needed while opening only.
    struct Opening {
        char errorText[CURL_ERROR_SIZE] = {};
        Clock::time_point begun;
        QHostAddress refused; // by the address guard
        QByteArrayView offered; // to ALPN; empty: libcurl offers HTTP/1.1
        bool proxyIsNext = false; // the next TLS session is the proxy's
        int osError = 0;
    };

    static CURLcode offerProtocols(CURL *easy, void *context, void *self);
    static void sessionChanged(const ssl_st *session, int where, int how);
    static curl_socket_t openSocket(void *self, curlsocktype purpose, curl_sockaddr *address);
    static int closeSocket(void *self, curl_socket_t socket);
    void freeCurl();
    void opened(CURLcode code) override;
    void socketReady(unsigned events) override;
    [[nodiscard]] std::pair<Failure, QString> explain(CURLcode code) const;
    [[nodiscard]] const ssl_st *tlsSession() const; // null without one
    [[nodiscard]] bool endedWithNotice() const;
    Io wouldBlock(Poller::Event event);
    ssize_t receiveStamped(char *data, std::size_t size);

    Reactor &m_reactor;
    std::shared_ptr<const Origin> m_origin;
    Opener &m_opener;
    Observer *m_observer = nullptr;
    CURL *m_easy = nullptr;
    CURLSH *m_share = nullptr;
    std::unique_ptr<Opening> m_opening;
    Clock::time_point m_openedAt;
    Nanoseconds m_connectTime {};
    Nanoseconds m_tlsTime {};
    std::optional<Clock::time_point> m_arrivedAt;
    quint16 m_localPort = 0;
    bool m_stamped = false; // the kernel stamps what comes
    bool m_http2 = false;
    curl_socket_t m_socket = CURL_SOCKET_BAD;
    int m_lastError = 0; // errno
    CURLcode m_lastCode = CURLE_OK;
    State m_state = State::New;
    bool m_isOurs = false; // the socket: libcurl is done with it
    const bool m_direct; // send and recv on the socket itself
};

} // namespace throng::http
