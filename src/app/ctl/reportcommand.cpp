// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "app/ctl/reportfiles.h"
#include "app/ctl/runchoice.h"
#include "engine/results/locustfiles.h"

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct ReportOptions {
    std::string run;
    std::string csv;
    ReportFiles files;
};

/// Of each test Locust's files, called as `throngctl run --csv` calls them.
Result<> writeCsv(results::RunReader &reader, const QString &prefix)
{
    for (const results::KeptTest &test : reader.tests()) {
        const auto totals = reader.totals(test.index, {}, results::RunReader::Detail::Locust);
        if (!totals)
            return tl::unexpected(totals.error());
        const QString own = reader.tests().size() == 1 ? prefix : results::csvPrefixOfTest(prefix, test.name);
        if (const Result<> written = results::writeLocustCsv(own, *totals); !written)
            return written;
    }
    return {};
}

ExitCode report(const ReportOptions &options)
{
    if (options.files.isEmpty() && options.csv.empty())
        return fail({ u"nothing is to be written"_s, {},
                        u"--html FILE, --csv PREFIX, --json FILE, --junit FILE or --markdown FILE"_s },
            ExitCode::Usage);
    const auto path = chooseRun(text(options.run));
    if (!path)
        return fail(path.error());
    const auto reader = results::RunReader::open(*path);
    if (!reader)
        return fail(reader.error());
    if (!options.csv.empty()) {
        if (const Result<> written = writeCsv(**reader, text(options.csv)); !written)
            return fail(written.error());
    }
    if (options.files.isEmpty())
        return ExitCode::Done;
    const auto read = results::Report::of(**reader);
    if (!read)
        return fail(read.error());
    if (const Result<> written = options.files.write(*read); !written)
        return fail(written.error());
    return ExitCode::Done;
}

} // namespace

void addReportCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("report", "Write reports of a kept run");
    auto options = std::make_shared<ReportOptions>();
    command->add_option("RUN", options->run, "Its file, or a project: the newest run")->required();
    options->files.addTo(*command);
    command
        ->add_option("--csv", options->csv,
            "Write PREFIX_stats.csv and so on in Locust's columns; with several tests PREFIX_TEST_stats.csv")
        ->type_name("PREFIX");
    command->footer("FILE may be - for standard output. Exit codes: 0 written, whatever the run's verdict; 2 usage;\n"
                    "3 a run that cannot be opened, or a file that cannot be written.\n\n"
                    "Examples:\n"
                    "  throngctl report p --html report.html --junit junit.xml\n"
                    "  throngctl report p --markdown - >> \"$GITHUB_STEP_SUMMARY\"");
    command->callback([options, &chosen] { chosen = [options] { return report(*options); }; });
}

} // namespace throng::ctl
