// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/comparedserver.h"

#include "engine/metrics/serverfigures.h"

#include <QSet>

#include <algorithm>

namespace throng::results {

namespace {

using metrics::ServerTotals;
using metrics::ServerUnit;

bool addsUp(ServerUnit unit)
{
    return unit == ServerUnit::PerSecond || unit == ServerUnit::SecondsPerSecond || unit == ServerUnit::Bytes;
}

/// A figure while it is put together.
struct Gathered {
    ServerMean mean; ///< its value: the sum so far
    int sources = 0;
    bool seenFromOutside = false;
};

} // namespace

std::vector<ServerMean> serverMeans(const ServerTotals &totals)
{
    QSet<QString> outside;
    for (const ServerTotals::Row &row : totals.rows()) {
        if (row.name == metrics::figureProcesses)
            outside.insert(row.source);
    }
    std::vector<Gathered> gathered;
    for (const bool fromOutside : { false, true }) {
        for (const ServerTotals::Row &row : totals.rows()) {
            if (!row.suggested || outside.contains(row.source) != fromOutside)
                continue;
            auto found = std::find_if(
                gathered.begin(), gathered.end(), [&row](const Gathered &each) { return each.mean.name == row.name; });
            if (found == gathered.end())
                found = gathered.insert(found, { { row.name, row.unit, 0 }, 0, fromOutside });
            if (found->seenFromOutside != fromOutside)
                continue; // the server's own word is there
            found->mean.value += row.mean();
            ++found->sources;
        }
    }
    std::vector<ServerMean> means;
    for (Gathered &each : gathered) {
        if (!addsUp(each.mean.unit))
            each.mean.value /= each.sources;
        means.push_back(std::move(each.mean));
    }
    return means;
}

} // namespace throng::results
