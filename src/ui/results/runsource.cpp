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
    RunOverview overview { reader.head(), reader.tests(), reader.facts(), {}, {}, {}, {}, {}, {} };
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
    auto rooms = reader.slowestRooms();
    if (!rooms)
        return tl::unexpected(rooms.error());
    overview.rooms = *std::move(rooms);
    auto scrapes = reader.serverScrapes();
    if (!scrapes)
        return tl::unexpected(scrapes.error());
    overview.scrapes = *std::move(scrapes);
    return overview;
}

Result<RunSource::Part> totalsOf(RunReader &reader, const RunSource::Range &range)
{
    const auto tests = std::make_shared<std::vector<metrics::Totals>>();
    for (const results::KeptTest &test : reader.tests()) {
        auto totals = reader.totals(test.index, range);
        if (!totals)
            return tl::unexpected(totals.error());
        tests->push_back(*std::move(totals));
    }
    return tests;
}

/// Of all tests together, in spans of one length.
Result<DistributionSeries> distributionOf(
    RunReader &reader, const RunSource::Range &range, const std::function<bool()> &isWanted)
{
    int seconds = 0;
    std::vector<int> lengths;
    for (const results::KeptTest &test : reader.tests()) {
        const Result<int> length = reader.secondsIn(test.index, range);
        if (!length)
            return tl::unexpected(length.error());
        lengths.push_back(*length);
        seconds += *length;
    }
    const auto fits = [seconds](int length) { return seconds / length < columns; };
    const auto found = std::find_if(results::sumLengths.begin(), results::sumLengths.end(), fits);
    const int length = found != results::sumLengths.end() ? *found : results::sumLengths.back();
    DistributionSeries distribution(
        std::chrono::seconds(length), std::size_t(seconds / length) + 2 * reader.tests().size() + 1);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const auto heat = reader.heat(reader.tests()[i].index, range, lengths[i] / length + 2, nullptr, isWanted);
        if (!heat)
            return tl::unexpected(heat.error());
        for (const RunReader::HeatColumn &column : *heat) {
            if (!isWanted()) // nobody gets what is returned
                return distribution;
            DistributionSeries::Counts counts {};
            DistributionSeries::count(column.times, counts);
            distribution.append(column.range.from, counts);
        }
    }
    return distribution;
}

Result<std::vector<EndpointTimes>> endpointsOf(RunReader &reader, const QList<metrics::EndpointKey> &keys,
    const RunSource::Range &range, const std::function<bool()> &isWanted)
{
    std::vector<EndpointTimes> endpoints;
    for (const metrics::EndpointKey &key : keys) {
        EndpointTimes times { key, {} };
        for (const results::KeptTest &test : reader.tests()) {
            const auto heat = reader.heat(test.index, range, columns, &key, isWanted);
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

/// Counts what was asked for of one kind. The newest alone is still wanted.
struct RunSource::Asked {
    std::atomic<int> newest = 0;
};

struct RunSource::Shared {
    std::unique_ptr<RunReader> reader; ///< the thread's alone
    Asked parts;
    Asked distributions;
    Asked endpoints;
    Asked messages;
};

RunSource::RunSource(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_shared(std::make_shared<Shared>())
{
}

RunSource::~RunSource()
{
    for (Asked *asked : { &m_shared->parts, &m_shared->distributions, &m_shared->endpoints })
        ++asked->newest; // what is being read is not waited for
    m_background.post([shared = m_shared] { shared->reader.reset(); });
}

template <typename Found, typename Work, typename Done>
void RunSource::ask(Asked &asked, Work work, Done done)
{
    const std::function<bool()> isWanted = [shared = m_shared, &asked, number = ++asked.newest] {
        return asked.newest == number;
    };
    m_background.run(
        this,
        [shared = m_shared, isWanted, work = std::move(work)]() -> std::optional<Result<Found>> {
            if (!shared->reader || !isWanted()) // no reader: that was said when it was opened
                return std::nullopt;
            return work(*shared->reader, isWanted);
        },
        [this, isWanted, done = std::move(done)](const std::optional<Result<Found>> &found) {
            if (!found || !isWanted())
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
    // What takes long of the part before stands in the way.
    ++m_shared->distributions.newest;
    ++m_shared->endpoints.newest;
    ask<Part>(
        m_shared->parts, [range](RunReader &reader, const auto &) { return totalsOf(reader, range); },
        [this](const Part &tests) { Q_EMIT partRead(tests); });
}

void RunSource::readDistribution(const Range &range)
{
    ask<DistributionSeries>(
        m_shared->distributions,
        [range](RunReader &reader, const auto &isWanted) { return distributionOf(reader, range, isWanted); },
        [this](const DistributionSeries &distribution) { Q_EMIT distributionRead(distribution); });
}

void RunSource::readEndpoints(const QList<metrics::EndpointKey> &endpoints, const Range &range)
{
    ask<std::vector<EndpointTimes>>(
        m_shared->endpoints,
        [endpoints, range](
            RunReader &reader, const auto &isWanted) { return endpointsOf(reader, endpoints, range, isWanted); },
        [this](const std::vector<EndpointTimes> &found) { Q_EMIT endpointsRead(found); });
}

void RunSource::readMessages()
{
    ask<std::vector<results::KeptMessage>>(
        m_shared->messages, [](RunReader &reader, const auto &) { return reader.messages(); },
        [this](const std::vector<results::KeptMessage> &messages) { Q_EMIT messagesRead(messages); });
}

} // namespace throng::ui
