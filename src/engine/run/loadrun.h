// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/descriptors.h"
#include "engine/metrics/processsampler.h"
#include "engine/metrics/serverscrape.h"
#include "engine/run/runfiles.h"
#include "engine/run/runplan.h"
#include "engine/run/runsummary.h"

#include <QObject>

#include <functional>
#include <memory>

namespace throng::run {

struct Target;

/// What of the machine a run touches beside threads and sockets; tests put their own in its place.
struct Machine {
    http::NameLookup nameLookup = http::systemNameLookup;
    std::function<http::DescriptorBudget()> descriptors = http::raiseDescriptorLimit;
};

/// Conducts a run: makes sure that the server is there and may be loaded, then the tests of the plan in order,
/// each over all workers. Lives on the caller's thread, which needs an event loop; the workers own theirs.
///
/// Once started it emits finished() exactly once, whatever happens, with all threads joined. Destroying it earlier
/// cuts everything off, writes down what the users obtained and joins the threads.
class LoadRun : public QObject {
    Q_OBJECT

public:
    enum class State : quint8 {
        Idle,
        Preparing, ///< finding the server
        Running, ///< a test is under way
        Stopping, ///< a test's users are finishing
        BetweenTests, ///< commands of the suite run, or it pauses between two rounds
        Finished,
    };
    Q_ENUM(State)

    LoadRun(RunPlan plan, std::unique_ptr<RunFiles> files, Machine machine = {}, QObject *parent = nullptr);
    ~LoadRun() override;

    void start();
    /// Lets users finish what they are at, for the plan's stop timeout at most; a second call is stopNow().
    void stop();
    void stopNow();
    /// Changes the running test's load: up or down to so many users, at so many a second.
    void setUsers(int users, double spawnRate);
    /// Somebody who watches the test has seen something that the suite may have commands for. They run beside the
    /// test, once for each kind of event and test. `what` is a sentence for a person.
    void report(project::HookEvent event, const QString &what);

    [[nodiscard]] State state() const;
    [[nodiscard]] const RunPlan &plan() const;
    [[nodiscard]] int currentTest() const; ///< index in the plan; -1 before the first
    [[nodiscard]] const metrics::Totals &totals() const; ///< of the current test, or of the last
    [[nodiscard]] const SetupResults &setupResults() const; ///< of the current test, so far
    [[nodiscard]] int workers() const;
    [[nodiscard]] int mostUsers() const; ///< that accounts and descriptors allow in the current test
    [[nodiscard]] const Target &target() const; ///< the server; known before the first test begins

Q_SIGNALS:
    void stateChanged(throng::run::LoadRun::State state);
    void testStarted(int index, const throng::run::TestPlan &test);
    /// Each second, all workers together. totals() has it in already.
    void snapshot(const throng::metrics::Snapshot &second);
    /// What the server said or was seen to need; each source of its own, some seconds apart, while a test runs.
    void serverScraped(const throng::metrics::ServerScrape &scrape);
    void testFinished(int index, const throng::run::TestSummary &summary);
    void message(const throng::run::Message &message);
    void finished(const throng::run::RunSummary &summary);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throng::run
