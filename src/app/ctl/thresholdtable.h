// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/runsummary.h"

#include <QString>

namespace throng::ctl {

/// A line for each threshold of each test: what it asked for, what was measured, how it was judged. Where nothing was
/// measured that concerns a suite's threshold, there is a line only if that is so in all of its tests. Empty without
/// thresholds.
[[nodiscard]] QString thresholdTable(const run::RunSummary &summary);

} // namespace throng::ctl
