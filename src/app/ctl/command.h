// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/exitcode.h"

#include <CLI/CLI.hpp>

#include <QString>
#include <QStringList>

#include <functional>
#include <string>
#include <vector>

namespace throng::ctl {

/// What the command line asked for; carried out once it has been parsed whole.
using Action = std::function<ExitCode()>;

/// Each adds one subcommand to `app`. When the command line names it, `chosen` becomes what is to be done.
void addNewCommand(CLI::App &app, Action &chosen);
void addGenerateCommand(CLI::App &app, Action &chosen);
void addImportCommand(CLI::App &app, Action &chosen);
void addExportCommand(CLI::App &app, Action &chosen);
void addCheckCommand(CLI::App &app, Action &chosen);
void addRunCommand(CLI::App &app, Action &chosen);
void addCapacityCommand(CLI::App &app, Action &chosen);
void addRunsCommand(CLI::App &app, Action &chosen);
void addShowCommand(CLI::App &app, Action &chosen);
void addReportCommand(CLI::App &app, Action &chosen);
void addCompareCommand(CLI::App &app, Action &chosen);
void addImportRunCommand(CLI::App &app, Action &chosen);
void addLabelCommand(CLI::App &app, Action &chosen);
void addRemoveCommand(CLI::App &app, Action &chosen);
void addCleanCommand(CLI::App &app, Action &chosen);
void addCompletionCommand(CLI::App &app, Action &chosen);
void addPracticeCommand(CLI::App &app, Action &chosen);

[[nodiscard]] inline QString text(const std::string &argument)
{
    return QString::fromLocal8Bit(argument);
}

[[nodiscard]] inline QStringList texts(const std::vector<std::string> &arguments)
{
    QStringList list;
    for (const std::string &argument : arguments)
        list += text(argument);
    return list;
}

} // namespace throng::ctl
