// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/servercheck.h"

#include "ui/editors/loadpermission.h"
#include "ui/support/permissionwords.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::ui {

/// A manager that adds the project's certificate authority to each request: Qt has no such setting of a manager.
class ProbeManager : public QNetworkAccessManager {
public:
    QList<QSslCertificate> extraAuthorities;

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &original, QIODevice *body) override
    {
        QNetworkRequest request = original;
        if (!extraAuthorities.isEmpty()) {
            QSslConfiguration tls = request.sslConfiguration();
            tls.addCaCertificates(extraAuthorities);
            request.setSslConfiguration(tls);
        }
        return QNetworkAccessManager::createRequest(operation, request, body);
    }
};

/// The way to the server, being found. Outlives the check when that is destroyed inside of it.
struct ServerCheck::OriginSearch {
    QUrl url;
    http::TlsOptions tls;
    QString proxy;
    std::chrono::milliseconds timeout { 10'000 };
    matrix::LimitsProbeOptions options;
    QPointer<LoadPermission> permission;
    StopScope scope;
    Result<std::shared_ptr<const http::Origin>> origin;
};

ServerCheck::ServerCheck(QObject *parent)
    : QObject(parent)
{
}

ServerCheck::~ServerCheck()
{
    abandon();
}

bool ServerCheck::isRunning() const
{
    return (m_probe && m_probe->isRunning()) || isProbingLimits();
}

void ServerCheck::cancel()
{
    if (m_probe)
        m_probe->cancel();
    if (m_limits) {
        m_limits->cancel();
    } else if (m_origin) {
        abandon();
        Q_EMIT limitsFailed({});
    }
}

void ServerCheck::abandon()
{
    if (m_probe)
        m_probe->cancel();
    if (const auto search = std::exchange(m_origin, nullptr))
        search->scope.stop();
    m_limits.reset();
}

void ServerCheck::start(
    const project::ServerSettings &settings, const QString &folder, bool secretGiven, bool tokenGiven)
{
    abandon();
    m_probe.reset();
    const auto url = settings.baseUrl();
    if (!url) {
        Q_EMIT failed(Error { url.error().message, {}, url.error().expected }.toString());
        return;
    }
    m_manager = std::make_unique<ProbeManager>();
    if (!settings.caFile.isEmpty()) {
        const QString path = QDir(folder).absoluteFilePath(settings.caFile);
        m_manager->extraAuthorities = QSslCertificate::fromPath(path);
        if (m_manager->extraAuthorities.isEmpty()) {
            Q_EMIT failed(tr("No certificate could be read from %1.").arg(path));
            return;
        }
    }
    if (settings.insecure) {
        connect(m_manager.get(), &QNetworkAccessManager::sslErrors, this,
            [](QNetworkReply *reply, const QList<QSslError> &) { reply->ignoreSslErrors(); });
    }
    if (settings.proxy.isEmpty()) {
        m_manager->setProxy(QNetworkProxy::NoProxy);
    } else {
        const QUrl proxy(settings.proxy);
        const bool socks = proxy.scheme().startsWith(u"socks");
        m_manager->setProxy(QNetworkProxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, proxy.host(),
            quint16(proxy.port(socks ? 1080 : 8080)), proxy.userName(), proxy.password()));
    }
    matrix::ProbeOptions options;
    options.certificateChecked = !settings.insecure;
    options.secretGiven = secretGiven;
    options.tokenGiven = tokenGiven;
    m_probe = std::make_unique<matrix::ServerProbe>(*m_manager, options);
    connect(m_probe.get(), &matrix::ServerProbe::progress, this, &ServerCheck::progress);
    connect(m_probe.get(), &matrix::ServerProbe::found, this, &ServerCheck::found);
    connect(m_probe.get(), &matrix::ServerProbe::finished, this, [this](const matrix::ServerReport &report) {
        m_report = report;
        Q_EMIT finished(m_report);
    });
    m_probe->start(*url);
}

void ServerCheck::probeLimits(const project::ServerSettings &settings, const QString &folder,
    const matrix::LimitsProbeOptions &options, LoadPermission &permission)
{
    abandon();
    const auto url = settings.baseUrl();
    if (!url) {
        Q_EMIT limitsFailed(url.error().toString());
        return;
    }
    auto search = std::make_shared<OriginSearch>();
    search->url = *url;
    search->tls.verify = !settings.insecure;
    if (!settings.caFile.isEmpty())
        search->tls.caFile = QDir(folder).absoluteFilePath(settings.caFile);
    search->tls.versions = settings.http;
    search->proxy = settings.proxy;
    search->timeout = settings.timeouts.connect;
    search->options = options;
    search->permission = &permission;
    m_origin = search;
    Q_EMIT progress(0, matrix::LimitsProbe::steps, tr("Looking up the server"));
    findOrigin(std::move(search)); // dropped, but never lost: it catches everything and keeps what it needs
}

Task<> ServerCheck::findOrigin(std::shared_ptr<OriginSearch> search)
{
    const QPointer<ServerCheck> self(this);
    try {
        auto resolving = http::resolveOrigin(search->url, search->tls, search->proxy, search->timeout, &search->scope);
        search->origin = co_await resolving;
    } catch (const Stopped &) {
        co_return;
    }
    // From the event loop: a question may follow, and a coroutine is on the stack here.
    if (self)
        QMetaObject::invokeMethod(
            this, [this, search] { originFound(search); }, Qt::QueuedConnection);
}

void ServerCheck::originFound(const std::shared_ptr<OriginSearch> &search)
{
    if (m_origin != search)
        return; // given up meanwhile
    if (!search->origin) {
        m_origin.reset();
        Q_EMIT limitsFailed(search->origin.error().toString());
        return;
    }
    const QList<QHostAddress> addresses = (*search->origin)->addresses;
    const bool allowed = search->permission && search->permission->ask(addresses);
    if (m_origin != search)
        return;
    m_origin.reset();
    if (!allowed) {
        const auto &verdict = search->permission->verdict();
        const bool refused = verdict && verdict->decision == project::Verdict::Decision::Refused;
        Q_EMIT limitsFailed(refused ? permissionWords(*verdict) : QString());
        return;
    }
    m_limits = std::make_unique<matrix::LimitsProbe>(*search->origin, search->options);
    connect(m_limits.get(), &matrix::LimitsProbe::progress, this, &ServerCheck::progress);
    connect(m_limits.get(), &matrix::LimitsProbe::found, this, &ServerCheck::found);
    connect(m_limits.get(), &matrix::LimitsProbe::finished, this, [this](const matrix::LimitsReport &report) {
        // It speaks still: let go of it afterwards.
        m_limits.release()->deleteLater();
        Q_EMIT limitsFinished(report);
    });
    m_limits->start();
}

} // namespace throng::ui
