// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/requestrecord.h"
#include "engine/practice/truth.h"

#include <QString>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

using namespace Qt::StringLiterals;

namespace throng::test {

using metrics::Nanoseconds;

inline QString inMilliseconds(Nanoseconds time)
{
    return QString::number(std::chrono::duration<double, std::milli>(time).count(), 'f', 3);
}

/// One request as both sides have written it down, on one and the same clock:
///
///     began … waited, opened … [written … handed over] … arrived … [sending … departed] … came … read
///     Throng                                             server                           the kernel  Throng
///
/// What lies before the server's read is its socket, what lies between `came` and `read` is ours.
struct Pair {
    const metrics::RequestRecord *ours;
    const practice::RequestRecord *theirs;

    using Time = practice::RequestRecord::Clock::time_point;

    [[nodiscard]] Time written() const { return ours->trace.began + ours->waited + ours->trace.opening; }
    [[nodiscard]] Time handedOver() const { return written() + ours->trace.writing; }
    [[nodiscard]] Time came() const { return read() - ours->trace.unread; }
    [[nodiscard]] Time read() const { return ours->trace.began + ours->waited + ours->duration; }
    /// The server may lose its processor while it hands an answer over: it was somewhere in between.
    [[nodiscard]] Time left() const { return std::clamp(came(), theirs->sending, theirs->departed); }

    /// The server's own time for it, and the socket's: what a client without any lag would have reported.
    /// Whoever is interrupted while it writes may have its answer before it knows: that is all lag.
    [[nodiscard]] Nanoseconds truth() const
    {
        return ours->trace.opening + std::max<Nanoseconds>(Nanoseconds(0), left() - handedOver());
    }
    /// Of the lag that Throng recorded, what the machine kept from it.
    [[nodiscard]] Nanoseconds scheduling() const { return ours->trace.lag() - worked(); }
    [[nodiscard]] Nanoseconds worked() const { return std::min(ours->trace.worked, ours->trace.lag()); }
    [[nodiscard]] Nanoseconds excess() const { return ours->duration - truth(); }
    /// What of the excess is in no record of a lag; below 0: Throng claims more lag than there was.
    [[nodiscard]] Nanoseconds unexplained() const { return excess() - ours->trace.lag(); }
};

/// Finds each request of one list in the other. A connection has one request at a time, so its port and the order tell
/// which is which.
class Matching {
public:
    Matching(const std::vector<metrics::RequestRecord> &ours, const practice::Truth &truth)
    {
        std::map<quint16, std::vector<Pair>> byPort;
        for (const metrics::RequestRecord &record : ours) {
            if (record.trace.localPort != 0)
                byPort[record.trace.localPort].push_back({ &record, nullptr });
            else if (record.outcome != metrics::Outcome::Cancelled)
                problems += u"never sent: %1"_s.arg(nameOf(record));
        }
        for (auto &[port, sent] : byPort)
            std::sort(sent.begin(), sent.end(), [](const Pair &a, const Pair &b) { return a.written() < b.written(); });
        for (const practice::RequestRecord &record : truth.requestList)
            find(byPort[record.clientPort], record, truth.endpoints[record.endpoint]);
        for (const auto &[port, found] : byPort) {
            for (const Pair &pair : found) {
                if (pair.ours->outcome == metrics::Outcome::Cancelled)
                    cancelled.push_back(pair);
                else if (pair.theirs)
                    pairs.push_back(pair);
                else
                    problems += u"the server does not know of it: %1"_s.arg(nameOf(*pair.ours));
            }
        }
    }

    std::vector<Pair> pairs; ///< answered
    std::vector<Pair> cancelled; ///< by us; the server may have answered or may have never seen them
    QStringList problems;

    [[nodiscard]] static QString nameOf(const metrics::RequestRecord &record)
    {
        return QString::fromUtf8(record.key.method + ' ' + record.key.name) + u' ' + metrics::toString(record.key.kind)
            + u", "_s + metrics::toString(record.outcome);
    }

private:
    void find(std::vector<Pair> &sent, const practice::RequestRecord &record, const practice::Truth::Endpoint &endpoint)
    {
        if (endpoint.name == "/_matrix/client/versions" || endpoint.name == "/_matrix/federation/v1/version")
            return; // asked by the run itself, and by what keeps it
        const auto after = std::upper_bound(sent.begin(), sent.end(), record.arrived,
            [](Pair::Time time, const Pair &pair) { return time < pair.written(); });
        const QString what = QString::fromUtf8(endpoint.method + ' ' + endpoint.name);
        if (after == sent.begin()) {
            problems += u"Throng does not know of it: %1"_s.arg(what);
            return;
        }
        Pair &pair = *std::prev(after);
        if (pair.theirs)
            problems += u"came twice to the server: %1"_s.arg(what);
        else if (pair.ours->key.method != endpoint.method || pair.ours->key.name != endpoint.name)
            problems += u"Throng says %1, the server %2"_s.arg(nameOf(*pair.ours), what);
        pair.theirs = &record;
    }
};

/// The nearest rank, as Histogram has it.
inline Nanoseconds percentileOf(std::vector<Nanoseconds> &times, double percent)
{
    std::sort(times.begin(), times.end());
    const auto rank = std::size_t(std::ceil(percent / 100 * double(times.size())));
    return times[std::clamp<std::size_t>(rank, 1, times.size()) - 1];
}

} // namespace throng::test
