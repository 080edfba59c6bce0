// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"
#include "engine/metrics/totals.h"

#include <deque>

namespace throng::ui {

/// What the tiles show: the last ten seconds, so that figures are steady enough to be read.
class LiveFigures {
public:
    void add(const metrics::Snapshot &second);
    void clear();

    struct Now {
        double seconds = 0; ///< that the means below are of
        int users = 0;
        int usersTarget = 0;
        double requestsPerSecond = 0; ///< without long polls
        double pollsPerSecond = 0;
        double failuresPerSecond = 0;
        double failedShare = 0; ///< of the requests of these ten seconds, polls included
        quint64 responses = 0; ///< behind the percentiles; without any they say nothing
        double p50 = 0; ///< ms; of answers, without long polls and 429s
        double p95 = 0;
        double p99 = 0;
        double deliveriesPerSecond = 0; ///< live ones
        quint64 deliverySamples = 0; ///< those and what is overdue; without any the percentiles say nothing
        bool deliveryIsLowerBound = false;
        double deliveryP50 = 0; ///< ms
        double deliveryP95 = 0;
        double deliveryP99 = 0;
        double actionsPlanned = 0; ///< a second
        double actionsDone = 0;
        quint64 rateLimited = 0; ///< 429s of the last minute
        metrics::GeneratorHealth health; ///< of the last second
        double busiestWorker = 0; ///< share of a core, mean of the ten seconds
        double worstLag = 0; ///< ms, of the ten seconds
        double cpu = 0; ///< cores used by the whole program, mean of the ten seconds

        void setTimes(const metrics::Histogram &times);
        void setDeliveries(const metrics::FigureDelta &deliveries);
    };
    [[nodiscard]] Now now() const;
    /// The same of a whole test, or of a part of it: users are the most that ran.
    [[nodiscard]] static Now of(const metrics::Totals &totals);

private:
    struct Second {
        double seconds = 0;
        int users = 0;
        int usersTarget = 0;
        quint64 requests = 0;
        quint64 polls = 0;
        quint64 failures = 0;
        quint64 rateLimited = 0;
        quint64 actionsPlanned = 0;
        quint64 actionsDone = 0;
        metrics::Histogram times;
        metrics::FigureDelta deliveries;
        metrics::GeneratorHealth health;
    };
    std::deque<Second> m_seconds; ///< at most a minute
};

} // namespace throng::ui
