// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runformat.h"

#include <vector>

namespace throng::results {

/// Sums of one length that lie side by side: those whose first second is from `from` to before `to`.
struct SpanRow {
    int length = 1;
    int from = 0;
    int to = 0;

    friend bool operator==(const SpanRow &, const SpanRow &) = default;
};

/// The fewest sums that make up exactly the seconds from `from` to before `to`, in order. `seconds` is how many the
/// test has, `isEnded` whether its last sums, which may be short, were written. None longer than `longest`.
[[nodiscard]] std::vector<SpanRow> coverSpan(
    int from, int to, int seconds, bool isEnded, int longest = sumLengths.back());

} // namespace throng::results
