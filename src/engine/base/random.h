// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace throng {

/// The one source of chance in Throng: xoshiro256** (Blackman and Vigna, 2018), seeded by splitmix64.
///
/// The standard library's distributions give other numbers on other platforms, so the transforms are
/// ours: one seed makes the same users, rooms and choices everywhere. 32 bytes, so each virtual user
/// has its own. Satisfies std::uniform_random_bit_generator, but never feed it to a std distribution.
class Random {
public:
    using result_type = std::uint64_t;

    explicit Random(std::uint64_t seed);

    /// An independent stream for one purpose ("rooms") or one user (its number) of the same seed.
    [[nodiscard]] static Random stream(std::uint64_t seed, QStringView purpose, std::uint64_t index = 0);

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
    result_type operator()();

    double uniform(); ///< [0, 1), 53 bits
    std::uint64_t below(std::uint64_t bound); ///< [0, bound), unbiased; bound > 0
    std::int64_t between(std::int64_t low, std::int64_t high); ///< [low, high], both included
    double exponential(double mean);
    double normal(double mean, double deviation);
    double logNormal(double mu, double sigma); ///< exp(normal(mu, sigma))
    double pareto(double alpha); ///< >= 1, as Python's random.paretovariate

    /// The index of one of `weights`, chosen in proportion; weights are >= 0 and at least one is > 0.
    std::size_t weighted(std::span<const double> weights);

private:
    std::array<std::uint64_t, 4> m_state;
};

} // namespace throng
