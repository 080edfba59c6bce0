// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"

#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <span>
#include <vector>

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

/// What one endpoint did in one second, by Locust's count: syncs of all kinds together, 429s as failures.
struct LocustSecond {
    qint64 unixMilliseconds = 0; ///< its end
    quint32 requests = 0;
    quint32 failures = 0;
};

/// What was kept of a test or of a part of it, for Totals to be made of again.
struct TotalsParts {
    std::vector<EndpointDelta> endpoints; ///< sums, sorted by key
    std::vector<ErrorDelta> errors; ///< sums, sorted
    std::vector<FigureDelta> figures; ///< sums, sorted by key
    DeliveryAccount deliveries; ///< sum
    Histogram lateness; ///< as Totals::lateness()
    std::vector<HistoryPoint> history;
    std::size_t warmUpPoints = 0; ///< of them, the first ones that are in no sum
    std::map<EndpointKey, std::vector<LocustSecond>> locustSeconds; ///< under Kind::Ordinary; for Locust's files alone
    qint64 lastRequestAt = 0; ///< Unix milliseconds
};

/// Whether a second that begins so many seconds after its test belongs to the warm-up. A worker's second is a little
/// more or less than one: half of it says on which side of a border it lies.
[[nodiscard]] constexpr bool isWarmUp(double begin, std::chrono::milliseconds warmUp)
{
    return begin + 0.5 < std::chrono::duration<double>(warmUp).count();
}

/// The running sum of a test's snapshots, and what each second looked like.
class Totals {
public:
    Totals() = default;
    /// The seconds of `warmUp`, a test's first, are in history() and in no sum but that of the deliveries' account,
    /// which would not balance else.
    explicit Totals(std::chrono::milliseconds warmUp)
        : m_warmUp(warmUp)
    {
    }
    explicit Totals(TotalsParts parts);

    void add(const Snapshot &second);

    [[nodiscard]] const std::vector<EndpointDelta> &endpoints() const { return m_endpoints; } ///< sums, sorted by key
    [[nodiscard]] const std::vector<ErrorDelta> &errors() const { return m_errors; }
    [[nodiscard]] const std::vector<HistoryPoint> &history() const { return m_history; } ///< with the warm-up
    /// What the sums are of.
    [[nodiscard]] std::span<const HistoryPoint> measured() const
    {
        return std::span(m_history).subspan(m_warmUpPoints);
    }
    [[nodiscard]] bool isWarmingUp() const { return isWarmUp(m_elapsed, m_warmUp); }
    [[nodiscard]] const std::vector<FigureDelta> &figures() const { return m_figures; } ///< sums, sorted by key
    /// What became of the deliveries expected so far.
    [[nodiscard]] const DeliveryAccount &deliveries() const { return m_deliveries; }
    /// The sums of one figure; null if nothing was measured.
    [[nodiscard]] const FigureDelta *find(const FigureKey &key) const { return findFigure(m_figures, key); }
    /// The sums of one endpoint; null if it was never asked.
    [[nodiscard]] const EndpointDelta *find(const EndpointKey &key) const;

    /// The seconds in which an endpoint was asked, in order; its kind does not matter.
    [[nodiscard]] const std::vector<LocustSecond> &locustSeconds(const EndpointKey &key) const;

    [[nodiscard]] quint64 requests() const { return m_requests; }
    [[nodiscard]] quint64 failures() const { return m_failures; } ///< without 429s
    [[nodiscard]] quint64 count(Outcome outcome) const { return m_outcomes[static_cast<std::size_t>(outcome)]; }
    [[nodiscard]] quint64 bytes() const { return m_bytes; }
    [[nodiscard]] quint64 actionsPlanned() const { return m_actionsPlanned; }
    [[nodiscard]] quint64 actionsDone() const { return m_actionsDone; }
    /// failures() of requests(), 0..1; 0 without requests.
    [[nodiscard]] double failedShare() const;

    /// Of all endpoints but long polls; without 429s and network errors.
    [[nodiscard]] const Histogram &responseTimes() const { return m_responseTimes; }
    /// Of everything that was not cancelled, as Locust's Aggregated row has it.
    [[nodiscard]] const Histogram &allTimes() const { return m_allTimes; }

    /// Of an open model: of each action since its planned moment, when a user began it.
    [[nodiscard]] const Histogram &lateness() const { return m_lateness; }
    /// Of an open model, as EndpointDelta::uncorrectedTimes: what responseTimes() would be without the lateness.
    [[nodiscard]] const Histogram &uncorrectedTimes() const { return m_uncorrectedTimes; }

    [[nodiscard]] qint64 startedAt() const { return m_startedAt; } ///< Unix milliseconds; 0 before the first snapshot
    [[nodiscard]] qint64 measuredFrom() const; ///< the end of the warm-up; without one, startedAt()
    [[nodiscard]] qint64 endedAt() const { return m_endedAt; }
    [[nodiscard]] qint64 lastRequestAt() const { return m_lastRequestAt; } ///< the end of the last second with requests
    [[nodiscard]] double seconds() const { return m_seconds; } ///< that were measured
    [[nodiscard]] double elapsed() const { return m_elapsed; } ///< these and the warm-up

    [[nodiscard]] double cpuSeconds() const { return m_cpuSeconds; }
    // These are of all seconds.
    [[nodiscard]] Nanoseconds worstLoopLag() const { return m_worstLoopLag; }
    [[nodiscard]] quint64 peakResidentBytes() const { return m_peakResidentBytes; }
    [[nodiscard]] int peakDescriptors() const { return m_peakDescriptors; }
    [[nodiscard]] int peakUsers() const { return m_peakUsers; }

private:
    /// One of the last seconds, with what its point in the history is made of.
    struct Second {
        HistoryPoint point;
        Histogram responseTimes;
        Histogram allTimes;
        FigureDelta deliveries;

        void add(const Second &later);
    };
    void addToSums(const Snapshot &second, const HistoryPoint &point);
    void enterIntoHistory(Second now);
    [[nodiscard]] LocustPoint locustPoint() const;
    void addLocustSecond(const EndpointDelta &delta, qint64 unixMilliseconds);

    std::vector<EndpointDelta> m_endpoints;
    std::vector<ErrorDelta> m_errors;
    std::vector<FigureDelta> m_figures;
    DeliveryAccount m_deliveries;
    std::vector<HistoryPoint> m_history;
    std::map<EndpointKey, std::vector<LocustSecond>> m_locustSeconds; ///< under Kind::Ordinary
    std::deque<Second> m_window; ///< what Locust's current figures reach back to
    Histogram m_responseTimes;
    Histogram m_allTimes;
    Histogram m_lateness;
    Histogram m_uncorrectedTimes;
    std::array<quint64, outcomeCount> m_outcomes {};
    quint64 m_requests = 0;
    quint64 m_failures = 0;
    quint64 m_bytes = 0;
    quint64 m_actionsPlanned = 0;
    quint64 m_actionsDone = 0;
    qint64 m_startedAt = 0;
    qint64 m_endedAt = 0;
    qint64 m_lastRequestAt = 0;
    std::chrono::milliseconds m_warmUp { 0 };
    std::size_t m_warmUpPoints = 0; ///< of the history
    double m_elapsed = 0;
    double m_seconds = 0;
    double m_cpuSeconds = 0;
    Nanoseconds m_worstLoopLag { 0 };
    quint64 m_peakResidentBytes = 0;
    int m_peakDescriptors = 0;
    int m_peakUsers = 0;
};

} // namespace throng::metrics
