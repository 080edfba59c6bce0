// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/database.h"
#include "engine/results/keptrun.h"

#include <QTemporaryDir>

#include <memory>

namespace throng::results {

/// A run's file, of today's format and readable.
struct OpenedRun {
    std::unique_ptr<QTemporaryDir> copy; ///< that was opened instead; null: the file itself
    std::unique_ptr<Database> database;
    RunHead head;
};

/// Opens the file at `path` for reading. What has to be done to it first is done in its place if it can be written, or
/// else to a copy: bringing an older format up to date, merging the log that a killed program left and marking the run
/// as interrupted.
[[nodiscard]] Result<OpenedRun> openRun(const QString &path);

/// Reads the head again.
[[nodiscard]] Result<RunHead> readHead(Database &database, const QString &path);

} // namespace throng::results
