// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/performancemodel.h"

#include "engine/base/words.h"

#include <algorithm>
#include <cmath>

namespace throng::practice {

using namespace Qt::StringLiterals;

namespace {

using Nanoseconds = ServiceTime::Nanoseconds;

Nanoseconds scaled(Nanoseconds time, double factor)
{
    return Nanoseconds(static_cast<Nanoseconds::rep>(static_cast<double>(time.count()) * factor));
}

ServiceTime logNormal(double medianMs, double sigma)
{
    ServiceTime time;
    time.shape = ServiceTime::Shape::LogNormal;
    time.mean = Nanoseconds(static_cast<Nanoseconds::rep>(medianMs * 1e6));
    time.sigma = sigma;
    return time;
}

/// CPU times of one Synapse on a small machine, as measured (docs of the project), times `factor`; the median of a
/// log-normal with that mean lies a little below.
PerformanceModel likeSynapse(int workers, double factor)
{
    constexpr double sigma = 0.4;
    const double median = factor * std::exp(-sigma * sigma / 2);
    const auto rule = [&](const char *method, const char *endpoint, double ms) {
        return PerformanceModel::Rule { QString::fromLatin1(method),
            u"/_matrix/client/v3/"_s + QString::fromLatin1(endpoint), logNormal(ms * median, sigma) };
    };
    PerformanceModel model;
    model.workers = workers;
    model.ordinary = logNormal(3 * median, sigma);
    model.delivery = logNormal(7 * median, sigma);
    model.rules = { rule("GET", "account/whoami", 0.7), rule("GET", "sync", 4.1), rule("PUT", "rooms/_/send/*", 21),
        rule("PUT", "rooms/_/redact/*", 21), rule("PUT", "rooms/_/typing/_", 2.7),
        rule("POST", "rooms/_/receipt/*", 4.1), rule("GET", "rooms/_/messages", 5.6), rule("POST", "createRoom", 98),
        rule("POST", "rooms/_/join", 40), rule("POST", "rooms/_/invite", 30), rule("POST", "register", 15),
        rule("POST", "login", 15) };
    return model;
}

} // namespace

Nanoseconds ServiceTime::draw(Random &random) const
{
    switch (shape) {
    case Shape::Fixed:
        return mean;
    case Shape::Exponential:
        return scaled(mean, random.exponential(1));
    case Shape::LogNormal:
        return scaled(mean, random.logNormal(0, sigma));
    case Shape::Quantiles:
        break;
    }
    if (quantiles.isEmpty())
        return Nanoseconds(0);
    const double share = random.uniform();
    const auto above = std::find_if(
        quantiles.begin(), quantiles.end(), [share](const Quantile &quantile) { return quantile.share >= share; });
    if (above == quantiles.end())
        return quantiles.last().time;
    const Quantile below = above == quantiles.begin() ? Quantile { 0, Nanoseconds(0) } : *(above - 1);
    const double width = above->share - below.share;
    const double part = width > 0 ? (share - below.share) / width : 1;
    return below.time + scaled(above->time - below.time, part);
}

bool ServiceTime::isZero() const
{
    return shape == Shape::Quantiles ? quantiles.isEmpty() : mean.count() == 0;
}

bool PerformanceModel::Rule::matches(QByteArrayView askedMethod, QByteArrayView askedEndpoint) const
{
    const auto same = [](const QString &mine, QByteArrayView asked) { return mine == QLatin1StringView(asked); };
    if (!method.isEmpty() && !same(method, askedMethod))
        return false;
    if (!endpoint.endsWith(u'*'))
        return same(endpoint, askedEndpoint);
    return QLatin1StringView(askedEndpoint).startsWith(QStringView(endpoint).chopped(1));
}

QStringList PerformanceModel::presets()
{
    return { u"fast server"_s, u"small server"_s, u"overloaded"_s };
}

Result<PerformanceModel> PerformanceModel::preset(const QString &name)
{
    if (name == u"fast server")
        return likeSynapse(16, 0.1);
    if (name == u"small server")
        return likeSynapse(1, 1);
    if (name == u"overloaded") {
        PerformanceModel model = likeSynapse(1, 5);
        model.maximumQueue = 200;
        return model;
    }
    return failure(
        Words::tr("there is no preset \"%1\"").arg(name), {}, Words::tr("one of: %1").arg(presets().join(u", "_s)));
}

} // namespace throng::practice
