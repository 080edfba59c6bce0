// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/worker.h"

#include <QObject>

#include <memory>
#include <vector>

namespace throng::run {

/// The workers of a run, spoken to and heard together. Lives on the conductor's thread.
class WorkerPool final : public QObject {
    Q_OBJECT

public:
    explicit WorkerPool(int workers);
    /// Cuts off the users there are and joins the threads; what the users said last is reported before it returns.
    ~WorkerPool() override;

    void begin(const WorkerTest &test);
    void retarget(const SpawnSchedule &schedule);
    /// Each worker reports a last time (WorkerReport::isLast) when its users have ended.
    void stopGracefully();
    void stopNow();

Q_SIGNALS:
    void reported(throng::run::WorkerReport &report);
    /// On no worker is a user running or to be started, by the latest schedule.
    void allIdle();

private:
    template <typename Function>
    void invoke(Function function);
    void newSchedule();
    void workerIdle(int worker, int generation);

    std::vector<std::unique_ptr<WorkerThread>> m_threads;
    std::vector<bool> m_idle; ///< by worker
    int m_generation = 0; ///< of the schedule: a worker may say that it is idle while it is about to get another
};

} // namespace throng::run
