// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliveryaccount.h"
#include "engine/metrics/figure.h"
#include "engine/metrics/health.h"
#include "engine/metrics/histogram.h"
#include "engine/metrics/outcome.h"
#include "engine/metrics/requestrecord.h"

#include <array>
#include <map>
#include <vector>

namespace throng::metrics {

/// What one endpoint did in one second (or, in Totals, since the start).
///
/// Each exchange that was not cancelled is in exactly one of responseTimes, rateLimitedTimes and networkErrorTimes;
/// so Locust's view, which puts all of them together, can be made of it again.
struct EndpointDelta {
    EndpointKey key;
    std::array<quint64, outcomeCount> outcomes {}; ///< how many ended so; indexed by Outcome
    quint64 bytes = 0; ///< bodies received, cancelled exchanges aside
    quint64 emptyPolls = 0; ///< long polls that ended without events

    /// Answered, or timed out at the time waited. A long poll's lie in its own endpoint. In an open model they count
    /// from the planned moment, so that a server which keeps users from sending does not look better by it.
    Histogram responseTimes;
    Histogram
        uncorrectedTimes; ///< of an open model: the same from writing the request on, as in a closed one; else empty
    Histogram rateLimitedTimes; ///< 429s
    Histogram networkErrorTimes; ///< without an answer there is no response time; this is how long it took to fail
    Histogram pollExcess; ///< by how much empty polls outlived the timeout they had asked for
    Histogram waited; ///< spent inside the generator before the request was written

    [[nodiscard]] quint64 count(Outcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
    /// All that were tried and not cancelled, 429s included.
    [[nodiscard]] quint64 requests() const;
    /// By Throng's count: 429s and cancelled ones are none.
    [[nodiscard]] quint64 failures() const;
    /// What Locust would have seen: all times together.
    [[nodiscard]] Histogram allTimes() const;

    void merge(const EndpointDelta &other); ///< of the same key
    friend bool operator==(const EndpointDelta &, const EndpointDelta &) = default;
};

/// One kind of error at one endpoint.
struct ErrorDelta {
    EndpointKey key;
    Outcome outcome = Outcome::Ok;
    QByteArray error; ///< finite: "M_FORBIDDEN", "HTTP 502", "connection reset"
    QByteArray sample; ///< the text of one of them
    quint64 occurrences = 0;
    qint64 firstSeen = 0; ///< Unix milliseconds
    qint64 lastSeen = 0; ///< Unix milliseconds

    void merge(const ErrorDelta &other); ///< of the same endpoint, outcome and error
    friend bool operator==(const ErrorDelta &, const ErrorDelta &) = default;
};

/// One second of measurements of one worker, or of all of them. A value that crosses threads.
struct Snapshot {
    qint64 unixMilliseconds = 0; ///< its end
    double seconds = 0; ///< its length
    int usersRunning = 0;
    int usersTarget = 0; ///< that are to be there by its end: fewer than in the end while they are still coming
    quint64 actionsPlanned = 0; ///< that the users' timing asked for in this second
    quint64 actionsDone = 0;
    quint64 arrivalsWaiting = 0; ///< at its end, of an open model: planned, and begun by nobody because all are busy
    int usersFree = 0; ///< at its end, of an open model: who wait for something to do
    Histogram lateness; ///< of an open model: of what was begun, since its planned moment
    std::vector<EndpointDelta> endpoints; ///< only those with something to say; sorted by key
    std::vector<ErrorDelta> errors; ///< sorted by endpoint, outcome and error
    std::vector<FigureDelta> figures; ///< what people feel; only those with something to say; sorted by key
    DeliveryAccount deliveries; ///< changes
    std::vector<RequestRecord> requests; ///< each by itself, by its beginning, if the recorder was asked to list them
    /// By what the server spoke on them ("HTTP/1.1 over TLSv1.3"): connections whose first answer came in this second.
    std::map<QByteArray, quint64> connections;
    GeneratorHealth health;

    /// Adds another worker's share of the same second. Associative, and the order does not matter.
    void merge(const Snapshot &other);
    friend bool operator==(const Snapshot &, const Snapshot &) = default;
};

/// Both sorted; what is in `from` is added to `into`.
void mergeEndpoints(std::vector<EndpointDelta> &into, const std::vector<EndpointDelta> &from);
void mergeErrors(std::vector<ErrorDelta> &into, const std::vector<ErrorDelta> &from);

/// The order of Snapshot::requests.
[[nodiscard]] bool isBefore(const RequestRecord &a, const RequestRecord &b);

} // namespace throng::metrics
