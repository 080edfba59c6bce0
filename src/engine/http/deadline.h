// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/request.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace throng::http {

class DeadlineHeap;

/// Something that is to happen at a time. A request's deadline is almost always called off, so one who renews
/// deadlines often (a lane) leaves an early one in place and looks at the clock when it comes: see notLaterThan().
class Deadline {
public:
    explicit Deadline(DeadlineHeap &heap)
        : m_heap(heap)
    {
    }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;
    virtual ~Deadline() { cancel(); }

    [[nodiscard]] bool isArmed() const { return m_index != s_idle; }
    [[nodiscard]] Clock::time_point when() const { return m_when; }

    void arm(Clock::time_point when);
    /// Arms it, unless it is armed for an earlier time already.
    void notLaterThan(Clock::time_point when)
    {
        if (!isArmed() || when < m_when)
            arm(when);
    }
    void cancel();

protected:
    /// The time has come; the deadline is no longer armed. May destroy it.
    virtual void expired(Clock::time_point now) = 0;
    /// For what somebody planned, and not for a timeout: how late it is by now, in expired().
    void noteLateness();

private:
    friend class DeadlineHeap;
    static constexpr std::size_t s_idle = static_cast<std::size_t>(-1);

    DeadlineHeap &m_heap;
    Clock::time_point m_when;
    std::size_t m_index = s_idle;
};

/// All deadlines of a worker, earliest first. A QTimer among 10,000 costs as much to restart as a request
/// (measured-design-facts.md); here arming is a few comparisons.
class DeadlineHeap {
public:
    class Observer {
    public:
        virtual void earliestChanged(Clock::time_point earliest) = 0;

    protected:
        ~Observer() = default;
    };

    explicit DeadlineHeap(Observer &observer)
        : m_observer(observer)
    {
    }
    ~DeadlineHeap();
    DeadlineHeap(const DeadlineHeap &) = delete;
    DeadlineHeap &operator=(const DeadlineHeap &) = delete;

    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }
    /// Undefined when empty.
    [[nodiscard]] Clock::time_point earliest() const { return m_entries.front().when; }

    /// The worst that noteLateness() was told since the last call.
    [[nodiscard]] Nanoseconds takeWorstLateness() { return std::exchange(m_worstLateness, Nanoseconds(0)); }

    /// Expires everything due at `now`; what is armed meanwhile waits for its own turn.
    void run(Clock::time_point now);

private:
    friend class Deadline;
    struct Entry { // the time stands beside the pointer: comparing does not leave the vector
        Clock::time_point when;
        Deadline *deadline;
    };

    void insert(Deadline &deadline);
    void remove(Deadline &deadline);
    void place(std::size_t index, Entry entry);
    void siftUp(std::size_t index, Entry entry);
    void siftDown(std::size_t index, Entry entry);

    Observer &m_observer;
    std::vector<Entry> m_entries;
    Nanoseconds m_worstLateness { 0 };
    bool m_running = false;
};

} // namespace throng::http
