// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/results/comparison.h"

#include <QByteArray>

namespace throng::results {

/// A comparison as one HTML file that needs no network: what it comes to in words, tables of differences, and charts in
/// which the runs lie over each other. Reads the runs' seconds again, which may fail.
[[nodiscard]] Result<QByteArray> comparisonHtml(const Comparison &comparison);

} // namespace throng::results
