// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/permission.h"

#include "app/ctl/output.h"
#include "engine/http/origin.h"
#include "engine/project/targetguard.h"

#include <QFile>

#include <unistd.h>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace throng::ctl {

QString ask(const QString &question)
{
    std::fputs(qPrintable(question), stderr);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return QString::fromLocal8Bit(input.readLine()).trimmed();
}

bool isYes(const QString &answer)
{
    return answer.compare(u"y"_s, Qt::CaseInsensitive) == 0 || answer.compare(u"yes"_s, Qt::CaseInsensitive) == 0;
}

Result<std::optional<project::Permission>> settlePermission(run::RunPlan &plan, const QStringList &allowed)
{
    using Decision = project::Verdict::Decision;

    const QString host = plan.server.host();
    project::TargetGuard guard(plan.permissions);
    std::optional<project::Permission> granted;
    QStringList hosts { host };
    for (const QUrl &url : std::as_const(plan.metrics))
        hosts += url.host();
    for (const QString &word : allowed) {
        const auto named = std::ranges::find_if(
            hosts, [&](const QString &each) { return project::TargetGuard::isTypedWord(word, each); });
        if (named == hosts.end())
            return failure(
                u"--allow-load names %1, but the server is %2"_s.arg(word, host), {}, u"--allow-load %1"_s.arg(host));
        granted = guard.grant(*named, project::Consent::Typed);
    }

    if (project::isWellKnownPublicService(host)) // whatever its addresses are, or whether it has any
        return failure(guard.judge(host, {}).reason);

    // Which address decides is known only after the name was resolved; behind a proxy it is never known.
    const auto origin = QCoro::waitFor(http::resolveOrigin(plan.server, plan.tls, plan.proxy, plan.connectTimeout));
    if (!origin)
        return tl::unexpected(origin.error());
    const project::Verdict verdict = guard.judge(host, (*origin)->addresses);
    switch (verdict.decision) {
    case Decision::Allowed:
        break;
    case Decision::Refused:
        return failure(verdict.reason);
    case Decision::NeedsConfirmation:
    case Decision::NeedsTypedWord: {
        if (!isTerminal(STDIN_FILENO))
            return failure(verdict.reason, {}, u"--allow-load %1 if you may load it"_s.arg(host));
        complain(verdict.reason);
        const bool typed = verdict.decision == Decision::NeedsTypedWord;
        const QString answer = ask(typed ? u"Type the server's name (%1) if you are allowed to load it: "_s.arg(host)
                                         : u"Are you allowed to load it? [y/N] "_s);
        const bool yes = typed ? project::TargetGuard::isTypedWord(answer, host) : isYes(answer);
        if (!yes)
            return failure(u"not run: nobody said that %1 may be loaded"_s.arg(host));
        granted = guard.grant(host, typed ? project::Consent::Typed : project::Consent::Confirmed);
        break;
    }
    }
    plan.permissions = guard.permissions();
    return granted;
}

} // namespace throng::ctl
