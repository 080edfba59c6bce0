// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/thresholds/judgement.h"

#include <QList>

#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace throng::thresholds {

/// Watches the thresholds of one test while it runs, and judges them at its end.
///
/// While it runs a threshold is held against the last ten seconds, like the figures on the screen: one slow second
/// breaks none, and a recovery shows. A window in which nothing was measured neither breaks nor mends it.
class ThresholdWatch {
public:
    static constexpr double window = 10; ///< seconds

    explicit ThresholdWatch(const QList<Threshold> &thresholds);

    void add(const metrics::Snapshot &second);

    /// How a threshold stands.
    struct Standing {
        Judgement now; ///< of the window; NoData before it has settled
        double brokenFor = 0; ///< seconds without a break
    };
    /// One for each threshold that may end the run, in order; the others are not looked at before the end.
    [[nodiscard]] const std::vector<std::optional<Standing>> &standings() const { return m_standings; }
    [[nodiscard]] const QList<Threshold> &thresholds() const { return m_thresholds; }
    /// The first that has been broken for longer than it may be.
    [[nodiscard]] std::optional<qsizetype> exhausted() const;

    /// All of them over the whole test, in order.
    [[nodiscard]] std::vector<Verdict> verdicts() const;

private:
    [[nodiscard]] Measured recent(double settle) const;

    struct Second {
        double begin = 0; ///< seconds since the test's
        Measured measured;
    };

    QList<Threshold> m_thresholds;
    bool m_mayEnd = false; ///< one of them may end the run
    double m_elapsed = 0;
    std::map<double, Measured> m_settled; ///< by seconds of settling: all since then
    std::deque<Second> m_window;
    std::vector<std::optional<Standing>> m_standings;
};

} // namespace throng::thresholds
