// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/thresholds/threshold.h"

#include <QList>

#include <string>
#include <vector>

namespace throng::ctl {

/// Rules as --threshold gives them. An error says which of them is none, and where in it.
[[nodiscard]] Result<QList<thresholds::Threshold>> readThresholds(const std::vector<std::string> &rules);

} // namespace throng::ctl
