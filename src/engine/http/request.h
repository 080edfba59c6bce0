// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>

namespace throng::http {

using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::nanoseconds;

enum class Method : quint8 { Get, Put, Post, Delete, Head };

/// Long polls must not hold up what the user does meanwhile: in HTTP/1.1 each lane has a connection of its own.
enum class Lane : quint8 { Ordinary, Sync };

/// What AccessManager::exchange() sends. Everything is bytes as they go on the wire.
struct Request {
    Method method = Method::Get;
    QByteArray target; ///< path and query, percent-encoded, beginning with '/'; the origin's basePath is put before it
    QByteArray body; ///< sent with a Content-Length; none for Get and Head when empty
    QByteArray contentType; ///< of the body; empty for none
    Nanoseconds timeout =
        std::chrono::seconds(60); ///< for all of it: waiting for the lane, connecting, sending, receiving
    qint64 bodyLimit = 0; ///< of the response, where less than Limits::bodyBytes is enough; 0: that
    Lane lane = Lane::Ordinary;
    bool repeatable = false; ///< safe to send twice, as a PUT with a transaction ID is
    bool authorized = true; ///< carries the manager's bearer token, if there is one
    QByteArray extraHeaders; ///< whole field lines, each with its CRLF
};

} // namespace throng::http
