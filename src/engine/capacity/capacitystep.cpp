// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capacity/capacitystep.h"

#include "engine/base/words.h"

#include <algorithm>

namespace throng::capacity {

namespace {

constexpr double fewestAbovePercentile = 5;

quint64 countOf(const thresholds::Measured &measured, metrics::Outcome outcome)
{
    quint64 sum = 0;
    for (const metrics::EndpointDelta &endpoint : measured.endpoints)
        sum += endpoint.count(outcome);
    return sum;
}

} // namespace

quint64 Step::requests() const
{
    quint64 sum = 0;
    for (const metrics::EndpointDelta &endpoint : measured.endpoints)
        sum += endpoint.requests();
    return sum;
}

double Step::requestsPerSecond() const
{
    return measured.seconds > 0 ? double(requests()) / measured.seconds : 0;
}

StepRecorder::StepRecorder(int number, int users, const QList<thresholds::Rule> &rules)
    : m_rules(rules)
{
    m_step.number = number;
    m_step.users = users;
}

void StepRecorder::add(const metrics::Snapshot &second)
{
    m_step.measured.add(second);
    m_seconds.push_back(metrics::HistoryPoint::of(second));
}

bool StepRecorder::isEnough() const
{
    return std::all_of(m_rules.begin(), m_rules.end(), [this](const thresholds::Rule &rule) {
        if (rule.figure != thresholds::Figure::Percentile)
            return true;
        const auto samples = double(thresholds::judge(rule, m_step.measured).samples);
        return samples * (100 - rule.percent) / 100 >= fewestAbovePercentile;
    });
}

Step StepRecorder::finish()
{
    for (const thresholds::Rule &rule : m_rules)
        m_step.judgements.push_back(thresholds::judge(rule, m_step.measured));
    m_step.generator = run::judgeGenerator(m_seconds);
    judge();
    return std::move(m_step);
}

void StepRecorder::judge()
{
    const quint64 requests = m_step.requests();
    const quint64 refused = countOf(m_step.measured, metrics::Outcome::RateLimited);
    m_step.rateLimited = requests > 0 ? double(refused) / double(requests) : 0;
    if (m_step.rateLimited > mostRateLimited) {
        m_step.outcome = StepOutcome::Unjudgeable;
        m_step.reason = Words::tr("%1 of %2 requests were refused by the server's rate limit (429): what was measured "
                                  "is the limit, not the server.")
                            .arg(refused)
                            .arg(requests);
        return;
    }
    if (m_step.generator.trust == run::Trust::Limited) {
        m_step.outcome = StepOutcome::Disturbed;
        m_step.reason = Words::tr("This machine was the bottleneck: %1").arg(m_step.generator.reasons.join(u' '));
        return;
    }
    bool hasData = false;
    QStringList broken;
    for (qsizetype i = 0; i < m_rules.size(); ++i) {
        const thresholds::Judgement &judgement = m_step.judgements[std::size_t(i)];
        hasData = hasData || judgement.outcome != thresholds::Outcome::NoData;
        if (judgement.outcome == thresholds::Outcome::Broken)
            broken += thresholds::toString(m_rules[i], judgement);
    }
    if (!hasData) {
        m_step.outcome = StepOutcome::Disturbed;
        m_step.reason = Words::tr("Nothing was measured that a threshold could be held against.");
        return;
    }
    m_step.outcome = broken.isEmpty() ? StepOutcome::Meets : StepOutcome::Breaks;
    m_step.reason = broken.join(u"; ");
}

} // namespace throng::capacity
