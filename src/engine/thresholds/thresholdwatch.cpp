// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/thresholds/thresholdwatch.h"

#include <algorithm>

namespace throng::thresholds {

namespace {

/// A worker's second is a little more or less than one: half of it says on which side of a border it lies.
constexpr double tolerance = 0.5;

double seconds(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

ThresholdWatch::ThresholdWatch(const QList<Threshold> &thresholds)
    : m_thresholds(thresholds)
{
    for (const Threshold &threshold : m_thresholds) {
        m_settled[seconds(threshold.settle)];
        m_standings.push_back(threshold.abortAfter ? std::optional<Standing>(Standing()) : std::nullopt);
        m_mayEnd = m_mayEnd || threshold.abortAfter.has_value();
    }
}

void ThresholdWatch::add(const metrics::Snapshot &second)
{
    const double begin = m_elapsed;
    m_elapsed += second.seconds;
    for (auto &[settle, sum] : m_settled) {
        if (begin + tolerance >= settle)
            sum.add(second);
    }
    if (!m_mayEnd)
        return;
    m_window.push_back({ begin, {} });
    m_window.back().measured.add(second);
    while (m_elapsed - m_window.front().begin > window + tolerance)
        m_window.pop_front();
    for (std::size_t i = 0; i < m_standings.size(); ++i) {
        if (!m_standings[i])
            continue;
        const Threshold &threshold = m_thresholds[qsizetype(i)];
        Standing &standing = *m_standings[i];
        standing.now = judge(threshold.rule, recent(seconds(threshold.settle)));
        if (standing.now.outcome == Outcome::Met)
            standing.brokenFor = 0;
        else if (standing.now.outcome == Outcome::Broken)
            standing.brokenFor += second.seconds;
    }
}

Measured ThresholdWatch::recent(double settle) const
{
    Measured sum;
    for (const Second &second : m_window) {
        if (second.begin + tolerance >= settle)
            sum.follow(second.measured);
    }
    return sum;
}

std::optional<qsizetype> ThresholdWatch::exhausted() const
{
    for (qsizetype i = 0; i < m_thresholds.size(); ++i) {
        const std::optional<Standing> &standing = m_standings[std::size_t(i)];
        if (standing && standing->now.outcome == Outcome::Broken
            && standing->brokenFor + tolerance >= seconds(*m_thresholds[i].abortAfter))
            return i;
    }
    return std::nullopt;
}

std::vector<Verdict> ThresholdWatch::verdicts() const
{
    std::vector<Verdict> verdicts;
    for (const Threshold &threshold : m_thresholds)
        verdicts.push_back({ threshold, judge(threshold.rule, m_settled.at(seconds(threshold.settle))), false });
    return verdicts;
}

} // namespace throng::thresholds
