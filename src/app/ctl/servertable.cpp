// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/servertable.h"

#include "app/ctl/output.h"

using namespace Qt::StringLiterals;

namespace throng::ctl {

QString serverTable(const metrics::ServerTotals &totals)
{
    QList<QStringList> rows { { u"Server (100 % is one core, or one transaction)"_s, u"Mean"_s, u"Highest"_s } };
    for (const metrics::ServerTotals::Row &row : totals.rows()) {
        if (row.suggested)
            rows += { u"%1: %2"_s.arg(row.source, QString::fromUtf8(row.name)),
                metrics::formatServerFigure(row.unit, row.mean()), metrics::formatServerFigure(row.unit, row.highest) };
    }
    return rows.size() > 1 ? alignColumns(rows, { Column::Left, Column::Right, Column::Right }) : QString();
}

} // namespace throng::ctl
