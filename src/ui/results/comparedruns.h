// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/comparison.h"

#include <QList>
#include <QPointF>

#include <memory>

namespace throng::ui {

/// A comparison with all that is shown of it.
struct ComparedRuns {
    results::Comparison comparison;
    std::vector<results::SideComparison> changes; ///< of each side but the first against that; points into the above
    /// The p95 of response times over the time since the test's begin, in milliseconds both: of each side's runs.
    std::vector<std::vector<QList<QPointF>>> responseTimes;
    QStringList phases; ///< the names of the tests that all runs have

    /// Opens the files: for a background. `phase` empty: the first chat of each run.
    [[nodiscard]] static Result<std::shared_ptr<ComparedRuns>> read(
        const std::vector<QStringList> &sides, const QString &phase);
};

/// What is compared with what, of runs that somebody has selected: trials of one group are a side, and so are runs of
/// one title; the oldest side comes first. Where that leaves one side alone, each run is one.
[[nodiscard]] std::vector<QStringList> sidesOf(std::vector<results::RunHead> runs);

/// "before the database move, 3 runs"
[[nodiscard]] QString nameOf(const results::ComparedSide &side);

} // namespace throng::ui
