// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/interrupt.h"
#include "app/ctl/output.h"
#include "app/ctl/permission.h"
#include "app/ctl/serveroptions.h"
#include "engine/clean/cleanfolder.h"
#include "engine/http/origin.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>

#include <unistd.h>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct CleanCommandOptions {
    std::string folder;
    std::string server;
    std::optional<std::string> adminTokenFile;
    std::optional<std::string> sharedSecretFile;
    bool dryRun = false;
    bool yes = false;
    std::string allowLoad;
    ServerOptions serverOptions;
};

/// The project, or a folder of matrix-locust's in which suites have been run.
Result<std::pair<project::ProjectFolder, project::Project>> openFolder(const QString &path)
{
    if (const project::ProjectFolder bare = project::ProjectFolder::withoutProject(path);
        QFile::exists(bare.ledgerFile()) && QDir(bare.path()).entryList({ u"*.throng"_s }, QDir::Files).isEmpty())
        return std::pair(bare, project::Project());
    auto folder = project::ProjectFolder::open(path);
    if (!folder)
        return tl::unexpected(folder.error());
    auto project = folder->load();
    if (!project)
        return tl::unexpected(project.error());
    return std::pair(*folder, *project);
}

QString contents(const project::LedgerServer &server)
{
    return u"%1 rooms, %2 files and %3 accounts"_s.arg(formatCount(quint64(server.rooms.size())),
        formatCount(quint64(server.mediaCount())), formatCount(quint64(server.removable().size())));
}

void sayCount(const char *what, const clean::CleanCount &count)
{
    say(u"  %1 %2 of %3 gone"_s.arg(QString::fromLatin1(what).leftJustified(9), formatCount(quint64(count.gone)),
        formatCount(quint64(count.found))));
}

ExitCode conclude(const clean::CleanReport &report, const QString &url, bool interrupted)
{
    say(u"\n%1, %2"_s.arg(url, report.byAdmin ? u"by its admin API"_s : u"by what each user may do"_s));
    sayCount("rooms", report.rooms);
    sayCount("files", report.media);
    sayCount("accounts", report.accounts);
    for (const QString &reason : report.reasons)
        say(u"  remains: "_s + reason);
    if (!report.problem.isEmpty())
        return fail({ report.problem, {}, {} }, ExitCode::CannotTest);
    if (interrupted)
        return ExitCode::Interrupted;
    if (report.isComplete())
        return ExitCode::Done;
    complain(u"throngctl: not everything is gone; what remains is in the ledger, and the command can be repeated"_s);
    return ExitCode::CannotTest;
}

ExitCode clean(const CleanCommandOptions &options)
{
    auto opened = openFolder(text(options.folder));
    if (!opened)
        return fail(opened.error());
    auto &[folder, project] = *opened;
    options.serverOptions.applyTo(project.server);
    if (!options.server.empty())
        project.server.url = text(options.server);

    run::RunPlan plan; // as much of one as the question takes whether the server may be worked on
    const auto url = project.server.baseUrl();
    if (!url)
        return fail(url.error(), options.server.empty() ? ExitCode::Unusable : ExitCode::Usage);
    plan.server = *url;
    plan.tls.verify = !project.server.insecure;
    if (!project.server.caFile.isEmpty())
        plan.tls.caFile = folder.absolutePath(project.server.caFile);
    plan.tls.versions = project.server.http;
    plan.proxy = project.server.proxy;
    plan.permissions = project.permissions;
    plan.connectTimeout = project.server.timeouts.connect;

    auto input = clean::openForCleaning(folder, *url);
    if (!input)
        return fail(input.error());
    const project::LedgerServer &server = input->ledger.server();
    if (server.isEmpty()) {
        say(u"Nothing is left on %1 as far as %2 knows."_s.arg(project::ledgerUrl(*url), folder.ledgerFile()));
        return ExitCode::Done;
    }
    say(u"On %1: %2"_s.arg(server.url, contents(server)));
    if (options.dryRun)
        return ExitCode::Done;

    clean::CleanOptions cleanOptions;
    for (const auto &[file, secret] : { std::pair(options.adminTokenFile, &cleanOptions.adminToken),
             std::pair(options.sharedSecretFile, &cleanOptions.sharedSecret) }) {
        if (!file)
            continue;
        const auto read = readSecretFile(text(*file));
        if (!read)
            return fail(read.error(), ExitCode::Usage);
        *secret = *read;
    }
    const QStringList allowed = options.allowLoad.empty() ? QStringList() : QStringList { text(options.allowLoad) };
    if (const auto granted = settlePermission(plan, allowed); !granted)
        return fail(granted.error(), ExitCode::CannotTest);
    if (!options.yes) {
        if (!isTerminal(STDIN_FILENO))
            return fail({ u"nobody has said that they may be removed"_s, {}, u"--yes"_s }, ExitCode::Usage);
        if (!isYes(ask(u"Remove them for good? [y/N] "_s)))
            return fail({ u"nothing was removed"_s, {}, {} }, ExitCode::Usage);
    }

    const auto origin = QCoro::waitFor(http::resolveOrigin(plan.server, plan.tls, plan.proxy, plan.connectTimeout));
    if (!origin)
        return fail(origin.error(), ExitCode::CannotTest);
    const QString name = server.url;
    clean::Cleanup cleanup(*origin, std::move(input->ledger), input->accounts, cleanOptions);
    QEventLoop loop;
    Interrupt interrupt;
    bool interrupted = false;
    QObject::connect(&interrupt, &Interrupt::received, &cleanup, [&] {
        interrupted = true;
        cleanup.cancel();
    });
    const bool live = isTerminal(STDERR_FILENO);
    QObject::connect(&cleanup, &clean::Cleanup::progress, &loop, [live](int done, int total, const QString &what) {
        if (live)
            std::fputs(qPrintable(u"\r\x1b[K%1: %2 of %3"_s.arg(what).arg(done).arg(total)), stderr);
    });
    QObject::connect(&cleanup, &clean::Cleanup::finished, &loop, &QEventLoop::quit);
    cleanup.start();
    loop.exec();
    if (live)
        std::fputs("\r\x1b[K", stderr);
    if (const auto settled = clean::settleFolder(folder, cleanup.report()); !settled)
        return fail(settled.error());
    return conclude(cleanup.report(), name, interrupted);
}

} // namespace

void addCleanCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand(
        "clean", "Remove from the server what this project's runs have made there: rooms, files and accounts");
    auto options = std::make_shared<CleanCommandOptions>();
    command->add_option("DIR", options->folder, "The project, or a folder in which suites have been run")->required();
    command->add_option("--server", options->server, "Another server than the project's, if runs were made on it");
    command
        ->add_option("--admin-token-file", options->adminTokenFile,
            "Use Synapse's admin API with the administrator's access token in this file")
        ->type_name("FILE");
    command
        ->add_option("--secret-file", options->sharedSecretFile,
            "Use Synapse's admin API with an administrator made by the registration shared secret in this file, and "
            "deactivated at the end")
        ->type_name("FILE");
    command->add_flag("--dry-run", options->dryRun, "Only say what would be removed");
    command->add_flag("--yes", options->yes, "Remove without asking");
    command->add_option("--allow-load", options->allowLoad, "I may work on this server")->type_name("HOST");
    options->serverOptions.addTo(*command);
    command->footer(
        "Without an administrator each account leaves and forgets its rooms and deactivates itself; files cannot be\n"
        "removed so. Names of deactivated accounts stay taken: generate users of another name pattern.\n"
        "It may be interrupted at any time; the next one goes on.\n\n"
        "Examples:\n"
        "  throngctl clean p --dry-run\n"
        "  throngctl clean p --secret-file ~/synapse-secret --yes");
    command->callback([options, &chosen] { chosen = [options] { return clean(*options); }; });
}

} // namespace throng::ctl
