// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/thresholds/rule.h"

#include <QStringList>

namespace throng::thresholds {

/// What is wrong with a rule's text, and where.
struct RuleError {
    qsizetype position = 0; ///< index of the first character that is wrong; the text's length: something is missing
    qsizetype length = 0; ///< how many are wrong
    QString message; ///< "there is no endpoint \"sned\""
    QString expected; ///< "\"send\"?"

    /// "at character 5: there is no …, expected …" as an error of the one place that it is in.
    [[nodiscard]] Error toError() const;
    friend bool operator==(const RuleError &, const RuleError &) = default;
};

/// Reads one rule:
///
///     p95(send) < 500ms      p99(delivery) < 2s      max(sync) < 5s      median < 100ms
///     failures < 1%          failures(createRoom) < 0.5%                 rate-limited < 0.1%
///     requests/s > 50        failures/s < 1
///
/// Left a figure (pN, median, mean, min, max; failures, rate-limited; requests/s, failures/s) and in brackets whose: an
/// endpoint as findEndpoints() knows it; for times also what people feel (delivery, timeToInteractive, timeToResume,
/// joinToMessage, history, image); or nothing for all together. Then <, <=, > or >=, and a
/// limit in the figure's unit: us, ms, s or min; %; a second ("50" or "50/s"). Blanks do not matter.
///
/// Times are those of answers, as everywhere: without 429s, and without long polls unless `pollSync` is asked for.
[[nodiscard]] tl::expected<Rule, RuleError> parseRule(const QString &text);

/// Names of figures, to choose from: "p95", "median", … "failures/s".
[[nodiscard]] QStringList figureNames();
/// What `figure` (one of these) may stand for in brackets: names of endpoints, and of what people feel if it is a time.
[[nodiscard]] QStringList targetNames(const QString &figure);

} // namespace throng::thresholds
