// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/reportspans.h"

#include <algorithm>

namespace throng::results {

namespace {

using Times = std::optional<std::array<metrics::Nanoseconds, 3>>;

Times timesOf(const metrics::Histogram &times)
{
    if (times.isEmpty())
        return {};
    return std::array { times.percentile(50), times.percentile(95), times.percentile(99) };
}

ReportSpans::Span spanOf(TimeRange range, const metrics::Totals &totals)
{
    ReportSpans::Span span;
    span.range = range;
    span.seconds = totals.seconds();
    for (const metrics::HistoryPoint &second : totals.history()) {
        span.users = std::max(span.users, second.usersRunning);
        span.usersWanted = std::max(span.usersWanted, second.usersTarget);
        span.busiestWorker = std::max(span.busiestWorker, second.health.busiestWorkerShare);
        span.loopLag = std::max(span.loopLag, second.health.worstLoopLag);
    }
    if (const metrics::FigureDelta *live =
            totals.find(metrics::FigureKey { metrics::figure::delivery, metrics::figure::live })) {
        span.deliveries = live->times.count();
        span.deliveryTimes = timesOf(live->all());
    }
    return span;
}

/// A run of Locust's has no distributions of its seconds, only some percentiles of them.
ReportPoint pointOf(const metrics::History &seconds)
{
    ReportPoint point;
    for (const metrics::HistoryPoint &second : seconds) {
        point.requests += second.requests;
        point.failures += second.failures;
        point.rateLimited += second.rateLimited;
        if (second.responses > 0)
            point.times = std::array { second.p50, second.p95, second.p99 };
    }
    return point;
}

} // namespace

Result<ReportSpans> ReportSpans::of(RunReader &reader, int test, int columns)
{
    const auto ranges = reader.equalSpans(test, {}, columns);
    if (!ranges)
        return tl::unexpected(ranges.error());
    ReportSpans spans;
    for (const TimeRange &range : *ranges) {
        const auto totals = reader.totals(test, range);
        if (!totals)
            return tl::unexpected(totals.error());
        const std::size_t number = spans.spans.size();
        spans.spans.push_back(spanOf(range, *totals));
        if (reader.head().imported) {
            spans.all.push_back(pointOf(totals->history()));
            continue;
        }
        spans.all.push_back({ totals->requests(), totals->failures(), totals->count(metrics::Outcome::RateLimited),
            timesOf(totals->responseTimes()) });
        for (const metrics::EndpointDelta &endpoint : totals->endpoints()) {
            std::vector<ReportPoint> &points = spans.endpoints[endpoint.key];
            points.resize(ranges->size());
            points[number] = { endpoint.requests(), endpoint.failures(), endpoint.count(metrics::Outcome::RateLimited),
                timesOf(endpoint.responseTimes) };
        }
    }
    return spans;
}

} // namespace throng::results
