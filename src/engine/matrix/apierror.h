// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <tl/expected.hpp>

#include <chrono>
#include <optional>

namespace throng::http {
enum class Failure : quint8;
}
namespace throng::metrics {
enum class Outcome : quint8;
}

namespace throng::matrix {

/// Why a call did not give what it was asked for. Made once per HTTP exchange; its outcome is the one that
/// the statistics counted.
///
/// Specification: Client-Server API, "Standard error response".
struct ApiError {
    metrics::Outcome outcome {}; ///< never Ok. Cancelled does not come as a value: a stopped scope throws Stopped
    int status = 0; ///< HTTP status; 0 when there was no answer
    QString errcode; ///< "M_FORBIDDEN"; empty when the answer was no Matrix error
    QString message; ///< the server's own words, or what happened on the way; may be empty
    std::optional<std::chrono::milliseconds> retryAfter; ///< RateLimited only: retry_after_ms, else Retry-After
    bool softLogout = false; ///< with M_UNKNOWN_TOKEN: log in again with the same device_id
    http::Failure failure {}; ///< Timeout and NetworkError only: what happened on the way

    /// What a person reads: "the server said M_FORBIDDEN: You are not invited to this room. (HTTP 403)".
    [[nodiscard]] QString text() const;
    /// The finite text under which the statistics group it: "M_FORBIDDEN", "HTTP 502", "timeout",
    /// "connection lost". Holds no identifier, whatever the server wrote.
    [[nodiscard]] QByteArray label() const;

    [[nodiscard]] bool is(QStringView code) const { return errcode == code; }
    [[nodiscard]] bool isRateLimited() const;
    [[nodiscard]] bool isTimeout() const;
    /// Nothing is known of whether the server did it: timeout, or the answer was lost on its way. Look before
    /// repeating.
    [[nodiscard]] bool isUnanswered() const;
    /// M_UNKNOWN_TOKEN or M_MISSING_TOKEN: refresh or log in again.
    [[nodiscard]] bool isTokenRefused() const;
    /// createRoom with more invitations than the server takes at once (Synapse: 400 with a sentence, no code of
    /// its own): create it with fewer and invite the rest.
    [[nodiscard]] bool isTooManyInvites() const;

    friend bool operator==(const ApiError &, const ApiError &) = default;
};

template <typename T = void>
using ApiResult = tl::expected<T, ApiError>;

} // namespace throng::matrix
