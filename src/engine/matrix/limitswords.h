// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/limitsprobe.h"

namespace throng::matrix {

// What a limit means for a load test, in words.

[[nodiscard]] Finding findingOf(const RateLimit &limit, const LimitsProbeOptions &options);

/// After the probe: registration, what a login costs, what became of the account, what to configure.
[[nodiscard]] QList<Finding> closingFindings(const LimitsReport &report, const LimitsProbeOptions &options);

[[nodiscard]] int stepOf(RateLimit::Kind kind);
[[nodiscard]] QString progressText(RateLimit::Kind kind, int number);
/// "5 s", "5.6 min", "250 ms"
[[nodiscard]] QString spanText(Milliseconds span);

} // namespace throng::matrix
