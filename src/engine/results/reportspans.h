// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/results/runreader.h"

#include <array>
#include <map>
#include <optional>
#include <vector>

namespace throng::results {

/// What a chart shows of one span of time.
struct ReportPoint {
    quint64 requests = 0;
    quint64 failures = 0; ///< without 429s
    quint64 rateLimited = 0;
    std::optional<std::array<metrics::Nanoseconds, 3>> times; ///< p50, p95, p99; unset without an answer
};

/// Equal spans of a test, thinned so that a chart of it is drawn at once however long it was.
///
/// Percentiles are those of the span's merged histogram: exact, and no means of percentiles.
struct ReportSpans {
    struct Span {
        TimeRange range;
        double seconds = 0; ///< that were measured in it
        int users = 0; ///< the most that ran
        int usersWanted = 0;
        double busiestWorker = 0; ///< 0..1 of a core, at most
        metrics::Nanoseconds loopLag { 0 }; ///< at most
        quint64 deliveries = 0; ///< live ones that ended
        std::optional<std::array<metrics::Nanoseconds, 3>>
            deliveryTimes; ///< with those that had not ended, at their age
    };
    std::vector<Span> spans;
    std::vector<ReportPoint> all; ///< one for each span: every endpoint; times without long polls
    std::map<metrics::EndpointKey, std::vector<ReportPoint>> endpoints; ///< likewise; empty for a run of Locust's

    /// At most `columns` spans where that can be done with 1, 10, 60, 600 or 3,600 seconds each.
    [[nodiscard]] static Result<ReportSpans> of(RunReader &reader, int test, int columns);
};

} // namespace throng::results
