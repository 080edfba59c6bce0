// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>

namespace throng::matrix {

/// Appends a path segment or query value: everything but RFC 3986's unreserved characters becomes %XX.
void appendPercentEncoded(QByteArray &out, QByteArrayView text);
[[nodiscard]] QByteArray percentEncoded(QByteArrayView text);

/// A URL's path as others are put behind it.
[[nodiscard]] QString withoutTrailingSlashes(QString path);

/// Appends a JSON string, quotes included. UTF-8 that is none becomes U+FFFD, so the result is valid JSON.
void appendJsonString(QByteArray &out, QByteArrayView utf8);
void appendJsonString(QByteArray &out, QStringView text);

} // namespace throng::matrix
