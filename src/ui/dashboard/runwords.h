// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/keptrun.h"
#include "engine/run/runsummary.h"

#include <QString>

namespace throng::ui {

[[nodiscard]] QString testEndWords(run::TestEnd end);
/// "done: 4 tests, 12,043 requests, 0.1 % failed": a run in one line.
[[nodiscard]] QString runVerdictWords(const run::RunSummary &summary);
/// "passed", "stopped", "failed", "generator limited", "3.2 % failed": for a pill or a sidebar.
[[nodiscard]] QString runVerdictShort(const run::RunSummary &summary);
/// How the verdict is to look: "good", "warning" or "bad".
[[nodiscard]] QString runVerdictPill(const run::RunSummary &summary);

/// The same of a run that was kept; beside those also "interrupted" and "running".
[[nodiscard]] QString runVerdictWords(const results::RunHead &head);
[[nodiscard]] QString runVerdictShort(const results::RunHead &head);
[[nodiscard]] QString runVerdictPill(const results::RunHead &head); ///< also "plain": it still runs

} // namespace throng::ui
