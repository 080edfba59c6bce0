// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/loadshape.h"

#include "engine/base/words.h"
#include "engine/project/csv.h"
#include "engine/project/textfile.h"

#include <QDir>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

using Points = std::vector<LoadCurve::Point>;

// Beyond what anybody means; keeps sums from overflowing.
constexpr double longest = 366.0 * 24 * 3600; // seconds
constexpr double highest = 10'000'000;

double secondsOf(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// What is wrong with a level, if anything is.
std::optional<Error> wrongLevel(double level, const QString &where)
{
    if (level >= 0 && level <= highest)
        return std::nullopt;
    return Error { Words::tr("the level is %1").arg(level), where,
        Words::tr("a number from 0 to %1").arg(highest, 0, 'f', 0) };
}

std::optional<Error> wrongTime(std::chrono::milliseconds time, const QString &where)
{
    if (time.count() > 0 && secondsOf(time) <= longest)
        return std::nullopt;
    return Error { Words::tr("the time is %1 s").arg(secondsOf(time)), where,
        Words::tr("more than 0, and a year at most") };
}

/// `whereIs` gives the place of a point.
template <typename WhereIs>
std::optional<Error> wrongPoints(const Points &points, const QString &where, WhereIs whereIs)
{
    if (points.empty())
        return Error { Words::tr("there are no points"), where, Words::tr("at least two, the first at 0 s") };
    if (points.size() > mostCurvePoints)
        return Error { Words::tr("there are %1 points").arg(points.size()), where,
            Words::tr("%1 at most").arg(mostCurvePoints) };
    double before = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const LoadCurve::Point &point = points[i];
        if (auto error = wrongLevel(point.level, whereIs(i)))
            return error;
        if (!(point.seconds >= 0) || point.seconds > longest)
            return Error { Words::tr("the time is %1 s").arg(point.seconds), whereIs(i),
                Words::tr("0 or more, and a year at most") };
        if (i == 0 && point.seconds > 0)
            return Error { Words::tr("nothing is said of the load before %1 s").arg(point.seconds), whereIs(i),
                Words::tr("a first point at 0 s") };
        if (point.seconds < before)
            return Error { Words::tr("the time goes back from %1 s to %2 s").arg(before).arg(point.seconds), whereIs(i),
                Words::tr("times in order; two of the same time are a jump") };
        before = point.seconds;
    }
    if (before <= 0)
        return Error { Words::tr("all points are at 0 s"), where, Words::tr("a last point later than 0 s") };
    return std::nullopt;
}

/// Puts one phase after the other.
class Course {
public:
    explicit Course(const QString &folder)
        : m_folder(folder)
    {
    }

    std::optional<Error> add(const LoadPhase &phase, const QString &where)
    {
        if (phase.kind == LoadPhase::Kind::Points)
            return addPoints(phase, where);
        if (auto error = wrongTime(phase.duration, where + u".duration"_s))
            return error;
        if (auto error = wrongFields(phase, where))
            return error;
        draw(phase);
        m_begin += secondsOf(phase.duration);
        if (m_begin > longest)
            return Error { Words::tr("all phases together take longer than a year"), where, {} };
        if (m_points.size() > mostCurvePoints)
            return Error { Words::tr("the shape has more than %1 points").arg(mostCurvePoints), where,
                Words::tr("fewer steps") };
        return std::nullopt;
    }

    [[nodiscard]] LoadCurve curve() { return LoadCurve(std::move(m_points)); }

private:
    using Kind = LoadPhase::Kind;

    static std::optional<Error> wrongFields(const LoadPhase &phase, const QString &where)
    {
        const auto firstOf = [](std::initializer_list<std::optional<Error>> errors) {
            const auto found = std::find_if(errors.begin(), errors.end(), [](const auto &e) { return e.has_value(); });
            return found != errors.end() ? *found : std::nullopt;
        };
        const auto inside = [&](std::chrono::milliseconds time, const QString &key) -> std::optional<Error> {
            if (time.count() > 0 && time <= phase.duration)
                return std::nullopt;
            return Error { Words::tr("the time is %1 s").arg(secondsOf(time)), where + key,
                Words::tr("more than 0, and no more than the phase's %1 s").arg(secondsOf(phase.duration)) };
        };
        const auto number = [&](bool right, double value, const QString &key,
                                const QString &expected) -> std::optional<Error> {
            if (right)
                return std::nullopt;
            return Error { Words::tr("is %1").arg(value), where + key, expected };
        };
        const auto level = [&] { return wrongLevel(phase.level, where + u".level"_s); };
        const auto fromTo = [&] {
            return firstOf(
                { wrongLevel(phase.from.value_or(0), where + u".from"_s), wrongLevel(phase.to, where + u".to"_s) });
        };
        switch (phase.kind) {
        case Kind::Constant:
            return level();
        case Kind::Ramp:
            return fromTo();
        case Kind::Steps:
            return firstOf({ fromTo(),
                number(phase.steps >= 1 && std::size_t(phase.steps) <= mostCurvePoints / 2, phase.steps, u".steps"_s,
                    Words::tr("1 to %1 steps").arg(mostCurvePoints / 2)) });
        case Kind::Spike:
            return firstOf({ level(), wrongLevel(phase.peak, where + u".peak"_s),
                inside(phase.peakDuration, u".peak_duration"_s) });
        case Kind::Soak:
            return firstOf({ level(), inside(phase.rise, u".rise"_s) });
        case Kind::Daily:
            return firstOf({ fromTo(),
                number(phase.busiestHour >= 0 && phase.busiestHour <= 24, phase.busiestHour, u".busiest_hour"_s,
                    Words::tr("an hour from 0 to 24")),
                number(phase.startHour >= 0 && phase.startHour <= 24, phase.startHour, u".start_hour"_s,
                    Words::tr("an hour from 0 to 24")),
                number(phase.timeLapse > 0 && phase.timeLapse <= 86'400, phase.timeLapse, u".time_lapse"_s,
                    Words::tr("a factor above 0, 86400 at most")) });
        case Kind::Points:
            break;
        }
        return std::nullopt;
    }

    void draw(const LoadPhase &phase)
    {
        const double duration = secondsOf(phase.duration);
        switch (phase.kind) {
        case Kind::Constant:
            put(0, phase.level);
            put(duration, phase.level);
            break;
        case Kind::Ramp:
            put(0, phase.from.value_or(m_points.empty() ? 0 : m_points.back().level));
            put(duration, phase.to);
            break;
        case Kind::Steps:
            for (int i = 0; i < phase.steps; ++i) {
                const double from = phase.from.value_or(0);
                const double level = phase.steps > 1 ? from + (phase.to - from) * i / (phase.steps - 1) : phase.to;
                put(duration * i / phase.steps, level);
                put(duration * (i + 1) / phase.steps, level);
            }
            break;
        case Kind::Spike: {
            const double peak = secondsOf(phase.peakDuration);
            const double before = (duration - peak) / 2;
            put(0, phase.level);
            put(before, phase.level);
            put(before, phase.peak);
            put(before + peak, phase.peak);
            put(before + peak, phase.level);
            put(duration, phase.level);
            break;
        }
        case Kind::Soak:
            put(0, m_points.empty() ? 0 : m_points.back().level);
            put(secondsOf(phase.rise), phase.level);
            put(duration, phase.level);
            break;
        case Kind::Daily:
            drawDay(phase, duration);
            break;
        case Kind::Points:
            break;
        }
    }

    void drawDay(const LoadPhase &phase, double duration)
    {
        const double low = phase.from.value_or(0);
        const double hours = duration / 3600 * phase.timeLapse;
        // A line every five minutes of the day, so long as that is not more than anybody can tell apart.
        const int lines = int(std::clamp(std::ceil(hours * 12), 1.0, 20'000.0));
        for (int i = 0; i <= lines; ++i) {
            const double hour = phase.startHour + hours * i / lines;
            const double height = (1 + std::cos(2 * std::numbers::pi * (hour - phase.busiestHour) / 24)) / 2;
            put(duration * i / lines, low + (phase.to - low) * height);
        }
    }

    std::optional<Error> addPoints(const LoadPhase &phase, const QString &where)
    {
        Points points = phase.points;
        if (!phase.file.isEmpty()) {
            auto read = readCurveFile(QDir(m_folder).absoluteFilePath(phase.file));
            if (!read)
                return read.error();
            points = *std::move(read);
        } else if (auto error = wrongPoints(points, where + u".points"_s,
                       [&](std::size_t i) -> QString { return where + u".points[%1]"_s.arg(i); })) {
            return error;
        }
        if (m_points.size() + points.size() > mostCurvePoints)
            return Error { Words::tr("the shape has more than %1 points").arg(mostCurvePoints), where,
                Words::tr("fewer points") };
        for (const LoadCurve::Point &point : points)
            put(point.seconds, point.level);
        m_begin += points.back().seconds;
        return std::nullopt;
    }

    void put(double seconds, double level)
    {
        const LoadCurve::Point point { m_begin + seconds, level };
        if (m_points.empty() || m_points.back() != point)
            m_points.push_back(point);
    }

    QString m_folder;
    Points m_points;
    double m_begin = 0; ///< of the phase, seconds
};

} // namespace

Result<LoadCurve> curveOf(const LoadShape &shape, const QString &folder)
{
    if (shape.phases.isEmpty())
        return failure(Words::tr("the load shape has no phases"), u"phases"_s, Words::tr("at least one"));
    Course course(folder);
    for (qsizetype i = 0; i < shape.phases.size(); ++i) {
        if (const auto error = course.add(shape.phases[i], u"phases[%1]"_s.arg(i)))
            return tl::unexpected(*error);
    }
    LoadCurve curve = course.curve();
    if (curve.peak() <= 0)
        return failure(Words::tr("the load is 0 all the time"), u"phases"_s, Words::tr("a level above 0"));
    return curve;
}

Result<Points> readCurveFile(const QString &path)
{
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    Result<CsvTable> table = CsvTable::open(*text, path, CsvTable::TornEnd::IsAnError);
    if (!table)
        return tl::unexpected(table.error());
    const Result<int> time = table->column({ "seconds", "time" });
    if (!time)
        return tl::unexpected(time.error());
    const Result<int> level = table->column({ "level", "users", "rate" });
    if (!level)
        return tl::unexpected(level.error());

    Points points;
    QStringList places;
    for (;;) {
        const Result<std::optional<CsvRecord>> record = table->next();
        if (!record)
            return tl::unexpected(record.error());
        if (!*record)
            break;
        const QString where = table->whereIs(**record);
        const auto number = [&](int column, bool &right) {
            return (*record)->fields[column].trimmed().toDouble(&right);
        };
        bool timeRight = false;
        bool levelRight = false;
        const LoadCurve::Point point { number(*time, timeRight), number(*level, levelRight) };
        if (!timeRight || !levelRight)
            return failure(
                Words::tr("\"%1\" is no number").arg(QString::fromUtf8((*record)->fields[timeRight ? *level : *time])),
                where, Words::tr("seconds since the beginning, and the load then"));
        points.push_back(point);
        places += where;
        if (points.size() > mostCurvePoints)
            return failure(Words::tr("there are more than %1 points").arg(mostCurvePoints), where,
                Words::tr("%1 at most").arg(mostCurvePoints));
    }
    if (auto error = wrongPoints(points, path, [&places](std::size_t i) -> QString { return places[qsizetype(i)]; }))
        return tl::unexpected(*error);
    return points;
}

} // namespace throng::project
