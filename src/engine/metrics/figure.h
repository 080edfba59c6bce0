// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/histogram.h"

#include <QByteArray>

#include <compare>
#include <vector>

namespace throng::metrics {

/// What people feel, beside the requests: docs/measurements.md defines each figure and its classes.
namespace figure {

inline constexpr char delivery[] = "delivery"; ///< classes: live, initial, gap
inline constexpr char deliveryByRoomSize[] = "delivery_by_room_size"; ///< live ones; classes: 2-10, 11-50, ...
inline constexpr char ownLag[] = "own_lag"; ///< what Throng itself took to read a sync: no part of a delivery
inline constexpr char pollOverhead[] = "poll_overhead";
inline constexpr char timeToInteractive[] = "time_to_interactive"; ///< classes: login, resumed
inline constexpr char joinToMessage[] = "join_to_message";
inline constexpr char history[] = "history";
inline constexpr char image[] = "image";
inline constexpr char rateLimitWait[] = "rate_limit_wait";

inline constexpr char live[] = "live";
inline constexpr char initial[] = "initial";
inline constexpr char gap[] = "gap";
inline constexpr char withLogin[] = "login";
inline constexpr char resumed[] = "resumed";

} // namespace figure

/// The name of a figure and one of its classes; both are finite. A figure without classes has an empty one.
struct FigureKey {
    QByteArray name;
    QByteArray className;

    friend bool operator==(const FigureKey &, const FigureKey &) = default;
    friend std::strong_ordering operator<=>(const FigureKey &a, const FigureKey &b)
    {
        if (const int byName = a.name.compare(b.name); byName != 0)
            return byName <=> 0;
        return a.className.compare(b.className) <=> 0;
    }
};

/// A percentile, or what it is at least.
struct FigurePercentile {
    Nanoseconds value { 0 };
    bool isLowerBound = false; ///< shown as "> 2.1 s"

    friend bool operator==(const FigurePercentile &, const FigurePercentile &) = default;
};

/// What one figure did in one second (or, in Totals, since the start).
///
/// What has not ended counts with its age (it is censored): a dying server must not look better because its slow
/// deliveries never end.
struct FigureDelta {
    FigureKey key;
    Histogram times; ///< that ended
    Histogram unfinished; ///< that will not end any more, at the age they reached
    /// A state, no sum: what was under way at the second's end, at its age then. What began within the second is not in
    /// it.
    Histogram waiting;

    [[nodiscard]] quint64 samples() const { return times.count() + censored(); }
    [[nodiscard]] quint64 censored() const { return unfinished.count() + waiting.count(); }
    /// More than one in a hundred is censored: the true percentiles are above those of all().
    [[nodiscard]] bool isLowerBound() const { return censored() * 100 > samples(); }
    /// All three together: what percentiles and thresholds are of.
    [[nodiscard]] Histogram all() const;
    /// 0 without samples. For several at once take all() and isLowerBound().
    [[nodiscard]] FigurePercentile percentile(double percent) const;

    void merge(const FigureDelta &other); ///< of the same key and second: of another worker
    void follow(const FigureDelta &later); ///< of the same key, the next second: its state takes the place of ours
    friend bool operator==(const FigureDelta &, const FigureDelta &) = default;
};

/// Both sorted by key; what is in `from` is added to `into`, of the same second.
void mergeFigures(std::vector<FigureDelta> &into, const std::vector<FigureDelta> &from);
/// `later` is the second after `into`. A figure that is not in it has nothing waiting any more.
void followFigures(std::vector<FigureDelta> &into, const std::vector<FigureDelta> &later);

/// Null if it is not there. `figures` are sorted by key.
[[nodiscard]] const FigureDelta *findFigure(const std::vector<FigureDelta> &figures, const FigureKey &key);

} // namespace throng::metrics
