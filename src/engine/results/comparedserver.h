// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/servertotals.h"

#include <vector>

namespace throng::results {

/// One figure of a server in the course of a test, all its sources together.
struct ServerMean {
    QByteArray name;
    metrics::ServerUnit unit = metrics::ServerUnit::Number;
    double value = 0;
};

/// The means of the suggested figures, in the order in which they first came. Sources are not told apart, because the
/// same server has others in another run (a process has another number): what adds up (processor time, memory, rates)
/// is added up over them, of the rest (delays, shares, levels) it is their mean. What this machine saw of the server's
/// processes counts only where the server does not say the same of itself.
[[nodiscard]] std::vector<ServerMean> serverMeans(const metrics::ServerTotals &totals);

} // namespace throng::results
