// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/workerpool.h"

#include <QCoreApplication>

#include <algorithm>

namespace throng::run {

WorkerPool::WorkerPool(int workers)
{
    m_threads.reserve(std::size_t(workers));
    for (int i = 0; i < workers; ++i) {
        auto thread = std::make_unique<WorkerThread>(i, workers);
        connect(&thread->worker(), &Worker::reported, this,
            [this](const std::shared_ptr<WorkerReport> &report) { Q_EMIT reported(*report); });
        connect(&thread->worker(), &Worker::idle, this, &WorkerPool::workerIdle);
        m_threads.push_back(std::move(thread));
    }
}

WorkerPool::~WorkerPool()
{
    m_threads.clear();
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
}

template <typename Function>
void WorkerPool::invoke(Function function)
{
    for (const auto &thread : m_threads)
        thread->invoke(function);
}

void WorkerPool::newSchedule()
{
    ++m_generation;
    m_idle.assign(m_threads.size(), false);
}

void WorkerPool::begin(const WorkerTest &test)
{
    newSchedule();
    invoke([test, generation = m_generation](Worker &worker) { worker.begin(test, generation); });
}

void WorkerPool::retarget(const SpawnSchedule &schedule)
{
    newSchedule();
    invoke([schedule, generation = m_generation](Worker &worker) { worker.retarget(schedule, generation); });
}

void WorkerPool::stopGracefully()
{
    invoke([](Worker &worker) { worker.stopGracefully(); });
}

void WorkerPool::stopNow()
{
    invoke([](Worker &worker) { worker.stopNow(); });
}

void WorkerPool::workerIdle(int worker, int generation)
{
    if (generation != m_generation)
        return;
    m_idle[std::size_t(worker)] = true;
    if (std::all_of(m_idle.begin(), m_idle.end(), [](bool idle) { return idle; }))
        Q_EMIT allIdle();
}

} // namespace throng::run
