// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/httpversions.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>

namespace throng::project {

using Milliseconds = std::chrono::milliseconds;

/// How the accounts of users.csv come to be on the server.
enum class AccountSource : quint8 {
    OpenRegistration,
    RegistrationToken, ///< the token itself comes from a file or a prompt, never from the project
    SharedSecret, ///< Synapse's and Dendrite's admin registration; the secret likewise
    ExistingAccounts, ///< nothing is registered: passwords of users.csv, tokens of tokens.csv
};

/// How long a request may take before it counts as timed out.
struct Timeouts {
    Milliseconds connect = std::chrono::seconds(10);
    Milliseconds request = std::chrono::seconds(60);
    Milliseconds createRoom = std::chrono::seconds(300); ///< inviting many people takes servers minutes
    Milliseconds stop = std::chrono::seconds(10); ///< for what users are about to finish when a test stops

    QJsonObject otherKeys; ///< what a newer version wrote here, kept

    friend bool operator==(const Timeouts &, const Timeouts &) = default;
};

/// The homeserver under test and how it is spoken to. Holds no secret.
struct ServerSettings {
    QString url; ///< as the user typed it; see baseUrl()
    AccountSource accounts = AccountSource::OpenRegistration;
    QString caFile; ///< extra certificate authority (PEM), relative to the project's folder; empty: the system's
    bool insecure = false; ///< certificates are not checked
    HttpVersions http = HttpVersions::Automatic;
    QString proxy; ///< URL of an HTTP or SOCKS proxy; empty: none, whatever the environment says
    QStringList metricsUrls; ///< where it exposes metrics, as the user typed them; see parseMetricsUrl()
    Timeouts timeouts;

    QJsonObject otherKeys;

    /// The address with a scheme: a host without one means https, as in matrix-locust.
    [[nodiscard]] Result<QUrl> baseUrl() const;

    friend bool operator==(const ServerSettings &, const ServerSettings &) = default;
};

/// "HOST", "HOST:PORT", an IPv6 address with or without brackets, or an http(s) URL; anything else is an
/// error that says what is wrong with it.
[[nodiscard]] Result<QUrl> parseServerUrl(const QString &text);

/// Where a server, a worker of it or node_exporter exposes metrics in Prometheus' text format: an http(s) URL, or
/// HOST:PORT, which means http there. Without a path it is /metrics.
[[nodiscard]] Result<QUrl> parseMetricsUrl(const QString &text);

} // namespace throng::project
