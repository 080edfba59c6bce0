// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/metrics/deliveryfindings.h"
#include "engine/metrics/totals.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace throng::results {

/// A test under its name, as the functions below take it.
struct TestFigures {
    QString test;
    const metrics::Totals *totals = nullptr; ///< outlives the call, as below
    const metrics::DeliveryFindings *deliveries = nullptr;
};

/// What people felt, test by test: {"tests": [{"test", "seconds", "deliveries": {...}, "figures": [...],
/// "slowest_rooms": [...], "lost": [...]}]}. Times are milliseconds; docs/measurements.md has the fields.
[[nodiscard]] QByteArray figuresJson(const std::vector<TestFigures> &tests);
/// The file is written whole or not at all; missing folders are made.
[[nodiscard]] Result<> writeFiguresJson(const QString &path, const std::vector<TestFigures> &tests);

} // namespace throng::results
