// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capacity/capacitysearch.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace throng::capacity {

namespace {

constexpr int confident = 2; ///< steps by which one side is to be ahead

} // namespace

CapacitySearch::CapacitySearch(const SearchOptions &options)
    : m_options(options)
{
    m_options.most = std::max(m_options.most, 1);
    m_options.from = std::clamp(m_options.from, 1, m_options.most);
}

void CapacitySearch::enter(int load, StepOutcome outcome)
{
    ++m_steps;
    Votes &votes = m_votes[load];
    switch (outcome) {
    case StepOutcome::Meets:
        ++votes.meets;
        break;
    case StepOutcome::Breaks:
        ++votes.breaks;
        break;
    case StepOutcome::Disturbed:
        // Once may be chance.
        if (++votes.disturbed >= 2)
            m_unjudged = load;
        break;
    case StepOutcome::Unjudgeable:
        m_unjudged = load;
        break;
    }
}

CapacitySearch::Range CapacitySearch::range() const
{
    // The boundary lies above the loads of which `meets` is the last: there, the fewest steps are wrong. Of several
    // such places the lowest is taken, so that no more is promised than was seen.
    int wrong = 0;
    for (const auto &[load, votes] : m_votes)
        wrong += votes.meets; // with the boundary below all
    int fewest = wrong;
    Range range;
    for (const auto &[load, votes] : m_votes) {
        wrong += votes.breaks - votes.meets;
        if (wrong < fewest) {
            fewest = wrong;
            range.meets = load;
        }
    }
    for (const auto &[load, votes] : m_votes) {
        const bool isJudged = votes.meets + votes.breaks > 0;
        if (load > range.meets && isJudged && range.breaks == 0)
            range.breaks = load;
        if (votes.meets > 0)
            range.high = 0;
        else if (votes.breaks > 0 && range.high == 0)
            range.high = load;
    }
    for (const auto &[load, votes] : m_votes) {
        if (votes.breaks > 0)
            break;
        if (votes.meets > 0)
            range.low = load;
    }
    return range;
}

int CapacitySearch::Range::estimate() const
{
    return meets > 0 && breaks > 0 ? int(std::lround((double(meets) + double(breaks)) / 2)) : 0;
}

bool CapacitySearch::isNarrow(const Range &range) const
{
    return range.breaks <= range.meets + 1 || double(range.breaks) <= double(range.meets) * (1 + m_options.precision);
}

int CapacitySearch::margin(int load) const
{
    const auto found = m_votes.find(load);
    return found == m_votes.end() ? 0 : std::abs(found->second.meets - found->second.breaks);
}

/// What would be tried next, were there no end to the steps.
std::optional<int> CapacitySearch::wanted() const
{
    if (m_unjudged > 0)
        return std::nullopt;
    for (const auto &[load, votes] : m_votes) {
        if (votes.meets + votes.breaks == 0) // disturbed
            return load;
    }
    if (m_votes.empty())
        return m_options.from;
    const Range range = this->range();
    if (range.breaks == 0) {
        if (range.meets < m_options.most)
            return int(std::min<qint64>(qint64(range.meets) * 2, m_options.most));
        return margin(range.meets) < confident ? std::optional(range.meets) : std::nullopt;
    }
    if (range.meets == 0) {
        if (range.breaks > 1)
            return range.breaks / 2;
        return margin(range.breaks) < confident ? std::optional(range.breaks) : std::nullopt;
    }
    if (!isNarrow(range)) {
        const double middle = std::sqrt(double(range.meets) * double(range.breaks));
        return std::clamp(int(std::lround(middle)), range.meets + 1, range.breaks - 1);
    }
    const int below = margin(range.meets);
    const int above = margin(range.breaks);
    if (below >= confident && above >= confident)
        return std::nullopt;
    return below <= above ? range.meets : range.breaks;
}

std::optional<int> CapacitySearch::next() const
{
    return m_steps < m_options.mostSteps ? wanted() : std::nullopt;
}

CapacitySearch::End CapacitySearch::end() const
{
    if (m_unjudged > 0)
        return End::NotJudged;
    if (next())
        return End::Searching;
    const Range range = this->range();
    if (range.breaks == 0 && range.meets == m_options.most)
        return End::AllMeet;
    if (range.meets == 0 && range.breaks == 1)
        return End::NoneMeets;
    return wanted() ? End::OutOfSteps : End::Found;
}

} // namespace throng::capacity
