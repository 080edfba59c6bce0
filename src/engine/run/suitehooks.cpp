// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens between the tests of a run: commands of the suite, pauses between its rounds; and commands beside a
// test when something happens.
#include "engine/run/loadrun_p.h"

#include "engine/base/words.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

QString eventName(project::HookEvent event)
{
    return event == project::HookEvent::ServerGone ? u"server_gone"_s : u"threshold_broken"_s;
}

QString endName(TestEnd end)
{
    switch (end) {
    case TestEnd::RunTimeOver:
        return u"run_time_over"_s;
    case TestEnd::AllDone:
        return u"all_done"_s;
    case TestEnd::NobodyLeft:
        return u"nobody_left"_s;
    case TestEnd::Stopped:
        return u"stopped"_s;
    case TestEnd::Aborted:
        return u"aborted"_s;
    case TestEnd::Failed:
        break;
    }
    return u"failed"_s;
}

} // namespace

void LoadRun::Private::connectHooks()
{
    for (HookRun *hooks : { &m_hooks, &m_eventHooks }) {
        QObject::connect(hooks, &HookRun::began, q, [this](const project::Hook &hook) {
            say(Severity::Information, Words::tr("Command: %1 %2").arg(hook.command, hook.arguments).trimmed());
        });
        QObject::connect(
            hooks, &HookRun::printed, q, [this](const QString &line) { say(Severity::Information, u"  "_s + line); });
        QObject::connect(hooks, &HookRun::failed, q,
            [this](const project::Hook &hook, const QString &what) { hookFailed(hook, what); });
    }
    QObject::connect(&m_hooks, &HookRun::finished, q, [this](bool mayGoOn) { hooksEnded(mayGoOn); });
    QObject::connect(&m_eventHooks, &HookRun::finished, q, [this](bool mayGoOn) {
        if (!mayGoOn)
            stopTest(TestEnd::Failed);
        runEventHooks();
        // The run may wait for nothing else.
        if (!m_eventHooks.isRunning() && m_state == State::BetweenTests && !m_hooks.isRunning()
            && !m_pauseTimer.isActive())
            goOn();
    });
    m_pauseTimer.setSingleShot(true);
    QObject::connect(&m_pauseTimer, &QTimer::timeout, q, [this] { goOn(); });
}

/// The facts of the run, for a command's environment. Nothing secret is among them.
HookRun::Setting LoadRun::Private::hookSetting(const QString &moment) const
{
    HookRun::Setting setting { m_plan.hooks.host, m_plan.hooks.outputDirectory, m_plan.hooks.folder, {} };
    QMap<QString, QString> &facts = setting.facts;
    facts[u"THRONG_EVENT"_s] = moment;
    facts[u"THRONG_HOST"_s] = m_plan.hooks.host;
    facts[u"THRONG_SERVER"_s] = m_plan.server.toString(QUrl::RemoveUserInfo);
    facts[u"THRONG_FOLDER"_s] = m_plan.hooks.folder;
    facts[u"THRONG_SUITE"_s] = m_plan.suite;
    facts[u"THRONG_TESTS"_s] = QString::number(m_plan.tests.size());
    facts[u"THRONG_ROUNDS"_s] = QString::number(m_plan.rounds);
    facts[u"THRONG_SEED"_s] = QString::number(m_plan.seed);
    facts[u"THRONG_WORKERS"_s] = QString::number(m_summary.workers);
    const bool ofSuite = moment.endsWith(u"suite");
    if (!ofSuite && m_current >= 0) {
        const TestPlan &test = m_plan.tests[m_current];
        setting.outputDirectory = test.outputDirectory;
        facts[u"THRONG_TEST"_s] = test.name;
        facts[u"THRONG_TEST_NUMBER"_s] = QString::number(m_current + 1);
        facts[u"THRONG_ROUND"_s] = QString::number(test.round);
    }
    facts[u"THRONG_OUTPUT_DIR"_s] = setting.outputDirectory;
    if (moment == u"after_test" && !m_summary.tests.empty()) {
        const TestSummary &summary = m_summary.tests.back();
        facts[u"THRONG_END"_s] = endName(summary.end);
        facts[u"THRONG_USERS"_s] = QString::number(summary.users);
        facts[u"THRONG_SECONDS"_s] = QString::number(summary.totals.seconds(), 'f', 1);
        facts[u"THRONG_REQUESTS"_s] = QString::number(summary.totals.requests());
        facts[u"THRONG_FAILURES"_s] = QString::number(summary.totals.failures());
    } else if (moment == u"after_suite") {
        facts[u"THRONG_REQUESTS"_s] = QString::number(m_summary.requests());
        facts[u"THRONG_FAILURES"_s] = QString::number(m_summary.failures());
        facts[u"THRONG_END"_s] = m_endState == RunSummary::State::Done ? u"done"_s
            : m_endState == RunSummary::State::Stopped                 ? u"stopped"_s
                                                                       : u"failed"_s;
    }
    return setting;
}

void LoadRun::Private::runHooks(Moment moment, const QList<project::Hook> &hooks, std::function<void()> then)
{
    if (!hooks.isEmpty() && !m_plan.hooks.allowed && !std::exchange(m_saidNotRun, true))
        warn(Words::tr("The suite's commands before and after tests are not run: nobody has agreed to them."));
    if (hooks.isEmpty() || !m_plan.hooks.allowed || m_stoppedNow) {
        then();
        return;
    }
    static const QStringList moments { u"before_suite"_s, u"before_test"_s, u"after_test"_s, u"after_suite"_s };
    m_moment = moment;
    m_then = std::move(then);
    setState(State::BetweenTests);
    m_hooks.start(hooks, hookSetting(moments[static_cast<int>(moment)]));
}

void LoadRun::Private::hookFailed(const project::Hook &hook, const QString &what)
{
    switch (hook.onFailure) {
    case project::HookFailure::GoOn:
        say(Severity::Information, what + u'.');
        break;
    case project::HookFailure::Mark:
        warn(what + u'.');
        break;
    case project::HookFailure::Stop:
        m_hookFailure = Error { what, {}, {} };
        break;
    }
}

void LoadRun::Private::hooksEnded(bool mayGoOn)
{
    if (mayGoOn || m_stopRequested) {
        goOn();
        return;
    }
    if (m_moment != Moment::AfterSuite) {
        m_then = nullptr;
        const auto failure = m_failure.value_or(std::pair(RunFailure::HookFailed, *m_hookFailure));
        fail(failure.first, failure.second);
        return;
    }
    if (m_endState == RunSummary::State::Done) {
        m_endState = RunSummary::State::Failed;
        m_summary.failure = RunFailure::HookFailed;
        m_summary.error = *m_hookFailure;
    }
    say(Severity::Error, m_hookFailure->toString());
    goOn();
}

void LoadRun::Private::pause(Milliseconds time, std::function<void()> then)
{
    m_then = std::move(then);
    setState(State::BetweenTests);
    say(Severity::Information,
        Words::tr("Pause of %1 s before round %2 of %3.")
            .arg(QString::number(double(time.count()) / 1000), QString::number(m_plan.tests[m_current].round),
                QString::number(m_plan.rounds)));
    m_pauseTimer.start(time);
}

void LoadRun::Private::goOn()
{
    if (const std::function<void()> then = std::exchange(m_then, nullptr))
        then();
}

/// A pause and what prepares a test are ended at once, what follows one only when asked again.
void LoadRun::Private::stopBetweenTests(bool atOnce)
{
    const bool again = std::exchange(m_stopRequested, true) || atOnce;
    const bool follows = m_moment == Moment::AfterTest || m_moment == Moment::AfterSuite;
    if (m_pauseTimer.isActive()) {
        m_pauseTimer.stop();
        goOn();
    } else if (m_hooks.isRunning()) {
        if (again || !follows)
            m_hooks.stop();
        else
            say(Severity::Information, Words::tr("Waiting for the command after the test; stop again to end it."));
    } else {
        m_events.clear();
        m_eventHooks.stop();
    }
}

void LoadRun::Private::report(project::HookEvent event, const QString &what)
{
    if (!m_test || m_seen.contains(event) || !m_plan.hooks.allowed)
        return;
    m_seen.insert(event);
    Event due { {}, hookSetting(eventName(event)) };
    due.setting.facts[u"THRONG_WHAT"_s] = what;
    for (const project::EventHook &hook : m_plan.hooks.onEvents) {
        if (hook.event == event)
            due.hooks += hook.hook;
    }
    if (due.hooks.isEmpty())
        return;
    m_events += due;
    runEventHooks();
}

void LoadRun::Private::runEventHooks()
{
    if (m_events.isEmpty() || m_eventHooks.isRunning())
        return;
    const Event due = m_events.takeFirst();
    m_eventHooks.start(due.hooks, due.setting);
}

} // namespace throng::run
