// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/resulttable.h"

#include "app/ctl/output.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

QStringList row(const QString &name, quint64 requests, quint64 failures, quint64 rateLimited,
    const metrics::Histogram &times, double seconds)
{
    const auto percentile = [&times](double p) { return times.count() > 0 ? formatTime(times.percentile(p)) : u"-"_s; };
    return { name, formatCount(requests), requests > 0 ? formatShare(double(failures) / double(requests)) : u"-"_s,
        formatCount(rateLimited), percentile(50), percentile(95), percentile(99),
        times.count() > 0 ? formatTime(times.max()) : u"-"_s,
        QString::number(seconds > 0 ? double(requests) / seconds : 0, 'f', 1) };
}

/// What a closed model would have shown of an open one.
QString sentTable(const metrics::Totals &totals)
{
    QList<QStringList> rows { { u"Times above count from the planned moment; from the sending on"_s, u"p50"_s, u"p95"_s,
        u"p99"_s, u"Max"_s } };
    const auto add = [&rows](const QString &name, const metrics::Histogram &times) {
        if (!times.isEmpty())
            rows += QStringList { name, formatTime(times.percentile(50)), formatTime(times.percentile(95)),
                formatTime(times.percentile(99)), formatTime(times.max()) };
    };
    for (const metrics::EndpointDelta &endpoint : totals.endpoints())
        add(metrics::nameOf(endpoint.key), endpoint.uncorrectedTimes);
    add(u"All"_s, totals.uncorrectedTimes());
    add(u"Actions were begun late by"_s, totals.lateness());
    QList<Column> columns(rows.first().size(), Column::Right);
    columns.first() = Column::Left;
    return alignColumns(rows, columns);
}

} // namespace

QString resultTable(const metrics::Totals &totals)
{
    QList<QStringList> rows { { u"Endpoint"_s, u"Requests"_s, u"Failed"_s, u"429"_s, u"p50"_s, u"p95"_s, u"p99"_s,
        u"Max"_s, u"Req/s"_s } };
    for (const metrics::EndpointDelta &endpoint : totals.endpoints())
        rows += row(metrics::nameOf(endpoint.key), endpoint.requests(), endpoint.failures(),
            endpoint.count(metrics::Outcome::RateLimited), endpoint.responseTimes, totals.seconds());
    rows += row(u"All (times without polls)"_s, totals.requests(), totals.failures(),
        totals.count(metrics::Outcome::RateLimited), totals.responseTimes(), totals.seconds());
    QList<Column> columns(rows.first().size(), Column::Right);
    columns.first() = Column::Left;
    QString text = alignColumns(rows, columns);
    if (!totals.uncorrectedTimes().isEmpty())
        text += u"\n"_s + sentTable(totals);

    if (!totals.errors().empty())
        text += u"\nErrors\n"_s;
    for (const metrics::ErrorDelta &error : totals.errors())
        text += u"  %1 x %2: %3%4\n"_s.arg(formatCount(error.occurrences), metrics::nameOf(error.key),
            QString::fromUtf8(error.error),
            error.sample.isEmpty() ? QString() : u" (for instance: %1)"_s.arg(QString::fromUtf8(error.sample)));
    return text;
}

} // namespace throng::ctl
