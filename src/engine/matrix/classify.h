// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/matrix/apierror.h"

#include <QDateTime>

namespace throng::http {
struct Response;
}

namespace throng::matrix {

/// The one place where the outcome of an exchange is decided. Nothing when the server answered 2xx.
[[nodiscard]] std::optional<ApiError> errorOf(const http::Response &response);

/// For a 2xx whose body is not what the specification says: an HttpError, since who answered was no Matrix server
/// (a proxy's page, a captive portal) or a broken one.
[[nodiscard]] ApiError notUnderstood(int status, const Error &error);

/// The header Retry-After of RFC 9110: seconds, or a date, of which the distance to `now` is taken. Never negative.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseRetryAfter(QByteArrayView value, const QDateTime &now);

} // namespace throng::matrix
