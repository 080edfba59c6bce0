// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/blobs.h"

#include <QDataStream>
#include <QIODevice>

#include <array>

namespace throng::results {

using metrics::EndpointDelta;
using metrics::Histogram;
using metrics::LocustPoint;
using metrics::Nanoseconds;

namespace {

constexpr std::array<Histogram EndpointDelta::*, 5> otherTimes { &EndpointDelta::rateLimitedTimes,
    &EndpointDelta::networkErrorTimes, &EndpointDelta::pollExcess, &EndpointDelta::waited,
    &EndpointDelta::uncorrectedTimes };

void writeLength(QByteArray &out, qsizetype length)
{
    auto rest = quint64(length);
    while (rest >= 0x80) {
        out.append(char(rest | 0x80));
        rest >>= 7;
    }
    out.append(char(rest));
}

bool readLength(const QByteArray &bytes, qsizetype &at, qsizetype &length)
{
    quint64 value = 0;
    for (int shift = 0; shift < 35 && at < bytes.size(); shift += 7) {
        const auto byte = quint8(bytes[at++]);
        value |= quint64(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0) {
            length = qsizetype(value);
            return length <= bytes.size() - at;
        }
    }
    return false;
}

} // namespace

QByteArray histogramBlob(const Histogram &histogram)
{
    return histogram.isEmpty() ? QByteArray() : histogram.serialise();
}

bool readHistogram(const QByteArray &blob, Histogram &histogram)
{
    if (blob.isEmpty()) {
        histogram = Histogram();
        return true;
    }
    std::optional<Histogram> read = Histogram::deserialise(blob);
    if (read)
        histogram = *std::move(read);
    return read.has_value();
}

QByteArray otherTimesBlob(const EndpointDelta &endpoint)
{
    QByteArray out;
    bool any = false;
    for (const auto times : otherTimes) {
        const QByteArray blob = histogramBlob(endpoint.*times);
        any = any || !blob.isEmpty();
        writeLength(out, blob.size());
        out += blob;
    }
    return any ? out : QByteArray();
}

bool readOtherTimes(const QByteArray &blob, EndpointDelta &endpoint)
{
    qsizetype at = 0;
    for (const auto times : otherTimes) {
        qsizetype length = 0;
        if (!blob.isEmpty() && !readLength(blob, at, length))
            return false;
        if (!readHistogram(blob.mid(at, length), endpoint.*times))
            return false;
        at += length;
    }
    return at == blob.size();
}

QByteArray locustBlob(const LocustPoint &point)
{
    QByteArray out;
    QDataStream stream(&out, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << point.requestsPerSecond << point.failuresPerSecond << point.totalRequests << point.totalFailures
           << qint64(point.totalMedian.count()) << qint64(point.totalAverage.count()) << qint64(point.totalMin.count())
           << qint64(point.totalMax.count()) << point.totalAverageBytes << point.hasPercentiles;
    if (point.hasPercentiles) {
        for (const Nanoseconds value : point.percentiles)
            stream << qint64(value.count());
    }
    return out;
}

bool readLocust(const QByteArray &blob, LocustPoint &point)
{
    QDataStream stream(blob);
    stream.setVersion(QDataStream::Qt_6_4);
    const auto duration = [&stream] {
        qint64 value = 0;
        stream >> value;
        return Nanoseconds(value);
    };
    stream >> point.requestsPerSecond >> point.failuresPerSecond >> point.totalRequests >> point.totalFailures;
    for (Nanoseconds *value : { &point.totalMedian, &point.totalAverage, &point.totalMin, &point.totalMax })
        *value = duration();
    stream >> point.totalAverageBytes >> point.hasPercentiles;
    if (point.hasPercentiles) {
        for (Nanoseconds &value : point.percentiles)
            value = duration();
    }
    return stream.status() == QDataStream::Ok && stream.atEnd();
}

} // namespace throng::results
