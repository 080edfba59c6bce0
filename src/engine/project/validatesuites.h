// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/validate.h"

namespace throng::project {

/// What is wrong with the project's suites and their tests, for so many accounts and planned rooms; 0 where those could
/// not be read, which is said elsewhere.
[[nodiscard]] QList<Finding> findingsInSuites(
    const ProjectFolder &folder, const Project &project, int accounts, int rooms);

} // namespace throng::project
