// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"

#include <QString>

namespace throng::ctl {

/// The endpoints of a finished test as a table for the terminal, with what went wrong below it.
[[nodiscard]] QString resultTable(const metrics::Totals &totals);

} // namespace throng::ctl
