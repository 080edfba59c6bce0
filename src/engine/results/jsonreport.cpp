// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/jsonreport.h"

#include "engine/results/figuresjson.h"
#include "engine/results/words.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using metrics::Outcome;

QString stamp(qint64 unixMilliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(unixMilliseconds, Qt::UTC).toString(Qt::ISODateWithMs);
}

qint64 number(quint64 count)
{
    return static_cast<qint64>(count);
}

double rate(quint64 count, double seconds)
{
    return seconds > 0 ? double(count) / seconds : 0;
}

QJsonObject trustJson(const metrics::Verdict &verdict)
{
    return { { u"trust"_s, wordOf(verdict.trust) }, { u"reasons"_s, QJsonArray::fromStringList(verdict.reasons) } };
}

/// Null without samples.
QJsonValue timesJson(const metrics::Histogram &times)
{
    if (times.isEmpty())
        return {};
    QJsonObject json { { u"count"_s, number(times.count()) }, { u"mean_ms"_s, milliseconds(times.mean()) },
        { u"min_ms"_s, milliseconds(times.min()) }, { u"max_ms"_s, milliseconds(times.max()) } };
    for (const double percent : { 50.0, 90.0, 95.0, 99.0, 99.9 })
        json.insert(u"p%1_ms"_s.arg(percent), milliseconds(times.percentile(percent)));
    return json;
}

QJsonObject keyJson(const metrics::EndpointKey &key)
{
    return { { u"method"_s, QString::fromUtf8(key.method) }, { u"name"_s, QString::fromUtf8(key.name) },
        { u"kind"_s, wordOf(key.kind) } };
}

QJsonObject endpointJson(const metrics::EndpointDelta &endpoint, double seconds)
{
    QJsonObject json = keyJson(endpoint.key);
    json.insert(u"requests"_s, number(endpoint.requests()));
    json.insert(u"requests_per_second"_s, rate(endpoint.requests(), seconds));
    json.insert(u"failures"_s, number(endpoint.failures()));
    QJsonObject outcomes;
    for (std::size_t i = 0; i < metrics::outcomeCount; ++i)
        outcomes.insert(wordOf(static_cast<Outcome>(i)), number(endpoint.outcomes[i]));
    json.insert(u"outcomes"_s, outcomes);
    json.insert(u"bytes"_s, number(endpoint.bytes));
    json.insert(u"response_times"_s, timesJson(endpoint.responseTimes));
    json.insert(u"uncorrected_response_times"_s, timesJson(endpoint.uncorrectedTimes));
    return json;
}

QJsonObject errorJson(const metrics::ErrorDelta &error)
{
    QJsonObject json = keyJson(error.key);
    json.insert(u"outcome"_s, wordOf(error.outcome));
    json.insert(u"error"_s, QString::fromUtf8(error.error));
    json.insert(u"sample"_s, QString::fromUtf8(error.sample));
    json.insert(u"occurrences"_s, number(error.occurrences));
    json.insert(u"first_seen"_s, stamp(error.firstSeen));
    json.insert(u"last_seen"_s, stamp(error.lastSeen));
    return json;
}

QJsonObject serverJson(const metrics::ServerTotals::Row &row)
{
    return { { u"source"_s, row.source }, { u"name"_s, QString::fromUtf8(row.name) }, { u"unit"_s, wordOf(row.unit) },
        { u"suggested"_s, row.suggested }, { u"scrapes"_s, number(row.scrapes) }, { u"mean"_s, row.mean() },
        { u"lowest"_s, row.lowest }, { u"highest"_s, row.highest }, { u"last"_s, row.last } };
}

QJsonValue percentileJson(const std::optional<std::array<metrics::Nanoseconds, 3>> &times, std::size_t which)
{
    return times ? QJsonValue(milliseconds((*times)[which])) : QJsonValue();
}

QJsonArray historyJson(const ReportSpans &spans)
{
    QJsonArray history;
    for (std::size_t i = 0; i < spans.spans.size(); ++i) {
        const ReportSpans::Span &span = spans.spans[i];
        const ReportPoint &point = spans.all[i];
        history.append(QJsonObject { { u"from"_s, stamp(span.range.from) }, { u"to"_s, stamp(span.range.to) },
            { u"seconds"_s, span.seconds }, { u"users"_s, span.users }, { u"users_wanted"_s, span.usersWanted },
            { u"requests"_s, number(point.requests) }, { u"failures"_s, number(point.failures) },
            { u"rate_limited"_s, number(point.rateLimited) }, { u"p50_ms"_s, percentileJson(point.times, 0) },
            { u"p95_ms"_s, percentileJson(point.times, 1) }, { u"p99_ms"_s, percentileJson(point.times, 2) },
            { u"deliveries"_s, number(span.deliveries) },
            { u"delivery_p50_ms"_s, percentileJson(span.deliveryTimes, 0) },
            { u"delivery_p95_ms"_s, percentileJson(span.deliveryTimes, 1) },
            { u"delivery_p99_ms"_s, percentileJson(span.deliveryTimes, 2) } });
    }
    return history;
}

QJsonObject testJson(const Report &report, const ReportTest &test)
{
    const metrics::Totals &totals = test.totals;
    QJsonArray endpoints;
    for (const metrics::EndpointDelta &endpoint : totals.endpoints())
        endpoints.append(endpointJson(endpoint, totals.seconds()));
    QJsonArray errors;
    for (const metrics::ErrorDelta &error : totals.errors())
        errors.append(errorJson(error));
    QJsonArray figures;
    for (const metrics::FigureDelta &figure : totals.figures())
        figures.append(figureJson(figure));
    QJsonArray server;
    for (const metrics::ServerTotals::Row &row : test.server.rows())
        server.append(serverJson(row));
    QJsonArray rooms;
    for (const KeptRoom &room : test.slowestRooms)
        rooms.append(QJsonObject { { u"members"_s, room.members }, { u"deliveries"_s, number(room.deliveries) },
            { u"mean_ms"_s, milliseconds(room.mean) }, { u"worst_ms"_s, milliseconds(room.worst) } });
    return { { u"name"_s, test.test.name }, { u"behaviour"_s, test.test.behaviour },
        { u"is_setup"_s, test.test.isSetup }, { u"users"_s, test.test.users }, { u"spawn_rate"_s, test.test.spawnRate },
        { u"run_time_s"_s, double(test.test.runTime) / 1000 }, { u"warm_up_s"_s, double(test.test.warmUp) / 1000 },
        { u"started_at"_s, stamp(test.test.startedAt) }, { u"ended_at"_s, stamp(test.test.endedAt) },
        { u"end"_s, endOf(report.head, test.test) }, { u"cut_off"_s, test.test.cutOff },
        { u"seconds"_s, totals.seconds() }, { u"generator"_s, trustJson(test.test.verdict) },
        { u"warnings"_s, QJsonArray::fromStringList(test.test.warnings) }, { u"requests"_s, number(totals.requests()) },
        { u"requests_per_second"_s, rate(totals.requests(), totals.seconds()) },
        { u"failures"_s, number(totals.failures()) }, { u"failed_share"_s, totals.failedShare() },
        { u"rate_limited"_s, number(totals.count(Outcome::RateLimited)) },
        { u"cancelled"_s, number(totals.count(Outcome::Cancelled)) },
        { u"response_times"_s, timesJson(totals.responseTimes()) },
        { u"uncorrected_response_times"_s, timesJson(totals.uncorrectedTimes()) },
        { u"lateness"_s, timesJson(totals.lateness()) }, { u"endpoints"_s, endpoints }, { u"errors"_s, errors },
        { u"figures"_s, figures }, { u"deliveries"_s, accountJson(totals.deliveries()) }, { u"slowest_rooms"_s, rooms },
        { u"server"_s, server }, { u"history"_s, historyJson(test.spans) } };
}

QJsonValue timeJson(const std::optional<metrics::Nanoseconds> &time)
{
    return time ? QJsonValue(milliseconds(*time)) : QJsonValue();
}

QJsonObject runJson(const RunHead &head)
{
    return { { u"id"_s, head.id }, { u"title"_s, head.title }, { u"note"_s, head.note }, { u"suite"_s, head.suite },
        { u"server"_s, head.server }, { u"seed"_s, QString::number(head.seed) }, { u"workers"_s, head.workers },
        { u"state"_s, nameOf(head.state) }, { u"error"_s, head.error }, { u"started_at"_s, stamp(head.startedAt) },
        { u"ended_at"_s, stamp(head.endedAt) }, { u"users"_s, head.users }, { u"requests"_s, number(head.requests) },
        { u"failures"_s, number(head.failures) }, { u"failed_share"_s, head.failedShare() },
        { u"rate_limited"_s, number(head.rateLimited) }, { u"p50_ms"_s, timeJson(head.p50) },
        { u"p95_ms"_s, timeJson(head.p95) }, { u"p99_ms"_s, timeJson(head.p99) }, { u"group"_s, head.group },
        { u"trial"_s, head.trial }, { u"imported"_s, head.imported } };
}

} // namespace

QByteArray jsonReport(const Report &report)
{
    QJsonObject facts;
    for (const auto &[name, value] : report.facts.asKeyValueRange())
        facts.insert(name, value);
    QJsonArray thresholds;
    for (const KeptRule &rule : report.rules)
        thresholds.append(QJsonObject { { u"test"_s, rule.test < 0 ? QJsonValue() : report.nameOfTest(rule) },
            { u"rule"_s, rule.rule }, { u"state"_s, wordOf(rule.state) }, { u"found"_s, rule.found },
            { u"ended_the_run_at"_s, rule.brokenAt > 0 ? QJsonValue(stamp(rule.brokenAt)) : QJsonValue() } });
    QJsonArray messages;
    for (const KeptMessage &message : report.messages)
        messages.append(QJsonObject {
            { u"at"_s, stamp(message.at) }, { u"kind"_s, wordOf(message.kind) }, { u"text"_s, message.text } });
    QJsonArray tests;
    for (const ReportTest &test : report.tests)
        tests.append(testJson(report, test));
    return QJsonDocument(
        QJsonObject { { u"version"_s, jsonReportVersion }, { u"run"_s, runJson(report.head) },
            { u"verdict"_s,
                QJsonObject { { u"result"_s, wordOf(report.verdict()) }, { u"text"_s, report.verdictText() } } },
            { u"generator"_s, trustJson(report.head.verdict) }, { u"facts"_s, facts }, { u"thresholds"_s, thresholds },
            { u"messages"_s, messages }, { u"tests"_s, tests } })
        .toJson();
}

} // namespace throng::results
