// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/bucketcounts.h"
#include "engine/metrics/outcome.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace throng::metrics {

/// Durations from 1 µs to 1 hour with three significant digits: buckets of 1 µs up to 2 ms, above that 1,024 to
/// each doubling. Count, sum, smallest and largest are exact.
///
/// Only buckets that hold something are stored (sorted, 6 bytes each), so that a second of one endpoint weighs a few
/// kilobytes and a merge is one pass over both. For many samples in a row use a HistogramRecorder.
class Histogram {
public:
    void record(Nanoseconds duration, quint64 times = 1);
    void merge(const Histogram &other);

    [[nodiscard]] quint64 count() const { return m_count; }
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    [[nodiscard]] Nanoseconds sum() const { return m_sum; }
    [[nodiscard]] Nanoseconds min() const { return m_min; } ///< 0 if empty
    [[nodiscard]] Nanoseconds max() const { return m_max; } ///< 0 if empty
    [[nodiscard]] Nanoseconds mean() const; ///< 0 if empty

    /// The nearest rank: the smallest recorded value that at least `percent` (0..100) of all do not exceed.
    /// 0 if empty. Off by at most 0.05 % or half a microsecond.
    [[nodiscard]] Nanoseconds percentile(double percent) const;

    /// How many samples lie in each bucket, ascending, for drawing a distribution.
    struct Bar {
        Nanoseconds value; ///< the bucket's middle
        quint64 count;
    };
    [[nodiscard]] std::vector<Bar> bars() const;

    /// A version byte, then variable-length integers: compact and the same on every platform.
    [[nodiscard]] QByteArray serialise() const;
    /// Nothing if `bytes` were not written by serialise(): every field is checked.
    [[nodiscard]] static std::optional<Histogram> deserialise(const QByteArray &bytes);

    friend bool operator==(const Histogram &, const Histogram &) = default;

private:
    friend class HistogramRecorder;

    // Two arrays side by side: a search reads only the narrow one.
    std::vector<quint16> m_indexes;
    BucketCounts m_counts;
    quint64 m_count = 0;
    Nanoseconds m_sum { 0 };
    Nanoseconds m_min { 0 };
    Nanoseconds m_max { 0 };
};

/// Takes samples at the price of an append (two bytes each) and makes a Histogram of them once a second.
class HistogramRecorder {
public:
    void record(Nanoseconds duration);
    /// Everything recorded since the last take().
    [[nodiscard]] Histogram take();
    [[nodiscard]] bool isEmpty() const { return m_indexes.empty() && m_folded.isEmpty(); }

private:
    void fold();

    std::vector<quint16> m_indexes;
    std::vector<quint16> m_scratch;
    Histogram m_folded;
    Nanoseconds m_sum { 0 };
    Nanoseconds m_min { Nanoseconds::max() };
    Nanoseconds m_max { 0 };
};

} // namespace throng::metrics
