// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/metrics/servertotals.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace throng::results {

struct NamedServerTotals {
    QString test;
    const metrics::ServerTotals *totals = nullptr; ///< outlives the call
};

/// An array of objects, one for each figure of each source in each test: test, source, name, unit, suggested, scrapes,
/// mean, lowest, highest, last. `unit` is "number", "per_second", "seconds", "seconds_per_second" (of processor time:
/// cores), "bytes" or "share" (0..1).
[[nodiscard]] QByteArray serverJson(const std::vector<NamedServerTotals> &tests);
/// Whole or not at all.
[[nodiscard]] Result<> writeServerJson(const QString &path, const std::vector<NamedServerTotals> &tests);

} // namespace throng::results
