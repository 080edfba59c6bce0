// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/report.h"

#include "engine/base/words.h"
#include "engine/run/runsummary.h"

#include <QDateTime>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

Result<ReportTest> readTest(RunReader &reader, const KeptTest &kept, int columns)
{
    ReportTest test;
    test.test = kept;
    const auto extent = reader.extent(kept.index);
    if (!extent)
        return tl::unexpected(extent.error());
    test.extent = *extent;
    auto totals = reader.totals(kept.index);
    if (!totals)
        return tl::unexpected(totals.error());
    test.totals = *std::move(totals);
    auto server = reader.serverTotals(measuredPart(test.extent, test.totals));
    if (!server)
        return tl::unexpected(server.error());
    test.server = *std::move(server);
    auto scrapes = reader.serverScrapes(test.extent, RunReader::Shown::Suggested);
    if (!scrapes)
        return tl::unexpected(scrapes.error());
    test.scrapes = *std::move(scrapes);
    auto spans = ReportSpans::of(reader, kept.index, columns);
    if (!spans)
        return tl::unexpected(spans.error());
    test.spans = *std::move(spans);
    return test;
}

QString thresholds(int count)
{
    return count == 1 ? Words::tr("1 threshold") : Words::tr("%1 thresholds").arg(count);
}

} // namespace

Result<Report> Report::of(RunReader &reader, int columns)
{
    Report report;
    report.head = reader.head();
    report.facts = reader.facts();
    report.facts.remove(u"project"_s);
    auto messages = reader.messages();
    if (!messages)
        return tl::unexpected(messages.error());
    report.messages = *std::move(messages);
    auto rules = reader.rules();
    if (!rules)
        return tl::unexpected(rules.error());
    report.rules = *std::move(rules);
    const auto rooms = reader.slowestRooms();
    if (!rooms)
        return tl::unexpected(rooms.error());
    for (const KeptTest &kept : reader.tests()) {
        auto test = readTest(reader, kept, columns);
        if (!test)
            return tl::unexpected(test.error());
        std::copy_if(rooms->begin(), rooms->end(), std::back_inserter(test->slowestRooms),
            [&kept](const KeptRoom &room) { return room.test == kept.index; });
        report.tests.push_back(*std::move(test));
    }
    return report;
}

Result<Report> Report::ofFile(const QString &path)
{
    const auto reader = RunReader::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    return of(**reader);
}

Report::Verdict Report::verdict() const
{
    // In the order of throngctl's exit codes.
    if (head.state == RunState::Failed)
        return Verdict::Failed;
    if (head.verdict.trust == metrics::Trust::Limited)
        return Verdict::NotTrusted;
    if (head.rulesBroken > 0)
        return Verdict::Broken;
    if (head.state != RunState::Done)
        return Verdict::Incomplete;
    return head.rulesKept > 0 ? Verdict::Passed : Verdict::Unjudged;
}

QString Report::verdictText() const
{
    const int judged = head.rulesKept + head.rulesBroken;
    switch (verdict()) {
    case Verdict::Failed:
        return Words::tr("the run failed");
    case Verdict::NotTrusted:
        return Words::tr("not to be trusted: this program's machine was the bottleneck");
    case Verdict::Broken:
        return Words::tr("%1 of %2 broken").arg(QString::number(head.rulesBroken), thresholds(judged));
    case Verdict::Incomplete:
        return head.state == RunState::Running ? Words::tr("the run is still going on")
            : head.state == RunState::Stopped  ? Words::tr("the run was stopped")
                                               : Words::tr("the run was interrupted");
    case Verdict::Passed:
        return Words::tr("passed: %1 kept").arg(thresholds(judged));
    case Verdict::Unjudged:
        break;
    }
    return Words::tr("done, without thresholds to judge it by");
}

QString Report::title() const
{
    return head.title.isEmpty() ? head.suite : head.title;
}

QString Report::nameOfTest(const KeptRule &rule) const
{
    for (const ReportTest &test : tests) {
        if (test.test.index == rule.test)
            return test.test.name;
    }
    return Words::tr("whole run");
}

std::vector<const KeptRule *> Report::rulesOf(const ReportTest &test) const
{
    std::vector<const KeptRule *> found;
    for (const KeptRule &rule : rules) {
        if (rule.test == test.test.index)
            found.push_back(&rule);
    }
    return found;
}

QString wordOf(Report::Verdict verdict)
{
    switch (verdict) {
    case Report::Verdict::Failed:
        return u"failed"_s;
    case Report::Verdict::Incomplete:
        return u"incomplete"_s;
    case Report::Verdict::NotTrusted:
        return u"not_trusted"_s;
    case Report::Verdict::Broken:
        return u"broken"_s;
    case Report::Verdict::Passed:
        return u"passed"_s;
    case Report::Verdict::Unjudged:
        break;
    }
    return u"unjudged"_s;
}

QString endOf(const RunHead &run, const KeptTest &test)
{
    if (!test.end.isEmpty())
        return test.end;
    return run.state == RunState::Running ? u"under way"_s : u"cut off"_s;
}

QString endText(const RunHead &run, const KeptTest &test)
{
    if (!test.end.isEmpty())
        return run::textOfEnd(test.end);
    return run.state == RunState::Running ? Words::tr("under way") : Words::tr("cut off");
}

QString stateText(RunState state)
{
    switch (state) {
    case RunState::Running:
        return Words::tr("running");
    case RunState::Done:
        return Words::tr("done");
    case RunState::Stopped:
        return Words::tr("stopped");
    case RunState::Failed:
        return Words::tr("failed");
    case RunState::Interrupted:
        break;
    }
    return Words::tr("interrupted");
}

QString stampOf(qint64 unixMilliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(unixMilliseconds, Qt::UTC).toString(u"yyyy-MM-dd hh:mm:ss 'UTC'"_s);
}

} // namespace throng::results
