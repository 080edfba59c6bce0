// SPDX-License-Identifier: GPL-3.0-or-later
//
// What measuring costs the generator: nanoseconds of processor time per recorded sample, and for putting together
// the second of two workers with 25 endpoints.

#include "engine/base/random.h"
#include "engine/metrics/deliveryledger.h"
#include "engine/metrics/deliverylog.h"
#include "engine/metrics/processsampler.h"
#include "engine/metrics/recorder.h"
#include "engine/metrics/totals.h"

#include <QString>

#include <algorithm>
#include <cstdio>

using namespace throng;
using namespace throng::metrics;

namespace {

constexpr int endpoints = 25;

std::vector<EndpointId> makeEndpoints(Recorder &recorder)
{
    std::vector<EndpointId> ids;
    ids.reserve(endpoints);
    for (int i = 0; i < endpoints; ++i)
        ids.push_back(recorder.endpoint({ "GET", "/_matrix/client/v3/" + QByteArray::number(i), Kind::Ordinary }));
    return ids;
}

/// Durations as servers have them, drawn beforehand: their making is not what is measured.
std::vector<Nanoseconds> drawDurations()
{
    Random random(7);
    std::vector<Nanoseconds> durations(1 << 16);
    for (Nanoseconds &duration : durations)
        duration = Nanoseconds(qint64(random.logNormal(16.5, 1))); // median 15 ms
    return durations;
}

/// Takes a snapshot each `perSecond` samples, as a worker does.
Snapshot recordSeconds(Recorder &recorder, const std::vector<EndpointId> &ids,
    const std::vector<Nanoseconds> &durations, int seconds, int perSecond)
{
    Sample sample;
    sample.bytes = 60;
    sample.waited = std::chrono::microseconds(3);
    std::size_t next = 0;
    Snapshot last;
    for (int second = 0; second < seconds; ++second) {
        for (int i = 0; i < perSecond; ++i, ++next) {
            sample.duration = durations[next % durations.size()];
            recorder.record(ids[next % ids.size()], sample);
        }
        last = recorder.take();
    }
    return last;
}

/// The best of three: what the machine does beside us only adds.
template <typename Work>
double bestOfThree(Work work)
{
    double best = 0;
    for (int i = 0; i < 3; ++i) {
        const double before = ProcessSampler::threadCpuSeconds();
        work();
        const double spent = ProcessSampler::threadCpuSeconds() - before;
        best = i == 0 ? spent : std::min(best, spent);
    }
    return best;
}

void row(const char *name, int parameter, double nanoseconds)
{
    std::printf("%-44s %8d %12.1f ns\n", name, parameter, nanoseconds);
    std::printf("{\"name\": \"%s\", \"per_second\": %d, \"nanoseconds\": %.1f}\n", name, parameter, nanoseconds);
}

/// Ten thousand users in 1,280 rooms of 156 members, each in twenty of them; messages of a second as ten thousand
/// default chat users send them, each heard by all other members. What noting and what joining a delivery costs.
void measureDeliveries()
{
    constexpr int users = 10'000;
    constexpr int rooms = 1'280;
    constexpr int members = 156;
    constexpr int messages = 190;
    constexpr int seconds = 5;
    const auto memberOf = [](int room, int place) { return (room * 977 + place * 64) % users; };
    std::vector<QByteArray> ids;
    for (int room = 0; room < rooms; ++room)
        ids.push_back('!' + QByteArray::number(room) + ":x");
    const DeliveryLog::Time zero { std::chrono::hours(1) };

    DeliveryLog log(7, 0, 1);
    DeliveryLedger ledger(1);
    for (int user = 0; user < users; ++user)
        log.came(user, '@' + QByteArray::number(user) + ":x", zero);
    for (int room = 0; room < rooms; ++room) {
        for (int place = 0; place < members; ++place)
            log.joined(memberOf(room, place), ids[std::size_t(room)], zero);
    }
    double noting = 0;
    double joining = 0;
    quint64 deliveries = 0;
    Random random(7);
    for (int second = 0; second < seconds; ++second) {
        const DeliveryLog::Time begin = zero + std::chrono::seconds(second);
        double before = ProcessSampler::threadCpuSeconds();
        for (int i = 0; i < messages; ++i) {
            const int room = int(random.below(rooms));
            const DeliveryLog::Time ready = begin + std::chrono::milliseconds(5 * i);
            const quint32 number = log.began(memberOf(room, 0), ids[std::size_t(room)], ready);
            for (int place = 1; place < members; ++place, ++deliveries) {
                const DeliveryLog::Time received =
                    ready + std::chrono::milliseconds(20) + std::chrono::microseconds(place);
                log.arrived(number, memberOf(room, place), DeliveryNotes::Seen::Live, received);
                log.synced(memberOf(room, place), ready, received);
            }
        }
        noting += ProcessSampler::threadCpuSeconds() - before;
        before = ProcessSampler::threadCpuSeconds();
        Snapshot snapshot;
        ledger.add(0, log.take(begin + std::chrono::seconds(1)), second + 1 == seconds);
        ledger.advance(begin + std::chrono::seconds(1), snapshot);
        joining += ProcessSampler::threadCpuSeconds() - before;
    }
    row("a delivery noted by its worker", int(deliveries) / seconds, noting * 1e9 / double(deliveries));
    row("a delivery joined by the ledger", int(deliveries) / seconds, joining * 1e9 / double(deliveries));
}

} // namespace

int main()
{
    measureDeliveries();
    const std::vector<Nanoseconds> durations = drawDurations();
    for (const int perSecond : { 1'000, 20'000, 100'000 }) {
        Recorder recorder;
        const std::vector<EndpointId> ids = makeEndpoints(recorder);
        const int seconds = std::max(10, 2'000'000 / perSecond);
        (void)recordSeconds(recorder, ids, durations, 2, perSecond);
        const double cpu = bestOfThree([&] { (void)recordSeconds(recorder, ids, durations, seconds, perSecond); });
        row("record, snapshot a second included", perSecond, cpu * 1e9 / seconds / perSecond);

        const Snapshot second = recordSeconds(recorder, ids, durations, 1, perSecond);
        constexpr int merges = 200;
        const double merging = bestOfThree([&] {
            for (int i = 0; i < merges; ++i) {
                Snapshot sum = second;
                sum.merge(second);
            }
        });
        row("merge of two workers' seconds, 25 endpoints", perSecond, merging * 1e9 / merges);

        constexpr int minute = 60;
        const double adding = bestOfThree([&] {
            Totals totals;
            for (int i = 0; i < minute; ++i)
                totals.add(second);
        });
        row("add a second to the totals", perSecond, adding * 1e9 / minute);

        qsizetype bytes = 0;
        for (const EndpointDelta &delta : second.endpoints)
            bytes += delta.responseTimes.serialise().size() + delta.waited.serialise().size();
        std::printf("%-44s %8d %12lld bytes\n", "histograms of a second, serialised", perSecond, qlonglong(bytes));
    }
    return 0;
}
