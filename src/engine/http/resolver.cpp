// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/awaiting.h"
#include "engine/base/words.h"
#include "engine/http/origin.h"

#include <QTimer>

#include <mutex>
#include <netdb.h>
#include <optional>
#include <thread>

namespace throng::http {

namespace {

using Addresses = Result<QList<QHostAddress>>;

/// What the waiting coroutine and the looking thread share. The thread is detached: getaddrinfo() cannot be
/// interrupted, and joining it, or a pool it belongs to, would wait for a silent name server.
struct Mailbox {
    std::mutex mutex;
    QObject *receiver = nullptr; // null when nobody waits any more
    std::function<void(Addresses)> deliver;
};

/// Awaitable: one name's addresses, an error after the timeout, Stopped when the scope is stopped.
class Lookup final : private StopScope::Waiter {
public:
    Lookup(QString name, NameLookup lookup, std::chrono::milliseconds timeout, StopScope *scope)
        : m_name(std::move(name))
        , m_lookup(std::move(lookup))
        , m_timeout(timeout)
        , m_scope(scope)
    {
    }
    ~Lookup() override { leave(); }

    auto operator co_await() { return Awaiting(*this); }
    [[nodiscard]] bool await_ready()
    {
        const QHostAddress literal(m_name);
        if (!literal.isNull())
            m_addresses = QList<QHostAddress> { literal };
        return m_addresses || (m_scope && m_scope->isStopped());
    }

    void await_suspend(std::coroutine_handle<> waiting)
    {
        m_waiting = waiting;
        if (m_scope)
            link(*m_scope);
        m_mailbox = std::make_shared<Mailbox>();
        m_mailbox->receiver = &m_context;
        m_mailbox->deliver = [this](Addresses addresses) { finish(std::move(addresses)); };
        QObject::connect(&m_timer, &QTimer::timeout, &m_context, [this] {
            finish(throng::failure(
                Words::tr("the name server did not answer within %1 s").arg(double(m_timeout.count()) / 1000), m_name));
        });
        m_timer.setSingleShot(true);
        m_timer.start(m_timeout);
        std::thread([mailbox = m_mailbox, name = m_name, lookup = std::move(m_lookup)] {
            const Addresses found = lookup(name);
            const std::lock_guard lock(mailbox->mutex);
            if (!mailbox->receiver)
                return;
            QMetaObject::invokeMethod(
                mailbox->receiver, [mailbox, found] { mailbox->deliver(found); }, Qt::QueuedConnection);
        }).detach();
    }

    Addresses await_resume()
    {
        if (m_scope)
            m_scope->throwIfStopped();
        return std::move(*m_addresses);
    }

private:
    void leave()
    {
        m_timer.stop();
        if (!m_mailbox)
            return;
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->receiver = nullptr;
    }

    void finish(Addresses addresses)
    {
        unlink();
        leave();
        if (m_addresses)
            return;
        m_addresses = std::move(addresses);
        m_waiting.resume();
    }

    void stopped() override
    {
        leave();
        m_addresses = throng::failure(Words::tr("stopped"), m_name);
        m_waiting.resume();
    }

    QString m_name;
    NameLookup m_lookup;
    std::chrono::milliseconds m_timeout;
    StopScope *m_scope;
    std::shared_ptr<Mailbox> m_mailbox;
    std::optional<Addresses> m_addresses;
    std::coroutine_handle<> m_waiting;
    QObject m_context; // events for it vanish with it
    QTimer m_timer;
};

} // namespace

Result<QList<QHostAddress>> systemNameLookup(const QString &name)
{
    addrinfo hints {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo *list = nullptr;
    int failed = ::getaddrinfo(name.toLatin1().constData(), nullptr, &hints, &list);
    if (failed == EAI_NONAME || failed == EAI_ADDRFAMILY) {
        // AI_ADDRCONFIG knows no addresses on a machine with nothing but loopback; "localhost" is to work there too.
        hints.ai_flags = 0;
        failed = ::getaddrinfo(name.toLatin1().constData(), nullptr, &hints, &list);
    }
    if (failed == EAI_AGAIN)
        return throng::failure(Words::tr("the name server did not answer, or knows no answer now (%1)")
                                   .arg(QString::fromLocal8Bit(::gai_strerror(failed))),
            name);
    if (failed)
        return throng::failure(
            Words::tr("the name cannot be resolved: %1").arg(QString::fromLocal8Bit(::gai_strerror(failed))), name);
    QList<QHostAddress> addresses;
    for (const addrinfo *entry = list; entry; entry = entry->ai_next) {
        const QHostAddress address(entry->ai_addr);
        if (!address.isNull() && !addresses.contains(address))
            addresses.append(address);
    }
    ::freeaddrinfo(list);
    return addresses;
}

Task<Result<std::shared_ptr<const Origin>>> resolveOrigin(
    QUrl url, TlsOptions tls, QString proxy, std::chrono::milliseconds timeout, StopScope *scope, NameLookup lookup)
{
    // The name behind a proxy is the proxy's to find: it may be known there alone.
    const QUrl proxyUrl(proxy);
    const QString name = proxy.isEmpty() ? url.host(QUrl::FullyEncoded) : proxyUrl.host(QUrl::FullyEncoded);
    auto checked = makeOrigin(url, {}, tls, proxy); // what is wrong without a name server is said without one
    if (!checked)
        co_return checked;
    Lookup awaited(proxy.isEmpty() ? checked.value()->host : name, std::move(lookup), timeout, scope);
    Addresses addresses = co_await awaited;
    if (!addresses)
        co_return tl::unexpected(addresses.error());
    if (proxy.isEmpty())
        co_return makeOrigin(url, *addresses, tls);
    co_return makeOrigin(url, {}, tls, proxy, *addresses);
}

} // namespace throng::http
