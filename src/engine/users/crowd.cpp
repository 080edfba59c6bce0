// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/crowd.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace throng::users {

Crowd::Crowd(ChatParameters everybody, QList<Population> populations)
    : m_everybody(std::move(everybody))
    , m_populations(std::move(populations))
{
    const auto share = [](const Population &population) { return std::max(population.share, 0.0); };
    const double all = std::transform_reduce(
        m_populations.cbegin(), m_populations.cend(), 0.0, [](double a, double b) { return a + b; }, share);
    if (all <= 0) {
        m_populations.clear();
        return;
    }
    double sum = 0;
    for (const Population &population : std::as_const(m_populations))
        m_upTo.push_back((sum += share(population)) / all);
    m_upTo.back() = 1;
}

int Crowd::populationOf(int account) const
{
    if (m_upTo.empty())
        return -1;
    // Multiples of the golden ratio, modulo 1, fill the interval more evenly than any others at every length.
    constexpr double golden = 0.61803398874989484820;
    double whole = 0;
    const double place = std::modf((double(account) + 0.5) * golden, &whole);
    return int(std::upper_bound(m_upTo.begin(), m_upTo.end() - 1, place) - m_upTo.begin());
}

const ChatParameters &Crowd::habitsOf(int account) const
{
    const int population = populationOf(account);
    return population < 0 ? m_everybody : m_populations[population].chat;
}

} // namespace throng::users
