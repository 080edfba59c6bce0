// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace throng::project {

/// How the user said that a server may be loaded.
enum class Consent : quint8 {
    Confirmed, ///< answered one question: enough for a private address
    Typed, ///< typed the host's name (or gave --allow-load HOST): enough for a public address too
};

/// One such statement, kept in the project. It holds for the host it names and no other.
struct Permission {
    QString host; ///< lower case, without port
    Consent consent = Consent::Confirmed;
    QDateTime when; ///< UTC

    QJsonObject otherKeys;

    friend bool operator==(const Permission &, const Permission &) = default;
};

using Permissions = QList<Permission>;

} // namespace throng::project
