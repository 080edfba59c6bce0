// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/transport.h"

#include "engine/base/words.h"
#include "engine/http/dialsettings.h"
#include "engine/http/origin.h"
#include "engine/http/reactor.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace throng::http {

namespace {

// What is offered to ALPN: each name after its length (RFC 7301, 3.1).
constexpr QByteArrayView onlyHttp2 = "\x02h2";
constexpr QByteArrayView http2AndBefore = "\x02h2\x08http/1.1";

bool stampArrivals([[maybe_unused]] curl_socket_t socket)
{
#ifdef SO_TIMESTAMPNS
    const int on = 1;
    return ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0;
#else
    return false;
#endif
}

/// The kernel stamps by the clock on the wall.
[[maybe_unused]] Clock::time_point onOurClock(const timespec &wallTime)
{
    using namespace std::chrono;
    const auto stamp = system_clock::time_point(
        duration_cast<system_clock::duration>(seconds(wallTime.tv_sec) + nanoseconds(wallTime.tv_nsec)));
    // Whoever is interrupted between the two clocks reads a false difference.
    Clock::time_point before;
    system_clock::time_point wall;
    Clock::time_point after;
    for (int tries = 0; tries < 10; ++tries) {
        before = Clock::now();
        wall = system_clock::now();
        after = Clock::now();
        if (after - before < microseconds(10))
            break;
    }
    return std::min(after, before - duration_cast<Clock::duration>(wall - stamp));
}

/// Where a session's settings remember its transport.
int transportIndex()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

} // namespace

Transport::Transport(Reactor &reactor, std::shared_ptr<const Origin> origin, Opener &opener)
    : m_reactor(reactor)
    , m_origin(std::move(origin))
    , m_opener(opener)
    , m_direct(!m_origin->dial->tls && !m_origin->dial->proxy.startsWith("https:"))
{
}

Transport::~Transport()
{
    close();
}

bool Transport::isTls() const
{
    return m_origin->dial->tls;
}

bool Transport::open(Nanoseconds timeout, OfferHttp2 http2)
{
    const DialSettings &dial = *m_origin->dial;
    m_easy = curl_easy_init();
    m_share = curl_share_init();
    if (!m_easy || !m_share)
        return false;
    m_opening = std::make_unique<Opening>();
    m_opening->begun = Clock::now();
    // curl_easy_send() looks its connection up in a list: with a share of its own, that list has one entry.
    curl_share_setopt(m_share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
    curl_easy_setopt(m_easy, CURLOPT_SHARE, m_share);
    curl_easy_setopt(m_easy, CURLOPT_PRIVATE, static_cast<CurlMulti::Client *>(this));
    curl_easy_setopt(m_easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(m_easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(m_easy, CURLOPT_BUFFERSIZE, 1024L); // of a buffer that opening allocates: the least it takes
    curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_opening->errorText);
    curl_easy_setopt(m_easy, CURLOPT_URL, dial.url.constData());
    // Else libcurl speaks HTTP/2 itself, below curl_easy_send(), with a server that offers it, and what we send is lost
    // in it. So HTTP/2 is offered past it.
    curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(m_easy, CURLOPT_PROXY, dial.proxy.constData());
    curl_easy_setopt(m_easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(m_easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
    if (dial.addresses)
        curl_easy_setopt(m_easy, CURLOPT_RESOLVE, dial.addresses.get());
    curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETFUNCTION, &Transport::openSocket);
    curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_CLOSESOCKETFUNCTION, &Transport::closeSocket);
    curl_easy_setopt(m_easy, CURLOPT_CLOSESOCKETDATA, this);
    const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
    curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, long(std::max<qint64>(1, milliseconds)));
    if (dial.tls) {
        curl_easy_setopt(m_easy, CURLOPT_CAPATH, nullptr);
        curl_easy_setopt(m_easy, CURLOPT_CAINFO, dial.caFile.isEmpty() ? nullptr : dial.caFile.constData());
        curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYPEER, dial.verify ? 1L : 0L);
        curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYHOST, dial.verify ? 2L : 0L);
        curl_easy_setopt(m_easy, CURLOPT_SSL_SESSIONID_CACHE, 0L); // each connection has a cache to itself: no use
        if (http2 != OfferHttp2::No) {
            m_opening->offered = http2 == OfferHttp2::Only ? onlyHttp2 : http2AndBefore;
            m_opening->proxyIsNext = dial.proxy.startsWith("https:");
            curl_easy_setopt(m_easy, CURLOPT_SSL_ENABLE_ALPN, 0L);
            curl_easy_setopt(m_easy, CURLOPT_SSL_CTX_FUNCTION, &Transport::offerProtocols);
            curl_easy_setopt(m_easy, CURLOPT_SSL_CTX_DATA, this);
        }
    }
    if (!m_reactor.curl().add(m_easy))
        return false;
    m_state = State::Opening;
    ++m_reactor.counters().connecting;
    return true;
}

void Transport::close()
{
    if (m_state == State::Open) {
        m_reactor.poller().remove(m_socket, *this);
        --m_reactor.counters().open;
    }
    if (m_state == State::Opening)
        --m_reactor.counters().connecting;
    if (m_easy && (m_state == State::Opening || m_state == State::Open))
        m_reactor.curl().remove(m_easy);
    m_state = State::Closed;
    freeCurl();
    if (std::exchange(m_isOurs, false))
        ::close(m_socket);
    m_socket = CURL_SOCKET_BAD;
}

void Transport::freeCurl()
{
    if (m_easy)
        curl_easy_cleanup(std::exchange(m_easy, nullptr));
    if (m_share)
        curl_share_cleanup(std::exchange(m_share, nullptr));
}

int Transport::closeSocket(void *self, curl_socket_t socket)
{
    const auto &transport = *static_cast<const Transport *>(self);
    return transport.m_isOurs && socket == transport.m_socket ? 0 : ::close(socket);
}

CURLcode Transport::offerProtocols(CURL *, void *context, void *self)
{
    auto &transport = *static_cast<Transport *>(self);
    if (std::exchange(transport.m_opening->proxyIsNext, false))
        return CURLE_OK; // it is asked for a tunnel, in HTTP/1.1
    // libcurl does not give the session away before something was sent or received: what was agreed on is needed
    // before.
    auto *settings = static_cast<SSL_CTX *>(context);
    SSL_CTX_set_ex_data(settings, transportIndex(), self);
    SSL_CTX_set_info_callback(settings, &Transport::sessionChanged);
    const QByteArrayView offered = transport.m_opening->offered;
    const bool failed = SSL_CTX_set_alpn_protos(
        settings, reinterpret_cast<const unsigned char *>(offered.data()), unsigned(offered.size()));
    return failed ? CURLE_OUT_OF_MEMORY : CURLE_OK;
}

void Transport::sessionChanged(const SSL *session, int where, int)
{
    if (!(where & SSL_CB_HANDSHAKE_DONE))
        return;
    const unsigned char *agreed = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(session, &agreed, &size);
    auto &transport = *static_cast<Transport *>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), transportIndex()));
    transport.m_http2 = QByteArrayView(agreed, qsizetype(size)) == "h2";
}

curl_socket_t Transport::openSocket(void *self, curlsocktype, curl_sockaddr *address)
{
    auto &transport = *static_cast<Transport *>(self);
    const QHostAddress target(&address->addr);
    if (!transport.m_reactor.mayConnect(target)) {
        transport.m_opening->refused = target;
        return CURL_SOCKET_BAD;
    }
    const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket < 0)
        transport.m_opening->osError = errno;
    return socket;
}

void Transport::opened(CURLcode code)
{
    --m_reactor.counters().connecting;
    m_openedAt = Clock::now();
    const Nanoseconds whole = m_openedAt - m_opening->begun;
    if (code != CURLE_OK) {
        m_connectTime = whole;
        ++m_reactor.counters().failed;
        const auto [failure, text] = explain(code);
        m_state = State::New; // no longer counted as opening
        m_reactor.curl().remove(m_easy);
        close();
        m_opener.transportFailed(failure, text);
        return;
    }
    curl_off_t connected = 0;
    curl_off_t secured = 0;
    curl_easy_getinfo(m_easy, CURLINFO_CONNECT_TIME_T, &connected);
    curl_easy_getinfo(m_easy, CURLINFO_APPCONNECT_TIME_T, &secured);
    m_tlsTime = secured > connected ? std::chrono::microseconds(secured - connected) : Nanoseconds(0);
    m_connectTime = std::max(Nanoseconds(0), whole - m_tlsTime);
    curl_easy_getinfo(m_easy, CURLINFO_ACTIVESOCKET, &m_socket);
    long port = 0;
    curl_easy_getinfo(m_easy, CURLINFO_LOCAL_PORT, &port);
    m_localPort = quint16(port);
    if (m_direct && m_reactor.workLog())
        m_stamped = stampArrivals(m_socket);
    if (m_direct) {
        // libcurl has done its part; what it keeps for a connection weighs more than all that a user is.
        m_isOurs = true;
        m_reactor.curl().remove(m_easy);
        freeCurl();
    } else {
        curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, nullptr);
        // From here on it only bounds what one curl_easy_recv() gives.
        curl_easy_setopt(m_easy, CURLOPT_BUFFERSIZE, long(m_reactor.inputScratch().size()));
    }
    m_opening.reset();
    m_state = State::Open;
    ++m_reactor.counters().opened;
    ++m_reactor.counters().open;
    m_reactor.poller().add(m_socket, *this, Poller::Readable | Poller::Writable, Poller::Mode::Edge);
    m_opener.transportOpened();
}

std::pair<Failure, QString> Transport::explain(CURLcode code) const
{
    QString detail = QString::fromLocal8Bit(m_opening->errorText);
    if (detail.isEmpty())
        detail = QString::fromLatin1(curl_easy_strerror(code));
    const QString host = QString::fromLatin1(m_origin->hostHeader);
    const bool proxied = !m_origin->proxy.isEmpty();
    switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return { Failure::Proxy, Words::tr("The proxy %1 cannot be used: %2").arg(m_origin->proxy, detail) };
    case CURLE_COULDNT_RESOLVE_HOST:
        return { Failure::NameResolution, Words::tr("The name %1 cannot be resolved: %2").arg(m_origin->host, detail) };
    case CURLE_OPERATION_TIMEDOUT:
        return { Failure::Timeout, Words::tr("No connection to %1 in time: %2").arg(host, detail) };
    case CURLE_COULDNT_CONNECT: {
        if (!m_opening->refused.isNull())
            return { Failure::Connect,
                Words::tr("Throng may not connect to %1 (%2): the target guard does not allow it")
                    .arg(host, m_opening->refused.toString()) };
        long systemError = 0;
        curl_easy_getinfo(m_easy, CURLINFO_OS_ERRNO, &systemError);
        if (m_opening->osError)
            systemError = m_opening->osError;
        const QString reason = systemError ? QString::fromLocal8Bit(std::strerror(int(systemError))) : detail;
        if (proxied)
            return { Failure::Proxy, Words::tr("No connection to the proxy %1: %2").arg(m_origin->proxy, reason) };
        return { Failure::Connect, Words::tr("No connection to %1: %2").arg(host, reason) };
    }
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: {
        QString reason = detail;
        reason.remove(u"SSL certificate problem: "_s).remove(u"SSL: "_s);
        return { Failure::Tls, Words::tr("The certificate of %1 is not trusted: %2").arg(host, reason) };
    }
    case CURLE_SSL_CACERT_BADFILE:
        return { Failure::Tls, Words::tr("The file of certificate authorities cannot be used: %1").arg(detail) };
    case CURLE_SSL_CONNECT_ERROR:
        if (m_opening->offered == onlyHttp2 && detail.contains(u"no application protocol"))
            return { Failure::Tls, Words::tr("%1 does not speak HTTP/2, and only that was offered to it").arg(host) };
        [[fallthrough]];
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
        return { Failure::Tls, Words::tr("No TLS connection to %1: %2").arg(host, detail) };
    default:
        break;
    }
    if (proxied) // a refused CONNECT is a receive error to libcurl
        return { Failure::Proxy,
            Words::tr("The proxy %1 gives no connection to %2: %3").arg(m_origin->proxy, host, detail) };
    return { Failure::Connect, Words::tr("No connection to %1: %2").arg(host, detail) };
}

void Transport::socketReady(unsigned events)
{
    // Writing first: it frees what waits to be sent; reading may be the end of this object.
    if (events & Poller::Writable)
        m_observer->transportWritable();
    if (events & Poller::Readable)
        m_observer->transportReadable(events & Poller::HungUp);
}

Transport::Io Transport::send(const char *data, std::size_t size, std::size_t &sent)
{
    sent = 0;
    errno = 0;
    if (m_direct) {
        const ssize_t count = ::send(m_socket, data, size, MSG_NOSIGNAL);
        if (count >= 0) {
            sent = std::size_t(count);
            return Io::Done;
        }
        m_lastError = errno;
        return errno == EAGAIN || errno == EWOULDBLOCK ? wouldBlock(Poller::Writable) : Io::Failed;
    }
    m_lastCode = curl_easy_send(m_easy, data, size, &sent);
    if (m_lastCode == CURLE_OK)
        return Io::Done;
    if (m_lastCode == CURLE_AGAIN)
        return wouldBlock(Poller::Writable);
    m_lastError = errno;
    return Io::Failed;
}

Transport::Io Transport::receive(char *data, std::size_t size, std::size_t &received)
{
    received = 0;
    errno = 0;
    if (m_direct) {
        const ssize_t count = m_stamped ? receiveStamped(data, size) : ::recv(m_socket, data, size, 0);
        if (count >= 0) {
            received = std::size_t(count);
            return count > 0 ? Io::Done : Io::Closed;
        }
        m_lastError = errno;
        return errno == EAGAIN || errno == EWOULDBLOCK ? wouldBlock(Poller::Readable) : Io::Failed;
    }
    m_lastCode = curl_easy_recv(m_easy, data, size, &received);
    if (m_lastCode == CURLE_OK && received == 0 && isTls() && !endedWithNotice()) {
        m_lastCode = CURLE_PARTIAL_FILE;
        m_lastError = 0;
        return Io::Failed;
    }
    if (m_lastCode == CURLE_OK)
        return received ? Io::Done : Io::Closed;
    if (m_lastCode == CURLE_AGAIN)
        return wouldBlock(Poller::Readable);
    m_lastError = errno;
    return Io::Failed;
}

Transport::Io Transport::wouldBlock(Poller::Event event)
{
    m_reactor.poller().wouldBlock(*this, event);
    return Io::WouldBlock;
}

ssize_t Transport::receiveStamped(char *data, std::size_t size)
{
#ifdef SO_TIMESTAMPNS
    iovec piece { data, size };
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(timespec))];
    msghdr message {};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t count = ::recvmsg(m_socket, &message, 0);
    if (count <= 0)
        return count;
    const cmsghdr *const stamp = CMSG_FIRSTHDR(&message);
    if (stamp && stamp->cmsg_level == SOL_SOCKET && stamp->cmsg_type == SCM_TIMESTAMPNS) {
        timespec arrived {};
        std::memcpy(&arrived, CMSG_DATA(stamp), sizeof arrived);
        m_arrivedAt = onOurClock(arrived);
    } else {
        m_arrivedAt.reset();
    }
    return count;
#else
    return ::recv(m_socket, data, size, 0);
#endif
}

const ssl_st *Transport::tlsSession() const
{
    const curl_tlssessioninfo *session = nullptr;
    curl_easy_getinfo(m_easy, CURLINFO_TLS_SSL_PTR, &session);
    if (!session || session->backend != CURLSSLBACKEND_OPENSSL)
        return nullptr;
    return static_cast<const SSL *>(session->internals);
}

QByteArray Transport::tlsVersion() const
{
    const SSL *session = isTls() && m_easy ? tlsSession() : nullptr;
    return session ? QByteArray(SSL_get_version(session)) : QByteArray();
}

bool Transport::endedWithNotice() const
{
    // To libcurl an end is an end. But a body that lasts until the end is whole only with a close_notify (RFC
    // 9112, 9.8).
    const SSL *session = tlsSession();
    return !session || SSL_get_shutdown(session) & SSL_RECEIVED_SHUTDOWN;
}

QString Transport::errorText() const
{
    return m_lastError ? QString::fromLocal8Bit(std::strerror(m_lastError))
                       : QString::fromLatin1(curl_easy_strerror(m_lastCode));
}

} // namespace throng::http
