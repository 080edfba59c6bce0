// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/metrics/totals.h"

#include <QString>

namespace throng::results {

/// What Locust's CSV files tell of a run.
struct LocustRun {
    std::vector<metrics::HistoryPoint> history; ///< of PREFIX_stats_history.csv; one point for all of it without that
    metrics::Snapshot whole; ///< endpoints and errors of the whole run, in Locust's count: failures are HTTP errors
};

/// Reads PREFIX_stats.csv and, where they are, PREFIX_stats_history.csv and PREFIX_failures.csv. `path` is one of the
/// first two or PREFIX.
///
/// Locust keeps no distributions. Each endpoint gets one with exactly Locust's percentiles (as Locust rounded them),
/// least and most; between two percentiles it is made up: everything lies at the upper one.
[[nodiscard]] Result<LocustRun> readLocustRun(const QString &path);

/// Makes a run's file of it in `folder` and says where. RunHead::imported is set: its seconds have no endpoints, so
/// tables are always of the whole run.
[[nodiscard]] Result<QString> importLocustRun(const QString &path, const QString &folder);

/// A test's totals in Locust's count: kinds of sync and 429s together with the rest. For comparisons with Locust's.
[[nodiscard]] metrics::Totals inLocustsCount(const metrics::Totals &totals);

} // namespace throng::results
