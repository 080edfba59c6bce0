// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/lastruns.h"

#include "engine/project/projectfolder.h"
#include "engine/results/runfolder.h"
#include "ui/dashboard/runwords.h"
#include "ui/mainwindow/recentprojects.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

std::optional<results::RunHead> lastRunOf(const QString &projectFile)
{
    const auto folder = project::ProjectFolder::open(projectFile);
    if (!folder)
        return std::nullopt;
    const std::vector<results::ListedRun> runs = results::listRuns(folder->runsFolder());
    if (runs.empty() || !runs.front().head)
        return std::nullopt;
    return *runs.front().head;
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
            this, [path = entry.path] { return lastRunOf(path); },
            [this, path = entry.path](const std::optional<results::RunHead> &head) {
                if (head)
                    enter(path, head->endedAt, runVerdictShort(*head));
            });
}

void LastRuns::enter(const QString &project, qint64 endedAt, const QString &verdict)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(endedAt);
    const QList<RecentProjects::Entry> &entries = m_recent.entries();
    const auto known = std::find_if(entries.begin(), entries.end(),
        [&project](const RecentProjects::Entry &entry) { return entry.path == project; });
    if (known != entries.end() && (known->lastRun != verdict || known->lastRunAt != at))
        m_recent.setLastRun(project, at, verdict);
}

} // namespace throng::ui
