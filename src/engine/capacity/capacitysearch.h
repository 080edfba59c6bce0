// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <map>
#include <optional>

namespace throng::capacity {

/// What came of one step, a while with a certain load.
enum class StepOutcome : quint8 {
    Meets, ///< every threshold was met
    Breaks, ///< one was broken
    Disturbed, ///< could not be judged, for a reason that may not come again
    Unjudgeable, ///< could not be judged, and would not be with more load either
};

struct SearchOptions {
    int from = 10; ///< load of the first step
    int most = 1'000; ///< no step is above this
    int mostSteps = 12;
    double precision = 0.10; ///< how far the load that breaks may lie above the one that meets, as a share of it
};

/// Looks for the largest load that still meets thresholds, of which it hears only whether they were met.
///
/// The load doubles until something breaks (or halves until nothing does), then what lies between is halved until it is
/// narrow, then both sides of the boundary are repeated until each has been seen twice. Servers and machines have their
/// moments: when steps contradict each other the boundary is put where the fewest of them are wrong, and the range that
/// is named takes in all of the contradiction.
///
/// A pure value: the same outcomes give the same steps.
class CapacitySearch {
public:
    explicit CapacitySearch(const SearchOptions &options);

    /// The load of the next step; nothing: the search is over.
    [[nodiscard]] std::optional<int> next() const;
    void enter(int load, StepOutcome outcome);
    [[nodiscard]] int steps() const { return m_steps; }

    enum class End : quint8 {
        Searching,
        Found,
        AllMeet, ///< up to the most
        NoneMeets, ///< down to a load of 1
        NotJudged, ///< a step could not be judged: what there is to be said is what the steps below it gave
        OutOfSteps, ///< the range is wider than it was to be, or not confirmed
    };
    [[nodiscard]] End end() const;

    struct Range {
        int meets = 0; ///< the largest load that meets, by most of the steps; 0: none does
        int breaks = 0; ///< the smallest above it that breaks; 0: none does
        int low = 0; ///< every step up to here met; 0: there is none
        int high = 0; ///< every step from here on broke; 0: there is none
        /// Where the limit is taken to be: the middle of meets and breaks; 0 without either.
        [[nodiscard]] int estimate() const;
    };
    [[nodiscard]] Range range() const;
    [[nodiscard]] int unjudged() const { return m_unjudged; } ///< the load that could not be judged; 0: none

private:
    struct Votes {
        int meets = 0;
        int breaks = 0;
        int disturbed = 0;
    };
    [[nodiscard]] std::optional<int> wanted() const;
    [[nodiscard]] bool isNarrow(const Range &range) const;
    [[nodiscard]] int margin(int load) const; ///< by how many steps one side is ahead

    SearchOptions m_options;
    std::map<int, Votes> m_votes; ///< by load
    int m_steps = 0;
    int m_unjudged = 0;
};

} // namespace throng::capacity
