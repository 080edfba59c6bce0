// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/preparedrun.h"

#include "app/ctl/output.h"
#include "app/ctl/permission.h"
#include "app/ctl/runinput.h"

using namespace Qt::StringLiterals;

namespace throng::ctl {

void TargetOptions::addTo(CLI::App &command)
{
    command.add_option("--server,--host", server, "Another server than the project's");
    command
        .add_option("--allow-load", allowLoad,
            "I may load this server: needed once for addresses other than loopback where nobody can be asked")
        ->type_name("HOST")
        ->allow_extra_args(false);
    serverOptions.addTo(command);
    secrets.addTo(command);
}

tl::expected<PreparedRun, ExitCode> prepareRun(const TargetOptions &target, run::RunChoices choices)
{
    auto input = openRunInput(text(target.folder), text(target.testName));
    if (!input)
        return tl::unexpected(fail(input.error()));
    project::ProjectFolder *folder = &input->folder;
    project::Project *project = &input->project;
    if (choices.outputDirectory.isEmpty() && !input->isProject)
        choices.outputDirectory = folder->path(); // where run.py leaves its files
    const project::Project asSaved = *project;

    // What the command line says of the server holds for this run alone.
    target.serverOptions.applyTo(project->server);
    target.secrets.applyTo(project->server);
    if (!target.server.empty())
        project->server.url = text(target.server);
    const auto secret = target.secrets.read(project->server);
    if (!secret)
        return tl::unexpected(fail(secret.error(), ExitCode::Usage));
    if (project->server.accounts == project::AccountSource::SharedSecret)
        choices.secrets.sharedSecret = *secret;
    else
        choices.secrets.registrationToken = *secret;

    auto plan = run::makeRunPlan(*project, folder->path(), choices);
    if (!plan)
        return tl::unexpected(fail(plan.error()));
    if (!plan->tls.verify)
        complain(u"The server's certificate is NOT checked (--insecure): anybody could answer in its place."_s);
    const auto granted = settlePermission(*plan, texts(target.allowLoad));
    if (!granted)
        return tl::unexpected(fail(granted.error(), ExitCode::CannotTest));
    if (*granted && input->isProject) {
        project::Project remembering = asSaved;
        remembering.permissions = plan->permissions;
        if (const auto saved = folder->saveAtomically(remembering); !saved)
            complain(u"throngctl: the permission could not be kept: %1"_s.arg(saved.error().toString()));
    }
    return PreparedRun { std::move(*folder), std::move(*project), *std::move(plan) };
}

} // namespace throng::ctl
