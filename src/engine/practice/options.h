// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/faultplan.h"
#include "engine/practice/performancemodel.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>

namespace throng::practice {

/// How accounts can be made.
struct RegistrationOptions {
    bool open = true; ///< false: POST /register answers 403 M_FORBIDDEN
    /// The alternatives offered by the 401 of user-interactive authentication; each is a list of stages out of
    /// m.login.dummy, m.login.terms, m.login.registration_token.
    QList<QStringList> flows { { QStringLiteral("m.login.dummy") } };
    QString token; ///< what the stage m.login.registration_token wants to hear
    QString sharedSecret; ///< of /_synapse/admin/v1/register; empty: that endpoint answers 400
};

/// What a practice homeserver is like. Every limit is a number here, none is hidden in the code.
struct Options {
    quint16 port = 0; ///< 0: a free one; kept over stop() and start()
    bool tls = false; ///< https with a certificate made at the start, see PracticeServer::certificate()
    QString serverName = QStringLiteral("localhost");
    quint64 seed = 1; ///< of tokens, identifiers, service times and faults

    RegistrationOptions registration;
    /// Life of an access token that was asked for with "refresh_token": true. Others live on.
    std::chrono::milliseconds accessTokenLifetime { std::chrono::minutes(5) };
    QString roomVersion = QStringLiteral("12"); ///< of new rooms that ask for none; before 12 room IDs have a domain
    int maximumInvitesAtCreation = 100; ///< more in createRoom: 400 "Cannot invite so many users at once"
    int timelineLimit = 10; ///< events per room in a sync whose filter has no limit

    qsizetype maximumHeaderBytes = 16 * 1024; ///< more: 431
    qsizetype maximumBodyBytes = 1024 * 1024; ///< more: 413 M_TOO_LARGE
    qsizetype maximumUploadBytes = 50 * 1024 * 1024; ///< of media
    std::chrono::milliseconds maximumPoll { std::chrono::minutes(10) }; ///< a longer timeout of a sync is cut to it
    std::chrono::milliseconds idleTimeout { std::chrono::minutes(10) }; ///< an idle keep-alive connection is closed

    /// State is in memory. At these caps the server refuses more with 403 M_RESOURCE_LIMIT_EXCEEDED and
    /// Truth::stateFull says so.
    quint64 maximumAccounts = 1'000'000;
    quint64 maximumEvents = 20'000'000;
    quint64 maximumMediaBytes = quint64(1) << 30;

    /// Accounts that are there from the start (and after State::Lost), no registrations: preparedName(0) and so on,
    /// each with its name as its password.
    int preparedAccounts = 0;
    static QString preparedName(int number) { return QStringLiteral("user.%1").arg(number, 6, 10, QLatin1Char('0')); }

    PerformanceModel performance; ///< by default: as fast as it can
    FaultPlan faults; ///< by default: none
    bool recordRequests = false; ///< fill Truth::requests
    bool recordDeliveries = false; ///< fill Truth::deliveries

    /// Told what a person should know while it serves: that descriptors ran out, or that a cap was reached. Called on
    /// the server's thread.
    std::function<void(const QString &)> warn = [](const QString &) {};
};

} // namespace throng::practice
