// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capacity/capacityreport.h"
#include "engine/run/loadrun.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace throng::capacity {

struct CapacityOptions {
    std::optional<int> from; ///< users of the first step; unset: a sixteenth of the most
    std::optional<int> most; ///< no step has more; unset: as many as there are accounts
    std::optional<double> spawnRate; ///< users a second, between steps; unset: the test's
    std::chrono::milliseconds settle { 15'000 }; ///< after the users are there, before it is measured
    std::chrono::milliseconds measure { 45'000 }; ///< up to three times that, if percentiles have too few answers
    int mostSteps = 12;
    double precision = 0.10;
};

/// A plan that is searched with: the set-up tests as they are, then its last chat test, with the load and the end that
/// the search gives it. Its thresholds are what the search goes by. An error names what is missing.
struct CapacityPlan {
    run::RunPlan run;
    QList<thresholds::Rule> rules;
};
[[nodiscard]] Result<CapacityPlan> makeCapacityPlan(run::RunPlan plan);

/// Searches for the largest load that a server carries, by one run whose number of users it changes step by step.
/// Lives on the caller's thread like LoadRun; once started it emits finished() exactly once.
class CapacityRun : public QObject {
    Q_OBJECT

public:
    CapacityRun(CapacityPlan plan, std::unique_ptr<run::RunFiles> files, const CapacityOptions &options,
        run::Machine machine = {}, QObject *parent = nullptr);
    ~CapacityRun() override;

    void start();
    /// Lets the users finish; what was found so far is the result. A second call does not wait for them.
    void stop();

    enum class Phase : quint8 {
        Preparing, ///< the tests before it, too
        Changing, ///< users come or go
        Settling,
        Measuring,
        Finishing,
    };
    struct Progress {
        Phase phase = Phase::Preparing;
        int step = 0; ///< number, from 1; 0 before the first
        int users = 0; ///< wanted by the step
        double remaining = 0; ///< seconds of settling or measuring, at least
    };
    [[nodiscard]] const Progress &progress() const { return m_progress; }
    [[nodiscard]] const CapacityReport &report() const { return m_report; } ///< so far
    [[nodiscard]] const run::LoadRun &run() const { return *m_run; }

Q_SIGNALS:
    void testStarted(int index, const throng::run::TestPlan &test);
    void snapshot(const throng::metrics::Snapshot &second); ///< progress() has it in already
    void message(const throng::run::Message &message);
    void stepStarted(int number, int users);
    void stepFinished(const throng::capacity::Step &step);
    void finished(const throng::capacity::CapacityReport &report);

private:
    void testBegan(int index);
    void second(const metrics::Snapshot &second);
    void beginStep();
    void endStep();
    void end(const run::RunSummary &summary);
    [[nodiscard]] bool areUsersThere(const metrics::Snapshot &second) const;

    const CapacityOptions m_options;
    std::unique_ptr<run::LoadRun> m_run;
    std::optional<CapacitySearch> m_search;
    std::optional<StepRecorder> m_recorder;
    CapacityReport m_report;
    Progress m_progress;
    double m_inPhase = 0; ///< seconds
    bool m_stopped = false;
};

} // namespace throng::capacity
