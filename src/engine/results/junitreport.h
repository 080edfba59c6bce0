// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/report.h"

#include <QByteArray>

namespace throng::results {

/// A run as JUnit XML, as GitLab, GitHub's actions and Jenkins read it: a test suite for each test (phase) of the run,
/// in it a test case for each threshold, one for whether it ran to its end and one for whether the generator could be
/// trusted. A threshold that nothing was measured for is skipped. Names of test cases stay the same from run to run, so
/// that those programs can compare them.
[[nodiscard]] QByteArray junitReport(const Report &report);

} // namespace throng::results
