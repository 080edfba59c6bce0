// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timeseries.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace throng::ui {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

} // namespace

TimeSeries::TimeSeries(int seriesCount)
    : TimeSeries(seriesCount, { { 1'000, 3'600 }, { 10'000, 3'600 }, { 60'000, 10'080 } })
{
}

TimeSeries::TimeSeries(int seriesCount, std::vector<Tier> tiers)
    : m_seriesCount(seriesCount)
{
    for (const Tier &tier : tiers)
        m_rings.push_back(Ring { .tier = tier });
}

void TimeSeries::clear()
{
    for (Ring &ring : m_rings) {
        ring.head = 0;
        ring.count = 0;
    }
    m_first = 0;
    m_last = 0;
}

void TimeSeries::append(qint64 unixMilliseconds, std::span<const double> values)
{
    if (unixMilliseconds < m_last || values.size() != static_cast<std::size_t>(m_seriesCount))
        return;
    if (m_first == 0)
        m_first = unixMilliseconds;
    m_last = unixMilliseconds;
    for (Ring &ring : m_rings)
        put(ring, unixMilliseconds, values);
}

void TimeSeries::put(Ring &ring, qint64 time, std::span<const double> values)
{
    if (ring.times.empty()) {
        ring.times.resize(ring.tier.capacity);
        ring.extremes.resize(ring.tier.capacity * values.size());
    }
    const qint64 slotTime = time - time % ring.tier.resolution;
    const bool isNew = ring.count == 0 || ring.time(ring.count - 1) != slotTime;
    if (isNew) {
        if (ring.count < ring.tier.capacity)
            ++ring.count;
        else
            ring.head = (ring.head + 1) % ring.tier.capacity;
    }
    const std::size_t slot = ring.slot(ring.count - 1);
    const auto after = static_cast<qint32>(time - slotTime);
    ring.times[slot] = slotTime;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Extremes &extremes = ring.extremes[slot * values.size() + i];
        if (isNew)
            extremes = { nothing, nothing, after, after };
        if (std::isnan(values[i]))
            continue;
        if (!(values[i] >= extremes.low)) {
            extremes.low = values[i];
            extremes.lowAt = after;
        }
        if (!(values[i] <= extremes.high)) {
            extremes.high = values[i];
            extremes.highAt = after;
        }
    }
}

std::size_t TimeSeries::Ring::lowerBound(qint64 time) const
{
    std::size_t low = 0;
    std::size_t high = count;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (this->time(middle) + tier.resolution <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const TimeSeries::Ring &TimeSeries::ringFor(qint64 from) const
{
    for (const Ring &ring : m_rings) {
        const bool nothingLostYet = ring.count < ring.tier.capacity;
        if (ring.count > 0 && (nothingLostYet || ring.time(0) <= from))
            return ring;
    }
    return m_rings.back();
}

QList<QPointF> TimeSeries::points(int series, qint64 from, qint64 to, int maximum) const
{
    QList<QPointF> points;
    const auto index = static_cast<std::size_t>(series);
    const Ring &ring = ringFor(std::max(from, m_first));
    for (std::size_t i = ring.lowerBound(from); i < ring.count; ++i) {
        const qint64 time = ring.time(i);
        if (time > to)
            break;
        const Extremes &extremes = at(ring, i, index);
        if (std::isnan(extremes.low))
            continue;
        const QPointF low(static_cast<double>(time + extremes.lowAt), extremes.low);
        const QPointF high(static_cast<double>(time + extremes.highAt), extremes.high);
        if (extremes.lowAt == extremes.highAt) {
            points.append(high);
        } else {
            points.append(low.x() < high.x() ? low : high);
            points.append(low.x() < high.x() ? high : low);
        }
    }
    return decimateMinMax(points, maximum);
}

TimeSeries::Reading TimeSeries::reading(const Ring &ring, std::size_t index) const
{
    Reading result { ring.time(index), {} };
    result.values.reserve(static_cast<std::size_t>(m_seriesCount));
    for (std::size_t series = 0; series < static_cast<std::size_t>(m_seriesCount); ++series)
        result.values.push_back(at(ring, index, series).high);
    return result;
}

std::optional<TimeSeries::Reading> TimeSeries::nearest(qint64 time) const
{
    const Ring &ring = ringFor(std::max(time, m_first));
    if (ring.count == 0)
        return std::nullopt;
    std::size_t index = std::min(ring.lowerBound(time), ring.count - 1);
    if (index > 0 && std::abs(ring.time(index - 1) - time) < std::abs(ring.time(index) - time))
        --index;
    return reading(ring, index);
}

std::vector<TimeSeries::Reading> TimeSeries::rows() const
{
    std::vector<Reading> rows;
    const Ring &ring = ringFor(m_first);
    rows.reserve(ring.count);
    for (std::size_t i = 0; i < ring.count; ++i)
        rows.push_back(reading(ring, i));
    return rows;
}

QList<QPointF> decimateMinMax(const QList<QPointF> &points, int maximum)
{
    if (points.size() <= maximum || maximum < 2)
        return points;
    const int buckets = maximum / 2;
    const double begin = points.first().x();
    const double width = (points.last().x() - begin) / buckets;
    QList<QPointF> kept;
    kept.reserve(maximum);
    qsizetype i = 0;
    for (int bucket = 0; bucket < buckets; ++bucket) {
        const double end =
            bucket == buckets - 1 ? std::numeric_limits<double>::infinity() : begin + width * (bucket + 1);
        if (i >= points.size() || points[i].x() >= end)
            continue;
        qsizetype lowest = i;
        qsizetype highest = i;
        for (; i < points.size() && points[i].x() < end; ++i) {
            if (points[i].y() < points[lowest].y())
                lowest = i;
            if (points[i].y() > points[highest].y())
                highest = i;
        }
        kept.append(points[std::min(lowest, highest)]);
        if (lowest != highest)
            kept.append(points[std::max(lowest, highest)]);
    }
    return kept;
}

} // namespace throng::ui
