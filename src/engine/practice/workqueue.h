// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/performancemodel.h"
#include "engine/practice/timer.h"

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace throng::practice {

/// The workers of a PerformanceModel and the queue before them.
class WorkQueue {
public:
    WorkQueue(boost::asio::io_context &context, quint64 seed);

    /// Jobs in hand and in the queue go on with the times they drew.
    void setModel(PerformanceModel model);
    [[nodiscard]] bool isInstant() const { return m_model.isInstant(); }

    /// How long a request of this endpoint will keep a worker.
    std::chrono::nanoseconds serviceTime(QByteArrayView method, QByteArrayView endpoint);
    std::chrono::nanoseconds deliveryTime(std::size_t events);

    /// Calls `done` when a worker was free and has spent `time`. False, and never, when the queue is full.
    bool submit(std::chrono::nanoseconds time, std::function<void()> done);
    [[nodiscard]] std::size_t waiting() const { return m_queue.size(); }

private:
    struct Job {
        std::chrono::nanoseconds time;
        std::function<void()> done;
    };

    [[nodiscard]] bool isFree() const { return isInstant() || m_busy < m_model.workers; }
    void work(Job job, Clock::time_point begin);
    /// The worker that ended at `begin` takes the next job from that moment on, however late the timer called:
    /// otherwise the model would be slower than it says.
    void next(Clock::time_point begin);

    boost::asio::io_context &m_context;
    PerformanceModel m_model;
    Random m_random;
    std::deque<Job> m_queue;
    std::vector<std::unique_ptr<Timer>> m_timers;
    std::vector<Timer *> m_idle; ///< of workers that have nothing to do
    int m_busy = 0;
};

} // namespace throng::practice
