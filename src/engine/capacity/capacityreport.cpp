// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capacity/capacityreport.h"

#include "engine/capacity/capacitywords.h"

#include <QJsonArray>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace throng::capacity {

namespace {

constexpr quint64 fewestAnswers = 20; ///< for a p95 to be one
constexpr double givenWay = 2; ///< times the p95 under the lightest load

QString outcomeName(StepOutcome outcome)
{
    switch (outcome) {
    case StepOutcome::Meets:
        return u"meets"_s;
    case StepOutcome::Breaks:
        return u"breaks"_s;
    case StepOutcome::Disturbed:
        return u"disturbed"_s;
    case StepOutcome::Unjudgeable:
        return u"not judged"_s;
    }
    Q_UNREACHABLE();
}

QString endName(CapacitySearch::End end)
{
    switch (end) {
    case CapacitySearch::End::Searching:
        return u"stopped"_s;
    case CapacitySearch::End::Found:
        return u"found"_s;
    case CapacitySearch::End::AllMeet:
        return u"all meet"_s;
    case CapacitySearch::End::NoneMeets:
        return u"none meets"_s;
    case CapacitySearch::End::NotJudged:
        return u"not judged"_s;
    case CapacitySearch::End::OutOfSteps:
        return u"out of steps"_s;
    }
    Q_UNREACHABLE();
}

QJsonValue valueOf(const thresholds::Rule &rule, const thresholds::Judgement &judgement)
{
    if (judgement.outcome == thresholds::Outcome::NoData)
        return QJsonValue::Null;
    return rule.unit() == thresholds::Unit::Time ? judgement.value / 1e6 : judgement.value;
}

std::optional<metrics::EndpointKey> mostFailing(const Step &step)
{
    std::optional<metrics::EndpointKey> worst;
    double most = 0;
    for (const metrics::EndpointDelta &endpoint : step.measured.endpoints) {
        const quint64 requests = endpoint.requests();
        const double share = requests >= fewestAnswers ? double(endpoint.failures()) / double(requests) : 0;
        if (share > most) {
            most = share;
            worst = endpoint.key;
        }
    }
    return worst;
}

} // namespace

const Step *CapacityReport::breakingStep() const
{
    const auto found = std::find_if(steps.rbegin(), steps.rend(),
        [this](const Step &step) { return step.users == range.breaks && step.outcome == StepOutcome::Breaks; });
    return found == steps.rend() ? nullptr : &*found;
}

const Step *CapacityReport::unjudgedStep() const
{
    const auto found = std::find_if(steps.rbegin(), steps.rend(), [](const Step &step) {
        return step.outcome == StepOutcome::Disturbed || step.outcome == StepOutcome::Unjudgeable;
    });
    return found == steps.rend() ? nullptr : &*found;
}

std::optional<metrics::EndpointKey> CapacityReport::firstToGiveWay() const
{
    const Step *breaking = breakingStep();
    if (!breaking)
        return std::nullopt;
    bool areTimesBroken = false;
    for (qsizetype i = 0; i < rules.size(); ++i)
        areTimesBroken = areTimesBroken
            || (rules[i].unit() == thresholds::Unit::Time
                && breaking->judgements[std::size_t(i)].outcome == thresholds::Outcome::Broken);
    if (!areTimesBroken)
        return mostFailing(*breaking);

    std::vector<const Step *> byLoad;
    for (const Step &step : steps) {
        if (step.outcome == StepOutcome::Meets || step.outcome == StepOutcome::Breaks)
            byLoad.push_back(&step);
    }
    std::stable_sort(byLoad.begin(), byLoad.end(), [](const Step *a, const Step *b) { return a->users < b->users; });
    std::map<metrics::EndpointKey, double> lightest; // ns
    for (const Step *step : byLoad) {
        std::optional<metrics::EndpointKey> first;
        double growth = givenWay;
        for (const metrics::EndpointDelta &endpoint : step->measured.endpoints) {
            if (endpoint.key.kind == metrics::Kind::PollSync || endpoint.responseTimes.count() < fewestAnswers)
                continue;
            const auto p95 = double(endpoint.responseTimes.percentile(95).count());
            const auto [known, isNew] = lightest.emplace(endpoint.key, p95);
            if (!isNew && known->second > 0 && p95 / known->second > growth) {
                growth = p95 / known->second;
                first = endpoint.key;
            }
        }
        if (first)
            return first;
    }
    return std::nullopt;
}

QList<thresholds::Rule> CapacityReport::unmeasured() const
{
    QList<thresholds::Rule> list;
    for (qsizetype i = 0; i < rules.size(); ++i) {
        const bool hasData = std::any_of(steps.begin(), steps.end(),
            [i](const Step &step) { return step.judgements[std::size_t(i)].outcome != thresholds::Outcome::NoData; });
        if (!hasData && !steps.empty())
            list += rules[i];
    }
    return list;
}

QJsonObject CapacityReport::toJson() const
{
    QJsonArray ruleList;
    for (const thresholds::Rule &rule : rules)
        ruleList.append(rule.text);
    QJsonArray stepList;
    for (const Step &step : steps) {
        QJsonArray values;
        for (qsizetype i = 0; i < rules.size(); ++i)
            values.append(valueOf(rules[i], step.judgements[std::size_t(i)]));
        stepList.append(QJsonObject { { u"users"_s, step.users }, { u"outcome"_s, outcomeName(step.outcome) },
            { u"reason"_s, step.reason }, { u"requests_per_second"_s, step.requestsPerSecond() },
            { u"rate_limited"_s, step.rateLimited }, { u"values"_s, values } });
    }
    const int estimate = range.estimate();
    const auto weak = firstToGiveWay();
    return { { u"users"_s, estimate > 0 ? QJsonValue(estimate) : QJsonValue() },
        { u"between"_s, estimate > 0 ? QJsonValue(QJsonArray { range.low, range.high }) : QJsonValue() },
        { u"end"_s, endName(end) }, { u"summary"_s, summaryOf(*this) },
        { u"first_to_give_way"_s,
            weak ? QJsonValue(QString::fromLatin1(weak->method + ' ' + weak->name)) : QJsonValue() },
        { u"thresholds"_s, ruleList }, { u"steps"_s, stepList } };
}

} // namespace throng::capacity
