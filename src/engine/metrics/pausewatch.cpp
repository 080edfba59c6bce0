// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/pausewatch.h"

#include <algorithm>
#include <utility>

#include <pthread.h>

namespace throng::metrics {

PauseWatch::PauseWatch()
    : m_lookedAt(Clock::now())
    , m_thread([this] { watch(); })
{
}

PauseWatch::~PauseWatch()
{
    m_ended = true;
    m_thread.join();
}

void PauseWatch::watch()
{
#ifdef Q_OS_LINUX
    pthread_setname_np(pthread_self(), "throng pauses");
#endif
    // A hundred times a second: a plain sleep costs half of what waiting to be told of the end would.
    while (!m_ended) {
        std::this_thread::sleep_for(s_period);
        const std::scoped_lock lock(m_mutex);
        m_longest = std::max(m_longest, look());
    }
}

Nanoseconds PauseWatch::look()
{
    const Clock::time_point now = Clock::now();
    return std::max<Nanoseconds>(Nanoseconds(0), now - std::exchange(m_lookedAt, now) - s_period);
}

Nanoseconds PauseWatch::takeLongest()
{
    const std::scoped_lock lock(m_mutex);
    return std::max(std::exchange(m_longest, Nanoseconds(0)), look());
}

} // namespace throng::metrics
