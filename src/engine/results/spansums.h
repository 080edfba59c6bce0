// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"
#include "engine/results/runformat.h"

#include <vector>

namespace throng::results {

/// What is summed over a span of seconds of one test.
struct SpanSum {
    int length = 1; ///< of sumLengths; the last span of a test may be shorter in truth
    int second = 0; ///< its first; a multiple of length
    std::vector<metrics::EndpointDelta> endpoints; ///< sorted by key
    std::vector<metrics::ErrorDelta> errors; ///< sorted
    std::vector<metrics::FigureDelta> figures; ///< sorted by key; what is waiting: at its end
    metrics::DeliveryAccount deliveries;
    metrics::Histogram lateness;

    [[nodiscard]] bool isEmpty() const;
    void follow(const SpanSum &later); ///< adds the span right after this one
};

/// Sums a test's seconds over 10 seconds, a minute, ten minutes, an hour while they come in, each from the one below.
class SpanSums {
public:
    /// Second number `second` of the test: itself, then the longer spans that end with it.
    [[nodiscard]] std::vector<SpanSum> add(int second, const metrics::Snapshot &snapshot);
    /// The spans that the test's end leaves unfinished; begins anew.
    [[nodiscard]] std::vector<SpanSum> finish();

private:
    std::vector<SpanSum> m_open; ///< by length, without the seconds themselves; empty before the first
};

} // namespace throng::results
