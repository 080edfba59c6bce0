// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/hookpermission.h"
#include "app/ctl/output.h"
#include "app/ctl/preparedrun.h"
#include "app/ctl/reportfiles.h"
#include "app/ctl/runsession.h"
#include "app/ctl/thresholdoptions.h"
#include "engine/project/suite.h"
#include "engine/results/locustfiles.h"
#include "engine/run/runfiles.h"
#include "engine/run/runplan.h"

#include <QDir>
#include <QEventLoop>
#include <QTimer>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct RunOptions {
    TargetOptions target;
    std::string suite;
    std::string test;
    std::optional<int> users;
    std::optional<double> spawnRate;
    std::optional<double> rate;
    std::optional<double> roomRate;
    std::string arrivals;
    std::string runTime;
    std::string warmUp;
    std::optional<int> workers;
    std::string csv;
    ReportFiles reports;
    std::string locustJson;
    std::string figures;
    std::vector<std::string> thresholds;
    std::optional<double> stopTimeout;
    double failShare = 1;
    int repeat = 1;
    std::string pause;
    bool allowHooks = false;
    bool noHooks = false;
    std::string events;
    std::string outputDirectory;
    std::string prometheus;
};

Result<run::RunChoices> choices(const RunOptions &options)
{
    run::RunChoices choices;
    choices.suite = text(options.suite);
    choices.test = text(options.test);
    choices.users = options.users;
    choices.spawnRate = options.spawnRate;
    choices.workers = options.workers;
    using Arrivals = users::ArrivalParameters;
    choices.rate = options.roomRate ? options.roomRate : options.rate;
    if (choices.rate)
        choices.rateUnit = options.roomRate ? Arrivals::Unit::MessagesPerRoom : Arrivals::Unit::Actions;
    if (!options.arrivals.empty())
        choices.arrivals = options.arrivals == "constant" ? Arrivals::Process::Constant : Arrivals::Process::Poisson;
    if (!options.runTime.empty()) {
        const auto time = project::parseRunTime(text(options.runTime));
        if (!time)
            return tl::unexpected(time.error());
        choices.runTime = *time;
    }
    if (options.warmUp == "0") {
        choices.warmUp = run::Milliseconds(0);
    } else if (!options.warmUp.empty()) {
        const auto time = project::parseRunTime(text(options.warmUp));
        if (!time)
            return tl::unexpected(time.error());
        choices.warmUp = *time;
    }
    const auto thresholds = readThresholds(options.thresholds);
    if (!thresholds)
        return tl::unexpected(thresholds.error());
    choices.thresholds = *thresholds;
    if (options.stopTimeout)
        choices.stopTimeout = run::Milliseconds(qint64(*options.stopTimeout * 1000));
    return choices;
}

/// A trial of several has output files of its own: PREFIX_trial-2, FILE_trial-2.html.
RunSession::Outputs outputsOf(const RunOptions &options, int trial, results::PrometheusExport *prometheus)
{
    const bool isAlone = options.repeat == 1;
    const QString name = u"trial-%1"_s.arg(trial);
    const auto fileOf = [&](const std::string &path) {
        return isAlone || path.empty() ? text(path) : results::pathOfTest(text(path), name);
    };
    return { .csvPrefix =
                 isAlone || options.csv.empty() ? text(options.csv) : results::csvPrefixOfTest(text(options.csv), name),
        .reports = isAlone ? options.reports : options.reports.ofTrial(trial),
        .locustJsonFile = fileOf(options.locustJson),
        .figuresFile = fileOf(options.figures),
        .prometheus = prometheus,
        .events = !options.events.empty(),
        .failShare = options.failShare / 100 };
}

/// Between two trials. False if somebody does not want another.
bool pauseFor(std::chrono::milliseconds time)
{
    if (time.count() == 0)
        return true;
    complain(u"The next trial begins in %1."_s.arg(formatSpan(time)));
    Interrupt interrupt;
    QEventLoop loop;
    bool goOn = true;
    QObject::connect(&interrupt, &Interrupt::received, &loop, [&] {
        goOn = false;
        loop.quit();
    });
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
    return goOn;
}

/// Whether another trial makes sense after one that ended so: it does after one that failed its limits.
bool isWorthRepeating(ExitCode code)
{
    return code == ExitCode::Done || code == ExitCode::NotGoodEnough || code == ExitCode::NotTrustworthy;
}

ExitCode run(const RunOptions &options)
{
    auto wish = choices(options);
    if (!wish)
        return fail(wish.error(), ExitCode::Usage);
    if (!options.events.empty() && options.reports.usesStandardOutput())
        return fail(
            { u"standard output is for the events alone"_s, u"--events"_s, u"reports in files"_s }, ExitCode::Usage);
    std::chrono::milliseconds pause { 0 };
    if (!options.pause.empty()) {
        const auto time = project::parseRunTime(text(options.pause));
        if (!time)
            return fail(time.error(), ExitCode::Usage);
        pause = *time;
    }

    if (!options.outputDirectory.empty())
        wish->outputDirectory = QDir().absoluteFilePath(text(options.outputDirectory));
    std::unique_ptr<results::PrometheusExport> prometheus;
    if (!options.prometheus.empty()) {
        auto listening = results::PrometheusExport::listen(text(options.prometheus));
        if (!listening)
            return fail(listening.error(), ExitCode::Usage);
        prometheus = *std::move(listening);
        complain(u"Metrics for Prometheus: "_s + prometheus->url().toString());
    }
    auto prepared = prepareRun(options.target, *wish);
    if (!prepared)
        return prepared.error();
    if (const auto settled = settleHooks(prepared->plan, options.allowHooks, options.noHooks); !settled)
        return fail(settled.error());
    results::Keeping keeping { prepared->folder.runsFolder(), prepared->project.toJson(), {}, 0 };
    if (options.repeat > 1)
        keeping.group = QUuid::createUuid().toString(QUuid::WithoutBraces);
    ExitCode worst = ExitCode::Done;
    for (int trial = 1; trial <= options.repeat; ++trial) {
        if (trial > 1 && !pauseFor(pause))
            return ExitCode::Interrupted;
        if (options.repeat > 1) {
            keeping.trial = trial;
            complain(u"\nTrial %1 of %2"_s.arg(QString::number(trial), QString::number(options.repeat)));
        }
        RunSession session(prepared->plan, std::make_unique<run::ProjectRunFiles>(prepared->folder), keeping,
            outputsOf(options, trial, prometheus.get()));
        const ExitCode code = session.exec();
        if (worst == ExitCode::Done)
            worst = code;
        if (!isWorthRepeating(code))
            return code;
    }
    return worst;
}

} // namespace

void addRunCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand("run", "Run a suite, or one test of it");
    auto options = std::make_shared<RunOptions>();
    command
        ->add_option("DIR", options->target.folder,
            "The project; or a suite of matrix-locust (SUITE.json), which is run with the users.csv, rooms.json and "
            "tokens.csv of the folder you are in, as its run.py does")
        ->required();
    CLI::Option *suite = command->add_option("--suite", options->suite, "Which suite (default: standard)");
    command->add_option("--test", options->test, "This test alone, of the suite");
    command->add_option("--users", options->users, "So many virtual users in each test; the peak of a load shape")
        ->check(CLI::Range(1, 10'000'000));
    command->add_option("--spawn-rate", options->spawnRate, "Users started a second")->check(CLI::PositiveNumber);
    CLI::Option *rate = command
                            ->add_option("--rate", options->rate,
                                "Chats: so many actions a second, whether or not the server keeps up; times count from "
                                "the planned moment")
                            ->check(CLI::PositiveNumber);
    command->add_option("--room-rate", options->roomRate, "Chats: so many messages a second in each room")
        ->check(CLI::PositiveNumber)
        ->excludes(rate);
    command
        ->add_option("--arrivals", options->arrivals,
            "How actions of a rate come: poisson (by chance, the default) or constant (evenly)")
        ->check(CLI::IsMember({ "poisson", "constant" }));
    command->add_option("--run-time", options->runTime, "For tests that have one: 90s, 5m, 1h30m");
    command->add_option("--warm-up", options->warmUp,
        "Chats: so much of the beginning is kept and drawn, but in no figure: 30s; 0 for none");
    command->add_option("-n,--workers,--num_workers", options->workers, "Threads (default: one a core)")
        ->check(CLI::Range(1, 256));
    command
        ->add_option("-o,--output-dir,--output_dir", options->outputDirectory,
            "For tests without an output_dir: write matrix-locust's NAME.csv_stats.csv and so on, and NAME.html there")
        ->type_name("FOLDER");
    command->add_option("--name", options->target.testName, "For tests of SUITE.json without a name")
        ->type_name("NAME");
    CLI::Option *allowHooks = command->add_flag(
        "--allow-hooks", options->allowHooks, "Run the suite's commands before and after tests without asking");
    command->add_flag("--no-hooks", options->noHooks, "Run none of them")->excludes(allowHooks);
    command
        ->add_option("--csv", options->csv,
            "Write PREFIX_stats.csv and so on in Locust's columns; with a suite PREFIX_TEST_stats.csv")
        ->type_name("PREFIX");
    options->reports.addTo(*command);
    command
        ->add_option("--events", options->events,
            "jsonl: what happens as JSON lines on standard output, and what is meant for people on standard error")
        ->check(CLI::IsMember({ "jsonl" }));
    command->add_option("--locust-json", options->locustJson, "Write the statistics as Locust's --json does")
        ->type_name("FILE");
    command
        ->add_option("--figures", options->figures,
            "Write what people feel as JSON: deliveries, what became of each, time to interactive and so on")
        ->type_name("FILE");
    command
        ->add_option("--prometheus", options->prometheus,
            "Serve the figures of the running test to Prometheus: :9646 on loopback, or HOST:PORT; port 0: a free one")
        ->type_name("ADDRESS");
    command
        ->add_option("--stop-timeout", options->stopTimeout,
            "Seconds that users may take to finish when a test stops (default: the project's)")
        ->check(CLI::NonNegativeNumber);
    command
        ->add_option("--threshold", options->thresholds,
            "What each test is to keep, beside the suite's thresholds: \"p95(send) < 500ms\", \"failures < 1%\", "
            "\"requests/s > 50\"; once for each. Broken: exit code 1")
        ->type_name("RULE")
        ->allow_extra_args(false);
    command->add_option("--fail-share", options->failShare, "Percent of failed requests that still give exit code 0")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command
        ->add_option(
            "--repeat", options->repeat, "Run it so many times: trials that belong together when they are compared")
        ->check(CLI::Range(1, 1000));
    command->add_option("--pause", options->pause, "Between two trials: 60s")->type_name("TIME");
    options->target.addTo(*command);
    suite->type_name("NAME");
    command->footer(
        "Ctrl-C lets users finish, a second one stops at once; results are written either way. Reports can\n"
        "also be had of a kept run later: throngctl report. FILE may be - for standard output.\n\n"
        "Examples:\n"
        "  throngctl run p --csv p/out --html p/report.html\n"
        "  throngctl run p --test chat --users 500 --spawn-rate 20 --run-time 10m\n"
        "  throngctl run p --test chat --repeat 5 --pause 60s\n"
        "  throngctl run p --secret-file ~/synapse-secret --json result.json\n"
        "  throngctl run test-suites/synapse-250.json --host http://127.0.0.1:8008 --allow-hooks");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace throng::ctl
