// SPDX-License-Identifier: GPL-3.0-or-later

// What of a kept run is read second by second, and what was said beside the figures.
#include "engine/results/runreader.h"

#include "engine/results/blobs.h"
#include "engine/results/words.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace throng::results {

Result<> RunReader::readLocust(int test, const Seconds &seconds, Part part, metrics::TotalsParts &parts)
{
    if (part.begin == part.end)
        return {};
    const int first = seconds.all[part.begin].number;
    const int last = seconds.all[part.end - 1].number;
    auto points = m_database->rows(
        u"SELECT locust FROM second WHERE test = ? AND second BETWEEN ? AND ? AND locust NOT NULL ORDER BY second"_s,
        { test, parts.warmUpPoints > 0 ? seconds.all.front().number : first, last });
    if (!points)
        return tl::unexpected(points.error());
    for (auto point = parts.history.begin(); points->next() && point != parts.history.end(); ++point) {
        if (!results::readLocust(points->value(0).toByteArray(), point->locust))
            return damaged();
    }
    std::map<int, qint64> ends;
    for (std::size_t i = part.begin; i < part.end; ++i)
        ends[seconds.all[i].number] = seconds.all[i].point.unixMilliseconds;
    auto rows = m_database->rows(
        u"SELECT second, endpoint, ok + matrix_errors + http_errors + rate_limited + timeouts + network_errors,"
        " matrix_errors + http_errors + rate_limited + timeouts + network_errors FROM endpoint_sum"
        " WHERE length = 1 AND test = ? AND second BETWEEN ? AND ? ORDER BY second"_s,
        { test, first, last });
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        const auto end = ends.find(rows->value(0).toInt());
        const auto key = m_names.endpoints.find(rows->value(1).toInt());
        const auto requests = rows->value(2).toUInt();
        if (end == ends.end() || key == m_names.endpoints.end())
            return damaged();
        if (requests == 0)
            continue;
        std::vector<metrics::LocustSecond> &asked =
            parts.locustSeconds[{ key->second.method, key->second.name, metrics::Kind::Ordinary }];
        if (asked.empty() || asked.back().unixMilliseconds != end->second)
            asked.push_back({ end->second, 0, 0 });
        asked.back().requests += requests;
        asked.back().failures += rows->value(3).toUInt();
    }
    return m_database->checkRead(*rows);
}

Result<> RunReader::eachSecond(
    int test, std::optional<TimeRange> range, const std::function<void(const metrics::Snapshot &)> &take)
{
    const Result<Seconds *> found = load(test);
    if (!found)
        return tl::unexpected(found.error());
    const Seconds &seconds = **found;
    const Part part = partOf(seconds, range);
    if (part.begin == part.end)
        return {};
    if (Result<> names = readNames(); !names)
        return names;
    const QVariantList span { test, seconds.all[part.begin].number, seconds.all[part.end - 1].number };
    auto endpoints = m_database->rows(u"SELECT second, endpoint, "_s + endpointSumColumns()
            + u" FROM endpoint_sum WHERE length = 1 AND test = ? AND second BETWEEN ? AND ? ORDER BY second"_s,
        span);
    auto errors = m_database->rows(u"SELECT second, error, occurrences, first_seen, last_seen FROM error_sum"
                                   " WHERE length = 1 AND test = ? AND second BETWEEN ? AND ? ORDER BY second"_s,
        span);
    auto figures = m_database->rows(u"SELECT second, figure, times, unfinished, waiting FROM figure_sum"
                                    " WHERE length = 1 AND test = ? AND second BETWEEN ? AND ? ORDER BY second"_s,
        span);
    auto deliveries = m_database->rows(u"SELECT second, "_s + deliverySumColumns()
            + u" FROM delivery_sum WHERE length = 1 AND test = ? AND second BETWEEN ? AND ? ORDER BY second"_s,
        span);
    auto lateness = m_database->rows(u"SELECT second, times FROM lateness_sum"
                                     " WHERE length = 1 AND test = ? AND second BETWEEN ? AND ? ORDER BY second"_s,
        span);
    for (const Result<QSqlQuery> *rows : { &endpoints, &errors, &figures, &deliveries, &lateness }) {
        if (!*rows)
            return tl::unexpected(rows->error());
    }

    bool moreEndpoints = endpoints->next();
    bool moreErrors = errors->next();
    bool moreFigures = figures->next();
    bool moreDeliveries = deliveries->next();
    bool moreLateness = lateness->next();
    for (std::size_t i = part.begin; i < part.end; ++i) {
        const Second &second = seconds.all[i];
        metrics::Snapshot snapshot;
        snapshot.unixMilliseconds = second.point.unixMilliseconds;
        snapshot.seconds = second.point.seconds;
        snapshot.usersRunning = second.point.usersRunning;
        snapshot.usersTarget = second.point.usersTarget;
        snapshot.actionsPlanned = second.point.actionsPlanned;
        snapshot.actionsDone = second.point.actionsDone;
        snapshot.health = second.point.health;
        snapshot.arrivalsWaiting = second.arrivalsWaiting;
        snapshot.usersFree = second.usersFree;
        for (; moreEndpoints && endpoints->value(0).toInt() <= second.number; moreEndpoints = endpoints->next()) {
            const auto key = m_names.endpoints.find(endpoints->value(1).toInt());
            metrics::EndpointDelta endpoint;
            if (key == m_names.endpoints.end() || !readEndpointSum(*endpoints, 2, endpoint))
                return damaged();
            endpoint.key = key->second;
            snapshot.endpoints.push_back(std::move(endpoint));
        }
        std::sort(snapshot.endpoints.begin(), snapshot.endpoints.end(),
            [](const metrics::EndpointDelta &a, const metrics::EndpointDelta &b) { return a.key < b.key; });
        for (; moreErrors && errors->value(0).toInt() <= second.number; moreErrors = errors->next()) {
            const auto error = m_names.errors.find(errors->value(1).toInt());
            if (error == m_names.errors.end())
                return damaged();
            metrics::ErrorDelta delta = error->second;
            delta.occurrences = errors->value(2).toULongLong();
            delta.firstSeen = errors->value(3).toLongLong();
            delta.lastSeen = errors->value(4).toLongLong();
            metrics::mergeErrors(snapshot.errors, { delta });
        }
        for (; moreFigures && figures->value(0).toInt() <= second.number; moreFigures = figures->next()) {
            const auto key = m_names.figures.find(figures->value(1).toInt());
            metrics::FigureDelta figure;
            if (key == m_names.figures.end() || !readFigureSum(*figures, 2, figure))
                return damaged();
            figure.key = key->second;
            metrics::mergeFigures(snapshot.figures, { figure });
        }
        for (; moreDeliveries && deliveries->value(0).toInt() <= second.number; moreDeliveries = deliveries->next())
            snapshot.deliveries += readDeliverySum(*deliveries, 1);
        for (; moreLateness && lateness->value(0).toInt() <= second.number; moreLateness = lateness->next()) {
            if (!readHistogram(lateness->value(1).toByteArray(), snapshot.lateness))
                return damaged();
        }
        take(snapshot);
    }
    for (const Result<QSqlQuery> *rows : { &endpoints, &errors, &figures, &deliveries, &lateness }) {
        if (Result<> whole = m_database->checkRead(**rows); !whole)
            return whole;
    }
    return {};
}

Result<std::vector<KeptMessage>> RunReader::messages()
{
    auto rows = m_database->rows(u"SELECT id, at, kind, text FROM message ORDER BY at, id"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<KeptMessage> messages;
    while (rows->next())
        messages.push_back({ rows->value(0).toLongLong(), rows->value(1).toLongLong(),
            messageKindOf(rows->value(2).toString()), rows->value(3).toString() });
    return messages;
}

Result<std::vector<KeptMessage>> remarksOf(RunReader &reader)
{
    auto messages = reader.messages();
    if (messages)
        std::erase_if(
            *messages, [](const KeptMessage &message) { return message.kind != KeptMessage::Kind::Annotation; });
    return messages;
}

Result<std::vector<KeptRule>> RunReader::rules()
{
    auto rows = m_database->rows(u"SELECT test, rule, state, found, broken_at FROM rule ORDER BY id"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<KeptRule> rules;
    while (rows->next())
        rules.push_back({ rows->value(0).isNull() ? -1 : rows->value(0).toInt(), rows->value(1).toString(),
            ruleStateOf(rows->value(2).toString()), rows->value(3).toString(), rows->value(4).toLongLong() });
    return rules;
}

Result<std::vector<KeptRoom>> RunReader::slowestRooms()
{
    auto rows =
        m_database->rows(u"SELECT test, members, deliveries, mean, worst FROM slow_room ORDER BY test, place"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<KeptRoom> rooms;
    while (rows->next())
        rooms.push_back({ rows->value(0).toInt(), rows->value(1).toInt(), rows->value(2).toULongLong(),
            metrics::Nanoseconds(rows->value(3).toLongLong()), metrics::Nanoseconds(rows->value(4).toLongLong()) });
    if (const Result<> whole = m_database->checkRead(*rows); !whole)
        return tl::unexpected(whole.error());
    return rooms;
}

Result<std::vector<metrics::ServerScrape>> RunReader::serverScrapes(std::optional<TimeRange> range, Shown shown)
{
    const TimeRange all = range.value_or(TimeRange { -1, std::numeric_limits<qint64>::max() });
    auto rows = m_database->rows(u"SELECT at, source, name, unit, suggested, value FROM metric_value"
                                 " JOIN metric USING (metric) WHERE at > ? AND at <= ? AND suggested >= ?"
                                 " ORDER BY at, source, metric"_s,
        { all.from, all.to, shown == Shown::Suggested ? 1 : 0 });
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<metrics::ServerScrape> scrapes;
    while (rows->next()) {
        const qint64 at = rows->value(0).toLongLong();
        const QString source = rows->value(1).toString();
        if (scrapes.empty() || scrapes.back().unixMilliseconds != at || scrapes.back().source != source)
            scrapes.push_back({ source, at, {} });
        scrapes.back().figures.push_back({ rows->value(2).toString().toUtf8(), unitOf(rows->value(3).toString()),
            rows->value(5).toDouble(), rows->value(4).toBool() });
    }
    if (Result<> whole = m_database->checkRead(*rows); !whole)
        return tl::unexpected(whole.error());
    return scrapes;
}

Result<metrics::ServerTotals> RunReader::serverTotals(std::optional<TimeRange> range)
{
    const TimeRange all = range.value_or(TimeRange { -1, std::numeric_limits<qint64>::max() });
    // Summed up by the database: a long run of a server with hundreds of metrics has millions of values.
    auto rows = m_database->rows(
        u"WITH sums AS (SELECT metric, count(*) AS scrapes, sum(value) AS total, min(value) AS lowest,"
        " max(value) AS highest, max(at) AS last_at FROM metric_value WHERE at > ? AND at <= ? GROUP BY metric)"
        " SELECT source, name, unit, suggested, scrapes, total, lowest, highest, value FROM sums"
        " JOIN metric ON metric.metric = sums.metric"
        " JOIN metric_value ON metric_value.metric = sums.metric AND metric_value.at = sums.last_at"
        " ORDER BY sums.metric"_s,
        { all.from, all.to });
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<metrics::ServerTotals::Row> sums;
    while (rows->next())
        sums.push_back(
            { rows->value(0).toString(), rows->value(1).toString().toUtf8(), unitOf(rows->value(2).toString()),
                rows->value(3).toBool(), rows->value(4).toULongLong(), rows->value(5).toDouble(),
                rows->value(6).toDouble(), rows->value(7).toDouble(), rows->value(8).toDouble() });
    if (const Result<> whole = m_database->checkRead(*rows); !whole)
        return tl::unexpected(whole.error());
    return metrics::ServerTotals(std::move(sums));
}

} // namespace throng::results
