// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/capacitysession.h"
#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "app/ctl/preparedrun.h"
#include "app/ctl/thresholdoptions.h"
#include "engine/project/suite.h"
#include "engine/run/runfiles.h"

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct CapacityWish {
    TargetOptions target;
    std::string suite;
    std::string test;
    std::vector<std::string> thresholds;
    std::optional<int> from;
    std::optional<int> to;
    std::optional<double> spawnRate;
    std::optional<int> workers;
    std::string settle;
    std::string measure;
    int steps = capacity::CapacityOptions().mostSteps;
    double precision = capacity::CapacityOptions().precision * 100;
    std::string json;
};

Result<capacity::CapacityOptions> optionsOf(const CapacityWish &wish)
{
    capacity::CapacityOptions options;
    options.from = wish.from;
    options.most = wish.to;
    options.spawnRate = wish.spawnRate;
    options.mostSteps = wish.steps;
    options.precision = wish.precision / 100;
    const auto readTime = [](const std::string &given, std::chrono::milliseconds &time) -> Result<> {
        if (given.empty())
            return {};
        const auto read = project::parseRunTime(text(given));
        if (!read)
            return tl::unexpected(read.error());
        time = *read;
        return {};
    };
    if (const auto read = readTime(wish.settle, options.settle); !read)
        return tl::unexpected(read.error());
    if (const auto read = readTime(wish.measure, options.measure); !read)
        return tl::unexpected(read.error());
    if (options.from && options.most && *options.from > *options.most)
        return failure(u"--from is above --to"_s, {}, u"a first load of at most the last"_s);
    return options;
}

ExitCode search(const CapacityWish &wish)
{
    const auto options = optionsOf(wish);
    if (!options)
        return fail(options.error(), ExitCode::Usage);
    run::RunChoices choices;
    choices.suite = text(wish.suite);
    choices.test = text(wish.test);
    choices.workers = wish.workers;
    const auto thresholds = readThresholds(wish.thresholds);
    if (!thresholds)
        return fail(thresholds.error(), ExitCode::Usage);
    choices.thresholds = *thresholds;
    auto prepared = prepareRun(wish.target, choices);
    if (!prepared)
        return prepared.error();
    auto plan = capacity::makeCapacityPlan(std::move(prepared->plan));
    if (!plan)
        return fail(plan.error());
    CapacitySession session(
        *std::move(plan), std::make_unique<run::ProjectRunFiles>(prepared->folder), *options, text(wish.json));
    return session.exec();
}

} // namespace

void addCapacityCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command = app.add_subcommand(
        "capacity", "Find the largest number of users with which the server still keeps the suite's thresholds");
    auto wish = std::make_shared<CapacityWish>();
    command->add_option("DIR", wish->target.folder, "The project")->required();
    command
        ->add_option("--suite", wish->suite,
            "Which suite (default: standard): its tests that set up, then the last one in which people chat")
        ->type_name("NAME");
    command->add_option("--test", wish->test, "This test alone, without any that set up before it");
    command
        ->add_option("--threshold", wish->thresholds,
            "What is to be kept, beside the thresholds of the test: \"p95(send) < 500ms\"; once for each")
        ->type_name("RULE")
        ->allow_extra_args(false);
    command->add_option("--from", wish->from, "Users of the first step (default: a sixteenth of the most)")
        ->check(CLI::Range(1, 10'000'000));
    command->add_option("--to", wish->to, "The most users to be tried (default: as many as there are accounts)")
        ->check(CLI::Range(1, 10'000'000));
    command->add_option("--steps", wish->steps, "So many steps at most")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command->add_option("--precision", wish->precision, "Percent between the load that is kept and the one that is not")
        ->check(CLI::Range(0.1, 100.0))
        ->capture_default_str();
    command->add_option("--settle", wish->settle, "How long each load is held before it is measured (default: 15s)");
    command->add_option("--measure", wish->measure,
        "How long it is measured (default: 45s; up to three times that where a percentile has too few answers)");
    command->add_option("--spawn-rate", wish->spawnRate, "Users that come or go a second (default: the test's)")
        ->check(CLI::PositiveNumber);
    command->add_option("--workers", wish->workers, "Threads (default: one a core)")->check(CLI::Range(1, 256));
    command->add_option("--json", wish->json, "Write the answer and every step")->type_name("FILE");
    wish->target.addTo(*command);
    command->footer(
        "The load doubles until a threshold breaks, what lies between is halved until it is narrow, and both sides of\n"
        "the boundary are repeated. A step in which more than 0.1 % of the requests were answered 429, or in which "
        "this\n"
        "machine was the bottleneck, is not judged: what limited it is said instead.\n\n"
        "Exit codes: 0 answered, 1 not even one user is carried, 4 the server's rate limit (or else) was in the way,\n"
        "6 this machine was; the others as for run.\n\n"
        "Examples:\n"
        "  throngctl capacity p --threshold \"p95(send) < 500ms\" --threshold \"failures < 1%\"\n"
        "  throngctl capacity p --from 100 --to 2000 --json capacity.json");
    command->callback([wish, &chosen] { chosen = [wish] { return search(*wish); }; });
}

} // namespace throng::ctl
