// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/totals.h"

#include <algorithm>

namespace throng::metrics {

namespace {

constexpr std::size_t locustWindowSeconds = 10;

} // namespace

Totals::Totals(TotalsParts parts)
    : m_endpoints(std::move(parts.endpoints))
    , m_errors(std::move(parts.errors))
    , m_figures(std::move(parts.figures))
    , m_deliveries(parts.deliveries)
    , m_history(std::move(parts.history))
    , m_locustSeconds(std::move(parts.locustSeconds))
    , m_lastRequestAt(parts.lastRequestAt)
    , m_warmUpPoints(parts.warmUpPoints)
{
    m_lateness = std::move(parts.lateness);
    for (const EndpointDelta &endpoint : m_endpoints) {
        m_uncorrectedTimes.merge(endpoint.uncorrectedTimes);
        if (endpoint.key.kind != Kind::PollSync)
            m_responseTimes.merge(endpoint.responseTimes);
        m_allTimes.merge(endpoint.allTimes());
        for (std::size_t i = 0; i < outcomeCount; ++i)
            m_outcomes[i] += endpoint.outcomes[i];
        m_requests += endpoint.requests();
        m_failures += endpoint.failures();
        m_bytes += endpoint.bytes;
    }
    for (const HistoryPoint &point : measured()) {
        m_actionsPlanned += point.actionsPlanned;
        m_actionsDone += point.actionsDone;
        m_seconds += point.seconds;
        m_cpuSeconds += point.health.cpuSeconds;
    }
    for (const HistoryPoint &point : m_history) {
        m_elapsed += point.seconds;
        m_worstLoopLag = std::max(m_worstLoopLag, point.health.worstLoopLag);
        m_peakResidentBytes = std::max(m_peakResidentBytes, point.health.residentBytes);
        m_peakDescriptors = std::max(m_peakDescriptors, point.health.descriptors);
        m_peakUsers = std::max(m_peakUsers, point.usersRunning);
    }
    if (!m_history.empty()) {
        m_startedAt = m_history.front().unixMilliseconds - qint64(m_history.front().seconds * 1'000);
        m_endedAt = m_history.back().unixMilliseconds;
    }
}

void Totals::add(const Snapshot &second)
{
    Second now;
    now.point = HistoryPoint::of(second);
    for (const EndpointDelta &delta : second.endpoints) {
        if (delta.key.kind != Kind::PollSync)
            now.responseTimes.merge(delta.responseTimes);
        now.allTimes.merge(delta.responseTimes);
        now.allTimes.merge(delta.rateLimitedTimes);
        now.allTimes.merge(delta.networkErrorTimes);
    }
    if (const FigureDelta *live = findFigure(second.figures, { figure::delivery, figure::live }))
        now.deliveries = *live;

    const bool counts = !isWarmingUp();
    m_deliveries += second.deliveries;
    if (counts) {
        addToSums(second, now.point);
        m_responseTimes.merge(now.responseTimes);
        m_allTimes.merge(now.allTimes);
    }
    if (m_startedAt == 0)
        m_startedAt = second.unixMilliseconds - qint64(second.seconds * 1'000);
    m_endedAt = second.unixMilliseconds;
    m_elapsed += second.seconds;
    m_worstLoopLag = std::max(m_worstLoopLag, second.health.worstLoopLag);
    m_peakResidentBytes = std::max(m_peakResidentBytes, second.health.residentBytes);
    m_peakDescriptors = std::max(m_peakDescriptors, second.health.descriptors);
    m_peakUsers = std::max(m_peakUsers, second.usersRunning);

    if (counts && m_warmUpPoints == m_history.size())
        m_window.clear(); // what is drawn with the first measured second is measured, too
    enterIntoHistory(std::move(now));
    if (!counts)
        m_warmUpPoints = m_history.size();
}

void Totals::addToSums(const Snapshot &second, const HistoryPoint &point)
{
    for (const EndpointDelta &delta : second.endpoints) {
        for (std::size_t i = 0; i < outcomeCount; ++i)
            m_outcomes[i] += delta.outcomes[i];
        m_uncorrectedTimes.merge(delta.uncorrectedTimes);
        addLocustSecond(delta, second.unixMilliseconds);
    }
    mergeEndpoints(m_endpoints, second.endpoints);
    mergeErrors(m_errors, second.errors);
    m_lateness.merge(second.lateness);
    followFigures(m_figures, second.figures);
    m_requests += point.requests;
    m_failures += point.failures;
    m_bytes += point.bytes;
    m_actionsPlanned += second.actionsPlanned;
    m_actionsDone += second.actionsDone;
    if (point.requests > 0)
        m_lastRequestAt = second.unixMilliseconds;
    m_seconds += second.seconds;
    m_cpuSeconds += second.health.cpuSeconds;
}

qint64 Totals::measuredFrom() const
{
    return m_warmUpPoints > 0 ? m_history[m_warmUpPoints - 1].unixMilliseconds : m_startedAt;
}

void Totals::enterIntoHistory(Second now)
{
    if (!m_window.empty() && now.point.seconds < shortestSecond) {
        m_window.back().add(now);
        m_history.pop_back();
    } else {
        m_window.push_back(std::move(now));
        if (m_window.size() > locustWindowSeconds)
            m_window.pop_front();
    }
    const Histogram &responses = m_window.back().responseTimes;
    HistoryPoint point = m_window.back().point;
    point.responses = responses.count();
    point.p50 = responses.percentile(50);
    point.p95 = responses.percentile(95);
    point.p99 = responses.percentile(99);
    const FigureDelta &deliveries = m_window.back().deliveries;
    const Histogram deliveryTimes = deliveries.all();
    point.deliveries = deliveries.times.count();
    point.deliverySamples = deliveryTimes.count();
    point.deliveryIsLowerBound = deliveries.isLowerBound();
    point.deliveryP50 = deliveryTimes.percentile(50);
    point.deliveryP95 = deliveryTimes.percentile(95);
    point.deliveryP99 = deliveryTimes.percentile(99);
    point.locust = locustPoint();
    m_history.push_back(std::move(point));
}

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

void Totals::Second::add(const Second &later)
{
    point.extend(later.point);
    responseTimes.merge(later.responseTimes);
    allTimes.merge(later.allTimes);
    deliveries.follow(later.deliveries);
}

void Totals::addLocustSecond(const EndpointDelta &delta, qint64 unixMilliseconds)
{
    if (delta.requests() == 0)
        return;
    std::vector<LocustSecond> &seconds =
        m_locustSeconds[EndpointKey { delta.key.method, delta.key.name, Kind::Ordinary }];
    if (seconds.empty() || seconds.back().unixMilliseconds != unixMilliseconds)
        seconds.push_back({ unixMilliseconds, 0, 0 });
    seconds.back().requests += quint32(delta.requests());
    seconds.back().failures += quint32(delta.failures() + delta.count(Outcome::RateLimited));
}

const std::vector<LocustSecond> &Totals::locustSeconds(const EndpointKey &key) const
{
    static const std::vector<LocustSecond> never;
    const auto found = m_locustSeconds.find(EndpointKey { key.method, key.name, Kind::Ordinary });
    return found != m_locustSeconds.end() ? found->second : never;
}

LocustPoint Totals::locustPoint() const
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

    point.totalRequests = m_requests;
    point.totalFailures = m_failures + count(Outcome::RateLimited);
    point.totalMedian = m_allTimes.percentile(50);
    point.totalAverage = m_allTimes.mean();
    point.totalMin = m_allTimes.min();
    point.totalMax = m_allTimes.max();
    point.totalAverageBytes = m_requests > 0 ? double(m_bytes) / double(m_requests) : 0;
    return point;
}

const EndpointDelta *Totals::find(const EndpointKey &key) const
{
    const auto found = std::lower_bound(m_endpoints.begin(), m_endpoints.end(), key,
        [](const EndpointDelta &delta, const EndpointKey &wanted) { return delta.key < wanted; });
    return found != m_endpoints.end() && found->key == key ? &*found : nullptr;
}

double Totals::failedShare() const
{
    return m_requests > 0 ? double(m_failures) / double(m_requests) : 0;
}

} // namespace throng::metrics
