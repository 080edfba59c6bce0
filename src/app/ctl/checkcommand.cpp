// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "app/ctl/permission.h"
#include "app/ctl/probelimits.h"
#include "app/ctl/serveroptions.h"
#include "engine/generate/roomsummary.h"
#include "engine/http/accessmanager.h"
#include "engine/http/descriptors.h"
#include "engine/matrix/serverprobe.h"
#include "engine/project/accountsfile.h"
#include "engine/project/roomsfile.h"
#include "engine/project/validate.h"
#include "engine/run/forecast.h"
#include "engine/run/limitsoptions.h"
#include "engine/run/machineoutlook.h"

#include <QEventLoop>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct CheckOptions {
    std::string folder;
    std::string suite;
    std::string server;
    bool probeLimits = false;
    std::vector<std::string> allowLoad;
    ServerOptions serverOptions;
    SecretOptions secrets;
};

/// Says all findings; whether one of them stands in the way of a run.
bool sayFindings(const QList<project::Finding> &findings)
{
    bool blocked = false;
    for (const project::Finding &finding : findings) {
        const bool error = finding.severity == project::Finding::Severity::Error;
        blocked = blocked || error;
        say(u"%1: %2: %3%4"_s.arg(error ? u"ERROR"_s : u"warning"_s, finding.where, finding.what,
            finding.remedy.isEmpty() ? QString() : u". "_s + finding.remedy));
    }
    return blocked;
}

void sayForecast(const run::Forecast &forecast)
{
    say(u"\nA run would"_s);
    for (const run::TestForecast &test : forecast.tests) {
        const QString time =
            test.duration ? u"for %1"_s.arg(project::formatRunTime(*test.duration)) : u"until all are done"_s;
        say(u"  %1: %2 users, all of them after %3, %4: %5"_s.arg(
            test.name, formatCount(quint64(test.users)), formatSpan(test.spawning), time, test.work));
    }
    for (const QString &problem : forecast.problems)
        say(u"warning: "_s + problem);
}

run::Headcount headcountOf(const project::ProjectFolder &folder, int accounts)
{
    run::Headcount headcount { accounts, 0, 0, 0 };
    const auto users = project::AccountsFile::read(folder.usersFile());
    const auto rooms = users ? project::RoomsFile::read(folder.roomsFile(), project::indexAccounts(*users))
                             : tl::unexpected(users.error());
    if (rooms) { // a project without rooms can be tested too: its users sync
        const generate::RoomSummary summary = generate::summarize(*rooms, accounts);
        headcount = { accounts, summary.rooms, summary.memberships, summary.messageReach };
    }
    return headcount;
}

void sayMachineOutlook(
    const project::Suite &suite, const run::Headcount &headcount, const QUrl &server, HttpVersions versions)
{
    using Limit = run::MachineOutlook::Limit;
    const run::GeneratorMeans means = run::GeneratorMeans::ofThisMachine(server);
    const auto outlook =
        run::machineOutlook(run::timeline(suite, headcount), means, run::UserCost::of(server, versions));
    if (!outlook)
        return;
    const QString limit = outlook->limit == Limit::Files ? u"files that may be open (ulimit -Hn)"_s
        : outlook->limit == Limit::Memory                ? u"memory"_s
                                                         : u"processor time"_s;
    say(u"This machine should carry about %1 users like these%2; more would need more %3"_s.arg(
        formatCount(quint64(outlook->rounded())), means.sharedWithServer ? u" beside the server"_s : QString(), limit));
}

QString severityName(matrix::Finding::Severity severity)
{
    switch (severity) {
    case matrix::Finding::Severity::Good:
        return u"ok"_s;
    case matrix::Finding::Severity::Note:
        return u"note"_s;
    case matrix::Finding::Severity::Warning:
        return u"warning"_s;
    case matrix::Finding::Severity::Problem:
        break;
    }
    return u"PROBLEM"_s;
}

matrix::ServerReport probe(const run::RunPlan &plan, project::AccountSource accounts)
{
    http::Reactor reactor;
    StopScope scope;
    http::AccessManager manager(reactor, scope);
    manager.setForeignOptions(plan.tls, plan.proxy);
    matrix::ServerProbe probe(manager,
        { .certificateChecked = plan.tls.verify,
            .secretGiven = accounts == project::AccountSource::SharedSecret,
            .tokenGiven = accounts == project::AccountSource::RegistrationToken });
    QEventLoop loop;
    QObject::connect(&probe, &matrix::ServerProbe::finished, &loop, &QEventLoop::quit);
    probe.start(plan.server);
    if (probe.isRunning())
        loop.exec();
    scope.stop();
    return probe.report();
}

void sayFindings(const QList<matrix::Finding> &findings)
{
    for (const matrix::Finding &finding : findings) {
        const QString stop = finding.text.endsWith(u'.') ? QString() : u"."_s;
        say(u"  %1: %2%3"_s.arg(severityName(finding.severity), finding.text + stop,
            finding.advice.isEmpty() ? QString() : u' ' + finding.advice));
        for (const QString &line : finding.config.split(u'\n', Qt::SkipEmptyParts))
            say(u"      "_s + line);
    }
}

/// Says what was found at the server; whether a run would get anywhere.
bool sayReport(const matrix::ServerReport &report)
{
    say(u"\nThe server at %1"_s.arg(report.baseUrl.toString()));
    sayFindings(report.findings);
    return report.state == matrix::ServerState::Matrix && !report.hasProblem();
}

/// Makes an account and a room on the server, having asked whether it may be loaded.
ExitCode checkLimits(const CheckOptions &options, const project::Project &project, run::RunPlan plan,
    const std::vector<users::Account> &accounts, const QString &software)
{
    const auto secret = options.secrets.read(project.server);
    if (!secret)
        return fail(secret.error(), ExitCode::Usage);
    auto limits = run::limitsProbeOptions(
        project.server.accounts, { .registrationToken = *secret, .sharedSecret = *secret }, accounts);
    if (!limits)
        return fail(limits.error());
    limits->software = software;
    if (const auto granted = settlePermission(plan, texts(options.allowLoad)); !granted)
        return fail(granted.error(), ExitCode::CannotTest);
    say(u"\nIts rate limits, met with an account and a room of the probe's own"_s);
    const auto report = probeLimits(plan, *limits);
    if (!report)
        return fail(report.error(), ExitCode::CannotTest);
    sayFindings(report->findings);
    return report->problem.isEmpty() ? ExitCode::Done : ExitCode::CannotTest;
}

ExitCode check(const CheckOptions &options)
{
    auto folder = project::ProjectFolder::open(text(options.folder));
    if (!folder)
        return fail(folder.error());
    auto project = folder->load();
    if (!project)
        return fail(project.error());
    options.serverOptions.applyTo(project->server);
    options.secrets.applyTo(project->server);
    if (!options.server.empty())
        project->server.url = text(options.server);

    if (sayFindings(project::validate(*folder, *project)))
        return ExitCode::Unusable;

    run::RunChoices choices;
    choices.suite = text(options.suite);
    // Nothing is registered here; a check must not ask for the secret that a run will.
    choices.secrets = { .registrationToken = "unused"_ba, .sharedSecret = "unused"_ba };
    const auto plan = run::makeRunPlan(*project, folder->path(), choices);
    if (!plan)
        return fail(plan.error());
    run::ProjectRunFiles files(*folder);
    const auto input = files.read();
    if (!input)
        return fail(input.error());
    sayForecast(run::forecast(*plan, *input, http::raiseDescriptorLimit()));
    if (const project::Suite *suite = project->suite(plan->suite))
        sayMachineOutlook(*suite, headcountOf(*folder, int(input->accounts.size())), plan->server, plan->tls.versions);
    const matrix::ServerReport report = probe(*plan, project->server.accounts);
    if (sayReport(report))
        return options.probeLimits ? checkLimits(options, *project, *plan, input->accounts, report.software)
                                   : ExitCode::Done;
    complain(u"throngctl: a run would not get anywhere with this server as it is"_s);
    return ExitCode::CannotTest;
}

} // namespace

void addCheckCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("check",
        "Validate a project, probe its server, and say what a run would do. Creates nothing there without "
        "--probe-limits");
    auto options = std::make_shared<CheckOptions>();
    command->add_option("DIR", options->folder, "The project")->required();
    command->add_option("--suite", options->suite, "Which suite (default: standard)");
    command->add_option("--server", options->server, "Another server than the project's");
    command->add_flag("--probe-limits", options->probeLimits,
        "Find out the server's rate limits too: makes one account and one room on it and sends some hundred requests");
    command
        ->add_option("--allow-load", options->allowLoad,
            "I may load this server: for --probe-limits, where it is not on loopback and nobody can be asked")
        ->type_name("HOST")
        ->allow_extra_args(false);
    options->serverOptions.addTo(*command);
    options->secrets.addTo(*command);
    command->callback([options, &chosen] { chosen = [options] { return check(*options); }; });
}

} // namespace throng::ctl
