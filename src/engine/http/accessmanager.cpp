// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/accessmanager.h"

#include "engine/http/destination.h"
#include "engine/http/reply.h"

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

namespace throng::http {

namespace {

QByteArrayView methodName(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET ";
    case Method::Put:
        return "PUT ";
    case Method::Post:
        return "POST ";
    case Method::Delete:
        return "DELETE ";
    case Method::Head:
        return "HEAD ";
    }
    Q_UNREACHABLE();
}

} // namespace

AccessManager::AccessManager(Reactor &reactor, StopScope &scope, QObject *parent)
    : AccessManager(reactor, nullptr, scope, parent)
{
}

AccessManager::AccessManager(Reactor &reactor, std::shared_ptr<const Origin> origin, StopScope &scope, QObject *parent)
    : QNetworkAccessManager(parent)
    , m_reactor(reactor)
    , m_origin(std::move(origin))
    , m_scope(scope)
{
    if (m_origin) {
        m_foreignTls = m_origin->tls;
        m_foreignProxy = m_origin->proxy;
        addDestination(m_origin);
    }
    buildHeadLines();
}

AccessManager::~AccessManager() = default;

void AccessManager::setBearerToken(const QByteArray &token)
{
    m_token = token;
    buildHeadLines();
}

void AccessManager::closeIdleConnections()
{
    for (const auto &destination : m_destinations)
        destination->closeIdleConnections();
}

void AccessManager::setForeignOptions(TlsOptions tls, const QString &proxy)
{
    m_foreignTls = std::move(tls);
    m_foreignProxy = proxy;
}

void AccessManager::setNameLookup(NameLookup lookup, std::chrono::milliseconds timeout)
{
    m_lookup = std::move(lookup);
    m_lookupTimeout = timeout;
}

void AccessManager::buildHeadLines()
{
    m_fields = " HTTP/1.1\r\n";
    if (m_origin)
        m_fields += "Host: " + m_origin->hostHeader + "\r\n";
    m_fields += "User-Agent: Throng/" THRONG_VERSION "\r\nAccept: */*\r\n";
    m_authorizedFields = m_token.isEmpty() ? m_fields : m_fields + "Authorization: Bearer " + m_token + "\r\n";
}

void AccessManager::appendHead(QByteArray &out, const Request &request) const
{
    out.append(methodName(request.method));
    if (!m_origin->basePath.isEmpty())
        out.append(m_origin->basePath);
    out.append(request.target);
    out.append(request.authorized ? m_authorizedFields : m_fields);
    if (!request.contentType.isEmpty())
        out.append("Content-Type: ").append(request.contentType).append("\r\n");
    const bool meansBody = request.method != Method::Get && request.method != Method::Head;
    if (meansBody || !request.body.isEmpty()) {
        std::array<char, 24> digits;
        const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), request.body.size());
        out.append("Content-Length: ").append(digits.data(), written.ptr - digits.data()).append("\r\n");
    }
    if (!request.extraHeaders.isEmpty())
        out.append(request.extraHeaders);
    out.append("\r\n");
}

Destination &AccessManager::addDestination(std::shared_ptr<const Origin> origin)
{
    m_destinations.push_back(std::make_unique<Destination>(*this, std::move(origin)));
    return *m_destinations.back();
}

Destination &AccessManager::home()
{
    Q_ASSERT_X(m_origin, "AccessManager::exchange", "this manager has no origin");
    return *m_destinations.front();
}

Destination *AccessManager::destinationFor(const QUrl &url)
{
    const QString scheme = url.scheme();
    const QString host = url.host(QUrl::FullyEncoded);
    const int port = url.port(scheme == u"https"_s ? 443 : 80);
    for (const auto &destination : m_destinations) {
        const Origin &origin = *destination->origin();
        if (origin.port == port && origin.host == host && origin.scheme == scheme)
            return destination.get();
    }
    return nullptr;
}

QNetworkReply *AccessManager::createRequest(
    Operation operation, const QNetworkRequest &request, QIODevice *outgoingData)
{
    const QString scheme = request.url().scheme();
    if (scheme != u"http"_s && scheme != u"https"_s)
        return QNetworkAccessManager::createRequest(operation, request, outgoingData);
    return new Reply(*this, operation, request, outgoingData);
}

} // namespace throng::http

#include "moc_accessmanager.cpp"
