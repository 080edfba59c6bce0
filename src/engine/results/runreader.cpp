// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/runreader.h"

#include "engine/base/words.h"
#include "engine/results/blobs.h"
#include "engine/results/runopening.h"
#include "engine/results/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::results {

using metrics::HistoryPoint;
using metrics::Nanoseconds;

RunReader::RunReader(std::unique_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<std::unique_ptr<RunReader>> RunReader::open(const QString &path)
{
    Result<OpenedRun> opened = openRun(path);
    if (!opened)
        return tl::unexpected(opened.error());
    std::unique_ptr<RunReader> reader(new RunReader(std::move(opened->database)));
    reader->m_copy = std::move(opened->copy);
    reader->m_head = std::move(opened->head);
    if (const Result<> read = reader->refresh(); !read)
        return tl::unexpected(read.error());
    return reader;
}

Result<> RunReader::refresh()
{
    const Result<RunHead> head = readHead(*m_database, m_head.path);
    if (!head)
        return tl::unexpected(head.error());
    m_head = *head;

    m_tests.clear();
    auto rows = m_database->rows(u"SELECT test, name, behaviour, is_setup, users, spawn_rate, run_time, warm_up,"
                                 " started_at, ended_at, ended, cut_off, trust, reasons, warnings,"
                                 " (SELECT count(*) FROM second WHERE second.test = test.test) FROM test"
                                 " ORDER BY test"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        KeptTest test;
        test.index = rows->value(0).toInt();
        test.name = rows->value(1).toString();
        test.behaviour = rows->value(2).toString();
        test.isSetup = rows->value(3).toBool();
        test.users = rows->value(4).toInt();
        test.spawnRate = rows->value(5).toDouble();
        test.runTime = rows->value(6).toLongLong();
        test.warmUp = rows->value(7).toLongLong();
        test.startedAt = rows->value(8).toLongLong();
        test.endedAt = rows->value(9).toLongLong();
        test.end = rows->value(10).toString();
        test.cutOff = rows->value(11).toBool();
        test.verdict.trust = trustOf(rows->value(12).toString());
        test.verdict.reasons = sentencesOf(rows->value(13).toString());
        test.warnings = sentencesOf(rows->value(14).toString());
        test.seconds = rows->value(15).toInt();
        m_tests.push_back(test);
    }

    auto facts = m_database->rows(u"SELECT name, value FROM fact"_s);
    if (!facts)
        return tl::unexpected(facts.error());
    while (facts->next())
        m_facts[facts->value(0).toString()] = facts->value(1).toString();
    return readNames();
}

Result<> RunReader::readNames()
{
    auto endpoints = m_database->rows(u"SELECT endpoint, method, name, kind FROM endpoint"_s);
    if (!endpoints)
        return tl::unexpected(endpoints.error());
    while (endpoints->next())
        m_names.endpoints[endpoints->value(0).toInt()] = { endpoints->value(1).toString().toUtf8(),
            endpoints->value(2).toString().toUtf8(), kindOf(endpoints->value(3).toString()) };
    auto errors = m_database->rows(u"SELECT error, endpoint, outcome, text, sample FROM error"_s);
    if (!errors)
        return tl::unexpected(errors.error());
    while (errors->next()) {
        const auto endpoint = m_names.endpoints.find(errors->value(1).toInt());
        if (endpoint == m_names.endpoints.end())
            return damaged();
        metrics::ErrorDelta error;
        error.key = endpoint->second;
        error.outcome = outcomeOf(errors->value(2).toString());
        error.error = errors->value(3).toString().toUtf8();
        error.sample = errors->value(4).toString().toUtf8();
        m_names.errors[errors->value(0).toInt()] = error;
    }
    auto figures = m_database->rows(u"SELECT figure, name, class FROM figure"_s);
    if (!figures)
        return tl::unexpected(figures.error());
    while (figures->next())
        m_names.figures[figures->value(0).toInt()] = { figures->value(1).toString().toUtf8(),
            figures->value(2).toString().toUtf8() };
    return {};
}

tl::unexpected<Error> RunReader::damaged() const
{
    return failure(Words::tr("is damaged: what it holds does not fit together"), m_head.path);
}

const KeptTest *RunReader::test(int index) const
{
    const auto found =
        std::find_if(m_tests.begin(), m_tests.end(), [index](const KeptTest &test) { return test.index == index; });
    return found != m_tests.end() ? &*found : nullptr;
}

bool RunReader::isEnded(int index) const
{
    const KeptTest *kept = test(index);
    return kept && !kept->end.isEmpty();
}

Result<RunReader::Seconds *> RunReader::load(int test)
{
    Seconds &seconds = m_seconds[test];
    if (seconds.isComplete)
        return &seconds;
    // While it is written, the last one known may get other percentiles: a short one that is drawn with it.
    int first = 0;
    for (int again = 0; again < 2 && !seconds.all.empty(); ++again) {
        first = seconds.all.back().number;
        seconds.all.pop_back();
    }
    auto rows = m_database->rows(
        u"SELECT second, ended_at, length, users, users_wanted, actions_planned, actions_done, requests, failures,"
        " rate_limited, polls, bytes, responses, p50, p95, p99, deliveries, delivery_samples, delivery_is_lower_bound,"
        " delivery_p50, delivery_p95, delivery_p99, cpu_seconds, busiest_worker, loop_lag, memory,"
        " descriptors, connections, connections_opened, connections_reopened, connections_failed, resent,"
        " cpu_wait, send_lag, pause, stolen, memory_share, descriptor_share, trust, strains, arrivals_waiting,"
        " users_free"
        " FROM second WHERE test = ? AND second >= ? ORDER BY second"_s,
        { test, first });
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        int column = 0;
        const auto next = [&] { return rows->value(column++); };
        const auto nextTime = [&] { return Nanoseconds(next().toLongLong()); };
        Second second;
        HistoryPoint &point = second.point;
        second.number = next().toInt();
        point.unixMilliseconds = next().toLongLong();
        point.seconds = next().toDouble();
        point.usersRunning = next().toInt();
        point.usersTarget = next().toInt();
        point.actionsPlanned = next().toULongLong();
        point.actionsDone = next().toULongLong();
        point.requests = next().toULongLong();
        point.failures = next().toULongLong();
        point.rateLimited = next().toULongLong();
        point.polls = next().toULongLong();
        point.bytes = next().toULongLong();
        const QVariant responses = next();
        second.isDrawn = !responses.isNull();
        point.responses = responses.toULongLong();
        point.p50 = nextTime();
        point.p95 = nextTime();
        point.p99 = nextTime();
        point.deliveries = next().toULongLong();
        point.deliverySamples = next().toULongLong();
        point.deliveryIsLowerBound = next().toBool();
        point.deliveryP50 = nextTime();
        point.deliveryP95 = nextTime();
        point.deliveryP99 = nextTime();
        point.health.cpuSeconds = next().toDouble();
        point.health.busiestWorkerShare = next().toDouble();
        point.health.worstLoopLag = nextTime();
        point.health.residentBytes = next().toULongLong();
        point.health.descriptors = next().toInt();
        point.health.connectionsOpen = next().toInt();
        point.health.connectionsOpened = next().toULongLong();
        point.health.connectionsReopened = next().toULongLong();
        point.health.connectionsFailed = next().toULongLong();
        point.health.requestsResent = next().toULongLong();
        point.health.cpuWaitShare = next().toDouble();
        point.health.worstSendLag = nextTime();
        point.health.longestPause = nextTime();
        point.health.stolenShare = next().toDouble();
        point.health.memoryShare = next().toDouble();
        point.health.descriptorShare = next().toDouble();
        point.health.judgement.trust = trustOf(next().toString());
        point.health.judgement.strains = metrics::Strains::fromInt(metrics::Strains::Int(next().toUInt()));
        second.arrivalsWaiting = next().toULongLong();
        second.usersFree = next().toInt();
        seconds.all.push_back(std::move(second));
    }
    if (const Result<> whole = m_database->checkRead(*rows); !whole)
        return tl::unexpected(whole.error());
    seconds.isComplete = m_head.state != RunState::Running || isEnded(test);
    return &seconds;
}

RunReader::Part RunReader::partOf(const Seconds &seconds, const std::optional<TimeRange> &range)
{
    Part part { 0, seconds.all.size() };
    if (!range)
        return part;
    // Wall clocks may be set back, so no binary search.
    const auto isIn = [&range](const Second &second) {
        return second.point.unixMilliseconds > range->from && second.point.unixMilliseconds <= range->to;
    };
    const auto first = std::find_if(seconds.all.begin(), seconds.all.end(), isIn);
    const auto last = std::find_if(seconds.all.rbegin(), seconds.all.rend(), isIn);
    part.begin = std::size_t(first - seconds.all.begin());
    part.end = std::max(part.begin, std::size_t(seconds.all.rend() - last));
    return part;
}

RunReader::Part RunReader::warmUpOf(int index, const Seconds &seconds) const
{
    const KeptTest *kept = test(index);
    const std::chrono::milliseconds warmUp(kept ? kept->warmUp : 0);
    Part part { 0, 0 };
    for (double elapsed = 0; part.end < seconds.all.size() && metrics::isWarmUp(elapsed, warmUp); ++part.end)
        elapsed += seconds.all[part.end].point.seconds;
    return part;
}

std::vector<HistoryPoint> RunReader::pointsOf(const Seconds &seconds, Part part)
{
    std::vector<HistoryPoint> points;
    points.reserve(part.end - part.begin);
    for (std::size_t i = part.begin; i < part.end; ++i) {
        const Second &second = seconds.all[i];
        if (second.isDrawn || points.empty())
            points.push_back(second.point);
        else
            points.back().extend(second.point);
    }
    return points;
}

Result<std::vector<HistoryPoint>> RunReader::history(int test, std::optional<TimeRange> range)
{
    const Result<Seconds *> seconds = load(test);
    if (!seconds)
        return tl::unexpected(seconds.error());
    return pointsOf(**seconds, partOf(**seconds, range));
}

Result<int> RunReader::secondsIn(int test, std::optional<TimeRange> range)
{
    const Result<Seconds *> seconds = load(test);
    if (!seconds)
        return tl::unexpected(seconds.error());
    const Part part = partOf(**seconds, range);
    return int(part.end - part.begin);
}

Result<TimeRange> RunReader::extent(int test)
{
    const Result<Seconds *> seconds = load(test);
    if (!seconds)
        return tl::unexpected(seconds.error());
    if ((*seconds)->all.empty())
        return TimeRange {};
    const HistoryPoint &first = (*seconds)->all.front().point;
    return TimeRange { first.unixMilliseconds - qint64(first.seconds * 1'000),
        (*seconds)->all.back().point.unixMilliseconds };
}

std::vector<SpanRow> RunReader::spansOf(int test, const Seconds &seconds, Part part, int longest) const
{
    if (part.begin == part.end)
        return {};
    if (m_head.imported)
        return { SpanRow { 1, 0, 1 } }; // of the whole run: there is nothing else
    return coverSpan(seconds.all[part.begin].number, seconds.all[part.end - 1].number + 1,
        seconds.all.back().number + 1, isEnded(test), longest);
}

Result<metrics::Totals> RunReader::totals(int test, std::optional<TimeRange> range, Detail detail)
{
    const Result<Seconds *> seconds = load(test);
    if (!seconds)
        return tl::unexpected(seconds.error());
    metrics::TotalsParts parts;
    Part part = partOf(**seconds, range);
    if (!range) {
        const Part warmUp = warmUpOf(test, **seconds);
        parts.history = pointsOf(**seconds, warmUp);
        parts.warmUpPoints = parts.history.size();
        part.begin = warmUp.end;
    }
    const std::vector<HistoryPoint> measured = pointsOf(**seconds, part);
    parts.history.insert(parts.history.end(), measured.begin(), measured.end());
    for (std::size_t i = part.begin; i < part.end; ++i) {
        if ((*seconds)->all[i].point.requests > 0)
            parts.lastRequestAt = (*seconds)->all[i].point.unixMilliseconds;
    }
    if (Result<> names = readNames(); !names) // a run under way goes on meeting new ones
        return tl::unexpected(names.error());
    RangeSums sums(*m_database, m_names, test);
    for (const SpanRow &row : spansOf(test, **seconds, part)) {
        if (Result<> added = sums.add(row); !added)
            return tl::unexpected(added.error());
    }
    parts.endpoints = sums.takeEndpoints();
    parts.errors = sums.takeErrors();
    parts.figures = sums.takeFigures();
    parts.deliveries = sums.deliveries();
    if (parts.warmUpPoints > 0) { // the account is of all, see metrics::Totals
        RangeSums before(*m_database, m_names, test);
        for (const SpanRow &row : spansOf(test, **seconds, { 0, part.begin })) {
            if (Result<> added = before.add(row); !added)
                return tl::unexpected(added.error());
        }
        parts.deliveries += before.deliveries();
    }
    parts.lateness = sums.lateness();
    if (detail == Detail::Locust) {
        if (Result<> read = readLocust(test, **seconds, part, parts); !read)
            return tl::unexpected(read.error());
    }
    return metrics::Totals(std::move(parts));
}

int RunReader::spanLength(const Seconds &seconds, Part part, int columns)
{
    const int from = seconds.all[part.begin].number;
    const int to = seconds.all[part.end - 1].number;
    int length = sumLengths.back();
    for (auto candidate = sumLengths.rbegin(); candidate != sumLengths.rend(); ++candidate) {
        if (to / *candidate - from / *candidate < columns)
            length = *candidate;
    }
    return length;
}

std::vector<TimeRange> RunReader::spanRanges(const Seconds &seconds, Part part, int length)
{
    const int from = seconds.all[part.begin].number;
    const int to = seconds.all[part.end - 1].number;
    std::vector<TimeRange> spans(std::size_t(to / length - from / length + 1));
    for (std::size_t i = part.begin; i < part.end; ++i) {
        const Second &second = seconds.all[i];
        TimeRange &span = spans[std::size_t(second.number / length - from / length)];
        if (span.to == 0) {
            span.from = second.point.unixMilliseconds - qint64(second.point.seconds * 1'000);
            // Each second belongs to one span, whatever rounding makes of its begin.
            const qint64 before = i > 0 ? seconds.all[i - 1].point.unixMilliseconds : span.from;
            if (before < second.point.unixMilliseconds)
                span.from = std::max(span.from, before);
        }
        span.to = second.point.unixMilliseconds;
    }
    return spans;
}

Result<std::vector<TimeRange>> RunReader::equalSpans(int test, std::optional<TimeRange> range, int columns)
{
    const Result<Seconds *> found = load(test);
    if (!found)
        return tl::unexpected(found.error());
    const Seconds &seconds = **found;
    const Part part = partOf(seconds, range);
    if (part.begin == part.end)
        return std::vector<TimeRange>();
    const int length = spanLength(seconds, part, columns);
    std::vector<TimeRange> spans = spanRanges(seconds, part, length);
    // What a stop leaves of a second, alone in its span, belongs to the one before: three requests in 10 ms are no
    // 300/s.
    const Second &last = seconds.all[part.end - 1];
    if (!last.isDrawn && last.number % length == 0 && spans.size() > 1) {
        spans[spans.size() - 2].to = spans.back().to;
        spans.pop_back();
    }
    return spans;
}

Result<std::vector<RunReader::HeatColumn>> RunReader::heat(int test, std::optional<TimeRange> range, int columns,
    const metrics::EndpointKey *endpoint, const std::function<bool()> &isWanted)
{
    const Result<Seconds *> found = load(test);
    if (!found)
        return tl::unexpected(found.error());
    const Seconds &seconds = **found;
    const Part part = partOf(seconds, range);
    if (part.begin == part.end)
        return std::vector<HeatColumn>();
    const int from = seconds.all[part.begin].number;
    const int length = spanLength(seconds, part, columns);
    if (Result<> names = readNames(); !names)
        return tl::unexpected(names.error());

    std::vector<HeatColumn> heat;
    for (const TimeRange &span : spanRanges(seconds, part, length))
        heat.push_back({ span, {} });
    for (const SpanRow &row : spansOf(test, seconds, part, length)) {
        auto rows = m_database->rows(u"SELECT second, endpoint, response_times FROM endpoint_sum WHERE length = ?"
                                     " AND test = ? AND second >= ? AND second < ? AND response_times NOT NULL"_s,
            { row.length, test, row.from, row.to });
        if (!rows)
            return tl::unexpected(rows.error());
        while (rows->next()) {
            if (isWanted && !isWanted())
                return heat;
            const auto key = m_names.endpoints.find(rows->value(1).toInt());
            metrics::Histogram times;
            if (key == m_names.endpoints.end() || !readHistogram(rows->value(2).toByteArray(), times))
                return damaged();
            if (endpoint ? key->second == *endpoint : key->second.kind != metrics::Kind::PollSync)
                heat[std::size_t(rows->value(0).toInt() / length - from / length)].times.merge(times);
        }
        if (const Result<> whole = m_database->checkRead(*rows); !whole)
            return tl::unexpected(whole.error());
    }
    return heat;
}

} // namespace throng::results
