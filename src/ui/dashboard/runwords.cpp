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
    switch (summary.state) {
    case run::RunSummary::State::Failed:
        return Words::tr("failed: %1").arg(summary.error.toString());
    case run::RunSummary::State::Stopped:
        return Words::tr("stopped: %1").arg(figures);
    case run::RunSummary::State::Done:
        break;
    }
    if (const int broken = summary.brokenThresholds(); broken > 0)
        return Words::tr("done: %1; %2").arg(figures, Words::tr("%n threshold(s) broken", nullptr, broken));
    return Words::tr("done: %1").arg(figures);
}

QString runVerdictShort(const run::RunSummary &summary)
{
    if (summary.state == run::RunSummary::State::Failed)
        return Words::tr("failed");
    if (summary.verdict.trust == run::Trust::Limited)
        return Words::tr("generator limited");
    if (const int broken = summary.brokenThresholds(); broken > 0)
        return Words::tr("%n threshold(s) broken", nullptr, broken);
    if (summary.failedShare() > allowedFailures)
        return Words::tr("%1 failed").arg(formatShare(summary.failedShare()));
    return summary.state == run::RunSummary::State::Stopped ? Words::tr("stopped") : Words::tr("passed");
}

QString runVerdictPill(const run::RunSummary &summary)
{
    if (summary.state == run::RunSummary::State::Failed || summary.brokenThresholds() > 0
        || summary.failedShare() > allowedFailures)
        return u"bad"_s;
    if (summary.verdict.trust >= run::Trust::Doubtful || summary.state == run::RunSummary::State::Stopped)
        return u"warning"_s;
    return u"good"_s;
}

} // namespace throng::ui
