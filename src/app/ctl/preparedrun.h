// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/serveroptions.h"
#include "engine/project/projectfolder.h"
#include "engine/run/runplan.h"

namespace throng::ctl {

/// A project's run, ready to begin.
struct PreparedRun {
    project::ProjectFolder folder;
    project::Project project; ///< with what the command line says of the server
    run::RunPlan plan;
};

/// What the command line says about the project and its server, beside the choices of the run itself.
struct TargetOptions {
    std::string folder; ///< or SUITE.json: see openRunInput()
    std::string testName; ///< for tests of such a suite without a name
    std::string server; ///< in place of the project's
    std::vector<std::string> allowLoad; ///< hosts that may be loaded, or asked for their metrics
    ServerOptions serverOptions;
    SecretOptions secrets;

    void addTo(CLI::App &command);
};

/// Opens the project, asks for the secret and the permission that its server needs, and makes the plan. A failure has
/// been said already.
[[nodiscard]] tl::expected<PreparedRun, ExitCode> prepareRun(const TargetOptions &target, run::RunChoices choices);

} // namespace throng::ctl
