// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/serverjson.h"

#include "engine/project/textfile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

QString unitName(metrics::ServerUnit unit)
{
    using Unit = metrics::ServerUnit;
    switch (unit) {
    case Unit::Number:
        return u"number"_s;
    case Unit::PerSecond:
        return u"per_second"_s;
    case Unit::Seconds:
        return u"seconds"_s;
    case Unit::SecondsPerSecond:
        return u"seconds_per_second"_s;
    case Unit::Bytes:
        return u"bytes"_s;
    case Unit::Share:
        return u"share"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

QByteArray serverJson(const std::vector<NamedServerTotals> &tests)
{
    QJsonArray rows;
    for (const NamedServerTotals &test : tests) {
        for (const metrics::ServerTotals::Row &row : test.totals->rows())
            rows.append(QJsonObject { { u"test"_s, test.test }, { u"source"_s, row.source },
                { u"name"_s, QString::fromUtf8(row.name) }, { u"unit"_s, unitName(row.unit) },
                { u"suggested"_s, row.suggested }, { u"scrapes"_s, qint64(row.scrapes) }, { u"mean"_s, row.mean() },
                { u"lowest"_s, row.lowest }, { u"highest"_s, row.highest }, { u"last"_s, row.last } });
    }
    return QJsonDocument(rows).toJson();
}

Result<> writeServerJson(const QString &path, const std::vector<NamedServerTotals> &tests)
{
    return project::writeAtomically(path, project::Access::Ordinary, serverJson(tests));
}

} // namespace throng::results
