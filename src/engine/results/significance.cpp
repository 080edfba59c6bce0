// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/significance.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace throng::results {

namespace {

struct Sample {
    double mean = 0;
    double error = 0; ///< the squared standard error of the mean
    double freedom = 1;
};

Sample sampleOf(const std::vector<double> &values)
{
    // The rounding of a histogram, as a standard deviation: runs that agree by it must not seem infinitely exact.
    constexpr double precision = 0.001;
    Sample sample;
    for (const double value : values)
        sample.mean += std::log(value) / double(values.size());
    double squares = 0;
    for (const double value : values)
        squares += std::pow(std::log(value) - sample.mean, 2);
    sample.freedom = double(values.size()) - 1;
    const double variance = std::max(squares / sample.freedom, precision * precision);
    sample.error = variance / double(values.size());
    return sample;
}

} // namespace

double probabilityOfChance(const std::vector<double> &a, const std::vector<double> &b)
{
    const Sample left = sampleOf(a);
    const Sample right = sampleOf(b);
    const double error = left.error + right.error;
    const double freedom = error * error
        / (left.error * left.error / left.freedom + right.error * right.error / right.freedom); // Welch, Satterthwaite
    const double t = std::abs(left.mean - right.mean) / std::sqrt(error);
    return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), t));
}

std::vector<bool> significant(const std::vector<double> &probabilities, double level)
{
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(
        order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return probabilities[a] < probabilities[b]; });
    std::vector<bool> result(probabilities.size(), false);
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (probabilities[order[i]] > level / double(order.size() - i))
            break; // and so is everything after it
        result[order[i]] = true;
    }
    return result;
}

double geometricMean(const std::vector<double> &values)
{
    if (values.empty())
        return 0;
    double sum = 0;
    for (const double value : values)
        sum += std::log(value);
    return std::exp(sum / double(values.size()));
}

} // namespace throng::results
