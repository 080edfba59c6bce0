// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/htmlreport.h"

#include "engine/base/words.h"
#include "engine/metrics/format.h"
#include "engine/results/htmlcharts.h"
#include "engine/results/htmlpage.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using metrics::formatCount;
using metrics::formatRate;
using metrics::formatShare;
using metrics::formatSpan;
using metrics::formatTime;
using metrics::Histogram;
using metrics::Totals;

/// A line of fewer points is none.
constexpr std::size_t fewestSpans = 3;

QString count(qint64 value)
{
    return formatCount(quint64(std::max<qint64>(0, value)));
}

double rate(quint64 requests, double seconds)
{
    return seconds > 0 ? double(requests) / seconds : 0;
}

QString length(const Totals &totals)
{
    return formatSpan(std::chrono::milliseconds(qint64(totals.seconds() * 1000)));
}

/// p50, p95, p99 and the longest.
QStringList timeCells(const Histogram &times)
{
    if (times.isEmpty())
        return { u"–"_s, u"–"_s, u"–"_s, u"–"_s };
    return { formatTime(times.percentile(50)), formatTime(times.percentile(95)), formatTime(times.percentile(99)),
        formatTime(times.max()) };
}

QString classOf(Report::Verdict verdict)
{
    switch (verdict) {
    case Report::Verdict::Passed:
        return u"good"_s;
    case Report::Verdict::Failed:
    case Report::Verdict::Broken:
        return u"bad"_s;
    case Report::Verdict::NotTrusted:
    case Report::Verdict::Incomplete:
        return u"warn"_s;
    case Report::Verdict::Unjudged:
        break;
    }
    return {};
}

QString classOf(metrics::Trust trust)
{
    return trust == metrics::Trust::Limited ? u"bad"_s : trust == metrics::Trust::Doubtful ? u"warn"_s : QString();
}

QString anchor(const ReportTest &test)
{
    return u"test-%1"_s.arg(test.test.index);
}

// ---------------------------------------------------------------- the run

void addFacts(HtmlPage &page, const Report &report)
{
    const RunHead &head = report.head;
    QList<std::pair<QString, QString>> facts { { Words::tr("Suite"), head.suite },
        { Words::tr("Server"), head.server } };
    const auto addFact = [&](const QString &name, const QString &fact, const QString &words = u"%1"_s) {
        if (const QString value = report.facts.value(fact); !value.isEmpty())
            facts.emplaceBack(name, words.arg(value));
    };
    addFact(Words::tr("Server software"), u"server.software"_s);
    addFact(Words::tr("Connections"), u"server.connections"_s);
    addFact(Words::tr("Matrix versions"), u"server.versions"_s);
    facts.emplaceBack(Words::tr("When"),
        Words::tr("%1, for %2")
            .arg(stampOf(head.startedAt), formatSpan(std::chrono::milliseconds(head.endedAt - head.startedAt))));
    facts.emplaceBack(Words::tr("State"), stateText(head.state));
    facts.emplaceBack(Words::tr("Users"), Words::tr("%1 at most").arg(count(head.users)));
    if (!head.imported)
        facts.emplaceBack(Words::tr("Seed"),
            Words::tr("%1, %2 workers").arg(QString::number(head.seed), QString::number(head.workers)));
    if (head.trial > 0)
        facts.emplaceBack(Words::tr("Trial"), QString::number(head.trial));
    QStringList machine;
    for (const auto &[fact, words] : { std::pair(u"machine.cpu"_s, u"%1"_s),
             std::pair(u"machine.cores"_s, Words::tr("%1 cores")), std::pair(u"machine.system"_s, u"%1"_s) }) {
        if (report.facts.contains(fact))
            machine += words.arg(report.facts.value(fact));
    }
    if (const double memory = report.facts.value(u"machine.memory"_s).toDouble(); memory > 0)
        machine.insert(std::min<qsizetype>(2, machine.size()), Words::tr("%1 GB").arg(memory / 1e9, 0, 'f', 1));
    if (!machine.isEmpty())
        facts.emplaceBack(Words::tr("Generator"), machine.join(u", "_s));
    addFact(Words::tr("Measured with"), u"throng.version"_s, Words::tr("Throng %1"));

    page.add(u"<dl>\n"_s);
    for (const auto &[name, value] : facts) {
        page.addText(u"dt"_s, name);
        page.addText(u"dd"_s, value);
    }
    page.add(u"</dl>\n"_s);
}

void addThresholds(HtmlPage &page, const Report &report)
{
    if (report.rules.empty())
        return;
    page.addText(u"h3"_s, Words::tr("Thresholds"));
    HtmlTable table({ Words::tr("Threshold"), Words::tr("Test"), Words::tr("Verdict"), Words::tr("Measured") }, 3);
    for (const KeptRule &rule : report.rules) {
        QString verdict = Words::tr("no data");
        QString colour;
        if (rule.state == KeptRule::State::Kept) {
            verdict = Words::tr("kept");
            colour = u"good"_s;
        } else if (rule.state == KeptRule::State::Broken) {
            verdict = rule.brokenAt > 0 ? Words::tr("BROKEN, ended the run") : Words::tr("BROKEN");
            colour = u"bad"_s;
        }
        table.add({ rule.rule, report.nameOfTest(rule), verdict, rule.found.isEmpty() ? u"–"_s : rule.found },
            { {}, {}, colour, {} });
    }
    page.add(table.html());
}

void addOverview(HtmlPage &page, const Report &report)
{
    page.addText(u"h3"_s, Words::tr("Tests"));
    HtmlTable table(
        { Words::tr("Test"), Words::tr("Users"), Words::tr("Time"), Words::tr("Requests"), Words::tr("Req/s"),
            Words::tr("Failed"), u"429"_s, u"p50"_s, u"p95"_s, u"p99"_s, Words::tr("Max") },
        1);
    for (const ReportTest &test : report.tests) {
        const Totals &totals = test.totals;
        table.add(QStringList { test.test.name, count(test.test.users), length(totals), formatCount(totals.requests()),
                      formatRate(rate(totals.requests(), totals.seconds())), formatShare(totals.failedShare()),
                      formatCount(totals.count(metrics::Outcome::RateLimited)) }
            + timeCells(totals.responseTimes()));
    }
    page.add(table.html());
    page.addText(u"p"_s,
        Words::tr("Response times are without long polls, 429s and cancelled requests; failures without 429s. "
                  "Percentiles are of all requests of the time they speak of, never means of percentiles."),
        u"hint"_s);
}

void addMessages(HtmlPage &page, const Report &report)
{
    HtmlTable table({ Words::tr("Time"), u""_s, Words::tr("What was said") }, 3);
    for (const KeptMessage &message : report.messages) {
        QString kind;
        QString colour;
        switch (message.kind) {
        case KeptMessage::Kind::Information:
            continue;
        case KeptMessage::Kind::Warning:
            kind = Words::tr("warning");
            colour = u"warn"_s;
            break;
        case KeptMessage::Kind::Error:
            kind = Words::tr("error");
            colour = u"bad"_s;
            break;
        case KeptMessage::Kind::Annotation:
            kind = Words::tr("remark");
            break;
        }
        table.add({ formatSpan(std::chrono::milliseconds(std::max<qint64>(0, message.at - report.head.startedAt))),
                      kind, message.text },
            { {}, colour, {} });
    }
    if (table.isEmpty())
        return;
    page.addText(u"h3"_s, Words::tr("Warnings and remarks"));
    page.add(table.html());
}

// ---------------------------------------------------------------- a test

/// `charts` are those that show an endpoint when it is chosen here; empty: there are none.
void addEndpoints(HtmlPage &page, const ReportTest &test, const QString &charts)
{
    const Totals &totals = test.totals;
    const bool isOpen = !totals.uncorrectedTimes().isEmpty();
    QStringList columns { Words::tr("Endpoint"), Words::tr("Requests"), Words::tr("Req/s"), Words::tr("Failed"),
        u"429"_s, u"p50"_s, u"p95"_s, u"p99"_s, Words::tr("Max") };
    if (isOpen)
        columns += { u"p50"_s, u"p95"_s, u"p99"_s, Words::tr("Max") };
    HtmlTable table(columns, 1);
    const bool canChoose = !charts.isEmpty() && !test.spans.endpoints.empty();
    if (canChoose)
        table.makeChoosable();
    if (isOpen)
        table.setGroups({ { QString(), 5 }, { Words::tr("From the planned moment"), 4 },
            { Words::tr("From the sending (uncorrected)"), 4 } });
    const auto add = [&](const QString &name, quint64 requests, quint64 failures, quint64 rateLimited,
                         const Histogram &times, const Histogram &uncorrected, const QString &attributes) {
        const double failed = requests > 0 ? double(failures) / double(requests) : 0;
        QStringList cells = QStringList { name, formatCount(requests), formatRate(rate(requests, totals.seconds())),
            formatShare(failed), formatCount(rateLimited) }
            + timeCells(times);
        if (isOpen)
            cells += timeCells(uncorrected);
        table.add(cells, { {}, {}, {}, failed > 0.01 ? u"bad"_s : QString(), rateLimited > 0 ? u"warn"_s : QString() },
            attributes);
    };
    // Choices of the charts: all is the first, then the endpoints by name, which is the order of both.
    int choice = 0;
    const auto row = [&](const QString &more) {
        return canChoose ? u" data-charts=\"%1\" data-choice=\"%2\"%3"_s.arg(charts, QString::number(choice++), more)
                         : more;
    };
    const QString all = row(u" class=\"total\""_s);
    for (const metrics::EndpointDelta &endpoint : totals.endpoints())
        add(metrics::nameOf(endpoint.key), endpoint.requests(), endpoint.failures(),
            endpoint.count(metrics::Outcome::RateLimited), endpoint.responseTimes, endpoint.uncorrectedTimes, row({}));
    add(Words::tr("All (times without long polls)"), totals.requests(), totals.failures(),
        totals.count(metrics::Outcome::RateLimited), totals.responseTimes(), totals.uncorrectedTimes(), all);
    page.addText(u"h3"_s, Words::tr("Endpoints"));
    page.add(table.html());
    if (isOpen && !totals.lateness().isEmpty())
        page.addText(u"p"_s,
            Words::tr(
                "Open model: actions come at their rate whether or not the server keeps up, and times count from the "
                "moment that was planned. Actions were begun late by %1 in the median, %2 at p95, %3 at most.")
                .arg(formatTime(totals.lateness().percentile(50)), formatTime(totals.lateness().percentile(95)),
                    formatTime(totals.lateness().max())));
}

void addFigures(HtmlPage &page, const Totals &totals)
{
    if (totals.figures().empty())
        return;
    page.addText(u"h3"_s, Words::tr("What people feel"));
    HtmlTable table({ Words::tr("Figure"), Words::tr("Count"), Words::tr("Not ended"), u"p50"_s, u"p95"_s, u"p99"_s,
                        Words::tr("Max") },
        1);
    for (const metrics::FigureDelta &figure : totals.figures()) {
        const Histogram all = figure.all();
        QStringList cells { metrics::nameOf(figure.key), formatCount(figure.times.count()),
            formatCount(figure.censored()) };
        for (const int percent : { 50, 95, 99 })
            cells += all.isEmpty()
                ? u"–"_s
                : formatTime(metrics::FigurePercentile { all.percentile(percent), figure.isLowerBound() });
        cells += all.isEmpty() ? u"–"_s : formatTime(all.max());
        table.add(cells);
    }
    page.add(table.html());

    const metrics::DeliveryAccount &account = totals.deliveries();
    if (account.expected == 0)
        return;
    HtmlTable deliveries({ Words::tr("What became of deliveries"), Words::tr("Count"), Words::tr("Share") }, 1);
    const auto add = [&](const QString &what, qint64 number, const QString &colour = {}) {
        if (number != 0)
            deliveries.add({ what, count(number), formatShare(double(number) / double(account.expected)) },
                { colour, colour, {} });
    };
    add(Words::tr("expected, of %1 messages").arg(count(account.messages)), account.expected);
    add(Words::tr("delivered"), account.delivered);
    add(Words::tr("receiver stopped"), account.receiverStopped);
    add(Words::tr("receiver left the room"), account.receiverLeft);
    add(Words::tr("left out by a gap in the timeline"), account.gap);
    add(Words::tr("not sent"), account.notSent);
    add(Words::tr("in flight at the end"), account.inFlight);
    add(Words::tr("under way"), account.pending());
    add(Words::tr("LOST: nobody can explain them"), account.lost, u"bad"_s);
    add(Words::tr("unexpected: came twice or too late, beside those above"), account.unexpected);
    page.add(deliveries.html());
}

void addRooms(HtmlPage &page, const std::vector<KeptRoom> &rooms)
{
    if (rooms.empty())
        return;
    page.addText(u"h3"_s, Words::tr("Slowest rooms"));
    HtmlTable table({ Words::tr("Room with"), Words::tr("Deliveries"), Words::tr("Mean"), Words::tr("Worst") }, 1);
    for (const KeptRoom &room : rooms)
        table.add({ Words::tr("%1 members").arg(count(room.members)), formatCount(room.deliveries),
            formatTime(room.mean), formatTime(room.worst) });
    page.add(table.html());
}

void addErrors(HtmlPage &page, const Totals &totals)
{
    if (totals.errors().empty())
        return;
    page.addText(u"h3"_s, Words::tr("Errors"));
    std::vector<const metrics::ErrorDelta *> errors;
    for (const metrics::ErrorDelta &error : totals.errors())
        errors.push_back(&error);
    std::stable_sort(
        errors.begin(), errors.end(), [](const auto *a, const auto *b) { return a->occurrences > b->occurrences; });
    HtmlTable table({ Words::tr("Endpoint"), Words::tr("Error"), Words::tr("One of the answers"), Words::tr("Times"),
                        Words::tr("First"), Words::tr("Last") },
        3);
    const auto since = [&totals](qint64 at) {
        return formatSpan(std::chrono::milliseconds(std::max<qint64>(0, at - totals.startedAt())));
    };
    for (const metrics::ErrorDelta *error : errors)
        table.add({ metrics::nameOf(error->key), QString::fromUtf8(error->error), QString::fromUtf8(error->sample),
            formatCount(error->occurrences), since(error->firstSeen), since(error->lastSeen) });
    page.add(table.html());
}

void addServer(HtmlPage &page, const metrics::ServerTotals &totals)
{
    HtmlTable table(
        { Words::tr("Source"), Words::tr("Figure"), Words::tr("Mean"), Words::tr("Lowest"), Words::tr("Highest") }, 2);
    for (const metrics::ServerTotals::Row &row : totals.rows()) {
        const auto value = [&row](double figure) { return metrics::formatServerFigure(row.unit, figure); };
        if (row.suggested)
            table.add(
                { row.source, QString::fromUtf8(row.name), value(row.mean()), value(row.lowest), value(row.highest) });
    }
    if (table.isEmpty())
        return;
    page.addText(u"h3"_s, Words::tr("What the server said and needed"));
    page.add(table.html());
    page.addText(u"p"_s, Words::tr("100 % of processor time is one core."), u"hint"_s);
}

void addGenerator(HtmlPage &page, const ReportTest &test)
{
    metrics::GeneratorHealth worst;
    std::array<double, 4> seconds {};
    for (const metrics::HistoryPoint &second : test.totals.measured()) {
        worst.merge(second.health);
        seconds.at(std::size_t(second.health.judgement.trust)) += second.seconds;
    }
    page.addText(u"h3"_s, Words::tr("The generator"));
    page.add(u"<p>"_s);
    page.addText(u"span"_s, metrics::toString(test.test.verdict.trust), classOf(test.test.verdict.trust));
    page.add(u"</p>\n"_s);
    if (!test.test.verdict.reasons.isEmpty())
        page.addList(test.test.verdict.reasons);
    if (test.totals.seconds() <= 0)
        return;
    HtmlTable table({ Words::tr("Worst second"), u""_s }, 1);
    double busiest = 0;
    for (const metrics::HistoryPoint &second : test.totals.measured())
        busiest = std::max(busiest, second.health.busiestWorkerShare);
    table.add({ Words::tr("busiest worker, of a core"), formatShare(busiest) });
    table.add({ Words::tr("event loop late by"), formatTime(worst.worstLoopLag) });
    table.add({ Words::tr("sent later than planned by"), formatTime(worst.worstSendLag) });
    table.add({ Words::tr("paused for"), formatTime(worst.longestPause) });
    table.add(
        { Words::tr("memory"), Words::tr("%1 MB").arg(double(test.totals.peakResidentBytes()) / 1e6, 0, 'f', 0) });
    table.add({ Words::tr("files open"), count(test.totals.peakDescriptors()) });
    page.add(table.html());
    QStringList parts;
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        if (seconds.at(i) > 0)
            parts += u"%1 %2"_s.arg(
                formatShare(seconds.at(i) / test.totals.seconds()), metrics::toString(metrics::Trust(i)));
    }
    page.addText(u"p"_s, Words::tr("Of the test's time: %1.").arg(parts.join(u", "_s)), u"hint"_s);
}

void addTest(HtmlPage &page, const Report &report, const ReportTest &test, bool isOpened)
{
    const Totals &totals = test.totals;
    page.add(u"<details class=\"test\" id=\"%1\"%2><summary>"_s.arg(anchor(test), isOpened ? u" open"_s : QString()));
    page.addText(u"h2"_s, test.test.name);
    page.add(u"</summary>\n"_s);
    QStringList words { Words::tr("%1 users").arg(count(test.test.users)) };
    if (test.test.spawnRate > 0)
        words += Words::tr("%1 started a second").arg(test.test.spawnRate);
    words += Words::tr("%1 after %2").arg(endText(report.head, test.test), length(totals));
    if (test.test.cutOff)
        words += Words::tr("users were still busy and cut off");
    if (test.test.warmUp > 0)
        words += Words::tr("the first %1 warm-up, in charts but in no figure")
                     .arg(formatSpan(std::chrono::milliseconds(test.test.warmUp)));
    words += Words::tr("behaviour %1").arg(test.test.behaviour);
    page.addText(u"p"_s, words.join(u", "_s), u"sub"_s);
    if (totals.seconds() <= 0) {
        page.addText(u"p"_s, Words::tr("Nothing was measured."));
    } else {
        const QString charts = test.spans.spans.size() >= fewestSpans ? u"charts-%1"_s.arg(test.test.index) : QString();
        if (!charts.isEmpty())
            page.addCharts(charts, chartsOf(report, test));
        addEndpoints(page, test, charts);
        addFigures(page, totals);
        addRooms(page, test.slowestRooms);
        addErrors(page, totals);
        addServer(page, test.server);
        if (!report.head.imported)
            addGenerator(page, test);
    }
    page.add(u"</details>\n"_s);
}

} // namespace

QByteArray htmlReport(const Report &report)
{
    const RunHead &head = report.head;
    HtmlPage page(u"%1 – %2"_s.arg(report.title(), stampOf(head.startedAt)));
    page.add(u"<header><div>\n"_s);
    page.addText(u"h1"_s, report.title());
    page.addText(u"div"_s, Words::tr("Load test of %1, %2").arg(head.server, stampOf(head.startedAt)), u"sub"_s);
    page.add(u"</div><button type=\"button\" id=\"theme\" hidden>%1</button></header>\n"_s.arg(
        Words::tr("Light / dark").toHtmlEscaped()));
    page.addText(u"div"_s, report.verdictText(), u"verdict "_s + classOf(report.verdict()));
    if (!head.error.isEmpty())
        page.addText(u"p"_s, head.error, u"bad"_s);
    for (const QString &reason : head.verdict.reasons)
        page.addText(u"p"_s, Words::tr("Generator: %1").arg(reason), classOf(head.verdict.trust));
    if (!head.note.isEmpty())
        page.addText(u"p"_s, head.note, u"note"_s);
    if (head.imported)
        page.addText(
            u"p"_s, Words::tr("Imported from Locust, which keeps no distributions: its times are rounded."), u"hint"_s);
    addThresholds(page, report);
    addOverview(page, report);
    addFacts(page, report);
    addMessages(page, report);

    // What was only set up for the tests that count is folded away.
    const bool hasChat = std::any_of(
        report.tests.begin(), report.tests.end(), [](const ReportTest &test) { return !test.test.isSetup; });
    for (const ReportTest &test : report.tests)
        addTest(page, report, test, !test.test.isSetup || !hasChat);
    page.add(u"<footer>"_s);
    page.addText(u"span"_s,
        Words::tr("Written by Throng %1. Charts by dygraphs (MIT licence, (c) Dan Vanderkam and contributors). Run %2.")
            .arg(QStringLiteral(THRONG_VERSION), head.id));
    page.add(u"</footer>\n"_s);
    return page.toHtml();
}

} // namespace throng::results
