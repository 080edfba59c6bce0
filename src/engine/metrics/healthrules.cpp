// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/healthrules.h"

#include "engine/base/words.h"
#include "engine/metrics/totals.h"

#include <algorithm>

namespace throng::metrics {

namespace {

template <typename Value>
Trust between(Value value, Value doubtful, Value limited)
{
    return value > limited ? Trust::Limited : value > doubtful ? Trust::Doubtful : Trust::Good;
}

QString milliseconds(Nanoseconds time)
{
    return QString::number(std::chrono::duration<double, std::milli>(time).count(), 'f', 0);
}

QString percent(double share)
{
    return QString::number(share * 100, 'f', 0);
}

/// The seconds of a test that one strain spoilt.
struct Spoilt {
    qsizetype seconds = 0;
    bool limited = false; ///< one of them at least
    GeneratorHealth worst; ///< of these seconds
};

/// What a second is told by: of a loop that was late because the program was paused, the pause.
Strains causes(const GeneratorHealth &health)
{
    Strains strains = health.judgement.strains;
    if (health.longestPause > health.worstLoopLag / 2 || strains.testFlag(Strain::BusyWorker))
        strains.setFlag(Strain::LateLoop, false);
    if (strains & (Strain::Paused | Strain::BusyWorker | Strain::LateLoop))
        strains.setFlag(Strain::LateSends, false);
    return strains;
}

QString waitedText(const GeneratorHealth &worst)
{
    return worst.cpuWaitShare >= 0.1
        ? Words::tr(" It waited up to %1 % of a second for a processor that other programs had.")
              .arg(percent(worst.cpuWaitShare))
        : QString();
}

QString sentence(Strain strain, const Spoilt &spoilt, qsizetype seconds, const HealthRules &rules)
{
    const GeneratorHealth &worst = spoilt.worst;
    const auto often = [&](const QString &text) { return text.arg(spoilt.seconds).arg(seconds); };
    const QString late = milliseconds(spoilt.limited ? rules.veryLate : rules.late);
    switch (strain) {
    case Strain::SharedMachine:
        return Words::tr("The server runs on this machine too: the two took processor time from each other. Compare "
                         "such figures only with others made in the same way.");
    case Strain::Paused:
        return often(Words::tr("In %1 of %2 seconds this program stood still for up to %3 ms, its idle threads too: it "
                               "was stopped, or the machine had no processor for it. What was in flight looks slower "
                               "by that. Leave the machine to the test."))
            .arg(milliseconds(worst.longestPause));
    case Strain::Stolen:
        return often(Words::tr("In %1 of %2 seconds the host of this virtual machine gave up to %3 % of its processor "
                               "time to others. Use a machine of its own, or a quieter host."))
            .arg(percent(worst.stolenShare));
    case Strain::BusyWorker:
        return often(
            Words::tr("In %1 of %2 seconds a worker used more than %3 % of its core (%4 ms late at worst): response "
                      "times may hold such delays. Run fewer users on this machine, or give it more cores."))
            .arg(percent(spoilt.limited ? rules.saturated : rules.busy), milliseconds(worst.worstLoopLag));
    case Strain::Memory:
        return often(Words::tr("In %1 of %2 seconds this program had up to %3 % of the memory that there was for it. "
                               "Run fewer users on this machine."))
            .arg(percent(worst.memoryShare));
    case Strain::Descriptors:
        return often(Words::tr("In %1 of %2 seconds up to %3 of the files that this program may open were open (%4 %). "
                               "Raise the limit (ulimit -Hn, LimitNOFILE) or run fewer users."))
            .arg(worst.descriptors)
            .arg(percent(worst.descriptorShare));
    case Strain::LateLoop:
        return often(
            Words::tr("In %1 of %2 seconds a worker was more than %3 ms late to look at its sockets (%4 ms at "
                      "worst).%5 Response times hold that delay. Leave the machine to the test, or run fewer users."))
            .arg(late, milliseconds(worst.worstLoopLag), waitedText(worst));
    case Strain::LateSends:
        return often(Words::tr("In %1 of %2 seconds requests went out more than %3 ms later than they were planned (%4 "
                               "ms at worst). Run fewer users on this machine, or spawn them more slowly."))
            .arg(late, milliseconds(worst.worstSendLag));
    }
    Q_UNREACHABLE();
}

} // namespace

Trust levelOf(Strain strain, const GeneratorHealth &health, const HealthRules &rules)
{
    switch (strain) {
    case Strain::SharedMachine:
        return health.judgement.strains.testFlag(Strain::SharedMachine) ? Trust::SharedMachine : Trust::Good;
    case Strain::Paused:
        return between(health.longestPause, rules.late, rules.veryLate);
    case Strain::Stolen:
        return health.stolenShare > rules.stolen ? Trust::Doubtful : Trust::Good;
    case Strain::BusyWorker:
        return between(health.busiestWorkerShare, rules.busy, rules.saturated);
    case Strain::Memory:
        return between(health.memoryShare, rules.memory, rules.memoryFull);
    case Strain::Descriptors:
        return between(health.descriptorShare, rules.descriptors, rules.descriptorsFull);
    case Strain::LateLoop:
        return between(health.worstLoopLag, rules.late, rules.veryLate);
    case Strain::LateSends:
        return between(health.worstSendLag, rules.late, rules.veryLate);
    }
    Q_UNREACHABLE();
}

Judgement judgeSecond(const GeneratorHealth &health, bool sharedMachine, const HealthRules &rules)
{
    Judgement judgement;
    if (sharedMachine)
        judgement = { Trust::SharedMachine, Strain::SharedMachine };
    for (const Strain strain : allStrains) {
        if (const Trust level = levelOf(strain, health, rules); level >= Trust::Doubtful)
            judgement.merge({ level, strain });
    }
    return judgement;
}

void Verdict::merge(const Verdict &other)
{
    trust = std::max(trust, other.trust);
    for (const QString &reason : other.reasons) {
        if (!reasons.contains(reason))
            reasons += reason;
    }
}

Verdict judgeGenerator(const std::vector<HistoryPoint> &history, const HealthRules &rules)
{
    double all = 0;
    double doubtful = 0; // limited ones too
    double limited = 0;
    std::array<Spoilt, allStrains.size()> spoilt;
    for (const HistoryPoint &second : history) {
        const Judgement &judgement = second.health.judgement;
        all += second.seconds;
        doubtful += judgement.trust >= Trust::Doubtful ? second.seconds : 0;
        limited += judgement.trust == Trust::Limited ? second.seconds : 0;
        const Strains told = causes(second.health);
        for (std::size_t i = 0; i < allStrains.size(); ++i) {
            if (!told.testFlag(allStrains[i]))
                continue;
            ++spoilt[i].seconds;
            spoilt[i].worst.merge(second.health);
            spoilt[i].limited |= levelOf(allStrains[i], second.health, rules) == Trust::Limited;
        }
    }

    Verdict verdict;
    if (limited >= rules.fewestSeconds && limited >= rules.limitedShare * all)
        verdict.trust = Trust::Limited;
    else if ((doubtful >= rules.fewestSeconds && doubtful >= rules.doubtfulShare * all)
        || (limited > 0 && limited >= rules.limitedDoubt * all))
        verdict.trust = Trust::Doubtful;
    else if (spoilt[0].seconds > 0)
        verdict.trust = Trust::SharedMachine;
    for (std::size_t i = 0; i < allStrains.size(); ++i) {
        // A hiccup now and then is no reason to doubt; a stall is told though it be the only one.
        if (spoilt[i].seconds > 0 && (verdict.trust >= Trust::Doubtful || spoilt[i].limited))
            verdict.reasons += sentence(allStrains[i], spoilt[i], qsizetype(history.size()), rules);
    }
    return verdict;
}

} // namespace throng::metrics
