// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace throng::ui {

/// What a chart shows, in memory that does not grow: the last hour by the second, the last ten hours by ten
/// seconds, the last week by the minute. Coarser slots keep the lowest and the highest second in them, so a
/// spike of one second is still there after a day.
///
/// One value a series and second; NaN where there is none (no request, no response time).
class TimeSeries {
public:
    struct Tier {
        qint64 resolution; ///< milliseconds a slot
        std::size_t capacity; ///< slots
    };

    explicit TimeSeries(int seriesCount);
    TimeSeries(int seriesCount, std::vector<Tier> tiers);

    [[nodiscard]] int seriesCount() const { return m_seriesCount; }
    [[nodiscard]] bool isEmpty() const { return m_last == 0; }
    [[nodiscard]] qint64 firstTime() const { return m_first; } ///< unix ms; 0 when empty
    [[nodiscard]] qint64 lastTime() const { return m_last; }

    /// Times must not go back; a value older than the newest is dropped.
    void append(qint64 unixMilliseconds, std::span<const double> values);
    void clear();

    /// The points of one series in [from, to], at most `maximum`, x in unix ms. The finest tier that still
    /// reaches back to `from` is used, and min/max decimation on top of it.
    [[nodiscard]] QList<QPointF> points(int series, qint64 from, qint64 to, int maximum) const;

    struct Reading {
        qint64 time;
        std::vector<double> values;
    };
    /// The slot nearest to `time`, for a read-out.
    [[nodiscard]] std::optional<Reading> nearest(qint64 time) const;

    /// Every slot of the tier that covers the whole recording, oldest first (for export).
    [[nodiscard]] std::vector<Reading> rows() const;

private:
    /// The lowest and the highest second of one series in one slot; when, in ms after the slot's beginning.
    struct Extremes {
        double low, high;
        qint32 lowAt, highAt;
    };
    /// All of it is taken from the system with the first value, so that a long run does not grow.
    struct Ring {
        Tier tier;
        std::vector<qint64> times {};
        std::vector<Extremes> extremes {}; ///< a slot's series beside each other
        std::size_t head = 0; ///< the oldest
        std::size_t count = 0;

        [[nodiscard]] std::size_t slot(std::size_t index) const { return (head + index) % tier.capacity; }
        [[nodiscard]] qint64 time(std::size_t index) const { return times[slot(index)]; }
        [[nodiscard]] std::size_t lowerBound(qint64 time) const;
    };

    void put(Ring &ring, qint64 time, std::span<const double> values);
    [[nodiscard]] const Extremes &at(const Ring &ring, std::size_t index, std::size_t series) const
    {
        return ring.extremes[ring.slot(index) * static_cast<std::size_t>(m_seriesCount) + series];
    }
    [[nodiscard]] Reading reading(const Ring &ring, std::size_t index) const;
    [[nodiscard]] const Ring &ringFor(qint64 from) const;

    int m_seriesCount;
    std::vector<Ring> m_rings;
    qint64 m_first = 0;
    qint64 m_last = 0;
};

/// Leaves the lowest and the highest point of each of maximum/2 equal spans of x, in their order, so that
/// spikes survive. Points must be sorted by x. Returns them as they are when there are no more than `maximum`.
[[nodiscard]] QList<QPointF> decimateMinMax(const QList<QPointF> &points, int maximum);

} // namespace throng::ui
