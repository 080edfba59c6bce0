// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/serverprobe.h"

#include "engine/matrix/encoding.h"
#include "engine/matrix/serverconfig.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslConfiguration>

#include <algorithm>
#include <iterator>
#include <utility>

namespace throng::matrix {

using namespace Qt::StringLiterals;
using Severity = Finding::Severity;
using Subject = Finding::Subject;

namespace {

constexpr qint64 largestAnswer = 1024 * 1024; ///< bytes; the real ones are a few KB

} // namespace

struct ServerProbe::Question {
    const char *path;
    const char *body; ///< null: GET, else POST
    const char *text;
    void (ServerProbe::*read)(Answer &);
};

const ServerProbe::Question ServerProbe::questions[] = {
    { "/.well-known/matrix/client", nullptr, QT_TR_NOOP("Asking where the homeserver is"),
        &ServerProbe::readWellKnown },
    { "/_matrix/client/versions", nullptr, QT_TR_NOOP("Looking for a Matrix homeserver"), &ServerProbe::readVersions },
    { "/_matrix/federation/v1/version", nullptr, QT_TR_NOOP("Asking for its software"), &ServerProbe::readSoftware },
    { "/_matrix/client/v3/login", nullptr, QT_TR_NOOP("Asking how to log in"), &ServerProbe::readLogin },
    { "/_matrix/client/v1/auth_metadata", nullptr, QT_TR_NOOP("Looking for an OAuth service"),
        &ServerProbe::readOAuth },
    { "/_synapse/admin/v1/register", nullptr, QT_TR_NOOP("Asking for registration by shared secret"),
        &ServerProbe::readSharedSecret },
    { "/_synapse/metrics", nullptr, QT_TR_NOOP("Looking for its metrics"), &ServerProbe::readMetrics },
    { "/_matrix/client/v3/register", "{}", QT_TR_NOOP("Asking how to register"), &ServerProbe::readRegistration },
};

ServerProbe::ServerProbe(QNetworkAccessManager &manager, ProbeOptions options, QObject *parent)
    : QObject(parent)
    , m_manager(manager)
    , m_options(options)
{
}

ServerProbe::~ServerProbe()
{
    cancel();
}

void ServerProbe::start(const QUrl &url)
{
    cancel();
    m_report = {};
    m_limitedFor = {};
    m_elsewhere.clear();
    m_report.asked = url;
    m_report.baseUrl = url;
    m_step = 0;
    ask();
}

void ServerProbe::cancel()
{
    m_step = -1;
    if (!m_reply)
        return;
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
}

void ServerProbe::ask()
{
    const Question &question = questions[m_step];
    Q_EMIT progress(m_step, static_cast<int>(std::size(questions)), tr(question.text));
    if (m_step < 0 || m_reply)
        return; // somebody who heard it cancelled, or began anew

    ++m_report.questions;
    QUrl url = m_report.baseUrl;
    const QString path = QString::fromLatin1(question.path);
    url.setPath(m_step == 0 ? path : withoutTrailingSlashes(url.path()) + path); // .well-known is at the host's root
    url.setQuery(QString());
    QNetworkRequest request(url);
    request.setTransferTimeout(static_cast<int>(m_options.timeout.count()));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
        m_step == 0 ? QNetworkRequest::NoLessSafeRedirectPolicy : QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    if (question.body) {
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        m_reply = m_manager.post(request, QByteArray(question.body));
    } else {
        m_reply = m_manager.get(request);
    }
    connect(m_reply, &QNetworkReply::downloadProgress, this, [this](qint64 received, qint64) {
        if (received > largestAnswer && m_reply)
            m_reply->abort();
    });
    connect(m_reply, &QNetworkReply::finished, this, &ServerProbe::answered);
}

void ServerProbe::answered()
{
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    Answer answer = takeAnswer(*reply);
    if (answer.status == 429) {
        ++m_report.limitedQuestions;
        m_limitedFor = std::max(m_limitedFor, answer.retryAfter);
    }
    const auto read = questions[m_step].read;
    (this->*read)(answer);
    if (m_step >= 0 && !m_reply)
        next();
}

ServerProbe::Answer ServerProbe::takeAnswer(QNetworkReply &reply) const
{
    Answer answer;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.error = reply.error();
    answer.errorText = reply.error() == QNetworkReply::OperationCanceledError
        ? tr("no answer within %1 s").arg(static_cast<double>(m_options.timeout.count()) / 1000)
        : reply.errorString();
    if (reply.isOpen()) // Qt closes one that was aborted
        answer.body = reply.read(largestAnswer);
    answer.location = QString::fromUtf8(reply.rawHeader("Location"));
    answer.serverHeader = QString::fromUtf8(reply.rawHeader("Server")).left(80);
    if (answer.status == 429) {
        const QJsonValue wait = QJsonDocument::fromJson(answer.body).object().value(u"retry_after_ms"_s);
        const double milliseconds = wait.toDouble(reply.rawHeader("Retry-After").toDouble() * 1000);
        answer.retryAfter = Milliseconds(static_cast<qint64>(std::clamp(milliseconds, 0.0, 1e12)));
    }
    answer.http2 = reply.attribute(QNetworkRequest::Http2WasUsedAttribute).toBool();
    const QSslConfiguration tls = reply.sslConfiguration();
    if (const QSslCertificate shown = tls.peerCertificate(); !shown.isNull()) {
        answer.issuer = shown.issuerDisplayName().left(100);
        answer.goodUntil = shown.expiryDate();
    }
    if (!answer.isOk())
        answer.errcode = QJsonDocument::fromJson(answer.body).object().value(u"errcode"_s).toString();
    return answer;
}

void ServerProbe::next()
{
    // Without a homeserver the other questions have nobody to answer them.
    const bool last = m_step + 1 == static_cast<int>(std::size(questions));
    if (last || (m_step >= 1 && m_report.state != ServerState::Matrix)) {
        finish();
        return;
    }
    ++m_step;
    if (questions[m_step].read == &ServerProbe::readMetrics && !isSynapse(m_report.software))
        ++m_step; // others have none at that place
    ask();
}

void ServerProbe::finish()
{
    if (m_report.state == ServerState::Matrix)
        reportRateLimits();
    m_step = -1;
    Q_EMIT finished(m_report);
}

void ServerProbe::add(Subject subject, Severity severity, const QString &text, const QString &advice)
{
    add({ subject, severity, text, advice });
}

void ServerProbe::add(const Finding &finding)
{
    if (m_step < 0)
        return; // somebody who heard the one before it cancelled
    m_report.findings.append(finding);
    Q_EMIT found(finding);
}

} // namespace throng::matrix
