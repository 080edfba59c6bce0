// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace throng::practice {

/// Everything that a homeserver, a proxy before it or the network can do wrong, as met in the wild.
enum class FaultKind : quint8 {
    None,
    RateLimit, ///< 429 M_LIMIT_EXCEEDED, with or without retry_after_ms and Retry-After
    HttpError, ///< a status with an HTML body, as a proxy answers: 500, 502, 503, 504
    UnknownToken, ///< 401 M_UNKNOWN_TOKEN; with soft_logout the session lives on
    NotFound, ///< 404 M_UNRECOGNIZED
    BrokenJson, ///< the right answer, damaged
    TruncatedBody, ///< Content-Length says more than comes; then FIN
    ShortContentLength, ///< Content-Length says less than comes
    LongContentLength, ///< Content-Length says more than comes, and the connection stays open
    EndlessBody, ///< chunks for ever
    SlowDrip, ///< a byte at a time
    ResetBeforeHeaders,
    ResetWithinHeaders,
    ResetAfterHeaders,
    Silence, ///< reads the request and never answers
    CloseAfterAnswer, ///< a good answer without "Connection: close", then FIN
    DuplicateEvents, ///< timeline events of a sync twice
    OutOfOrderEvents, ///< timeline events of a sync in reverse
    TimelineGap, ///< the oldest events of a sync left out, without saying `limited`
    LostEvents, ///< all timeline events of a sync left out, as if there were none
    HugeEvent, ///< a sync with an event of many KiB and unknown fields
    ClockJump, ///< origin_server_ts far off
    Restart, ///< the server goes down with every connection, and comes back
};

/// One fault: where, how likely, when, how often.
struct Fault {
    FaultKind kind = FaultKind::None;
    QString method; ///< empty: any
    QString endpoint; ///< as in Truth::Endpoint::name; "*" at the end matches any rest; "*" alone: everything
    double probability = 1;
    std::chrono::milliseconds from { 0 }; ///< since the plan was set
    std::optional<std::chrono::milliseconds> until;
    std::optional<quint64> count; ///< strikes at most so often
    quint64 skip = 0; ///< lets so many matching requests pass first

    // What a kind needs, with defaults
    int status = 502; ///< HttpError
    bool retryAfterMs = true; ///< RateLimit: the JSON field
    bool retryAfterHeader = true; ///< RateLimit
    std::chrono::milliseconds retryAfter { 1000 }; ///< RateLimit
    std::chrono::milliseconds interval { 1000 }; ///< SlowDrip: between bytes
    bool softLogout = false; ///< UnknownToken
    /// BrokenJson. "cut": half of it is missing; "type": an array where an object belongs; "null": every member is
    /// null; "open": 10,000 arrays begin and none ends. The others are in a member that nobody reads, the answer around
    /// it is good: "value": no JSON; "utf8": no UTF-8; "deep": good JSON, 10,000 arrays within each other.
    QString damage = QStringLiteral("cut");
    qint64 bytes = 1024 * 1024; ///< HugeEvent
    std::chrono::milliseconds jump { std::chrono::hours(-24) }; ///< ClockJump
    bool loseState = false; ///< Restart: accounts, rooms and media are gone afterwards
    std::chrono::milliseconds downtime { 200 }; ///< Restart: until it listens again
};

struct FaultPlan {
    QList<Fault> faults;

    [[nodiscard]] bool isEmpty() const { return faults.isEmpty(); }
    /// `{"faults": [{"fault": "rate-limit", "endpoint": "/_matrix/client/v3/sync", "probability": 0.1}, …]}`.
    /// An unknown key, endpoint or kind is an error that names file, JSON path and what is allowed.
    static Result<FaultPlan> fromJson(const QByteArray &json, const QString &fileName);
    static Result<FaultPlan> load(const QString &fileName);
};

/// "rate-limit" and so on, as in the file.
QByteArray faultName(FaultKind kind);

} // namespace throng::practice
