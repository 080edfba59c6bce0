// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/comparedruns.h"

#include "engine/results/runreader.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::ComparedRuns)
};

Result<QStringList> commonPhases(const std::vector<QStringList> &sides)
{
    QStringList common;
    bool isFirst = true;
    for (const QStringList &side : sides) {
        for (const QString &path : side) {
            const auto reader = results::RunReader::open(path);
            if (!reader)
                return tl::unexpected(reader.error());
            QStringList names;
            for (const results::KeptTest &test : (*reader)->tests())
                names += test.name;
            if (isFirst)
                common = names;
            common.removeIf([&names](const QString &name) { return !names.contains(name); });
            isFirst = false;
        }
    }
    common.removeDuplicates();
    return common;
}

/// In spans that are long enough for the lines of several runs to be told apart: percentiles of a second jump about.
constexpr int spans = 100;

Result<QList<QPointF>> responseTimesOf(const results::ComparedRun &run)
{
    const auto milliseconds = [](metrics::Nanoseconds time) {
        return std::chrono::duration<double, std::milli>(time).count();
    };
    QList<QPointF> points;
    // Of what Locust measured there are but the percentiles of its seconds.
    if (run.head.imported) {
        for (const metrics::HistoryPoint &second : run.totals.history()) {
            if (second.responses > 0)
                points.append({ double(second.unixMilliseconds - run.extent.from), milliseconds(second.p95) });
        }
        return points;
    }
    const auto reader = results::RunReader::open(run.head.path);
    if (!reader)
        return tl::unexpected(reader.error());
    const auto heat = (*reader)->heat(run.test.index, {}, spans);
    if (!heat)
        return tl::unexpected(heat.error());
    for (const results::RunReader::HeatColumn &column : *heat) {
        if (!column.times.isEmpty())
            points.append({ double(column.range.to - run.extent.from), milliseconds(column.times.percentile(95)) });
    }
    return points;
}

} // namespace

Result<std::shared_ptr<ComparedRuns>> ComparedRuns::read(const std::vector<QStringList> &sides, const QString &phase)
{
    std::vector<QStringList> whole;
    for (const QStringList &side : sides)
        // Somebody who points at one trial means what it is a trial of.
        whole.push_back(side.size() == 1 && sides.size() > 1 ? results::withItsTrials(side.first()) : side);
    // Unless both are trials of the same.
    for (std::size_t i = 1; i < whole.size(); ++i) {
        if (whole[i] == whole.front())
            whole = sides;
    }
    auto phases = commonPhases(whole);
    if (!phases)
        return tl::unexpected(phases.error());
    auto comparison = results::Comparison::of(whole, phase);
    if (!comparison)
        return tl::unexpected(comparison.error());
    auto compared = std::make_shared<ComparedRuns>(ComparedRuns { *std::move(comparison), {}, {}, *std::move(phases) });
    compared->changes = compared->comparison.compare();
    for (const results::ComparedSide &side : compared->comparison.sides()) {
        std::vector<QList<QPointF>> &lines = compared->responseTimes.emplace_back();
        for (const results::ComparedRun &run : side.runs) {
            auto line = responseTimesOf(run);
            if (!line)
                return tl::unexpected(line.error());
            lines.push_back(*std::move(line));
        }
    }
    return compared;
}

std::vector<QStringList> sidesOf(std::vector<results::RunHead> runs)
{
    std::stable_sort(runs.begin(), runs.end(),
        [](const results::RunHead &a, const results::RunHead &b) { return a.startedAt < b.startedAt; });
    std::vector<std::pair<QString, QStringList>> sides; // what its runs have in common, and they
    for (const results::RunHead &run : runs) {
        const QString common = !run.group.isEmpty() ? u"group "_s + run.group
            : !run.title.isEmpty()                  ? u"title "_s + run.title
                                                    : u"run "_s + run.path;
        const auto known =
            std::find_if(sides.begin(), sides.end(), [&common](const auto &side) { return side.first == common; });
        if (known == sides.end())
            sides.emplace_back(common, QStringList { run.path });
        else
            known->second += run.path;
    }
    std::vector<QStringList> paths;
    if (sides.size() == 1) {
        for (const results::RunHead &run : runs)
            paths.push_back({ run.path });
    } else {
        for (const auto &[common, side] : sides)
            paths.push_back(side);
    }
    return paths;
}

QString nameOf(const results::ComparedSide &side)
{
    const results::RunHead &head = side.runs.front().head;
    const QString name = !head.title.isEmpty()
        ? head.title
        : QLocale().toString(QDateTime::fromMSecsSinceEpoch(head.startedAt), QLocale::ShortFormat);
    return side.runs.size() == 1
        ? name
        : Words::tr("%1, %2").arg(name, Words::tr("%n run(s)", nullptr, int(side.runs.size())));
}

} // namespace throng::ui
