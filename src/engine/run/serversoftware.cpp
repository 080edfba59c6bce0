// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/serversoftware.h"

#include "engine/http/accessmanager.h"
#include "engine/http/reactor.h"
#include "engine/matrix/encoding.h"
#include "engine/run/target.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

constexpr int timeout = 10'000; // milliseconds
constexpr qsizetype longest = 80; // characters of a name or a version

} // namespace

ServerSoftware::ServerSoftware(std::shared_ptr<const http::Origin> origin, QObject *parent)
    : QObject(parent)
    , m_origin(std::move(origin))
{
}

ServerSoftware::~ServerSoftware()
{
    m_scope.stop();
}

void ServerSoftware::ask()
{
    m_reactor = std::make_unique<http::Reactor>();
    guardReactor(*m_reactor, *m_origin);
    m_manager = std::make_unique<http::AccessManager>(*m_reactor, m_origin, m_scope);
    QUrl url = m_origin->url();
    url.setPath(matrix::withoutTrailingSlashes(url.path()) + u"/_matrix/federation/v1/version"_s);
    QNetworkRequest request(url);
    request.setTransferTimeout(timeout);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    QNetworkReply *reply = m_manager->get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        const bool isOk = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 200;
        const QJsonObject server = QJsonDocument::fromJson(reply->readAll()).object().value(u"server"_s).toObject();
        const QString name = server.value(u"name"_s).toString().left(longest);
        const QString version = server.value(u"version"_s).toString().left(longest);
        if (isOk && !name.isEmpty())
            Q_EMIT told(QString(name + u' ' + version).trimmed());
        deleteLater(); // and the connection with it
    });
}

} // namespace throng::run
