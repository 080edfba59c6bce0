// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace throng::project {

/// What a run does when a command ends with another status than 0, takes too long or is not there.
enum class HookFailure : quint8 {
    Mark, ///< goes on, with a warning in the result
    GoOn, ///< goes on; matrix-locust does not even look
    Stop, ///< ends as failed
};

/// A command around a test or a suite, called by the shell as `COMMAND HOST OUTPUT_DIR ARGUMENTS`. The command and
/// its arguments are the shell's text, HOST and OUTPUT_DIR are one word each.
struct Hook {
    QString command;
    QString arguments;
    std::chrono::milliseconds timeLimit = std::chrono::minutes(10); ///< then it is killed, and has failed
    HookFailure onFailure = HookFailure::Mark;

    friend bool operator==(const Hook &, const Hook &) = default;
};

/// What may happen while a test runs.
enum class HookEvent : quint8 {
    ThresholdBroken,
    ServerGone, ///< nothing is answered any more
};

/// A command that is run when something happens, beside the test.
struct EventHook {
    HookEvent event = HookEvent::ThresholdBroken;
    Hook hook;

    friend bool operator==(const EventHook &, const EventHook &) = default;
};

} // namespace throng::project
