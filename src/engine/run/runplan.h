// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/loadcurve.h"
#include "engine/http/origin.h"
#include "engine/matrix/client.h"
#include "engine/matrix/registrationflow.h"
#include "engine/metrics/deliveryfindings.h"
#include "engine/project/project.h"
#include "engine/thresholds/threshold.h"
#include "engine/users/parameters.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace throng::run {

using Milliseconds = std::chrono::milliseconds;

/// One test of a run: a behaviour, a load, and when it stops.
struct TestPlan {
    QString name;
    users::Behaviour behaviour = users::Behaviour::Chat;
    std::optional<int> users; ///< unset: one for each account
    double spawnRate = 10; ///< users started a second; 0 or less: all at once
    Milliseconds runTime { 0 }; ///< 0: until all accounts are done, or until somebody stops it
    Milliseconds warmUp { 0 }; ///< of chat: from the beginning, kept and drawn, but in no figure
    metrics::DeliveryRules deliveryRules;
    bool stopWhenDone = false; ///< ends when every account has been worked through
    users::ChatParameters chat; ///< of Behaviour::Chat
    QList<users::Population> populations; ///< of Behaviour::Chat; empty: all users are alike, as `chat` says
    users::SetupParameters setup; ///< of the others
    users::HistoryParameters history; ///< of Behaviour::FillRooms, beside that
    QList<thresholds::Threshold> thresholds; ///< its own, and those of the suite that are for it
    LoadCurve
        userCurve; ///< how many users there are to be when; empty: `users`, at the spawn rate. Its jumps are that steep
    std::optional<users::ArrivalParameters> arrivals; ///< of chat: actions by a timetable, not by the users' pauses
    LoadCurve rateCurve; ///< of arrivals, a second, from when the first users are there; empty: as they say, always
    QString outputDirectory; ///< absolute: OUTPUT_DIR of the commands, and where matrix-locust's files go
    bool writesOutput = false; ///< the suite expects matrix-locust's files there
    QList<project::Hook> preHooks;
    QList<project::Hook> postHooks;
    int round = 1;
    Milliseconds pauseBefore { 0 }; ///< between two rounds

    [[nodiscard]] bool isSetup() const { return behaviour != users::Behaviour::Chat; }
};

/// The commands of a suite and what they are told. Those of its tests are in the tests' plans.
struct HookPlan {
    bool allowed = false; ///< the user has seen them all and agreed; otherwise none is run
    QString host; ///< the server as it was typed, without a scheme added
    QString folder; ///< absolute: where they are started
    QString outputDirectory; ///< absolute: OUTPUT_DIR of those that belong to no test
    QList<project::Hook> before;
    QList<project::Hook> after;
    QList<project::EventHook> onEvents;
};

/// What no project file holds: it comes from a file or a prompt, and stays in memory.
struct Secrets {
    QByteArray registrationToken;
    QByteArray sharedSecret; ///< of Synapse's admin registration
};

/// Everything that a run needs to know, settled before it begins. A value.
struct RunPlan {
    QString suite; ///< its name, for reports
    QUrl server; ///< with a scheme
    http::TlsOptions tls;
    QString proxy; ///< URL; empty: none
    QList<QUrl> metrics; ///< what the server says of itself, fetched while tests run
    Milliseconds watchInterval { 5'000 }; ///< how often the server is looked at
    project::Permissions permissions; ///< servers that the user said may be loaded
    matrix::RegistrationOptions registration;
    matrix::ClientOptions client;
    Milliseconds connectTimeout { 10'000 }; ///< for finding the server's addresses
    Milliseconds stopTimeout { 10'000 }; ///< what users may take to finish before they are cut off
    quint64 seed = 1;
    int workers = 0; ///< threads; 0: one a core
    /// Each snapshot lists its requests, with what this program added to their times; and a test's summary its
    /// deliveries.
    bool listRequests = false;
    QList<TestPlan> tests; ///< in order, those of each round after those of the one before
    int rounds = 1;
    HookPlan hooks;

    /// The command lines that a run would execute, each once; empty without any.
    [[nodiscard]] QStringList commands() const;
};

/// What a command line or a Run page says instead of what the project says. Unset: as the project has it.
struct RunChoices {
    QString suite; ///< empty: `standard`, or the only one there is
    QString test; ///< empty: all enabled tests of the suite; else this one alone, enabled or not
    QString server;
    std::optional<int> users; ///< of every test; of one with a shape its peak
    std::optional<double> rate; ///< of chats: arrivals a second; of one with a shape of the rate its peak
    std::optional<users::ArrivalParameters::Unit> rateUnit;
    std::optional<users::ArrivalParameters::Process> arrivals;
    std::optional<double> spawnRate;
    std::optional<Milliseconds> runTime; ///< of tests that have one
    std::optional<Milliseconds> warmUp; ///< of chats
    std::optional<Milliseconds> stopTimeout;
    std::optional<int> workers;
    QList<thresholds::Threshold> thresholds; ///< beside the suite's, for each of its tests
    bool allowHooks = false; ///< HookPlan::allowed
    QString outputDirectory; ///< for tests without one; empty: the folder
    QString caFile;
    bool insecure = false;
    project::Permissions permissions; ///< beside the project's (--allow-load)
    Secrets secrets;
};

/// `folder` is the project's: relative paths in it are relative to that. An error names what is missing or unknown.
[[nodiscard]] Result<RunPlan> makeRunPlan(
    const project::Project &project, const QString &folder, const RunChoices &choices = {});

/// Threads for `wanted` (0: one a core).
[[nodiscard]] int workerCount(int wanted);

} // namespace throng::run
