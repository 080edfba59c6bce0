// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/totals.h"

#include <algorithm>

namespace throng::metrics {

Totals::Totals(TotalsParts parts)
    : m_endpoints(std::move(parts.endpoints))
    , m_errors(std::move(parts.errors))
    , m_figures(std::move(parts.figures))
    , m_deliveries(parts.deliveries)
    , m_history(std::move(parts.history))
    , m_locustGiven(std::move(parts.locustSeconds))
    , m_lastRequestAt(parts.lastRequestAt)
    , m_warmUpPoints(parts.warmUpPoints)
{
    m_lateness = std::move(parts.lateness);
    RequestSums sums;
    double elapsed = 0;
    for (const EndpointDelta &endpoint : m_endpoints) {
        m_uncorrectedTimes.merge(endpoint.uncorrectedTimes);
        sums.add(endpoint);
    }
    for (const HistoryPoint &point : measured()) {
        m_actionsPlanned += point.actionsPlanned;
        m_actionsDone += point.actionsDone;
        m_seconds += point.seconds;
        m_cpuSeconds += point.health.cpuSeconds;
    }
    for (const HistoryPoint &point : m_history) {
        elapsed += point.seconds;
        m_worstLoopLag = std::max(m_worstLoopLag, point.health.worstLoopLag);
        m_peakResidentBytes = std::max(m_peakResidentBytes, point.health.residentBytes);
        m_peakDescriptors = std::max(m_peakDescriptors, point.health.descriptors);
        m_peakUsers = std::max(m_peakUsers, point.usersRunning);
    }
    m_latest = LatestPoint(std::move(sums), elapsed);
    if (!m_history.empty()) {
        m_startedAt = m_history.front().unixMilliseconds - qint64(m_history.front().seconds * 1'000);
        m_endedAt = m_history.back().unixMilliseconds;
    }
}

void Totals::add(const Snapshot &second)
{
    const bool counts = !isWarmingUp();
    m_deliveries += second.deliveries;
    if (counts)
        addToSums(second);
    if (m_startedAt == 0)
        m_startedAt = second.unixMilliseconds - qint64(second.seconds * 1'000);
    m_endedAt = second.unixMilliseconds;
    m_worstLoopLag = std::max(m_worstLoopLag, second.health.worstLoopLag);
    m_peakResidentBytes = std::max(m_peakResidentBytes, second.health.residentBytes);
    m_peakDescriptors = std::max(m_peakDescriptors, second.health.descriptors);
    m_peakUsers = std::max(m_peakUsers, second.usersRunning);

    if (m_latest.add(second))
        m_history.push_back(m_latest.point());
    else
        m_history.replaceLast(m_latest.point());
    if (!counts)
        m_warmUpPoints = m_history.size();
}

void Totals::addToSums(const Snapshot &second)
{
    quint64 requests = 0;
    for (const EndpointDelta &delta : second.endpoints) {
        requests += delta.requests();
        m_uncorrectedTimes.merge(delta.uncorrectedTimes);
    }
    addLocustSeconds(second);
    mergeEndpoints(m_endpoints, second.endpoints);
    mergeErrors(m_errors, second.errors);
    m_lateness.merge(second.lateness);
    followFigures(m_figures, second.figures);
    m_actionsPlanned += second.actionsPlanned;
    m_actionsDone += second.actionsDone;
    if (requests > 0)
        m_lastRequestAt = second.unixMilliseconds;
    m_seconds += second.seconds;
    m_cpuSeconds += second.health.cpuSeconds;
}

qint64 Totals::measuredFrom() const
{
    return m_warmUpPoints > 0 ? m_history[m_warmUpPoints - 1].unixMilliseconds : m_startedAt;
}

void Totals::addLocustSeconds(const Snapshot &second)
{
    std::map<quint32, LocustSecond> asked; // syncs of all kinds are one endpoint
    for (const EndpointDelta &delta : second.endpoints) {
        if (delta.requests() == 0)
            continue;
        const auto number = quint32(m_locustEndpoints.size());
        const auto known =
            m_locustEndpoints.try_emplace(EndpointKey { delta.key.method, delta.key.name, Kind::Ordinary }, number);
        LocustSecond &count = asked[known.first->second];
        count.unixMilliseconds = second.unixMilliseconds;
        count.requests += quint32(delta.requests());
        count.failures += quint32(delta.failures() + delta.count(Outcome::RateLimited));
    }
    for (const auto &[endpoint, count] : asked)
        m_locustSeconds.push_back({ count, endpoint });
}

std::vector<LocustSecond> Totals::locustSeconds(const EndpointKey &key) const
{
    const EndpointKey ordinary { key.method, key.name, Kind::Ordinary };
    std::vector<LocustSecond> seconds;
    if (const auto given = m_locustGiven.find(ordinary); given != m_locustGiven.end())
        seconds = given->second;
    if (const auto number = m_locustEndpoints.find(ordinary); number != m_locustEndpoints.end()) {
        for (const LoggedSecond &logged : m_locustSeconds) {
            if (logged.endpoint == number->second)
                seconds.push_back(logged.second);
        }
    }
    return seconds;
}

const EndpointDelta *Totals::find(const EndpointKey &key) const
{
    const auto found = std::lower_bound(m_endpoints.begin(), m_endpoints.end(), key,
        [](const EndpointDelta &delta, const EndpointKey &wanted) { return delta.key < wanted; });
    return found != m_endpoints.end() && found->key == key ? &*found : nullptr;
}

double Totals::failedShare() const
{
    return requests() > 0 ? double(failures()) / double(requests()) : 0;
}

} // namespace throng::metrics
