// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/metrics/recorder.h"
#include "engine/metrics/snapshot.h"

#include <vector>

namespace throng::test {

/// Makes up seconds of a test such as a server would have caused: seeded, so the same for the same numbers.
class MeasuredSeconds {
public:
    static constexpr qint64 begin = 1'700'000'000'000; ///< Unix milliseconds: when second 0 begins

    MeasuredSeconds(int endpoints, double requestsPerSecond, quint64 seed = 1, double slowness = 1)
        : m_random(seed)
        , m_recorder([this] { return m_now; })
        , m_perEndpoint(requestsPerSecond / endpoints)
        , m_slowness(slowness)
    {
        for (int i = 0; i < endpoints; ++i) {
            const metrics::Kind kind = i == 0 ? metrics::Kind::PollSync : metrics::Kind::Ordinary;
            m_endpoints.push_back(m_recorder.endpoint(
                { i % 2 ? "PUT" : "GET", "/_matrix/client/v3/endpoint/" + QByteArray::number(i) + "/_", kind }));
        }
    }
    MeasuredSeconds(const MeasuredSeconds &) = delete;
    MeasuredSeconds &operator=(const MeasuredSeconds &) = delete;

    metrics::Snapshot next(double length = 1)
    {
        m_now += qint64(length * 1'000);
        for (std::size_t i = 0; i < m_endpoints.size(); ++i) {
            const double wanted = m_perEndpoint * length;
            auto count = int(wanted);
            count += m_random.uniform() < wanted - count;
            for (int k = 0; k < count; ++k)
                m_recorder.record(m_endpoints[i], sample(i));
        }
        metrics::Snapshot second = m_recorder.take();
        second.unixMilliseconds = m_now;
        second.seconds = length;
        second.usersRunning = int(20 + m_number % 7);
        second.usersTarget = 30;
        second.actionsPlanned = 100 + m_number % 3;
        second.actionsDone = 98 + m_number % 3;
        second.health.cpuSeconds = 0.25;
        second.health.busiestWorkerShare = 0.125 * double(m_number % 4);
        second.health.worstLoopLag = std::chrono::microseconds(300 + m_number % 100);
        second.health.residentBytes = 50'000'000 + m_number;
        second.health.descriptors = 60;
        second.health.connectionsOpen = 40;
        second.health.connectionsOpened = m_number % 2;
        second.health.worstSendLag = std::chrono::microseconds(m_number % 50);
        second.health.stolenShare = 0.01;
        second.health.judgement = { metrics::Trust::SharedMachine, metrics::Strain::SharedMachine };
        second.arrivalsWaiting = m_number % 5;
        second.usersFree = 3;
        second.lateness.record(std::chrono::microseconds(100 + m_number % 90));
        second.figures = figures();
        second.deliveries = { .messages = 4, .expected = 12, .delivered = 11, .gap = qint64(m_number % 2) };
        ++m_number;
        return second;
    }

private:
    /// Deliveries: some of each second's are still under way at its end, and every third second has none at all.
    std::vector<metrics::FigureDelta> figures()
    {
        if (m_number % 3 == 2)
            return {};
        std::vector<metrics::FigureDelta> figures(2);
        figures[0].key = { metrics::figure::delivery, metrics::figure::live };
        figures[1].key = { metrics::figure::joinToMessage, {} };
        for (metrics::FigureDelta &figure : figures) {
            for (int i = 0; i < 5; ++i)
                figure.times.record(metrics::Nanoseconds(qint64(8e6 * m_random.logNormal(0, 0.6))));
            figure.waiting.record(std::chrono::milliseconds(m_number % 10));
        }
        figures[0].unfinished.record(std::chrono::seconds(2));
        return figures;
    }

    metrics::Sample sample(std::size_t endpoint)
    {
        metrics::Sample sample;
        sample.duration = metrics::Nanoseconds(qint64(20e6 * m_slowness * m_random.logNormal(0, 0.6)));
        sample.waited = metrics::Nanoseconds(qint64(40'000 * m_random.uniform()));
        sample.bytes = 300;
        const double fate = m_random.uniform();
        if (fate < 0.01) {
            sample.outcome = metrics::Outcome::RateLimited;
            sample.error = "M_LIMIT_EXCEEDED";
        } else if (fate < 0.02) {
            sample.outcome = metrics::Outcome::MatrixError;
            sample.error = "M_FORBIDDEN";
            sample.errorDetail = "not now";
        } else if (fate < 0.025) {
            sample.outcome = metrics::Outcome::NetworkError;
            sample.error = "connection reset";
        } else if (endpoint == 0) {
            sample.emptyPoll = true;
            sample.pollExcess = std::chrono::milliseconds(2);
        }
        return sample;
    }

    Random m_random;
    metrics::Recorder m_recorder;
    std::vector<metrics::EndpointId> m_endpoints;
    double m_perEndpoint;
    double m_slowness;
    qint64 m_now = begin;
    quint64 m_number = 0;
};

} // namespace throng::test
