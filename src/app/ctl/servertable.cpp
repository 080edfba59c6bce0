// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/servertable.h"

#include "app/ctl/output.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

QString formatNumber(double value)
{
    return std::abs(value) >= 100 ? formatCount(quint64(std::llround(std::abs(value))))
                                  : QString::number(value, 'f', 1);
}

QString formatFigure(const metrics::ServerTotals::Row &row, double value)
{
    using Unit = metrics::ServerUnit;
    switch (row.unit) {
    case Unit::Number:
        break;
    case Unit::PerSecond:
        return formatNumber(value) + u"/s"_s;
    case Unit::Seconds:
        return formatTime(std::chrono::nanoseconds(qint64(value * 1e9)));
    case Unit::SecondsPerSecond:
        return QString::number(value * 100, 'f', 0) + u" %"_s;
    case Unit::Bytes:
        return formatNumber(value / 1e6) + u" MB"_s;
    case Unit::Share:
        return formatShare(value);
    }
    return formatNumber(value);
}

} // namespace

QString serverTable(const metrics::ServerTotals &totals)
{
    QList<QStringList> rows { { u"Server (100 % is one core, or one transaction)"_s, u"Mean"_s, u"Highest"_s } };
    for (const metrics::ServerTotals::Row &row : totals.rows()) {
        if (row.suggested)
            rows += { u"%1: %2"_s.arg(row.source, QString::fromUtf8(row.name)), formatFigure(row, row.mean()),
                formatFigure(row, row.highest) };
    }
    return rows.size() > 1 ? alignColumns(rows, { Column::Left, Column::Right, Column::Right }) : QString();
}

} // namespace throng::ctl
