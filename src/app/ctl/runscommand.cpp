// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "app/ctl/runchoice.h"
#include "engine/project/projectfolder.h"
#include "engine/project/suite.h"
#include "engine/results/locustimport.h"
#include "engine/results/runfolder.h"
#include "engine/results/runreader.h"

#include <QDateTime>
#include <QFileInfo>

#include <set>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

QString verdictOf(const results::RunHead &run)
{
    if (run.rulesBroken > 0)
        return u"%1 of %2 rules broken"_s.arg(
            QString::number(run.rulesBroken), QString::number(run.rulesBroken + run.rulesKept));
    if (run.verdict.trust == run::Trust::Limited)
        return u"not to be trusted"_s;
    return run.rulesKept > 0 ? u"rules kept"_s : QString();
}

ExitCode list(const std::string &folder)
{
    if (!QFileInfo(text(folder)).isDir())
        return fail({ u"there is no such folder"_s, text(folder), {} });
    const std::vector<results::ListedRun> runs = results::listRuns(runsFolderOf(text(folder)));
    if (runs.empty()) {
        complain(u"No run is kept here."_s);
        return ExitCode::Done;
    }
    QList<QStringList> rows { { u"Run"_s, u"Suite"_s, u"State"_s, u"Users"_s, u"Requests"_s, u"Failed"_s, u"p95"_s,
        u"Verdict"_s, u"Title and note"_s } };
    bool allGood = true;
    for (const results::ListedRun &listed : runs) {
        if (!listed.head) {
            complain(u"throngctl: "_s + listed.head.error().toString());
            allGood = false;
            continue;
        }
        const results::RunHead &run = *listed.head;
        QStringList remarks { run.title, run.note };
        remarks.removeAll(QString());
        rows += { QFileInfo(run.path).fileName(), run.suite, results::nameOf(run.state),
            formatCount(quint64(run.users)), formatCount(run.requests), formatShare(run.failedShare()),
            run.p95 ? formatTime(*run.p95) : u"-"_s, verdictOf(run), remarks.join(u": "_s).replace(u'\n', u' ') };
    }
    say(alignColumns(rows,
        { Column::Left, Column::Left, Column::Left, Column::Right, Column::Right, Column::Right, Column::Right,
            Column::Left, Column::Left })
            .trimmed());
    return allGood ? ExitCode::Done : ExitCode::Unusable;
}

struct LabelOptions {
    std::string run;
    std::optional<std::string> title;
    std::optional<std::string> note;
    std::string remark;
    std::string at;
    std::vector<int> removed; ///< remarks by their numbers
};

/// The moment of a remark, in Unix milliseconds: so long after the run's begin, or now while it goes on.
Result<qint64> momentOf(const results::RunHead &run, const std::string &at)
{
    if (at.empty()) {
        if (run.state == results::RunState::Running)
            return QDateTime::currentMSecsSinceEpoch();
        return failure(u"the run is over: say at what moment of it"_s, u"--remark"_s, u"--at TIME, such as --at 90s"_s);
    }
    const auto offset = project::parseRunTime(text(at));
    if (!offset)
        return tl::unexpected(offset.error());
    const qint64 moment = run.startedAt + offset->count();
    if (run.state != results::RunState::Running && moment > run.endedAt)
        return failure(u"the run was over by then"_s, u"--at %1"_s.arg(text(at)),
            u"at most %1"_s.arg(formatSpan(std::chrono::milliseconds(run.endedAt - run.startedAt))));
    return moment;
}

/// Numbers are those that throngctl show has: all are looked up before one is removed.
Result<> removeRemarks(const QString &path, const std::vector<int> &numbers)
{
    const auto reader = results::RunReader::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    const auto remarks = results::remarksOf(**reader);
    if (!remarks)
        return tl::unexpected(remarks.error());
    std::set<qint64> ids;
    for (const int number : numbers) {
        if (number < 1 || std::size_t(number) > remarks->size())
            return failure(u"there is no remark %1"_s.arg(number), path,
                remarks->empty() ? u"none: it has no remarks"_s : u"a number from 1 to %1"_s.arg(remarks->size()));
        ids.insert((*remarks)[std::size_t(number) - 1].id);
    }
    for (const qint64 id : ids) {
        if (Result<> removed = results::removeAnnotation(path, id); !removed)
            return removed;
    }
    return {};
}

ExitCode label(const LabelOptions &options)
{
    const auto run = chooseRun(text(options.run));
    if (!run)
        return fail(run.error());
    if (options.title) {
        if (const auto set = results::setRunTitle(*run, text(*options.title)); !set)
            return fail(set.error());
    }
    if (options.note) {
        if (const auto set = results::setRunNote(*run, text(*options.note)); !set)
            return fail(set.error());
    }
    if (!options.removed.empty()) {
        if (const auto removed = removeRemarks(*run, options.removed); !removed)
            return fail(removed.error());
    }
    if (!options.remark.empty()) {
        const auto reader = results::RunReader::open(*run);
        if (!reader)
            return fail(reader.error());
        const auto moment = momentOf((*reader)->head(), options.at);
        if (!moment)
            return fail(moment.error(), ExitCode::Usage);
        if (const auto added = results::addAnnotation(*run, *moment, text(options.remark).simplified()); !added)
            return fail(added.error());
    }
    return ExitCode::Done;
}

struct ImportOptions {
    std::string prefix;
    std::string folder;
};

ExitCode importRun(const ImportOptions &options)
{
    const QString folder = text(options.folder);
    const auto project = project::ProjectFolder::open(folder);
    const auto imported =
        results::importLocustRun(text(options.prefix), project ? project->runsFolder() : runsFolderOf(folder));
    if (!imported)
        return fail(imported.error());
    say(*imported);
    return ExitCode::Done;
}

ExitCode remove(const std::vector<std::string> &runs)
{
    for (const std::string &run : runs) {
        // A folder means its newest run elsewhere; here that would be a mistake that hurts.
        if (QFileInfo(text(run)).isDir())
            return fail({ u"is a folder"_s, text(run), u"a run's file"_s });
        const auto removed = results::removeRun(text(run));
        if (!removed)
            return fail(removed.error());
        say(u"%1 is now %2"_s.arg(text(run), *removed));
    }
    return ExitCode::Done;
}

} // namespace

void addRunsCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("runs", "List the runs that are kept of a project");
    auto folder = std::make_shared<std::string>();
    command->add_option("DIR", *folder, "The project, or a folder with runs")->required();
    command->callback([folder, &chosen] { chosen = [folder] { return list(*folder); }; });
}

void addImportRunCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("import-run", "Make a kept run of Locust's CSV files");
    auto options = std::make_shared<ImportOptions>();
    command->add_option("PREFIX", options->prefix, "PREFIX_stats.csv, or PREFIX alone")->required();
    command->add_option("DIR", options->folder, "The project, or a folder for runs")->required();
    command->callback([options, &chosen] { chosen = [options] { return importRun(*options); }; });
}

void addLabelCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("label", "Give a kept run a title, a note or a remark at a moment of it");
    auto options = std::make_shared<LabelOptions>();
    command->add_option("RUN", options->run, "Its file, or a project: the newest run")->required();
    command->add_option("--title", options->title, "Empty: none");
    command->add_option("--note", options->note, "Empty: none");
    CLI::Option *remark = command->add_option("--remark", options->remark, "What happened at a moment of the run");
    command
        ->add_option(
            "--at", options->at, "That moment: so long after its begin, 90s, 5m (default: now, in a run under way)")
        ->type_name("TIME")
        ->needs(remark);
    command->add_option("--remove-remark", options->removed, "Remove this remark; throngctl show numbers them")
        ->type_name("NUMBER")
        ->allow_extra_args(false);
    command->footer("Examples:\n"
                    "  throngctl label p --title 'before the upgrade'\n"
                    "  throngctl label p --remark 'restarted a worker' --at 5m");
    command->callback([options, &chosen] { chosen = [options] { return label(*options); }; });
}

void addRemoveCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("remove", "Put kept runs aside, into .removed/ beside them");
    auto runs = std::make_shared<std::vector<std::string>>();
    command->add_option("RUN", *runs, "Their files")->required();
    command->callback([runs, &chosen] { chosen = [runs] { return remove(*runs); }; });
}

} // namespace throng::ctl
