// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/health.h"

#include <QStringList>

#include <vector>

namespace throng::metrics {

struct HistoryPoint;

/// When a second is doubtful or limited, and when a test is. docs/generator-health.md says why these.
struct HealthRules {
    Nanoseconds late = std::chrono::milliseconds(50); ///< a loop, a send or a pause beyond this: doubtful
    Nanoseconds veryLate = std::chrono::milliseconds(500); ///< limited
    double busy = 0.85; ///< of one core, one worker: doubtful
    double saturated = 0.95; ///< limited
    double stolen = 0.10; ///< doubtful; what it makes late is judged by how late
    double memory = 0.80; ///< doubtful
    double memoryFull = 0.95; ///< limited
    double descriptors = 0.90; ///< doubtful
    double descriptorsFull = 0.99; ///< limited

    double doubtfulShare = 0.05; ///< a test with this share of its time not trusted is doubtful
    double limitedShare = 0.10; ///< with this share limited it is limited
    double limitedDoubt = 0.01; ///< with this share limited it is doubtful at least: its p99 may be ours
    double fewestSeconds = 2; ///< less than this makes no test limited, nor doubtful for being late now and then
};

/// How bad that one strain is: Good where it is none.
[[nodiscard]] Trust levelOf(Strain strain, const GeneratorHealth &health, const HealthRules &rules = {});

/// `sharedMachine`: the server's address is one of this machine's.
[[nodiscard]] Judgement judgeSecond(const GeneratorHealth &health, bool sharedMachine, const HealthRules &rules = {});

struct Verdict {
    Trust trust = Trust::Good;
    /// Sentences with figures and what to do; none where all was well, or nothing but the machine shared. Also of a
    /// stall too short to change the trust: it is not to be taken for the server's.
    QStringList reasons;

    /// The worse of both, with the reasons of both.
    void merge(const Verdict &other);
    friend bool operator==(const Verdict &, const Verdict &) = default;
};

/// What the judgements of a test's seconds come to. A second counts by its length: one that a stall made three seconds
/// long is three.
[[nodiscard]] Verdict judgeGenerator(const std::vector<HistoryPoint> &history, const HealthRules &rules = {});

} // namespace throng::metrics
