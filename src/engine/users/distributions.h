// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"

#include <vector>

namespace throng::users {

/// The distributions that a person's habits are described with. Plain values; draw() takes the user's own chance.

/// Waiting times: most are short, a few are long. A mean of 0 is no wait at all.
struct Exponential {
    double mean = 0;

    [[nodiscard]] double draw(Random &random) const { return mean > 0 ? random.exponential(mean) : 0; }
    friend bool operator==(const Exponential &, const Exponential &) = default;
};

/// Sizes: exp(normal(mu, sigma)), so the median is exp(mu).
struct LogNormal {
    double mu = 0;
    double sigma = 0;

    [[nodiscard]] double draw(Random &random) const { return random.logNormal(mu, sigma); }
    friend bool operator==(const LogNormal &, const LogNormal &) = default;
};

struct Normal {
    double mean = 0;
    double deviation = 0;

    [[nodiscard]] double draw(Random &random) const { return random.normal(mean, deviation); }
    friend bool operator==(const Normal &, const Normal &) = default;
};

/// One of some numbers, each as likely as the others; 0 when there is none.
struct OneOf {
    std::vector<double> values;

    [[nodiscard]] double draw(Random &random) const { return values.empty() ? 0 : values[random.below(values.size())]; }
    friend bool operator==(const OneOf &, const OneOf &) = default;
};

} // namespace throng::users
