// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/thresholds/judgement.h"

#include "engine/base/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::thresholds {

namespace {

bool isAbout(const Rule &rule, const metrics::EndpointKey &key)
{
    if (rule.endpoints.empty()) // as everywhere: long polls are none of the response times
        return rule.unit() != Unit::Time || key.kind != metrics::Kind::PollSync;
    return std::binary_search(rule.endpoints.begin(), rule.endpoints.end(), key);
}

metrics::Histogram responseTimesOf(const Rule &rule, const Measured &measured)
{
    metrics::Histogram times;
    for (const metrics::EndpointDelta &endpoint : measured.endpoints) {
        if (isAbout(rule, endpoint.key))
            times.merge(endpoint.responseTimes);
    }
    return times;
}

metrics::Nanoseconds timeOf(const Rule &rule, const metrics::Histogram &times)
{
    switch (rule.figure) {
    case Figure::Mean:
        return times.mean();
    case Figure::Min:
        return times.min();
    case Figure::Max:
        return times.max();
    default:
        return times.percentile(rule.percent);
    }
}

struct Counts {
    quint64 requests = 0;
    quint64 failures = 0;
    quint64 rateLimited = 0;
};

Counts countsOf(const Rule &rule, const Measured &measured)
{
    Counts counts;
    for (const metrics::EndpointDelta &endpoint : measured.endpoints) {
        if (!isAbout(rule, endpoint.key))
            continue;
        counts.requests += endpoint.requests();
        counts.failures += endpoint.failures();
        counts.rateLimited += endpoint.count(metrics::Outcome::RateLimited);
    }
    return counts;
}

Judgement judged(const Rule &rule, double value, quint64 samples)
{
    return { rule.isMetBy(value) ? Outcome::Met : Outcome::Broken, value, samples, false };
}

Judgement share(const Rule &rule, quint64 part, quint64 whole)
{
    return whole > 0 ? judged(rule, double(part) / double(whole), whole) : Judgement();
}

Judgement rate(const Rule &rule, quint64 events, quint64 requests, double seconds)
{
    return seconds > 0 ? judged(rule, double(events) / seconds, requests) : Judgement();
}

} // namespace

Judgement judge(const Rule &rule, const Measured &measured)
{
    if (rule.unit() == Unit::Time) {
        const metrics::FigureDelta *felt = rule.felt ? metrics::findFigure(measured.figures, *rule.felt) : nullptr;
        if (rule.felt && !felt)
            return {};
        const metrics::Histogram times = felt ? felt->all() : responseTimesOf(rule, measured);
        if (times.isEmpty())
            return {};
        Judgement judgement = judged(rule, double(timeOf(rule, times).count()), times.count());
        judgement.isAtLeast = felt && felt->isLowerBound();
        return judgement;
    }
    const Counts counts = countsOf(rule, measured);
    switch (rule.figure) {
    case Figure::FailedShare:
        return share(rule, counts.failures, counts.requests);
    case Figure::RateLimitedShare:
        return share(rule, counts.rateLimited, counts.requests);
    case Figure::FailuresPerSecond:
        return rate(rule, counts.failures, counts.requests, measured.seconds);
    default:
        return rate(rule, counts.requests, counts.requests, measured.seconds);
    }
}

QString valueText(const Rule &rule, const Judgement &judgement)
{
    const QString value = formatValue(rule.unit(), judgement.value);
    return judgement.isAtLeast ? u"> "_s + value : value;
}

QString toString(const Rule &rule, const Judgement &judgement)
{
    if (judgement.outcome == Outcome::NoData)
        return Words::tr("%1: nothing was measured").arg(rule.text);
    const QString text = judgement.outcome == Outcome::Met ? Words::tr("%1 was met: %2, of %3 samples")
                                                           : Words::tr("%1 was broken: %2, of %3 samples");
    return text.arg(rule.text, valueText(rule, judgement)).arg(judgement.samples);
}

} // namespace throng::thresholds
