// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>
#include <vector>

namespace throng::metrics {

/// How many samples each bucket of a histogram holds: four bytes a bucket, and four more of each only once one of them
/// holds more than four billion. Such a count may change its place, but does not go away again.
class BucketCounts {
public:
    [[nodiscard]] std::size_t size() const { return m_low.size(); }
    [[nodiscard]] quint64 operator[](std::size_t bucket) const
    {
        return m_high.empty() ? m_low[bucket] : quint64(m_high[bucket]) << 32 | m_low[bucket];
    }
    void set(std::size_t bucket, quint64 count)
    {
        m_low[bucket] = quint32(count);
        if (m_high.empty() && count >> 32 == 0)
            return;
        m_high.resize(m_low.size());
        m_high[bucket] = quint32(count >> 32);
    }
    void insert(std::size_t bucket, quint64 count)
    {
        m_low.insert(m_low.begin() + std::ptrdiff_t(bucket), 0);
        if (!m_high.empty())
            m_high.insert(m_high.begin() + std::ptrdiff_t(bucket), 0);
        set(bucket, count);
    }
    void push_back(quint64 count) { insert(m_low.size(), count); }
    void reserve(std::size_t buckets) { m_low.reserve(buckets); }
    /// The new ones hold nothing.
    void resize(std::size_t buckets)
    {
        m_low.resize(buckets);
        if (!m_high.empty())
            m_high.resize(buckets);
    }

    friend bool operator==(const BucketCounts &, const BucketCounts &) = default;

private:
    std::vector<quint32> m_low;
    std::vector<quint32> m_high; ///< as many, or none
};

} // namespace throng::metrics
