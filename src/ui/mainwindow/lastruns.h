// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/mainwindow/recentprojects.h"
#include "ui/support/background.h"

#include <QObject>

namespace throng::run {
struct RunSummary;
}

namespace throng::ui {

/// What the start page tells of a run that has just ended here.
[[nodiscard]] RecentProjects::LastRun lastRunOf(const run::RunSummary &run);

/// Looks up the last runs of the recent projects in their folders: throngctl, or Throng on another machine, may have
/// made them. What is found is entered into the list.
class LastRuns : public QObject {
    Q_OBJECT
public:
    /// `recent` outlives this.
    explicit LastRuns(RecentProjects &recent, QObject *parent = nullptr);

    void look();

private:
    RecentProjects &m_recent;
    Background m_background;
};

} // namespace throng::ui
