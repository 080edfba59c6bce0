// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/outcome.h"

#include <QString>

namespace throng::ui {

/// "PUT /rooms/_/send/m.room.message", "GET /sync (initial)": without the prefix that all of them share.
[[nodiscard]] QString endpointName(const metrics::EndpointKey &key);

} // namespace throng::ui
