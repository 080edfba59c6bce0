// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliveryfindings.h"
#include "engine/metrics/totals.h"

#include <QString>

namespace throng::ctl {

/// What people felt in a finished test: its figures, what became of the deliveries, the slowest rooms. Empty when
/// nothing was measured.
[[nodiscard]] QString figureTable(const metrics::Totals &totals, const metrics::DeliveryFindings &findings);

/// "12,345 expected: 12,300 delivered, 20 in a gap, 25 under way". Lost ones stand first.
[[nodiscard]] QString shortAccount(const metrics::DeliveryAccount &account);

} // namespace throng::ctl
