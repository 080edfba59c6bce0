// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "app/ctl/resulttable.h"
#include "app/ctl/runchoice.h"
#include "engine/project/suite.h"
#include "engine/results/report.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct ShowOptions {
    std::string run;
    std::string test;
    std::string from;
    std::string to;
};

/// "30s" after the test's begin; nothing where none is said.
Result<std::optional<qint64>> offset(const std::string &argument)
{
    if (argument.empty())
        return std::optional<qint64>();
    const auto time = project::parseRunTime(text(argument));
    if (!time)
        return tl::unexpected(time.error());
    return std::optional<qint64>(time->count());
}

void showHead(const results::RunReader &reader)
{
    const results::RunHead &run = reader.head();
    say(run.path);
    if (!run.title.isEmpty())
        say(run.title);
    say(u"%1 on %2, %3, seed %4; %5, %6"_s.arg(run.suite, run.server,
        QDateTime::fromMSecsSinceEpoch(run.startedAt).toString(Qt::ISODate), QString::number(run.seed),
        formatSpan(std::chrono::milliseconds(run.endedAt - run.startedAt)), results::nameOf(run.state)));
    if (!run.error.isEmpty())
        say(run.error);
    const auto &facts = reader.facts();
    QStringList with;
    for (const auto &[name, words] :
        { std::pair(u"server.software"_s, u"server %1"_s), std::pair(u"throng.version"_s, u"Throng %1"_s),
            std::pair(u"machine.cpu"_s, u"on %1"_s), std::pair(u"machine.cores"_s, u"%1 cores"_s) }) {
        if (facts.contains(name))
            with += words.arg(facts.value(name));
    }
    if (!with.isEmpty())
        say(with.join(u", "_s));
    if (const QString connections = facts.value(u"server.connections"_s); !connections.isEmpty())
        say(u"Connections: "_s + connections);
    if (!run.note.isEmpty())
        say(run.note);
    for (const QString &reason : run.verdict.reasons)
        say(u"Generator: "_s + reason);
}

ExitCode show(const ShowOptions &options)
{
    const auto from = offset(options.from);
    const auto to = offset(options.to);
    if (!from || !to)
        return fail(!from ? from.error() : to.error(), ExitCode::Usage);
    const auto path = chooseRun(text(options.run));
    if (!path)
        return fail(path.error());
    const auto opened = results::RunReader::open(*path);
    if (!opened)
        return fail(opened.error());
    results::RunReader &reader = **opened;
    showHead(reader);

    bool found = false;
    for (const results::KeptTest &test : reader.tests()) {
        if (!options.test.empty() && test.name != text(options.test))
            continue;
        found = true;
        const auto extent = reader.extent(test.index);
        if (!extent)
            return fail(extent.error());
        std::optional<results::TimeRange> range; // none: the whole test, without its warm-up
        if (*from || *to)
            range = { extent->from + from->value_or(0), *to ? extent->from + **to : extent->to };
        const auto totals = reader.totals(test.index, range);
        if (!totals)
            return fail(totals.error());
        say(u"\n%1: %2, %3 users, %4"_s.arg(test.name, results::endOf(reader.head(), test),
            formatCount(quint64(test.users)), formatSpan(std::chrono::milliseconds(qint64(totals->seconds() * 1000)))));
        if (!range && test.warmUp > 0)
            say(u"Before that %1 of warm-up, in no figure."_s.arg(formatSpan(std::chrono::milliseconds(test.warmUp))));
        say(resultTable(*totals).trimmed());
    }
    if (!found && !options.test.empty()) {
        QStringList names;
        for (const results::KeptTest &test : reader.tests())
            names += test.name;
        return fail(
            { u"the run has no test \"%1\""_s.arg(text(options.test)), *path, names.join(u", "_s) }, ExitCode::Usage);
    }
    const auto remarks = results::remarksOf(reader);
    if (!remarks)
        return fail(remarks.error());
    if (!remarks->empty())
        say(u"\nRemarks"_s);
    int number = 0;
    for (const results::KeptMessage &remark : *remarks)
        say(u"%1. after %2: %3"_s.arg(QString::number(++number),
            formatSpan(std::chrono::milliseconds(std::max<qint64>(0, remark.at - reader.head().startedAt))),
            remark.text));
    const auto rules = reader.rules();
    if (!rules)
        return fail(rules.error());
    for (const results::KeptRule &rule : *rules)
        say(u"%1  %2  %3"_s.arg(rule.state == results::KeptRule::State::Kept ? u"kept"_s
                : rule.state == results::KeptRule::State::Broken             ? u"BROKEN"_s
                                                                             : u"undecided"_s,
            rule.rule, rule.found));
    return ExitCode::Done;
}

} // namespace

void addShowCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("show", "Show a kept run's figures, of all of it or of a part");
    auto options = std::make_shared<ShowOptions>();
    command->add_option("RUN", options->run, "Its file, or a project: the newest run")->required();
    command->add_option("--test", options->test, "This test alone")->type_name("NAME");
    command->add_option("--from", options->from, "From so long after the test's begin: 90s, 5m")->type_name("TIME");
    command->add_option("--to", options->to, "Until so long after it")->type_name("TIME");
    command->footer("Examples:\n"
                    "  throngctl show p\n"
                    "  throngctl show p/runs/20261125-153012-standard.throngrun --test chat --from 1m --to 3m");
    command->callback([options, &chosen] { chosen = [options] { return show(*options); }; });
}

} // namespace throng::ctl
