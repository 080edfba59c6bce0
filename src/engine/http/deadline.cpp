// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/deadline.h"

#include <QtGlobal>

#include <algorithm>

namespace throng::http {

void Deadline::arm(Clock::time_point when)
{
    if (isArmed())
        m_heap.remove(*this);
    m_when = when;
    m_heap.insert(*this);
}

void Deadline::cancel()
{
    if (isArmed())
        m_heap.remove(*this);
}

void Deadline::noteLateness()
{
    // Not by the time that the turn began: those whose turn comes last wait for the others.
    m_heap.m_worstLateness = std::max(m_heap.m_worstLateness, Nanoseconds(Clock::now() - m_when));
}

DeadlineHeap::~DeadlineHeap()
{
    Q_ASSERT_X(m_entries.empty(), "DeadlineHeap", "a deadline outlives its reactor");
}

void DeadlineHeap::insert(Deadline &deadline)
{
    m_entries.emplace_back();
    siftUp(m_entries.size() - 1, Entry { deadline.m_when, &deadline });
    if (deadline.m_index == 0 && !m_running)
        m_observer.earliestChanged(deadline.m_when);
}

void DeadlineHeap::remove(Deadline &deadline)
{
    const std::size_t index = deadline.m_index;
    deadline.m_index = Deadline::s_idle;
    const Entry last = m_entries.back();
    m_entries.pop_back();
    if (index == m_entries.size())
        return;
    if (index > 0 && last.when < m_entries[(index - 1) / 2].when)
        siftUp(index, last);
    else
        siftDown(index, last);
}

void DeadlineHeap::run(Clock::time_point now)
{
    m_running = true;
    while (!m_entries.empty() && m_entries.front().when <= now) {
        Deadline &due = *m_entries.front().deadline;
        remove(due);
        due.expired(now);
    }
    m_running = false;
    if (!m_entries.empty())
        m_observer.earliestChanged(m_entries.front().when);
}

void DeadlineHeap::place(std::size_t index, Entry entry)
{
    m_entries[index] = entry;
    entry.deadline->m_index = index;
}

void DeadlineHeap::siftUp(std::size_t index, Entry entry)
{
    while (index > 0) {
        const std::size_t parent = (index - 1) / 2;
        if (m_entries[parent].when <= entry.when)
            break;
        place(index, m_entries[parent]);
        index = parent;
    }
    place(index, entry);
}

void DeadlineHeap::siftDown(std::size_t index, Entry entry)
{
    for (;;) {
        std::size_t child = 2 * index + 1;
        if (child >= m_entries.size())
            break;
        if (child + 1 < m_entries.size() && m_entries[child + 1].when < m_entries[child].when)
            ++child;
        if (entry.when <= m_entries[child].when)
            break;
        place(index, m_entries[child]);
        index = child;
    }
    place(index, entry);
}

} // namespace throng::http
