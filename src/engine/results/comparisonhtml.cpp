// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/comparisonhtml.h"

#include "engine/base/words.h"
#include "engine/metrics/format.h"
#include "engine/results/htmlcharts.h"
#include "engine/results/htmlpage.h"

#include <QFileInfo>

#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

/// Wide enough for a second of an hour's run; narrower where there are many runs.
int columnsFor(std::size_t runs)
{
    return runs <= 4 ? 720 : 240;
}

/// "A", "B1", "B2": short enough to stand beside each chart.
QString shortName(const Comparison &comparison, std::size_t side, std::size_t run)
{
    const QString letter = side < 26 ? QString(QChar(u'A' + int(side))) : u"#%1"_s.arg(side + 1);
    return comparison.sides()[side].runs.size() > 1 ? letter + QString::number(run + 1) : letter;
}

Result<std::vector<OverlaidRun>> overlaid(const Comparison &comparison)
{
    std::size_t count = 0;
    for (const ComparedSide &side : comparison.sides())
        count += side.runs.size();
    std::vector<OverlaidRun> runs;
    for (std::size_t side = 0; side < comparison.sides().size(); ++side) {
        const std::vector<ComparedRun> &compared = comparison.sides()[side].runs;
        for (std::size_t i = 0; i < compared.size(); ++i) {
            const auto reader = RunReader::open(compared[i].head.path);
            if (!reader)
                return tl::unexpected(reader.error());
            auto spans = ReportSpans::of(**reader, compared[i].test.index, columnsFor(count));
            if (!spans)
                return tl::unexpected(spans.error());
            runs.push_back({ shortName(comparison, side, i), int(side), compared[i].extent, *std::move(spans) });
        }
    }
    return runs;
}

/// Those that every side has, which the first comparison cannot say alone.
std::vector<metrics::EndpointKey> commonEndpoints(const std::vector<SideComparison> &comparisons)
{
    std::map<metrics::EndpointKey, std::size_t> found;
    for (const SideComparison &comparison : comparisons) {
        for (const ComparedRow &row : comparison.rows) {
            if (row.what == ComparedRow::What::Endpoint)
                ++found[row.endpoint];
        }
    }
    std::vector<metrics::EndpointKey> common;
    for (const auto &[key, count] : found) {
        if (count == comparisons.size())
            common.push_back(key);
    }
    return common;
}

QString timeText(double milliseconds)
{
    return metrics::formatTime(metrics::Nanoseconds(qint64(milliseconds * 1e6)));
}

QString relativeText(const ComparedValue &value)
{
    const std::optional<double> relative = value.relative();
    if (!relative)
        return u"–"_s;
    return (*relative < 0 ? u"−"_s : u"+"_s) + QString::number(std::abs(*relative) * 100, 'f', 1) + u" %"_s;
}

/// From, to, and the relative change.
QStringList timeCells(const ComparedValue &value)
{
    if (value.before.empty() || value.after.empty())
        return { u"–"_s, u"–"_s, u"–"_s };
    return { timeText(value.from), timeText(value.to), relativeText(value) };
}

QString wordsOf(Change change)
{
    switch (change) {
    case Change::NotEnoughRuns:
        return Words::tr("not enough runs");
    case Change::Better:
        return Words::tr("faster");
    case Change::Worse:
        return Words::tr("SLOWER");
    case Change::NotMeasured:
        return Words::tr("not measured");
    case Change::None:
    case Change::Untested:
        break;
    }
    return Words::tr("no difference");
}

QString colourOf(Change change)
{
    return change == Change::Worse ? u"bad"_s : change == Change::Better ? u"good"_s : QString();
}

void addTable(HtmlPage &page, const SideComparison &comparison)
{
    HtmlTable table(
        { Words::tr("What"), Words::tr("Verdict"), Words::tr("before"), Words::tr("now"), Words::tr("change"),
            Words::tr("before"), Words::tr("now"), Words::tr("change"), Words::tr("before"), Words::tr("now"),
            Words::tr("change"), Words::tr("before"), Words::tr("now"), Words::tr("before"), Words::tr("now") },
        2);
    table.setGroups({ { QString(), 2 }, { u"p50"_s, 3 }, { u"p95"_s, 3 }, { u"p99"_s, 3 }, { Words::tr("a second"), 2 },
        { Words::tr("failed"), 2 } });
    for (const ComparedRow &row : comparison.rows)
        table.add(QStringList { nameOf(row), wordsOf(row.change()) } + timeCells(row.p50) + timeCells(row.p95)
                + timeCells(row.p99)
                + QStringList { metrics::formatRate(row.perSecond.from), metrics::formatRate(row.perSecond.to),
                    metrics::formatShare(row.failedShare.from), metrics::formatShare(row.failedShare.to) },
            { {}, u"word "_s + colourOf(row.change()), {}, {}, colourOf(row.p50.change), {}, {},
                colourOf(row.p95.change) });
    page.add(u"<div class=\"wide\">"_s + table.html() + u"</div>"_s);
    QStringList alone;
    for (const QString &name : comparison.onlyBefore)
        alone += Words::tr("only in %1: %2").arg(comparison.before->name, name);
    for (const QString &name : comparison.onlyAfter)
        alone += Words::tr("only in %1: %2").arg(comparison.after->name, name);
    if (!alone.isEmpty())
        page.addList(alone);
}

void addServer(HtmlPage &page, const SideComparison &comparison)
{
    if (comparison.server.empty())
        return;
    page.addText(u"h4"_s, Words::tr("What the server said and needed"));
    HtmlTable table({ Words::tr("Figure, mean of the test"), Words::tr("before"), Words::tr("now"), Words::tr("change"),
                        Words::tr("in percent") },
        1);
    for (const ComparedServerFigure &figure : comparison.server) {
        const auto text = [&figure](double value) { return metrics::formatServerFigure(figure.unit, value); };
        const double difference = figure.mean.difference();
        table.add({ QString::fromUtf8(figure.name), text(figure.mean.from), text(figure.mean.to),
            (difference < 0 ? u"−"_s : u"+"_s) + text(std::abs(difference)), relativeText(figure.mean) });
    }
    page.add(table.html());
    page.addText(u"p"_s, Words::tr("All that the server consists of. 100 % of processor time is one core."), u"hint"_s);
}

void addRuns(HtmlPage &page, const Comparison &comparison)
{
    HtmlTable table({ u""_s, Words::tr("Run"), Words::tr("Server"), Words::tr("When"), Words::tr("Users"),
                        Words::tr("Requests"), u"p95"_s, Words::tr("Failed"), Words::tr("Generator") },
        4);
    for (std::size_t side = 0; side < comparison.sides().size(); ++side) {
        const std::vector<ComparedRun> &runs = comparison.sides()[side].runs;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const ComparedRun &run = runs[i];
            table.add({ shortName(comparison, side, i),
                run.head.title.isEmpty() ? QFileInfo(run.head.path).completeBaseName() : run.head.title,
                run.head.server, stampOf(run.head.startedAt), metrics::formatCount(quint64(run.test.users)),
                metrics::formatCount(run.totals.requests()),
                run.totals.responseTimes().isEmpty() ? u"–"_s
                                                     : metrics::formatTime(run.totals.responseTimes().percentile(95)),
                metrics::formatShare(run.totals.failedShare()), metrics::toString(run.test.verdict.trust) });
        }
    }
    page.add(table.html());
}

} // namespace

Result<QByteArray> comparisonHtml(const Comparison &comparison)
{
    const auto runs = overlaid(comparison);
    if (!runs)
        return tl::unexpected(runs.error());
    const std::vector<SideComparison> comparisons = comparison.compare();
    const QString test = comparison.sides().front().runs.front().test.name;
    HtmlPage page(Words::tr("Comparison of %1 with %2 others, test %3")
                      .arg(comparison.sides().front().name, QString::number(comparisons.size()), test));
    page.add(u"<header><div>\n"_s);
    page.addText(u"h1"_s, Words::tr("Comparison: %1").arg(test));
    page.addText(u"div"_s,
        Words::tr("The first, %1, is what the others are compared with").arg(comparison.sides().front().name),
        u"sub"_s);
    page.add(u"</div><button type=\"button\" id=\"theme\" hidden>%1</button></header>\n"_s.arg(
        Words::tr("Light / dark").toHtmlEscaped()));
    for (const SideComparison &compared : comparisons)
        page.addText(u"p"_s, compared.summary());
    addRuns(page, comparison);
    page.addCharts(u"charts"_s, chartsOf(*runs, commonEndpoints(comparisons)));
    for (const SideComparison &compared : comparisons) {
        page.addText(u"h3"_s, Words::tr("%1 against %2").arg(compared.after->name, compared.before->name));
        addTable(page, compared);
        addServer(page, compared);
    }
    page.addText(u"p"_s,
        Words::tr("Faster and slower are said only where each side has three runs or more and differs by more than its "
                  "runs differ among themselves (Welch's test on the logarithms, Holm's correction, at least 5 %)."),
        u"hint"_s);
    page.add(u"<footer>"_s);
    page.addText(u"span"_s,
        Words::tr("Written by Throng %1. Charts by dygraphs (MIT licence, (c) Dan Vanderkam and contributors).")
            .arg(QStringLiteral(THRONG_VERSION)));
    page.add(u"</footer>\n"_s);
    return page.toHtml();
}

} // namespace throng::results
