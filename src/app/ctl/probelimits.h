// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/matrix/limitsprobe.h"
#include "engine/run/runplan.h"

namespace throng::ctl {

/// Probes the rate limits of the plan's server and says what it does meanwhile. Ask for permission first: it makes an
/// account and a room there.
[[nodiscard]] Result<matrix::LimitsReport> probeLimits(
    const run::RunPlan &plan, const matrix::LimitsProbeOptions &options);

} // namespace throng::ctl
