// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/secondmerger.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace throng::run {

SecondMerger::SecondMerger(int workers)
    : m_workers(std::size_t(workers))
{
}

void SecondMerger::add(int worker, qint64 second, double end, bool isLast, metrics::Snapshot snapshot)
{
    Pending &pending = m_pending[second];
    std::vector<int> &users = m_users.try_emplace(second, m_workers.size(), -1).first->second;
    users[std::size_t(worker)] = snapshot.usersRunning;
    pending.end = std::max(pending.end, end);
    pending.snapshot.merge(snapshot);
    m_workers[std::size_t(worker)].latest = isLast ? std::numeric_limits<qint64>::max() : second;
}

std::vector<metrics::Snapshot> SecondMerger::takeComplete()
{
    qint64 complete = std::numeric_limits<qint64>::max();
    for (const Worker &worker : m_workers)
        complete = std::min(complete, worker.latest);

    std::vector<metrics::Snapshot> result;
    while (!m_pending.empty() && m_pending.begin()->first <= complete) {
        auto node = m_pending.extract(m_pending.begin());
        const std::vector<int> users = m_users.extract(m_users.begin()).mapped();
        metrics::Snapshot &snapshot = node.mapped().snapshot;
        // Users do not vanish because their worker was late: what it said last holds.
        snapshot.usersRunning = 0;
        for (std::size_t i = 0; i < m_workers.size(); ++i) {
            if (users[i] >= 0)
                m_workers[i].users = users[i];
            snapshot.usersRunning += m_workers[i].users;
        }
        snapshot.seconds = std::max(0.0, node.mapped().end - m_end);
        m_end = std::max(m_end, node.mapped().end);
        result.push_back(std::move(snapshot));
    }
    return result;
}

} // namespace throng::run
