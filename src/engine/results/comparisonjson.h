// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/comparison.h"

#include <QByteArray>

namespace throng::results {

inline constexpr int comparisonJsonVersion = 1;

/// A comparison for programs, as resources/comparison.schema.json describes it. Later versions add keys and take none
/// away. Times are in milliseconds, shares from 0 to 1.
[[nodiscard]] QByteArray comparisonJson(const Comparison &comparison);

} // namespace throng::results
