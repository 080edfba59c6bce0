// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"

#include <QByteArray>

namespace throng::results {

/// How values lie in the file's BLOB columns: docs/run-format.md. Reading returns false for what these did not write.

/// One histogram: Histogram::serialise(), or nothing if it is empty.
[[nodiscard]] QByteArray histogramBlob(const metrics::Histogram &histogram);
[[nodiscard]] bool readHistogram(const QByteArray &blob, metrics::Histogram &histogram);

/// The histograms of an endpoint beside its response times, each after its length: 429s, network errors, excess of
/// polls, time waited, uncorrected times. Nothing if all are empty.
[[nodiscard]] QByteArray otherTimesBlob(const metrics::EndpointDelta &endpoint);
[[nodiscard]] bool readOtherTimes(const QByteArray &blob, metrics::EndpointDelta &endpoint);

/// Locust's figures of a second.
[[nodiscard]] QByteArray locustBlob(const metrics::LocustPoint &point);
[[nodiscard]] bool readLocust(const QByteArray &blob, metrics::LocustPoint &point);

} // namespace throng::results
