// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/histogram.h"

#include <QtGlobal>

#include <array>
#include <chrono>
#include <vector>

namespace throng::ui {

/// How many answers took how long, second by second, in memory that does not grow: rows of equal ratio from 1 ms to a
/// minute, the last hour by the second, ten hours by ten seconds, a week by the minute.
class DistributionSeries {
public:
    static constexpr int rowsPerDecade = 8;
    static constexpr int rowCount = 5 * rowsPerDecade + 2; ///< below 1 ms, five decades, and what is above them
    using Counts = std::array<quint32, rowCount>;

    DistributionSeries();
    /// For spans of one length that are known beforehand, as those of a kept run. At most `capacity` of them.
    DistributionSeries(std::chrono::milliseconds span, std::size_t capacity);

    [[nodiscard]] static int rowOf(double milliseconds);
    /// Adds each answer to the row of its time.
    static void count(const metrics::Histogram &times, Counts &counts);
    /// Where row `row` ends, in ms; the last one ends nowhere.
    [[nodiscard]] static double upperBound(int row);

    [[nodiscard]] bool isEmpty() const { return m_last == 0; }
    [[nodiscard]] qint64 firstTime() const { return m_first; } ///< unix ms; 0 when empty
    [[nodiscard]] qint64 lastTime() const { return m_last; }

    /// Times must not go back; what is older than the newest is dropped.
    void append(qint64 unixMilliseconds, const Counts &counts);
    void clear();

    /// [from, to] cut into so many equal spans, each the sum of its slots.
    [[nodiscard]] std::vector<Counts> columns(qint64 from, qint64 to, int count) const;

    struct Slot {
        qint64 time = 0; ///< 0: none
        Counts counts {};
    };
    [[nodiscard]] Slot nearest(qint64 time) const;
    /// Every slot of the tier that covers the whole recording, oldest first (for export).
    [[nodiscard]] std::vector<Slot> rows() const;

private:
    struct Ring {
        qint64 resolution; ///< milliseconds a slot
        std::size_t capacity;
        std::vector<Slot> slots {}; ///< all of them from the first value on, so that a long run does not grow
        std::size_t head = 0; ///< the oldest
        std::size_t count = 0;

        [[nodiscard]] const Slot &at(std::size_t index) const { return slots[(head + index) % capacity]; }
        [[nodiscard]] std::size_t lowerBound(qint64 time) const;
    };
    [[nodiscard]] const Ring &ringFor(qint64 from) const;

    std::vector<Ring> m_rings; ///< the finest first
    qint64 m_first = 0;
    qint64 m_last = 0;
};

} // namespace throng::ui
