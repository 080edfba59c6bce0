// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/recorder.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace throng::metrics {

Recorder::Recorder()
    : Recorder([] { return QDateTime::currentMSecsSinceEpoch(); })
{
}

Recorder::Recorder(WallClock clock)
    : m_clock(std::move(clock))
    , m_began(std::chrono::steady_clock::now())
{
}

EndpointId Recorder::endpoint(const EndpointKey &key)
{
    const auto [found, isNew] = m_ids.try_emplace(key, EndpointId(m_endpoints.size()));
    if (isNew) {
        m_endpoints.emplace_back();
        m_endpoints.back().key = key;
    }
    return found->second;
}

void Recorder::record(EndpointId id, const Sample &sample)
{
    Endpoint &endpoint = m_endpoints[std::size_t(id)];
    ++endpoint.outcomes[std::size_t(sample.outcome)];
    endpoint.touched = true;
    if (m_listsRequests)
        m_requests.push_back({ endpoint.key, sample.outcome, sample.waited, sample.duration, sample.trace });
    if (sample.outcome == Outcome::Cancelled)
        return; // how long we let it run says nothing about the server

    endpoint.bytes += sample.bytes;
    endpoint.waited.record(sample.waited);
    switch (sample.outcome) {
    case Outcome::RateLimited:
        endpoint.rateLimitedTimes.record(sample.duration);
        break;
    case Outcome::NetworkError:
        endpoint.networkErrorTimes.record(sample.duration);
        break;
    default:
        endpoint.responseTimes.record(
            sample.isPlanned ? sample.late + sample.waited + sample.duration : sample.duration);
        if (sample.isPlanned)
            endpoint.uncorrectedTimes.record(sample.duration);
    }
    if (sample.emptyPoll) {
        ++endpoint.emptyPolls;
        endpoint.pollExcess.record(sample.pollExcess);
    }
    if (sample.outcome != Outcome::Ok)
        recordError(endpoint, sample);
}

void Recorder::recordError(const Endpoint &endpoint, const Sample &sample)
{
    const qint64 now = m_clock();
    const auto [found, isNew] = m_errors.try_emplace(ErrorKey(endpoint.key, sample.outcome, sample.error));
    ErrorDelta &error = found->second;
    if (isNew)
        error = { endpoint.key, sample.outcome, sample.error, sample.errorDetail, 0, now, now };
    ++error.occurrences;
    error.lastSeen = now;
}

Snapshot Recorder::take()
{
    Snapshot snapshot;
    const auto now = std::chrono::steady_clock::now();
    snapshot.unixMilliseconds = m_clock();
    snapshot.seconds = std::chrono::duration<double>(now - m_began).count();
    m_began = now;

    for (Endpoint &endpoint : m_endpoints) {
        if (!endpoint.touched)
            continue;
        EndpointDelta delta;
        delta.key = endpoint.key;
        delta.outcomes = std::exchange(endpoint.outcomes, {});
        delta.bytes = std::exchange(endpoint.bytes, 0);
        delta.emptyPolls = std::exchange(endpoint.emptyPolls, 0);
        delta.responseTimes = endpoint.responseTimes.take();
        delta.uncorrectedTimes = endpoint.uncorrectedTimes.take();
        delta.rateLimitedTimes = endpoint.rateLimitedTimes.take();
        delta.networkErrorTimes = endpoint.networkErrorTimes.take();
        delta.pollExcess = endpoint.pollExcess.take();
        delta.waited = endpoint.waited.take();
        endpoint.touched = false;
        snapshot.endpoints.push_back(std::move(delta));
    }
    std::sort(snapshot.endpoints.begin(), snapshot.endpoints.end(),
        [](const EndpointDelta &a, const EndpointDelta &b) { return a.key < b.key; });

    snapshot.errors.reserve(m_errors.size());
    for (auto &[key, error] : m_errors) // the map's order is a snapshot's
        snapshot.errors.push_back(std::move(error));
    m_errors.clear();
    snapshot.requests = std::exchange(m_requests, {});
    snapshot.figures = m_figures.take(now);
    std::sort(snapshot.requests.begin(), snapshot.requests.end(), isBefore);
    return snapshot;
}

} // namespace throng::metrics
