// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/hook.h"
#include "engine/project/loadshape.h"
#include "engine/thresholds/threshold.h"
#include "engine/users/parameters.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace throng::project {

/// One phase: a behaviour, a load, and when it stops. An entry of `scripts` in a matrix-locust suite;
/// what Throng adds are keys that matrix-locust ignores.
struct Test {
    QString name;
    users::Behaviour behaviour = users::Behaviour::Chat;
    bool enabled = true; ///< "enabled", Throng's
    std::optional<int> users; ///< "num_users"; unset: as many as there are accounts
    double spawnRate = 10; ///< "spawn_rate": users started a second
    std::optional<std::chrono::milliseconds> runTime; ///< "runtime"; unset: until all accounts are done
    /// "warm_up", Throng's, of chat: so much of the test's beginning is kept and drawn, but in no figure.
    std::chrono::milliseconds warmUp { 0 };
    /// "stop_when_done", Throng's: ends when every account has been worked through. By default the set-up
    /// behaviours do and chat does not.
    bool stopWhenDone = false;
    double autoquitSeconds = 5; ///< "autoquit": read, kept and exported; ends nothing early
    QString outputDirectory; ///< "output_dir"; empty: the current one
    QList<Hook> preHooks; ///< "pre_script_command" and its "_args" and "_options", paired
    QList<Hook> postHooks; ///< "post_script_command" likewise
    users::ChatParameters chat; ///< "chat", Throng's: only what differs from the default is written
    /// "populations", Throng's: users of one chat test who are not alike. Empty: all are as `chat` says.
    QList<users::Population> populations;
    users::SetupParameters setup; ///< "setup", Throng's
    users::HistoryParameters history; ///< "history", Throng's: of FillRooms
    QList<thresholds::Threshold> thresholds; ///< "thresholds", Throng's: what it is to keep
    /// "target_rate", "target_rate_of" and "arrivals", Throng's: of a chat whose actions come by a timetable.
    std::optional<users::ArrivalParameters> arrivals;
    /// "load_shape", Throng's. One of users stands in place of num_users, one of the rate in place of target_rate.
    std::optional<LoadShape> shape;

    QString script; ///< "script" as written; empty: the one matrix-locust has for the behaviour
    QString parameterImport; ///< "parameter_import" as written; empty: none
    QJsonObject imported; ///< values that came from there, so that a file written again does not repeat them
    QJsonObject source; ///< the test's own keys as read: unknown ones, and the spelling of known ones, are kept

    [[nodiscard]] bool isSetup() const { return behaviour != users::Behaviour::Chat; }

    friend bool operator==(const Test &, const Test &) = default;
};

/// Tests in the order in which they run. All but `tests` are keys of Throng's.
struct Suite {
    QString name;
    QString description; ///< "description": what it is for, a paragraph
    QList<Test> tests;
    QList<thresholds::Threshold> thresholds; ///< "thresholds", Throng's: for each test, or for the one that they name
    int rounds = 1; ///< "rounds": so often are the tests run, one after the other
    std::chrono::milliseconds pauseBetweenRounds = std::chrono::seconds(60); ///< "pause_between_rounds_s"
    QList<Hook> beforeHooks; ///< "before": run before the first test
    QList<Hook> afterHooks; ///< "after": run after the last, however it ended
    QList<EventHook> eventHooks; ///< "on_event"
    QJsonObject otherKeys;

    /// matrix-locust's four tests for all accounts: register, create-rooms, join-rooms, and chat with every
    /// account for 5 minutes, 10 users starting a second.
    [[nodiscard]] static Suite standard();

    friend bool operator==(const Suite &, const Suite &) = default;
};

/// A test as the suite called it, with the defaults of its behaviour.
[[nodiscard]] Test makeTest(users::Behaviour behaviour);

/// Before the first chat of each suite: a test that gives the rooms a past of so many messages each, on average. A
/// suite that has one gets the number; 0 takes it out.
void setHistory(QList<Suite> &suites, double messagesPerRoom);

/// Reads a suite file of matrix-locust's or ours. Its name is the "name" it has, else the file's.
/// `parameter_import` is looked for beside the file, then in the folder above it (where run.py is started),
/// and may chain; a cycle is an error.
[[nodiscard]] Result<Suite> readSuiteFile(const QString &path);

/// Writes a suite file that matrix-locust's run.py and Throng both read.
[[nodiscard]] Result<> writeSuiteFile(const QString &path, const Suite &suite);

/// A suite inside a document: `where` is the document, `jsonPath` the place of the suite in it, `folder` that
/// which parameter_import is relative to.
[[nodiscard]] Result<Suite> suiteFromJson(
    const QJsonObject &json, const QString &where, const QString &jsonPath, const QString &folder);
[[nodiscard]] QJsonObject suiteToJson(const Suite &suite);

/// Behaviour of a script's file name, as locust-interop.md lists them: register.py, create_room.py, join.py, and
/// chat.py, matrixchatuser.py or locust-run-users.py, in any folder; and Throng's own fill_rooms.py.
[[nodiscard]] std::optional<users::Behaviour> behaviourOfScript(const QString &script);
[[nodiscard]] QString scriptOfBehaviour(users::Behaviour behaviour);

/// "90s", "5m", "1h30m", "90" (seconds), as Locust's --run-time.
[[nodiscard]] Result<std::chrono::milliseconds> parseRunTime(const QString &text);
[[nodiscard]] QString formatRunTime(std::chrono::milliseconds time);

} // namespace throng::project
