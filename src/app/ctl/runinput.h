// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/projectfolder.h"

namespace throng::ctl {

/// What is to be run, and the folder with the accounts and rooms for it.
struct RunInput {
    project::ProjectFolder folder;
    project::Project project;
    bool isProject = true; ///< otherwise a suite of matrix-locust's alone
};

/// `path` is a project, or SUITE.json: that suite over the files of the folder the user is in. `testName` is for
/// tests of such a suite that have no name.
[[nodiscard]] Result<RunInput> openRunInput(const QString &path, const QString &testName);

} // namespace throng::ctl
