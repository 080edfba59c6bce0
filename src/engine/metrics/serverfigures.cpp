// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/serverfigures.h"

#include "engine/base/words.h"
#include "engine/metrics/prometheustext.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace throng::metrics {

namespace {

using Type = PrometheusSample::Type;

/// A suggested figure, and the metrics it is made of.
struct Suggestion {
    enum class How : quint8 {
        Level, ///< what it is now
        Rate, ///< growth a second
        Ratio, ///< growth of the first by growth of the second: a mean, or a share
        Difference, ///< the first without the second
    };
    QByteArrayView name;
    How how;
    ServerUnit unit;
    QByteArrayView first;
    QByteArrayView second = {};
};

// Not a metric of anybody's: node_exporter's processor time without what was idle, added up while reading.
constexpr QByteArrayView machineBusy = "node_cpu_seconds_total:busy";

// Synapse's cache counters call themselves gauges; its "tick time" is how long a turn of the reactor kept others
// waiting.
constexpr std::array suggestions {
    Suggestion { figureCpu, Suggestion::How::Rate, ServerUnit::SecondsPerSecond, "process_cpu_seconds_total" },
    Suggestion { figureMemory, Suggestion::How::Level, ServerUnit::Bytes, "process_resident_memory_bytes" },
    Suggestion { "reactor lag", Suggestion::How::Ratio, ServerUnit::Seconds, "python_twisted_reactor_tick_time_sum",
        "python_twisted_reactor_tick_time_count" },
    Suggestion { "database time", Suggestion::How::Rate, ServerUnit::SecondsPerSecond,
        "synapse_storage_transaction_time_sum_total" },
    Suggestion { "events persisted", Suggestion::How::Rate, ServerUnit::PerSecond,
        "synapse_storage_events_persisted_events_total" },
    Suggestion { "cache hits", Suggestion::How::Ratio, ServerUnit::Share, "synapse_util_caches_cache_hits",
        "synapse_util_caches_cache" },
    Suggestion { "requests in flight", Suggestion::How::Level, ServerUnit::Number,
        "synapse_http_server_in_flight_requests_count" },
    Suggestion { "CPU of the machine", Suggestion::How::Rate, ServerUnit::SecondsPerSecond, machineBusy },
    Suggestion { "memory in use on the machine", Suggestion::How::Difference, ServerUnit::Bytes,
        "node_memory_MemTotal_bytes", "node_memory_MemAvailable_bytes" },
};

/// Prometheus' naming rules put the unit at the end.
ServerUnit unitOf(QByteArrayView name)
{
    return name.endsWith("_bytes")  ? ServerUnit::Bytes
        : name.endsWith("_seconds") ? ServerUnit::Seconds
                                    : ServerUnit::Number;
}

bool isBusyMode(QByteArrayView labels)
{
    const QByteArrayView mode = labelValue(labels, "mode");
    return mode != "idle" && mode != "iowait";
}

} // namespace

Result<std::vector<ServerFigure>> ServerFigures::read(QByteArrayView text, const QString &where, double seconds)
{
    Families now;
    const auto add = [&now](QByteArrayView name, Kind kind, double value) {
        // A lookup by view needs no copy of the name; a new family does.
        const QByteArray key = QByteArray::fromRawData(name.data(), name.size());
        auto family = now.find(key);
        if (family == now.end())
            family = now.insert(QByteArray(name.data(), name.size()), { kind, 0 });
        family->value += value;
    };
    const Result<> read = readPrometheusText(text, where, [&](const PrometheusSample &sample) {
        const bool distribution = sample.type == Type::Histogram || sample.type == Type::Summary;
        const bool isPart = sample.name.endsWith("_sum") || sample.name.endsWith("_count");
        // Buckets, quantiles, and when a series began: what is left of them does not add up.
        if (!std::isfinite(sample.value) || sample.name.endsWith("_created") || (distribution && !isPart))
            return;
        const bool counts = distribution || sample.type == Type::Counter || sample.name.endsWith("_total");
        add(sample.name, counts ? Kind::Counter : Kind::Gauge, sample.value);
        if (sample.name == "node_cpu_seconds_total" && isBusyMode(sample.labels))
            add(machineBusy, Kind::Counter, sample.value);
    });
    if (!read)
        return tl::unexpected(read.error());
    if (now.isEmpty())
        return failure(Words::tr("has no metrics in it"), where, Words::tr("Prometheus' text format"));

    m_span = m_before.isEmpty() ? 0 : seconds - m_readAt;
    std::vector<ServerFigure> figures;
    suggest(now, figures);
    list(now, figures);
    m_before = std::move(now);
    m_readAt = seconds;
    return figures;
}

std::optional<double> ServerFigures::growth(const QByteArray &name, const Families &now) const
{
    const auto present = now.constFind(name);
    if (m_span <= 0 || present == now.constEnd())
        return std::nullopt;
    // A metric that was not there before has had nothing to count until now.
    const double grown = present->value - m_before.value(name, { Kind::Counter, 0 }).value;
    return grown >= 0 ? std::optional(grown) : std::nullopt;
}

void ServerFigures::suggest(const Families &now, std::vector<ServerFigure> &figures) const
{
    using How = Suggestion::How;
    for (const Suggestion &suggestion : suggestions) {
        const QByteArray first = suggestion.first.toByteArray();
        const QByteArray second = suggestion.second.toByteArray();
        std::optional<double> value;
        switch (suggestion.how) {
        case How::Level:
            if (const auto family = now.constFind(first); family != now.constEnd())
                value = family->value;
            break;
        case How::Rate:
            if (const auto grown = growth(first, now))
                value = *grown / m_span;
            break;
        case How::Ratio: {
            const auto part = growth(first, now);
            const auto whole = growth(second, now);
            if (part && whole && *whole > 0)
                value = *part / *whole;
            break;
        }
        case How::Difference:
            if (now.contains(first) && now.contains(second))
                value = now.value(first).value - now.value(second).value;
            break;
        }
        if (value)
            figures.push_back({ suggestion.name.toByteArray(), suggestion.unit, *value, true });
    }
}

void ServerFigures::list(const Families &now, std::vector<ServerFigure> &figures) const
{
    QByteArrayList names = now.keys();
    names.removeOne(machineBusy.toByteArray());
    std::ranges::sort(names);
    for (const QByteArray &name : std::as_const(names)) {
        if (int(figures.size()) >= most)
            return;
        const Family family = now.value(name);
        if (family.kind == Kind::Gauge) {
            figures.push_back({ name, unitOf(name), family.value });
            continue;
        }
        const auto grown = growth(name, now);
        if (!grown)
            continue;
        const QByteArray base = name.endsWith("_sum") ? name.chopped(4) : QByteArray();
        if (base.isEmpty() || !now.contains(base + "_count")) {
            figures.push_back({ name, ServerUnit::PerSecond, *grown / m_span });
            continue;
        }
        if (const auto count = growth(base + "_count", now); count && *count > 0)
            figures.push_back({ base + " (mean)", unitOf(base), *grown / *count });
    }
}

} // namespace throng::metrics
