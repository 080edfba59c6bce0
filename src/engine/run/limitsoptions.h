// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/matrix/limitsprobe.h"
#include "engine/project/serversettings.h"
#include "engine/run/runplan.h"
#include "engine/users/account.h"

#include <vector>

namespace throng::run {

/// How the rate limits of a server are probed so that it is done as a run would: with an account made in the same way,
/// or with the first of `accounts` where none are made. An error says what is missing.
[[nodiscard]] Result<matrix::LimitsProbeOptions> limitsProbeOptions(
    project::AccountSource source, const Secrets &secrets, const std::vector<users::Account> &accounts);

} // namespace throng::run
