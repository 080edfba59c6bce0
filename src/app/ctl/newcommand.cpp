// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "app/ctl/populationoptions.h"
#include "app/ctl/serveroptions.h"
#include "engine/generate/generaterooms.h"
#include "engine/generate/generateusers.h"
#include "engine/project/readymade.h"
#include "engine/project/readymadecrowd.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct NewOptions {
    std::string folder;
    std::string server;
    std::string suite;
    std::string crowd;
    double history = 0;
    quint64 seed = 1;
    UserOptions users;
    RoomOptions rooms;
    ServerOptions serverOptions;
};

ExitCode create(const NewOptions &options)
{
    project::Project project = project::Project::withDefaults(text(options.server));
    project.seed = options.seed;
    if (!options.suite.empty()) {
        auto ready = project::readyMadeSuite(text(options.suite));
        if (!ready)
            return fail(ready.error(), ExitCode::Usage);
        project.suites = { ready->suite };
        project.users = ready->users;
        project.rooms = ready->rooms;
    }
    if (!options.crowd.empty()) {
        const auto crowd = project::readyMadeCrowd(text(options.crowd));
        if (!crowd)
            return fail(crowd.error(), ExitCode::Usage);
        crowd->applyTo(project.suites);
        if (options.suite.empty()) // that one has rooms of its own
            project.rooms = crowd->rooms;
    }
    if (options.history > 0)
        project::setHistory(project.suites, options.history);
    options.users.applyTo(project.users);
    options.rooms.applyTo(project.rooms);
    options.serverOptions.applyTo(project.server);

    // All that can be wrong with the wish is said before anything is written.
    if (const auto url = project.server.baseUrl(); !url)
        return fail(url.error(), ExitCode::Usage);
    if (const auto usable = generate::checkUserPattern(project.users); !usable)
        return fail(usable.error(), ExitCode::Usage);
    const auto rooms =
        generate::RoomDraw::make(project.rooms, project.users.count, project.roomSeed(), project.groupsWithRooms());
    if (!rooms)
        return fail(rooms.error(), ExitCode::Usage);
    const QString path = text(options.folder);
    for (const QString &name : { u"users.csv"_s, u"rooms.json"_s }) {
        if (QFileInfo::exists(path + u'/' + name))
            return fail({ u"there is one already"_s, path + u'/' + name,
                u"a new folder; `throngctl import` makes a project of matrix-locust's files"_s });
    }

    const auto folder = project::ProjectFolder::create(path, project);
    if (!folder)
        return fail(folder.error());
    if (const auto written = writeUsers(*folder, project); !written)
        return fail(written.error());
    if (const auto written = writeRooms(*folder, project); !written)
        return fail(written.error());
    say(u"Made %1. Next: throngctl check %2"_s.arg(folder->projectFile(), path));
    return ExitCode::Done;
}

} // namespace

void addNewCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("new", "Make a project with users and rooms; nothing is sent anywhere");
    auto options = std::make_shared<NewOptions>();
    command->add_option("DIR", options->folder, "The project's folder, made when missing")->required();
    command->add_option("--server", options->server, "URL of the homeserver's Client-Server API")->required();
    command
        ->add_option("--suite", options->suite,
            QString(u"A ready-made suite with its users and rooms: "_s + project::readyMadeNames().join(u", "))
                .toStdString())
        ->type_name("NAME");
    command
        ->add_option("--population", options->crowd,
            QString(u"Ready-made groups of chat users, and rooms unless a suite has its own: "_s
                + project::readyMadeCrowdNames().join(u", "))
                .toStdString())
        ->type_name("NAME");
    command
        ->add_option("--history", options->history,
            "Before the chat the rooms are filled with so many messages each, on average")
        ->check(CLI::Range(0.0, 1e6))
        ->type_name("N");
    command->add_option("--seed", options->seed, "Makes users, rooms and every choice repeatable (default 1)");
    options->users.addTo(*command);
    options->rooms.addTo(*command);
    options->serverOptions.addTo(*command);
    command->footer("Example:\n  throngctl new p --server http://127.0.0.1:8008 --users 60 --seed 7\n"
                    "  throngctl new p --server http://127.0.0.1:8008 --suite smoke\n"
                    "  throngctl new p --server http://127.0.0.1:8008 --suite 100 --population company --history 200");
    command->callback([options, &chosen] { chosen = [options] { return create(*options); }; });
}

} // namespace throng::ctl
