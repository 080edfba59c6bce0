// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace throng::results {

/// Fewer runs on a side tell nothing about how much runs vary by themselves.
inline constexpr int fewestRuns = 3;

/// Welch's t-test of the logarithms, two-sided: how probable such a difference of the geometric means is if the two
/// sides do not differ, from 0 to 1. Both hold at least two values, all of them above 0. What lies within a thousandth
/// of each other is taken for equal: histograms are no finer.
[[nodiscard]] double probabilityOfChance(const std::vector<double> &a, const std::vector<double> &b);

/// Holm's step-down: which of several probabilities are significant when the chance of even one false alarm among all
/// of them is to stay below `level`.
[[nodiscard]] std::vector<bool> significant(const std::vector<double> &probabilities, double level = 0.05);

[[nodiscard]] double geometricMean(const std::vector<double> &values); ///< of values above 0; 0 without any

} // namespace throng::results
