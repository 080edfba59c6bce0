// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/spansums.h"

#include <utility>

namespace throng::results {

bool SpanSum::isEmpty() const
{
    return endpoints.empty() && errors.empty() && figures.empty() && deliveries == metrics::DeliveryAccount()
        && lateness.isEmpty();
}

void SpanSum::follow(const SpanSum &later)
{
    metrics::mergeEndpoints(endpoints, later.endpoints);
    metrics::mergeErrors(errors, later.errors);
    metrics::followFigures(figures, later.figures);
    deliveries += later.deliveries;
    lateness.merge(later.lateness);
}

std::vector<SpanSum> SpanSums::add(int second, const metrics::Snapshot &snapshot)
{
    std::vector<SpanSum> complete;
    complete.push_back(
        { 1, second, snapshot.endpoints, snapshot.errors, snapshot.figures, snapshot.deliveries, snapshot.lateness });
    if (m_open.empty()) {
        for (std::size_t i = 1; i < sumLengths.size(); ++i)
            m_open.push_back({ sumLengths[i], second - second % sumLengths[i], {}, {}, {}, {}, {} });
    }
    for (SpanSum &open : m_open) {
        open.follow(complete.back());
        const int next = second + 1;
        if (next % open.length != 0)
            break;
        complete.push_back(std::exchange(open, SpanSum { open.length, next, {}, {}, {}, {}, {} }));
    }
    return complete;
}

std::vector<SpanSum> SpanSums::finish()
{
    std::vector<SpanSum> rest;
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        if (i > 0 && !rest.empty())
            m_open[i].follow(rest.back());
        if (!m_open[i].isEmpty())
            rest.push_back(std::move(m_open[i]));
    }
    m_open.clear();
    return rest;
}

} // namespace throng::results
