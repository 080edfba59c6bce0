// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/response.h"

#include <QNetworkReply>
#include <QUrl>

#include <utility>

namespace throng::http {

/// A failure in the terms of QNetworkReply. A transfer timeout is a cancelled operation there.
[[nodiscard]] std::pair<QNetworkReply::NetworkError, QString> networkError(
    Failure failure, const QString &text, bool isTransferTimeout);

/// What Qt's manager makes of an HTTP status; NoError below 400.
[[nodiscard]] std::pair<QNetworkReply::NetworkError, QString> networkError(
    int status, const QString &reason, const QUrl &url);

} // namespace throng::http
