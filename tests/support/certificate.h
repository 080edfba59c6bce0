// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace throng::test {

/// A certificate that signs itself, with its key, both as PEM.
struct Certificate {
    QByteArray certificate;
    QByteArray key;
};

/// Made anew (EC P-256, valid for a day) for host names and addresses such as "localhost" and "127.0.0.1".
[[nodiscard]] Certificate makeCertificate(const QStringList &names);

} // namespace throng::test
