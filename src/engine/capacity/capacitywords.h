// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capacity/capacityreport.h"

namespace throng::capacity {

/// The answer in a sentence or three: "This server carries about 340 active users like these (between 320 and 350):
/// above that, p95(delivery) passes 2 s; the first thing to give way is createRoom."
[[nodiscard]] QString summaryOf(const CapacityReport &report);

} // namespace throng::capacity
