// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/origin.h"

#include "engine/base/words.h"
#include "engine/http/dialsettings.h"

#include <QDir>
#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace throng::http {

namespace {

/// The system's authorities as one PEM file; empty when there is no such file.
QByteArray systemCaFile()
{
    const char *compiledIn = curl_version_info(CURLVERSION_NOW)->cainfo;
    for (const char *path : { compiledIn, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
             "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem" }) {
        if (path && QFile::exists(QFile::decodeName(path)))
            return path;
    }
    return {};
}

/// Adds to `dial` the file of authorities that `tls` asks for.
Result<> prepareAuthorities(DialSettings &dial, const TlsOptions &tls)
{
    if (!tls.verify)
        return {};
    const QByteArray system = systemCaFile();
    if (tls.caFile.isEmpty() && !system.isEmpty()) {
        dial.caFile = system;
        return {};
    }

    QByteArray bundle;
    if (!system.isEmpty()) {
        QFile file(QFile::decodeName(system));
        if (file.open(QIODevice::ReadOnly))
            bundle = file.readAll();
    } else {
        const auto authorities = QSslConfiguration::systemCaCertificates();
        for (const QSslCertificate &authority : authorities)
            bundle += authority.toPem();
    }
    if (!tls.caFile.isEmpty()) {
        QFile file(tls.caFile);
        if (!file.open(QIODevice::ReadOnly))
            return failure(Words::tr("cannot read the CA file: %1").arg(file.errorString()), tls.caFile);
        const QByteArray pem = file.readAll();
        if (QSslCertificate::fromData(pem, QSsl::Pem).isEmpty())
            return failure(Words::tr("holds no certificate"), tls.caFile, Words::tr("certificates in PEM form"));
        bundle += '\n' + pem;
    }
    dial.caBundle = std::make_unique<QTemporaryFile>(QDir::tempPath() + u"/throng-ca-XXXXXX.pem"_s);
    if (!dial.caBundle->open() || dial.caBundle->write(bundle) != bundle.size() || !dial.caBundle->flush())
        return failure(
            Words::tr("cannot write the list of certificate authorities: %1").arg(dial.caBundle->errorString()),
            dial.caBundle->fileName());
    dial.caBundle->close(); // the file stays until the object goes
    dial.caFile = QFile::encodeName(dial.caBundle->fileName());
    return {};
}

void addAddresses(DialSettings &dial, const QString &host, int port, const QList<QHostAddress> &addresses)
{
    if (addresses.isEmpty() || !QHostAddress(host).isNull())
        return;
    QByteArray entry = host.toLatin1() + ':' + QByteArray::number(port) + ':';
    for (const QHostAddress &address : addresses) {
        if (!entry.endsWith(':'))
            entry += ',';
        const QByteArray text = address.toString().toLatin1();
        entry += address.protocol() == QAbstractSocket::IPv6Protocol ? '[' + text + ']' : text;
    }
    dial.addresses.reset(curl_slist_append(dial.addresses.release(), entry.constData()));
}

} // namespace

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

bool isSameOrigin(const QUrl &a, const QUrl &b)
{
    return a.scheme() == b.scheme() && a.host() == b.host() && portOf(a) == portOf(b);
}

QUrl Origin::url() const
{
    QUrl url;
    url.setScheme(scheme);
    url.setHost(host);
    if (port != (isTls() ? 443 : 80))
        url.setPort(port);
    url.setPath(QString::fromLatin1(basePath), QUrl::TolerantMode);
    return url;
}

Result<std::shared_ptr<const Origin>> makeOrigin(const QUrl &url, const QList<QHostAddress> &addresses,
    const TlsOptions &tls, const QString &proxy, const QList<QHostAddress> &proxyAddresses)
{
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        return failure(Words::tr("not the address of a web server"), url.toDisplayString(),
            Words::tr("http://HOST or https://HOST"));
    auto origin = std::make_shared<Origin>();
    const bool isTls = url.scheme() == "https"_L1;
    const int standardPort = isTls ? 443 : 80;
    const int port = url.port(standardPort);
    const QString host = url.host(QUrl::FullyEncoded);
    const QString bracketed = host.contains(u':') && !host.startsWith(u'[') ? u'[' + host + u']' : host;
    origin->scheme = url.scheme();
    origin->host = host;
    if (origin->host.startsWith(u'['))
        origin->host = origin->host.sliced(1, host.size() - 2);
    origin->port = quint16(port);
    origin->hostHeader = bracketed.toLatin1();
    if (port != standardPort)
        origin->hostHeader += ':' + QByteArray::number(port);
    origin->basePath = url.path(QUrl::FullyEncoded).toLatin1();
    while (origin->basePath.endsWith('/'))
        origin->basePath.chop(1);
    origin->addresses = addresses;
    origin->tls = tls;
    origin->proxy = proxy;

    auto dial = std::make_shared<DialSettings>();
    dial->url = origin->scheme.toLatin1() + "://" + bracketed.toLatin1() + ':' + QByteArray::number(port) + '/';
    dial->proxy = QByteArray("");
    if (!proxy.isEmpty()) {
        const QUrl proxyUrl(proxy);
        if (!proxyUrl.isValid() || proxyUrl.host().isEmpty())
            return failure(
                Words::tr("not the address of a proxy"), proxy, Words::tr("http://HOST:PORT or socks5h://HOST:PORT"));
        dial->proxy = proxyUrl.toEncoded();
        addAddresses(*dial, proxyUrl.host(QUrl::FullyEncoded), proxyUrl.port(1080), proxyAddresses); // 1080: libcurl's
    }
    addAddresses(*dial, origin->host, port, addresses);
    dial->tls = isTls;
    dial->verify = tls.verify;
    if (isTls) {
        const Result<> prepared = prepareAuthorities(*dial, tls);
        if (!prepared)
            return tl::unexpected(prepared.error());
    }
    origin->dial = std::move(dial);
    return std::shared_ptr<const Origin>(std::move(origin));
}

} // namespace throng::http
