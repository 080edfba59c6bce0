// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <vector>

namespace throng {
class LoadCurve;
}

namespace throng::run {

using Clock = std::chrono::steady_clock;

/// How many users there are to be at which time: stretch after stretch, in each evenly from one number to another. A
/// value that all workers of a test have alike; each reads its own share from it, so the sum is exact without a word
/// between them.
class SpawnSchedule {
public:
    /// Nobody, ever.
    SpawnSchedule() = default;
    /// From `from` users at `begin` to `target`, `rate` a second; the first change is at `begin` itself.
    /// A rate of 0 or less makes all changes there.
    SpawnSchedule(Clock::time_point begin, int from, int target, double rate);
    /// Along a curve that begins at `begin`, its levels rounded and never above `most`.
    SpawnSchedule(Clock::time_point begin, const LoadCurve &curve, int most);

    [[nodiscard]] int usersAt(Clock::time_point time) const;
    /// The first moment, not before `time`, at which there are fewer than `least` users or more than `most`. Nothing if
    /// there never are.
    [[nodiscard]] std::optional<Clock::time_point> leaves(Clock::time_point time, int least, int most) const;
    /// When the number first gets to `users`, or past it. Nothing if it does not.
    [[nodiscard]] std::optional<Clock::time_point> reaches(int users) const;
    [[nodiscard]] int target() const { return m_stretches.empty() ? m_from : m_stretches.back().to; } ///< at the end
    [[nodiscard]] int peak() const;

    /// The same until now, then to another target at another rate.
    [[nodiscard]] SpawnSchedule retargeted(Clock::time_point now, int target, double rate) const;
    /// No further change from now on.
    [[nodiscard]] SpawnSchedule frozen(Clock::time_point now) const;

private:
    /// From the stretch's begin to that of the next; `to` holds if it is reached before.
    struct Stretch {
        Clock::duration begin {}; ///< since the schedule's
        int from = 0;
        int to = 0;
        double rate = 0; ///< changes a second; 0: all at once

        [[nodiscard]] Clock::duration offsetOf(int change) const; ///< of the change number `change`, from 0
        [[nodiscard]] int usersAfter(Clock::duration elapsed) const;
    };
    /// The stretch at that time since the begin, which is not before it.
    [[nodiscard]] std::size_t indexAt(Clock::duration elapsed) const;

    Clock::time_point m_begin;
    int m_from = 0; ///< before the begin
    std::vector<Stretch> m_stretches;
};

/// Of `users` users dealt round-robin, how many belong to worker number `worker` of `workers`.
[[nodiscard]] constexpr int shareOf(int users, int worker, int workers)
{
    return users / workers + (worker < users % workers ? 1 : 0);
}

/// The smallest number of users of which that worker has `share`.
[[nodiscard]] constexpr int fewestForShare(int share, int worker, int workers)
{
    return share == 0 ? 0 : (share - 1) * workers + worker + 1;
}

/// The largest number of users of which that worker has `share`.
[[nodiscard]] constexpr int mostForShare(int share, int worker, int workers)
{
    return share * workers + worker;
}

} // namespace throng::run
