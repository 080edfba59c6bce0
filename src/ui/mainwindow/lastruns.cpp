// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/lastruns.h"

#include "engine/project/projectfolder.h"
#include "engine/results/runfolder.h"
#include "engine/results/runreader.h"
#include "ui/dashboard/runwords.h"

#include <chrono>
#include <optional>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

/// What the file of a run does not tell at once: the deliveries of its chats together.
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
        if (const auto *figure = totals->find(metrics::FigureKey { metrics::figure::delivery, metrics::figure::live }))
            deliveries.merge(*figure);
    }
    if (deliveries.samples() == 0)
        return;
    const metrics::FigurePercentile p95 = deliveries.percentile(95);
    last.deliveryP95 = std::chrono::duration<double, std::milli>(p95.value).count();
    last.isLowerBound = p95.isLowerBound;
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
