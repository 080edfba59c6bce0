// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/metrics/totals.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace throng::results {

/// A test's result under its name, as the functions below take it.
struct NamedTotals {
    QString test;
    const metrics::Totals *totals = nullptr; ///< outlives the call
};

/// The contents of Locust's files.
[[nodiscard]] QByteArray locustStatsCsv(const metrics::Totals &totals);
[[nodiscard]] QByteArray locustHistoryCsv(const metrics::Totals &totals);
[[nodiscard]] QByteArray locustFailuresCsv(const metrics::Totals &totals);
[[nodiscard]] QByteArray locustExceptionsCsv(); ///< its header: exceptions are what scripts have, and there are none
/// An array of Locust's stats entries; those of several tests one after the other, each then with a key "test".
/// Ours is also "num_unanswered", where there were any: cancelled, timed out or lost. What the server has of an
/// endpoint lies between its successes and these added to them.
[[nodiscard]] QByteArray locustJson(const std::vector<NamedTotals> &tests);

/// Writes PREFIX_stats.csv, PREFIX_stats_history.csv, PREFIX_failures.csv and PREFIX_exceptions.csv. Missing folders
/// are made. Each file is written whole or not at all, and an older one stays when that fails; the error names the
/// first that could not be written, the others are written all the same.
[[nodiscard]] Result<> writeLocustCsv(const QString &prefix, const metrics::Totals &totals);
[[nodiscard]] Result<> writeLocustJson(const QString &path, const std::vector<NamedTotals> &tests);

/// The prefix that matrix-locust's run.py gives a test: OUTPUT_DIR/NAME.csv, so that files are called
/// NAME.csv_stats.csv and so on.
[[nodiscard]] QString matrixLocustCsvPrefix(const QString &outputDirectory, const QString &testName);
/// OUTPUT_DIR/NAME.html
[[nodiscard]] QString matrixLocustHtmlPath(const QString &outputDirectory, const QString &testName);
/// PREFIX_TEST, where each test of a suite has files of its own. What no file may be called becomes "_".
[[nodiscard]] QString csvPrefixOfTest(const QString &prefix, const QString &testName);
/// The same of one file: "out/report.html" becomes "out/report_TEST.html".
[[nodiscard]] QString pathOfTest(const QString &path, const QString &testName);

} // namespace throng::results
