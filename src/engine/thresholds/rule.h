// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/figure.h"
#include "engine/metrics/outcome.h"

#include <QString>

#include <optional>
#include <vector>

namespace throng::thresholds {

/// What a rule looks at.
enum class Figure : quint8 {
    Percentile, ///< of times; "median" is the 50th
    Mean,
    Min,
    Max,
    FailedShare, ///< of the requests, long polls included; 429s are no failures
    RateLimitedShare, ///< 429s of the requests
    RequestsPerSecond, ///< all that were tried, 429s and long polls included
    FailuresPerSecond,
};

enum class Unit : quint8 {
    Time, ///< nanoseconds
    Share, ///< 0..1
    Rate, ///< a second
};

enum class Comparison : quint8 { Less, AtMost, Greater, AtLeast };

/// One condition that a figure is to meet, as ruleparser.h reads it. A value.
struct Rule {
    Figure figure = Figure::Percentile;
    double percent = 95; ///< of Figure::Percentile, above 0 and up to 100
    std::vector<metrics::EndpointKey> endpoints; ///< sorted; empty: all of them, or what `felt` names
    std::optional<metrics::FigureKey> felt; ///< times of what people feel, in place of response times: delivery
    Comparison comparison = Comparison::Less;
    double limit = 0; ///< nanoseconds, a share of 1, or a second: see unit()
    QString text; ///< as it was written

    [[nodiscard]] Unit unit() const;
    [[nodiscard]] bool isMetBy(double value) const;
    /// Whether a higher value is the worse one.
    [[nodiscard]] bool isUpperLimit() const
    {
        return comparison == Comparison::Less || comparison == Comparison::AtMost;
    }
    /// "p95(send)": what is left of the comparison.
    [[nodiscard]] QString figureText() const;

    friend bool operator==(const Rule &, const Rule &) = default;
};

[[nodiscard]] Unit unitOf(Figure figure);
/// "512 ms", "1.32 s", "0.4 %", "48.2/s": English, three digits.
[[nodiscard]] QString formatValue(Unit unit, double value);

} // namespace throng::thresholds
