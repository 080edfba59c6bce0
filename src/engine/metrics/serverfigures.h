// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/metrics/serverscrape.h"

#include <QHash>

namespace throng::metrics {

// Names of suggested figures that others ask for.
inline constexpr QByteArrayView figureCpu = "CPU"; ///< SecondsPerSecond, of the server's process
inline constexpr QByteArrayView figureMemory = "memory"; ///< Bytes, of the server's process
inline constexpr QByteArrayView figureProcesses = "processes"; ///< Number, of a process tree seen from this machine

/// Makes figures of what one source exposes in Prometheus' text format, scrape by scrape.
///
/// Counters become rates, histograms and summaries a rate (…_count) and a mean, gauges stay what they are; the series
/// of one metric are added up and buckets left out. Suggested figures come first: processor time and memory; of Synapse
/// reactor lag, database time, events persisted, cache hits, requests in flight; of node_exporter what the machine
/// does. A counter that has become smaller was started anew: no rate this time.
class ServerFigures {
public:
    /// `seconds`: on the monotonic clock, when the text came. Anything but metrics is an error that says where.
    [[nodiscard]] Result<std::vector<ServerFigure>> read(QByteArrayView text, const QString &where, double seconds);

    /// A source with more metrics than this has the rest left out.
    static constexpr int most = 2'000;

private:
    enum class Kind : quint8 { Gauge, Counter };
    struct Family {
        Kind kind = Kind::Gauge;
        double value = 0;
    };
    using Families = QHash<QByteArray, Family>;

    [[nodiscard]] std::optional<double> growth(const QByteArray &name, const Families &now) const;
    void suggest(const Families &now, std::vector<ServerFigure> &figures) const;
    void list(const Families &now, std::vector<ServerFigure> &figures) const;

    Families m_before;
    double m_readAt = 0;
    double m_span = 0; // between the two
};

} // namespace throng::metrics
