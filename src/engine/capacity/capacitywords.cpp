// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capacity/capacitywords.h"

#include "engine/base/words.h"
#include "engine/thresholds/endpointnames.h"

#include <cmath>

namespace throng::capacity {

namespace {

/// Two digits: the third of a boundary between 320 and 350 means nothing.
int rounded(int users)
{
    const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(users, 1))) - 1));
    return int(std::lround(users / unit) * std::lround(unit));
}

/// "p95(delivery) passes 2 s and failures pass 1 %".
QString whatBreaks(const CapacityReport &report)
{
    const Step *step = report.breakingStep();
    QStringList parts;
    for (qsizetype i = 0; step && i < report.rules.size(); ++i) {
        const thresholds::Rule &rule = report.rules[i];
        if (step->judgements[std::size_t(i)].outcome != thresholds::Outcome::Broken)
            continue;
        const QString limit = thresholds::formatValue(rule.unit(), rule.limit);
        const bool isPlural =
            rule.unit() != thresholds::Unit::Time && rule.figure != thresholds::Figure::RateLimitedShare;
        const QString text = rule.isUpperLimit()
            ? (isPlural ? Words::tr("%1 pass %2") : Words::tr("%1 passes %2"))
            : (isPlural ? Words::tr("%1 fall below %2") : Words::tr("%1 falls below %2"));
        parts += text.arg(rule.figureText(), limit);
    }
    return parts.join(Words::tr(" and "));
}

QString whatGivesWay(const CapacityReport &report)
{
    const auto weak = report.firstToGiveWay();
    return weak ? Words::tr("; the first thing to give way is %1").arg(thresholds::endpointName(*weak)) : QString();
}

QString carries(const CapacityReport &report)
{
    const CapacitySearch::Range &range = report.range;
    const int estimate = range.estimate();
    return Words::tr("This server carries about %1 active users like these (between %2 and %3): above that, %4%5.")
        .arg(rounded(estimate))
        .arg(range.low > 0 ? range.low : range.meets)
        .arg(range.high > 0 ? range.high : range.breaks)
        .arg(whatBreaks(report), whatGivesWay(report));
}

QString soFar(const CapacityReport &report)
{
    const CapacitySearch::Range &range = report.range;
    if (range.estimate() > 0)
        return carries(report);
    if (range.meets > 0)
        return Words::tr("With %1 active users like these it met every threshold.").arg(range.meets);
    if (range.breaks > 0)
        return Words::tr("With %1 active users like these, %2%3.")
            .arg(range.breaks)
            .arg(whatBreaks(report), whatGivesWay(report));
    return Words::tr("No load has been judged yet.");
}

} // namespace

QString summaryOf(const CapacityReport &report)
{
    const CapacitySearch::Range &range = report.range;
    switch (report.end) {
    case CapacitySearch::End::Found:
        return carries(report);
    case CapacitySearch::End::AllMeet:
        return Words::tr("This server carries at least %1 active users like these, the most that were tried: with them "
                         "it met every threshold.")
            .arg(range.meets);
    case CapacitySearch::End::NoneMeets:
        return Words::tr("This server does not carry a single active user like these: even then, %1.")
            .arg(whatBreaks(report));
    case CapacitySearch::End::NotJudged: {
        const Step *step = report.unjudgedStep();
        return Words::tr("%1 What it does with %2 could not be judged. %3")
            .arg(soFar(report))
            .arg(report.unjudged)
            .arg(step ? step->reason : QString());
    }
    case CapacitySearch::End::OutOfSteps:
        return Words::tr("%1 The steps were used up before this could be narrowed down and confirmed.")
            .arg(soFar(report));
    case CapacitySearch::End::Searching:
        return Words::tr("Stopped before the answer was found. %1").arg(soFar(report));
    }
    Q_UNREACHABLE();
}

} // namespace throng::capacity
