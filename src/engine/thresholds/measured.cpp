// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/thresholds/measured.h"

namespace throng::thresholds {

void Measured::add(const metrics::Snapshot &second)
{
    seconds += second.seconds;
    metrics::mergeEndpoints(endpoints, second.endpoints);
    metrics::followFigures(figures, second.figures);
}

void Measured::follow(const Measured &later)
{
    seconds += later.seconds;
    metrics::mergeEndpoints(endpoints, later.endpoints);
    metrics::followFigures(figures, later.figures);
}

} // namespace throng::thresholds
