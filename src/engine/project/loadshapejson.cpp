// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/loadshapejson.h"

#include "engine/base/words.h"
#include "engine/project/suite.h"

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

using Kind = LoadPhase::Kind;

// In the order of their enumerations.
const QStringList kinds { u"constant"_s, u"ramp"_s, u"steps"_s, u"spike"_s, u"soak"_s, u"daily"_s, u"points"_s };
const QStringList whats { u"users"_s, u"rate"_s };

std::chrono::milliseconds readTime(JsonReader &reader, const QString &key, std::chrono::milliseconds fallback)
{
    const QJsonValue json = reader.value(key);
    if (!reader.has(key))
        return fallback;
    if (json.isDouble() && json.toDouble() > 0 && json.toDouble() < 1e9)
        return std::chrono::milliseconds(qint64(json.toDouble() * 1000));
    const auto time = parseRunTime(json.toString());
    if (!time) {
        reader.fail(key, Words::tr("is %1").arg(JsonReader::describe(json)), time.error().expected);
        return fallback;
    }
    return *time;
}

QJsonValue timeToJson(std::chrono::milliseconds time)
{
    if (time.count() % 1000 != 0)
        return double(time.count()) / 1000; // texts know whole seconds only
    return formatRunTime(time);
}

std::vector<LoadCurve::Point> readPoints(JsonReader &reader, const QString &key)
{
    std::vector<LoadCurve::Point> points;
    const QJsonArray array = reader.array(key);
    if (std::size_t(array.size()) > mostCurvePoints) {
        reader.fail(key, Words::tr("has %1 points").arg(array.size()), Words::tr("%1 at most").arg(mostCurvePoints));
        return points;
    }
    points.reserve(std::size_t(array.size()));
    for (int i = 0; i < array.size(); ++i) {
        const QJsonArray pair = array[i].toArray();
        if (pair.size() != 2 || !pair[0].isDouble() || !pair[1].isDouble())
            reader.fail(u"%1[%2]"_s.arg(key).arg(i), Words::tr("is %1").arg(JsonReader::describe(array[i])),
                Words::tr("a pair of numbers: seconds, and the load then"));
        points.push_back({ pair[0].toDouble(), pair[1].toDouble() });
    }
    return points;
}

LoadPhase readPhase(JsonReader reader)
{
    LoadPhase phase;
    if (!reader.has(u"kind"_s))
        reader.fail(u"kind"_s, Words::tr("is missing"), kinds.join(u", "));
    phase.kind = reader.choice(u"kind"_s, kinds, phase.kind);
    const bool ofPoints = phase.kind == Kind::Points;
    if (!ofPoints && !reader.has(u"duration"_s))
        reader.fail(u"duration"_s, Words::tr("is missing"), Words::tr("a time such as 90s, 5m or 1h30m"));
    phase.duration = readTime(reader, u"duration"_s, phase.duration);
    phase.level = reader.number(u"level"_s, phase.level);
    if (reader.has(u"from"_s))
        phase.from = reader.number(u"from"_s, 0);
    phase.to = reader.number(u"to"_s, phase.to);
    phase.steps = reader.integer(u"steps"_s, phase.steps, 1);
    phase.peak = reader.number(u"peak"_s, phase.peak);
    phase.peakDuration = readTime(reader, u"peak_duration"_s, std::min(phase.peakDuration, phase.duration));
    phase.rise = readTime(reader, u"rise"_s, std::min(phase.rise, phase.duration));
    phase.busiestHour = reader.number(u"busiest_hour"_s, phase.busiestHour, 0, 24);
    phase.startHour = reader.number(u"start_hour"_s, phase.startHour, 0, 24);
    phase.timeLapse = reader.number(u"time_lapse"_s, phase.timeLapse);
    phase.file = reader.text(u"file"_s);
    if (ofPoints && phase.file.isEmpty())
        phase.points = readPoints(reader, u"points"_s);
    // Whatever else is wrong is found where the curve is made: also in a shape that comes from a window.
    if (!reader.error() && phase.file.isEmpty()) {
        if (const auto curve = curveOf({ LoadShape::Of::Users, { phase } }, {}); !curve) {
            const Error &error = curve.error();
            const QString prefix = u"phases[0]."_s;
            if (error.where.startsWith(prefix))
                reader.fail(error.where.mid(prefix.size()), error.message, error.expected);
        }
    }
    return phase;
}

QJsonObject phaseToJson(const LoadPhase &phase)
{
    QJsonObject json { { u"kind"_s, kinds[int(phase.kind)] } };
    if (phase.kind != Kind::Points)
        json.insert(u"duration"_s, timeToJson(phase.duration));
    switch (phase.kind) {
    case Kind::Constant:
        json.insert(u"level"_s, phase.level);
        break;
    case Kind::Steps:
        json.insert(u"steps"_s, phase.steps);
        [[fallthrough]];
    case Kind::Ramp:
        if (phase.from)
            json.insert(u"from"_s, *phase.from);
        json.insert(u"to"_s, phase.to);
        break;
    case Kind::Spike:
        json.insert(u"level"_s, phase.level);
        json.insert(u"peak"_s, phase.peak);
        json.insert(u"peak_duration"_s, timeToJson(phase.peakDuration));
        break;
    case Kind::Soak:
        json.insert(u"level"_s, phase.level);
        json.insert(u"rise"_s, timeToJson(phase.rise));
        break;
    case Kind::Daily:
        if (phase.from)
            json.insert(u"from"_s, *phase.from);
        json.insert(u"to"_s, phase.to);
        json.insert(u"busiest_hour"_s, phase.busiestHour);
        json.insert(u"start_hour"_s, phase.startHour);
        json.insert(u"time_lapse"_s, phase.timeLapse);
        break;
    case Kind::Points:
        if (!phase.file.isEmpty()) {
            json.insert(u"file"_s, phase.file);
            break;
        }
        QJsonArray points;
        for (const LoadCurve::Point &point : phase.points)
            points.append(QJsonArray { point.seconds, point.level });
        json.insert(u"points"_s, points);
        break;
    }
    return json;
}

} // namespace

std::optional<LoadShape> readLoadShape(JsonReader &test, const QString &key)
{
    if (!test.has(key)) {
        (void)test.value(key);
        return std::nullopt;
    }
    JsonReader reader = test.object(key);
    LoadShape shape;
    shape.of = reader.choice(u"of"_s, whats, shape.of);
    for (const JsonReader &phase : reader.objects(u"phases"_s))
        shape.phases.append(readPhase(phase));
    if (shape.phases.isEmpty())
        reader.fail(u"phases"_s, Words::tr("is empty"), Words::tr("at least one phase"));
    return shape;
}

QJsonObject loadShapeToJson(const LoadShape &shape, const QJsonObject &before)
{
    QJsonObject json = before;
    json.insert(u"of"_s, whats[int(shape.of)]);
    QJsonArray phases;
    for (const LoadPhase &phase : shape.phases)
        phases.append(phaseToJson(phase));
    json.insert(u"phases"_s, phases);
    return json;
}

} // namespace throng::project
