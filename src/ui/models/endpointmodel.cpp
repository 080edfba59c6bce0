// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpointmodel.h"

#include "ui/models/endpointname.h"
#include "ui/support/colors.h"
#include "ui/support/format.h"

#include <QGuiApplication>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

void EndpointModel::fill(Row &row, const metrics::EndpointDelta &sums) const
{
    row.requests = sums.requests();
    row.failures = sums.failures();
    row.rateLimited = sums.count(metrics::Outcome::RateLimited);
    const metrics::Histogram &times = sums.responseTimes;
    if (times.isEmpty())
        row.times.fill(std::numeric_limits<double>::quiet_NaN());
    else
        row.times = { milliseconds(times.percentile(50)), milliseconds(times.percentile(95)),
            milliseconds(times.percentile(99)), milliseconds(times.max()) };
    // The slot about to be overwritten holds the state of ten updates ago, or the start.
    const std::size_t slot = m_updates % rateWindow;
    const double seconds = m_seconds - m_secondsAt[slot];
    row.rate = seconds > 0 ? double(row.requests - std::min(row.requests, row.earlier[slot])) / seconds : 0;
    row.earlier[slot] = row.requests;
}

void EndpointModel::update(const metrics::Totals &totals)
{
    m_seconds = totals.seconds();
    const std::vector<metrics::EndpointDelta> &sums = totals.endpoints();
    std::size_t at = 0;
    for (const metrics::EndpointDelta &endpoint : sums) {
        if (at == m_rows.size() || m_rows[at].key != endpoint.key) {
            const int row = static_cast<int>(at);
            Row fresh;
            fresh.key = endpoint.key;
            fresh.name = endpointName(endpoint.key);
            fill(fresh, endpoint);
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, std::move(fresh));
            endInsertRows();
        } else {
            fill(m_rows[at], endpoint);
        }
        ++at;
    }
    m_secondsAt[m_updates % rateWindow] = m_seconds;
    ++m_updates;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, Requests), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
}

void EndpointModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_secondsAt.fill(0);
    m_updates = 0;
    endResetModel();
}

metrics::EndpointKey EndpointModel::key(int row) const
{
    return m_rows[static_cast<std::size_t>(row)].key;
}

int EndpointModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EndpointModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

double EndpointModel::number(const Row &row, int column) const
{
    switch (column) {
    case Requests:
        return double(row.requests);
    case Failures:
        return row.requests > 0 ? double(row.failures) / double(row.requests) : 0;
    case RateLimited:
        return double(row.rateLimited);
    case P50:
    case P95:
    case P99:
    case Longest:
        return row.times[static_cast<std::size_t>(column - P50)];
    case Rate:
        return row.rate;
    default:
        return 0;
    }
}

QVariant EndpointModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Endpoint:
            return row.name;
        case Failures:
            return formatShare(number(row, column));
        case Requests:
        case RateLimited:
            return formatCount(qint64(number(row, column)));
        case Rate:
            return formatRate(row.rate);
        default:
            return formatDuration(number(row, column));
        }
    case Qt::UserRole:
        if (column == Endpoint)
            return row.name;
        return number(row, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            column == Endpoint ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if (column == Failures && row.failures > 0)
            return colorsFor(QGuiApplication::palette()).bad;
        if (column == RateLimited && row.rateLimited > 0)
            return colorsFor(QGuiApplication::palette()).warning;
        return {};
    case Qt::ToolTipRole:
        if (column == Endpoint)
            return QString(QString::fromLatin1(row.key.method) + u' ' + QString::fromUtf8(row.key.name));
        if (column == Failures)
            return tr("%1 of %2 requests failed")
                .arg(formatCount(qint64(row.failures)), formatCount(qint64(row.requests)));
        return {};
    default:
        return {};
    }
}

QVariant EndpointModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            section == Endpoint ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Failures:
            return tr("Error answers, timeouts and lost connections; refusals with 429 are counted apart");
        case RateLimited:
            return tr("Refused with 429, too many requests");
        case P50:
            return tr("Half of the answers came within this time");
        case P95:
            return tr("95 of 100 answers came within this time");
        case P99:
            return tr("99 of 100 answers came within this time");
        case Rate:
            return tr("Over the last ten seconds");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    const bool plain = role == Qt::UserRole;
    switch (section) {
    case Endpoint:
        return tr("Endpoint");
    case Requests:
        return tr("Requests");
    case Failures:
        return plain ? tr("Failures (share)") : tr("Failures");
    case RateLimited:
        return tr("429");
    case P50:
        return plain ? tr("p50 (ms)") : tr("p50");
    case P95:
        return plain ? tr("p95 (ms)") : tr("p95");
    case P99:
        return plain ? tr("p99 (ms)") : tr("p99");
    case Longest:
        return plain ? tr("Max (ms)") : tr("Max");
    case Rate:
        return tr("Requests/s");
    default:
        return {};
    }
}

} // namespace throng::ui
