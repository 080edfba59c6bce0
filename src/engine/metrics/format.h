// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/figure.h"
#include "engine/metrics/serverscrape.h"

#include <QString>

#include <chrono>
#include <map>

namespace throng::metrics {

/// Figures as text, for terminals and reports: the same digits and points whatever the user's locale, because scripts
/// and colleagues elsewhere read them.

[[nodiscard]] QString formatCount(quint64 count); ///< "12,345"
[[nodiscard]] QString formatTime(Nanoseconds time); ///< three digits: "0.21 ms", "54 ms", "1.32 s"
[[nodiscard]] QString formatTime(const FigurePercentile &time); ///< "> 2.10 s" where it is that at least
[[nodiscard]] QString formatSpan(std::chrono::milliseconds time); ///< "0:08:18"
[[nodiscard]] QString formatShare(double share); ///< "0.4 %"
[[nodiscard]] QString formatRate(double perSecond); ///< "12.3"
/// What a server said of itself: "54 ms", "1,204 MB", "150 %" of seconds per second.
[[nodiscard]] QString formatServerFigure(ServerUnit unit, double value);

/// Snapshot::connections: "1,204 of HTTP/1.1 over TLSv1.3, 3 of HTTP/1.0"
[[nodiscard]] QString formatConnections(const std::map<QByteArray, quint64> &connections);

[[nodiscard]] QString nameOf(const EndpointKey &key); ///< "GET /_matrix/client/v3/sync (poll)"
[[nodiscard]] QString nameOf(const FigureKey &key); ///< "Delivery by room size (2-10)"

} // namespace throng::metrics
