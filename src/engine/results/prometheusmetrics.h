// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"
#include "engine/metrics/totals.h"

#include <QByteArray>
#include <QString>

#include <map>

namespace throng::results {

/// What a run has measured so far, in Prometheus' text format 0.0.4. docs/reports.md lists the metrics.
///
/// Counters never go down: tests that are over stay, and one that comes again (in another round or trial) is added up.
class PrometheusMetrics {
public:
    static constexpr char contentType[] = "text/plain; version=0.0.4; charset=utf-8";

    /// What stands in throng_info.
    void describe(const QString &suite, const QString &server, quint64 seed);
    void beginTest(const QString &test);
    /// Of the test that was begun last.
    void add(const metrics::Snapshot &second);
    void endTest();

    [[nodiscard]] QByteArray text() const;

private:
    struct Test {
        std::vector<metrics::EndpointDelta> endpoints;
        std::vector<metrics::ErrorDelta> errors;
        std::vector<metrics::FigureDelta> figures;
        metrics::DeliveryAccount deliveries;
        int usersRunning = 0;
        int usersWanted = 0;
    };

    QString m_suite;
    QString m_server;
    quint64 m_seed = 0;
    std::map<QString, Test> m_tests;
    QString m_current;
    bool m_isRunning = false;
    double m_cpuSeconds = 0;
    metrics::GeneratorHealth m_health; ///< of the last second
};

} // namespace throng::results
