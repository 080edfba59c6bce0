// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/outcome.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace throng::metrics {

/// Notices when this program is not run: stopped by a signal, frozen with its machine, or without a processor.
///
/// A thread of its own does nothing but sleep for ten milliseconds, again and again. When it wakes late, it was not for
/// want of time of its own: whatever it was, it held up the threads that measure as well.
class PauseWatch {
public:
    PauseWatch();
    ~PauseWatch(); ///< takes up to ten milliseconds
    PauseWatch(const PauseWatch &) = delete;
    PauseWatch &operator=(const PauseWatch &) = delete;

    /// The longest pause since the last call, one that is not over yet up to now.
    [[nodiscard]] Nanoseconds takeLongest();

private:
    using Clock = std::chrono::steady_clock;
    static constexpr Nanoseconds s_period = std::chrono::milliseconds(10);

    void watch();
    /// From the last time that somebody looked until now, less the sleep that was meant to be.
    [[nodiscard]] Nanoseconds look();

    std::atomic<bool> m_ended = false;
    std::mutex m_mutex; ///< of what follows
    Clock::time_point m_lookedAt;
    Nanoseconds m_longest { 0 };
    std::thread m_thread; ///< last: it uses what is above
};

} // namespace throng::metrics
