// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/runwords.h"

#include "ui/support/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::RunWords)
};

constexpr double allowedFailures = 0.01; // as throngctl's default

/// What a verdict goes by.
struct Outcome {
    results::RunState state;
    QString error;
    run::Trust trust;
    int brokenRules;
    double failedShare;
};

Outcome outcomeOf(const run::RunSummary &summary)
{
    using State = run::RunSummary::State;
    const results::RunState state = summary.state == State::Failed ? results::RunState::Failed
        : summary.state == State::Stopped                          ? results::RunState::Stopped
                                                                   : results::RunState::Done;
    return { state, summary.error.toString(), summary.verdict.trust, summary.brokenThresholds(),
        summary.failedShare() };
}

Outcome outcomeOf(const results::RunHead &head)
{
    return { head.state, head.error, head.verdict.trust, head.rulesBroken, head.failedShare() };
}

QString verdictWords(const Outcome &outcome, const QString &figures)
{
    switch (outcome.state) {
    case results::RunState::Failed:
        return Words::tr("failed: %1").arg(outcome.error);
    case results::RunState::Stopped:
        return Words::tr("stopped: %1").arg(figures);
    case results::RunState::Interrupted:
        return Words::tr("interrupted: %1; the program or the machine went down, all but the last second is here")
            .arg(figures);
    case results::RunState::Running:
        return Words::tr("running: %1 so far").arg(figures);
    case results::RunState::Done:
        break;
    }
    if (outcome.brokenRules > 0)
        return Words::tr("done: %1; %2")
            .arg(figures, Words::tr("%n threshold(s) broken", nullptr, outcome.brokenRules));
    return Words::tr("done: %1").arg(figures);
}

QString verdictShort(const Outcome &outcome)
{
    if (outcome.state == results::RunState::Running)
        return Words::tr("running");
    if (outcome.state == results::RunState::Failed)
        return Words::tr("failed");
    if (outcome.state == results::RunState::Interrupted)
        return Words::tr("interrupted");
    if (outcome.trust == run::Trust::Limited)
        return Words::tr("generator limited");
    if (outcome.brokenRules > 0)
        return Words::tr("%n threshold(s) broken", nullptr, outcome.brokenRules);
    if (outcome.failedShare > allowedFailures)
        return Words::tr("%1 failed").arg(formatShare(outcome.failedShare));
    return outcome.state == results::RunState::Stopped ? Words::tr("stopped") : Words::tr("passed");
}

QString verdictPill(const Outcome &outcome)
{
    if (outcome.state == results::RunState::Running)
        return u"plain"_s;
    if (outcome.state == results::RunState::Failed || outcome.brokenRules > 0 || outcome.failedShare > allowedFailures)
        return u"bad"_s;
    if (outcome.trust >= run::Trust::Doubtful || outcome.state != results::RunState::Done)
        return u"warning"_s;
    return u"good"_s;
}

} // namespace

QString testEndWords(run::TestEnd end)
{
    switch (end) {
    case run::TestEnd::RunTimeOver:
        return Words::tr("its time was up");
    case run::TestEnd::AllDone:
        return Words::tr("all accounts are done");
    case run::TestEnd::NobodyLeft:
        return Words::tr("every user had given up");
    case run::TestEnd::Stopped:
        return Words::tr("stopped");
    case run::TestEnd::Aborted:
        return Words::tr("a threshold was broken for too long");
    case run::TestEnd::Failed:
        return Words::tr("it could not go on");
    }
    return {};
}

QString runVerdictWords(const run::RunSummary &summary)
{
    const QString figures = Words::tr("%1, %2 requests, %3 failed")
                                .arg(Words::tr("%n test(s)", nullptr, int(summary.tests.size())),
                                    formatCount(qint64(summary.requests())), formatShare(summary.failedShare()));
    return verdictWords(outcomeOf(summary), figures);
}

QString runVerdictShort(const run::RunSummary &summary)
{
    return verdictShort(outcomeOf(summary));
}

QString runVerdictPill(const run::RunSummary &summary)
{
    return verdictPill(outcomeOf(summary));
}

QString runVerdictWords(const results::RunHead &head)
{
    const QString figures =
        Words::tr("%1 requests, %2 failed").arg(formatCount(qint64(head.requests)), formatShare(head.failedShare()));
    return verdictWords(outcomeOf(head), figures);
}

QString runVerdictShort(const results::RunHead &head)
{
    return verdictShort(outcomeOf(head));
}

QString runVerdictPill(const results::RunHead &head)
{
    return verdictPill(outcomeOf(head));
}

} // namespace throng::ui
