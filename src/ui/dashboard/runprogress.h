// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/runplan.h"
#include "engine/run/setupresults.h"

#include <QString>

namespace throng::ui {

/// How far a run is, in words and for a progress bar.
struct RunProgress {
    QString sentence; ///< "test 4 of 4, chat · 0:08:18 of 0:15:00 · 1,000 of 1,000 users"
    QString status; ///< "chat · 6 min 42 s left": for the sidebar
    int done = 0;
    int of = 0; ///< 0: nobody knows how much there is
};

/// What it is told by; all times since the beginning of what they are named for.
struct RunMoment {
    const run::RunPlan &plan;
    int test = 0; ///< in the plan
    std::chrono::milliseconds testElapsed { 0 };
    int usersRunning = 0;
    int usersWanted = 0; ///< of the test in the end
    const run::SetupResults &setup;
};

[[nodiscard]] RunProgress progressOf(const RunMoment &moment);
/// While users finish what they are at.
[[nodiscard]] RunProgress stoppingProgress(const RunMoment &moment, std::chrono::milliseconds stoppingFor);

} // namespace throng::ui
