// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/totals.h"

#include <algorithm>

namespace throng::metrics {

namespace {

/// Makes room for some minutes more, not for as much again: a long test would leave half of it unused.
template <typename Second>
void makeRoom(std::vector<Second> &seconds)
{
    constexpr std::size_t minutes = 5 * 60;
    if (seconds.size() == seconds.capacity())
        seconds.reserve(seconds.size() + minutes);
}

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

    if (m_latest.add(second)) {
        makeRoom(m_history);
        m_history.push_back(m_latest.point());
    } else {
        m_history.back() = m_latest.point();
    }
    if (!counts)
        m_warmUpPoints = m_history.size();
}

void Totals::addToSums(const Snapshot &second)
{
    quint64 requests = 0;
    for (const EndpointDelta &delta : second.endpoints) {
        requests += delta.requests();
        m_uncorrectedTimes.merge(delta.uncorrectedTimes);
        addLocustSecond(delta, second.unixMilliseconds);
    }
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

void Totals::addLocustSecond(const EndpointDelta &delta, qint64 unixMilliseconds)
{
    if (delta.requests() == 0)
        return;
    std::vector<LocustSecond> &seconds =
        m_locustSeconds[EndpointKey { delta.key.method, delta.key.name, Kind::Ordinary }];
    if (seconds.empty() || seconds.back().unixMilliseconds != unixMilliseconds) {
        makeRoom(seconds);
        seconds.push_back({ unixMilliseconds, 0, 0 });
    }
    seconds.back().requests += quint32(delta.requests());
    seconds.back().failures += quint32(delta.failures() + delta.count(Outcome::RateLimited));
}

const std::vector<LocustSecond> &Totals::locustSeconds(const EndpointKey &key) const
{
    static const std::vector<LocustSecond> never;
    const auto found = m_locustSeconds.find(EndpointKey { key.method, key.name, Kind::Ordinary });
    return found != m_locustSeconds.end() ? found->second : never;
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
