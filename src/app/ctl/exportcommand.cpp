// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "engine/project/accountsfile.h"
#include "engine/project/matrixlocustexport.h"
#include "engine/project/projectfolder.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct ExportOptions {
    std::string folder;
    std::string file;
    std::string suite;
    bool overwrite = false;
};

ExitCode exportSuite(const ExportOptions &options)
{
    auto folder = project::ProjectFolder::open(text(options.folder));
    if (!folder)
        return fail(folder.error());
    const auto project = folder->load();
    if (!project)
        return fail(project.error());
    const QString path = text(options.file);
    // The file's name says which, unless that is said.
    const QString name = !options.suite.empty() ? text(options.suite) : QFileInfo(path).completeBaseName();
    const project::Suite *suite = project->suite(name);
    if (!suite && options.suite.empty() && project->suites.size() == 1)
        suite = &project->suites.first();
    if (!suite) {
        QStringList names;
        for (const project::Suite &known : project->suites)
            names += u'"' + known.name + u'"';
        return fail(
            { u"there is no suite \"%1\" in this project"_s.arg(name), {}, u"--suite "_s + names.join(u" or ") },
            ExitCode::Usage);
    }
    if (!options.overwrite && QFileInfo::exists(path))
        return fail({ u"there is one already"_s, path, u"--overwrite to replace it"_s });
    const auto accounts = project::AccountsFile::read(folder->usersFile());
    const int count = accounts ? int(accounts->size()) : project->users.count;
    const auto notes = project::exportMatrixLocustSuite(path, *suite, count);
    if (!notes)
        return fail(notes.error());
    for (const QString &note : *notes)
        say(note);
    say(u"%1: suite \"%2\" with %3 tests"_s.arg(path, suite->name).arg(suite->tests.size()));
    return ExitCode::Done;
}

} // namespace

void addExportCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("export", "Write a suite for matrix-locust's run.py");
    auto options = std::make_shared<ExportOptions>();
    command->add_option("DIR", options->folder, "The project")->required();
    command->add_option("SUITE.json", options->file, "The file to be written")->required();
    command->add_option("--suite", options->suite, "Which suite (default: the one the file is called by)")
        ->type_name("NAME");
    command->add_flag("--overwrite", options->overwrite, "Replace the file that is there");
    command->footer("users.csv, rooms.json and tokens.csv of a project are matrix-locust's as they are.\n\n"
                    "Example:\n  throngctl export p ~/matrix-locust/test-suites/standard.json");
    command->callback([options, &chosen] { chosen = [options] { return exportSuite(*options); }; });
}

} // namespace throng::ctl
