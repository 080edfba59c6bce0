// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/results/locusthtml.h"

namespace throng::results {

/// What run.py of matrix-locust leaves of a test in OUTPUT_DIR: NAME.csv_stats.csv, NAME.csv_stats_history.csv,
/// NAME.csv_failures.csv, NAME.csv_exceptions.csv and NAME.html, with NAME from the heading. Missing folders are
/// made. The error names the first file that could not be written.
[[nodiscard]] Result<> writeMatrixLocustFiles(
    const QString &outputDirectory, const ReportHeading &heading, const metrics::Totals &totals);

} // namespace throng::results
