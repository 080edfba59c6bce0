// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capacity/capacityrun.h"

#include "engine/base/words.h"

#include <algorithm>

namespace throng::capacity {

namespace {

constexpr double longestMeasuring = 3; ///< times what was asked for
constexpr double longestChange = 60; ///< seconds beyond what the spawn rate takes, for users to come or go
constexpr int firstShare = 16;

double seconds(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

Result<CapacityPlan> makeCapacityPlan(run::RunPlan plan)
{
    const auto chat =
        std::find_if(plan.tests.rbegin(), plan.tests.rend(), [](const run::TestPlan &test) { return !test.isSetup(); });
    if (chat == plan.tests.rend())
        return failure(Words::tr("no test of the suite \"%1\" is one whose load could be changed").arg(plan.suite), {},
            Words::tr("a test in which people chat"));
    CapacityPlan capacity;
    run::TestPlan searched = *chat;
    for (const thresholds::Threshold &threshold : searched.thresholds)
        capacity.rules += threshold.rule;
    if (capacity.rules.isEmpty())
        return failure(
            Words::tr("there is no threshold that the test \"%1\" is to keep, so nothing that a load could break")
                .arg(searched.name),
            {}, Words::tr("at least one, such as p95(send) < 500ms"));
    searched.thresholds.clear();
    searched.runTime = run::Milliseconds(0);
    searched.warmUp = run::Milliseconds(0); // each load settles before it is measured
    searched.users = 1;
    plan.tests.removeIf([](const run::TestPlan &test) { return !test.isSetup(); });
    for (run::TestPlan &test : plan.tests)
        test.thresholds.clear();
    plan.tests += searched;
    capacity.run = std::move(plan);
    return capacity;
}

CapacityRun::CapacityRun(CapacityPlan plan, std::unique_ptr<run::RunFiles> files, const CapacityOptions &options,
    run::Machine machine, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_run(std::make_unique<run::LoadRun>(std::move(plan.run), std::move(files), std::move(machine)))
{
    m_report.rules = plan.rules;
    connect(m_run.get(), &run::LoadRun::testStarted, this, [this](int index, const run::TestPlan &test) {
        Q_EMIT testStarted(index, test);
        testBegan(index);
    });
    connect(m_run.get(), &run::LoadRun::snapshot, this, &CapacityRun::second);
    connect(m_run.get(), &run::LoadRun::message, this, &CapacityRun::message);
    connect(m_run.get(), &run::LoadRun::finished, this, &CapacityRun::end);
}

CapacityRun::~CapacityRun() = default;

void CapacityRun::start()
{
    m_run->start();
}

void CapacityRun::stop()
{
    m_stopped = true;
    m_progress.phase = Phase::Finishing;
    m_run->stop();
}

void CapacityRun::testBegan(int index)
{
    if (index + 1 < m_run->plan().tests.size())
        return;
    m_report.most = std::min(m_options.most.value_or(m_run->mostUsers()), m_run->mostUsers());
    m_search.emplace(SearchOptions { .from = m_options.from.value_or(std::max(1, m_report.most / firstShare)),
        .most = m_report.most,
        .mostSteps = m_options.mostSteps,
        .precision = m_options.precision });
    beginStep();
}

void CapacityRun::beginStep()
{
    const std::optional<int> users = m_search->next();
    if (!users) {
        m_progress.phase = Phase::Finishing;
        m_run->stop();
        return;
    }
    m_progress = { Phase::Changing, m_search->steps() + 1, *users, 0 };
    m_inPhase = 0;
    m_run->setUsers(*users, m_options.spawnRate.value_or(m_run->plan().tests.last().spawnRate));
    Q_EMIT stepStarted(m_progress.step, *users);
}

/// Those of the step and no others: a user that is asked to go finishes its request first.
bool CapacityRun::areUsersThere(const metrics::Snapshot &second) const
{
    return second.usersRunning == m_progress.users && second.usersTarget == m_progress.users;
}

void CapacityRun::second(const metrics::Snapshot &second)
{
    m_inPhase += second.seconds;
    switch (m_progress.phase) {
    case Phase::Preparing:
    case Phase::Finishing:
        break;
    case Phase::Changing: {
        const double rate = m_options.spawnRate.value_or(m_run->plan().tests.last().spawnRate);
        const double longest = longestChange + (rate > 0 ? m_report.most / rate : 0);
        if (areUsersThere(second) || m_inPhase > longest) {
            m_progress.phase = Phase::Settling;
            m_inPhase = 0;
        }
        break;
    }
    case Phase::Settling:
        if (m_inPhase >= seconds(m_options.settle)) {
            m_progress.phase = Phase::Measuring;
            m_inPhase = 0;
            m_recorder.emplace(m_progress.step, m_progress.users, m_report.rules);
        }
        break;
    case Phase::Measuring: {
        m_recorder->add(second);
        const double wanted = seconds(m_options.measure);
        const double measured = m_recorder->seconds();
        if (measured >= wanted && (m_recorder->isEnough() || measured >= longestMeasuring * wanted))
            endStep();
        break;
    }
    }
    const double whole = m_progress.phase == Phase::Settling ? seconds(m_options.settle)
        : m_progress.phase == Phase::Measuring               ? seconds(m_options.measure)
                                                             : 0;
    m_progress.remaining = std::max(0.0, whole - m_inPhase);
    Q_EMIT snapshot(second);
}

void CapacityRun::endStep()
{
    Step step = m_recorder->finish();
    m_recorder.reset();
    m_search->enter(step.users, step.outcome);
    m_report.steps.push_back(std::move(step));
    m_report.range = m_search->range();
    m_report.end = m_search->end();
    m_report.unjudged = m_search->unjudged();
    Q_EMIT stepFinished(m_report.steps.back());
    if (!m_stopped)
        beginStep();
}

void CapacityRun::end(const run::RunSummary &summary)
{
    m_progress.phase = Phase::Finishing;
    m_report.run = summary;
    Q_EMIT finished(m_report);
}

} // namespace throng::capacity
