// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/thresholds/measured.h"
#include "engine/thresholds/threshold.h"

#include <vector>

namespace throng::thresholds {

enum class Outcome : quint8 {
    Met,
    Broken,
    NoData, ///< nothing was measured that the rule could be held against
};

/// What a rule's figure came to.
struct Judgement {
    Outcome outcome = Outcome::NoData;
    double value = 0; ///< in the rule's unit; 0 without data
    quint64 samples = 0; ///< answers or requests behind the value; of rates, the requests
    bool isAtLeast = false; ///< some of it has not ended yet: the true value is no lower

    friend bool operator==(const Judgement &, const Judgement &) = default;
};

[[nodiscard]] Judgement judge(const Rule &rule, const Measured &measured);

/// A threshold at the end of a test.
struct Verdict {
    Threshold threshold;
    Judgement judgement; ///< of all that came after it had settled
    bool endedTheRun = false; ///< broken for longer than it may be

    /// What was broken when it ended the run is no better for what came before.
    [[nodiscard]] bool isBroken() const { return endedTheRun || judgement.outcome == Outcome::Broken; }
};

/// "812 ms", "> 2.10 s"; of a rule with data.
[[nodiscard]] QString valueText(const Rule &rule, const Judgement &judgement);
/// "p95(send) < 500ms was broken: 812 ms, of 1204 samples", "p99(delivery) < 2s: nothing was measured".
[[nodiscard]] QString toString(const Rule &rule, const Judgement &judgement);

} // namespace throng::thresholds
