// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/servertotals.h"

#include "engine/metrics/serverfigures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace throng::metrics {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

const ServerFigure *ServerScrape::figure(QByteArrayView name) const
{
    const auto found = std::ranges::find_if(figures, [name](const ServerFigure &each) { return each.name == name; });
    return found == figures.end() ? nullptr : &*found;
}

void ServerTotals::add(const ServerScrape &scrape)
{
    // A source's figures keep their order, so that nearly always the row after the last one is the next.
    std::size_t guess = 0;
    for (const ServerFigure &figure : scrape.figures) {
        const auto isIt = [&](const Row &row) { return row.name == figure.name && row.source == scrape.source; };
        if (guess >= m_rows.size() || !isIt(m_rows[guess]))
            guess = std::size_t(std::ranges::find_if(m_rows, isIt) - m_rows.begin());
        if (guess == m_rows.size())
            m_rows.push_back({ scrape.source, figure.name, figure.unit, figure.suggested, 0, 0, figure.value,
                figure.value, figure.value });
        Row &row = m_rows[guess++];
        ++row.scrapes;
        row.sum += figure.value;
        row.lowest = std::min(row.lowest, figure.value);
        row.highest = std::max(row.highest, figure.value);
        row.last = figure.value;
    }
}

void ServerLoad::add(const ServerScrape &scrape)
{
    auto source = std::ranges::find_if(m_sources, [&](const Source &each) { return each.name == scrape.source; });
    if (source == m_sources.end())
        source = m_sources.insert(source, { scrape.source, false, unknown, unknown });
    // The first scrape has no rates: what was known stays until there is something newer.
    if (const ServerFigure *cpu = scrape.figure(figureCpu))
        source->cores = cpu->value;
    if (const ServerFigure *memory = scrape.figure(figureMemory))
        source->bytes = memory->value;
    source->seenFromOutside = scrape.figure(figureProcesses) != nullptr;
}

double ServerLoad::sum(double Source::*value) const
{
    for (const bool outside : { false, true }) {
        double sum = 0;
        bool any = false;
        for (const Source &source : m_sources) {
            if (source.seenFromOutside != outside || std::isnan(source.*value))
                continue;
            any = true;
            sum += source.*value;
        }
        if (any)
            return sum;
    }
    return unknown;
}

double ServerLoad::cores() const
{
    return sum(&Source::cores);
}

double ServerLoad::bytes() const
{
    return sum(&Source::bytes);
}

} // namespace throng::metrics
