// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/stopscope.h"
#include "engine/http/exchange.h"
#include "engine/http/origin.h"
#include "engine/http/reactor.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>

#include <array>
#include <memory>
#include <vector>

namespace throng::http {

class Destination;
class Reply;

/// What a response may grow to before it is refused (Failure::TooLarge).
struct Limits {
    qint64 headBytes = 64 * 1024;
    qint64 bodyBytes = 256 * 1024 * 1024; ///< as decoded; an account's first sync can be large
};

/// One virtual user's way to the server, with connections of its own, opened when first needed: one for each lane in
/// HTTP/1.1, one in all in HTTP/2.
///
/// exchange() is for the virtual users: no reply object, no URL. createRequest(), and with it get(), post() and the
/// rest of QNetworkAccessManager, goes over the same lanes and any other http(s) URL; other schemes are Qt's. Lives on
/// the reactor's thread. Destroy it after the scope was stopped or everything awaited has come back.
class AccessManager : public QNetworkAccessManager {
    Q_OBJECT

public:
    /// A request's lane, as int(Lane); Lane::Ordinary without it.
    static constexpr auto LaneAttribute = QNetworkRequest::Attribute(QNetworkRequest::User + 0x7468);

    /// A browser-like manager without an origin of its own: createRequest() only.
    AccessManager(Reactor &reactor, StopScope &scope, QObject *parent = nullptr);
    AccessManager(Reactor &reactor, std::shared_ptr<const Origin> origin, StopScope &scope, QObject *parent = nullptr);
    ~AccessManager() override;

    /// Sent with each exchange that is `authorized`, and with nothing that createRequest() sends.
    void setBearerToken(const QByteArray &token);
    [[nodiscard]] QByteArray bearerToken() const { return m_token; }

    /// A connection unused for so long is closed. 30 s unless set.
    void setIdleTimeout(Nanoseconds timeout) { m_idleTimeout = timeout; }
    [[nodiscard]] Nanoseconds idleTimeout() const { return m_idleTimeout; }
    /// Those that carry nothing are closed now. The next request opens its own.
    void closeIdleConnections();
    void setLimits(Limits limits) { m_limits = limits; }
    [[nodiscard]] const Limits &limits() const { return m_limits; }

    /// `Response response = co_await manager.exchange(request)`. Failures are in the response;
    /// only a stopped scope throws (Stopped).
    [[nodiscard]] Exchange exchange(Request request) { return Exchange(*this, std::move(request)); }

    /// TLS and proxy for URLs that are not the origin's; the origin's own until set.
    void setForeignOptions(TlsOptions tls, const QString &proxy);
    /// How names of foreign URLs are found, and how long that may take.
    void setNameLookup(NameLookup lookup, std::chrono::milliseconds timeout);

    [[nodiscard]] Reactor &reactor() const { return m_reactor; }
    [[nodiscard]] StopScope &scope() const { return m_scope; }
    /// Null for a manager without one.
    [[nodiscard]] const std::shared_ptr<const Origin> &origin() const { return m_origin; }

protected:
    QNetworkReply *createRequest(
        Operation operation, const QNetworkRequest &request, QIODevice *outgoingData = nullptr) override;

private:
    friend class Exchange;
    friend class Reply;

    [[nodiscard]] Destination &home();
    /// Where that URL's requests go, null when the name is still to be resolved.
    [[nodiscard]] Destination *destinationFor(const QUrl &url);
    Destination &addDestination(std::shared_ptr<const Origin> origin);
    void appendHead(QByteArray &out, const Request &request) const;
    void buildHeadLines();

    Reactor &m_reactor;
    std::shared_ptr<const Origin> m_origin;
    StopScope &m_scope;
    std::vector<std::unique_ptr<Destination>> m_destinations; // the origin's first
    QByteArray m_token;
    QByteArray m_fields; // Host and what else each request has
    QByteArray m_authorizedFields; // the same with the token
    Limits m_limits;
    Nanoseconds m_idleTimeout = std::chrono::seconds(30);
    TlsOptions m_foreignTls;
    QString m_foreignProxy;
    NameLookup m_lookup = systemNameLookup;
    std::chrono::milliseconds m_lookupTimeout = std::chrono::seconds(10);
};

} // namespace throng::http
