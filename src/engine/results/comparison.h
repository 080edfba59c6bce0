// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/metrics/servertotals.h"
#include "engine/metrics/totals.h"
#include "engine/results/keptrun.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace throng::results {

/// What of one run takes part in a comparison: one of its tests, from its begin.
struct ComparedRun {
    RunHead head;
    KeptTest test;
    TimeRange extent; ///< charts are laid over each other from extent.from on
    metrics::Totals totals;
    metrics::ServerTotals server; ///< what the server said of itself, and was seen to need, meanwhile
};

/// One run, or several trials of the same thing.
struct ComparedSide {
    QString name; ///< the title or file of its (first) run
    std::vector<ComparedRun> runs;
};

/// Whether a value is another, and in which direction that is good.
enum class Change : quint8 {
    NotEnoughRuns, ///< fewer than three on one of the sides
    NotMeasured, ///< one of the sides has no such value
    None, ///< no more than the runs of a side differ among themselves
    Better, ///< times: faster
    Worse, ///< times: slower
    Untested, ///< a value for which nothing is claimed: p99, rates, failures
};

/// One figure on both sides. Times are in milliseconds, shares from 0 to 1.
struct ComparedValue {
    std::vector<double> before; ///< one for each run that has it
    std::vector<double> after;
    double from = 0; ///< the mean of before: geometric for times
    double to = 0;
    Change change = Change::NotMeasured;
    double chance = 1; ///< Welch's probability, where it was tested

    [[nodiscard]] double difference() const { return to - from; }
    [[nodiscard]] std::optional<double> relative() const; ///< 0.1: a tenth more; unset where it was nothing
};

/// A line of the table: an endpoint, all endpoints together, or a figure such as deliveries.
struct ComparedRow {
    enum class What : quint8 { All, Endpoint, Figure };
    What what = What::Endpoint;
    metrics::EndpointKey endpoint; ///< of What::Endpoint
    metrics::FigureKey figure; ///< of What::Figure
    quint64 requestsBefore = 0; ///< or samples, all runs together
    quint64 requestsAfter = 0;
    ComparedValue p50;
    ComparedValue p95;
    ComparedValue p99;
    ComparedValue perSecond;
    ComparedValue failedShare; ///< for figures: the share that did not end

    /// By p50 and p95: worse if one of them is and none is better, and the other way round.
    [[nodiscard]] Change change() const;
};

/// A figure of the server on both sides, all its sources together (serverMeans()), in the figure's own unit. Nothing is
/// claimed of it: Change::Untested.
struct ComparedServerFigure {
    QByteArray name;
    metrics::ServerUnit unit = metrics::ServerUnit::Number;
    ComparedValue mean; ///< over the test
};

/// One side against the first. Rows: all together, then endpoints that both have, then figures.
struct SideComparison {
    const ComparedSide *before = nullptr;
    const ComparedSide *after = nullptr;
    std::vector<ComparedRow> rows;
    QStringList onlyBefore; ///< endpoints of one side alone
    QStringList onlyAfter;
    std::vector<ComparedServerFigure> server; ///< those that both have

    /// One paragraph.
    [[nodiscard]] QString summary() const;
};

/// Two or more sides, the first of which is what the others are compared with.
///
/// "Faster" and "slower" are said of p50 and p95 alone, and only if each side has at least three runs, Welch's t-test
/// on the logarithms of the runs' values finds a difference at 5 % after Holm's correction over all p50 and p95 of the
/// table, and it is at least 5 %. docs/comparison.md says why.
class Comparison {
public:
    /// Each side by its runs' files. `test` is the phase's name; empty: the first chat test, or the first, of each run.
    /// Errors: a file that cannot be opened, a run without that test, no common endpoint.
    [[nodiscard]] static Result<Comparison> of(const std::vector<QStringList> &sides, const QString &test = {});

    [[nodiscard]] const std::vector<ComparedSide> &sides() const { return m_sides; }
    [[nodiscard]] std::vector<SideComparison> compare() const; ///< each side but the first; points into this

private:
    std::vector<ComparedSide> m_sides;
};

/// `run` and, if it is a trial, the files of the other trials of its group beside it, by number.
[[nodiscard]] QStringList withItsTrials(const QString &run);

/// The least relative change that is called one.
inline constexpr double leastChange = 0.05;

/// What is worse by more than `share` (0.1: a tenth), as sentences: of all requests together and of each endpoint, p50
/// and p95 that took longer; and failures, if their share grew by more than a percentage point and by more than
/// `share`. Where each side has three runs or more, only what Change::Worse says.
[[nodiscard]] QStringList worseBy(const SideComparison &comparison, double share);

[[nodiscard]] QString nameOf(const ComparedRow &row); ///< "PUT /…/send/_", "all requests", "delivery (live)"

} // namespace throng::results
