// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/outcome.h"

#include <QFlags>
#include <QString>

#include <array>

namespace throng::metrics {

/// Whether the generator had the strength to measure what it measured, from best to worst.
/// docs/generator-health.md has the rules.
enum class Trust : quint8 {
    Good,
    SharedMachine, ///< the server runs on this machine too: the two take each other's processor time
    Doubtful, ///< response times may hold some of the generator's own delay
    Limited, ///< the generator, not the server, set the pace: its figures are not to be trusted
};
/// "trusted", "shared machine", "doubtful", "limited".
[[nodiscard]] QString toString(Trust trust);

/// What may be wrong with a second. The order is that of causes: what comes later may follow from what is before it.
enum class Strain : quint16 {
    SharedMachine = 1 << 0,
    Paused = 1 << 1, ///< even a thread with nothing to do was not run
    Stolen = 1 << 2, ///< the host gave this machine's processors to others
    BusyWorker = 1 << 3, ///< a worker used (nearly) all of its core
    Memory = 1 << 4, ///< this program has (nearly) all there is
    Descriptors = 1 << 5, ///< (nearly) as many files are open as may be
    LateLoop = 1 << 6, ///< a worker looked at its sockets late
    LateSends = 1 << 7, ///< what was planned was begun late
};
Q_DECLARE_FLAGS(Strains, Strain)
Q_DECLARE_OPERATORS_FOR_FLAGS(Strains)
inline constexpr std::array allStrains { Strain::SharedMachine, Strain::Paused, Strain::Stolen, Strain::BusyWorker,
    Strain::Memory, Strain::Descriptors, Strain::LateLoop, Strain::LateSends };
/// A few words, such as "a worker's event loop was late".
[[nodiscard]] QString toString(Strain strain);

/// What a second's measurements are worth, and why no more.
struct Judgement {
    Trust trust = Trust::Good;
    Strains strains;

    void merge(const Judgement &other);
    friend bool operator==(const Judgement &, const Judgement &) = default;
};

/// How the generator itself fared in a second.
struct GeneratorHealth {
    double cpuSeconds = 0; ///< of the process, in this second
    double busiestWorkerShare = 0; ///< of one core, 0..1: the worker that had most to do
    double cpuWaitShare = 0; ///< of the second, 0..1: the worker that waited longest for a processor
    Nanoseconds worstLoopLag { 0 }; ///< by how much a worker's event loop was late, at worst
    Nanoseconds worstSendLag {
        0
    }; ///< by how much a user's next step, or an arrival, came later than planned, at worst
    Nanoseconds longestPause { 0 }; ///< the longest time for which a thread that had nothing to do was not run
    double stolenShare = 0; ///< of this machine's processor time, 0..1: what its host gave to others
    quint64 residentBytes = 0;
    double memoryShare = 0; ///< 0..1: of what this program has and could still get
    int descriptors = 0;
    double descriptorShare = 0; ///< 0..1: of what may be open
    int connectionsOpen = 0;
    quint64 connectionsOpened = 0; ///< in this second, as the three below
    quint64 connectionsReopened = 0; ///< the server had closed them while they were idle
    quint64 connectionsFailed = 0;
    quint64 requestsResent = 0; ///< repeatable ones whose connection was lost unanswered: counted once, sent twice
    Judgement judgement; ///< by judgeSecond(), once the second is complete

    void merge(const GeneratorHealth &other); ///< of another worker, the same second
    friend bool operator==(const GeneratorHealth &, const GeneratorHealth &) = default;
};

} // namespace throng::metrics
