// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/histogram.h"
#include "engine/metrics/outcome.h"
#include "engine/run/verdict.h"

#include <QList>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace throng::results {

/// What a run was, as far as it is known when it begins.
struct RunDescription {
    QString id; ///< a UUID
    QString suite;
    QString server; ///< URL, without user name and password
    quint64 seed = 0;
    int workers = 0;
    qint64 startedAt = 0; ///< Unix milliseconds
    QString group; ///< a UUID, the same for all trials of one --repeat; empty: none
    int trial = 0; ///< from 1, within its group; 0: none
    QList<std::pair<QString, QString>> facts; ///< "throng.version" → "0.1.0", "project" → its JSON: see run-format.md
};

enum class RunState : quint8 {
    Running, ///< being written at this moment
    Done,
    Stopped, ///< by a person
    Failed,
    Interrupted, ///< the program or the machine died: all but the last second is there
};
/// "running", "done", "stopped", "failed", "interrupted": as the file has it, and for tables.
[[nodiscard]] QString nameOf(RunState state);

/// One row in a list of runs. Reading it looks at one row of the file, however long the run was.
struct RunHead {
    QString path;
    QString id;
    QString title; ///< given by a person; empty: none
    QString note; ///< likewise
    QString suite;
    QString server;
    quint64 seed = 0;
    int workers = 0;
    RunState state = RunState::Interrupted;
    QString error; ///< why it failed
    qint64 startedAt = 0; ///< Unix milliseconds
    qint64 endedAt = 0; ///< of the last second, while it runs or if it was interrupted
    int users = 0; ///< the most that ran at a time
    quint64 requests = 0; ///< without cancelled ones
    quint64 failures = 0; ///< without 429s
    quint64 rateLimited = 0;
    /// Of the response times of all chat tests, of all tests where there is none; unset without any.
    std::optional<metrics::Nanoseconds> p50;
    std::optional<metrics::Nanoseconds> p95;
    std::optional<metrics::Nanoseconds> p99;
    run::Verdict verdict; ///< whether the generator could be trusted
    int rulesKept = 0; ///< thresholds
    int rulesBroken = 0;
    QString group; ///< as RunDescription has it
    int trial = 0;
    bool imported = false; ///< from Locust's files: it has no seconds of its own

    [[nodiscard]] double failedShare() const { return requests > 0 ? double(failures) / double(requests) : 0; }
};

/// One test (phase) of a kept run.
struct KeptTest {
    int index = 0; ///< in the suite as it ran
    QString name;
    QString behaviour; ///< "chat.py": as project::scriptOfBehaviour() has it
    bool isSetup = false;
    int users = 0; ///< wanted
    double spawnRate = 0; ///< a second; 0: all at once
    qint64 runTime = 0; ///< milliseconds that were asked for; 0: until all is done
    qint64 warmUp = 0; ///< milliseconds at its beginning that are in no figure
    qint64 startedAt = 0; ///< Unix milliseconds
    qint64 endedAt = 0; ///< of its last second, if it did not end
    QString
        end; ///< "ran its time", "all done", "nobody left", "stopped", "failed"; empty: it was cut off by the run's end
    bool cutOff = false; ///< users were still busy after the stop timeout
    int seconds = 0; ///< that are kept
    run::Verdict verdict;
    QStringList warnings;
};

/// Something said during a run, or written beside it later.
struct KeptMessage {
    enum class Kind : quint8 { Information, Warning, Error, Annotation };
    qint64 id = 0;
    qint64 at = 0; ///< Unix milliseconds
    Kind kind = Kind::Information;
    QString text;
};

/// What became of one rule of the suite.
struct KeptRule {
    enum class State : quint8 { Kept, Broken, Undecided };
    int test = -1; ///< index; -1: of the whole run
    QString rule; ///< as it was written: "p95(send) < 500 ms"
    State state = State::Undecided; ///< Undecided: nothing was measured that it speaks of
    QString found; ///< what was measured, with unit: "612 ms"; empty: nothing
    qint64 brokenAt = 0; ///< Unix milliseconds when it ended the run; 0: it did not
};

/// A room whose messages took long to reach its members. Which one it was is not kept.
struct KeptRoom {
    int test = 0; ///< index
    int members = 0; ///< who ran, at most
    quint64 deliveries = 0; ///< live ones
    metrics::Nanoseconds mean { 0 };
    metrics::Nanoseconds worst { 0 };
};

/// A span of time: seconds that end after `from` and not after `to`.
struct TimeRange {
    qint64 from = 0; ///< Unix milliseconds
    qint64 to = 0;
};

} // namespace throng::results
