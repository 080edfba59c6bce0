// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runplan.h"

#include "engine/base/words.h"

#include <QDir>
#include <QThread>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

template <typename Named>
QString namesOf(const QList<Named> &list)
{
    QStringList names;
    for (const Named &named : list)
        names += u'"' + named.name + u'"';
    return names.isEmpty() ? Words::tr("none") : names.join(u", ");
}

Result<project::Suite> chooseSuite(const project::Project &project, const QString &wanted)
{
    if (const project::Suite *suite = project.suite(wanted.isEmpty() ? u"standard"_s : wanted))
        return *suite;
    if (!wanted.isEmpty())
        return failure(Words::tr("there is no suite \"%1\" in this project").arg(wanted), {}, namesOf(project.suites));
    if (project.suites.size() == 1)
        return project.suites.first();
    if (project.suites.isEmpty())
        return failure(Words::tr("this project has no suite of tests"));
    return failure(Words::tr("this project has several suites: say which"), {}, namesOf(project.suites));
}

Result<QList<project::Test>> chooseTests(const project::Suite &suite, const QString &wanted)
{
    QList<project::Test> tests;
    for (const project::Test &test : suite.tests) {
        if (wanted.isEmpty() ? test.enabled : test.name == wanted)
            tests += test;
    }
    if (!tests.isEmpty())
        return tests;
    if (!wanted.isEmpty())
        return failure(
            Words::tr("there is no test \"%1\" in suite \"%2\"").arg(wanted, suite.name), {}, namesOf(suite.tests));
    return failure(Words::tr("suite \"%1\" has no test that is enabled").arg(suite.name));
}

/// Where a test's files go. "~" is the user's home, as the shell has it that matrix-locust hands the path to.
QString outputDirectory(const QString &folder, const QString &given)
{
    if (given == u"~" || given.startsWith(u"~/"))
        return QDir::cleanPath(QDir::homePath() + given.mid(1));
    return QDir::cleanPath(QDir(folder).absoluteFilePath(given));
}

LoadCurve withPeak(const LoadCurve &curve, std::optional<double> peak)
{
    return peak ? curve.scaled(*peak / curve.peak()) : curve;
}

/// What the test's shape says, and what a chat has to keep up with.
Result<> planLoad(TestPlan &plan, const project::Test &test, const QString &folder, const RunChoices &choices)
{
    using Of = project::LoadShape::Of;
    if (!test.isSetup()) {
        plan.arrivals = test.arrivals;
        if (choices.rate && !plan.arrivals)
            plan.arrivals.emplace();
    }
    if (plan.arrivals) {
        plan.arrivals->rate = choices.rate.value_or(plan.arrivals->rate);
        plan.arrivals->unit = choices.rateUnit.value_or(plan.arrivals->unit);
        plan.arrivals->process = choices.arrivals.value_or(plan.arrivals->process);
    }
    if (!test.shape)
        return {};
    const Result<LoadCurve> curve = project::curveOf(*test.shape, folder);
    if (!curve)
        return failure(Words::tr("the load shape of test \"%1\": %2").arg(test.name, curve.error().message),
            curve.error().where, curve.error().expected);
    if (test.shape->of == Of::Users) {
        plan.userCurve = withPeak(*curve, choices.users).withSlopes(plan.spawnRate);
        plan.users = int(std::ceil(plan.userCurve.peak()));
    } else if (plan.arrivals) {
        plan.rateCurve = withPeak(*curve, choices.rate);
        plan.arrivals->rate = plan.rateCurve.peak();
    }
    if (plan.runTime.count() == 0)
        plan.runTime = Milliseconds(qint64(std::ceil(curve->duration() * 1000)));
    return {};
}

Result<TestPlan> planTest(
    const project::Test &test, const project::Suite &suite, const QString &folder, const RunChoices &choices)
{
    TestPlan plan;
    plan.name = test.name;
    plan.behaviour = test.behaviour;
    plan.users = choices.users ? choices.users : test.users;
    plan.spawnRate = choices.spawnRate.value_or(test.spawnRate);
    plan.runTime = test.runTime.value_or(Milliseconds(0));
    if (choices.runTime && (test.runTime || test.shape))
        plan.runTime = *choices.runTime;
    if (!test.isSetup())
        plan.warmUp = choices.warmUp.value_or(test.warmUp);
    plan.stopWhenDone = test.stopWhenDone;
    plan.chat = test.chat;
    plan.populations = test.populations;
    plan.setup = test.setup;
    plan.history = test.history;
    for (const thresholds::Threshold &threshold : suite.thresholds + choices.thresholds) {
        if (threshold.test.isEmpty() || threshold.test == test.name)
            plan.thresholds += threshold;
    }
    plan.thresholds += test.thresholds;
    for (thresholds::Threshold &threshold : plan.thresholds)
        threshold.settle = std::max(threshold.settle, plan.warmUp);
    const QString output = test.outputDirectory.isEmpty() ? choices.outputDirectory : test.outputDirectory;
    plan.outputDirectory = outputDirectory(folder, output);
    plan.writesOutput = !output.isEmpty() || !test.postHooks.isEmpty();
    plan.preHooks = test.preHooks;
    plan.postHooks = test.postHooks;
    if (const Result<> planned = planLoad(plan, test, folder, choices); !planned)
        return tl::unexpected(planned.error());
    return plan;
}

Result<matrix::RegistrationOptions> planRegistration(
    project::AccountSource source, const Secrets &secrets, bool registers)
{
    using Mode = matrix::RegistrationOptions::Mode;
    matrix::RegistrationOptions options;
    switch (source) {
    case project::AccountSource::OpenRegistration:
        break;
    case project::AccountSource::RegistrationToken:
        options.token = secrets.registrationToken;
        if (registers && options.token.isEmpty())
            return failure(Words::tr("accounts are registered by token on this server, and no token was given"), {},
                Words::tr("a file with the token: --registration-token-file"));
        break;
    case project::AccountSource::SharedSecret:
        options.mode = Mode::SharedSecret;
        options.sharedSecret = secrets.sharedSecret;
        if (registers && options.sharedSecret.isEmpty())
            return failure(
                Words::tr("accounts are registered by shared secret on this server, and no secret was given"), {},
                Words::tr("a file with the secret: --secret-file"));
        break;
    case project::AccountSource::ExistingAccounts:
        options.mode = Mode::LoginOnly;
        break;
    }
    return options;
}

} // namespace

int workerCount(int wanted)
{
    return wanted > 0 ? wanted : std::max(1, QThread::idealThreadCount());
}

QStringList RunPlan::commands() const
{
    QStringList lines;
    const auto add = [&lines](const project::Hook &hook) {
        const QString line = QString(hook.command + u' ' + hook.arguments).trimmed();
        if (!lines.contains(line))
            lines += line;
    };
    const auto addAll = [&add](const QList<project::Hook> &list) { std::for_each(list.begin(), list.end(), add); };
    addAll(hooks.before);
    for (const TestPlan &test : tests) {
        addAll(test.preHooks);
        addAll(test.postHooks);
    }
    for (const project::EventHook &hook : hooks.onEvents)
        add(hook.hook);
    addAll(hooks.after);
    return lines;
}

Result<RunPlan> makeRunPlan(const project::Project &project, const QString &folder, const RunChoices &choices)
{
    const Result<project::Suite> suite = chooseSuite(project, choices.suite);
    if (!suite)
        return tl::unexpected(suite.error());
    const Result<QList<project::Test>> tests = chooseTests(*suite, choices.test);
    if (!tests)
        return tl::unexpected(tests.error());
    for (const thresholds::Threshold &threshold : suite->thresholds) {
        const auto isFor = [&threshold](const project::Test &test) { return test.name == threshold.test; };
        if (!threshold.test.isEmpty() && std::none_of(suite->tests.begin(), suite->tests.end(), isFor))
            return failure(Words::tr("the threshold \"%1\" is for the test \"%2\", which suite \"%3\" does not have")
                               .arg(threshold.rule.text, threshold.test, suite->name),
                {}, namesOf(suite->tests));
    }
    const Result<QUrl> server =
        choices.server.isEmpty() ? project.server.baseUrl() : project::parseServerUrl(choices.server);
    if (!server)
        return tl::unexpected(server.error());

    RunPlan plan;
    plan.suite = suite->name;
    plan.server = *server;
    plan.rounds = choices.test.isEmpty() ? suite->rounds : 1;
    for (int round = 1; round <= plan.rounds; ++round) {
        for (const project::Test &test : *tests) {
            Result<TestPlan> read = planTest(test, *suite, folder, choices);
            if (!read)
                return tl::unexpected(read.error());
            TestPlan &planned = *read;
            planned.round = round;
            if (plan.rounds > 1) // results of their own for each
                planned.name += u"-round-%1"_s.arg(round);
            if (round > 1 && &test == &tests->first())
                planned.pauseBefore = suite->pauseBetweenRounds;
            plan.tests += std::move(planned);
        }
    }
    plan.hooks = { .allowed = choices.allowHooks,
        .host = choices.server.isEmpty() ? project.server.url : choices.server,
        .folder = QDir(folder).absolutePath(),
        .outputDirectory = outputDirectory(folder, choices.outputDirectory),
        .before = suite->beforeHooks,
        .after = suite->afterHooks,
        .onEvents = suite->eventHooks };

    const bool registers = std::any_of(plan.tests.begin(), plan.tests.end(),
        [](const TestPlan &test) { return test.behaviour == users::Behaviour::Register; });
    const Result<matrix::RegistrationOptions> registration =
        planRegistration(project.server.accounts, choices.secrets, registers);
    if (!registration)
        return tl::unexpected(registration.error());
    plan.registration = *registration;

    const QDir base(folder);
    if (!choices.caFile.isEmpty())
        plan.tls.caFile = QFileInfo(choices.caFile).absoluteFilePath();
    else if (!project.server.caFile.isEmpty())
        plan.tls.caFile = QDir::cleanPath(base.absoluteFilePath(project.server.caFile));
    plan.tls.verify = !project.server.insecure && !choices.insecure;
    plan.tls.versions = project.server.http;
    if (plan.tls.versions == HttpVersions::Http2 && plan.server.scheme() == "http"_L1)
        return failure(Words::tr("HTTP/2 is spoken over TLS alone, and the address begins with http://"),
            u"server.http"_s, Words::tr("\"automatic\" or \"1.1\", or the server's https address"));
    plan.proxy = project.server.proxy;
    for (const QString &typed : project.server.metricsUrls) {
        const Result<QUrl> url = project::parseMetricsUrl(typed);
        if (!url)
            return tl::unexpected(url.error());
        if (!plan.metrics.contains(*url))
            plan.metrics += *url;
    }
    plan.permissions = project.permissions + choices.permissions;
    plan.client.timeout = project.server.timeouts.request;
    plan.client.createRoomTimeout = project.server.timeouts.createRoom;
    plan.connectTimeout = project.server.timeouts.connect;
    plan.stopTimeout = choices.stopTimeout.value_or(project.server.timeouts.stop);
    plan.seed = project.seed;
    plan.workers = choices.workers.value_or(0);
    return plan;
}

} // namespace throng::run
