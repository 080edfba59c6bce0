// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/htmlcharts.h"

#include "engine/base/words.h"
#include "engine/metrics/format.h"
#include "engine/results/figuresjson.h"
#include "engine/results/htmlpage.h"
#include "engine/thresholds/ruleparser.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using Span = ReportSpans::Span;

/// Seconds since the begin, of the middle of a span. To half a second, so that runs laid over each other meet.
double middleOf(const Span &span, const TimeRange &extent)
{
    return std::round((double(span.range.from + span.range.to) / 2 - double(extent.from)) / 500) / 2;
}

/// Braces around a single array would copy it with some compilers, and put it into another with the others.
QJsonArray listOf(std::initializer_list<QJsonArray> arrays)
{
    QJsonArray list;
    for (const QJsonArray &array : arrays)
        list.append(array);
    return list;
}

QJsonObject line(const QString &name, int style)
{
    return { { u"name"_s, name }, { u"style"_s, style } };
}

QJsonValue timeOf(const std::optional<std::array<metrics::Nanoseconds, 3>> &times, std::size_t which)
{
    return times ? chartNumber(milliseconds((*times)[which])) : QJsonValue();
}

QJsonValue rateOf(quint64 count, const Span &span)
{
    return span.seconds > 0 ? chartNumber(double(count) / span.seconds) : QJsonValue();
}

/// One value a span.
template <typename Function>
QJsonArray each(const ReportSpans &spans, Function value)
{
    QJsonArray values;
    for (std::size_t i = 0; i < spans.spans.size(); ++i)
        values.append(value(i));
    return values;
}

QJsonArray timeSeries(const ReportSpans &spans, const std::vector<ReportPoint> &points)
{
    QJsonArray series;
    for (std::size_t which = 0; which < 3; ++which)
        series.append(each(spans, [&](std::size_t i) { return timeOf(points[i].times, which); }));
    return series;
}

QJsonArray rateSeries(const ReportSpans &spans, const std::vector<ReportPoint> &points)
{
    QJsonArray series;
    for (const auto count : { &ReportPoint::requests, &ReportPoint::failures, &ReportPoint::rateLimited })
        series.append(each(spans, [&](std::size_t i) { return rateOf(points[i].*count, spans.spans[i]); }));
    return series;
}

QJsonArray percentileLines()
{
    return { line(u"p50"_s, 0), line(u"p95"_s, 1), line(u"p99"_s, 2) };
}

QJsonObject chart(const QString &title, const QString &unit, const QJsonArray &lines, const QJsonArray &series)
{
    return { { u"title"_s, title }, { u"unit"_s, unit }, { u"lines"_s, lines }, { u"series"_s, series } };
}

/// The limits of times among a test's thresholds, by what they are of.
struct Limits {
    explicit Limits(const std::vector<const KeptRule *> &kept)
    {
        for (const KeptRule *one : kept) {
            const auto rule = thresholds::parseRule(one->rule);
            if (rule && rule->unit() == thresholds::Unit::Time)
                rules.push_back(*rule);
        }
    }

    template <typename Function>
    [[nodiscard]] QJsonArray of(Function isMeant) const
    {
        QJsonArray limits;
        for (const thresholds::Rule &rule : rules) {
            if (isMeant(rule))
                limits.append(QJsonObject { { u"text"_s, rule.text }, { u"value"_s, chartNumber(rule.limit / 1e6) } });
        }
        return limits;
    }

    std::vector<thresholds::Rule> rules;
};

QJsonObject serverChart(const ReportTest &test)
{
    QJsonArray names;
    QJsonArray units;
    QJsonArray series;
    for (const metrics::ServerTotals::Row &row : test.server.rows()) {
        if (!row.suggested)
            continue;
        double factor = 1;
        QString unit = u"number"_s;
        switch (row.unit) {
        case metrics::ServerUnit::Number:
            break;
        case metrics::ServerUnit::PerSecond:
            unit = u"rate"_s;
            break;
        case metrics::ServerUnit::Seconds:
            unit = u"ms"_s;
            factor = 1000;
            break;
        case metrics::ServerUnit::SecondsPerSecond:
        case metrics::ServerUnit::Share:
            unit = u"share"_s;
            break;
        case metrics::ServerUnit::Bytes:
            unit = u"bytes"_s;
            break;
        }
        // Scrapes come every five seconds: a span has the mean of its own, and many have none.
        std::vector<std::pair<double, int>> sums(test.spans.spans.size());
        std::size_t span = 0;
        for (const metrics::ServerScrape &scrape : test.scrapes) {
            while (span + 1 < sums.size() && scrape.unixMilliseconds > test.spans.spans[span].range.to)
                ++span;
            const metrics::ServerFigure *figure = scrape.source == row.source ? scrape.figure(row.name) : nullptr;
            if (figure && span < sums.size()) {
                sums[span].first += figure->value * factor;
                ++sums[span].second;
            }
        }
        names.append(u"%1: %2"_s.arg(row.source, QString::fromUtf8(row.name)));
        units.append(unit);
        series.append(listOf({ each(test.spans, [&](std::size_t i) {
            return sums[i].second > 0 ? chartNumber(sums[i].first / sums[i].second) : QJsonValue();
        }) }));
    }
    if (names.isEmpty())
        return {};
    QJsonObject server = chart(Words::tr("Server"), {}, { line(Words::tr("server"), 0) }, series);
    server.insert(u"choices"_s, names);
    server.insert(u"units"_s, units);
    server.insert(u"connect"_s, true);
    return server;
}

/// What a person wrote beside the run during this test.
QJsonArray marksOf(const Report &report, const ReportTest &test)
{
    QJsonArray marks;
    for (const KeptMessage &message : report.messages) {
        if (message.kind == KeptMessage::Kind::Annotation && message.at >= test.extent.from
            && message.at <= test.extent.to)
            marks.append(
                QJsonObject { { u"x"_s, double(message.at - test.extent.from) / 1'000 }, { u"text"_s, message.text } });
    }
    return marks;
}

QJsonObject generatorChart(const ReportSpans &spans)
{
    QJsonObject generator = chart(Words::tr("Generator"), {}, { line(Words::tr("generator"), 0) },
        listOf({ listOf({ each(spans, [&](std::size_t i) { return chartNumber(spans.spans[i].busiestWorker); }) }),
            listOf(
                { each(spans, [&](std::size_t i) { return chartNumber(milliseconds(spans.spans[i].loopLag)); }) }) }));
    generator.insert(
        u"choices"_s, QJsonArray { Words::tr("busiest worker, of a core"), Words::tr("event loop late by") });
    generator.insert(u"units"_s, QJsonArray { u"share"_s, u"ms"_s });
    return generator;
}

} // namespace

QJsonObject chartsOf(const Report &report, const ReportTest &test)
{
    const ReportSpans &spans = test.spans;
    const Limits limits(report.rulesOf(test));
    QJsonArray choices { Words::tr("all (times without long polls)") };
    QJsonArray times = listOf({ timeSeries(spans, spans.all) });
    QJsonArray rates = listOf({ rateSeries(spans, spans.all) });
    QJsonArray timeLimits =
        listOf({ limits.of([](const thresholds::Rule &rule) { return rule.endpoints.empty() && !rule.felt; }) });
    for (const auto &[key, points] : spans.endpoints) {
        choices.append(metrics::nameOf(key));
        times.append(timeSeries(spans, points));
        rates.append(rateSeries(spans, points));
        timeLimits.append(limits.of([&key = key](const thresholds::Rule &rule) {
            return std::find(rule.endpoints.begin(), rule.endpoints.end(), key) != rule.endpoints.end();
        }));
    }

    QJsonObject responseTimes = chart(Words::tr("Response times"), u"ms"_s, percentileLines(), times);
    responseTimes.insert(u"limits"_s, timeLimits);
    QJsonArray charts { responseTimes,
        chart(Words::tr("Requests"), u"rate"_s,
            { line(Words::tr("requests"), 0), line(Words::tr("failed"), 1), line(u"429"_s, 3) }, rates) };
    if (std::any_of(spans.spans.begin(), spans.spans.end(), [](const Span &span) { return span.deliveryTimes; })) {
        const metrics::FigureKey live { metrics::figure::delivery, metrics::figure::live };
        QJsonArray series;
        for (std::size_t which = 0; which < 3; ++which)
            series.append(each(spans, [&](std::size_t i) { return timeOf(spans.spans[i].deliveryTimes, which); }));
        QJsonObject deliveries = chart(Words::tr("Deliveries"), u"ms"_s, percentileLines(), listOf({ series }));
        deliveries.insert(
            u"limits"_s, listOf({ limits.of([&live](const thresholds::Rule &rule) { return rule.felt == live; }) }));
        charts.append(deliveries);
    }
    charts.append(
        chart(Words::tr("Users"), u"number"_s, { line(Words::tr("running"), 2), line(Words::tr("wanted"), 6) },
            listOf({ listOf({ each(spans, [&](std::size_t i) { return QJsonValue(spans.spans[i].users); }),
                each(spans, [&](std::size_t i) { return QJsonValue(spans.spans[i].usersWanted); }) }) })));
    if (const QJsonObject server = serverChart(test); !server.isEmpty())
        charts.append(server);
    if (!report.head.imported)
        charts.append(generatorChart(spans));
    return { { u"origin"_s, test.extent.from }, { u"warm_up"_s, double(test.test.warmUp) / 1000 },
        { u"x"_s, each(spans, [&](std::size_t i) { return QJsonValue(middleOf(spans.spans[i], test.extent)); }) },
        { u"marks"_s, marksOf(report, test) }, { u"choices"_s, choices }, { u"charts"_s, charts } };
}

QJsonObject chartsOf(const std::vector<OverlaidRun> &runs, const std::vector<metrics::EndpointKey> &endpoints)
{
    // Where any run has a span, all have a place: null where it is not theirs.
    std::map<double, std::vector<std::optional<std::size_t>>> places;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const ReportSpans &spans = runs[run].spans;
        for (std::size_t i = 0; i < spans.spans.size(); ++i) {
            auto &place = places[middleOf(spans.spans[i], runs[run].extent)];
            place.resize(runs.size());
            place[run] = i;
        }
    }
    QJsonArray x;
    for (const auto &[second, place] : places)
        x.append(second);
    const auto lineOfEach = [&](const auto &value) {
        QJsonArray series;
        for (std::size_t run = 0; run < runs.size(); ++run) {
            QJsonArray values;
            for (const auto &[second, place] : places)
                values.append(place[run] ? value(runs[run].spans, *place[run]) : QJsonValue());
            series.append(values);
        }
        return series;
    };
    // Null: of all of them. A run that never asked an endpoint has no points of it.
    const auto ofEndpoint = [](const ReportSpans &spans, const metrics::EndpointKey *key, std::size_t i) {
        if (!key)
            return spans.all[i];
        const auto found = spans.endpoints.find(*key);
        return found != spans.endpoints.end() ? found->second[i] : ReportPoint();
    };

    QJsonArray choices { Words::tr("all (times without long polls)") };
    std::vector<const metrics::EndpointKey *> keys { nullptr };
    for (const metrics::EndpointKey &key : endpoints) {
        choices.append(metrics::nameOf(key));
        keys.push_back(&key);
    }
    QJsonArray medians;
    QJsonArray tails;
    QJsonArray requests;
    QJsonArray failures;
    for (const metrics::EndpointKey *key : keys) {
        medians.append(lineOfEach(
            [&](const ReportSpans &spans, std::size_t i) { return timeOf(ofEndpoint(spans, key, i).times, 0); }));
        tails.append(lineOfEach(
            [&](const ReportSpans &spans, std::size_t i) { return timeOf(ofEndpoint(spans, key, i).times, 1); }));
        requests.append(lineOfEach([&](const ReportSpans &spans, std::size_t i) {
            return rateOf(ofEndpoint(spans, key, i).requests, spans.spans[i]);
        }));
        failures.append(lineOfEach([&](const ReportSpans &spans, std::size_t i) {
            return rateOf(ofEndpoint(spans, key, i).failures, spans.spans[i]);
        }));
    }
    QJsonArray lines;
    for (const OverlaidRun &run : runs)
        lines.append(line(run.name, run.style));
    QJsonArray charts { chart(Words::tr("p50 of response times"), u"ms"_s, lines, medians),
        chart(Words::tr("p95 of response times"), u"ms"_s, lines, tails),
        chart(Words::tr("Requests"), u"rate"_s, lines, requests),
        chart(Words::tr("Failed requests"), u"rate"_s, lines, failures),
        chart(Words::tr("p95 of deliveries"), u"ms"_s, lines,
            listOf({ lineOfEach(
                [](const ReportSpans &spans, std::size_t i) { return timeOf(spans.spans[i].deliveryTimes, 1); }) })),
        chart(Words::tr("Users"), u"number"_s, lines, listOf({ lineOfEach([](const ReportSpans &spans, std::size_t i) {
            return QJsonValue(spans.spans[i].users);
        }) })) };
    for (QJsonValueRef one : charts) {
        QJsonObject connected = one.toObject();
        connected.insert(u"connect"_s, true);
        one = connected;
    }
    return { { u"x"_s, x }, { u"choices"_s, choices }, { u"charts"_s, charts } };
}

} // namespace throng::results
