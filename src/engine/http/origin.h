// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/httpversions.h"
#include "engine/base/stopscope.h"
#include "engine/base/task.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace throng::http {

struct DialSettings; // what libcurl is told about an origin, prepared once (dialsettings.h)

/// What a TLS connection needs to be told: how far a certificate is trusted, and what is to be spoken inside.
struct TlsOptions {
    QString caFile; ///< PEM file of authorities trusted beside the system's; empty for the system's alone
    bool verify = true; ///< false: any certificate will do. Say so loudly wherever results are shown.
    HttpVersions versions = HttpVersions::Automatic; ///< Http2 at a server without it gives Failure::Tls
};

/// Where requests go: scheme, host and port with the addresses found for them.
/// Made once per run, immutable, shared by all users of all workers.
struct Origin {
    QString scheme; ///< "http" or "https"
    QString host; ///< as in the URL, without brackets
    quint16 port = 0;
    QByteArray hostHeader; ///< value of the Host field
    QByteArray basePath; ///< put before each request's target; encoded, without a slash at its end
    QList<QHostAddress> addresses; ///< of the host; with a proxy empty, as the proxy does the lookup
    TlsOptions tls;
    QString proxy; ///< URL of a proxy ("http://host:3128", "socks5h://host:1080"); empty for none
    std::shared_ptr<const DialSettings> dial;

    [[nodiscard]] bool isTls() const { return port != 0 && scheme == QLatin1String("https"); }
    [[nodiscard]] QUrl url() const;
};

[[nodiscard]] int portOf(const QUrl &url); ///< of an http(s) URL: its scheme's where it names none
[[nodiscard]] bool isSameOrigin(const QUrl &a, const QUrl &b); ///< scheme, host and port (RFC 6454)

/// Finds a name's addresses; may block. Runs on a thread that nobody waits for.
using NameLookup = std::function<Result<QList<QHostAddress>>(const QString &name)>;

/// getaddrinfo(3): hosts file, name servers and whatever else the machine is set up for.
[[nodiscard]] Result<QList<QHostAddress>> systemNameLookup(const QString &name);

/// An origin whose addresses are known already. Fails on a URL that is not http(s), a CA file that cannot
/// be read or a proxy that is no URL.
[[nodiscard]] Result<std::shared_ptr<const Origin>> makeOrigin(const QUrl &url, const QList<QHostAddress> &addresses,
    const TlsOptions &tls = {}, const QString &proxy = {}, const QList<QHostAddress> &proxyAddresses = {});

/// Resolves the names in `url` and `proxy` once. A name server that is silent gives an error after `timeout`;
/// the lookup's thread is left to itself then and delays neither the end of a worker nor of the program.
/// Stopping `scope` ends the wait at once with Stopped. Needs a running event loop in the calling thread.
[[nodiscard]] Task<Result<std::shared_ptr<const Origin>>> resolveOrigin(QUrl url, TlsOptions tls = {},
    QString proxy = {}, std::chrono::milliseconds timeout = std::chrono::seconds(10), StopScope *scope = nullptr,
    NameLookup lookup = systemNameLookup);

} // namespace throng::http
