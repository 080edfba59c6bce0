// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capacity/capacitysearch.h"
#include "engine/metrics/totals.h"
#include "engine/run/verdict.h"
#include "engine/thresholds/judgement.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <vector>

namespace throng::capacity {

/// One load held for a while, with what was measured of it and what that says.
struct Step {
    int number = 0; ///< from 1
    int users = 0;
    StepOutcome outcome = StepOutcome::Disturbed;
    QString reason; ///< a sentence: what broke, or why it was not judged; empty where all was met
    std::vector<thresholds::Judgement> judgements; ///< of each rule, in order
    thresholds::Measured measured;
    run::Verdict generator;
    double rateLimited = 0; ///< 0..1 of the requests were answered 429

    [[nodiscard]] double requestsPerSecond() const;
    [[nodiscard]] quint64 requests() const;
};

/// Collects the seconds of a step and judges it.
class StepRecorder {
public:
    /// More 429s than this share of the requests, and it is the rate limit that was measured.
    static constexpr double mostRateLimited = 0.001;

    StepRecorder(int number, int users, const QList<thresholds::Rule> &rules);

    void add(const metrics::Snapshot &second);
    [[nodiscard]] double seconds() const { return m_step.measured.seconds; }
    /// Whether each percentile that is asked for has five answers above it: with fewer it is chance.
    [[nodiscard]] bool isEnough() const;
    [[nodiscard]] Step finish();

private:
    void judge();

    QList<thresholds::Rule> m_rules;
    Step m_step;
    std::vector<metrics::HistoryPoint> m_seconds;
};

} // namespace throng::capacity

Q_DECLARE_METATYPE(throng::capacity::Step)
