// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"

#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>

namespace throng {

namespace {

std::uint64_t splitmix(std::uint64_t &state)
{
    state += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

} // namespace

Random::Random(std::uint64_t seed)
{
    for (std::uint64_t &word : m_state)
        word = splitmix(seed);
}

Random Random::stream(std::uint64_t seed, QStringView purpose, std::uint64_t index)
{
    // FNV-1a over the purpose; qHash is seeded differently in each process.
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const QChar c : purpose)
        hash = (hash ^ c.unicode()) * 0x100000001b3ULL;
    std::uint64_t mixed = seed;
    mixed = splitmix(mixed) ^ hash;
    mixed = splitmix(mixed) ^ index;
    return Random(splitmix(mixed));
}

Random::result_type Random::operator()()
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

double Random::uniform()
{
    return static_cast<double>((*this)() >> 11) * 0x1.0p-53;
}

std::uint64_t Random::below(std::uint64_t bound)
{
    // Values above the largest multiple of bound are drawn again, so that none is favoured.
    const std::uint64_t threshold = (0 - bound) % bound;
    for (;;) {
        const std::uint64_t value = (*this)();
        if (value >= threshold)
            return value % bound;
    }
}

std::int64_t Random::between(std::int64_t low, std::int64_t high)
{
    const auto width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    const std::uint64_t offset = width == 0 ? (*this)() : below(width);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

double Random::exponential(double mean)
{
    return -mean * std::log1p(-uniform());
}

double Random::normal(double mean, double deviation)
{
    // Box-Muller without keeping the second value: the state stays 32 bytes and each draw stands alone.
    const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
    return mean + deviation * radius * std::cos(2.0 * std::numbers::pi * uniform());
}

double Random::logNormal(double mu, double sigma)
{
    return std::exp(normal(mu, sigma));
}

double Random::pareto(double alpha)
{
    return std::pow(1.0 - uniform(), -1.0 / alpha);
}

std::size_t Random::weighted(std::span<const double> weights)
{
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    double point = uniform() * total;
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0)
            continue;
        last = i;
        if (point < weights[i])
            return i;
        point -= weights[i];
    }
    return last; // rounding put the point past the end
}

} // namespace throng
