// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runsummary.h"

using namespace Qt::StringLiterals;

namespace throng::run {

QString wordOf(TestEnd end)
{
    switch (end) {
    case TestEnd::RunTimeOver:
        return u"run time over"_s;
    case TestEnd::AllDone:
        return u"all done"_s;
    case TestEnd::NobodyLeft:
        return u"nobody left"_s;
    case TestEnd::Stopped:
        return u"stopped"_s;
    case TestEnd::Aborted:
        return u"aborted"_s;
    case TestEnd::Failed:
        break;
    }
    return u"failed"_s;
}

quint64 RunSummary::requests() const
{
    quint64 sum = 0;
    for (const TestSummary &test : tests)
        sum += test.totals.requests();
    return sum;
}

quint64 RunSummary::failures() const
{
    quint64 sum = 0;
    for (const TestSummary &test : tests)
        sum += test.totals.failures();
    return sum;
}

double RunSummary::failedShare() const
{
    const quint64 all = requests();
    return all > 0 ? double(failures()) / double(all) : 0;
}

QList<thresholds::Threshold> RunSummary::unmeasuredThresholds() const
{
    QList<thresholds::Threshold> unmeasured;
    QList<thresholds::Threshold> measured;
    for (const TestSummary &test : tests) {
        for (const thresholds::Verdict &each : test.thresholds) {
            const bool hasData = each.judgement.outcome != thresholds::Outcome::NoData || each.endedTheRun;
            QList<thresholds::Threshold> &list = hasData ? measured : unmeasured;
            if (!list.contains(each.threshold))
                list += each.threshold;
        }
    }
    unmeasured.removeIf([&measured](const thresholds::Threshold &threshold) { return measured.contains(threshold); });
    return unmeasured;
}

int RunSummary::brokenThresholds() const
{
    int sum = 0;
    for (const TestSummary &test : tests) {
        for (const thresholds::Verdict &each : test.thresholds)
            sum += each.isBroken() ? 1 : 0;
    }
    return sum;
}

} // namespace throng::run
