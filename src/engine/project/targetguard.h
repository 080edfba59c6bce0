// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/permission.h"

#include <QDate>
#include <QHostAddress>
#include <QString>

namespace throng::project {

enum class AddressClass : quint8 {
    Loopback,
    Private, ///< RFC 1918, RFC 4193, RFC 6598 and link-local: many production servers live there
    Public, ///< everything else
};

[[nodiscard]] AddressClass classify(const QHostAddress &address);

/// A service of others that nobody may load: matrix.org and such, with everything below their domains.
[[nodiscard]] bool isWellKnownPublicService(const QString &host);

/// What the guard says of one target.
struct Verdict {
    enum class Decision : quint8 {
        Allowed,
        NeedsConfirmation, ///< one question to be answered
        NeedsTypedWord, ///< the host's name to be typed, or --allow-load HOST
        Refused, ///< whatever the user says
    };
    Decision decision = Decision::Refused;
    AddressClass addressClass = AddressClass::Public;
    QString host; ///< as it was judged: lower case, without a dot at its end
    QString address; ///< the one that decided; empty where none is known
    QDate permitted; ///< when the user said that it may be loaded; null where nobody had to, or has
    QString reason; ///< the same as a sentence for the user of a command line

    [[nodiscard]] bool isAllowed() const { return decision == Decision::Allowed; }
};

/// Decides whether a server may be loaded: by the addresses really connected to, not by what was typed.
/// Ask again for every host a redirect or .well-known leads to. A value; copy it into workers.
class TargetGuard {
public:
    explicit TargetGuard(Permissions permissions = {});

    /// `host` as in the URL, `addresses` as the resolver gave them (all of them count, the most public
    /// decides). No address at all, as behind a proxy, counts as public unless `host` is an address itself.
    [[nodiscard]] Verdict judge(const QString &host, const QList<QHostAddress> &addresses) const;

    /// The user consented; judge() knows from now on. Returns what the project is to remember.
    Permission grant(const QString &host, Consent consent, const QDateTime &when = QDateTime::currentDateTimeUtc());

    [[nodiscard]] const Permissions &permissions() const { return m_permissions; }

    /// Whether `typed` is the word that allows `host` to be loaded: its name, in any case, spaces around allowed.
    [[nodiscard]] static bool isTypedWord(const QString &typed, const QString &host);

private:
    Permissions m_permissions;
};

} // namespace throng::project
