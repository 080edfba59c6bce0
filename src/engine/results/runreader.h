// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/servertotals.h"
#include "engine/metrics/totals.h"
#include "engine/results/database.h"
#include "engine/results/keptrun.h"
#include "engine/results/rangesums.h"
#include "engine/results/spancover.h"

#include <QMap>
#include <QTemporaryDir>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace throng::results {

/// A run that was kept, opened for reading: finished, interrupted, or still being written.
///
/// Belongs to the thread that opened it. Opening reads one row for the run and one for each test; everything else is
/// read when asked for. A test's seconds are read with the first totals() or history() of it and kept.
///
/// Sums over any range are exact, percentiles too: histograms are merged, never averaged. They are put together of sums
/// over ten seconds, a minute, ten minutes and an hour that the file has, so that the length of a range hardly matters.
class RunReader {
public:
    /// Errors say what is wrong: damaged, no run, encrypted, of a newer Throng, locked. A run of an older format is
    /// brought up to date first, and the log that a killed one left is merged into the file and the run marked as
    /// interrupted; where the disk is read-only both happen to a copy.
    [[nodiscard]] static Result<std::unique_ptr<RunReader>> open(const QString &path);

    [[nodiscard]] const RunHead &head() const { return m_head; }
    [[nodiscard]] const std::vector<KeptTest> &tests() const { return m_tests; } ///< in order, those that were begun
    [[nodiscard]] const KeptTest *test(int index) const; ///< by KeptTest::index; null when there is none
    /// Names of docs/run-format.md → values: "throng.version", "machine.cpu", "server.software", "project", ...
    [[nodiscard]] const QMap<QString, QString> &facts() const { return m_facts; }
    /// Looks again, at a run that is still being written.
    [[nodiscard]] Result<> refresh();

    enum class Detail : quint8 {
        Figures, ///< all that charts and tables show
        Locust, ///< also what Locust's files need for each second: takes long for a long run
    };
    /// A test, or the part of it that lies in `range`, as the run itself had it: for everything that shows Totals. The
    /// figures of a whole test are without its warm-up; a part has all that lies in it.
    /// In a part, Locust's figures of a second still count from the test's begin.
    [[nodiscard]] Result<metrics::Totals> totals(
        int test, std::optional<TimeRange> range = {}, Detail detail = Detail::Figures);
    /// The seconds alone.
    [[nodiscard]] Result<std::vector<metrics::HistoryPoint>> history(int test, std::optional<TimeRange> range = {});
    /// From the begin of a test's first second to the end of its last; {0, 0} if it has none.
    [[nodiscard]] Result<TimeRange> extent(int test);

    /// How many seconds a test has in this range.
    [[nodiscard]] Result<int> secondsIn(int test, std::optional<TimeRange> range = {});

    /// Equal spans of at least a second, at most `columns` of them where that can be done with 1, 10, 60, 600 or 3,600
    /// seconds each. totals() of one of them reads few rows.
    [[nodiscard]] Result<std::vector<TimeRange>> equalSpans(int test, std::optional<TimeRange> range, int columns);

    /// Response times over time, in equalSpans().
    struct HeatColumn {
        TimeRange range;
        metrics::Histogram times;
    };
    /// Of one endpoint, or (null) of all but long polls. It takes long for a long run, so it may be called off: as soon
    /// as `isWanted` says no it ends with what it has, which is then not all.
    [[nodiscard]] Result<std::vector<HeatColumn>> heat(int test, std::optional<TimeRange> range, int columns,
        const metrics::EndpointKey *endpoint = nullptr, const std::function<bool()> &isWanted = {});

    /// Every second as it was measured, in order, without lists of requests.
    [[nodiscard]] Result<> eachSecond(
        int test, std::optional<TimeRange> range, const std::function<void(const metrics::Snapshot &)> &take);

    [[nodiscard]] Result<std::vector<KeptMessage>> messages();
    [[nodiscard]] Result<std::vector<KeptRule>> rules();
    /// Those of each test, by test, the slowest first.
    [[nodiscard]] Result<std::vector<KeptRoom>> slowestRooms();
    enum class Shown : bool { Suggested, All };
    /// What the server said of itself, by time and source.
    [[nodiscard]] Result<std::vector<metrics::ServerScrape>> serverScrapes(
        std::optional<TimeRange> range = {}, Shown shown = Shown::All);
    /// The same summed up.
    [[nodiscard]] Result<metrics::ServerTotals> serverTotals(std::optional<TimeRange> range = {});

private:
    struct Second {
        metrics::HistoryPoint point;
        int number = 0;
        bool isDrawn = true; ///< false: too short, its counts go to the point before
        quint64 arrivalsWaiting = 0;
        int usersFree = 0;
    };
    struct Seconds {
        std::vector<Second> all;
        bool isComplete = false; ///< nothing will be added
    };
    /// Part of a test, by places in Seconds::all.
    struct Part {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    explicit RunReader(std::unique_ptr<Database> database);
    [[nodiscard]] Result<> readNames();
    [[nodiscard]] Result<Seconds *> load(int test);
    [[nodiscard]] static Part partOf(const Seconds &seconds, const std::optional<TimeRange> &range);
    [[nodiscard]] Part warmUpOf(int test, const Seconds &seconds) const; ///< from 0
    [[nodiscard]] static int spanLength(const Seconds &seconds, Part part, int columns); ///< `part` is not empty
    [[nodiscard]] static std::vector<TimeRange> spanRanges(const Seconds &seconds, Part part, int length);
    [[nodiscard]] static std::vector<metrics::HistoryPoint> pointsOf(const Seconds &seconds, Part part);
    [[nodiscard]] std::vector<SpanRow> spansOf(
        int test, const Seconds &seconds, Part part, int longest = sumLengths.back()) const;
    [[nodiscard]] Result<> readLocust(int test, const Seconds &seconds, Part part, metrics::TotalsParts &parts);
    [[nodiscard]] bool isEnded(int test) const;
    [[nodiscard]] tl::unexpected<Error> damaged() const;

    std::unique_ptr<QTemporaryDir> m_copy; ///< where the file could not be opened in its place
    std::unique_ptr<Database> m_database;
    RunHead m_head;
    std::vector<KeptTest> m_tests;
    QMap<QString, QString> m_facts;
    Names m_names;
    std::map<int, Seconds> m_seconds;
};

/// Of a test's extent, what the figures of all of it are of: without its warm-up.
[[nodiscard]] inline TimeRange measuredPart(const TimeRange &extent, const metrics::Totals &totals)
{
    return { std::max(extent.from, totals.measuredFrom()), extent.to };
}

/// What a person wrote beside the run, by time: of its messages, the annotations.
[[nodiscard]] Result<std::vector<KeptMessage>> remarksOf(RunReader &reader);

} // namespace throng::results
