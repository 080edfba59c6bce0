// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/permission.h"
#include "engine/run/runplan.h"

#include <QStringList>

#include <optional>

namespace throng::ctl {

/// Makes sure that the user has said that the plan's server may be loaded, asking on the terminal where there is one.
/// `allowed` is what --allow-load named: this server, or a host of its metrics. A new statement is added to the plan
/// and returned, for the project to remember; nothing is returned where none was needed.
[[nodiscard]] Result<std::optional<project::Permission>> settlePermission(
    run::RunPlan &plan, const QStringList &allowed);

/// What the user types as an answer, on one line.
[[nodiscard]] QString ask(const QString &question);
[[nodiscard]] bool isYes(const QString &answer);

} // namespace throng::ctl
