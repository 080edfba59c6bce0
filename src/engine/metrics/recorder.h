// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/figurerecorder.h"
#include "engine/metrics/snapshot.h"

#include <functional>
#include <map>
#include <tuple>

namespace throng::metrics {

/// One HTTP exchange, as the Matrix client saw it.
struct Sample {
    Outcome outcome = Outcome::Ok;
    Nanoseconds duration {
        0
    }; ///< from writing the request (or trying to connect for it) to the answer's end; for a timeout the time waited
    Nanoseconds waited { 0 }; ///< inside the generator, before that
    bool isPlanned = false; ///< part of an action that had a planned moment
    Nanoseconds late { 0 }; ///< by so much that action began after it
    Nanoseconds pollExcess { 0 }; ///< of an empty poll: how long after its timeout the answer came
    bool emptyPoll = false;
    quint64 bytes = 0; ///< of the body received
    QByteArray error; ///< finite text, empty when there was none
    QByteArray errorDetail; ///< what this one said
    RequestTrace trace; ///< for the list of requests
};

enum class EndpointId : quint32 {};

/// Counts what one worker's users do. Belongs to its worker's thread: no locks.
class Recorder {
public:
    using WallClock = std::function<qint64()>; ///< Unix milliseconds

    Recorder();
    explicit Recorder(WallClock clock);

    /// The id of an endpoint, the same for the recorder's life. Ask once, not for each request.
    EndpointId endpoint(const EndpointKey &key);
    void record(EndpointId id, const Sample &sample);

    /// From now on every exchange, cancelled ones too, goes into Snapshot::requests. Some 150 bytes each.
    void listRequests(bool on) { m_listsRequests = on; }

    /// What the users measure beside their requests.
    [[nodiscard]] FigureRecorder &figures() { return m_figures; }

    /// What happened since the last call. Users, actions and health are for the worker to fill in.
    [[nodiscard]] Snapshot take();

private:
    struct Endpoint {
        EndpointKey key;
        std::array<quint64, outcomeCount> outcomes {};
        quint64 bytes = 0;
        quint64 emptyPolls = 0;
        bool touched = false;
        HistogramRecorder responseTimes;
        HistogramRecorder uncorrectedTimes;
        HistogramRecorder waited;
        HistogramRecorder rateLimitedTimes;
        HistogramRecorder networkErrorTimes;
        HistogramRecorder pollExcess;
    };
    using ErrorKey = std::tuple<EndpointKey, Outcome, QByteArray>;

    void recordError(const Endpoint &endpoint, const Sample &sample);

    WallClock m_clock;
    std::chrono::steady_clock::time_point m_began;
    std::vector<Endpoint> m_endpoints;
    std::map<EndpointKey, EndpointId> m_ids;
    std::map<ErrorKey, ErrorDelta> m_errors;
    std::vector<RequestRecord> m_requests;
    bool m_listsRequests = false;
    FigureRecorder m_figures;
};

} // namespace throng::metrics
