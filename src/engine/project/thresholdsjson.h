// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/jsonreader.h"
#include "engine/thresholds/threshold.h"

#include <QJsonArray>
#include <QList>

namespace throng::project {

/// Whose thresholds they are: a suite's may name the one test that they are for.
enum class ThresholdsOf : bool { Test, Suite };

/// The list "thresholds": each a rule's text, or an object with it as "rule", and "settle", "abort_after" (times as
/// "runtime" has them) and, in a suite, "test" beside it.
[[nodiscard]] QList<thresholds::Threshold> readThresholds(JsonReader &reader, ThresholdsOf owner);
/// A text where that says it all.
[[nodiscard]] QJsonArray thresholdsToJson(const QList<thresholds::Threshold> &list);

} // namespace throng::project
