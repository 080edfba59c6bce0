// SPDX-License-Identifier: GPL-3.0-or-later
//
// The course of one test: its files are read, the workers begin, their reports are entered each second, it is stopped
// for one reason or another, and summed up when the last user has ended.
#include "engine/base/words.h"
#include "engine/run/loadrun_p.h"
#include "engine/run/userlimit.h"

#include <QRandomGenerator>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace throng::run {

void LoadRun::Private::beginNextTest()
{
    if (m_stopRequested) {
        finish(RunSummary::State::Stopped);
        return;
    }
    if (m_current + 1 >= m_plan.tests.size()) {
        finish(RunSummary::State::Done);
        return;
    }
    ++m_current;
    if (const Milliseconds time = m_plan.tests[m_current].pauseBefore; time.count() > 0)
        pause(time, [this] { beforeTest(); });
    else
        beforeTest();
}

void LoadRun::Private::beforeTest()
{
    if (m_stopRequested)
        finish(RunSummary::State::Stopped);
    else
        runHooks(Moment::BeforeTest, m_plan.tests[m_current].preHooks, [this] { readTest(); });
}

void LoadRun::Private::readTest()
{
    if (m_stopRequested) {
        finish(RunSummary::State::Stopped);
        return;
    }
    const TestPlan &test = m_plan.tests[m_current];
    // Hooks of matrix-locust's and people replace these files between tests.
    Result<TestInput> input = m_files->read();
    if (!input) {
        fail(RunFailure::BadInput, input.error());
        return;
    }
    if (input->accounts.empty()) {
        fail(RunFailure::BadInput, { Words::tr("there are no accounts in users.csv"), {}, Words::tr("at least one") });
        return;
    }
    const bool needsRooms =
        test.behaviour == users::Behaviour::CreateRooms || test.behaviour == users::Behaviour::FillRooms;
    if (needsRooms && input->rooms.empty()) {
        fail(RunFailure::BadInput,
            { Words::tr("there are no rooms in rooms.json for the test \"%1\"").arg(test.name), {},
                Words::tr("at least one") });
        return;
    }
    const Result<UserLimit> limit =
        limitUsers(test, int(input->accounts.size()), m_machine.descriptors(), m_target.speaksHttp2);
    if (!limit) {
        fail(RunFailure::TooFewDescriptors, limit.error());
        return;
    }
    if (!limit->warning.isEmpty())
        warn(limit->warning);
    m_mostUsers = limit->most;
    beginTest(std::move(*input), limit->users);
}

void LoadRun::Private::beginTest(TestInput input, int users)
{
    const TestPlan &test = m_plan.tests[m_current];
    RunFiles::Tag tag;
    if (test.behaviour == users::Behaviour::CreateRooms) {
        const Result<RunFiles::Tag> begun = m_files->beginRooms();
        if (begun)
            tag = *begun;
        else
            warn(Words::tr("%1. If this run is killed, rooms may be made twice.").arg(begun.error().toString()));
        m_roomsBegun = begun.has_value();
    }
    if (test.behaviour == users::Behaviour::Register
        && m_plan.registration.mode != matrix::RegistrationOptions::Mode::LoginOnly) {
        if (const Result<> noted = m_files->beginAccounts(input.accounts); !noted)
            warn(Words::tr("%1. If this run is killed, a clean-up may not find all accounts.")
                     .arg(noted.error().toString()));
    }
    m_test = std::make_unique<TestRun>(m_current, test, std::move(input), users, m_summary.workers, tag);
    m_cutOff = false;
    m_silence = {};
    m_seen.clear();

    WorkerTest work;
    work.origin = m_target.origin;
    work.client = m_plan.client;
    if (!m_target.versions.versions.isEmpty())
        work.client.authenticatedMedia = m_target.versions.hasAuthenticatedMedia();
    work.registration = m_plan.registration;
    work.behaviour = test.behaviour;
    work.setup = test.setup;
    work.history = test.history;
    work.chat = test.chat;
    work.populations = test.populations;
    work.seed = m_plan.seed;
    work.listRequests = m_plan.listRequests;
    work.accounts = m_test->accounts();
    work.rooms = m_test->rooms();
    work.historyBook = m_test->history();
    work.began = m_began = Clock::now();
    m_schedule = test.userCurve.isEmpty() ? SpawnSchedule(m_began, 0, users, test.spawnRate)
                                          : SpawnSchedule(m_began, test.userCurve, users);
    work.schedule = m_schedule;
    // Not of the project's seed: messages of an earlier run are none of this one.
    work.deliveryRun = QRandomGenerator::system()->bounded(quint32(1), std::numeric_limits<quint32>::max());
    m_test->begin(m_began, m_plan.listRequests);

    if (test.arrivals) {
        const Result<users::ArrivalPlan> arrivals = arrivalsOf(test, users);
        if (!arrivals) {
            m_test.reset();
            fail(RunFailure::BadInput, arrivals.error());
            return;
        }
        work.arrivals = *arrivals;
    }
    m_behind = {};
    m_saidBehind = false;

    metrics::GeneratorHealth unused; // figures of the test begin here
    m_sampler.sample(unused);
    m_machineSampler.sample(unused);
    (void)m_pauses->takeLongest();
    m_workers->begin(work);
    if (test.runTime.count() > 0)
        m_runTimer.start(test.runTime);
    setState(State::Running);
    Q_EMIT q->testStarted(m_current, test);
}

/// Arrivals begin when the users of the beginning are there; earlier they would only be late.
Result<users::ArrivalPlan> LoadRun::Private::arrivalsOf(const TestPlan &test, int users) const
{
    users::ArrivalPlan plan;
    plan.begin = test.userCurve.isEmpty() ? m_schedule.reaches(users).value_or(m_began) : m_began;
    plan.rate = test.rateCurve.isEmpty() ? LoadCurve::constant(test.arrivals->rate) : test.rateCurve;
    plan.process = test.arrivals->process;
    plan.seed = m_plan.seed;
    if (test.arrivals->unit == users::ArrivalParameters::Unit::MessagesPerRoom) {
        plan.rooms = std::make_shared<users::RoomTurns>(*m_test->rooms(), m_test->accountNames(), users);
        if (plan.rooms->rooms() == 0)
            return failure(Words::tr("there is no room to send messages to: none of the plan's stands on the server"),
                test.name, Words::tr("the tests that create and join rooms before this one"));
    }
    return plan;
}

/// Says at once when there are too few users for the rate, and what they get to.
void LoadRun::Private::watchArrivals(const metrics::Snapshot &second)
{
    constexpr double longEnough = 2; // seconds: of one second alone chance may be the cause
    const TestPlan &test = m_test->plan();
    if (!test.arrivals || m_saidBehind)
        return;
    if (second.usersFree > 0 || second.arrivalsWaiting == 0 || second.usersRunning == 0) {
        m_behind = {};
        return;
    }
    m_behind.seconds += second.seconds;
    m_behind.actionsDone += second.actionsDone;
    m_behind.actionsPlanned += second.actionsPlanned;
    if (m_behind.seconds < longEnough || m_behind.actionsDone >= m_behind.actionsPlanned)
        return;
    m_saidBehind = true;
    warn(u"%1: %2"_s.arg(test.name,
        tooFewUsersWarning(double(m_behind.actionsPlanned) / m_behind.seconds,
            double(m_behind.actionsDone) / m_behind.seconds, second.usersRunning)));
}

/// What the generator and its users were late is told beside the response times that hold it.
void LoadRun::Private::sayLateness()
{
    const metrics::Histogram &late = m_test->totals().lateness();
    if (late.isEmpty())
        return;
    const auto ms = [](metrics::Nanoseconds time) {
        return QString::number(std::chrono::duration<double, std::milli>(time).count(), 'f', 1);
    };
    const metrics::Histogram &sent = m_test->totals().uncorrectedTimes();
    say(Severity::Information,
        Words::tr("%1: %2 actions began late by %3 ms at p50, %4 ms at p99 and %5 ms at most. Response times count "
                  "from the planned moment; from the sending on p50 is %6 ms and p99 %7 ms.")
            .arg(m_test->plan().name)
            .arg(late.count())
            .arg(ms(late.percentile(50)), ms(late.percentile(99)), ms(late.max()), ms(sent.percentile(50)),
                ms(sent.percentile(99))));
}

/// What the server has now that an empty one has not.
void LoadRun::Private::sayHistory()
{
    if (!m_test->history())
        return;
    const SetupResults &setup = m_test->setup();
    say(Severity::Information,
        Words::tr("%1: wrote %2 messages, %3 of them pictures, and made %4 profiles; %5 messages were there before; %6 "
                  "are missing.")
            .arg(m_test->plan().name)
            .arg(setup.messages)
            .arg(setup.pictures)
            .arg(setup.profiles)
            .arg(setup.messagesExisted)
            .arg(setup.messagesWanted - setup.messagesExisted - setup.messages));
}

void LoadRun::Private::entered(WorkerReport &report)
{
    if (!m_test)
        return;
    for (const QString &mistake : m_test->enter(report, *m_files))
        say(Severity::Error, mistake);
    flush();
    emitSeconds();
    if (m_state == State::Running && m_test->hopeless()) // no need to ask for every other account, too
        stopTest(TestEnd::Failed);
    if (m_test->areAllWorkersDone())
        endTest();
}

void LoadRun::Private::emitSeconds()
{
    for (metrics::Snapshot &second : m_test->takeSeconds()) {
        const std::chrono::duration<double> end(m_test->totals().elapsed() + second.seconds);
        second.usersTarget = m_schedule.usersAt(m_began + std::chrono::duration_cast<Clock::duration>(end));
        m_sampler.sample(second.health);
        m_machineSampler.sample(second.health);
        second.health.longestPause = m_pauses->takeLongest();
        second.health.judgement = metrics::judgeSecond(second.health, m_sharedMachine);
        m_test->add(second);
        for (const auto &[spoken, connections] : second.connections)
            m_summary.connections[spoken] += connections;
        watchArrivals(second);
        watchSilence(second);
        Q_EMIT q->snapshot(second);
    }
    if (m_state == State::Running)
        watchThresholds();
}

void LoadRun::Private::watchThresholds()
{
    for (const QString &sentence : m_test->newlyBroken()) {
        say(Severity::Warning, sentence);
        report(project::HookEvent::ThresholdBroken, sentence);
    }
    const std::optional<qsizetype> exhausted = m_test->thresholds().exhausted();
    if (!exhausted)
        return;
    const thresholds::Threshold &threshold = m_test->plan().thresholds[*exhausted];
    warn(Words::tr("%1: %2 has been broken for %3: the run ends here.")
             .arg(m_test->plan().name, threshold.rule.text, project::formatRunTime(*threshold.abortAfter)));
    m_test->abortedBy(*exhausted);
    m_stopRequested = true; // no further test, as if somebody had said so
    stopTest(TestEnd::Aborted);
}

void LoadRun::Private::watchSilence(const metrics::Snapshot &second)
{
    switch (m_silence.add(second)) {
    case SilenceWatch::News::Gone: {
        const QString what = Words::tr("%1: the server has not answered anything for %2 s; %3 requests were lost")
                                 .arg(m_test->plan().name, QString::number(m_silence.silence(), 'f', 0),
                                     QString::number(m_silence.lost()));
        warn(what + u'.');
        report(project::HookEvent::ServerGone, what);
        break;
    }
    case SilenceWatch::News::Back:
        say(Severity::Information, Words::tr("%1: the server answers again.").arg(m_test->plan().name));
        break;
    case SilenceWatch::News::None:
        break;
    }
}

void LoadRun::Private::flush()
{
    const Result<> flushed = m_files->flush();
    const QString trouble = flushed ? QString() : flushed.error().toString();
    if (trouble == m_diskTrouble)
        return;
    m_diskTrouble = trouble;
    if (trouble.isEmpty())
        say(Severity::Information, Words::tr("What could not be written before is written now."));
    else
        warn(Words::tr("%1. The run goes on; what was obtained is kept in memory and tried again.").arg(trouble));
}

void LoadRun::Private::setUsers(int users, double spawnRate)
{
    if (m_state != State::Running)
        return;
    const int target = std::clamp(users, 0, m_mostUsers);
    if (target < users)
        say(Severity::Warning,
            Words::tr("There are accounts and file descriptors for %1 users: so many run, not %2.")
                .arg(target)
                .arg(users));
    m_schedule = m_schedule.retargeted(Clock::now(), target, spawnRate);
    m_workers->retarget(m_schedule);
}

void LoadRun::Private::nobodyLeft()
{
    if (m_state != State::Running || m_schedule.target() == 0) // nobody is wanted just now, but time goes on
        return;
    const int remaining = m_test->accounts()->remaining();
    if (m_test->plan().isSetup() && remaining == 0) {
        stopTest(TestEnd::AllDone);
        return;
    }
    if (m_test->plan().isSetup())
        warn(Words::tr("%1: %2 accounts were not worked through. Run the test again to go on with them.")
                 .arg(m_test->plan().name)
                 .arg(remaining));
    else
        warn(Words::tr("%1: all users have given up, so the test ends early.").arg(m_test->plan().name));
    stopTest(TestEnd::NobodyLeft);
}

void LoadRun::Private::stopTest(TestEnd end)
{
    if (m_state != State::Running)
        return;
    m_end = end;
    m_runTimer.stop();
    setState(State::Stopping);
    m_workers->stopGracefully();
    m_stopTimer.start(m_plan.stopTimeout);
}

void LoadRun::Private::cutOff()
{
    m_stopTimer.stop();
    m_cutOff = true;
    m_workers->stopNow();
}

void LoadRun::Private::endTest()
{
    m_stopTimer.stop();
    const bool written = m_files->close().has_value();
    if (!written)
        flush(); // says why
    if (std::exchange(m_roomsBegun, false))
        m_files->endRooms(written && m_test->areRoomsKnown());

    const metrics::Totals &totals = m_test->totals();
    sayLateness();
    sayHistory();
    if (const QString shortfall = shortfallWarning(totals.actionsPlanned(), totals.actionsDone()); !shortfall.isEmpty())
        warn(u"%1: %2"_s.arg(m_test->plan().name, shortfall));
    quint64 resent = 0;
    for (const metrics::HistoryPoint &second : totals.measured())
        resent += second.health.requestsResent;
    if (const QString text = resentWarning(totals.requests(), resent); !text.isEmpty())
        warn(u"%1: %2"_s.arg(m_test->plan().name, text));
    for (const QString &explanation : m_test->setup().explanations())
        warn(u"%1: %2"_s.arg(m_test->plan().name, explanation));
    if (!m_stopRequested)
        m_failure = uselessTest();

    const QString name = m_test->plan().name;
    m_summary.tests.push_back(m_test->finish(m_failure ? TestEnd::Failed : m_end, m_cutOff));
    m_test.reset();
    TestSummary &summary = m_summary.tests.back();
    for (const thresholds::Verdict &verdict : summary.thresholds) {
        if (verdict.isBroken() && !verdict.endedTheRun) // that one was said when it did
            say(Severity::Warning,
                u"%1: %2"_s.arg(name, thresholds::toString(verdict.threshold.rule, verdict.judgement)));
    }
    for (const QString &reason : summary.verdict.reasons) {
        summary.warnings += u"%1: %2"_s.arg(name, reason);
        warn(summary.warnings.last());
    }
    // Who was made just now cannot have rooms yet: commands set the server up anew between rounds.
    if (summary.plan.behaviour == users::Behaviour::Register && summary.setup.registered > 0
        && summary.setup.existed == 0)
        m_files->forgetRooms();
    Q_EMIT q->testFinished(summary.index, summary);
    // From the event loop: it is a worker's report that has brought us here, and the workers may be about to go.
    QMetaObject::invokeMethod(
        q, [this] { afterTest(); }, Qt::QueuedConnection);
}

/// Why the tests after this one would make no sense, if they would not: nobody could be registered.
std::optional<std::pair<RunFailure, Error>> LoadRun::Private::uselessTest() const
{
    if (const std::optional<QString> reason = m_test->hopeless())
        return std::pair(RunFailure::RegistrationClosed,
            Error { Words::tr("no account can be registered: %1").arg(*reason), m_summary.server, {} });
    const SetupResults &setup = m_test->setup();
    if (m_test->plan().behaviour == users::Behaviour::Register && m_end == TestEnd::AllDone && setup.accountsDone == 0)
        return std::pair(RunFailure::BadInput,
            Error { Words::tr("no account is usable: %1").arg(setup.explanations().value(0)), m_summary.server, {} });
    return std::nullopt;
}

void LoadRun::Private::afterTest()
{
    runHooks(Moment::AfterTest, m_plan.tests[m_current].postHooks, [this] {
        if (m_failure)
            fail(m_failure->first, m_failure->second);
        else if (m_hookFailure) // of an event's command
            fail(RunFailure::HookFailed, *m_hookFailure);
        else
            beginNextTest();
    });
}

} // namespace throng::run
