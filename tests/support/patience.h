// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace throng::test {

/// Milliseconds that something may take before a test gives it up: QtTest's own five seconds are too few for sanitizers
/// on a busy machine.
inline constexpr int patience = 60'000;

} // namespace throng::test
