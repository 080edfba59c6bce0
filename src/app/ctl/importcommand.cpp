// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "engine/project/matrixlocustimport.h"
#include "engine/project/projectfolder.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct ImportOptions {
    std::string from;
    std::string to;
    std::string server;
};

QString kindName(project::ImportNote::Kind kind)
{
    switch (kind) {
    case project::ImportNote::Kind::Taken:
        return u"taken"_s;
    case project::ImportNote::Kind::Changed:
        return u"changed"_s;
    case project::ImportNote::Kind::NotUnderstood:
        break;
    }
    return u"NOT UNDERSTOOD"_s;
}

ExitCode import(const ImportOptions &options)
{
    const QString from = text(options.from);
    const QString to = text(options.to);
    auto imported = project::importMatrixLocust(from);
    if (!imported)
        return fail(imported.error());
    if (!options.server.empty()) {
        imported->project.server.url = text(options.server);
        if (const auto url = imported->project.server.baseUrl(); !url)
            return fail(url.error(), ExitCode::Usage);
    }

    const auto folder = project::ProjectFolder::create(to, imported->project);
    if (!folder)
        return fail(folder.error());
    if (QFileInfo(from).canonicalFilePath() != QFileInfo(to).canonicalFilePath()) {
        if (const auto copied = project::copyMatrixLocustFiles(from, to); !copied)
            return fail(copied.error());
    }
    for (const project::ImportNote &note : imported->report)
        say(u"%1: %2: %3"_s.arg(kindName(note.kind), note.where, note.text));
    say(u"%1: %2 accounts, %3 rooms, %4 tokens, %5 suites"_s.arg(folder->projectFile(),
        formatCount(quint64(imported->accounts)), formatCount(quint64(imported->rooms)),
        formatCount(quint64(imported->tokens)), formatCount(quint64(imported->project.suites.size()))));
    return ExitCode::Done;
}

} // namespace

void addImportCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("import", "Make a project of a matrix-locust folder");
    auto options = std::make_shared<ImportOptions>();
    command->add_option("FOLDER", options->from, "Folder with users.csv, rooms.json, tokens.csv and suites")
        ->required()
        ->check(CLI::ExistingDirectory);
    command->add_option("DIR", options->to, "The project's folder; may be FOLDER itself")->required();
    command->add_option("--server", options->server, "URL of the homeserver, which matrix-locust does not keep");
    command->footer("Example:\n  throngctl import ~/matrix-locust p --server http://127.0.0.1:8008");
    command->callback([options, &chosen] { chosen = [options] { return import(*options); }; });
}

} // namespace throng::ctl
