// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"

#include <array>
#include <chrono>
#include <deque>

namespace throng::metrics {

/// The percentiles of Locust's tables, in its order: 50%, 66%, ... 99.99%, 100%.
inline constexpr std::array<double, 11> locustPercentiles { 50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100 };

/// A row of Locust's history: everything together, as Locust counts it (429s are failures, polls are requests).
struct LocustPoint {
    double requestsPerSecond = 0; ///< over the last 10 s
    double failuresPerSecond = 0;
    bool hasPercentiles = false; ///< nothing was answered in these 10 s
    std::array<Nanoseconds, locustPercentiles.size()> percentiles {}; ///< over the last 10 s
    quint64 totalRequests = 0; ///< since the start, as all below
    quint64 totalFailures = 0;
    Nanoseconds totalMedian { 0 };
    Nanoseconds totalAverage { 0 };
    Nanoseconds totalMin { 0 };
    Nanoseconds totalMax { 0 };
    double totalAverageBytes = 0;
};

/// One second of a test as the charts draw it.
struct HistoryPoint {
    qint64 unixMilliseconds = 0; ///< its end
    double seconds = 0; ///< its length
    int usersRunning = 0;
    int usersTarget = 0;
    quint64 requests = 0; ///< all but cancelled ones; with 429s and polls
    quint64 failures = 0; ///< without 429s
    quint64 rateLimited = 0;
    quint64 polls = 0; ///< long polls that ended
    quint64 bytes = 0;
    quint64 actionsPlanned = 0;
    quint64 actionsDone = 0;
    quint64 responses = 0; ///< samples behind the percentiles; without any they say nothing
    Nanoseconds p50 { 0 }; ///< of response times: no polls, no 429s
    Nanoseconds p95 { 0 };
    Nanoseconds p99 { 0 };
    quint64 deliveries = 0; ///< live ones
    quint64 deliverySamples = 0; ///< those and what is under way; without any the percentiles say nothing
    bool deliveryIsLowerBound = false; ///< FigureDelta::isLowerBound()
    Nanoseconds deliveryP50 { 0 }; ///< of live deliveries
    Nanoseconds deliveryP95 { 0 };
    Nanoseconds deliveryP99 { 0 };
    GeneratorHealth health;
    LocustPoint locust;

    [[nodiscard]] double requestsPerSecond() const { return seconds > 0 ? double(requests) / seconds : 0; }
    [[nodiscard]] double failuresPerSecond() const { return seconds > 0 ? double(failures) / seconds : 0; }

    /// A second's counts; without percentiles and Locust's figures, for which it takes the seconds before.
    [[nodiscard]] static HistoryPoint of(const Snapshot &second);
    /// Adds the counts of a second that is too short to be drawn by itself. Percentiles stay as they are.
    void extend(const HistoryPoint &later);
};

/// What a test's stop leaves of a second is drawn with the one before it: three requests in 10 ms are no 300/s.
inline constexpr double shortestSecond = 0.5;

/// Whether a second that begins so many seconds after its test belongs to the warm-up. A worker's second is a little
/// more or less than one: half of it says on which side of a border it lies.
[[nodiscard]] constexpr bool isWarmUp(double begin, std::chrono::milliseconds warmUp)
{
    return begin + 0.5 < std::chrono::duration<double>(warmUp).count();
}

/// What all requests of a test come to, whatever endpoint they were for.
struct RequestSums {
    std::array<quint64, outcomeCount> outcomes {};
    quint64 requests = 0;
    quint64 failures = 0; ///< without 429s
    quint64 bytes = 0;
    Histogram responseTimes; ///< of all endpoints but long polls; without 429s and network errors
    Histogram allTimes; ///< of everything that was not cancelled, as Locust's Aggregated row has it

    [[nodiscard]] quint64 count(Outcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
    void add(const EndpointDelta &endpoint);
    void merge(const RequestSums &other);
};

/// Makes a test's seconds into the points of its history, one after the other. However long the test is, only ten
/// seconds are kept, with the sums of all.
class LatestPoint {
public:
    LatestPoint() = default;
    /// The seconds of `warmUp`, a test's first, are in no sum.
    explicit LatestPoint(std::chrono::milliseconds warmUp)
        : m_warmUp(warmUp)
    {
    }
    /// Goes on after so many seconds with these sums.
    LatestPoint(RequestSums sums, double elapsed)
        : m_sums(std::move(sums))
        , m_elapsed(elapsed)
    {
    }

    /// False when the second is too short to be drawn by itself: then point() is that of the second before, with it.
    bool add(const Snapshot &second);

    [[nodiscard]] bool isEmpty() const { return m_window.empty(); }
    [[nodiscard]] const HistoryPoint &point() const { return m_point; } ///< of the second that was added last
    [[nodiscard]] const RequestSums &sums() const { return m_sums; } ///< of what was measured
    [[nodiscard]] double elapsed() const { return m_elapsed; } ///< seconds, the warm-up with them
    [[nodiscard]] bool isWarmingUp() const { return isWarmUp(m_elapsed, m_warmUp); }

private:
    /// One of the last seconds, with what its point is made of.
    struct Second {
        HistoryPoint point;
        Histogram responseTimes;
        Histogram allTimes;
        FigureDelta deliveries;

        void add(const Second &later);
    };
    [[nodiscard]] LocustPoint locustPoint() const;

    std::chrono::milliseconds m_warmUp { 0 };
    bool m_measures = false; ///< the warm-up is over
    RequestSums m_sums;
    double m_elapsed = 0;
    std::deque<Second> m_window; ///< what Locust's current figures reach back to
    HistoryPoint m_point;
};

} // namespace throng::metrics
