// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/livefigures.h"

#include <algorithm>
#include <chrono>

namespace throng::ui {

namespace {

constexpr std::size_t window = 10;
constexpr std::size_t minute = 60;

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

void LiveFigures::add(const metrics::Snapshot &second)
{
    Second entry;
    entry.seconds = second.seconds;
    entry.users = second.usersRunning;
    entry.usersTarget = second.usersTarget;
    entry.actionsPlanned = second.actionsPlanned;
    entry.actionsDone = second.actionsDone;
    entry.health = second.health;
    for (const metrics::EndpointDelta &endpoint : second.endpoints) {
        entry.failures += endpoint.failures();
        entry.rateLimited += endpoint.count(metrics::Outcome::RateLimited);
        if (endpoint.key.kind == metrics::Kind::PollSync) {
            entry.polls += endpoint.requests();
        } else {
            entry.requests += endpoint.requests();
            entry.times.merge(endpoint.responseTimes);
        }
    }
    if (const metrics::FigureDelta *live =
            metrics::findFigure(second.figures, { metrics::figure::delivery, metrics::figure::live }))
        entry.deliveries = *live;
    m_seconds.push_back(std::move(entry));
    if (m_seconds.size() > minute)
        m_seconds.pop_front();
    // Histograms are the heavy part, and only the last ten seconds need theirs.
    if (m_seconds.size() > window) {
        m_seconds[m_seconds.size() - window - 1].times = {};
        m_seconds[m_seconds.size() - window - 1].deliveries = {};
    }
}

void LiveFigures::clear()
{
    m_seconds.clear();
}

LiveFigures::Now LiveFigures::now() const
{
    Now now;
    if (m_seconds.empty())
        return now;
    double seconds = 0;
    quint64 requests = 0;
    quint64 polls = 0;
    quint64 failures = 0;
    quint64 planned = 0;
    quint64 done = 0;
    metrics::Histogram times;
    metrics::FigureDelta deliveries;
    const std::size_t first = m_seconds.size() > window ? m_seconds.size() - window : 0;
    for (std::size_t i = first; i < m_seconds.size(); ++i) {
        const Second &second = m_seconds[i];
        seconds += second.seconds;
        requests += second.requests;
        polls += second.polls;
        failures += second.failures;
        planned += second.actionsPlanned;
        done += second.actionsDone;
        times.merge(second.times);
        deliveries.follow(second.deliveries);
        now.busiestWorker += second.health.busiestWorkerShare * second.seconds;
        now.cpu += second.health.cpuSeconds;
        now.worstLag = std::max(now.worstLag, milliseconds(second.health.worstLoopLag));
    }
    for (const Second &second : m_seconds)
        now.rateLimited += second.rateLimited;
    const Second &last = m_seconds.back();
    now.users = last.users;
    now.usersTarget = last.usersTarget;
    now.health = last.health;
    now.seconds = seconds;
    if (seconds > 0) {
        now.requestsPerSecond = double(requests) / seconds;
        now.pollsPerSecond = double(polls) / seconds;
        now.failuresPerSecond = double(failures) / seconds;
        now.deliveriesPerSecond = double(deliveries.times.count()) / seconds;
        now.actionsPlanned = double(planned) / seconds;
        now.actionsDone = double(done) / seconds;
        now.busiestWorker /= seconds;
        now.cpu /= seconds;
    }
    if (requests + polls > 0)
        now.failedShare = double(failures) / double(requests + polls);
    now.setTimes(times);
    now.setDeliveries(deliveries);
    return now;
}

LiveFigures::Now LiveFigures::of(const metrics::Totals &totals)
{
    Now now;
    now.seconds = totals.seconds();
    now.users = totals.peakUsers();
    quint64 polls = 0;
    for (const metrics::HistoryPoint &second : totals.measured()) {
        polls += second.polls;
        now.usersTarget = std::max(now.usersTarget, second.usersTarget);
        now.busiestWorker += second.health.busiestWorkerShare * second.seconds;
        now.worstLag = std::max(now.worstLag, milliseconds(second.health.worstLoopLag));
        now.health = second.health;
    }
    metrics::FigureDelta deliveries;
    if (const metrics::FigureDelta *live =
            totals.find(metrics::FigureKey { metrics::figure::delivery, metrics::figure::live }))
        deliveries = *live;
    if (now.seconds > 0) {
        now.requestsPerSecond = double(totals.requests() - std::min(totals.requests(), polls)) / now.seconds;
        now.pollsPerSecond = double(polls) / now.seconds;
        now.failuresPerSecond = double(totals.failures()) / now.seconds;
        now.deliveriesPerSecond = double(deliveries.times.count()) / now.seconds;
        now.actionsPlanned = double(totals.actionsPlanned()) / now.seconds;
        now.actionsDone = double(totals.actionsDone()) / now.seconds;
        now.busiestWorker /= now.seconds;
        now.cpu = totals.cpuSeconds() / now.seconds;
    }
    now.failedShare = totals.failedShare();
    now.rateLimited = totals.count(metrics::Outcome::RateLimited);
    now.setTimes(totals.responseTimes());
    now.setDeliveries(deliveries);
    return now;
}

void LiveFigures::Now::setTimes(const metrics::Histogram &times)
{
    responses = times.count();
    p50 = milliseconds(times.percentile(50));
    p95 = milliseconds(times.percentile(95));
    p99 = milliseconds(times.percentile(99));
}

void LiveFigures::Now::setDeliveries(const metrics::FigureDelta &deliveries)
{
    const metrics::Histogram times = deliveries.all();
    deliverySamples = times.count();
    deliveryIsLowerBound = deliveries.isLowerBound();
    deliveryP50 = milliseconds(times.percentile(50));
    deliveryP95 = milliseconds(times.percentile(95));
    deliveryP99 = milliseconds(times.percentile(99));
}

} // namespace throng::ui
