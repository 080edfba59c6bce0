// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/latestpoint.h"
#include "engine/metrics/secondslog.h"

#include <chrono>
#include <map>
#include <vector>

namespace throng::metrics {

/// What one endpoint did in one second, by Locust's count: syncs of all kinds together, 429s as failures.
struct LocustSecond {
    qint64 unixMilliseconds = 0; ///< its end
    quint32 requests = 0;
    quint32 failures = 0;
};

using History = SecondsLog<HistoryPoint>;

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

/// The running sum of a test's snapshots, and what each second looked like.
class Totals {
public:
    Totals() = default;
    /// The seconds of `warmUp`, a test's first, are in history() and in no sum but that of the deliveries' account,
    /// which would not balance else.
    explicit Totals(std::chrono::milliseconds warmUp)
        : m_latest(warmUp)
    {
    }
    explicit Totals(TotalsParts parts);

    void add(const Snapshot &second);

    [[nodiscard]] const std::vector<EndpointDelta> &endpoints() const { return m_endpoints; } ///< sums, sorted by key
    [[nodiscard]] const std::vector<ErrorDelta> &errors() const { return m_errors; }
    [[nodiscard]] const History &history() const { return m_history; } ///< with the warm-up
    /// What the sums are of.
    [[nodiscard]] History::Part measured() const { return m_history.from(m_warmUpPoints); }
    [[nodiscard]] bool isWarmingUp() const { return m_latest.isWarmingUp(); }
    [[nodiscard]] const std::vector<FigureDelta> &figures() const { return m_figures; } ///< sums, sorted by key
    /// What became of the deliveries expected so far.
    [[nodiscard]] const DeliveryAccount &deliveries() const { return m_deliveries; }
    /// The sums of one figure; null if nothing was measured.
    [[nodiscard]] const FigureDelta *find(const FigureKey &key) const { return findFigure(m_figures, key); }
    /// The sums of one endpoint; null if it was never asked.
    [[nodiscard]] const EndpointDelta *find(const EndpointKey &key) const;

    /// The seconds in which an endpoint was asked, in order; its kind does not matter.
    [[nodiscard]] std::vector<LocustSecond> locustSeconds(const EndpointKey &key) const;

    [[nodiscard]] quint64 requests() const { return sums().requests; }
    [[nodiscard]] quint64 failures() const { return sums().failures; } ///< without 429s
    [[nodiscard]] quint64 count(Outcome outcome) const { return sums().count(outcome); }
    [[nodiscard]] quint64 bytes() const { return sums().bytes; }
    [[nodiscard]] quint64 actionsPlanned() const { return m_actionsPlanned; }
    [[nodiscard]] quint64 actionsDone() const { return m_actionsDone; }
    /// failures() of requests(), 0..1; 0 without requests.
    [[nodiscard]] double failedShare() const;

    /// Of all endpoints but long polls; without 429s and network errors.
    [[nodiscard]] const Histogram &responseTimes() const { return sums().responseTimes; }
    /// Of everything that was not cancelled, as Locust's Aggregated row has it.
    [[nodiscard]] const Histogram &allTimes() const { return sums().allTimes; }

    /// Of an open model: of each action since its planned moment, when a user began it.
    [[nodiscard]] const Histogram &lateness() const { return m_lateness; }
    /// Of an open model, as EndpointDelta::uncorrectedTimes: what responseTimes() would be without the lateness.
    [[nodiscard]] const Histogram &uncorrectedTimes() const { return m_uncorrectedTimes; }

    [[nodiscard]] qint64 startedAt() const { return m_startedAt; } ///< Unix milliseconds; 0 before the first snapshot
    [[nodiscard]] qint64 measuredFrom() const; ///< the end of the warm-up; without one, startedAt()
    [[nodiscard]] qint64 endedAt() const { return m_endedAt; }
    [[nodiscard]] qint64 lastRequestAt() const { return m_lastRequestAt; } ///< the end of the last second with requests
    [[nodiscard]] double seconds() const { return m_seconds; } ///< that were measured
    [[nodiscard]] double elapsed() const { return m_latest.elapsed(); } ///< these and the warm-up

    [[nodiscard]] double cpuSeconds() const { return m_cpuSeconds; }
    // These are of all seconds.
    [[nodiscard]] Nanoseconds worstLoopLag() const { return m_worstLoopLag; }
    [[nodiscard]] quint64 peakResidentBytes() const { return m_peakResidentBytes; }
    [[nodiscard]] int peakDescriptors() const { return m_peakDescriptors; }
    [[nodiscard]] int peakUsers() const { return m_peakUsers; }

private:
    [[nodiscard]] const RequestSums &sums() const { return m_latest.sums(); }
    void addToSums(const Snapshot &second);
    void addLocustSeconds(const Snapshot &second);

    struct LoggedSecond {
        LocustSecond second;
        quint32 endpoint; ///< in m_locustEndpoints
    };

    LatestPoint m_latest;
    std::vector<EndpointDelta> m_endpoints;
    std::vector<ErrorDelta> m_errors;
    std::vector<FigureDelta> m_figures;
    DeliveryAccount m_deliveries;
    History m_history;
    std::map<EndpointKey, std::vector<LocustSecond>> m_locustGiven; ///< as it was kept, under Kind::Ordinary
    std::map<EndpointKey, quint32> m_locustEndpoints; ///< numbered, under Kind::Ordinary
    SecondsLog<LoggedSecond> m_locustSeconds; ///< of all endpoints
    Histogram m_lateness;
    Histogram m_uncorrectedTimes;
    quint64 m_actionsPlanned = 0;
    quint64 m_actionsDone = 0;
    qint64 m_startedAt = 0;
    qint64 m_endedAt = 0;
    qint64 m_lastRequestAt = 0;
    std::size_t m_warmUpPoints = 0; ///< of the history
    double m_seconds = 0;
    double m_cpuSeconds = 0;
    Nanoseconds m_worstLoopLag { 0 };
    quint64 m_peakResidentBytes = 0;
    int m_peakDescriptors = 0;
    int m_peakUsers = 0;
};

} // namespace throng::metrics
