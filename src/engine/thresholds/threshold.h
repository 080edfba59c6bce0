// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/thresholds/rule.h"

#include <QJsonObject>

#include <chrono>
#include <optional>

namespace throng::thresholds {

/// A rule that a test is to keep, and what happens when it does not. A value of the project.
struct Threshold {
    Rule rule;
    QString test; ///< of a suite's threshold: for the test of this name alone; empty: for each
    std::chrono::milliseconds settle { 0 }; ///< so much of the test's beginning is not judged
    /// Broken for so long without a break, it ends the run; unset: it is judged at the end alone.
    std::optional<std::chrono::milliseconds> abortAfter;
    QJsonObject otherKeys; ///< that mean nothing here: kept

    friend bool operator==(const Threshold &, const Threshold &) = default;
};

} // namespace throng::thresholds
