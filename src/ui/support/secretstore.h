// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>

QT_FORWARD_DECLARE_CLASS(QObject)

namespace throng::ui {

/// Where registration tokens and shared secrets are kept between sessions: the system's keyring, or nowhere.
/// Answers come from the event loop, and only while their context lives.
class SecretStore {
public:
    struct Found {
        QByteArray secret; ///< empty: there is none
        QString problem; ///< why nobody could look; empty otherwise
    };
    using OnFound = std::function<void(const Found &)>;
    using OnDone = std::function<void(const QString &problem)>; ///< empty: it is done

    virtual ~SecretStore() = default;

    virtual void read(const QString &key, QObject *context, OnFound onFound) = 0;
    /// An empty secret takes the entry away.
    virtual void write(const QString &key, const QByteArray &secret, QObject *context, OnDone onDone) = 0;
};

/// The keyring of the desktop (Secret Service, KWallet); null when Throng was built without QtKeychain.
[[nodiscard]] std::unique_ptr<SecretStore> makeSystemKeyring();

} // namespace throng::ui
