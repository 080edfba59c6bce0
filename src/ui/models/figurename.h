// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/figure.h"

#include <QString>

namespace throng::ui {

/// What people feel, in their language: "Delivery (live)", "Join to first message".
[[nodiscard]] QString figureName(const metrics::FigureKey &key);

} // namespace throng::ui
