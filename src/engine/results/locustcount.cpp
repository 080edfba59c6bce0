// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/locustcount.h"

#include <QCryptographicHash>
#include <QString> // for the operators that join byte arrays

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <tuple>

namespace throng::results {

namespace {

using metrics::Nanoseconds;
using metrics::Outcome;

double toMilliseconds(Nanoseconds time)
{
    return static_cast<double>(time.count()) / 1e6;
}

quint64 failuresOf(const metrics::EndpointDelta &endpoint)
{
    return endpoint.failures() + endpoint.count(Outcome::RateLimited);
}

/// An entry of all times that one row stands for.
LocustEntry makeEntry(const QByteArray &method, const QByteArray &name, const metrics::Histogram &times)
{
    LocustEntry entry;
    entry.method = method;
    entry.name = name;
    entry.totalMilliseconds = toMilliseconds(times.sum());
    entry.minMilliseconds = toMilliseconds(times.min());
    entry.maxMilliseconds = toMilliseconds(times.max());
    entry.times = locustTimes(times);
    return entry;
}

/// Locust keeps errors under a hash and sorts by it.
QByteArray sortKey(const LocustError &error)
{
    const QByteArray key = error.method + '.' + error.name + '.' + pythonRepr(error.error);
    return QCryptographicHash::hash(key, QCryptographicHash::Sha256);
}

std::vector<LocustEntry> countEntries(const metrics::Totals &totals)
{
    std::vector<LocustEntry> entries;
    const auto &endpoints = totals.endpoints();
    // Sorted by name and method, so the kinds of one endpoint lie side by side.
    for (auto first = endpoints.begin(); first != endpoints.end();) {
        const auto last = std::find_if(first, endpoints.end(), [&](const metrics::EndpointDelta &endpoint) {
            return endpoint.key.name != first->key.name || endpoint.key.method != first->key.method;
        });
        metrics::Histogram times;
        quint64 requests = 0;
        quint64 failures = 0;
        quint64 bytes = 0;
        for (auto endpoint = first; endpoint != last; ++endpoint) {
            times.merge(endpoint->allTimes());
            requests += endpoint->requests();
            failures += failuresOf(*endpoint);
            bytes += endpoint->bytes;
        }
        if (requests > 0) {
            LocustEntry entry = makeEntry(first->key.method, first->key.name, times);
            entry.requests = requests;
            entry.failures = failures;
            entry.bytes = bytes;
            entries.push_back(std::move(entry));
        }
        first = last;
    }
    return entries;
}

std::vector<LocustError> countErrors(const metrics::Totals &totals)
{
    std::map<std::tuple<QByteArray, QByteArray, QByteArray>, LocustError> byKey;
    for (const metrics::ErrorDelta &delta : totals.errors()) {
        if (delta.outcome == Outcome::Ok || delta.outcome == Outcome::Cancelled)
            continue;
        const auto [found, isNew] = byKey.try_emplace({ delta.key.method, delta.key.name, delta.error });
        LocustError &error = found->second;
        if (isNew)
            error = { delta.key.method, delta.key.name, delta.error, 0, delta.firstSeen, delta.lastSeen };
        error.occurrences += delta.occurrences;
        error.firstSeen = std::min(error.firstSeen, delta.firstSeen);
        error.lastSeen = std::max(error.lastSeen, delta.lastSeen);
    }
    std::vector<LocustError> errors;
    errors.reserve(byKey.size());
    for (auto &[key, error] : byKey)
        errors.push_back(std::move(error));
    std::ranges::sort(errors, {}, sortKey);
    return errors;
}

} // namespace

qint64 locustBucket(double milliseconds)
{
    // Python's round() and the default rounding mode agree: a half goes to the even neighbour.
    const double step = milliseconds < 100 ? 1 : milliseconds < 1000 ? 10 : milliseconds < 10000 ? 100 : 1000;
    return static_cast<qint64>(std::nearbyint(milliseconds / step) * step);
}

LocustTimes locustTimes(const metrics::Histogram &times)
{
    LocustTimes buckets;
    for (const metrics::Histogram::Bar &bar : times.bars())
        buckets[locustBucket(toMilliseconds(bar.value))] += bar.count;
    return buckets;
}

qint64 LocustEntry::percentile(double share) const
{
    quint64 count = 0;
    for (const auto &[time, number] : times)
        count += number;
    const auto wanted = static_cast<quint64>(static_cast<double>(count) * share);
    quint64 seen = 0;
    for (auto it = times.rbegin(); it != times.rend(); ++it) {
        seen += it->second;
        if (count - seen <= wanted)
            return it->first;
    }
    return 0;
}

double LocustEntry::median() const
{
    return std::clamp(static_cast<double>(percentile(0.5)), minMilliseconds, maxMilliseconds);
}

double LocustEntry::averageMilliseconds() const
{
    return requests > 0 ? totalMilliseconds / static_cast<double>(requests) : 0;
}

double LocustEntry::averageBytes() const
{
    return requests > 0 ? static_cast<double>(bytes) / static_cast<double>(requests) : 0;
}

LocustCount::LocustCount(const metrics::Totals &totals)
    : entries(countEntries(totals))
    , aggregated(makeEntry({}, "Aggregated", totals.allTimes()))
    , errors(countErrors(totals))
{
    for (const LocustEntry &entry : entries) {
        aggregated.requests += entry.requests;
        aggregated.failures += entry.failures;
        aggregated.bytes += entry.bytes;
    }
    if (aggregated.requests > 0)
        seconds = static_cast<double>(totals.lastRequestAt() - totals.measuredFrom()) / 1000;
}

QByteArray pythonFloat(double value)
{
    std::array<char, 64> text;
    const double size = std::abs(value);
    const bool isFixed = size == 0 || (size >= 1e-4 && size < 1e16);
    const auto format = isFixed ? std::chars_format::fixed : std::chars_format::scientific;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, format).ptr;
    QByteArray number(text.data(), end - text.data());
    if (isFixed && !number.contains('.'))
        number += ".0";
    return number;
}

QByteArray pythonRepr(const QByteArray &text)
{
    const char quote = text.contains('\'') && !text.contains('"') ? '"' : '\'';
    QByteArray repr(1, quote);
    for (const char c : text) {
        if (c == '\n') {
            repr += "\\n";
        } else if (c == '\r') {
            repr += "\\r";
        } else if (c == '\t') {
            repr += "\\t";
        } else {
            if (c == quote || c == '\\')
                repr += '\\';
            repr += c;
        }
    }
    return repr + quote;
}

} // namespace throng::results
