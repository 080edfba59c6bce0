// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"

#include <vector>

namespace throng::thresholds {

/// What was measured in a stretch of time: all that rules are held against.
struct Measured {
    double seconds = 0;
    std::vector<metrics::EndpointDelta> endpoints; ///< sorted by key
    std::vector<metrics::FigureDelta> figures; ///< sorted by key

    void add(const metrics::Snapshot &second);
    void follow(const Measured &later); ///< the stretch after ours
};

} // namespace throng::thresholds
