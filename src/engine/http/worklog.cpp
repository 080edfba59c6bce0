// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/worklog.h"

#include <algorithm>
#include <ctime>

namespace throng::http {

namespace {

constexpr std::size_t kept = 4096; // some seconds of a busy worker

Nanoseconds threadTime()
{
    timespec worked {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &worked);
    return std::chrono::seconds(worked.tv_sec) + Nanoseconds(worked.tv_nsec);
}

} // namespace

void WorkLog::mark()
{
    mark(Mark { Clock::now(), threadTime() });
}

Nanoseconds WorkLog::worked(Clock::time_point since, Clock::time_point now) const
{
    return worked(since, Mark { now, threadTime() });
}

void WorkLog::mark(Mark mark)
{
    if (m_marks.size() == kept)
        m_marks.pop_front();
    m_marks.push_back(mark);
}

Nanoseconds WorkLog::worked(Clock::time_point since, Mark until) const
{
    const Nanoseconds all = until.time - since;
    const auto after = std::upper_bound(m_marks.begin(), m_marks.end(), since,
        [](Clock::time_point time, const Mark &mark) { return time < mark.time; });
    if (after == m_marks.begin())
        return all; // nothing is known of then
    return std::min(all, until.worked - std::prev(after)->worked);
}

} // namespace throng::http
