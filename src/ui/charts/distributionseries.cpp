// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/distributionseries.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace throng::ui {

namespace {

/// Where each row but the last ends, in ms; rounding must not put what is exactly there into the row below.
const std::array<double, DistributionSeries::rowCount - 1> &rowEnds()
{
    static const auto ends = [] {
        std::array<double, DistributionSeries::rowCount - 1> made {};
        for (int row = 0; row < int(made.size()); ++row)
            made[std::size_t(row)] = DistributionSeries::upperBound(row) * (1 - 1e-10);
        return made;
    }();
    return ends;
}

} // namespace

DistributionSeries::DistributionSeries()
    : m_rings { Ring { 1'000, 3'600 }, Ring { 10'000, 3'600 }, Ring { 60'000, 10'080 } }
{
}

DistributionSeries::DistributionSeries(std::chrono::milliseconds span, std::size_t capacity)
    : m_rings { Ring { span.count(), capacity } }
{
}

int DistributionSeries::rowOf(double milliseconds)
{
    // Looked up: a logarithm for each bar of each second's histogram was half of what a heat map cost.
    const auto &ends = rowEnds();
    return int(std::upper_bound(ends.begin(), ends.end(), milliseconds) - ends.begin());
}

void DistributionSeries::count(const metrics::Histogram &times, Counts &counts)
{
    for (const metrics::Histogram::Bar &bar : times.bars()) {
        const double time = std::chrono::duration<double, std::milli>(bar.value).count();
        counts[std::size_t(rowOf(time))] += quint32(bar.count);
    }
}

double DistributionSeries::upperBound(int row)
{
    return std::pow(10, double(row) / rowsPerDecade);
}

void DistributionSeries::clear()
{
    for (Ring &ring : m_rings) {
        ring.head = 0;
        ring.count = 0;
    }
    m_first = 0;
    m_last = 0;
}

void DistributionSeries::append(qint64 unixMilliseconds, const Counts &counts)
{
    if (unixMilliseconds < m_last)
        return;
    if (m_first == 0)
        m_first = unixMilliseconds;
    m_last = unixMilliseconds;
    for (Ring &ring : m_rings) {
        if (ring.slots.empty())
            ring.slots.resize(ring.capacity);
        const qint64 time = unixMilliseconds - unixMilliseconds % ring.resolution;
        if (ring.count == 0 || ring.at(ring.count - 1).time != time) {
            if (ring.count < ring.capacity)
                ++ring.count;
            else
                ring.head = (ring.head + 1) % ring.capacity;
            ring.slots[(ring.head + ring.count - 1) % ring.capacity] = { time, {} };
        }
        Slot &newest = ring.slots[(ring.head + ring.count - 1) % ring.capacity];
        for (std::size_t row = 0; row < counts.size(); ++row)
            newest.counts[row] += counts[row];
    }
}

std::size_t DistributionSeries::Ring::lowerBound(qint64 time) const
{
    std::size_t low = 0;
    std::size_t high = count;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (at(middle).time + resolution <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const DistributionSeries::Ring &DistributionSeries::ringFor(qint64 from) const
{
    for (const Ring &ring : m_rings) {
        const bool nothingLostYet = ring.count < ring.capacity;
        if (ring.count > 0 && (nothingLostYet || ring.at(0).time <= from))
            return ring;
    }
    return m_rings.back();
}

std::vector<DistributionSeries::Counts> DistributionSeries::columns(qint64 from, qint64 to, int count) const
{
    std::vector<Counts> result(static_cast<std::size_t>(std::max(count, 1)));
    const double width = double(to - from) / double(result.size());
    const Ring &ring = ringFor(std::max(from, m_first));
    if (ring.count == 0 || !(width > 0))
        return result;
    for (std::size_t i = ring.lowerBound(from); i < ring.count; ++i) {
        const Slot &slot = ring.at(i);
        if (slot.time >= to)
            break;
        // A slot wider than a column fills all the columns it lies in.
        const double left = double(std::max(slot.time, from) - from) / width;
        const double right = double(std::min(slot.time + ring.resolution, to) - from) / width;
        const auto first = static_cast<std::size_t>(left);
        const auto last = std::max(first + 1, static_cast<std::size_t>(std::floor(right + 1e-6)));
        for (std::size_t column = first; column < std::min(last, result.size()); ++column) {
            for (std::size_t row = 0; row < slot.counts.size(); ++row)
                result[column][row] += slot.counts[row];
        }
    }
    return result;
}

DistributionSeries::Slot DistributionSeries::nearest(qint64 time) const
{
    const Ring &ring = ringFor(std::max(time, m_first));
    if (ring.count == 0)
        return {};
    std::size_t index = std::min(ring.lowerBound(time), ring.count - 1);
    if (index > 0 && std::abs(ring.at(index - 1).time - time) < std::abs(ring.at(index).time - time))
        --index;
    return ring.at(index);
}

std::vector<DistributionSeries::Slot> DistributionSeries::rows() const
{
    std::vector<Slot> result;
    const Ring &ring = ringFor(m_first);
    result.reserve(ring.count);
    for (std::size_t i = 0; i < ring.count; ++i)
        result.push_back(ring.at(i));
    return result;
}

} // namespace throng::ui
