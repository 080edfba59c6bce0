// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runsource.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using throng::results::RunReader;

namespace throng::ui {

namespace {

/// More than a chart draws: a column less than two pixels wide says nothing.
constexpr int columns = 600;

Result<RunOverview> overviewOf(RunReader &reader)
{
    RunOverview overview { reader.head(), reader.tests(), reader.facts(), {}, {}, {}, {}, {} };
    for (const results::KeptTest &test : overview.tests) {
        const auto extent = reader.extent(test.index);
        if (!extent)
            return tl::unexpected(extent.error());
        overview.extents.push_back(*extent);
        auto history = reader.history(test.index);
        if (!history)
            return tl::unexpected(history.error());
        overview.histories.push_back(*std::move(history));
    }
    auto messages = reader.messages();
    if (!messages)
        return tl::unexpected(messages.error());
    overview.messages = *std::move(messages);
    auto rules = reader.rules();
    if (!rules)
        return tl::unexpected(rules.error());
    overview.rules = *std::move(rules);
    auto scrapes = reader.serverScrapes();
    if (!scrapes)
        return tl::unexpected(scrapes.error());
    overview.scrapes = *std::move(scrapes);
    return overview;
}

Result<std::vector<metrics::Totals>> totalsOf(RunReader &reader, const RunSource::Range &range)
{
    std::vector<metrics::Totals> tests;
    for (const results::KeptTest &test : reader.tests()) {
        auto totals = reader.totals(test.index, range);
        if (!totals)
            return tl::unexpected(totals.error());
        tests.push_back(*std::move(totals));
    }
    return tests;
}

DistributionSeries::Counts countsOf(const metrics::Histogram &times)
{
    DistributionSeries::Counts counts {};
    for (const metrics::Histogram::Bar &bar : times.bars()) {
        const double time = std::chrono::duration<double, std::milli>(bar.value).count();
        counts[std::size_t(DistributionSeries::rowOf(time))] += quint32(bar.count);
    }
    return counts;
}

/// Of all tests together, in spans of one length.
Result<DistributionSeries> distributionOf(RunReader &reader, const RunSource::Range &range)
{
    int seconds = 0;
    std::vector<int> lengths;
    for (const results::KeptTest &test : reader.tests()) {
        const auto history = reader.history(test.index, range);
        if (!history)
            return tl::unexpected(history.error());
        lengths.push_back(int(history->size()));
        seconds += lengths.back();
    }
    const auto fits = [seconds](int length) { return seconds / length < columns; };
    const auto found = std::find_if(results::sumLengths.begin(), results::sumLengths.end(), fits);
    const int length = found != results::sumLengths.end() ? *found : results::sumLengths.back();
    DistributionSeries distribution(
        std::chrono::seconds(length), std::size_t(seconds / length) + 2 * reader.tests().size() + 1);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const auto heat = reader.heat(reader.tests()[i].index, range, lengths[i] / length + 2);
        if (!heat)
            return tl::unexpected(heat.error());
        for (const RunReader::HeatColumn &column : *heat)
            distribution.append(column.range.from, countsOf(column.times));
    }
    return distribution;
}

Result<std::vector<EndpointTimes>> endpointsOf(
    RunReader &reader, const QList<metrics::EndpointKey> &keys, const RunSource::Range &range)
{
    std::vector<EndpointTimes> endpoints;
    for (const metrics::EndpointKey &key : keys) {
        EndpointTimes times { key, {} };
        for (const results::KeptTest &test : reader.tests()) {
            const auto heat = reader.heat(test.index, range, columns, &key);
            if (!heat)
                return tl::unexpected(heat.error());
            times.columns.insert(times.columns.end(), heat->begin(), heat->end());
        }
        endpoints.push_back(std::move(times));
    }
    return endpoints;
}

} // namespace

results::TimeRange RunOverview::extent() const
{
    results::TimeRange whole;
    for (const results::TimeRange &test : extents) {
        if (test.to == 0)
            continue;
        whole.from = whole.to == 0 ? test.from : std::min(whole.from, test.from);
        whole.to = std::max(whole.to, test.to);
    }
    return whole;
}

struct RunSource::Shared {
    std::unique_ptr<RunReader> reader; ///< the thread's alone
    std::atomic<int> asked = 0; ///< parts
};

RunSource::RunSource(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_shared(std::make_shared<Shared>())
{
}

RunSource::~RunSource()
{
    ++m_shared->asked;
    m_background.post([shared = m_shared] { shared->reader.reset(); });
}

template <typename Found, typename Work, typename Done>
void RunSource::ask(Work work, Done done)
{
    m_background.run(
        this,
        [shared = m_shared, work = std::move(work)]() -> std::optional<Result<Found>> {
            if (!shared->reader) // that was said when it was opened
                return std::nullopt;
            return work(*shared);
        },
        [this, done = std::move(done)](const std::optional<Result<Found>> &found) {
            if (!found)
                return;
            if (*found)
                done(**found);
            else
                Q_EMIT failed(found->error().toString());
        });
}

void RunSource::open()
{
    m_background.run(
        this,
        [shared = m_shared, path = m_path]() -> Result<RunOverview> {
            auto reader = RunReader::open(path);
            if (!reader)
                return tl::unexpected(reader.error());
            shared->reader = *std::move(reader);
            return overviewOf(*shared->reader);
        },
        [this](const Result<RunOverview> &overview) {
            if (overview)
                Q_EMIT opened(*overview);
            else
                Q_EMIT failed(overview.error().toString());
        });
}

void RunSource::readPart(const Range &range)
{
    const int number = ++m_shared->asked;
    ask<std::vector<metrics::Totals>>(
        [range, number](Shared &shared) -> std::optional<Result<std::vector<metrics::Totals>>> {
            if (number != shared.asked)
                return std::nullopt;
            return totalsOf(*shared.reader, range);
        },
        [this](const std::vector<metrics::Totals> &tests) { Q_EMIT partRead(tests); });
    ask<DistributionSeries>(
        [range, number](Shared &shared) -> std::optional<Result<DistributionSeries>> {
            if (number != shared.asked)
                return std::nullopt;
            return distributionOf(*shared.reader, range);
        },
        [this](const DistributionSeries &distribution) { Q_EMIT distributionRead(distribution); });
}

void RunSource::readEndpoints(const QList<metrics::EndpointKey> &endpoints, const Range &range)
{
    ask<std::vector<EndpointTimes>>(
        [endpoints, range](Shared &shared) -> std::optional<Result<std::vector<EndpointTimes>>> {
            return endpointsOf(*shared.reader, endpoints, range);
        },
        [this](const std::vector<EndpointTimes> &found) { Q_EMIT endpointsRead(found); });
}

} // namespace throng::ui
