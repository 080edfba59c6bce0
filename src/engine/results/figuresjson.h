// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/metrics/deliveryfindings.h"
#include "engine/metrics/totals.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <vector>

namespace throng::results {

/// A test under its name, as the functions below take it.
struct TestFigures {
    QString test;
    const metrics::Totals *totals = nullptr; ///< outlives the call, as below
    const metrics::DeliveryFindings *deliveries = nullptr;
};

[[nodiscard]] double milliseconds(metrics::Nanoseconds time);
/// "name", "class", "count", "censored", "is_lower_bound", "mean_ms", "p50_ms" … "p99.9_ms", "max_ms".
[[nodiscard]] QJsonObject figureJson(const metrics::FigureDelta &figure);
/// "messages", "expected", "delivered" and what became of the others.
[[nodiscard]] QJsonObject accountJson(const metrics::DeliveryAccount &account);

/// What people felt, test by test: {"tests": [{"test", "seconds", "deliveries": {...}, "figures": [...],
/// "slowest_rooms": [...], "lost": [...]}]}. Times are milliseconds; docs/measurements.md has the fields. Rooms and
/// receivers are numbered: identifiers are in no report.
[[nodiscard]] QByteArray figuresJson(const std::vector<TestFigures> &tests);
/// The file is written whole or not at all; missing folders are made.
[[nodiscard]] Result<> writeFiguresJson(const QString &path, const std::vector<TestFigures> &tests);

} // namespace throng::results
