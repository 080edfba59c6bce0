// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringView>

#include <chrono>
#include <compare>
#include <cstddef>

namespace throng::metrics {

using Nanoseconds = std::chrono::nanoseconds;

/// How one HTTP exchange ended. Classified once, by the Matrix client.
enum class Outcome : quint8 {
    Ok, ///< also the 401 of a user-interactive authentication: it is part of the flow
    MatrixError, ///< an error answer with an errcode
    HttpError, ///< an error answer without one, or an answer that is no Matrix
    RateLimited, ///< 429
    Timeout, ///< not answered in time
    NetworkError, ///< no answer: refused, reset, TLS, name
    Cancelled, ///< given up by ourselves, because the user was stopped
};
inline constexpr std::size_t outcomeCount = 7;

/// Syncs are three endpoints: what they wait for differs.
enum class Kind : quint8 {
    Ordinary,
    InitialSync, ///< /sync without `since`
    CatchUpSync, ///< events were already waiting
    PollSync, ///< a long poll: waits because it was asked to
};

/// "ok", "Matrix error", ...: for tables and reports.
[[nodiscard]] QString toString(Outcome outcome);
/// "", "initial", "catch-up", "poll".
[[nodiscard]] QString toString(Kind kind);

/// A failure by Throng's count. 429 and cancelled are neither success nor failure: they are counted apart.
[[nodiscard]] constexpr bool isFailure(Outcome outcome)
{
    return outcome == Outcome::MatrixError || outcome == Outcome::HttpError || outcome == Outcome::Timeout
        || outcome == Outcome::NetworkError;
}

/// What is measured together. The name is finite: identifiers in it are "_".
struct EndpointKey {
    QByteArray method; ///< "PUT"
    QByteArray name; ///< "/_matrix/client/v3/rooms/_/send/m.room.message"
    Kind kind = Kind::Ordinary;

    friend bool operator==(const EndpointKey &, const EndpointKey &) = default;
    friend std::strong_ordering operator<=>(const EndpointKey &a, const EndpointKey &b)
    {
        if (const int byName = a.name.compare(b.name); byName != 0)
            return byName <=> 0;
        if (const int byMethod = a.method.compare(b.method); byMethod != 0)
            return byMethod <=> 0;
        return a.kind <=> b.kind;
    }
};

} // namespace throng::metrics
