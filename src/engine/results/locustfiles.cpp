// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/locustfiles.h"

#include "engine/project/csv.h"
#include "engine/results/locustcount.h"
#include "engine/results/resultfile.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using metrics::locustPercentiles;

/// Python's csv module ends lines so.
const QByteArray &lineEnd()
{
    static const QByteArray end = "\r\n"_ba;
    return end;
}

QByteArray line(const QByteArrayList &fields)
{
    return project::csvLine(fields) + lineEnd();
}

QByteArrayList percentileColumns()
{
    QByteArrayList columns;
    for (const double percentile : locustPercentiles)
        columns.append(QByteArray::number(percentile) + '%');
    return columns;
}

/// "0" where Locust never came to make a float of it.
QByteArray floatOrZero(double value)
{
    return value == 0 ? "0"_ba : pythonFloat(value);
}

/// The median is one of Locust's whole buckets, unless the smallest or largest time set it right.
QByteArray medianText(qint64 bucket, double least, double most)
{
    const auto median = static_cast<double>(bucket);
    if (median >= least && median <= most)
        return QByteArray::number(bucket);
    return floatOrZero(std::clamp(median, least, most));
}

QByteArray statsLine(const LocustEntry &entry, const LocustCount &count)
{
    QByteArrayList fields { entry.method, entry.name, QByteArray::number(entry.requests),
        QByteArray::number(entry.failures),
        medianText(entry.percentile(0.5), entry.minMilliseconds, entry.maxMilliseconds),
        pythonFloat(entry.averageMilliseconds()), floatOrZero(entry.minMilliseconds),
        floatOrZero(entry.maxMilliseconds), entry.requests > 0 ? pythonFloat(entry.averageBytes()) : "0"_ba,
        pythonFloat(count.perSecond(entry.requests)), pythonFloat(count.perSecond(entry.failures)) };
    for (const double percentile : locustPercentiles)
        fields.append(entry.requests > 0 ? QByteArray::number(entry.percentile(percentile / 100)) : "N/A"_ba);
    return line(fields);
}

QByteArray timeText(qint64 unixMilliseconds)
{
    return QDateTime::fromSecsSinceEpoch(unixMilliseconds / 1000, Qt::UTC)
        .toString(u"yyyy-MM-ddThh:mm:ssZ"_s)
        .toLatin1();
}

double toMilliseconds(metrics::Nanoseconds time)
{
    return static_cast<double>(time.count()) / 1e6;
}

QByteArray historyLine(const metrics::HistoryPoint &second)
{
    const metrics::LocustPoint &point = second.locust;
    QByteArrayList fields { QByteArray::number(second.unixMilliseconds / 1000), QByteArray::number(second.usersRunning),
        {}, "Aggregated"_ba, QByteArray::number(point.requestsPerSecond, 'f', 6),
        QByteArray::number(point.failuresPerSecond, 'f', 6) };
    const bool hasRequests = point.totalRequests > 0;
    for (const metrics::Nanoseconds percentile : point.percentiles)
        fields.append(hasRequests ? QByteArray::number(locustBucket(toMilliseconds(percentile))) : "N/A"_ba);
    const double least = toMilliseconds(point.totalMin);
    const double most = toMilliseconds(point.totalMax);
    fields += { QByteArray::number(point.totalRequests), QByteArray::number(point.totalFailures),
        medianText(locustBucket(toMilliseconds(point.totalMedian)), least, most),
        pythonFloat(toMilliseconds(point.totalAverage)), floatOrZero(least), floatOrZero(most),
        hasRequests ? pythonFloat(point.totalAverageBytes) : "0"_ba };
    return line(fields);
}

/// The Unix second that a measured second lies in for the most part.
QString unixSecond(const metrics::LocustSecond &second)
{
    return QString::number((second.unixMilliseconds - 500) / 1000);
}

QJsonObject entryJson(const LocustEntry &entry, const metrics::Totals &totals)
{
    QJsonObject times;
    for (const auto &[time, number] : entry.times)
        times.insert(QString::number(time), static_cast<qint64>(number));
    const auto seconds = totals.locustSeconds({ entry.method, entry.name });
    QJsonObject requests;
    QJsonObject failures;
    for (const metrics::LocustSecond &second : seconds) {
        requests.insert(unixSecond(second), requests.value(unixSecond(second)).toInteger() + second.requests);
        if (second.failures > 0)
            failures.insert(unixSecond(second), failures.value(unixSecond(second)).toInteger() + second.failures);
    }
    const qint64 last = seconds.empty() ? totals.lastRequestAt() : seconds.back().unixMilliseconds;
    return { { u"name"_s, QString::fromUtf8(entry.name) }, { u"method"_s, QString::fromUtf8(entry.method) },
        { u"last_request_timestamp"_s, static_cast<double>(last) / 1000 },
        { u"start_time"_s, static_cast<double>(totals.measuredFrom()) / 1000 },
        { u"num_requests"_s, static_cast<qint64>(entry.requests) }, { u"num_none_requests"_s, 0 },
        { u"num_failures"_s, static_cast<qint64>(entry.failures) },
        { u"total_response_time"_s, entry.totalMilliseconds }, { u"max_response_time"_s, entry.maxMilliseconds },
        { u"min_response_time"_s, entry.minMilliseconds },
        { u"total_content_length"_s, static_cast<qint64>(entry.bytes) }, { u"response_times"_s, times },
        { u"num_reqs_per_sec"_s, requests }, { u"num_fail_per_sec"_s, failures } };
}

using Endpoint = std::pair<QByteArray, QByteArray>; // method, name

/// How many exchanges of each endpoint ended without an answer: the server may have done what they asked, or not.
std::map<Endpoint, qint64> countUnanswered(const metrics::Totals &totals)
{
    std::map<Endpoint, qint64> unanswered;
    for (const metrics::EndpointDelta &endpoint : totals.endpoints()) {
        for (const auto outcome :
            { metrics::Outcome::Cancelled, metrics::Outcome::Timeout, metrics::Outcome::NetworkError }) {
            if (const quint64 count = endpoint.count(outcome); count > 0)
                unanswered[{ endpoint.key.method, endpoint.key.name }] += static_cast<qint64>(count);
        }
    }
    return unanswered;
}

} // namespace

QByteArray locustStatsCsv(const metrics::Totals &totals)
{
    const LocustCount count(totals);
    QByteArray csv = line(QByteArrayList { "Type"_ba, "Name"_ba, "Request Count"_ba, "Failure Count"_ba,
                              "Median Response Time"_ba, "Average Response Time"_ba, "Min Response Time"_ba,
                              "Max Response Time"_ba, "Average Content Size"_ba, "Requests/s"_ba, "Failures/s"_ba }
        + percentileColumns());
    for (const LocustEntry &entry : count.entries)
        csv += statsLine(entry, count);
    return csv + statsLine(count.aggregated, count);
}

QByteArray locustHistoryCsv(const metrics::Totals &totals)
{
    QByteArray csv =
        line(QByteArrayList { "Timestamp"_ba, "User Count"_ba, "Type"_ba, "Name"_ba, "Requests/s"_ba, "Failures/s"_ba }
            + percentileColumns()
            + QByteArrayList { "Total Request Count"_ba, "Total Failure Count"_ba, "Total Median Response Time"_ba,
                "Total Average Response Time"_ba, "Total Min Response Time"_ba, "Total Max Response Time"_ba,
                "Total Average Content Size"_ba });
    for (const metrics::HistoryPoint &second : totals.history())
        csv += historyLine(second);
    return csv;
}

QByteArray locustFailuresCsv(const metrics::Totals &totals)
{
    QByteArray csv = line({ "Method"_ba, "Name"_ba, "Error"_ba, "Occurrences"_ba, "First Seen"_ba, "Last Seen"_ba });
    for (const LocustError &error : LocustCount(totals).errors)
        csv += line({ error.method, error.name, error.error, QByteArray::number(error.occurrences),
            timeText(error.firstSeen), timeText(error.lastSeen) });
    return csv;
}

QByteArray locustExceptionsCsv()
{
    return line({ "Count"_ba, "Message"_ba, "Traceback"_ba, "Nodes"_ba });
}

QByteArray locustJson(const std::vector<NamedTotals> &tests)
{
    QJsonArray entries;
    for (const NamedTotals &test : tests) {
        const LocustCount count(*test.totals);
        auto unanswered = countUnanswered(*test.totals);
        const auto append = [&](const LocustEntry &entry) {
            QJsonObject json = entryJson(entry, *test.totals);
            // Locust has no such key, so it is there only where it says something.
            if (const auto found = unanswered.find({ entry.method, entry.name }); found != unanswered.end()) {
                json.insert(u"num_unanswered"_s, found->second);
                unanswered.erase(found);
            }
            if (tests.size() > 1)
                json.insert(u"test"_s, test.test);
            entries.append(json);
        };
        for (const LocustEntry &entry : count.entries)
            append(entry);
        // Endpoints of which every request was cancelled: to Locust they were never asked.
        while (!unanswered.empty()) {
            LocustEntry nothing;
            std::tie(nothing.method, nothing.name) = unanswered.begin()->first;
            append(nothing);
        }
    }
    return QJsonDocument(entries).toJson();
}

Result<> writeLocustCsv(const QString &prefix, const metrics::Totals &totals)
{
    const std::array files { std::pair { u"_stats.csv"_s, locustStatsCsv(totals) },
        std::pair { u"_stats_history.csv"_s, locustHistoryCsv(totals) },
        std::pair { u"_failures.csv"_s, locustFailuresCsv(totals) },
        std::pair { u"_exceptions.csv"_s, locustExceptionsCsv() } };
    Result<> result;
    for (const auto &[suffix, content] : files) {
        Result<> written = writeResultFile(prefix + suffix, content);
        if (!written && result)
            result = std::move(written);
    }
    return result;
}

Result<> writeLocustJson(const QString &path, const std::vector<NamedTotals> &tests)
{
    return writeResultFile(path, locustJson(tests));
}

QString matrixLocustCsvPrefix(const QString &outputDirectory, const QString &testName)
{
    return QDir(outputDirectory.isEmpty() ? u"."_s : outputDirectory).filePath(testName + u".csv"_s);
}

QString matrixLocustHtmlPath(const QString &outputDirectory, const QString &testName)
{
    return QDir(outputDirectory.isEmpty() ? u"."_s : outputDirectory).filePath(testName + u".html"_s);
}

QString csvPrefixOfTest(const QString &prefix, const QString &testName)
{
    QString name = testName;
    for (QChar &c : name) {
        if (c == u'/' || c == u'\\' || c.unicode() < 0x20)
            c = u'_';
    }
    return prefix + u'_' + name;
}

QString pathOfTest(const QString &path, const QString &testName)
{
    const QString suffix = QFileInfo(path).suffix();
    if (suffix.isEmpty())
        return csvPrefixOfTest(path, testName);
    return csvPrefixOfTest(path.chopped(suffix.size() + 1), testName) + u'.' + suffix;
}

} // namespace throng::results
