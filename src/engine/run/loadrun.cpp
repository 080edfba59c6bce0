// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/loadrun.h"

#include "engine/base/words.h"
#include "engine/run/loadrun_p.h"

#include <QDateTime>

#include <algorithm>

namespace throng::run {

namespace {

qint64 unixMilliseconds()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

LoadRun::Private::Private(LoadRun *parent, RunPlan plan, std::unique_ptr<RunFiles> files, Machine machine)
    : q(parent)
    , m_plan(std::move(plan))
    , m_files(std::move(files))
    , m_machine(std::move(machine))
{
    m_summary.suite = m_plan.suite;
    m_summary.server = m_plan.server.toDisplayString();
    m_summary.seed = m_plan.seed;
    m_summary.workers = workerCount(m_plan.workers);
    for (QTimer *timer : { &m_runTimer, &m_stopTimer }) {
        timer->setSingleShot(true);
        timer->setTimerType(Qt::PreciseTimer);
    }
    QObject::connect(&m_runTimer, &QTimer::timeout, q, [this] { stopTest(TestEnd::RunTimeOver); });
    QObject::connect(&m_stopTimer, &QTimer::timeout, q, [this] { cutOff(); });
    connectHooks();
}

LoadRun::Private::~Private()
{
    q->blockSignals(true);
    m_state = State::Finished; // what the workers still report starts nothing
    if (m_finder)
        m_finder->stop();
    m_watch.reset();
    m_workers.reset(); // with the users' last words the files are complete
    if (m_files)
        (void)m_files->close();
}

void LoadRun::Private::start()
{
    if (m_state != State::Idle)
        return;
    m_summary.startedAt = unixMilliseconds();
    setState(State::Preparing);
    m_finder = std::make_unique<TargetFinder>(m_plan, m_machine.nameLookup);
    prepare();
}

Task<> LoadRun::Private::prepare()
{
    try {
        auto finding = m_finder->find();
        m_found = co_await finding;
    } catch (const Stopped &) {
        m_found.reset();
    }
    // From the event loop: the finder is destroyed there, and we may be inside of it.
    QMetaObject::invokeMethod(
        q, [this] { prepared(); }, Qt::QueuedConnection);
}

void LoadRun::Private::prepared()
{
    const std::optional<TargetFinder::Found> found = std::exchange(m_found, std::nullopt);
    m_finder.reset();
    if (m_stopRequested || !found) {
        finish(RunSummary::State::Stopped);
        return;
    }
    if (!*found) {
        fail(found->error().failure, found->error().error);
        return;
    }
    m_target = **found;
    if (m_target.origin->isTls() && !m_plan.tls.verify)
        warn(Words::tr("The server's certificate is not checked: whoever answers is taken for it."));
    m_sharedMachine = std::ranges::any_of(m_target.origin->addresses, isThisMachine);
    m_pauses.emplace();
    m_workers = std::make_unique<WorkerPool>(m_summary.workers);
    QObject::connect(m_workers.get(), &WorkerPool::reported, q, [this](WorkerReport &report) { entered(report); });
    QObject::connect(m_workers.get(), &WorkerPool::allIdle, q, [this] { nobodyLeft(); });
    if (const Result<> ledger = m_files->setServer(project::ledgerUrl(m_plan.server)); !ledger) {
        fail(RunFailure::BadInput, ledger.error());
        return;
    }
    watchServer();
    m_suiteBegan = true;
    runHooks(Moment::BeforeSuite, m_plan.hooks.before, [this] { beginNextTest(); });
}

void LoadRun::Private::watchServer()
{
    m_watch = std::make_unique<ServerWatch>(WatchPlan { .metrics = m_plan.metrics,
        .tls = m_plan.tls,
        .permissions = m_plan.permissions,
        .target = m_target.origin,
        .interval = m_plan.watchInterval,
        .nameLookup = m_machine.nameLookup });
    QObject::connect(m_watch.get(), &ServerWatch::trouble, q, [this](const QString &text) {
        if (m_watch) // what it said last may come after it has gone
            warn(text);
    });
    QObject::connect(m_watch.get(), &ServerWatch::scraped, q, [this](const metrics::ServerScrape &scrape) {
        if (!m_test)
            return;
        m_test->add(scrape);
        Q_EMIT q->serverScraped(scrape);
    });
    m_watch->start();
}

void LoadRun::Private::stop()
{
    switch (m_state) {
    case State::Preparing:
        stopNow();
        break;
    case State::Running:
        m_stopRequested = true;
        stopTest(TestEnd::Stopped);
        break;
    case State::Stopping:
        // The first time it means the run, which was only between two tests.
        if (std::exchange(m_stopRequested, true))
            cutOff();
        break;
    case State::BetweenTests:
        stopBetweenTests(false);
        break;
    case State::Idle:
    case State::Finished:
        break;
    }
}

void LoadRun::Private::stopNow()
{
    m_stopRequested = true;
    m_stoppedNow = true;
    if (m_state == State::Preparing && m_finder)
        m_finder->stop();
    if (m_state == State::BetweenTests)
        stopBetweenTests(true);
    stopTest(TestEnd::Stopped);
    if (m_state == State::Stopping)
        cutOff();
}

void LoadRun::Private::fail(RunFailure failure, const Error &error)
{
    m_summary.failure = failure;
    m_summary.error = error;
    say(Severity::Error, error.toString());
    finish(RunSummary::State::Failed);
}

void LoadRun::Private::finish(RunSummary::State state)
{
    m_watch.reset();
    m_workers.reset();
    m_pauses.reset();
    (void)m_files->close();
    m_endState = state;
    if (std::exchange(m_suiteBegan, false))
        runHooks(Moment::AfterSuite, m_plan.hooks.after, [this] { conclude(); });
    else
        conclude();
}

void LoadRun::Private::conclude()
{
    if (m_eventHooks.isRunning() && !m_stoppedNow) {
        setState(State::BetweenTests);
        m_then = [this] { conclude(); }; // when they have ended
        return;
    }
    m_summary.state = m_endState;
    m_summary.endedAt = unixMilliseconds();
    const bool hasChat = std::any_of(
        m_summary.tests.begin(), m_summary.tests.end(), [](const TestSummary &test) { return !test.plan.isSetup(); });
    for (const TestSummary &test : m_summary.tests) {
        if (!hasChat || !test.plan.isSetup())
            m_summary.verdict.merge(test.verdict);
    }
    if (m_endState != RunSummary::State::Failed) {
        for (const thresholds::Threshold &threshold : m_summary.unmeasuredThresholds())
            warn(thresholds::toString(threshold.rule, {}));
    }
    setState(State::Finished);
    Q_EMIT q->finished(m_summary);
}

void LoadRun::Private::setState(State state)
{
    m_state = state;
    Q_EMIT q->stateChanged(state);
}

void LoadRun::Private::say(Severity severity, const QString &text)
{
    Q_EMIT q->message({ severity, text, unixMilliseconds() });
}

void LoadRun::Private::warn(const QString &text)
{
    m_summary.warnings += text;
    if (m_test)
        m_test->warn(text);
    say(Severity::Warning, text);
}

LoadRun::LoadRun(RunPlan plan, std::unique_ptr<RunFiles> files, Machine machine, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(plan), std::move(files), std::move(machine)))
{
}

LoadRun::~LoadRun() = default;

void LoadRun::start()
{
    d->start();
}

void LoadRun::stop()
{
    d->stop();
}

void LoadRun::stopNow()
{
    d->stopNow();
}

void LoadRun::setUsers(int users, double spawnRate)
{
    d->setUsers(users, spawnRate);
}

void LoadRun::report(project::HookEvent event, const QString &what)
{
    d->report(event, what);
}

LoadRun::State LoadRun::state() const
{
    return d->m_state;
}

const RunPlan &LoadRun::plan() const
{
    return d->m_plan;
}

int LoadRun::currentTest() const
{
    return d->m_current;
}

const metrics::Totals &LoadRun::totals() const
{
    return d->m_test ? d->m_test->totals() : d->lastTest().totals;
}

const SetupResults &LoadRun::setupResults() const
{
    return d->m_test ? d->m_test->setup() : d->lastTest().setup;
}

int LoadRun::mostUsers() const
{
    return d->m_mostUsers;
}

const Target &LoadRun::target() const
{
    return d->target();
}

int LoadRun::workers() const
{
    return d->m_summary.workers;
}

} // namespace throng::run
