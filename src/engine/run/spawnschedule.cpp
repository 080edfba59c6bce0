// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/spawnschedule.h"

#include "engine/base/loadcurve.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace throng::run {

namespace {

Clock::duration fromSeconds(double seconds)
{
    // A rate of one user in ten thousand years must not overflow the clock.
    constexpr double longest = 10.0 * 365 * 24 * 3600;
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(std::min(seconds, longest)));
}

} // namespace

Clock::duration SpawnSchedule::Stretch::offsetOf(int change) const
{
    return rate == 0 ? Clock::duration {} : fromSeconds(double(change) / rate);
}

int SpawnSchedule::Stretch::usersAfter(Clock::duration elapsed) const
{
    const int all = std::abs(to - from);
    int changes = all;
    if (rate > 0) {
        const double expected = std::floor(std::chrono::duration<double>(elapsed).count() * rate) + 1;
        changes = int(std::min(expected, double(all)));
        // Doubles may be off by one at the very moment of a change; offsetOf() is what counts.
        while (changes < all && offsetOf(changes) <= elapsed)
            ++changes;
        while (changes > 0 && offsetOf(changes - 1) > elapsed)
            --changes;
    }
    return to >= from ? from + changes : from - changes;
}

SpawnSchedule::SpawnSchedule(Clock::time_point begin, int from, int target, double rate)
    : m_begin(begin)
    , m_from(std::max(from, 0))
    , m_stretches { { {}, m_from, std::max(target, 0), rate > 0 && std::isfinite(rate) ? rate : 0 } }
{
}

SpawnSchedule::SpawnSchedule(Clock::time_point begin, const LoadCurve &curve, int most)
    : m_begin(begin)
{
    const auto usersOf = [most](double level) { return int(std::min(std::round(level), double(most))); };
    const std::vector<LoadCurve::Point> &points = curve.points();
    for (std::size_t i = 0; i < points.size(); ++i) {
        Stretch stretch;
        stretch.begin = fromSeconds(points[i].seconds);
        stretch.from = usersOf(points[i].level);
        if (i + 1 < points.size() && points[i + 1].seconds == points[i].seconds)
            continue; // a jump: what comes after it counts
        stretch.to = stretch.from;
        if (i + 1 < points.size()) {
            stretch.to = usersOf(points[i + 1].level);
            stretch.rate = std::abs(stretch.to - stretch.from) / (points[i + 1].seconds - points[i].seconds);
        }
        m_stretches.push_back(stretch);
    }
}

std::size_t SpawnSchedule::indexAt(Clock::duration elapsed) const
{
    const auto after = std::upper_bound(m_stretches.begin(), m_stretches.end(), elapsed,
        [](Clock::duration time, const Stretch &stretch) { return time < stretch.begin; });
    return std::size_t(after - m_stretches.begin()) - 1;
}

int SpawnSchedule::usersAt(Clock::time_point time) const
{
    if (time < m_begin || m_stretches.empty())
        return m_from;
    const Clock::duration elapsed = time - m_begin;
    const Stretch &stretch = m_stretches[indexAt(elapsed)];
    return stretch.usersAfter(elapsed - stretch.begin);
}

std::optional<Clock::time_point> SpawnSchedule::leaves(Clock::time_point time, int least, int most) const
{
    const auto isOut = [least, most](int users) { return users < least || users > most; };
    if (isOut(usersAt(time)))
        return time;
    if (m_stretches.empty())
        return std::nullopt;
    const Clock::duration elapsed = std::max(time - m_begin, Clock::duration {});
    for (std::size_t i = indexAt(elapsed); i < m_stretches.size(); ++i) {
        const Stretch &stretch = m_stretches[i];
        const Clock::duration entered = std::max(elapsed, stretch.begin);
        if (isOut(stretch.usersAfter(entered - stretch.begin)))
            return m_begin + entered;
        if (!isOut(stretch.to))
            continue;
        const int change = stretch.to > most ? most - stretch.from : stretch.from - least;
        const Clock::duration leaving = stretch.begin + stretch.offsetOf(change);
        if (i + 1 == m_stretches.size() || leaving < m_stretches[i + 1].begin)
            return m_begin + leaving;
    }
    return std::nullopt;
}

std::optional<Clock::time_point> SpawnSchedule::reaches(int users) const
{
    const int first = m_stretches.empty() ? m_from : m_stretches.front().from;
    if (users == first)
        return m_begin;
    return users > first ? leaves(m_begin, 0, users - 1) : leaves(m_begin, users + 1, std::numeric_limits<int>::max());
}

int SpawnSchedule::peak() const
{
    int peak = m_from;
    for (const Stretch &stretch : m_stretches)
        peak = std::max({ peak, stretch.from, stretch.to });
    return peak;
}

SpawnSchedule SpawnSchedule::retargeted(Clock::time_point now, int target, double rate) const
{
    return SpawnSchedule(now, usersAt(now), target, rate);
}

SpawnSchedule SpawnSchedule::frozen(Clock::time_point now) const
{
    const int users = usersAt(now);
    return SpawnSchedule(now, users, users, 0);
}

} // namespace throng::run
