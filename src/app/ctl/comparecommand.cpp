// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "app/ctl/runchoice.h"
#include "engine/metrics/format.h"
#include "engine/results/comparisonhtml.h"
#include "engine/results/comparisonjson.h"
#include "engine/results/resultfile.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct CompareOptions {
    std::vector<std::string> sides;
    std::string test;
    std::string failIfWorse;
    std::string html;
    std::string json;
    bool alone = false;
};

/// "10%" or "10": a tenth.
Result<std::optional<double>> shareOf(const std::string &argument)
{
    if (argument.empty())
        return std::optional<double>();
    QString number = text(argument).trimmed();
    if (number.endsWith(u'%'))
        number.chop(1);
    bool isNumber = false;
    const double percent = number.toDouble(&isNumber);
    if (!isNumber || percent < 0 || !std::isfinite(percent))
        return failure(u"\"%1\" is no share"_s.arg(text(argument)), u"--fail-if-worse"_s, u"such as 10%"_s);
    return std::optional(percent / 100);
}

/// The runs of one side: "A,B,C", or one run with the trials that belong to it.
Result<QStringList> runsOf(const std::string &argument, bool alone)
{
    QStringList runs;
    const QStringList names = text(argument).split(u',', Qt::SkipEmptyParts);
    for (const QString &name : names) {
        const auto run = chooseRun(name);
        if (!run)
            return tl::unexpected(run.error());
        if (names.size() == 1 && !alone)
            runs += results::withItsTrials(*run);
        else
            runs += *run;
    }
    return runs;
}

QString timeText(double milliseconds)
{
    return formatTime(metrics::Nanoseconds(qint64(milliseconds * 1e6)));
}

QString relativeText(const results::ComparedValue &value)
{
    const std::optional<double> relative = value.relative();
    if (!relative)
        return u"-"_s;
    return (*relative < 0 ? u"-"_s : u"+"_s) + QString::number(std::abs(*relative) * 100, 'f', 1) + u" %"_s;
}

/// From, to, absolute and relative change.
QStringList timeCells(const results::ComparedValue &value)
{
    if (value.before.empty() || value.after.empty())
        return { u"-"_s, u"-"_s, u"-"_s, u"-"_s };
    const double difference = value.difference();
    return { timeText(value.from), timeText(value.to),
        (difference < 0 ? u"-"_s : u"+"_s) + timeText(std::abs(difference)), relativeText(value) };
}

QString changeText(const results::ComparedRow &row)
{
    switch (row.change()) {
    case results::Change::NotEnoughRuns:
        return u"not enough runs"_s;
    case results::Change::Better:
        return u"FASTER"_s;
    case results::Change::Worse:
        return u"SLOWER"_s;
    case results::Change::NotMeasured:
        return u"not measured"_s;
    case results::Change::None:
    case results::Change::Untested:
        break;
    }
    return u"no difference"_s;
}

QString tableOf(const results::SideComparison &comparison)
{
    QList<QStringList> rows { { u"Endpoint"_s, u"p50"_s, u"now"_s, u"change"_s, u"%"_s, u"p95"_s, u"now"_s, u"change"_s,
        u"%"_s, u"Req/s"_s, u"now"_s, u"Failed"_s, u"now"_s, u""_s } };
    for (const results::ComparedRow &row : comparison.rows)
        rows += QStringList(results::nameOf(row)) + timeCells(row.p50) + timeCells(row.p95)
            + QStringList { QString::number(row.perSecond.from, 'f', 1), QString::number(row.perSecond.to, 'f', 1),
                  formatShare(row.failedShare.from), formatShare(row.failedShare.to), changeText(row) };
    QList<Column> columns(rows.first().size(), Column::Right);
    columns.first() = columns.last() = Column::Left;
    QString text = alignColumns(rows, columns);
    for (const QString &name : comparison.onlyBefore)
        text += u"only in %1: %2\n"_s.arg(comparison.before->name, name);
    for (const QString &name : comparison.onlyAfter)
        text += u"only in %1: %2\n"_s.arg(comparison.after->name, name);
    return text.trimmed();
}

/// Empty where the server said nothing on one of the sides.
QString serverTableOf(const results::SideComparison &comparison)
{
    if (comparison.server.empty())
        return {};
    QList<QStringList> rows { { u"Server, mean of the test"_s, u"before"_s, u"now"_s, u"change"_s, u"%"_s } };
    for (const results::ComparedServerFigure &figure : comparison.server) {
        const auto text = [&figure](double value) { return metrics::formatServerFigure(figure.unit, value); };
        const double difference = figure.mean.difference();
        rows += { QString::fromUtf8(figure.name), text(figure.mean.from), text(figure.mean.to),
            (difference < 0 ? u"-"_s : u"+"_s) + text(std::abs(difference)), relativeText(figure.mean) };
    }
    QList<Column> columns(rows.first().size(), Column::Right);
    columns.first() = Column::Left;
    return alignColumns(rows, columns).trimmed();
}

ExitCode compare(const CompareOptions &options)
{
    const auto limit = shareOf(options.failIfWorse);
    if (!limit)
        return fail(limit.error(), ExitCode::Usage);
    std::vector<QStringList> sides;
    for (const std::string &side : options.sides) {
        const auto runs = runsOf(side, options.alone);
        if (!runs)
            return fail(runs.error());
        sides.push_back(*runs);
    }
    const auto comparison = results::Comparison::of(sides, text(options.test));
    if (!comparison)
        return fail(comparison.error());
    if (!options.html.empty()) {
        const auto page = results::comparisonHtml(*comparison);
        if (!page)
            return fail(page.error());
        if (const Result<> written = results::writeResultFile(text(options.html), *page); !written)
            return fail(written.error());
    }
    if (!options.json.empty()) {
        if (const Result<> written = results::writeResultFile(text(options.json), results::comparisonJson(*comparison));
            !written)
            return fail(written.error());
    }
    ExitCode code = ExitCode::Done;
    for (const results::SideComparison &compared : comparison->compare()) {
        say(compared.summary() + u'\n');
        say(tableOf(compared) + u'\n');
        if (const QString server = serverTableOf(compared); !server.isEmpty())
            say(server + u'\n');
        if (!*limit)
            continue;
        for (const QString &worse : results::worseBy(compared, **limit)) {
            complain(u"throngctl: worse: "_s + worse);
            code = ExitCode::NotGoodEnough;
        }
    }
    return code;
}

} // namespace

void addCompareCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("compare", "Compare kept runs with the first of them");
    auto options = std::make_shared<CompareOptions>();
    command
        ->add_option("RUN", options->sides,
            "A run's file, or several joined by commas; a trial of --repeat brings the others of its group along")
        ->required()
        ->expected(2, 100);
    command->add_option("--test", options->test, "Which test (default: the first chat test of each)")
        ->type_name("NAME");
    command
        ->add_option("--fail-if-worse", options->failIfWorse,
            "Exit code 1 if p50 or p95 got longer, or failures more frequent, by more than this share")
        ->type_name("PERCENT");
    command->add_option("--html", options->html, "Write it with charts to look at in a browser, in one file")
        ->type_name("FILE");
    command
        ->add_option("--json", options->json, "Write it for programs, as resources/comparison.schema.json describes it")
        ->type_name("FILE");
    command->add_flag("--alone", options->alone, "Take a trial without the others of its group");
    command->footer(
        "Faster and slower are said only where each side has three runs or more and differs by more than\n"
        "they do among themselves. Exit codes: 0 compared, 1 worse than --fail-if-worse allows, 2 usage,\n"
        "3 a run that cannot be opened or has nothing in common with the first, or a file that cannot be written.\n\n"
        "Examples:\n"
        "  throngctl compare before.throngrun after.throngrun --fail-if-worse 10%\n"
        "  throngctl compare a1.throngrun,a2.throngrun,a3.throngrun b1.throngrun,b2.throngrun,b3.throngrun");
    command->callback([options, &chosen] { chosen = [options] { return compare(*options); }; });
}

} // namespace throng::ctl
