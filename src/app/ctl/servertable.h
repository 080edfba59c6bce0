// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/servertotals.h"

#include <QString>

namespace throng::ctl {

/// The suggested figures of the server, one a line, for the terminal; empty when nobody said anything.
[[nodiscard]] QString serverTable(const metrics::ServerTotals &totals);

} // namespace throng::ctl
