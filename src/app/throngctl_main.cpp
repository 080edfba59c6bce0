// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"

#include <QCoreApplication>

#include <csignal>
#include <exception>

using namespace Qt::StringLiterals;
using throng::ctl::Action;
using throng::ctl::ExitCode;

int main(int argc, char **argv)
{
    // A reader that went away (`throngctl … | head`) or a server that closed must not kill the run.
    std::signal(SIGPIPE, SIG_IGN);

    QCoreApplication::setApplicationName(u"throngctl"_s);
    QCoreApplication::setOrganizationName(u"Throng"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(THRONG_VERSION));
    const QCoreApplication application(argc, argv);

    CLI::App cli("Load tests for Matrix homeservers, without a screen.", "throngctl");
    cli.set_version_flag("--version", "throngctl " THRONG_VERSION);
    cli.require_subcommand(1);
    cli.footer("A first test:\n"
               "  throngctl new p --server http://127.0.0.1:8008 --users 60 --seed 7\n"
               "  throngctl check p\n"
               "  throngctl run p --csv p/out\n\n"
               "Exit codes: 0 done, 1 a threshold was broken or more requests failed than allowed, 2 usage,\n"
               "3 unusable project or input, 4 the server cannot be tested, 5 internal error,\n"
               "6 the generator's figures are not to be trusted, 130 interrupted.");
    Action chosen;
    throng::ctl::addNewCommand(cli, chosen);
    throng::ctl::addGenerateCommand(cli, chosen);
    throng::ctl::addImportCommand(cli, chosen);
    throng::ctl::addExportCommand(cli, chosen);
    throng::ctl::addCheckCommand(cli, chosen);
    throng::ctl::addRunCommand(cli, chosen);
    throng::ctl::addCapacityCommand(cli, chosen);
    throng::ctl::addRunsCommand(cli, chosen);
    throng::ctl::addShowCommand(cli, chosen);
    throng::ctl::addReportCommand(cli, chosen);
    throng::ctl::addCompareCommand(cli, chosen);
    throng::ctl::addImportRunCommand(cli, chosen);
    throng::ctl::addLabelCommand(cli, chosen);
    throng::ctl::addRemoveCommand(cli, chosen);
    throng::ctl::addCleanCommand(cli, chosen);
    throng::ctl::addPracticeCommand(cli, chosen);
    throng::ctl::addCompletionCommand(cli, chosen);

    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return cli.exit(error) == 0 ? int(ExitCode::Done) : int(ExitCode::Usage);
    }
    try {
        return int(chosen());
    } catch (const std::exception &error) {
        return int(throng::ctl::fail(
            { u"internal error: %1"_s.arg(QString::fromLocal8Bit(error.what())), {}, {} }, ExitCode::Internal));
    }
}
