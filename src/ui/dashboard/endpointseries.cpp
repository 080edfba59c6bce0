// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/endpointseries.h"

#include <array>

namespace throng::ui {

void EndpointSeries::add(const metrics::Snapshot &second)
{
    for (const metrics::EndpointDelta &endpoint : second.endpoints)
        add(endpoint.key, second.unixMilliseconds, endpoint.responseTimes);
}

void EndpointSeries::add(const metrics::EndpointKey &key, qint64 unixMilliseconds, const metrics::Histogram &times)
{
    if (times.isEmpty())
        return;
    // There are some thirty of them: half an hour by the second, six hours by ten, three days by the minute.
    auto found = m_series.find(key);
    if (found == m_series.end()) {
        std::vector<TimeSeries::Tier> tiers { { 1'000, 1'800 }, { 10'000, 2'160 }, { 60'000, 4'320 } };
        found = m_series.emplace(key, TimeSeries(Count, std::move(tiers))).first;
    }
    const auto percentile = [&times](double percent) {
        return std::chrono::duration<double, std::milli>(times.percentile(percent)).count();
    };
    found->second.append(unixMilliseconds, std::array { percentile(50), percentile(95), percentile(99) });
}

const TimeSeries *EndpointSeries::find(const metrics::EndpointKey &key) const
{
    const auto found = m_series.find(key);
    return found == m_series.end() ? nullptr : &found->second;
}

} // namespace throng::ui
