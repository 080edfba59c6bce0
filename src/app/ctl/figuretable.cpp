// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/figuretable.h"

#include "app/ctl/output.h"

#include <unistd.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

using metrics::Nanoseconds;

QString red(const QString &text)
{
    return isTerminal(STDOUT_FILENO) ? u"\033[31m%1\033[0m"_s.arg(text) : text;
}

QStringList row(const metrics::FigureDelta &figure)
{
    const metrics::Histogram all = figure.all();
    const bool bound = figure.isLowerBound();
    const auto time = [bound](Nanoseconds value) { return formatTime(metrics::FigurePercentile { value, bound }); };
    return { metrics::nameOf(figure.key), formatCount(figure.times.count()), formatCount(figure.censored()),
        time(all.percentile(50)), time(all.percentile(95)), time(all.percentile(99)), formatTime(all.max()) };
}

QString lostLine(const metrics::LostDelivery &lost)
{
    return u"  %1 in %2 never came to %3: the server had it after %4 and answered a sync asked for after %5 without it\n"_s
        .arg(lost.eventId.isEmpty() ? u"a message"_s : QString::fromUtf8(lost.eventId), QString::fromUtf8(lost.roomId),
            QString::fromUtf8(lost.receiver), formatTime(lost.accepted), formatTime(lost.asked));
}

} // namespace

QString shortAccount(const metrics::DeliveryAccount &account)
{
    QStringList parts { u"%1 delivered"_s.arg(formatCount(quint64(account.delivered))) };
    if (account.lost > 0)
        parts.prepend(u"%1 LOST"_s.arg(formatCount(quint64(account.lost))));
    const std::pair<qint64, const char *> explained[] = {
        { account.pending(), "under way" },
        { account.gap, "left out by a gap" },
        { account.receiverStopped, "receiver stopped" },
        { account.receiverLeft, "receiver left" },
        { account.notSent, "not sent" },
        { account.inFlight, "in flight at the end" },
    };
    for (const auto &[count, what] : explained) {
        if (count > 0)
            parts += formatCount(quint64(count)) + u' ' + QLatin1StringView(what);
    }
    return u"%1 expected: %2"_s.arg(formatCount(quint64(account.expected)), parts.join(u", "_s));
}

QString figureTable(const metrics::Totals &totals, const metrics::DeliveryFindings &findings)
{
    if (totals.figures().empty())
        return {};
    QList<QStringList> rows { { u"What people feel"_s, u"Count"_s, u"Not ended"_s, u"p50"_s, u"p95"_s, u"p99"_s,
        u"Max"_s } };
    for (const metrics::FigureDelta &figure : totals.figures())
        rows += row(figure);
    QList<Column> columns(rows.first().size(), Column::Right);
    columns.first() = Column::Left;
    QString text = alignColumns(rows, columns);
    const metrics::DeliveryAccount &account = totals.deliveries();
    if (account.messages == 0)
        return text;

    text += u"\nDeliveries (%1 messages, %2/s): %3\n"_s.arg(formatCount(quint64(account.messages)),
        QString::number(totals.seconds() > 0 ? double(account.delivered) / totals.seconds() : 0, 'f', 1),
        account.lost > 0 ? red(shortAccount(account)) : shortAccount(account));
    if (account.inFlight > 0)
        text += u"  the oldest of those in flight had been ready for %1\n"_s.arg(formatTime(findings.oldestInFlight));
    if (account.unexpected > 0)
        text += u"  %1 more came twice, or to somebody who had joined after they were sent\n"_s.arg(
            formatCount(quint64(account.unexpected)));
    for (const metrics::LostDelivery &lost : findings.lost)
        text += red(lostLine(lost));
    if (!findings.slowestRooms.empty())
        text += u"\nSlowest rooms\n"_s;
    for (const metrics::SlowRoom &room : findings.slowestRooms)
        text += u"  %1: %2 members, %3 deliveries, mean %4, worst %5\n"_s.arg(QString::fromUtf8(room.roomId),
            formatCount(quint64(room.members)), formatCount(room.deliveries), formatTime(room.mean),
            formatTime(room.worst));
    return text;
}

} // namespace throng::ctl
