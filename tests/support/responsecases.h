// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/response.h"

#include <QByteArray>

#include <vector>

namespace throng::test {

/// What a server sends in answer to one request, and what RFC 9112 has a client make of it.
struct ResponseCase {
    const char *name;
    QByteArray sent;
    http::Failure failure = http::Failure::None;
    int status = 200;
    QByteArray body = {};
    bool surplus = false; ///< more than the response was sent
    bool closes = false; ///< the server closes after it
    bool toHead = false; ///< it answers a HEAD
    bool reusable = true; ///< another request may follow on the connection
};

/// Section numbers are RFC 9112's. Where Qt's own manager (6.4) sees it otherwise, the case says so.
[[nodiscard]] std::vector<ResponseCase> responseCases();

/// The limits under which the cases hold.
inline constexpr qint64 caseHeadLimit = 64 * 1024;
inline constexpr qint64 caseBodyLimit = 1024 * 1024;

} // namespace throng::test
