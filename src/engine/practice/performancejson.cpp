// SPDX-License-Identifier: GPL-3.0-or-later
// A performance model as people write it: a word or two on a command line, or a small JSON file.
#include "engine/base/words.h"
#include "engine/practice/api.h"
#include "engine/practice/performancemodel.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <limits>
#include <optional>

namespace throng::practice {

using namespace Qt::StringLiterals;

namespace {

using Nanoseconds = ServiceTime::Nanoseconds;

constexpr double longest = 3'600'000; // ms

Nanoseconds milliseconds(double count)
{
    return Nanoseconds(static_cast<Nanoseconds::rep>(count * 1e6));
}

const QString &shapes()
{
    static const QString text =
        Words::tr("{\"fixed_ms\": 5}, {\"exponential_ms\": 5}, {\"log_normal_ms\": 5, \"sigma\": 0.5} with the median, "
                  "or {\"quantiles_ms\": {\"0.5\": 4, \"0.99\": 20, \"1\": 80}}");
    return text;
}

/// Reads one file, keeping the first problem with the path where it is.
class Reader {
public:
    explicit Reader(QString file)
        : m_file(std::move(file))
    {
    }

    std::optional<Error> problem;

    void complain(const QString &path, const QString &message, const QString &expected)
    {
        if (!problem)
            problem = Error { message, u"%1: %2"_s.arg(m_file, path), expected };
    }

    double number(const QJsonObject &object, const QString &key, const QString &path, double absent, double low,
        double high = longest)
    {
        const QJsonValue value = object.value(key);
        if (value.isUndefined())
            return absent;
        if (!value.isDouble() || value.toDouble() < low || value.toDouble() > high) {
            complain(path + u'.' + key, Words::tr("the value is out of range"),
                Words::tr("a number from %1 to %2").arg(low).arg(high));
            return absent;
        }
        return value.toDouble();
    }

    void knowsOnly(const QJsonObject &object, const QString &path, const QStringList &keys)
    {
        for (const QString &key : object.keys()) {
            if (!keys.contains(key))
                complain(path + u'.' + key, Words::tr("there is no such key"),
                    Words::tr("one of: %1").arg(keys.join(u", "_s)));
        }
    }

    ServiceTime time(const QJsonValue &value, const QString &path);
    PerformanceModel model(const QJsonObject &root);

private:
    void quantiles(const QJsonValue &value, const QString &path, ServiceTime &time);

    QString m_file;
};

void Reader::quantiles(const QJsonValue &value, const QString &path, ServiceTime &time)
{
    const QJsonObject points = value.toObject();
    for (const QString &key : points.keys()) {
        bool isNumber = false;
        const double share = key.toDouble(&isNumber);
        if (!isNumber || share < 0 || share > 1)
            complain(
                path + u'.' + key, Words::tr("this is no share of the requests"), Words::tr("a number from 0 to 1"));
        time.quantiles.append({ share, milliseconds(number(points, key, path, 0, 0)) });
    }
    if (points.isEmpty())
        complain(path, Words::tr("there are no quantiles"), shapes());
    std::sort(
        time.quantiles.begin(), time.quantiles.end(), [](const auto &a, const auto &b) { return a.share < b.share; });
    const auto falls = std::adjacent_find(
        time.quantiles.begin(), time.quantiles.end(), [](const auto &a, const auto &b) { return a.time > b.time; });
    if (falls != time.quantiles.end())
        complain(path, Words::tr("a larger share of the requests takes less time than a smaller one"),
            Words::tr("rising times"));
}

ServiceTime Reader::time(const QJsonValue &value, const QString &path)
{
    ServiceTime time;
    const QJsonObject object = value.toObject();
    const auto is = [&](const char *key) { return object.contains(QLatin1StringView(key)); };
    if (is("fixed_ms")) {
        knowsOnly(object, path, { u"fixed_ms"_s });
        time.mean = milliseconds(number(object, u"fixed_ms"_s, path, 0, 0));
    } else if (is("exponential_ms")) {
        knowsOnly(object, path, { u"exponential_ms"_s });
        time.shape = ServiceTime::Shape::Exponential;
        time.mean = milliseconds(number(object, u"exponential_ms"_s, path, 0, 0));
    } else if (is("log_normal_ms")) {
        knowsOnly(object, path, { u"log_normal_ms"_s, u"sigma"_s });
        time.shape = ServiceTime::Shape::LogNormal;
        time.mean = milliseconds(number(object, u"log_normal_ms"_s, path, 0, 0));
        time.sigma = number(object, u"sigma"_s, path, time.sigma, 0, 10);
    } else if (is("quantiles_ms")) {
        knowsOnly(object, path, { u"quantiles_ms"_s });
        time.shape = ServiceTime::Shape::Quantiles;
        quantiles(object.value(u"quantiles_ms"_s), path + u".quantiles_ms"_s, time);
    } else {
        complain(path, Words::tr("this is no service time"), shapes());
    }
    return time;
}

PerformanceModel Reader::model(const QJsonObject &root)
{
    PerformanceModel model;
    knowsOnly(
        root, u"$"_s, { u"workers"_s, u"maximum_queue"_s, u"ordinary"_s, u"delivery"_s, u"rules"_s, u"comment"_s });
    constexpr double most = 1'000'000;
    model.workers = static_cast<int>(number(root, u"workers"_s, u"$"_s, 1, 1, most));
    model.maximumQueue = static_cast<int>(number(root, u"maximum_queue"_s, u"$"_s, 0, 0, most));
    if (!root.contains(u"ordinary"_s))
        complain(u"$.ordinary"_s, Words::tr("the service time of ordinary requests is missing"), shapes());
    model.ordinary = time(root.value(u"ordinary"_s), u"$.ordinary"_s);
    if (root.contains(u"delivery"_s))
        model.delivery = time(root.value(u"delivery"_s), u"$.delivery"_s);
    if (root.contains(u"rules"_s) && !root.value(u"rules"_s).isArray())
        complain(u"$.rules"_s, Words::tr("the value is of the wrong type"), Words::tr("a list"));

    Router api;
    addMatrixApi(api);
    const QJsonArray rules = root.value(u"rules"_s).toArray();
    for (qsizetype i = 0; i < rules.size(); ++i) {
        const QString path = u"$.rules[%1]"_s.arg(i);
        const QJsonObject object = rules[i].toObject();
        knowsOnly(object, path, { u"method"_s, u"endpoint"_s, u"time"_s, u"comment"_s });
        PerformanceModel::Rule rule;
        rule.method = object.value(u"method"_s).toString();
        rule.endpoint = object.value(u"endpoint"_s).toString();
        if (!api.knowsName(rule.method.toStdString(), rule.endpoint.toStdString()))
            complain(path + u".endpoint"_s,
                Words::tr("there is no endpoint \"%1\"").arg(u"%1 %2"_s.arg(rule.method, rule.endpoint).trimmed()),
                Words::tr("a name as in the statistics, such as \"/_matrix/client/v3/rooms/_/send/m.room.message\"; "
                          "\"*\" at its end stands for any rest"));
        rule.time = time(object.value(u"time"_s), path + u".time"_s);
        model.rules.append(std::move(rule));
    }
    return model;
}

} // namespace

Result<PerformanceModel> PerformanceModel::fromJson(const QByteArray &json, const QString &fileName)
{
    QJsonParseError mistake;
    const QJsonDocument document = QJsonDocument::fromJson(json, &mistake);
    if (mistake.error != QJsonParseError::NoError) {
        const qsizetype line = json.left(mistake.offset).count('\n') + 1;
        return failure(mistake.errorString(), u"%1:%2"_s.arg(fileName).arg(line), u"JSON"_s);
    }
    if (!document.isObject())
        return failure(Words::tr("this is no performance model"), fileName,
            Words::tr("an object with \"workers\" and \"ordinary\""));
    Reader reader(fileName);
    PerformanceModel model = reader.model(document.object());
    if (reader.problem)
        return tl::unexpected(*reader.problem);
    return model;
}

Result<PerformanceModel> PerformanceModel::fromText(const QString &text)
{
    if (presets().contains(text))
        return preset(text);
    static const QRegularExpression distribution(
        u"^(fixed|exponential|log-normal):([0-9]+(?:\\.[0-9]+)?)(us|ms|s)(?:,([0-9]+(?:\\.[0-9]+)?))?$"_s);
    const QRegularExpressionMatch match = distribution.match(text);
    if (match.hasMatch()) {
        PerformanceModel model;
        model.workers = std::numeric_limits<int>::max(); // a latency alone: nobody waits for a worker
        ServiceTime &time = model.ordinary;
        time.shape = match.captured(1) == u"fixed" ? ServiceTime::Shape::Fixed
            : match.captured(1) == u"exponential"  ? ServiceTime::Shape::Exponential
                                                   : ServiceTime::Shape::LogNormal;
        const double unit = match.captured(3) == u"s" ? 1000 : match.captured(3) == u"ms" ? 1 : 0.001;
        const double count = match.captured(2).toDouble() * unit;
        const bool hasSigma = match.hasCaptured(4);
        if (count <= longest && (!hasSigma || time.shape == ServiceTime::Shape::LogNormal)) {
            time.mean = milliseconds(count);
            if (hasSigma)
                time.sigma = std::min(match.captured(4).toDouble(), 10.0);
            return model;
        }
    }
    QFile file(text);
    if (file.open(QIODevice::ReadOnly))
        return fromJson(file.readAll(), text);
    const QString allowed = Words::tr(
        "one of: %1; a distribution such as fixed:20ms, exponential:20ms, log-normal:20ms,0.5; or a JSON file")
                                .arg(presets().join(u", "_s));
    return failure(
        Words::tr("\"%1\" is neither a preset nor a distribution nor a file that can be read").arg(text), {}, allowed);
}

} // namespace throng::practice
