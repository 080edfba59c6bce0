// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/locustimport.h"

#include "engine/base/words.h"
#include "engine/project/csv.h"
#include "engine/project/textfile.h"
#include "engine/results/runwriter.h"
#include "engine/results/surroundings.h"

#include <QDateTime>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using metrics::Histogram;
using metrics::HistoryPoint;
using metrics::Nanoseconds;
using metrics::Outcome;
using project::CsvRecord;
using project::CsvTable;

constexpr QLatin1StringView statsEnd { "_stats.csv" };
constexpr QLatin1StringView historyEnd { "_stats_history.csv" };
constexpr QLatin1StringView failuresEnd { "_failures.csv" };

QString prefixOf(const QString &path)
{
    for (const QLatin1StringView end : { historyEnd, statsEnd }) {
        if (path.endsWith(end))
            return path.chopped(end.size());
    }
    return path;
}

QByteArray percentileColumn(double percentile)
{
    return QByteArray::number(percentile) + '%';
}

/// A table whose columns are asked for by Locust's names.
class Table {
public:
    static Result<Table> open(const QString &path)
    {
        const Result<QByteArray> text = project::readTextFile(path);
        if (!text)
            return tl::unexpected(text.error());
        auto table = CsvTable::open(*text, path, CsvTable::TornEnd::IsIgnored); // Locust may have been killed
        if (!table)
            return tl::unexpected(table.error());
        return Table(*std::move(table));
    }

    /// False at the end or with the first error.
    bool next()
    {
        auto row = m_table.next();
        if (!row)
            m_error = row.error();
        m_row = row ? *row : std::nullopt;
        return m_row && !m_error;
    }
    [[nodiscard]] QByteArray text(const QByteArray &column)
    {
        const auto place = m_table.column({ column });
        if (!place) {
            m_error = place.error();
            return {};
        }
        return m_row->fields[*place];
    }
    /// 0 for "N/A".
    [[nodiscard]] double number(const QByteArray &column)
    {
        const QByteArray field = text(column);
        bool isNumber = false;
        const double value = field.toDouble(&isNumber);
        if (isNumber && std::isfinite(value) && value >= 0)
            return value;
        if (field != "N/A" && !m_error)
            m_error = Error { Words::tr("\"%1\" is no number").arg(QString::fromUtf8(field)), m_table.whereIs(*m_row),
                Words::tr("a number in %1").arg(QString::fromUtf8(column)) };
        return 0;
    }
    [[nodiscard]] Nanoseconds time(const QByteArray &column)
    {
        return Nanoseconds(qint64(std::min(number(column), 3.6e6) * 1e6)); // an hour is a histogram's end
    }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

private:
    explicit Table(CsvTable table)
        : m_table(std::move(table))
    {
    }

    CsvTable m_table;
    std::optional<CsvRecord> m_row;
    std::optional<Error> m_error;
};

/// `count` samples of one value, by doubling.
void addMany(Histogram &histogram, Nanoseconds value, quint64 count)
{
    Histogram block;
    block.record(value);
    for (; count > 0; count /= 2) {
        if (count % 2)
            histogram.merge(block);
        const Histogram half = block;
        block.merge(half);
    }
}

/// The distribution that has these percentiles: the same ranks that Locust looks at.
Histogram distribution(quint64 count, Nanoseconds least, Nanoseconds most, Table &row)
{
    Histogram times;
    if (count == 0)
        return times;
    quint64 done = 0;
    if (count > 1) {
        addMany(times, least, 1);
        done = 1;
    }
    Nanoseconds below = least;
    for (const double percentile : metrics::locustPercentiles) {
        // What was rounded may lie outside of what was not.
        const Nanoseconds value = std::clamp(row.time(percentileColumn(percentile)), below, std::max(below, most));
        auto rank = std::min(count, quint64(std::ceil(percentile / 100 * double(count) - 1e-9)));
        rank = percentile == 100 ? count : std::min(rank, count - 1);
        if (rank > done) {
            addMany(times, percentile == 100 ? most : value, rank - done);
            done = rank;
        }
        below = value;
    }
    return times;
}

void count(metrics::EndpointDelta &endpoint, quint64 requests, quint64 failures)
{
    endpoint.outcomes[std::size_t(Outcome::HttpError)] = std::min(failures, requests);
    endpoint.outcomes[std::size_t(Outcome::Ok)] = requests - std::min(failures, requests);
}

Result<> readStats(const QString &path, LocustRun &run)
{
    auto table = Table::open(path);
    if (!table)
        return tl::unexpected(table.error());
    double seconds = 0;
    while (table->next()) {
        const QByteArray name = table->text("Name");
        const auto requests = quint64(table->number("Request Count"));
        const double perSecond = table->number("Requests/s");
        if (name == "Aggregated" && perSecond > 0)
            seconds = double(requests) / perSecond;
        if (name == "Aggregated" || table->error())
            continue;
        metrics::EndpointDelta endpoint;
        endpoint.key = { table->text("Type"), name, metrics::Kind::Ordinary };
        count(endpoint, requests, quint64(table->number("Failure Count")));
        endpoint.bytes = quint64(table->number("Average Content Size") * double(requests));
        endpoint.responseTimes =
            distribution(requests, table->time("Min Response Time"), table->time("Max Response Time"), *table);
        metrics::mergeEndpoints(run.whole.endpoints, { endpoint });
    }
    run.whole.seconds = seconds;
    if (table->error())
        return tl::unexpected(*table->error());
    if (run.whole.endpoints.empty())
        return failure(Words::tr("holds no requests"), path, Words::tr("rows of Locust's statistics"));
    return {};
}

Result<> readHistory(const QString &path, LocustRun &run)
{
    auto table = Table::open(path);
    if (!table)
        return tl::unexpected(table.error());
    quint64 requests = 0;
    quint64 failures = 0;
    qint64 before = 0;
    while (table->next()) {
        if (table->text("Name") != "Aggregated")
            continue; // --csv-full-history has the endpoints, too
        HistoryPoint point;
        metrics::LocustPoint &locust = point.locust;
        point.unixMilliseconds = qint64(table->number("Timestamp")) * 1'000;
        if (point.unixMilliseconds <= before)
            continue;
        point.seconds = before > 0 ? double(point.unixMilliseconds - before) / 1e3 : 1;
        before = point.unixMilliseconds;
        point.usersRunning = int(table->number("User Count"));
        point.usersTarget = point.usersRunning;
        locust.totalRequests = quint64(table->number("Total Request Count"));
        locust.totalFailures = quint64(table->number("Total Failure Count"));
        point.requests = locust.totalRequests - std::min(requests, locust.totalRequests);
        point.failures = locust.totalFailures - std::min(failures, locust.totalFailures);
        requests = locust.totalRequests;
        failures = locust.totalFailures;
        locust.requestsPerSecond = table->number("Requests/s");
        locust.failuresPerSecond = table->number("Failures/s");
        locust.hasPercentiles = table->text("50%") != "N/A";
        for (std::size_t i = 0; i < locust.percentiles.size(); ++i)
            locust.percentiles[i] = table->time(percentileColumn(metrics::locustPercentiles[i]));
        locust.totalMedian = table->time("Total Median Response Time");
        locust.totalAverage = table->time("Total Average Response Time");
        locust.totalMin = table->time("Total Min Response Time");
        locust.totalMax = table->time("Total Max Response Time");
        locust.totalAverageBytes = table->number("Total Average Content Size");
        point.responses = locust.hasPercentiles ? std::max<quint64>(1, point.requests) : 0;
        point.p50 = locust.percentiles[0];
        point.p95 = locust.percentiles[5];
        point.p99 = locust.percentiles[7];
        run.history.push_back(point);
    }
    if (table->error())
        return tl::unexpected(*table->error());
    return {};
}

Result<> readFailures(const QString &path, LocustRun &run)
{
    auto table = Table::open(path);
    if (!table)
        return tl::unexpected(table.error());
    while (table->next()) {
        metrics::ErrorDelta error;
        error.key = { table->text("Method"), table->text("Name"), metrics::Kind::Ordinary };
        error.outcome = Outcome::HttpError;
        error.error = table->text("Error");
        error.occurrences = quint64(table->number("Occurrences"));
        error.firstSeen = run.history.empty() ? 0 : run.history.front().unixMilliseconds;
        error.lastSeen = run.whole.unixMilliseconds;
        metrics::mergeErrors(run.whole.errors, { error });
    }
    if (table->error())
        return tl::unexpected(*table->error());
    return {};
}

} // namespace

Result<LocustRun> readLocustRun(const QString &path)
{
    const QString prefix = prefixOf(path);
    LocustRun run;
    if (Result<> read = readStats(prefix + statsEnd, run); !read)
        return tl::unexpected(read.error());
    if (QFileInfo::exists(prefix + historyEnd)) {
        if (Result<> read = readHistory(prefix + historyEnd, run); !read)
            return tl::unexpected(read.error());
    }
    if (run.history.empty()) {
        HistoryPoint all;
        all.unixMilliseconds = QFileInfo(prefix + statsEnd).lastModified().toMSecsSinceEpoch();
        all.seconds = run.whole.seconds;
        for (const metrics::EndpointDelta &endpoint : run.whole.endpoints) {
            all.requests += endpoint.requests();
            all.failures += endpoint.failures();
        }
        run.history.push_back(all);
    }
    run.whole.unixMilliseconds = run.history.back().unixMilliseconds;
    if (QFileInfo::exists(prefix + failuresEnd)) {
        if (Result<> read = readFailures(prefix + failuresEnd, run); !read)
            return tl::unexpected(read.error());
    }
    return run;
}

Result<QString> importLocustRun(const QString &path, const QString &folder)
{
    const Result<LocustRun> run = readLocustRun(path);
    if (!run)
        return tl::unexpected(run.error());
    QString name = QFileInfo(prefixOf(path)).fileName();
    if (name.endsWith(u".csv"_s)) // as matrix-locust's run.py calls them
        name.chop(4);
    const HistoryPoint &first = run->history.front();
    RunDescription description;
    description.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    description.suite = name.isEmpty() ? u"locust"_s : name;
    description.startedAt = first.unixMilliseconds - qint64(first.seconds * 1'000);
    description.facts = { { u"imported.from"_s, QFileInfo(prefixOf(path) + statsEnd).fileName() } };
    auto writer = RunWriter::create(folder, description);
    if (!writer)
        return tl::unexpected(writer.error());
    KeptTest test;
    test.name = description.suite;
    test.startedAt = description.startedAt;
    (*writer)->beginTest(test);
    (*writer)->addImported(run->history, run->whole);
    test.end = u"imported"_s;
    test.endedAt = run->whole.unixMilliseconds;
    for (const HistoryPoint &point : run->history)
        test.users = std::max(test.users, point.usersRunning);
    (*writer)->endTest(test);
    if (Result<> finished = (*writer)->finish(RunState::Done, {}, {}); !finished)
        return tl::unexpected(finished.error());
    return (*writer)->path();
}

metrics::Totals inLocustsCount(const metrics::Totals &totals)
{
    metrics::TotalsParts parts;
    parts.history.assign(totals.history().begin(), totals.history().end());
    parts.lastRequestAt = totals.lastRequestAt();
    for (const metrics::EndpointDelta &endpoint : totals.endpoints()) {
        metrics::EndpointDelta together;
        together.key = { endpoint.key.method, endpoint.key.name, metrics::Kind::Ordinary };
        count(together, endpoint.requests(), endpoint.failures() + endpoint.count(Outcome::RateLimited));
        together.bytes = endpoint.bytes;
        together.responseTimes = endpoint.allTimes();
        metrics::mergeEndpoints(parts.endpoints, { together });
    }
    return metrics::Totals(std::move(parts));
}

} // namespace throng::results
