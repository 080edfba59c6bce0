// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/snapshot.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace throng::metrics {

namespace {

auto orderOf(const EndpointDelta &delta)
{
    return std::tie(delta.key);
}

auto orderOf(const ErrorDelta &delta)
{
    return std::tie(delta.key, delta.outcome, delta.error);
}

auto orderOf(const RequestRecord &record)
{
    return std::tie(record.trace.began, record.trace.localPort, record.key);
}

/// One pass over both; equal ones are merged.
template <typename Delta>
void mergeSorted(std::vector<Delta> &into, const std::vector<Delta> &from)
{
    std::size_t at = 0;
    const std::size_t old = into.size();
    for (const Delta &delta : from) {
        while (at < old && orderOf(into[at]) < orderOf(delta))
            ++at;
        if (at < old && orderOf(into[at]) == orderOf(delta))
            into[at].merge(delta);
        else
            into.push_back(delta);
    }
    // New keys are rare: they turn up in the first seconds of a run and never again.
    if (into.size() > old) {
        std::inplace_merge(into.begin(), into.begin() + qsizetype(old), into.end(),
            [](const Delta &a, const Delta &b) { return orderOf(a) < orderOf(b); });
    }
}

} // namespace

quint64 EndpointDelta::requests() const
{
    return std::accumulate(outcomes.begin(), outcomes.end(), quint64(0)) - count(Outcome::Cancelled);
}

quint64 EndpointDelta::failures() const
{
    quint64 failed = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        failed += isFailure(Outcome(i)) ? outcomes[i] : 0;
    return failed;
}

Histogram EndpointDelta::allTimes() const
{
    Histogram all = responseTimes;
    all.merge(rateLimitedTimes);
    all.merge(networkErrorTimes);
    return all;
}

void EndpointDelta::merge(const EndpointDelta &other)
{
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        outcomes[i] += other.outcomes[i];
    bytes += other.bytes;
    emptyPolls += other.emptyPolls;
    responseTimes.merge(other.responseTimes);
    uncorrectedTimes.merge(other.uncorrectedTimes);
    rateLimitedTimes.merge(other.rateLimitedTimes);
    networkErrorTimes.merge(other.networkErrorTimes);
    pollExcess.merge(other.pollExcess);
    waited.merge(other.waited);
}

void ErrorDelta::merge(const ErrorDelta &other)
{
    // The sample is that of the earliest, or the merge would depend on the order.
    if (std::tie(other.firstSeen, other.sample) < std::tie(firstSeen, sample))
        sample = other.sample;
    occurrences += other.occurrences;
    firstSeen = std::min(firstSeen, other.firstSeen);
    lastSeen = std::max(lastSeen, other.lastSeen);
}

void Snapshot::merge(const Snapshot &other)
{
    unixMilliseconds = std::max(unixMilliseconds, other.unixMilliseconds);
    seconds = std::max(seconds, other.seconds);
    usersRunning += other.usersRunning;
    usersTarget += other.usersTarget;
    actionsPlanned += other.actionsPlanned;
    actionsDone += other.actionsDone;
    arrivalsWaiting += other.arrivalsWaiting;
    usersFree += other.usersFree;
    lateness.merge(other.lateness);
    mergeEndpoints(endpoints, other.endpoints);
    mergeErrors(errors, other.errors);
    mergeFigures(figures, other.figures);
    deliveries += other.deliveries;
    const auto old = qsizetype(requests.size());
    requests.insert(requests.end(), other.requests.begin(), other.requests.end());
    std::inplace_merge(requests.begin(), requests.begin() + old, requests.end(), isBefore);
    for (const auto &[spoken, opened] : other.connections)
        connections[spoken] += opened;
    health.merge(other.health);
}

bool isBefore(const RequestRecord &a, const RequestRecord &b)
{
    return orderOf(a) < orderOf(b);
}

void mergeEndpoints(std::vector<EndpointDelta> &into, const std::vector<EndpointDelta> &from)
{
    mergeSorted(into, from);
}

void mergeErrors(std::vector<ErrorDelta> &into, const std::vector<ErrorDelta> &from)
{
    mergeSorted(into, from);
}

} // namespace throng::metrics
