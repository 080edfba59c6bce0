// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "app/ctl/populationoptions.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct GenerateOptions {
    std::string folder;
    std::optional<quint64> seed;
    bool overwrite = false;
    UserOptions users;
    RoomOptions rooms;

    void addCommonTo(CLI::App &command)
    {
        command.add_option("DIR", folder, "The project")->required();
        command.add_option("--seed", seed, "Another seed than the project's");
        command.add_flag("--overwrite", overwrite, "Replace the file that is there");
    }
};

enum class What { Users, Rooms };

ExitCode generate(const GenerateOptions &options, What what)
{
    auto folder = project::ProjectFolder::open(text(options.folder));
    if (!folder)
        return fail(folder.error());
    auto project = folder->load();
    if (!project)
        return fail(project.error());

    const QString target = what == What::Users ? folder->usersFile() : folder->roomsFile();
    if (!options.overwrite && QFileInfo::exists(target))
        return fail({ u"there is one already"_s, target, u"--overwrite to replace it"_s });
    if (what == What::Users) {
        project->users.fromFile = false; // what is asked for takes the place of a list
        options.users.applyTo(project->users);
        if (options.seed)
            project->users.seed = options.seed;
    } else {
        if (project->rooms.distribution == project::RoomDistribution::File)
            project->rooms.distribution = project::RoomPattern().distribution;
        options.rooms.applyTo(project->rooms);
        if (options.seed)
            project->rooms.seed = options.seed;
    }

    const Result<> written = what == What::Users ? writeUsers(*folder, *project) : writeRooms(*folder, *project);
    if (!written)
        return fail(written.error());
    if (const auto saved = folder->saveAtomically(*project); !saved)
        return fail(saved.error());
    if (what == What::Users && QFileInfo::exists(folder->roomsFile()))
        say(u"%1 is as it was: `throngctl generate rooms` makes one for these users"_s.arg(folder->roomsFile()));
    return ExitCode::Done;
}

} // namespace

void addGenerateCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("generate", "Make users.csv or rooms.json of a project anew");
    command->require_subcommand(1);
    command->footer("Examples:\n  throngctl generate users p --users 5000 --overwrite\n"
                    "  throngctl generate rooms p --draws 2000 --largest 100 --overwrite");

    auto options = std::make_shared<GenerateOptions>();
    CLI::App *users = command->add_subcommand("users", "Make users.csv");
    options->addCommonTo(*users);
    options->users.addTo(*users);
    users->callback([options, &chosen] { chosen = [options] { return generate(*options, What::Users); }; });

    CLI::App *rooms = command->add_subcommand("rooms", "Make rooms.json for the accounts of users.csv");
    options->addCommonTo(*rooms);
    options->rooms.addTo(*rooms);
    rooms->callback([options, &chosen] { chosen = [options] { return generate(*options, What::Rooms); }; });
}

} // namespace throng::ctl
