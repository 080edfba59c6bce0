// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/lastruns.h"

#include "engine/project/projectfolder.h"
#include "engine/results/runfolder.h"
#include "engine/results/runreader.h"
#include "engine/run/runsummary.h"
#include "ui/dashboard/runwords.h"

#include <algorithm>
#include <chrono>
#include <optional>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

const metrics::FigureDelta *liveDeliveries(const metrics::Totals &totals)
{
    return totals.find(metrics::FigureKey { metrics::figure::delivery, metrics::figure::live });
}

/// `deliveries`: of a run's chats together.
void enterDeliveries(RecentProjects::LastRun &last, const metrics::FigureDelta &deliveries)
{
    if (deliveries.samples() == 0)
        return;
    const metrics::FigurePercentile p95 = deliveries.percentile(95);
    last.deliveryP95 = std::chrono::duration<double, std::milli>(p95.value).count();
    last.isLowerBound = p95.isLowerBound;
}

/// What the file of a run does not tell at once.
void addDeliveries(RecentProjects::LastRun &last, const QString &path)
{
    const auto reader = results::RunReader::open(path);
    if (!reader)
        return;
    metrics::FigureDelta deliveries;
    for (const results::KeptTest &test : (*reader)->tests()) {
        const auto totals = (*reader)->totals(test.index);
        if (!totals)
            return;
        if (const metrics::FigureDelta *live = liveDeliveries(*totals))
            deliveries.merge(*live);
    }
    enterDeliveries(last, deliveries);
}

/// Nothing where the last run is the one that is known.
std::optional<RecentProjects::LastRun> lastRunOf(const QString &projectFile, const QDateTime &known)
{
    const auto folder = project::ProjectFolder::open(projectFile);
    if (!folder)
        return std::nullopt;
    const std::vector<results::ListedRun> runs = results::listRuns(folder->runsFolder());
    if (runs.empty() || !runs.front().head)
        return std::nullopt;
    const results::RunHead &head = *runs.front().head;
    RecentProjects::LastRun last { .endedAt = QDateTime::fromMSecsSinceEpoch(head.endedAt),
        .users = head.users,
        .verdict = runVerdictShort(head),
        .mood = runVerdictPill(head) };
    if (last.endedAt == known)
        return std::nullopt;
    addDeliveries(last, head.path);
    return last;
}

} // namespace

RecentProjects::LastRun lastRunOf(const run::RunSummary &run)
{
    RecentProjects::LastRun last { .endedAt = QDateTime::fromMSecsSinceEpoch(run.endedAt),
        .verdict = runVerdictShort(run),
        .mood = runVerdictPill(run) };
    metrics::FigureDelta deliveries;
    for (const run::TestSummary &test : run.tests) {
        last.users = std::max(last.users, test.totals.peakUsers());
        if (const metrics::FigureDelta *live = liveDeliveries(test.totals))
            deliveries.merge(*live);
    }
    enterDeliveries(last, deliveries);
    return last;
}

LastRuns::LastRuns(RecentProjects &recent, QObject *parent)
    : QObject(parent)
    , m_recent(recent)
    , m_background(u"last runs"_s)
{
}

void LastRuns::look()
{
    for (const RecentProjects::Entry &entry : m_recent.entries())
        m_background.run(
            this, [path = entry.path, known = entry.lastRun.endedAt] { return lastRunOf(path, known); },
            [this, path = entry.path](const std::optional<RecentProjects::LastRun> &last) {
                if (last)
                    m_recent.setLastRun(path, *last);
            });
}

} // namespace throng::ui
