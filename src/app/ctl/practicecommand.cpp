// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/interrupt.h"
#include "app/ctl/output.h"
#include "engine/http/descriptors.h"
#include "engine/practice/practiceserver.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

struct PracticeOptions {
    quint16 port = 0;
    quint64 seed = 1;
    int users = 0;
    std::string performance;
    std::string faults;
    bool tls = false;
};

/// For its own event loop and listener, and a few clients: less is no server.
constexpr qint64 leastDescriptors = 16;

ExitCode serve(const PracticeOptions &wish)
{
    practice::Options options;
    options.port = wish.port;
    options.seed = wish.seed;
    options.tls = wish.tls;
    if (!wish.performance.empty()) {
        auto performance = practice::PerformanceModel::fromText(text(wish.performance));
        if (!performance)
            return fail(
                performance.error(), performance.error().where.isEmpty() ? ExitCode::Usage : ExitCode::Unusable);
        options.performance = *std::move(performance);
    }
    if (!wish.faults.empty()) {
        auto faults = practice::FaultPlan::load(text(wish.faults));
        if (!faults)
            return fail(faults.error());
        options.faults = *std::move(faults);
    }

    options.preparedAccounts = wish.users;
    options.warn = [](const QString &warning) { complain(u"throngctl: "_s + warning); };

    const http::DescriptorBudget descriptors = http::raiseDescriptorLimit();
    if (descriptors.limit - descriptors.inUse < leastDescriptors)
        return fail({ u"too few files and sockets may be open: %1, of which %2 are"_s.arg(
                          QString::number(descriptors.limit), QString::number(descriptors.inUse)),
            {},
            u"a limit (ulimit -n) of at least %1, and one more for each client"_s.arg(
                descriptors.inUse + leastDescriptors) });

    practice::PracticeServer server(options);
    const auto url = server.start();
    if (!url)
        return fail(url.error(), ExitCode::Unusable);
    say(url->toString());
    if (wish.users > 0)
        say(u"%1 accounts: %2 to %3; the password of each is its name"_s.arg(formatCount(quint64(wish.users)),
            practice::Options::preparedName(0), practice::Options::preparedName(wish.users - 1)));

    const Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::received, qApp, &QCoreApplication::quit);
    QCoreApplication::exec();
    return ExitCode::Done;
}

} // namespace

void addPracticeCommand(CLI::App &app, Action &chosen)
{
    CLI::App *command =
        app.add_subcommand("practice", "Serve a practice homeserver on loopback until Ctrl-C; prints its URL");
    auto options = std::make_shared<PracticeOptions>();
    command->add_option("--port", options->port, "Port to listen on (default: a free one)");
    command
        ->add_option("--users", options->users,
            "Make so many accounts beforehand: user.000000 and so on, each with its name as its password")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--seed", options->seed, "Of tokens, identifiers, service times and faults (default 1)");
    command->add_option("--latency", options->performance,
        "How it performs: \"small server\", \"fast server\" or \"overloaded\"; a distribution of service times such as "
        "fixed:20ms, exponential:20ms or log-normal:20ms,0.5; or a JSON file (default: as fast as it can)");
    command->add_option("--faults", options->faults, "JSON file of faults to commit")->check(CLI::ExistingFile);
    command->add_flag("--tls", options->tls, "Serve https with a certificate made for the occasion");
    command->footer(
        "Examples:\n"
        "  throngctl practice --port 8008 --latency \"small server\"\n"
        "  throngctl practice --users 100 --latency log-normal:20ms,0.5 --faults faults.json\n\n"
        "A latency file: {\"workers\": 2, \"ordinary\": {\"log_normal_ms\": 3, \"sigma\": 0.4}, \"rules\":\n"
        "  [{\"method\": \"POST\", \"endpoint\": \"/_matrix/client/v3/createRoom\", \"time\": {\"fixed_ms\": 98}}]}");
    command->callback([options, &chosen] { chosen = [options] { return serve(*options); }; });
}

} // namespace throng::ctl
