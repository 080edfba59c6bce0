// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"

#include <QByteArray>

#include <map>
#include <optional>
#include <vector>

namespace throng::results {

/// Locust's view of what was measured. Here and nowhere else everything is counted as Locust 2.47 does: syncs of all
/// kinds are one endpoint, a 429 is a failure, and all of it is in "Aggregated". Checked against files that it wrote.

/// Milliseconds rounded as Locust keeps them: below 100 to 1, below 1,000 to 10, below 10,000 to 100, else to 1,000.
[[nodiscard]] qint64 locustBucket(double milliseconds);

/// Response times in Locust's buckets.
using LocustTimes = std::map<qint64, quint64>;
[[nodiscard]] LocustTimes locustTimes(const metrics::Histogram &times);

/// One of Locust's stats entries.
struct LocustEntry {
    QByteArray method; ///< empty for Aggregated
    QByteArray name;
    quint64 requests = 0;
    quint64 failures = 0;
    double totalMilliseconds = 0;
    double minMilliseconds = 0;
    double maxMilliseconds = 0;
    quint64 bytes = 0;
    LocustTimes times;

    /// Of the sorted times the one at `share` (0 to 1) of their number, as Locust takes it; 0 without any.
    [[nodiscard]] qint64 percentile(double share) const;
    /// The same for a half, but never outside of smallest and largest.
    [[nodiscard]] double median() const;
    [[nodiscard]] double averageMilliseconds() const; ///< 0 without requests
    [[nodiscard]] double averageBytes() const; ///< 0 without requests
};

/// One row of Locust's failures.
struct LocustError {
    QByteArray method;
    QByteArray name;
    QByteArray error; ///< "M_FORBIDDEN", "HTTP 502": without identifiers
    quint64 occurrences = 0;
    qint64 firstSeen = 0; ///< Unix milliseconds
    qint64 lastSeen = 0;
};

/// A test as Locust would have counted it.
struct LocustCount {
    explicit LocustCount(const metrics::Totals &totals);

    std::vector<LocustEntry> entries; ///< sorted by name and method
    LocustEntry aggregated;
    std::vector<LocustError> errors; ///< in Locust's order, by the hash of what they say
    double seconds = 0; ///< from the start to the last request

    [[nodiscard]] double perSecond(quint64 count) const
    {
        return seconds > 0 ? static_cast<double>(count) / seconds : 0;
    }
};

/// A number as Python's repr() writes it: the shortest that reads back the same, with ".0" where it is whole.
[[nodiscard]] QByteArray pythonFloat(double value);
/// A text as Python's repr() writes it.
[[nodiscard]] QByteArray pythonRepr(const QByteArray &text);

} // namespace throng::results
