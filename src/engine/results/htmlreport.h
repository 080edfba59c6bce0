// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/report.h"

#include <QByteArray>

namespace throng::results {

/// A run as one HTML file that needs no network: what was run, its verdict and thresholds, and for each test
/// interactive charts, endpoints (in an open model with uncorrected times beside the corrected), what people felt,
/// errors, what the server said of itself and how the generator fared. Light and dark; made to be printed, too.
[[nodiscard]] QByteArray htmlReport(const Report &report);

} // namespace throng::results
