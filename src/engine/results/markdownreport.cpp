// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/markdownreport.h"

#include "engine/base/words.h"
#include "engine/metrics/format.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using namespace throng::metrics;

constexpr std::size_t mostEndpoints = 8;
constexpr std::size_t mostErrors = 5;
constexpr std::size_t mostThresholds = 12;
constexpr std::size_t mostRemarks = 8;
constexpr qsizetype longestText = 120;

/// On one line, with nothing in it that Markdown or HTML would take for its own.
QString plain(const QString &text)
{
    QString escaped;
    for (const QChar c : text.simplified().left(longestText)) {
        if (u"\\`*_[]|<>~&@"_s.contains(c))
            escaped += u'\\';
        escaped += c;
    }
    return text.size() > longestText ? escaped + u'…' : escaped;
}

QString row(const QStringList &cells)
{
    return u"| "_s + cells.join(u" | "_s) + u" |\n"_s;
}

QString rule(qsizetype texts, qsizetype figures)
{
    QStringList cells(texts, u":---"_s);
    cells += QStringList(figures, u"---:"_s);
    return row(cells);
}

QString percentile(const Histogram &times, double percent)
{
    return times.isEmpty() ? u"–"_s : formatTime(times.percentile(percent));
}

QString thresholds(const Report &report)
{
    if (report.rules.empty())
        return {};
    std::vector<const KeptRule *> rules;
    for (const KeptRule &one : report.rules) {
        if (one.state != KeptRule::State::Undecided)
            rules.push_back(&one);
    }
    if (rules.empty())
        return Words::tr("Nothing was measured that the thresholds speak of.") + u"\n\n"_s;
    // What is broken first: it is what one looks for.
    std::stable_partition(
        rules.begin(), rules.end(), [](const KeptRule *one) { return one->state == KeptRule::State::Broken; });
    QString text = row({ u""_s, Words::tr("threshold"), Words::tr("test"), Words::tr("measured") }) + rule(3, 1);
    for (std::size_t i = 0; i < std::min(rules.size(), mostThresholds); ++i) {
        const KeptRule &one = *rules[i];
        text += row({ one.state == KeptRule::State::Broken ? u"❌"_s : u"✅"_s, plain(one.rule),
            plain(report.nameOfTest(one)), plain(one.found) });
    }
    if (rules.size() > mostThresholds)
        text += u'\n' + Words::tr("and %1 more").arg(rules.size() - mostThresholds) + u'\n';
    return text + u'\n';
}

QString testsTable(const Report &report)
{
    QString text = row({ Words::tr("test"), Words::tr("users"), Words::tr("requests"), Words::tr("req/s"),
                       Words::tr("failed"), u"429"_s, u"p50"_s, u"p95"_s, u"p99"_s })
        + rule(1, 8);
    for (const ReportTest &test : report.tests) {
        const Totals &totals = test.totals;
        text += row({ plain(test.test.name), formatCount(quint64(test.test.users)), formatCount(totals.requests()),
            formatRate(totals.seconds() > 0 ? double(totals.requests()) / totals.seconds() : 0),
            formatShare(totals.failedShare()), formatCount(totals.count(Outcome::RateLimited)),
            percentile(totals.responseTimes(), 50), percentile(totals.responseTimes(), 95),
            percentile(totals.responseTimes(), 99) });
    }
    for (const ReportTest &test : report.tests) {
        if (test.test.warmUp > 0)
            text += u'\n'
                + Words::tr("The first %1 of %2 were warm-up, in no figure.")
                      .arg(formatSpan(std::chrono::milliseconds(test.test.warmUp)), plain(test.test.name))
                + u'\n';
    }
    return text + u'\n';
}

QString deliveryLine(const ReportTest &test)
{
    const FigureDelta *live = test.totals.find(FigureKey { figure::delivery, figure::live });
    const DeliveryAccount &account = test.totals.deliveries();
    if (!live || account.expected == 0)
        return {};
    return Words::tr("Deliveries of %1: %2 of %3, p50 %4, p95 %5, p99 %6%7.")
               .arg(plain(test.test.name), formatCount(quint64(std::max<qint64>(0, account.delivered))),
                   formatCount(quint64(std::max<qint64>(0, account.expected))), formatTime(live->percentile(50)),
                   formatTime(live->percentile(95)), formatTime(live->percentile(99)),
                   account.lost > 0 ? Words::tr("; **%1 lost**").arg(formatCount(quint64(account.lost))) : QString())
        + u"\n\n"_s;
}

QString slowestEndpoints(const ReportTest &test)
{
    std::vector<const EndpointDelta *> endpoints;
    for (const EndpointDelta &endpoint : test.totals.endpoints()) {
        if (endpoint.key.kind != Kind::PollSync && !endpoint.responseTimes.isEmpty())
            endpoints.push_back(&endpoint);
    }
    if (endpoints.empty())
        return {};
    std::stable_sort(endpoints.begin(), endpoints.end(), [](const EndpointDelta *a, const EndpointDelta *b) {
        return a->responseTimes.percentile(95) > b->responseTimes.percentile(95);
    });
    QString text = Words::tr("Slowest endpoints of %1:").arg(plain(test.test.name)) + u"\n\n"_s
        + row({ Words::tr("endpoint"), Words::tr("requests"), Words::tr("failed"), u"p50"_s, u"p95"_s, u"p99"_s })
        + rule(1, 5);
    for (std::size_t i = 0; i < std::min(endpoints.size(), mostEndpoints); ++i) {
        const EndpointDelta &endpoint = *endpoints[i];
        const quint64 requests = endpoint.requests();
        text += row({ plain(nameOf(endpoint.key)), formatCount(requests),
            formatShare(requests > 0 ? double(endpoint.failures()) / double(requests) : 0),
            percentile(endpoint.responseTimes, 50), percentile(endpoint.responseTimes, 95),
            percentile(endpoint.responseTimes, 99) });
    }
    return text + u'\n';
}

QString errors(const Report &report)
{
    std::vector<const ErrorDelta *> all;
    for (const ReportTest &test : report.tests) {
        for (const ErrorDelta &error : test.totals.errors())
            all.push_back(&error);
    }
    std::stable_sort(all.begin(), all.end(),
        [](const ErrorDelta *a, const ErrorDelta *b) { return a->occurrences > b->occurrences; });
    QString text;
    for (std::size_t i = 0; i < std::min(all.size(), mostErrors); ++i)
        text += u"- %1 × %2: %3\n"_s.arg(
            formatCount(all[i]->occurrences), plain(nameOf(all[i]->key)), plain(QString::fromUtf8(all[i]->error)));
    return text.isEmpty() ? text : Words::tr("Errors:") + u"\n\n"_s + text + u'\n';
}

QString remarks(const Report &report)
{
    std::vector<const KeptMessage *> all;
    for (const KeptMessage &message : report.messages) {
        if (message.kind == KeptMessage::Kind::Annotation)
            all.push_back(&message);
    }
    QString text;
    for (std::size_t i = 0; i < std::min(all.size(), mostRemarks); ++i)
        text += u"- "_s
            + Words::tr("after %1: %2")
                  .arg(formatSpan(std::chrono::milliseconds(std::max<qint64>(0, all[i]->at - report.head.startedAt))),
                      plain(all[i]->text))
            + u'\n';
    if (all.size() > mostRemarks)
        text += u"- "_s + Words::tr("and %1 more").arg(all.size() - mostRemarks) + u'\n';
    return text.isEmpty() ? text : Words::tr("Remarks:") + u"\n\n"_s + text + u'\n';
}

/// The test that a reader asks for first: the last chat test, else the last.
const ReportTest *mainTest(const Report &report)
{
    for (auto test = report.tests.rbegin(); test != report.tests.rend(); ++test) {
        if (!test->test.isSetup)
            return &*test;
    }
    return report.tests.empty() ? nullptr : &report.tests.back();
}

QString markOf(Report::Verdict verdict)
{
    switch (verdict) {
    case Report::Verdict::Passed:
        return u"✅ "_s;
    case Report::Verdict::Failed:
    case Report::Verdict::Broken:
        return u"❌ "_s;
    case Report::Verdict::NotTrusted:
    case Report::Verdict::Incomplete:
        return u"⚠️ "_s;
    case Report::Verdict::Unjudged:
        break;
    }
    return {};
}

} // namespace

QByteArray markdownReport(const Report &report)
{
    const RunHead &head = report.head;
    QString text = u"### "_s
        + Words::tr("Load test %1: %2%3").arg(plain(report.title()), markOf(report.verdict()), report.verdictText())
        + u"\n\n"_s;
    text += Words::tr("%1 on %2, %3, %4 users at most, %5. Generator: %6.")
                .arg(plain(head.suite), plain(head.server), stampOf(head.startedAt), formatCount(quint64(head.users)),
                    formatSpan(std::chrono::milliseconds(head.endedAt - head.startedAt)),
                    metrics::toString(head.verdict.trust))
        + u"\n\n"_s;
    if (!head.error.isEmpty())
        text += u"**%1**\n\n"_s.arg(plain(head.error));
    if (!head.note.isEmpty())
        text += u"> %1\n\n"_s.arg(plain(head.note));
    text += thresholds(report) + testsTable(report);
    for (const ReportTest &test : report.tests)
        text += deliveryLine(test);
    if (const ReportTest *test = mainTest(report))
        text += slowestEndpoints(*test);
    text += errors(report) + remarks(report);
    return text.toUtf8();
}

} // namespace throng::results
