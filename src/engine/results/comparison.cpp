// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/comparison.h"

#include "engine/base/words.h"
#include "engine/results/comparedserver.h"
#include "engine/results/locustimport.h"
#include "engine/results/runfolder.h"
#include "engine/results/runreader.h"
#include "engine/results/significance.h"

#include <QFileInfo>

#include <algorithm>
#include <numeric>
#include <set>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using metrics::Histogram;

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

const KeptTest *testOf(const RunReader &reader, const QString &name)
{
    const std::vector<KeptTest> &tests = reader.tests();
    const auto found = std::find_if(tests.begin(), tests.end(),
        [&name](const KeptTest &test) { return name.isEmpty() ? !test.isSetup : test.name == name; });
    if (found != tests.end())
        return &*found;
    return name.isEmpty() && !tests.empty() ? &tests.front() : nullptr;
}

Result<ComparedRun> open(const QString &path, const QString &test)
{
    const auto reader = RunReader::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    const KeptTest *kept = testOf(**reader, test);
    if (!kept) {
        QStringList names;
        for (const KeptTest &other : (*reader)->tests())
            names += other.name;
        return failure(test.isEmpty() ? Words::tr("no test of this run was begun")
                                      : Words::tr("the run has no test \"%1\"").arg(test),
            path, names.join(u", "_s));
    }
    auto extent = (*reader)->extent(kept->index);
    if (!extent)
        return tl::unexpected(extent.error());
    auto totals = (*reader)->totals(kept->index);
    if (!totals)
        return tl::unexpected(totals.error());
    auto server = (*reader)->serverTotals(measuredPart(*extent, *totals));
    if (!server)
        return tl::unexpected(server.error());
    return ComparedRun { (*reader)->head(), *kept, *extent, *std::move(totals), *std::move(server) };
}

double meanOf(const std::vector<double> &values)
{
    return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

/// What one row looks at in one run.
struct Measured {
    Histogram times;
    quint64 requests = 0; ///< tried
    quint64 failures = 0;
    double seconds = 0;
};

/// A value of each run; runs that never did this have none.
template <typename Value>
std::vector<double> valuesOf(const std::vector<Measured> &runs, Value value)
{
    std::vector<double> values;
    for (const Measured &run : runs) {
        if (const std::optional<double> found = value(run))
            values.push_back(*found);
    }
    return values;
}

std::optional<double> percentileOf(const Measured &run, double percent)
{
    const double value = milliseconds(run.times.percentile(percent));
    return run.times.isEmpty() || value <= 0 ? std::nullopt : std::optional(value);
}

template <typename Value>
ComparedValue compareMeans(const std::vector<Measured> &before, const std::vector<Measured> &after, Value value)
{
    ComparedValue compared { valuesOf(before, value), valuesOf(after, value) };
    compared.from = meanOf(compared.before);
    compared.to = meanOf(compared.after);
    if (!compared.before.empty() && !compared.after.empty())
        compared.change = Change::Untested;
    return compared;
}

ComparedValue compareTimes(const std::vector<Measured> &before, const std::vector<Measured> &after, double percent)
{
    const auto value = [percent](const Measured &run) { return percentileOf(run, percent); };
    ComparedValue compared = compareMeans(before, after, value);
    compared.from = geometricMean(compared.before);
    compared.to = geometricMean(compared.after);
    return compared;
}

ComparedRow compareRow(const std::vector<Measured> &before, const std::vector<Measured> &after)
{
    ComparedRow row;
    for (const Measured &run : before)
        row.requestsBefore += run.requests;
    for (const Measured &run : after)
        row.requestsAfter += run.requests;
    row.p50 = compareTimes(before, after, 50);
    row.p95 = compareTimes(before, after, 95);
    row.p99 = compareTimes(before, after, 99);
    row.perSecond = compareMeans(before, after, [](const Measured &run) {
        return run.seconds > 0 ? std::optional(double(run.requests) / run.seconds) : std::nullopt;
    });
    row.failedShare = compareMeans(before, after, [](const Measured &run) {
        return run.requests > 0 ? std::optional(double(run.failures) / double(run.requests)) : std::nullopt;
    });
    for (ComparedValue *value : { &row.p50, &row.p95 }) {
        if (value->change == Change::NotMeasured)
            continue;
        const auto runs = std::min(value->before.size(), value->after.size());
        value->change = runs < fewestRuns ? Change::NotEnoughRuns : Change::None;
        if (value->change == Change::None)
            value->chance = probabilityOfChance(value->before, value->after);
    }
    return row;
}

template <typename Measure>
ComparedRow rowOf(const ComparedSide &before, const ComparedSide &after, Measure measure)
{
    const auto each = [&measure](const ComparedSide &side) {
        std::vector<Measured> runs;
        for (const ComparedRun &run : side.runs) {
            Measured measured = measure(run.totals);
            measured.seconds = run.totals.seconds();
            runs.push_back(std::move(measured));
        }
        return runs;
    };
    return compareRow(each(before), each(after));
}

template <typename Key, typename Of>
std::set<Key> keysOf(const ComparedSide &side, Of of)
{
    std::set<Key> keys;
    for (const ComparedRun &run : side.runs) {
        for (const auto &entry : of(run.totals))
            keys.insert(entry.key);
    }
    return keys;
}

std::vector<ComparedServerFigure> compareServers(const ComparedSide &before, const ComparedSide &after)
{
    std::vector<ComparedServerFigure> figures; // in the order of the first side
    const auto enter = [&figures](const ComparedSide &side, std::vector<double> ComparedValue::*values) {
        for (const ComparedRun &run : side.runs) {
            for (const ServerMean &mean : serverMeans(run.server)) {
                auto found = std::find_if(figures.begin(), figures.end(), [&mean](const ComparedServerFigure &each) {
                    return each.name == mean.name && each.unit == mean.unit;
                });
                if (found == figures.end())
                    found = figures.insert(found, { mean.name, mean.unit, {} });
                (found->mean.*values).push_back(mean.value);
            }
        }
    };
    enter(before, &ComparedValue::before);
    enter(after, &ComparedValue::after);
    std::erase_if(
        figures, [](const ComparedServerFigure &each) { return each.mean.before.empty() || each.mean.after.empty(); });
    for (ComparedServerFigure &figure : figures) {
        figure.mean.from = meanOf(figure.mean.before);
        figure.mean.to = meanOf(figure.mean.after);
        figure.mean.change = Change::Untested;
    }
    return figures;
}

void judge(std::vector<ComparedRow> &rows)
{
    std::vector<ComparedValue *> tested;
    std::vector<double> chances;
    for (ComparedRow &row : rows) {
        for (ComparedValue *value : { &row.p50, &row.p95 }) {
            if (value->change != Change::None)
                continue;
            tested.push_back(value);
            chances.push_back(value->chance);
        }
    }
    const std::vector<bool> real = significant(chances);
    for (std::size_t i = 0; i < tested.size(); ++i) {
        const std::optional<double> relative = tested[i]->relative();
        if (real[i] && relative && std::abs(*relative) >= leastChange)
            tested[i]->change = *relative > 0 ? Change::Worse : Change::Better;
    }
}

} // namespace

std::optional<double> ComparedValue::relative() const
{
    if (from == 0 || before.empty() || after.empty())
        return std::nullopt;
    return to / from - 1;
}

Change ComparedRow::change() const
{
    for (const Change decided : { Change::NotMeasured, Change::NotEnoughRuns }) {
        if (p50.change == decided || p95.change == decided)
            return decided;
    }
    const bool worse = p50.change == Change::Worse || p95.change == Change::Worse;
    const bool better = p50.change == Change::Better || p95.change == Change::Better;
    if (worse == better)
        return Change::None;
    return worse ? Change::Worse : Change::Better;
}

Result<Comparison> Comparison::of(const std::vector<QStringList> &sides, const QString &test)
{
    Comparison comparison;
    for (const QStringList &paths : sides) {
        ComparedSide side;
        for (const QString &path : paths) {
            auto run = open(path, test);
            if (!run)
                return tl::unexpected(run.error());
            if (side.runs.empty())
                side.name = run->head.title.isEmpty() ? QFileInfo(path).completeBaseName() : run->head.title;
            side.runs.push_back(*std::move(run));
        }
        comparison.m_sides.push_back(std::move(side));
    }
    const auto isImported = [](const ComparedRun &run) { return run.head.imported; };
    const bool anyImported = std::any_of(comparison.m_sides.begin(), comparison.m_sides.end(),
        [&](const ComparedSide &side) { return std::any_of(side.runs.begin(), side.runs.end(), isImported); });
    for (ComparedSide &side : comparison.m_sides) {
        for (ComparedRun &run : side.runs) {
            if (anyImported && !run.head.imported)
                run.totals = inLocustsCount(run.totals);
        }
    }
    if (comparison.m_sides.size() < 2)
        return failure(Words::tr("there is nothing to compare with"), {}, Words::tr("two runs or more"));
    for (const SideComparison &compared : comparison.compare()) {
        const bool common = std::any_of(compared.rows.begin(), compared.rows.end(),
            [](const ComparedRow &row) { return row.what == ComparedRow::What::Endpoint; });
        if (!common)
            return failure(Words::tr("\"%1\" and \"%2\" have no endpoint in common")
                               .arg(compared.before->name, compared.after->name),
                {}, Words::tr("runs of the same test"));
    }
    return comparison;
}

std::vector<SideComparison> Comparison::compare() const
{
    using metrics::EndpointKey;
    using metrics::FigureKey;
    using metrics::Totals;
    std::vector<SideComparison> comparisons;
    const ComparedSide &before = m_sides.front();
    for (std::size_t i = 1; i < m_sides.size(); ++i) {
        const ComparedSide &after = m_sides[i];
        SideComparison comparison { &before, &after, {}, {}, {}, compareServers(before, after) };
        ComparedRow all = rowOf(before, after, [](const Totals &totals) {
            return Measured { totals.responseTimes(), totals.requests(), totals.failures() };
        });
        all.what = ComparedRow::What::All;
        comparison.rows.push_back(std::move(all));

        const auto endpoints = [](const Totals &totals) -> auto &
        {
            return totals.endpoints();
        };
        const std::set<EndpointKey> there = keysOf<EndpointKey>(after, endpoints);
        const std::set<EndpointKey> here = keysOf<EndpointKey>(before, endpoints);
        for (const EndpointKey &key : here) {
            ComparedRow row;
            if (there.contains(key))
                row = rowOf(before, after, [&key](const Totals &totals) {
                    const metrics::EndpointDelta *endpoint = totals.find(key);
                    return endpoint ? Measured { endpoint->responseTimes, endpoint->requests(), endpoint->failures() }
                                    : Measured();
                });
            row.endpoint = key;
            if (there.contains(key))
                comparison.rows.push_back(std::move(row));
            else
                comparison.onlyBefore += nameOf(row);
        }
        for (const EndpointKey &key : there) {
            ComparedRow row;
            row.endpoint = key;
            if (!here.contains(key))
                comparison.onlyAfter += nameOf(row);
        }

        const auto figures = [](const Totals &totals) -> auto &
        {
            return totals.figures();
        };
        const std::set<FigureKey> figuresThere = keysOf<FigureKey>(after, figures);
        for (const FigureKey &key : keysOf<FigureKey>(before, figures)) {
            if (!figuresThere.contains(key))
                continue;
            ComparedRow row = rowOf(before, after, [&key](const Totals &totals) {
                const metrics::FigureDelta *figure = totals.find(key);
                return figure ? Measured { figure->all(), figure->samples(), figure->censored() } : Measured();
            });
            row.what = ComparedRow::What::Figure;
            row.figure = key;
            comparison.rows.push_back(std::move(row));
        }
        judge(comparison.rows);
        comparisons.push_back(std::move(comparison));
    }
    return comparisons;
}

QStringList withItsTrials(const QString &run)
{
    const auto reader = RunReader::open(run);
    if (!reader || (*reader)->head().group.isEmpty())
        return { run };
    std::vector<RunHead> trials;
    for (const ListedRun &listed : listRuns(QFileInfo(run).absolutePath())) {
        if (listed.head && listed.head->group == (*reader)->head().group)
            trials.push_back(*listed.head);
    }
    std::sort(trials.begin(), trials.end(), [](const RunHead &a, const RunHead &b) { return a.trial < b.trial; });
    QStringList paths;
    for (const RunHead &trial : trials)
        paths += trial.path;
    return paths;
}

} // namespace throng::results
