// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/runcontroller.h"

#include "engine/results/matrixlocustfiles.h"
#include "engine/results/runrecorder.h"
#include "ui/document/document.h"
#include "ui/support/format.h"
#include "ui/support/permissionwords.h"
#include "ui/support/questions.h"

#include <QDateTime>
#include <QHostAddress>
#include <QPointer>
#include <QUrl>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::ui {

RunController::RunController(Document &document, Questions &questions, QWidget *dialogParent, QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_questions(questions)
    , m_dialogParent(dialogParent)
{
    m_nextTrial.setSingleShot(true);
    connect(&m_nextTrial, &QTimer::timeout, this, &RunController::begin);
}

RunController::~RunController()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

std::chrono::milliseconds RunController::elapsed() const
{
    return isActive() && m_clock.isValid() ? std::chrono::milliseconds(m_clock.elapsed()) : m_lastElapsed;
}

std::chrono::milliseconds RunController::testElapsed() const
{
    return std::chrono::milliseconds(isActive() && m_testClock.isValid() ? m_testClock.elapsed() : 0);
}

std::chrono::milliseconds RunController::stoppingFor() const
{
    return std::chrono::milliseconds(m_state == State::Stopping && m_stopClock.isValid() ? m_stopClock.elapsed() : 0);
}

void RunController::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    if (state == State::Stopping)
        m_stopClock.start();
    Q_EMIT stateChanged();
}

void RunController::giveUp(const QString &why)
{
    m_ready = nullptr;
    setState(m_history.empty() ? State::Ready : State::Finished);
    if (!why.isEmpty())
        Q_EMIT couldNotStart(why);
}

void RunController::start(int workers)
{
    if (isActive())
        return;
    m_workers = workers;
    m_trials = {};
    prepareToStart();
}

void RunController::startTrials(int trials, std::chrono::milliseconds pause)
{
    if (isActive())
        return;
    m_workers = 0;
    m_trials = { QUuid::createUuid().toString(QUuid::WithoutBraces), 0, trials, pause };
    prepareToStart();
}

void RunController::prepareToStart()
{
    m_stopAsked = false;
    setState(State::Preparing);
    // A run reads users.csv and rooms.json: what is on the screen has to be on disk.
    if (const auto saved = m_document.save(); !saved) {
        giveUp(saved.error().toString());
        return;
    }
    lookUpTarget();
}

void RunController::prepare(QObject *context, const std::function<void(const run::RunPlan &)> &ready)
{
    if (isActive())
        return;
    m_ready = [context = QPointer<QObject>(context), ready](const run::RunPlan &plan) {
        if (context)
            ready(plan);
    };
    start();
}

void RunController::lookUpTarget()
{
    const auto url = m_document.project().server.baseUrl();
    if (!url) {
        giveUp(url.error().toString());
        return;
    }
    m_toJudge = { url->host() };
    for (const QString &text : m_document.project().server.metricsUrls) {
        const auto metrics = project::parseMetricsUrl(text);
        if (metrics && !m_toJudge.contains(metrics->host()))
            m_toJudge += metrics->host();
    }
    m_isTarget = true;
    lookUpNext();
}

void RunController::lookUpNext()
{
    if (m_toJudge.isEmpty()) {
        if (askForSecret())
            begin();
        return;
    }
    const QString host = m_toJudge.takeFirst();
    QHostAddress address;
    if (address.setAddress(host)) {
        QHostInfo known;
        known.setHostName(host);
        known.setAddresses({ address });
        judge(known);
        return;
    }
    m_lookup = QHostInfo::lookupHost(host, this, [this, host](const QHostInfo &found) {
        m_lookup = -1;
        if (m_state != State::Preparing)
            return;
        // A name that is not known is the run's to report; one that is private or public is ours to ask about.
        QHostInfo named = found;
        named.setHostName(host);
        judge(named);
    });
}

void RunController::judge(const QHostInfo &found)
{
    const QString host = found.hostName();
    const bool isTarget = std::exchange(m_isTarget, false);
    if (found.error() != QHostInfo::NoError) {
        if (isTarget)
            giveUp(tr("The server %1 was not found: %2").arg(host, found.errorString()));
        else
            lookUpNext(); // without metrics the run goes on all the same, and says so
        return;
    }
    const project::TargetGuard guard(m_document.project().permissions);
    const project::Verdict verdict = guard.judge(host, found.addresses());
    const Answer answer = askFor(verdict, host);
    if (answer == Answer::Yes || (answer == Answer::No && !isTarget))
        lookUpNext();
    else if (answer == Answer::No)
        giveUp(verdict.decision == project::Verdict::Decision::Refused ? permissionWords(verdict) : QString());
}

RunController::Answer RunController::askFor(const project::Verdict &verdict, const QString &host)
{
    using Decision = project::Verdict::Decision;
    project::Consent consent = project::Consent::Confirmed;
    switch (verdict.decision) {
    case Decision::Allowed:
        return Answer::Yes;
    case Decision::Refused:
        return Answer::No;
    case Decision::NeedsConfirmation:
        if (!m_questions.allowPrivateTarget(m_dialogParent, host, permissionWords(verdict)))
            return Answer::No;
        break;
    case Decision::NeedsTypedWord:
        if (!project::TargetGuard::isTypedWord(
                m_questions.typeHostToAllow(m_dialogParent, host, permissionWords(verdict)), host))
            return Answer::No;
        consent = project::Consent::Typed;
        break;
    }
    project::TargetGuard granted(m_document.project().permissions);
    granted.grant(host, consent);
    m_document.set<project::Permissions>(
        u"permissions"_s, tr("Allow %1 to be loaded").arg(host),
        [](project::Project &project) -> project::Permissions & { return project.permissions; }, granted.permissions());
    if (const auto saved = m_document.save(); !saved) {
        giveUp(saved.error().toString());
        return Answer::CannotGoOn;
    }
    return Answer::Yes;
}

bool RunController::askForSecret()
{
    run::Secrets &secrets = m_document.secrets();
    const project::AccountSource source = m_document.project().server.accounts;
    QByteArray *wanted = nullptr;
    QString what;
    if (source == project::AccountSource::RegistrationToken) {
        wanted = &secrets.registrationToken;
        what = tr("The server's registration token:");
    } else if (source == project::AccountSource::SharedSecret) {
        wanted = &secrets.sharedSecret;
        what = tr("The server's registration_shared_secret:");
    }
    if (!wanted || !wanted->isEmpty())
        return true;
    *wanted = m_questions.secret(m_dialogParent, what).toUtf8();
    if (wanted->isEmpty())
        giveUp({});
    return !wanted->isEmpty();
}

bool RunController::askForCommands(run::RunPlan &plan)
{
    const QStringList commands = plan.commands();
    const QString folder = m_document.folder().path();
    if (commands.isEmpty())
        return true;
    plan.hooks.allowed = m_consent.isGiven(folder, commands);
    if (plan.hooks.allowed)
        return true;
    switch (m_questions.runCommands(m_dialogParent, plan.suite, commands)) {
    case Questions::Commands::Cancel:
        giveUp({});
        return false;
    case Questions::Commands::LeaveOut:
        return true;
    case Questions::Commands::Run:
        break;
    }
    plan.hooks.allowed = true;
    if (const auto kept = m_consent.give(folder, commands); !kept)
        m_questions.tell(m_dialogParent, tr("Your answer could not be kept"), kept.error().toString());
    return true;
}

/// What the suite's commands, and people who come from matrix-locust, expect in OUTPUT_DIR.
void RunController::writeOutput(const run::TestSummary &summary)
{
    const results::ReportHeading heading { summary.plan.name, m_run->plan().server.toDisplayString(),
        project::scriptOfBehaviour(summary.plan.behaviour), summary.verdict };
    const auto written = results::writeMatrixLocustFiles(summary.plan.outputDirectory, heading, summary.totals);
    if (!written)
        say(run::Message::Severity::Error, written.error().toString());
}

void RunController::say(run::Message::Severity severity, const QString &text)
{
    Q_EMIT message({ severity, text, QDateTime::currentMSecsSinceEpoch() });
}

Result<run::RunPlan> RunController::makePlan() const
{
    run::RunChoices choices;
    const project::Project &project = m_document.project();
    if (const int suite = m_document.currentSuite(); suite >= 0)
        choices.suite = project.suites[suite].name;
    choices.secrets = m_document.secrets();
    if (m_workers > 0)
        choices.workers = m_workers;
    return run::makeRunPlan(project, m_document.folder().path(), choices);
}

void RunController::begin()
{
    Result<run::RunPlan> plan = makePlan();
    if (!plan) {
        giveUp(plan.error().toString());
        return;
    }
    if (const auto ready = std::exchange(m_ready, nullptr)) {
        giveUp({}); // there is no run of ours
        ready(*plan);
        return;
    }
    // What was answered for the first trial holds for all.
    if (m_trials.number > 0)
        plan->hooks.allowed = m_run->plan().hooks.allowed;
    else if (!askForCommands(*plan))
        return;
    ++m_trials.number;
    m_recorder.reset(); // it listens to the run before
    m_run = std::make_unique<run::LoadRun>(*plan, std::make_unique<run::ProjectRunFiles>(m_document.folder()));
    run::LoadRun *run = m_run.get();
    m_recorder = std::make_unique<results::RunRecorder>(*run,
        results::Keeping { m_document.folder().runsFolder(), m_document.project().toJson(), m_trials.group,
            m_trials.group.isEmpty() ? 0 : m_trials.number });
    connect(m_recorder.get(), &results::RunRecorder::kept, this, &RunController::kept);
    connect(m_recorder.get(), &results::RunRecorder::serverNamed, this,
        [this](const QString &software) { Q_EMIT serverReached(m_run->plan().server, software); });
    connect(m_recorder.get(), &results::RunRecorder::trouble, this,
        [this](const QString &text) { say(run::Message::Severity::Warning, text); });
    connect(run, &run::LoadRun::stateChanged, this, [this](run::LoadRun::State state) {
        if (state == run::LoadRun::State::Running)
            setState(State::Running);
        else if (state == run::LoadRun::State::Stopping)
            setState(State::Stopping);
        else if (state == run::LoadRun::State::BetweenTests)
            setState(State::BetweenTests);
    });
    connect(run, &run::LoadRun::testStarted, this, [this](int index, const run::TestPlan &test) {
        m_testClock.start();
        if (index == 0)
            Q_EMIT serverReached(m_run->plan().server, {});
        Q_EMIT testStarted(index, test);
    });
    connect(run, &run::LoadRun::snapshot, this, &RunController::second);
    connect(run, &run::LoadRun::serverScraped, this, &RunController::serverScraped);
    connect(run, &run::LoadRun::message, this, &RunController::message);
    connect(run, &run::LoadRun::testFinished, this, [this](int, const run::TestSummary &summary) {
        if (summary.plan.writesOutput)
            writeOutput(summary);
        Q_EMIT testFinished(summary);
        Q_EMIT m_document.filesChanged();
    });
    connect(run, &run::LoadRun::finished, this, &RunController::runFinished);
    m_clock.start();
    m_testClock.invalidate();
    Q_EMIT runBegan(*plan);
    run->start();
}

void RunController::annotate(qint64 at, const QString &text)
{
    if (m_recorder && isActive())
        m_recorder->annotate(text, at);
}

void RunController::runFinished(const run::RunSummary &summary)
{
    m_lastElapsed = std::chrono::milliseconds(m_clock.elapsed());
    m_history.push_back(summary);
    const bool goesOn = summary.state == run::RunSummary::State::Done && m_trials.number < m_trials.of;
    setState(goesOn ? State::BetweenTests : State::Finished);
    Q_EMIT finished(summary);
    // Whoever heard of it may have stopped it.
    if (!goesOn || m_state != State::BetweenTests)
        return;
    m_nextTrial.start(m_trials.pause);
    say(run::Message::Severity::Information,
        tr("Trial %1 of %2 is over; the next one begins in %3.")
            .arg(formatCount(m_trials.number), formatCount(m_trials.of), formatSpan(m_trials.pause)));
}

bool RunController::giveUpTrials()
{
    const bool anotherFollows = m_state == State::BetweenTests && m_nextTrial.isActive();
    m_nextTrial.stop();
    m_trials.of = m_trials.number;
    if (anotherFollows)
        setState(State::Finished);
    return anotherFollows;
}

void RunController::stop()
{
    if (giveUpTrials())
        return;
    if (m_lookup >= 0) {
        giveUpLookup();
    } else if (m_run && isActive()) {
        const bool noneRuns = m_state == State::Stopping || m_state == State::BetweenTests;
        if (!std::exchange(m_stopAsked, true) && noneRuns)
            say(run::Message::Severity::Information, tr("The run ends here: no further test begins."));
        m_run->stop();
    }
}

void RunController::stopNow()
{
    if (giveUpTrials())
        return;
    if (m_lookup >= 0) {
        giveUpLookup();
    } else if (m_run && isActive()) {
        m_stopAsked = true;
        m_run->stopNow();
    }
}

void RunController::giveUpLookup()
{
    QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    giveUp({});
}

void RunController::setLoad(int users, double spawnRate)
{
    if (m_run && m_state == State::Running)
        m_run->setUsers(users, spawnRate);
}

} // namespace throng::ui
