// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace throng::ctl {

/// What throngctl tells the shell. Scripts depend on these: never renumber.
enum class ExitCode : int {
    Done = 0,
    NotGoodEnough = 1, ///< a threshold was broken, or more requests failed than --fail-share allows
    Usage = 2,
    Unusable = 3, ///< the project or one of its files
    CannotTest = 4, ///< the server: unreachable, registration closed, not permitted
    Internal = 5,
    NotTrustworthy = 6, ///< the generator was the bottleneck
    Interrupted = 130, ///< Ctrl-C, as shells have it
};

} // namespace throng::ctl
