// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"

#include <map>
#include <vector>

namespace throng::run {

/// Puts the workers' seconds together. A second is complete when every worker has reported it, a later one, or its
/// last; a worker too busy to report one second has it in the next, and nothing is lost.
class SecondMerger {
public:
    explicit SecondMerger(int workers);

    /// `second` counts from 0 at the test's begin; `end` is when the worker took the snapshot, in seconds since then.
    /// `isLast`: nothing more comes from this worker.
    void add(int worker, qint64 second, double end, bool isLast, metrics::Snapshot snapshot);
    /// The seconds that are complete now, oldest first, each with the length that it really had.
    [[nodiscard]] std::vector<metrics::Snapshot> takeComplete();

private:
    struct Pending {
        metrics::Snapshot snapshot;
        double end = 0;
    };
    struct Worker {
        qint64 latest = -1;
        int users = 0; ///< as it last said
    };

    std::vector<Worker> m_workers;
    std::map<qint64, Pending> m_pending;
    std::map<qint64, std::vector<int>> m_users; ///< second → each worker's users; -1: it did not report that second
    double m_end = 0; ///< of the last second taken
};

} // namespace throng::run
