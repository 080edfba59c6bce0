// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/junitreport.h"

#include "engine/metrics/format.h"
#include "engine/run/runsummary.h"

#include <QDateTime>
#include <QXmlStreamWriter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

struct Case {
    enum class Outcome : quint8 { Passed, Failed, Skipped };
    QString name;
    Outcome outcome = Outcome::Passed;
    QString message; ///< why not passed
    double seconds = 0;
};

struct Suite {
    QString name;
    qint64 startedAt = 0;
    double seconds = 0;
    QList<std::pair<QString, QString>> properties;
    std::vector<Case> cases;

    [[nodiscard]] int count(Case::Outcome outcome) const
    {
        return int(
            std::count_if(cases.begin(), cases.end(), [outcome](const Case &one) { return one.outcome == outcome; }));
    }
};

/// Without what XML 1.0 has no way to write.
QString printable(QString text)
{
    for (QChar &c : text) {
        const char16_t code = c.unicode();
        if ((code < 0x20 && code != u'\t' && code != u'\n' && code != u'\r') || code >= 0xfffe || c.isSurrogate())
            c = u'?';
    }
    return text;
}

QString secondsText(double seconds)
{
    return QString::number(seconds, 'f', 3);
}

Case caseOf(const KeptRule &rule)
{
    Case one { rule.rule, Case::Outcome::Passed, {}, 0 };
    if (rule.state == KeptRule::State::Broken) {
        one.outcome = Case::Outcome::Failed;
        one.message = rule.brokenAt > 0
            ? u"measured %1; it ended the run at %2"_s.arg(rule.found, stampOf(rule.brokenAt))
            : u"measured %1"_s.arg(rule.found);
    } else if (rule.state == KeptRule::State::Undecided) {
        one.outcome = Case::Outcome::Skipped;
        one.message = u"nothing was measured that it speaks of"_s;
    }
    return one;
}

Case trustCase(const metrics::Verdict &verdict)
{
    Case one { u"the generator can be trusted"_s, Case::Outcome::Passed, {}, 0 };
    if (verdict.trust == metrics::Trust::Limited) {
        one.outcome = Case::Outcome::Failed;
        one.message = verdict.reasons.join(u' ');
    }
    return one;
}

Case endCase(const Report &report, const ReportTest &test)
{
    const QString end = endOf(report.head, test.test);
    Case one { u"runs to its end"_s, Case::Outcome::Passed, {}, test.totals.seconds() };
    if (end != run::wordOf(run::TestEnd::RunTimeOver) && end != run::wordOf(run::TestEnd::AllDone)) {
        one.outcome = Case::Outcome::Failed;
        one.message = end;
        if (!report.head.error.isEmpty())
            one.message += u": "_s + report.head.error;
    }
    return one;
}

Suite suiteOf(const Report &report, const ReportTest &test)
{
    const metrics::Totals &totals = test.totals;
    Suite suite { test.test.name, test.test.startedAt, totals.seconds(), {}, {} };
    suite.properties = { { u"users"_s, QString::number(test.test.users) },
        { u"requests"_s, QString::number(totals.requests()) }, { u"failures"_s, QString::number(totals.failures()) },
        { u"rate_limited"_s, QString::number(totals.count(metrics::Outcome::RateLimited)) } };
    for (const int percent : { 50, 95, 99 }) {
        if (!totals.responseTimes().isEmpty())
            suite.properties.emplaceBack(
                u"p%1"_s.arg(percent), metrics::formatTime(totals.responseTimes().percentile(percent)));
    }
    suite.cases = { endCase(report, test), trustCase(test.test.verdict) };
    for (const KeptRule *rule : report.rulesOf(test))
        suite.cases.push_back(caseOf(*rule));
    return suite;
}

/// What is of no test: whether the run could be carried out, and rules of the whole.
Suite wholeRun(const Report &report)
{
    const RunHead &head = report.head;
    Suite suite { u"run"_s, head.startedAt, double(head.endedAt - head.startedAt) / 1000,
        { { u"suite"_s, head.suite }, { u"server"_s, head.server }, { u"seed"_s, QString::number(head.seed) },
            { u"verdict"_s, report.verdictText() } },
        {} };
    Case carriedOut { u"is carried out"_s, Case::Outcome::Passed, {}, 0 };
    if (head.state != RunState::Done) {
        carriedOut.outcome = Case::Outcome::Failed;
        carriedOut.message = nameOf(head.state) + (head.error.isEmpty() ? QString() : u": "_s + head.error);
    }
    suite.cases = { carriedOut };
    for (const KeptRule &rule : report.rules) {
        if (rule.test < 0)
            suite.cases.push_back(caseOf(rule));
    }
    return suite;
}

void writeCounts(QXmlStreamWriter &xml, int tests, int failures, int skipped, double seconds)
{
    xml.writeAttribute(u"tests"_s, QString::number(tests));
    xml.writeAttribute(u"failures"_s, QString::number(failures));
    xml.writeAttribute(u"errors"_s, u"0"_s);
    xml.writeAttribute(u"skipped"_s, QString::number(skipped));
    xml.writeAttribute(u"time"_s, secondsText(seconds));
}

void write(QXmlStreamWriter &xml, const Suite &suite, const QString &run)
{
    xml.writeStartElement(u"testsuite"_s);
    xml.writeAttribute(u"name"_s, printable(suite.name));
    xml.writeAttribute(
        u"timestamp"_s, QDateTime::fromMSecsSinceEpoch(suite.startedAt, Qt::UTC).toString(u"yyyy-MM-ddThh:mm:ss"_s));
    writeCounts(xml, int(suite.cases.size()), suite.count(Case::Outcome::Failed), suite.count(Case::Outcome::Skipped),
        suite.seconds);
    xml.writeStartElement(u"properties"_s);
    for (const auto &[name, value] : suite.properties) {
        xml.writeEmptyElement(u"property"_s);
        xml.writeAttribute(u"name"_s, name);
        xml.writeAttribute(u"value"_s, printable(value));
    }
    xml.writeEndElement();
    for (const Case &one : suite.cases) {
        xml.writeStartElement(u"testcase"_s);
        xml.writeAttribute(u"classname"_s, printable(run + u'.' + suite.name));
        xml.writeAttribute(u"name"_s, printable(one.name));
        xml.writeAttribute(u"time"_s, secondsText(one.seconds));
        if (one.outcome == Case::Outcome::Failed) {
            xml.writeStartElement(u"failure"_s);
            xml.writeAttribute(u"type"_s, u"throng"_s);
            xml.writeAttribute(u"message"_s, printable(one.message));
            xml.writeCharacters(printable(u"%1: %2"_s.arg(one.name, one.message)));
            xml.writeEndElement();
        } else if (one.outcome == Case::Outcome::Skipped) {
            xml.writeEmptyElement(u"skipped"_s);
            xml.writeAttribute(u"message"_s, printable(one.message));
        }
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

} // namespace

QByteArray junitReport(const Report &report)
{
    std::vector<Suite> suites { wholeRun(report) };
    for (const ReportTest &test : report.tests)
        suites.push_back(suiteOf(report, test));
    int tests = 0;
    int failures = 0;
    int skipped = 0;
    for (const Suite &suite : suites) {
        tests += int(suite.cases.size());
        failures += suite.count(Case::Outcome::Failed);
        skipped += suite.count(Case::Outcome::Skipped);
    }

    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    xml.writeStartElement(u"testsuites"_s);
    xml.writeAttribute(u"name"_s, printable(u"Throng: "_s + report.head.suite));
    writeCounts(xml, tests, failures, skipped, suites.front().seconds);
    for (const Suite &suite : suites)
        write(xml, suite, report.head.suite);
    xml.writeEndElement();
    xml.writeEndDocument();
    return bytes;
}

} // namespace throng::results
