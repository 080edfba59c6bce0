// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/latestpoint.h"

#include <utility>

namespace throng::metrics {

namespace {

constexpr std::size_t locustWindowSeconds = 10;

} // namespace

HistoryPoint HistoryPoint::of(const Snapshot &second)
{
    HistoryPoint point;
    point.unixMilliseconds = second.unixMilliseconds;
    point.seconds = second.seconds;
    point.usersRunning = second.usersRunning;
    point.usersTarget = second.usersTarget;
    point.actionsPlanned = second.actionsPlanned;
    point.actionsDone = second.actionsDone;
    point.health = second.health;
    for (const EndpointDelta &delta : second.endpoints) {
        const quint64 requests = delta.requests();
        point.requests += requests;
        point.failures += delta.failures();
        point.rateLimited += delta.count(Outcome::RateLimited);
        point.bytes += delta.bytes;
        if (delta.key.kind == Kind::PollSync)
            point.polls += requests;
    }
    return point;
}

void HistoryPoint::extend(const HistoryPoint &later)
{
    unixMilliseconds = later.unixMilliseconds;
    seconds += later.seconds;
    usersRunning = later.usersRunning;
    usersTarget = later.usersTarget;
    requests += later.requests;
    failures += later.failures;
    rateLimited += later.rateLimited;
    polls += later.polls;
    bytes += later.bytes;
    actionsPlanned += later.actionsPlanned;
    actionsDone += later.actionsDone;
    const int connectionsOpen = later.health.connectionsOpen; // those of before are the same connections
    health.merge(later.health);
    health.connectionsOpen = connectionsOpen;
}

void RequestSums::add(const EndpointDelta &endpoint)
{
    for (std::size_t i = 0; i < outcomeCount; ++i)
        outcomes[i] += endpoint.outcomes[i];
    requests += endpoint.requests();
    failures += endpoint.failures();
    bytes += endpoint.bytes;
    if (endpoint.key.kind != Kind::PollSync)
        responseTimes.merge(endpoint.responseTimes);
    allTimes.merge(endpoint.responseTimes);
    allTimes.merge(endpoint.rateLimitedTimes);
    allTimes.merge(endpoint.networkErrorTimes);
}

void RequestSums::merge(const RequestSums &other)
{
    for (std::size_t i = 0; i < outcomeCount; ++i)
        outcomes[i] += other.outcomes[i];
    requests += other.requests;
    failures += other.failures;
    bytes += other.bytes;
    responseTimes.merge(other.responseTimes);
    allTimes.merge(other.allTimes);
}

void LatestPoint::Second::add(const Second &later)
{
    point.extend(later.point);
    responseTimes.merge(later.responseTimes);
    allTimes.merge(later.allTimes);
    deliveries.follow(later.deliveries);
}

bool LatestPoint::add(const Snapshot &second)
{
    RequestSums sums;
    for (const EndpointDelta &delta : second.endpoints)
        sums.add(delta);
    if (!isWarmingUp()) {
        if (!std::exchange(m_measures, true))
            m_window.clear(); // what is drawn with the first measured second is measured, too
        m_sums.merge(sums);
    }
    m_elapsed += second.seconds;

    Second now;
    now.point = HistoryPoint::of(second);
    now.responseTimes = std::move(sums.responseTimes);
    now.allTimes = std::move(sums.allTimes);
    if (const FigureDelta *live = findFigure(second.figures, { figure::delivery, figure::live }))
        now.deliveries = *live;
    const bool isDrawn = m_window.empty() || now.point.seconds >= shortestSecond;
    if (isDrawn) {
        m_window.push_back(std::move(now));
        if (m_window.size() > locustWindowSeconds)
            m_window.pop_front();
    } else {
        m_window.back().add(now);
    }
    const Histogram &responses = m_window.back().responseTimes;
    const FigureDelta &deliveries = m_window.back().deliveries;
    const Histogram deliveryTimes = deliveries.all();
    HistoryPoint point = m_window.back().point;
    point.responses = responses.count();
    point.p50 = responses.percentile(50);
    point.p95 = responses.percentile(95);
    point.p99 = responses.percentile(99);
    point.deliveries = deliveries.times.count();
    point.deliverySamples = deliveryTimes.count();
    point.deliveryIsLowerBound = deliveries.isLowerBound();
    point.deliveryP50 = deliveryTimes.percentile(50);
    point.deliveryP95 = deliveryTimes.percentile(95);
    point.deliveryP99 = deliveryTimes.percentile(99);
    point.locust = locustPoint();
    m_point = std::move(point);
    return isDrawn;
}

LocustPoint LatestPoint::locustPoint() const
{
    LocustPoint point;
    double seconds = 0;
    quint64 requests = 0;
    quint64 failures = 0;
    Histogram times;
    for (const Second &second : m_window) {
        seconds += second.point.seconds;
        requests += second.point.requests;
        failures += second.point.failures + second.point.rateLimited;
        times.merge(second.allTimes);
    }
    if (seconds > 0) {
        point.requestsPerSecond = double(requests) / seconds;
        point.failuresPerSecond = double(failures) / seconds;
    }
    point.hasPercentiles = !times.isEmpty();
    for (std::size_t i = 0; i < locustPercentiles.size(); ++i)
        point.percentiles[i] = times.percentile(locustPercentiles[i]);

    point.totalRequests = m_sums.requests;
    point.totalFailures = m_sums.failures + m_sums.count(Outcome::RateLimited);
    point.totalMedian = m_sums.allTimes.percentile(50);
    point.totalAverage = m_sums.allTimes.mean();
    point.totalMin = m_sums.allTimes.min();
    point.totalMax = m_sums.allTimes.max();
    point.totalAverageBytes = m_sums.requests > 0 ? double(m_sums.bytes) / double(m_sums.requests) : 0;
    return point;
}

} // namespace throng::metrics
