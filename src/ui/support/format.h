// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace throng::ui {

// Numbers as a person reads them, by QLocale(). A quantity always carries its unit.

[[nodiscard]] QString formatCount(qint64 count); ///< "1,000"
[[nodiscard]] QString formatRate(double perSecond); ///< "71", "4.2", "0.03"
[[nodiscard]] QString formatShare(double share); ///< 0.004 → "0.4 %"
[[nodiscard]] QString formatDuration(
    double milliseconds); ///< as narrow as columns and axes are: "61 ms", "1.2 s", "123 s"
[[nodiscard]] QString formatAtLeast(double milliseconds, bool isLowerBound); ///< "> 2.1 s": that at least
[[nodiscard]] QString formatClock(std::chrono::milliseconds elapsed); ///< "0:08:18"
[[nodiscard]] QString formatSpan(std::chrono::milliseconds span); ///< "45 s", "5 min", "1 h 30 min"
[[nodiscard]] QString formatBytes(double bytes); ///< "31 MB"

/// Shown where a value does not exist.
[[nodiscard]] QString noValue(); ///< "–"

/// A round number at or above `value`, from 1, 2, 2.5, 5 times a power of ten; for axes.
[[nodiscard]] double roundUp(double value);

} // namespace throng::ui
