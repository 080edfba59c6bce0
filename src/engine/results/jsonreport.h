// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/report.h"

#include <QByteArray>

namespace throng::results {

/// The version of the JSON that is written: later ones add keys, what is there stays.
inline constexpr int jsonReportVersion = 1;

/// A run with all its figures for programs, as resources/report.schema.json describes it. Times are milliseconds,
/// times of day ISO 8601 in UTC.
[[nodiscard]] QByteArray jsonReport(const Report &report);

} // namespace throng::results
