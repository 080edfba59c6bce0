// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDebug>
#include <QString>

namespace throng::users {

/// What a server handed out at registration or login: a row of tokens.csv.
struct Session {
    QString userId; ///< "@user.000000:example.org"
    QByteArray accessToken;
    QString deviceId; ///< empty when it came from a matrix-locust file, which keeps none
    QByteArray refreshToken; ///< empty unless the server gave one
    QByteArray nextBatch; ///< where the last sync ended; empty before the first

    [[nodiscard]] bool isValid() const { return !userId.isEmpty() && !accessToken.isEmpty(); }

    friend bool operator==(const Session &, const Session &) = default;
};

/// A row of users.csv, with the session of that user if there is one.
struct Account {
    QString username; ///< the localpart, "user.000000"
    QString password;
    QString domain; ///< the server name of a federated plan ("user.000000:domain"); empty otherwise
    Session session;

    /// As users.csv and rooms.json name it.
    [[nodiscard]] QString planName() const { return domain.isEmpty() ? username : username + u':' + domain; }

    friend bool operator==(const Account &, const Account &) = default;
};

/// Tokens and passwords stay out of every log: these say only whether there is one.
QDebug operator<<(QDebug debug, const Session &session);
QDebug operator<<(QDebug debug, const Account &account);

} // namespace throng::users
