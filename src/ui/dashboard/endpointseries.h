// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"
#include "ui/charts/timeseries.h"

#include <map>

namespace throng::ui {

/// The response times of each endpoint, second by second: p50, p95 and p99 in milliseconds.
class EndpointSeries {
public:
    enum Percentile { P50, P95, P99, Count };

    void add(const metrics::Snapshot &second);
    /// The times of a span that ended then: of a kept run, whose seconds are not read one by one. In order of time.
    void add(const metrics::EndpointKey &key, qint64 unixMilliseconds, const metrics::Histogram &times);
    void clear() { m_series.clear(); }
    /// Null: it was never asked. Stays where it is until clear().
    [[nodiscard]] const TimeSeries *find(const metrics::EndpointKey &key) const;

private:
    std::map<metrics::EndpointKey, TimeSeries> m_series;
};

} // namespace throng::ui
