// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/hookpermission.h"

#include "app/ctl/output.h"
#include "app/ctl/permission.h"
#include "engine/project/hookconsent.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace throng::ctl {

Result<> settleHooks(run::RunPlan &plan, bool allow, bool refuse)
{
    const QStringList commands = plan.commands();
    const project::HookConsent consent;
    if (commands.isEmpty() || refuse)
        return {};
    if (allow || consent.isGiven(plan.hooks.folder, commands)) {
        plan.hooks.allowed = true;
        return {};
    }
    complain(u"Suite \"%1\" runs these commands on this machine:"_s.arg(plan.suite));
    for (const QString &command : commands)
        complain(u"  "_s + command);
    if (!isTerminal(STDIN_FILENO))
        return failure(u"nobody has agreed to the commands of suite \"%1\""_s.arg(plan.suite), {},
            u"--allow-hooks to run them, or --no-hooks to go on without"_s);
    if (!isYes(ask(u"Run them? [y/N] "_s)))
        return failure(u"not run: nobody has agreed to the commands of suite \"%1\""_s.arg(plan.suite), {},
            u"a yes, or --no-hooks"_s);
    plan.hooks.allowed = true;
    if (const auto kept = consent.give(plan.hooks.folder, commands); !kept)
        complain(u"throngctl: your answer could not be kept: %1"_s.arg(kept.error().toString()));
    return {};
}

} // namespace throng::ctl
