// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"

#include <QStringList>

namespace throng::project {

/// Writes a suite that run.py of matrix-locust runs. What it came from is written as it was; what run.py cannot do
/// without is filled in: its own num_users (`accounts`), spawn_rate, runtime, script and paired arguments.
/// Returns a sentence for each thing that was filled in, and for each that run.py does not do.
[[nodiscard]] Result<QStringList> exportMatrixLocustSuite(const QString &path, const Suite &suite, int accounts);

} // namespace throng::project
