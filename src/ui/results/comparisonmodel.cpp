// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/comparisonmodel.h"

#include "ui/models/endpointname.h"
#include "ui/models/figurename.h"
#include "ui/support/format.h"

#include <QCoreApplication>

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using results::Change;
using results::ComparedRow;
using results::ComparedValue;

QString rowName(const ComparedRow &row)
{
    switch (row.what) {
    case ComparedRow::What::All:
        return ComparisonModel::tr("All responses");
    case ComparedRow::What::Endpoint:
        return endpointName(row.endpoint);
    case ComparedRow::What::Figure:
        return figureName(row.figure);
    }
    return {};
}

bool isMeasured(const ComparedValue &value)
{
    return !value.before.empty() && !value.after.empty();
}

QString withSign(double value, const QString &text)
{
    return (value < 0 ? u"−"_s : u"+"_s) + text;
}

/// "−17 ms, −43 %"
QString changeText(const ComparedValue &value)
{
    if (!isMeasured(value))
        return noValue();
    const double difference = value.difference();
    const QString absolute = withSign(difference, formatDuration(std::abs(difference)));
    const std::optional<double> relative = value.relative();
    return relative ? ComparisonModel::tr("%1, %2").arg(absolute, withSign(*relative, formatShare(std::abs(*relative))))
                    : absolute;
}

QString moodOf(Change change)
{
    return change == Change::Better ? u"good"_s : change == Change::Worse ? u"bad"_s : u"plain"_s;
}

/// A cell's value as a text and as a number.
struct Cell {
    QString text;
    QVariant value;
};

Cell timeCell(double time, const std::vector<double> &measured)
{
    return measured.empty() ? Cell { noValue(), {} } : Cell { formatDuration(time), time };
}

/// "1.5 % → 1.4 %"
Cell fromToCell(const ComparedValue &value, QString (*format)(double))
{
    const auto text = [format](double each, const std::vector<double> &measured) {
        return measured.empty() ? noValue() : format(each);
    };
    return { text(value.from, value.before) + u" → "_s + text(value.to, value.after),
        value.after.empty() ? QVariant() : QVariant(value.to) };
}

Cell changeCell(const ComparedValue &value)
{
    const std::optional<double> relative = value.relative();
    return { changeText(value), relative ? QVariant(*relative) : QVariant() };
}

Cell cellOf(const ComparedRow &row, int column)
{
    switch (column) {
    case ComparisonModel::Name:
        return { rowName(row), rowName(row) };
    case ComparisonModel::P50Before:
        return timeCell(row.p50.from, row.p50.before);
    case ComparisonModel::P50After:
        return timeCell(row.p50.to, row.p50.after);
    case ComparisonModel::P50Change:
        return changeCell(row.p50);
    case ComparisonModel::P95Before:
        return timeCell(row.p95.from, row.p95.before);
    case ComparisonModel::P95After:
        return timeCell(row.p95.to, row.p95.after);
    case ComparisonModel::P95Change:
        return changeCell(row.p95);
    case ComparisonModel::Verdict:
        return { changeWords(row.change()), changeWords(row.change()) };
    case ComparisonModel::Failed:
        return fromToCell(row.failedShare, &formatShare);
    case ComparisonModel::Rate:
        return fromToCell(row.perSecond, &formatRate);
    default:
        return {};
    }
}

} // namespace

QString changeWords(Change change)
{
    switch (change) {
    case Change::NotEnoughRuns:
        return ComparisonModel::tr("not enough runs");
    case Change::Better:
        return ComparisonModel::tr("faster");
    case Change::Worse:
        return ComparisonModel::tr("slower");
    case Change::NotMeasured:
        return ComparisonModel::tr("not measured");
    case Change::None:
    case Change::Untested:
        break;
    }
    return ComparisonModel::tr("no difference");
}

void ComparisonModel::setRows(std::vector<ComparedRow> rows, const QString &before, const QString &after)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_before = before;
    m_after = after;
    endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ComparedRow &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cellOf(row, index.column()).text;
    case Qt::UserRole:
        return cellOf(row, index.column()).value;
    case Qt::TextAlignmentRole:
        return headerData(index.column(), Qt::Horizontal, role);
    case MoodRole:
        return index.column() == Verdict ? moodOf(row.change()) : QVariant();
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(section == Name || section == Verdict ? Qt::AlignLeft | Qt::AlignVCenter
                                                                         : Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && (section == P50Change || section == P95Change))
        return tr("From %1 to %2: the difference, and its share of what it was").arg(m_before, m_after);
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    switch (section) {
    case Name:
        return tr("Endpoint");
    case P50Before:
        return tr("p50, %1").arg(m_before);
    case P50After:
        return tr("p50, %1").arg(m_after);
    case P50Change:
        return tr("Change of p50");
    case P95Before:
        return tr("p95, %1").arg(m_before);
    case P95After:
        return tr("p95, %1").arg(m_after);
    case P95Change:
        return tr("Change of p95");
    case Verdict:
        return tr("Verdict");
    case Failed:
        return tr("Failed");
    case Rate:
        return tr("Requests/s");
    default:
        return {};
    }
}

} // namespace throng::ui
