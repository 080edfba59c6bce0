// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/loadcurve.h"

#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace throng::project {

/// A piece of a load shape. Which fields count depends on the kind; levels are users, or arrivals a second.
struct LoadPhase {
    enum class Kind : quint8 {
        Constant, ///< `level` all the time
        Ramp, ///< evenly from `from` to `to`
        Steps, ///< `steps` levels of the same length, the first `from`, the last `to`
        Spike, ///< `level`, and in the middle of it `peak` for `peakDuration`
        Soak, ///< within `rise` to `level`, which then holds
        Daily, ///< a day's ups and downs between `from`, in the dead of night, and `to`, at `busiestHour`
        Points, ///< straight lines between `points`, or those of a CSV file
    };
    Kind kind = Kind::Constant;
    std::chrono::milliseconds duration = std::chrono::minutes(1); ///< of all of it; of points it is theirs
    double level = 10;
    std::optional<double> from; ///< of a ramp unset: where the phase before ended, 0 at the beginning; else 0
    double to = 10;
    int steps = 5;
    double peak = 100;
    std::chrono::milliseconds peakDuration = std::chrono::seconds(10);
    std::chrono::milliseconds rise = std::chrono::seconds(30);
    double busiestHour = 20; ///< 0..24
    double startHour = 0; ///< at which hour of the day the phase begins
    double timeLapse = 1; ///< how many times faster than the clock the day goes by: with 24 it takes an hour
    std::vector<LoadCurve::Point> points; ///< the first at 0
    QString file; ///< of points: CSV with the columns seconds and level, relative to the project; empty: `points`

    friend bool operator==(const LoadPhase &, const LoadPhase &) = default;
};

/// How a test's load goes up and down: phases one after the other.
struct LoadShape {
    enum class Of : quint8 {
        Users, ///< that run
        Rate, ///< of arrivals; see ArrivalPlan
    };
    Of of = Of::Users;
    QList<LoadPhase> phases;

    friend bool operator==(const LoadShape &, const LoadShape &) = default;
};

/// More points than that are refused: nobody can tell so many apart, and each worker has its own copy.
inline constexpr std::size_t mostCurvePoints = 100'000;

/// The shape as a curve. `folder` is the project's, for files. Errors say which phase ("phases[2].file") or which line
/// of a file is wrong: times that go backwards, gaps, levels below 0, too many points.
[[nodiscard]] Result<LoadCurve> curveOf(const LoadShape &shape, const QString &folder);

/// CSV with a header that names the columns "seconds" (or "time") and "level" (or "users", "rate"); other columns are
/// passed over.
[[nodiscard]] Result<std::vector<LoadCurve::Point>> readCurveFile(const QString &path);

} // namespace throng::project
