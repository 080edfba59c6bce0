// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace throng::http {

/// How many files and sockets this process may have open, and what that means for a test.
struct DescriptorBudget {
    qint64 limit = 0; ///< after raising the soft limit as far as it goes
    qint64 inUse = 0; ///< now

    /// Users with so many connections each, leaving some for the run store, libraries and the like.
    [[nodiscard]] int usersThatFit(int connectionsPerUser = 2) const;
};

/// Raises RLIMIT_NOFILE's soft limit to the hard one. Harmless to repeat.
DescriptorBudget raiseDescriptorLimit();

} // namespace throng::http
