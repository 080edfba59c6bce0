// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runsummary.h"

#include "engine/base/words.h"

#include <algorithm>
#include <array>

namespace throng::run {

namespace {

/// In the order of TestEnd.
constexpr std::array endWords { QT_TRANSLATE_NOOP("throng::Words", "run time over"),
    QT_TRANSLATE_NOOP("throng::Words", "all done"), QT_TRANSLATE_NOOP("throng::Words", "nobody left"),
    QT_TRANSLATE_NOOP("throng::Words", "stopped"), QT_TRANSLATE_NOOP("throng::Words", "aborted"),
    QT_TRANSLATE_NOOP("throng::Words", "failed") };
static_assert(endWords.size() == std::size_t(TestEnd::Failed) + 1);

} // namespace

QString wordOf(TestEnd end)
{
    return QString::fromLatin1(endWords.at(std::size_t(end)));
}

QString textOfEnd(const QString &word)
{
    const auto known = std::find_if(
        endWords.begin(), endWords.end(), [&word](const char *one) { return word == QLatin1StringView(one); });
    return known == endWords.end() ? word : Words::tr(*known);
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
