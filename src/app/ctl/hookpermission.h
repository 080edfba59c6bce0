// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/runplan.h"

namespace throng::ctl {

/// Settles whether the commands that the plan's suite brings may be run: by option, by what the user agreed to
/// before, or by asking on the terminal. Where nobody can be asked it is an error, because a suite without its
/// commands is another test.
[[nodiscard]] Result<> settleHooks(run::RunPlan &plan, bool allow, bool refuse);

} // namespace throng::ctl
