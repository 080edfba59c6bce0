// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/comparisonjson.h"

#include "engine/results/words.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

QString wordOf(Change change)
{
    switch (change) {
    case Change::NotEnoughRuns:
        return u"not_enough_runs"_s;
    case Change::NotMeasured:
        return u"not_measured"_s;
    case Change::None:
        return u"none"_s;
    case Change::Better:
        return u"better"_s;
    case Change::Worse:
        return u"worse"_s;
    case Change::Untested:
        break;
    }
    return u"untested"_s;
}

QString wordOf(ComparedRow::What what)
{
    switch (what) {
    case ComparedRow::What::All:
        return u"all"_s;
    case ComparedRow::What::Endpoint:
        return u"endpoint"_s;
    case ComparedRow::What::Figure:
        break;
    }
    return u"figure"_s;
}

QJsonArray listOf(const std::vector<double> &values)
{
    QJsonArray list;
    for (const double value : values)
        list.append(value);
    return list;
}

QJsonObject valueJson(const ComparedValue &value)
{
    const std::optional<double> relative = value.relative();
    return { { u"before"_s, listOf(value.before) }, { u"after"_s, listOf(value.after) },
        { u"from"_s, value.before.empty() ? QJsonValue() : QJsonValue(value.from) },
        { u"to"_s, value.after.empty() ? QJsonValue() : QJsonValue(value.to) },
        { u"relative"_s, relative ? QJsonValue(*relative) : QJsonValue() }, { u"change"_s, wordOf(value.change) } };
}

QJsonObject rowJson(const ComparedRow &row)
{
    return { { u"what"_s, wordOf(row.what) },
        { u"name"_s, row.what == ComparedRow::What::All ? u"all requests"_s : nameOf(row) },
        { u"change"_s, wordOf(row.change()) }, { u"requests_before"_s, qint64(row.requestsBefore) },
        { u"requests_after"_s, qint64(row.requestsAfter) }, { u"p50_ms"_s, valueJson(row.p50) },
        { u"p95_ms"_s, valueJson(row.p95) }, { u"p99_ms"_s, valueJson(row.p99) },
        { u"per_second"_s, valueJson(row.perSecond) }, { u"failed_share"_s, valueJson(row.failedShare) } };
}

QJsonObject runJson(const ComparedRun &run)
{
    return { { u"file"_s, QFileInfo(run.head.path).fileName() }, { u"id"_s, run.head.id },
        { u"title"_s, run.head.title }, { u"suite"_s, run.head.suite }, { u"server"_s, run.head.server },
        { u"started_at"_s, QDateTime::fromMSecsSinceEpoch(run.head.startedAt, Qt::UTC).toString(Qt::ISODateWithMs) },
        { u"test"_s, run.test.name }, { u"users"_s, run.test.users }, { u"requests"_s, qint64(run.totals.requests()) },
        { u"failed_share"_s, run.totals.failedShare() }, { u"trust"_s, results::wordOf(run.test.verdict.trust) } };
}

QJsonObject sideJson(const SideComparison &side)
{
    QJsonArray rows;
    for (const ComparedRow &row : side.rows)
        rows.append(rowJson(row));
    QJsonArray server;
    for (const ComparedServerFigure &figure : side.server) {
        QJsonObject json = valueJson(figure.mean);
        json.insert(u"name"_s, QString::fromUtf8(figure.name));
        json.insert(u"unit"_s, results::wordOf(figure.unit));
        server.append(json);
    }
    return { { u"before"_s, side.before->name }, { u"after"_s, side.after->name }, { u"summary"_s, side.summary() },
        { u"rows"_s, rows }, { u"server"_s, server }, { u"only_before"_s, QJsonArray::fromStringList(side.onlyBefore) },
        { u"only_after"_s, QJsonArray::fromStringList(side.onlyAfter) } };
}

} // namespace

QByteArray comparisonJson(const Comparison &comparison)
{
    QJsonArray sides;
    for (const ComparedSide &side : comparison.sides()) {
        QJsonArray runs;
        for (const ComparedRun &run : side.runs)
            runs.append(runJson(run));
        sides.append(QJsonObject { { u"name"_s, side.name }, { u"runs"_s, runs } });
    }
    QJsonArray comparisons;
    for (const SideComparison &side : comparison.compare())
        comparisons.append(sideJson(side));
    return QJsonDocument(QJsonObject { { u"version"_s, comparisonJsonVersion }, { u"sides"_s, sides },
                             { u"comparisons"_s, comparisons } })
        .toJson();
}

} // namespace throng::results
