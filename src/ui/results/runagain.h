// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/project.h"

#include <QString>

namespace throng::ui {

class Document;

/// What it takes to run a kept run again.
struct EarlierRun {
    project::Project project; ///< as the run had it: its seed, its server, its suites
    QString suite;
};

/// Reads it from the run's file; for a background. `folder` is the project's. An imported run has no project.
[[nodiscard]] Result<EarlierRun> readEarlierRun(const QString &path, const QString &folder);

/// Makes the document what that run had, but for what the user has permitted to be loaded since, and turns to its
/// suite. One step that can be undone. Returns whether the project had to be changed.
bool takeOver(const EarlierRun &run, Document &document);

} // namespace throng::ui
