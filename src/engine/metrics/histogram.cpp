// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/histogram.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace throng::metrics {

namespace {

constexpr int subBucketBits = 10; // 1,024 buckets to each doubling: a bucket is at most 0.1 % wide
constexpr quint64 subBuckets = quint64(1) << subBucketBits;
constexpr quint64 longestMicroseconds = 3'600'000'000; // 1 hour
constexpr char formatVersion = 2;
constexpr char everyBucketCounted = 1; // the version before: a count after each step, without a bit that announces it

// Past this many samples a recorder makes room: 32 KB an endpoint at most.
constexpr std::size_t foldAt = 16'384;

constexpr quint16 bucketOf(quint64 microseconds)
{
    const quint64 value = std::clamp<quint64>(microseconds, 1, longestMicroseconds);
    const int shift = std::max(0, int(std::bit_width(value)) - (subBucketBits + 1));
    return quint16((quint64(shift) << subBucketBits) + (value >> shift));
}

constexpr std::size_t bucketCount = std::size_t(bucketOf(longestMicroseconds)) + 1;
static_assert(bucketCount <= std::numeric_limits<quint16>::max());

quint16 bucketOf(Nanoseconds duration)
{
    const auto nanoseconds = duration.count();
    return nanoseconds <= 0 ? bucketOf(quint64(0)) : bucketOf((quint64(nanoseconds) + 500) / 1'000);
}

Nanoseconds middleOf(quint16 bucket)
{
    const int shift = std::max(0, (bucket >> subBucketBits) - 1);
    const quint64 lowest = (quint64(bucket) - (quint64(shift) << subBucketBits)) << shift;
    // Values were rounded to whole microseconds, so a bucket of one microsecond has its value in its middle.
    return Nanoseconds(qint64(lowest * 1'000 + ((quint64(1) << shift) - 1) * 500));
}

/// A hostile or endless sum stays at the end of the scale instead of wrapping.
Nanoseconds saturatingAdd(Nanoseconds a, Nanoseconds b)
{
    return b > Nanoseconds::max() - a ? Nanoseconds::max() : a + b;
}

Nanoseconds saturatingMultiply(Nanoseconds a, quint64 times)
{
    if (a.count() > 0 && times > quint64(Nanoseconds::max() / a))
        return Nanoseconds::max();
    return Nanoseconds(qint64(quint64(a.count()) * times));
}

void writeNumber(QByteArray &out, quint64 value)
{
    while (value >= 0x80) {
        out.append(char(value | 0x80));
        value >>= 7;
    }
    out.append(char(value));
}

class NumberReader {
public:
    explicit NumberReader(const QByteArray &bytes, qsizetype at)
        : m_bytes(bytes)
        , m_at(at)
    {
    }

    bool read(quint64 &value)
    {
        value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_bytes.size())
                return false;
            const auto byte = quint8(m_bytes[m_at++]);
            if (shift == 63 && byte > 1)
                return false;
            value |= quint64(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0)
                return true;
        }
        return false;
    }
    bool readDuration(Nanoseconds &duration)
    {
        quint64 value = 0;
        if (!read(value) || value > quint64(Nanoseconds::max().count()))
            return false;
        duration = Nanoseconds(qint64(value));
        return true;
    }
    [[nodiscard]] bool atEnd() const { return m_at == m_bytes.size(); }
    [[nodiscard]] quint64 left() const { return quint64(m_bytes.size() - m_at); }

private:
    const QByteArray &m_bytes;
    qsizetype m_at;
};

/// Sorts by two passes over the two bytes: a fifth of what std::sort needs for a busy endpoint's second. For a quiet
/// one's the tables of the passes would cost more than they save.
void sort(std::vector<quint16> &values, std::vector<quint16> &scratch)
{
    constexpr std::size_t few = 100;
    if (values.size() < few) {
        std::sort(values.begin(), values.end());
        return;
    }
    scratch.resize(values.size());
    for (const int shift : { 0, 8 }) {
        std::array<quint32, 257> starts {};
        for (const quint16 value : values)
            ++starts[((value >> shift) & 0xff) + 1];
        for (std::size_t i = 1; i < starts.size(); ++i)
            starts[i] += starts[i - 1];
        for (const quint16 value : values)
            scratch[starts[(value >> shift) & 0xff]++] = value;
        values.swap(scratch);
    }
}

} // namespace

void Histogram::record(Nanoseconds duration, quint64 times)
{
    if (times == 0)
        return;
    const Nanoseconds exact = std::max(duration, Nanoseconds(0));
    const quint16 bucket = bucketOf(exact);
    const auto found = std::lower_bound(m_indexes.begin(), m_indexes.end(), bucket);
    const auto at = found - m_indexes.begin();
    if (found != m_indexes.end() && *found == bucket) {
        m_counts.set(std::size_t(at), m_counts[std::size_t(at)] + times);
    } else {
        m_indexes.insert(found, bucket);
        m_counts.insert(std::size_t(at), times);
    }
    m_min = m_count == 0 ? exact : std::min(m_min, exact);
    m_max = std::max(m_max, exact);
    m_sum = saturatingAdd(m_sum, saturatingMultiply(exact, times));
    m_count += times;
}

void Histogram::merge(const Histogram &other)
{
    if (other.isEmpty())
        return;
    if (isEmpty()) {
        *this = other;
        return;
    }

    // How many buckets are new, then from the back, so that nothing is overwritten before it is read.
    std::size_t fresh = 0;
    for (std::size_t mine = 0, theirs = 0; theirs < other.m_indexes.size(); ++theirs) {
        while (mine < m_indexes.size() && m_indexes[mine] < other.m_indexes[theirs])
            ++mine;
        fresh += mine == m_indexes.size() || m_indexes[mine] != other.m_indexes[theirs];
    }
    std::size_t mine = m_indexes.size();
    std::size_t theirs = other.m_indexes.size();
    std::size_t out = mine + fresh;
    m_indexes.resize(out);
    m_counts.resize(out);
    while (theirs > 0) {
        --out;
        if (mine > 0 && m_indexes[mine - 1] >= other.m_indexes[theirs - 1]) {
            const bool same = m_indexes[mine - 1] == other.m_indexes[theirs - 1];
            --mine;
            m_indexes[out] = m_indexes[mine];
            m_counts.set(out, m_counts[mine] + (same ? other.m_counts[--theirs] : 0));
        } else {
            --theirs;
            m_indexes[out] = other.m_indexes[theirs];
            m_counts.set(out, other.m_counts[theirs]);
        }
    }

    m_count += other.m_count;
    m_sum = saturatingAdd(m_sum, other.m_sum);
    m_min = std::min(m_min, other.m_min);
    m_max = std::max(m_max, other.m_max);
}

Nanoseconds Histogram::mean() const
{
    return isEmpty() ? Nanoseconds(0) : Nanoseconds(m_sum.count() / qint64(m_count));
}

Nanoseconds Histogram::percentile(double percent) const
{
    if (isEmpty())
        return Nanoseconds(0);
    // 99.9 % of 1,000 is 999.0000000000001 in doubles: what rounding made of it must not become another rank.
    const double exactRank = std::clamp(percent, 0.0, 100.0) / 100.0 * double(m_count);
    const auto rank = std::clamp<quint64>(quint64(std::ceil(exactRank - exactRank * 1e-12)), 1, m_count);
    if (rank == m_count)
        return m_max;
    if (rank == 1)
        return m_min;
    quint64 passed = 0;
    for (std::size_t i = 0; i < m_indexes.size(); ++i) {
        passed += m_counts[i];
        if (passed >= rank)
            return std::clamp(middleOf(m_indexes[i]), m_min, m_max);
    }
    return m_max;
}

std::vector<Histogram::Bar> Histogram::bars() const
{
    std::vector<Bar> bars;
    bars.reserve(m_indexes.size());
    for (std::size_t i = 0; i < m_indexes.size(); ++i)
        bars.push_back({ middleOf(m_indexes[i]), m_counts[i] });
    return bars;
}

QByteArray Histogram::serialise() const
{
    QByteArray out;
    out.reserve(qsizetype(32 + m_indexes.size() * 2));
    out.append(formatVersion);
    writeNumber(out, quint64(m_sum.count()));
    writeNumber(out, quint64(m_min.count()));
    writeNumber(out, quint64(m_max.count()));
    writeNumber(out, m_indexes.size());
    quint16 previous = 0;
    for (std::size_t i = 0; i < m_indexes.size(); ++i) {
        // Most buckets hold a single sample; only others have a count, which the lowest bit announces.
        const bool isCounted = m_counts[i] != 1;
        writeNumber(out, quint64(m_indexes[i] - previous) << 1 | quint64(isCounted));
        if (isCounted)
            writeNumber(out, m_counts[i]);
        previous = m_indexes[i];
    }
    return out;
}

std::optional<Histogram> Histogram::deserialise(const QByteArray &bytes)
{
    if (bytes.isEmpty() || (bytes.front() != formatVersion && bytes.front() != everyBucketCounted))
        return std::nullopt;
    const bool isOlder = bytes.front() == everyBucketCounted;
    NumberReader reader(bytes, 1);
    Histogram result;
    quint64 buckets = 0;
    if (!reader.readDuration(result.m_sum) || !reader.readDuration(result.m_min) || !reader.readDuration(result.m_max)
        || !reader.read(buckets) || buckets > reader.left())
        return std::nullopt;
    result.m_indexes.reserve(buckets);
    result.m_counts.reserve(buckets);
    quint64 index = 0;
    for (quint64 i = 0; i < buckets; ++i) {
        quint64 step = 0;
        quint64 count = 1;
        if (!reader.read(step))
            return std::nullopt;
        const bool isCounted = isOlder || (step & 1) != 0;
        if (!isOlder)
            step >>= 1;
        if (isCounted && !reader.read(count))
            return std::nullopt;
        // Bucket 0 does not exist, so every step, the first included, leads upwards.
        if (step == 0 || step >= bucketCount || (index += step) >= bucketCount || count == 0
            || count > std::numeric_limits<quint64>::max() - result.m_count)
            return std::nullopt;
        result.m_indexes.push_back(quint16(index));
        result.m_counts.push_back(count);
        result.m_count += count;
    }
    if (!reader.atEnd())
        return std::nullopt;
    const bool consistent = result.isEmpty()
        ? result.m_sum.count() == 0 && result.m_min.count() == 0 && result.m_max.count() == 0
        : bucketOf(result.m_min) == result.m_indexes.front() && bucketOf(result.m_max) == result.m_indexes.back()
            && result.m_sum >= result.m_max;
    if (!consistent)
        return std::nullopt;
    return result;
}

void HistogramRecorder::record(Nanoseconds duration)
{
    const Nanoseconds exact = std::max(duration, Nanoseconds(0));
    m_indexes.push_back(bucketOf(exact));
    m_sum = saturatingAdd(m_sum, exact);
    m_min = std::min(m_min, exact);
    m_max = std::max(m_max, exact);
    if (m_indexes.size() >= foldAt) [[unlikely]]
        fold();
}

void HistogramRecorder::fold()
{
    if (m_indexes.empty())
        return;
    sort(m_indexes, m_scratch);
    std::size_t buckets = 1;
    for (std::size_t i = 1; i < m_indexes.size(); ++i)
        buckets += m_indexes[i] != m_indexes[i - 1];
    Histogram part;
    part.m_indexes.reserve(buckets);
    part.m_counts.reserve(buckets);
    for (std::size_t i = 0; i < m_indexes.size();) {
        const quint16 bucket = m_indexes[i];
        std::size_t end = i + 1;
        while (end < m_indexes.size() && m_indexes[end] == bucket)
            ++end;
        part.m_indexes.push_back(bucket);
        part.m_counts.push_back(end - i);
        i = end;
    }
    part.m_count = m_indexes.size();
    part.m_sum = m_sum;
    part.m_min = m_min;
    part.m_max = m_max;
    if (m_folded.isEmpty())
        m_folded = std::move(part);
    else
        m_folded.merge(part);
    m_indexes.clear();
    m_sum = Nanoseconds(0);
    m_min = Nanoseconds::max();
    m_max = Nanoseconds(0);
}

Histogram HistogramRecorder::take()
{
    fold();
    return std::exchange(m_folded, {});
}

} // namespace throng::metrics
