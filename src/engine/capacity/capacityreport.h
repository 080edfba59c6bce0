// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capacity/capacitystep.h"
#include "engine/run/runsummary.h"

#include <QJsonObject>
#include <QMetaType>

#include <optional>

namespace throng::capacity {

/// What a search for a server's capacity found. A value.
struct CapacityReport {
    QList<thresholds::Rule> rules;
    std::vector<Step> steps; ///< in the order in which they were made
    CapacitySearch::Range range;
    CapacitySearch::End end = CapacitySearch::End::Searching; ///< Searching: it was stopped, or could not go on
    int unjudged = 0; ///< the load that could not be judged; 0: none
    int most = 0; ///< users that there are accounts and descriptors for, or as many as were asked for
    run::RunSummary run; ///< with the tests before it

    /// The last step with the smallest load that breaks; null if none does.
    [[nodiscard]] const Step *breakingStep() const;
    /// The last step that could not be judged; null if all were.
    [[nodiscard]] const Step *unjudgedStep() const;
    /// The endpoint whose p95 is the first, by load, to be more than twice what it is under the lightest load; of
    /// several the one that grew by the largest factor. Where it is failures that break, the one that fails most.
    [[nodiscard]] std::optional<metrics::EndpointKey> firstToGiveWay() const;
    /// Rules that no step had data for.
    [[nodiscard]] QList<thresholds::Rule> unmeasured() const;

    /// For other programs: {"users": 340, "between": [320, 350], "end": "found", "summary": "…", "first_to_give_way":
    /// "POST /…", "thresholds": […], "steps": [{"users", "outcome", "reason", "requests_per_second", "rate_limited",
    /// "values": [ms, share or a second; null without data]}, …]}. "users" is null where no limit was found.
    [[nodiscard]] QJsonObject toJson() const;
};

} // namespace throng::capacity

Q_DECLARE_METATYPE(throng::capacity::CapacityReport)
