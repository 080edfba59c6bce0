// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/machinesampler.h"
#include "engine/metrics/pausewatch.h"
#include "engine/run/hookrun.h"
#include "engine/run/loadrun.h"
#include "engine/run/serverwatch.h"
#include "engine/run/silencewatch.h"
#include "engine/run/target.h"
#include "engine/run/testrun.h"
#include "engine/run/workerpool.h"

#include <QSet>
#include <QTimer>

#include <functional>
#include <optional>
#include <utility>

namespace throng::run {

/// The state of a run. loadrun.cpp has its beginning and end, testcourse.cpp what happens in each test:
/// suitehooks.cpp what happens between them:
/// Preparing → (BetweenTests → Running → Stopping → BetweenTests) for each test → Finished.
class LoadRun::Private {
public:
    Private(LoadRun *q, RunPlan plan, std::unique_ptr<RunFiles> files, Machine machine);
    ~Private();

    void start();
    void stop();
    void stopNow();
    void setUsers(int users, double spawnRate);
    void report(project::HookEvent event, const QString &what);
    [[nodiscard]] const TestSummary &lastTest() const
    {
        return m_summary.tests.empty() ? m_none : m_summary.tests.back();
    }

    [[nodiscard]] const Target &target() const { return m_target; }

    LoadRun *const q;
    const RunPlan m_plan;
    State m_state = State::Idle;
    int m_current = -1; ///< index of the test
    int m_mostUsers = 0; ///< that accounts and descriptors allow
    std::unique_ptr<TestRun> m_test;
    RunSummary m_summary;
    const TestSummary m_none; ///< for who asks before the first test

private:
    using Severity = Message::Severity;

    // The run
    Task<> prepare();
    void prepared();
    void fail(RunFailure failure, const Error &error);
    void finish(RunSummary::State state);
    void conclude();
    void setState(State state);
    void say(Severity severity, const QString &text);
    void warn(const QString &text);

    void watchServer();

    // Between tests
    enum class Moment : quint8 { BeforeSuite, BeforeTest, AfterTest, AfterSuite };
    void connectHooks();
    void runHooks(Moment moment, const QList<project::Hook> &hooks, std::function<void()> then);
    void hooksEnded(bool mayGoOn);
    void hookFailed(const project::Hook &hook, const QString &what);
    void runEventHooks();
    void pause(Milliseconds time, std::function<void()> then);
    void goOn();
    void stopBetweenTests(bool atOnce);
    [[nodiscard]] HookRun::Setting hookSetting(const QString &moment) const;

    // A test
    void beginNextTest();
    void beforeTest();
    void readTest();
    void beginTest(TestInput input, int users);
    void entered(WorkerReport &report);
    void emitSeconds();
    void watchThresholds();
    [[nodiscard]] Result<users::ArrivalPlan> arrivalsOf(const TestPlan &test, int users) const;
    void watchArrivals(const metrics::Snapshot &second);
    void sayLateness();
    void sayHistory();
    void watchSilence(const metrics::Snapshot &second);
    void flush();
    void nobodyLeft();
    void stopTest(TestEnd end);
    void cutOff();
    void endTest();
    void afterTest();
    [[nodiscard]] std::optional<std::pair<RunFailure, Error>> uselessTest() const;

    std::unique_ptr<RunFiles> m_files;
    const Machine m_machine;
    std::unique_ptr<TargetFinder> m_finder;
    std::optional<TargetFinder::Found> m_found;
    Target m_target;
    std::unique_ptr<WorkerPool> m_workers;
    std::unique_ptr<ServerWatch> m_watch;

    Clock::time_point m_began; ///< the test
    SpawnSchedule m_schedule;
    metrics::Snapshot m_behind; ///< of the seconds in which all users were busy and more was due, one after the other
    bool m_saidBehind = false;
    TestEnd m_end = TestEnd::Stopped;
    bool m_cutOff = false;
    bool m_roomsBegun = false;
    bool m_stopRequested = false; ///< by the user: no further test
    bool m_stoppedNow = false; ///< by the user: nor commands after it

    HookRun m_hooks; ///< before or after a test or the suite
    HookRun m_eventHooks; ///< beside a test
    Moment m_moment = Moment::BeforeSuite;
    std::function<void()> m_then; ///< what follows when the commands or the pause are over
    struct Event {
        QList<project::Hook> hooks;
        HookRun::Setting setting;
    };
    QList<Event> m_events; ///< whose commands are still to be run
    QSet<project::HookEvent> m_seen; ///< in this test
    SilenceWatch m_silence;
    QTimer m_pauseTimer;
    bool m_suiteBegan = false; ///< the commands after it are due
    bool m_saidNotRun = false;
    std::optional<Error> m_hookFailure; ///< that is to end the run
    RunSummary::State m_endState = RunSummary::State::Done;
    std::optional<std::pair<RunFailure, Error>> m_failure; ///< of the test that is ending
    QTimer m_runTimer;
    QTimer m_stopTimer;
    metrics::ProcessSampler m_sampler;
    metrics::MachineSampler m_machineSampler;
    std::optional<metrics::PauseWatch> m_pauses; ///< while there are workers
    bool m_sharedMachine = false; ///< the server runs on this one
    QString m_diskTrouble; ///< what the last flush said
};

} // namespace throng::run
