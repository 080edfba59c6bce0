// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/http/descriptors.h"
#include "engine/run/runplan.h"

namespace throng::run {

/// How many users a test begins with and can have.
struct UserLimit {
    int users = 0; ///< to begin with
    int most = 0; ///< that there are accounts and descriptors for
    QString warning; ///< when there are fewer users than the plan wants
};

/// A chat user needs an account of its own and two connections, in HTTP/2 (`http2`) one. When there are too few
/// descriptors for the users that are wanted, the error says how many would fit. Set-up users work through the accounts
/// whatever their number, so there are simply no more of them than fit.
[[nodiscard]] Result<UserLimit> limitUsers(
    const TestPlan &test, int accounts, const http::DescriptorBudget &budget, bool http2);

} // namespace throng::run
