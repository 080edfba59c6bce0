// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/rangesums.h"

#include "engine/base/words.h"
#include "engine/results/blobs.h"

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

/// Added up over a row of spans first, which are small, then to the sum, which is large: a merge walks through both.
void mergeInto(std::map<int, metrics::EndpointDelta> &sum, const std::map<int, metrics::EndpointDelta> &part)
{
    for (const auto &[number, delta] : part) {
        const auto [place, isNew] = sum.try_emplace(number, delta);
        if (!isNew)
            place->second.merge(delta);
    }
}

} // namespace

RangeSums::RangeSums(Database &database, const Names &names, int test)
    : m_database(database)
    , m_names(names)
    , m_test(test)
{
}

Result<> RangeSums::add(const SpanRow &row)
{
    if (Result<> added = addEndpoints(row); !added)
        return added;
    if (Result<> added = addErrors(row); !added)
        return added;
    if (Result<> added = addFigures(row); !added)
        return added;
    if (Result<> added = addDeliveries(row); !added)
        return added;
    return addLateness(row);
}

Result<> RangeSums::addEndpoints(const SpanRow &row)
{
    auto rows = m_database.rows(u"SELECT endpoint, "_s + endpointSumColumns()
            + u" FROM endpoint_sum WHERE length = ? AND test = ? AND second >= ? AND second < ?"_s,
        { row.length, m_test, row.from, row.to });
    if (!rows)
        return tl::unexpected(rows.error());
    std::map<int, metrics::EndpointDelta> part;
    while (rows->next()) {
        const int number = rows->value(0).toInt();
        const auto name = m_names.endpoints.find(number);
        metrics::EndpointDelta delta;
        if (name == m_names.endpoints.end() || !readEndpointSum(*rows, 1, delta))
            return failure(Words::tr("is damaged: the figures of an endpoint cannot be read"), m_database.path());
        delta.key = name->second;
        const auto [place, isNew] = part.try_emplace(number, delta);
        if (!isNew)
            place->second.merge(delta);
    }
    mergeInto(m_endpoints, part);
    return m_database.checkRead(*rows);
}

Result<> RangeSums::addErrors(const SpanRow &row)
{
    auto rows = m_database.rows(u"SELECT error, sum(occurrences), min(first_seen), max(last_seen) FROM error_sum"
                                " WHERE length = ? AND test = ? AND second >= ? AND second < ? GROUP BY error"_s,
        { row.length, m_test, row.from, row.to });
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        const auto name = m_names.errors.find(rows->value(0).toInt());
        if (name == m_names.errors.end())
            return failure(Words::tr("is damaged: an error in it has no name"), m_database.path());
        metrics::ErrorDelta delta = name->second;
        delta.occurrences = rows->value(1).toULongLong();
        delta.firstSeen = rows->value(2).toLongLong();
        delta.lastSeen = rows->value(3).toLongLong();
        metrics::mergeErrors(m_errors, { delta });
    }
    return m_database.checkRead(*rows);
}

Result<> RangeSums::addFigures(const SpanRow &row)
{
    auto rows = m_database.rows(u"SELECT second, figure, times, unfinished, waiting FROM figure_sum"
                                " WHERE length = ? AND test = ? AND second >= ? AND second < ? ORDER BY second"_s,
        { row.length, m_test, row.from, row.to });
    if (!rows)
        return tl::unexpected(rows.error());
    bool more = rows->next();
    for (int second = row.from; second < row.to; second += row.length) {
        std::vector<metrics::FigureDelta> span; // one without figures says that nothing is waiting any more
        for (; more && rows->value(0).toInt() == second; more = rows->next()) {
            const auto name = m_names.figures.find(rows->value(1).toInt());
            metrics::FigureDelta figure;
            if (name == m_names.figures.end() || !readFigureSum(*rows, 2, figure))
                return failure(Words::tr("is damaged: a figure in it cannot be read"), m_database.path());
            figure.key = name->second;
            metrics::mergeFigures(span, { figure });
        }
        metrics::followFigures(m_figures, span);
    }
    return m_database.checkRead(*rows);
}

Result<> RangeSums::addDeliveries(const SpanRow &row)
{
    auto rows = m_database.rows(u"SELECT "_s + deliverySumColumns()
            + u" FROM delivery_sum WHERE length = ? AND test = ? AND second >= ? AND second < ?"_s,
        { row.length, m_test, row.from, row.to });
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next())
        m_deliveries += readDeliverySum(*rows, 0);
    return m_database.checkRead(*rows);
}

Result<> RangeSums::addLateness(const SpanRow &row)
{
    auto rows = m_database.rows(
        u"SELECT times FROM lateness_sum WHERE length = ? AND test = ? AND second >= ? AND second < ?"_s,
        { row.length, m_test, row.from, row.to });
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        metrics::Histogram times;
        if (!readHistogram(rows->value(0).toByteArray(), times))
            return failure(Words::tr("is damaged: how late actions were cannot be read"), m_database.path());
        m_lateness.merge(times);
    }
    return m_database.checkRead(*rows);
}

std::vector<metrics::EndpointDelta> RangeSums::takeEndpoints()
{
    std::vector<metrics::EndpointDelta> sorted;
    for (auto &[number, delta] : m_endpoints)
        metrics::mergeEndpoints(sorted, { std::move(delta) });
    m_endpoints.clear();
    return sorted;
}

std::vector<metrics::ErrorDelta> RangeSums::takeErrors()
{
    return std::exchange(m_errors, {});
}

std::vector<metrics::FigureDelta> RangeSums::takeFigures()
{
    return std::exchange(m_figures, {});
}

bool readFigureSum(const QSqlQuery &row, int column, metrics::FigureDelta &figure)
{
    return readHistogram(row.value(column).toByteArray(), figure.times)
        && readHistogram(row.value(column + 1).toByteArray(), figure.unfinished)
        && readHistogram(row.value(column + 2).toByteArray(), figure.waiting);
}

QString deliverySumColumns()
{
    return u"messages, expected, delivered, receiver_stopped, receiver_left, gap, not_sent, in_flight, lost,"
           " unexpected"_s;
}

metrics::DeliveryAccount readDeliverySum(const QSqlQuery &row, int column)
{
    metrics::DeliveryAccount account;
    for (qint64 *count :
        { &account.messages, &account.expected, &account.delivered, &account.receiverStopped, &account.receiverLeft,
            &account.gap, &account.notSent, &account.inFlight, &account.lost, &account.unexpected })
        *count = row.value(column++).toLongLong();
    return account;
}

QString endpointSumColumns()
{
    return u"ok, matrix_errors, http_errors, rate_limited, timeouts, network_errors, cancelled, bytes, empty_polls,"
           " response_times, other_times"_s;
}

bool readEndpointSum(const QSqlQuery &row, int column, metrics::EndpointDelta &endpoint)
{
    for (quint64 &count : endpoint.outcomes) // the columns are in the order of Outcome
        count = row.value(column++).toULongLong();
    endpoint.bytes = row.value(column++).toULongLong();
    endpoint.emptyPolls = row.value(column++).toULongLong();
    return readHistogram(row.value(column).toByteArray(), endpoint.responseTimes)
        && readOtherTimes(row.value(column + 1).toByteArray(), endpoint);
}

} // namespace throng::results
