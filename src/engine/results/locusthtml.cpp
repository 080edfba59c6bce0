// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/locusthtml.h"

#include "engine/results/locustcount.h"
#include "engine/results/svgchart.h"

#include <QDateTime>
#include <QStringList>

#include <array>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

/// The columns of the table of response times in Locust's report, in percent; its CSV has others.
constexpr std::array reportPercentiles { 50, 60, 70, 80, 90, 95, 99, 100 };

const QString &style()
{
    static const QString css = uR"(
:root { color-scheme: light dark; --ink: #1f2933; --paper: #ffffff; --rule: #d9dee3; --faint: #5f6b76;
  --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #e69f00; --c4: #cc79a7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --paper: #171b1f; --rule: #353c43; --faint: #9aa5af;
  --c0: #56b4e9; --c1: #f08a4b; --c2: #4cc9a0; --c3: #f0c05a; --c4: #e3a4c5; } }
body { font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1100px;
  margin: 24px auto; padding: 0 16px; }
h1 { font-size: 24px; } h2 { font-size: 18px; margin-top: 32px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; } dt { color: var(--faint); } dd { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 4px 8px; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th.text, td.text { text-align: left; white-space: normal; overflow-wrap: anywhere; }
tr.total td { font-weight: 600; }
.chart { width: 100%; height: auto; margin-top: 16px; } .chart .grid { stroke: var(--rule); }
.chart .label { font-size: 11px; fill: var(--faint); } .chart .title { font-size: 14px; font-weight: 600; fill: var(--ink); }
.line0, .line1, .line2, .line3, .line4 { fill: none; stroke-width: 1.5; }
.line0 { stroke: var(--c0); } .line1 { stroke: var(--c1); stroke-dasharray: 6 3; }
.line2 { stroke: var(--c2); stroke-dasharray: 2 2; } .line3 { stroke: var(--c3); stroke-dasharray: 8 3 2 3; }
.line4 { stroke: var(--c4); stroke-dasharray: 1 4; }
@media print { body { max-width: none; } h2 { break-after: avoid; } .chart { break-inside: avoid; } }
)"_s;
    return css;
}

QString number(double value, int digits = 0)
{
    return QString::number(value, 'f', digits);
}

QString timeText(qint64 unixMilliseconds)
{
    return QDateTime::fromSecsSinceEpoch(unixMilliseconds / 1000, Qt::UTC).toString(Qt::ISODate);
}

/// "1 hour, 2 minutes and 3 seconds", as Locust's report has it.
QString durationText(qint64 seconds)
{
    struct Unit {
        QString name;
        qint64 amount;
    };
    QStringList parts;
    for (const Unit &unit : { Unit { u"day"_s, seconds / 86400 }, Unit { u"hour"_s, seconds % 86400 / 3600 },
             Unit { u"minute"_s, seconds % 3600 / 60 }, Unit { u"second"_s, seconds % 60 } }) {
        if (unit.amount > 0)
            parts.append(u"%1 %2%3"_s.arg(unit.amount).arg(unit.name, unit.amount == 1 ? QString() : u"s"_s));
    }
    if (parts.isEmpty())
        return u"0 seconds"_s;
    const QString last = parts.takeLast();
    return parts.isEmpty() ? last : parts.join(u", "_s) + u" and "_s + last;
}

/// Rows of cells; columns before `texts` hold words, the others figures.
class Table {
public:
    Table(const QStringList &columns, int texts)
        : m_texts(texts)
    {
        m_html = u"<div class=\"scroll\"><table><thead>"_s + row(columns, u"th"_s, {}) + u"</thead><tbody>\n"_s;
    }

    void add(const QStringList &cells, bool isTotal = false)
    {
        m_html += row(cells, u"td"_s, isTotal ? u" class=\"total\""_s : QString());
    }

    [[nodiscard]] QString html() const { return m_html + u"</tbody></table></div>\n"_s; }

private:
    [[nodiscard]] QString row(const QStringList &cells, const QString &tag, const QString &attributes) const
    {
        QString html = u"<tr"_s + attributes + u'>';
        for (qsizetype i = 0; i < cells.size(); ++i)
            html += u'<' + tag + (i < m_texts ? u" class=\"text\">"_s : u">"_s) + cells[i].toHtmlEscaped() + u"</"_s
                + tag + u'>';
        return html + u"</tr>\n"_s;
    }

    int m_texts;
    QString m_html;
};

QString requestsTable(const LocustCount &count)
{
    Table table({ u"Type"_s, u"Name"_s, u"# Requests"_s, u"# Fails"_s, u"Average (ms)"_s, u"Min (ms)"_s, u"Max (ms)"_s,
                    u"Average size (bytes)"_s, u"RPS"_s, u"Failures/s"_s },
        2);
    const auto add = [&](const LocustEntry &entry, bool isTotal) {
        table.add({ QString::fromUtf8(entry.method), QString::fromUtf8(entry.name), QString::number(entry.requests),
                      QString::number(entry.failures), number(entry.averageMilliseconds(), 2),
                      number(entry.minMilliseconds), number(entry.maxMilliseconds), number(entry.averageBytes(), 2),
                      number(count.perSecond(entry.requests), 2), number(count.perSecond(entry.failures), 2) },
            isTotal);
    };
    for (const LocustEntry &entry : count.entries)
        add(entry, false);
    add(count.aggregated, true);
    return table.html();
}

QString timesTable(const LocustCount &count)
{
    QStringList columns { u"Method"_s, u"Name"_s };
    for (const int percentile : reportPercentiles)
        columns.append(u"%1%ile (ms)"_s.arg(percentile));
    Table table(columns, 2);
    const auto add = [&](const LocustEntry &entry, bool isTotal) {
        QStringList cells { QString::fromUtf8(entry.method), QString::fromUtf8(entry.name) };
        for (const int percentile : reportPercentiles)
            cells.append(QString::number(entry.percentile(percentile / 100.0)));
        table.add(cells, isTotal);
    };
    for (const LocustEntry &entry : count.entries)
        add(entry, false);
    add(count.aggregated, true);
    return table.html();
}

QString failuresTable(const LocustCount &count)
{
    if (count.errors.empty())
        return u"<p>None.</p>\n"_s;
    Table table({ u"Method"_s, u"Name"_s, u"Message"_s, u"Occurrences"_s, u"First seen"_s, u"Last seen"_s }, 3);
    for (const LocustError &error : count.errors)
        table.add({ QString::fromUtf8(error.method), QString::fromUtf8(error.name), QString::fromUtf8(error.error),
            QString::number(error.occurrences), timeText(error.firstSeen), timeText(error.lastSeen) });
    return table.html();
}

QString generatorText(const metrics::Verdict &verdict)
{
    QString html = u"<p>The generator: <strong>%1</strong>."_s.arg(metrics::toString(verdict.trust));
    for (const QString &reason : verdict.reasons)
        html += u' ' + reason.toHtmlEscaped();
    return html + u"</p>\n"_s;
}

template <typename Value>
ChartLine chartLine(const QString &name, int style, const metrics::Totals &totals, Value value)
{
    ChartLine line { name, style, {}, {} };
    for (const metrics::HistoryPoint &second : totals.history()) {
        line.seconds.push_back(static_cast<double>(second.unixMilliseconds - totals.startedAt()) / 1000);
        line.values.push_back(value(second));
    }
    return line;
}

QString charts(const metrics::Totals &totals)
{
    using Second = metrics::HistoryPoint;
    // Locust's report has 50 % and 95 %, over the last ten seconds.
    const auto percentile = [](std::size_t index) {
        return [index](const Second &s) { return static_cast<double>(s.locust.percentiles[index].count()) / 1e6; };
    };
    static_assert(metrics::locustPercentiles[0] == 50 && metrics::locustPercentiles[5] == 95);
    return svgChart(u"Total Requests per Second"_s, u"1/s"_s,
               { chartLine(u"RPS"_s, 0, totals, [](const Second &s) { return s.locust.requestsPerSecond; }),
                   chartLine(u"Failures/s"_s, 1, totals, [](const Second &s) { return s.locust.failuresPerSecond; }) })
        + svgChart(u"Response Times"_s, u"ms"_s,
            { chartLine(u"50th percentile"_s, 0, totals, percentile(0)),
                chartLine(u"95th percentile"_s, 1, totals, percentile(5)) })
        + svgChart(u"Number of Users"_s, u"users"_s,
            { chartLine(u"Users"_s, 2, totals, [](const Second &s) { return static_cast<double>(s.usersRunning); }) });
}

} // namespace

QByteArray locustHtml(const ReportHeading &heading, const metrics::Totals &totals)
{
    const LocustCount count(totals);
    const qint64 end = totals.lastRequestAt() > 0 ? totals.lastRequestAt() : totals.endedAt();
    const QString title = heading.test.toHtmlEscaped();
    QString html =
        u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        u"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%1</title>\n<style>%2</style>\n</head>\n<body>\n"_s
            .arg(title, style());
    html +=
        u"<h1>%1</h1>\n<dl><dt>During</dt><dd>%2 – %3 (%4)</dd><dt>Target Host</dt><dd>%5</dd><dt>Script</dt><dd>%6</dd></dl>\n"_s
            .arg(title, timeText(totals.startedAt()), timeText(end), durationText((end - totals.startedAt()) / 1000),
                heading.host.toHtmlEscaped(), heading.script.toHtmlEscaped());
    html += u"<p>Counted as Locust does: long polls of /sync stand beside ordinary requests, and an answer of 429 is a "
            u"failure.</p>\n"_s;
    html += generatorText(heading.generator);
    html += u"<h2>Request Statistics</h2>\n"_s + requestsTable(count);
    html += u"<h2>Response Time Statistics</h2>\n"_s + timesTable(count);
    html += u"<h2>Failures Statistics</h2>\n"_s + failuresTable(count);
    html += u"<h2>Charts</h2>\n"_s + charts(totals);
    html += u"</body>\n</html>\n"_s;
    return html.toUtf8();
}

} // namespace throng::results
