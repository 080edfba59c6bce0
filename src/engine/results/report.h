// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/servertotals.h"
#include "engine/results/reportspans.h"
#include "engine/results/runreader.h"

#include <vector>

namespace throng::results {

/// One test of a run, as a report tells of it.
struct ReportTest {
    KeptTest test;
    TimeRange extent; ///< from the begin of its first second to the end of its last
    metrics::Totals totals;
    metrics::ServerTotals server; ///< what the server said of itself meanwhile
    std::vector<metrics::ServerScrape> scrapes; ///< the suggested figures of these, by time
    ReportSpans spans; ///< for charts
    std::vector<KeptRoom> slowestRooms; ///< of deliveries, the slowest first
};

/// All that goes into a report of a kept run, whatever its form: read once, written by htmlreport.h, jsonreport.h,
/// junitreport.h and markdownreport.h. Holds no identifiers and no secrets, because the run's file has none.
struct Report {
    /// What a run comes to: the first of these that holds.
    enum class Verdict : quint8 {
        Failed, ///< it could not be carried out
        NotTrusted, ///< the generator set the pace
        Broken, ///< a threshold
        Incomplete, ///< it was stopped, interrupted, or is still going on
        Passed, ///< its thresholds
        Unjudged, ///< it had none that anything was measured for
    };

    RunHead head;
    QMap<QString, QString> facts; ///< RunReader::facts(), without the project
    std::vector<KeptMessage> messages;
    std::vector<KeptRule> rules;
    std::vector<ReportTest> tests;

    /// Reads all of it: under a second for a run of eight hours. `columns` is the width of its charts.
    [[nodiscard]] static Result<Report> of(RunReader &reader, int columns = 720);
    [[nodiscard]] static Result<Report> ofFile(const QString &path);

    [[nodiscard]] Verdict verdict() const;
    /// "1 of 3 thresholds broken", "passed: 3 thresholds kept", ...
    [[nodiscard]] QString verdictText() const;
    [[nodiscard]] QString title() const; ///< the run's title, or its suite
    [[nodiscard]] QString nameOfTest(const KeptRule &rule) const; ///< "whole run" where it is of no test
    [[nodiscard]] std::vector<const KeptRule *> rulesOf(const ReportTest &test) const;
};

/// "passed", "failed", "broken", ...: as JSON has it.
[[nodiscard]] QString wordOf(Report::Verdict verdict);
/// "run time over", "under way", "cut off": how a test ended, as JSON has it.
[[nodiscard]] QString endOf(const RunHead &run, const KeptTest &test);
[[nodiscard]] QString endText(const RunHead &run, const KeptTest &test); ///< the same for a person
[[nodiscard]] QString stateText(RunState state); ///< nameOf() for a person
/// "2026-03-01 12:00:00 UTC"
[[nodiscard]] QString stampOf(qint64 unixMilliseconds);

} // namespace throng::results
