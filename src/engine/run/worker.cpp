// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/worker.h"

#include "engine/base/words.h"
#include "engine/http/reactor.h"
#include "engine/metrics/deliverylog.h"
#include "engine/metrics/processsampler.h"
#include "engine/metrics/recorder.h"
#include "engine/run/target.h"
#include "engine/users/arrivaldesk.h"
#include "engine/users/virtualuser.h"
#include "engine/users/workercache.h"

#include <QTimer>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

// Starting a user costs up to a millisecond; so many in one turn of the event loop delay the others little.
constexpr int startedAtOnce = 20;

// QTimer counts milliseconds in an int; whoever is woken early looks at the schedule again.
constexpr std::chrono::hours longestTimer(1);

std::chrono::milliseconds fromNow(Clock::time_point time)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Clock::now());
    return std::max(left, std::chrono::milliseconds(0));
}

} // namespace

/// What lives as long as the thread.
struct Worker::Thread {
    http::Reactor reactor;
    metrics::Recorder recorder;
    users::WorkerCache cache;
};

/// What lives as long as a test.
struct Worker::Running {
    Running(const WorkerTest &test, Thread &thread, users::Sink &sink, int worker, int workers)
        : plan(test)
        , deliveries(test.deliveryRun, worker, workers)
        , environment { .reactor = thread.reactor,
            .recorder = thread.recorder,
            .deliveries = deliveries,
            .sink = sink,
            .cache = thread.cache,
            .origin = test.origin,
            .client = test.client,
            .registration = matrix::RegistrationFlow(test.registration),
            .behaviour = test.behaviour,
            .setup = test.setup,
            .history = test.history,
            .crowd = users::Crowd(test.chat, test.populations),
            .began = test.began,
            .seed = test.seed,
            .accounts = test.accounts,
            .rooms = test.rooms,
            .historyBook = test.historyBook }
        , nextNumber(worker)
        , reactorBefore(thread.reactor.statistics())
    {
        for (QTimer *timer : { &spawnTimer, &secondTimer }) {
            timer->setSingleShot(true);
            timer->setTimerType(Qt::PreciseTimer);
        }
    }

    WorkerTest plan;
    metrics::DeliveryLog deliveries;
    users::Environment environment;
    int generation = 0;
    bool stopping = false;
    bool idleSaid = false;
    bool ended = false; ///< the last report is sent

    Journal journal;
    quint64 actionsPlanned = 0;
    quint64 actionsDone = 0;

    std::optional<users::ArrivalDesk> desk; ///< outlives the users

    int scheduled = 0; ///< our share of the schedule, as far as it is carried out
    int nextNumber;
    std::map<int, std::unique_ptr<users::VirtualUser>> users; ///< by number
    std::set<int> active; ///< of these, those not asked to stop

    QTimer spawnTimer;
    QTimer secondTimer;
    qint64 second = 0; ///< the one that is going on
    double cpuSeconds = metrics::ProcessSampler::threadCpuSeconds();
    double waitSeconds = metrics::ProcessSampler::threadWaitSeconds();
    Clock::time_point reportedAt = Clock::now();
    http::ReactorStatistics reactorBefore;
};

Worker::Worker(int index, int count)
    : m_index(index)
    , m_count(count)
{
    setObjectName(u"worker %1"_s.arg(index));
}

Worker::~Worker()
{
    stopNow(); // the users' last words are still heard
}

void Worker::begin(const WorkerTest &test, int generation)
{
    if (!m_thread)
        m_thread = std::make_unique<Thread>();
    guardReactor(m_thread->reactor, *test.origin);
    m_thread->reactor.watchLag(test.listRequests);
    m_thread->recorder.listRequests(test.listRequests);
    (void)m_thread->recorder.take(); // the test's first second begins here

    users::Sink &sink = *this;
    m_test = std::make_unique<Running>(test, *m_thread, sink, m_index, m_count);
    m_test->generation = generation;
    if (test.arrivals)
        m_test->environment.desk =
            &m_test->desk.emplace(m_thread->reactor.deadlines(), *test.arrivals, m_index, m_count);
    connect(&m_test->spawnTimer, &QTimer::timeout, this, &Worker::spawn);
    connect(&m_test->secondTimer, &QTimer::timeout, this, &Worker::tick);
    armTick();
    spawn();
}

void Worker::retarget(const SpawnSchedule &schedule, int generation)
{
    if (!m_test)
        return;
    m_test->plan.schedule = schedule;
    m_test->generation = generation;
    m_test->idleSaid = false;
    spawn();
}

void Worker::spawn()
{
    if (m_test->stopping)
        return;
    const int wanted = shareOf(m_test->plan.schedule.usersAt(Clock::now()), m_index, m_count);
    for (int changes = 0; m_test->scheduled != wanted; ++changes) {
        if (m_test->scheduled < wanted && m_test->plan.accounts->remaining() == 0)
            break;
        if (changes == startedAtOnce) {
            m_test->spawnTimer.start(0);
            return;
        }
        if (m_test->scheduled < wanted)
            startUser();
        else
            retireUser();
    }
    armSpawn(wanted);
    checkEnd();
}

void Worker::armSpawn(int share)
{
    const auto next = m_test->plan.schedule.leaves(
        Clock::now(), fewestForShare(share, m_index, m_count), mostForShare(share, m_index, m_count));
    if (next)
        m_test->spawnTimer.start(std::min<std::chrono::milliseconds>(fromNow(*next), longestTimer));
}

void Worker::startUser()
{
    ++m_test->scheduled;
    const int number = std::exchange(m_test->nextNumber, m_test->nextNumber + m_count);
    auto user = std::make_unique<users::VirtualUser>(
        m_test->environment, number, [this](users::VirtualUser &finished) { userFinished(finished.number()); });
    users::VirtualUser &started = *user;
    m_test->users.emplace(number, std::move(user));
    m_test->active.insert(number);
    started.start();
}

void Worker::retireUser()
{
    --m_test->scheduled;
    // Some may have ended by themselves: then there is nobody to be asked.
    if (int(m_test->active.size()) <= m_test->scheduled)
        return;
    const auto newest = std::prev(m_test->active.end());
    const int number = *newest;
    m_test->active.erase(newest);
    m_test->users.at(number)->stopGracefully();
}

void Worker::userFinished(int number)
{
    m_test->active.erase(number);
    m_test->users.erase(number);
    checkEnd();
}

bool Worker::nothingToStart() const
{
    const Running &test = *m_test;
    if (test.stopping || test.plan.accounts->remaining() == 0)
        return true;
    const Clock::time_point now = Clock::now();
    const SpawnSchedule &schedule = test.plan.schedule;
    const int share = shareOf(schedule.usersAt(now), m_index, m_count);
    return test.scheduled == share
        && !schedule.leaves(now, fewestForShare(share, m_index, m_count), mostForShare(share, m_index, m_count));
}

void Worker::checkEnd()
{
    if (m_test->ended || !m_test->users.empty() || !nothingToStart())
        return;
    if (m_test->stopping) {
        m_test->ended = true;
        report(true);
        m_test->secondTimer.stop();
        m_test->spawnTimer.stop();
        // Not at once: what called us may belong to it.
        QMetaObject::invokeMethod(
            this,
            [this, ended = m_test.get()] {
                if (m_test.get() == ended)
                    m_test.reset();
            },
            Qt::QueuedConnection);
    } else if (!std::exchange(m_test->idleSaid, true)) {
        Q_EMIT idle(m_index, m_test->generation);
    }
}

void Worker::stopGracefully()
{
    if (!m_test || m_test->stopping)
        return;
    m_test->stopping = true;
    m_test->deliveries.setEnding();
    m_test->spawnTimer.stop();
    if (m_test->desk)
        m_test->desk->close();
    m_test->active.clear();
    // A user may end at once, but is taken out of the map only from the event loop.
    for (const auto &[number, user] : m_test->users)
        user->stopGracefully();
    checkEnd();
}

void Worker::stopNow()
{
    if (!m_test)
        return;
    m_test->stopping = true;
    m_test->deliveries.setEnding();
    m_test->spawnTimer.stop();
    if (m_test->desk)
        m_test->desk->close();
    m_test->active.clear();
    for (const auto &[number, user] : m_test->users)
        user->stopNow();
    m_test->users.clear();
    checkEnd();
}

void Worker::tick()
{
    report(false);
    armTick();
}

void Worker::armTick()
{
    const auto elapsed = Clock::now() - m_test->plan.began;
    m_test->second = std::max<qint64>(std::chrono::floor<std::chrono::seconds>(elapsed).count(), 0);
    m_test->secondTimer.start(fromNow(m_test->plan.began + std::chrono::seconds(m_test->second + 1)));
}

void Worker::report(bool isLast)
{
    Running &test = *m_test;
    for (const auto &[number, user] : test.users)
        user->reportPlan();

    auto report = std::make_shared<WorkerReport>();
    const Clock::time_point now = Clock::now();
    report->worker = m_index;
    report->second = test.second;
    report->end = std::chrono::duration<double>(now - test.plan.began).count();
    report->isLast = isLast;
    report->journal = std::exchange(test.journal, {});

    report->deliveries = test.deliveries.take(now);

    metrics::Snapshot &snapshot = report->snapshot;
    snapshot = m_thread->recorder.take();
    snapshot.usersRunning = int(test.users.size());
    snapshot.actionsPlanned = std::exchange(test.actionsPlanned, 0);
    snapshot.actionsDone = std::exchange(test.actionsDone, 0);
    if (test.desk) {
        users::ArrivalDesk::Second second = test.desk->takeSecond();
        snapshot.actionsPlanned += second.planned;
        snapshot.arrivalsWaiting = second.waiting;
        snapshot.usersFree = second.freeUsers;
        snapshot.lateness = std::move(second.lateness);
    }

    const double cpuSeconds = metrics::ProcessSampler::threadCpuSeconds();
    const double waitSeconds = metrics::ProcessSampler::threadWaitSeconds();
    const double seconds = std::chrono::duration<double>(now - std::exchange(test.reportedAt, now)).count();
    const http::ReactorStatistics before = std::exchange(test.reactorBefore, m_thread->reactor.statistics());
    const http::ReactorStatistics &reactor = test.reactorBefore;
    metrics::GeneratorHealth &health = snapshot.health;
    if (seconds > 0.1) { // shorter ones, at a test's end, say nothing
        health.busiestWorkerShare = (cpuSeconds - test.cpuSeconds) / seconds;
        health.cpuWaitShare = std::clamp((waitSeconds - test.waitSeconds) / seconds, 0.0, 1.0);
    }
    test.cpuSeconds = cpuSeconds;
    test.waitSeconds = waitSeconds;
    health.worstLoopLag = reactor.worstLag;
    health.worstSendLag = reactor.worstWake;
    health.connectionsOpen = reactor.open;
    health.connectionsOpened = reactor.opened - before.opened;
    health.connectionsReopened = reactor.reopenedAfterIdleClose - before.reopenedAfterIdleClose;
    health.connectionsFailed = reactor.failed - before.failed;
    health.requestsResent = reactor.resent - before.resent;
    for (const auto &[spoken, connections] : reactor.spoken) {
        const auto known = before.spoken.find(spoken);
        if (const quint64 more = connections - (known != before.spoken.end() ? known->second : 0); more > 0)
            snapshot.connections[spoken] = more;
    }

    Q_EMIT reported(std::move(report));
}

void Worker::sessionChanged(int account, const users::Session &session)
{
    m_test->journal.sessions.emplace_back(account, session);
}

void Worker::accountMade(int account)
{
    m_test->journal.accountsMade.push_back(account);
}

void Worker::mediaUploaded(int account, const QByteArray &mxc)
{
    m_test->journal.media.emplace_back(account, mxc);
}

void Worker::historyWritten(int account, int room, int messages, bool isPicture)
{
    m_test->journal.historyWritten.push_back({ account, room, messages });
    m_test->journal.historyPictures += isPicture ? 1 : 0;
}

void Worker::profileMade(int account)
{
    m_test->journal.profilesMade.push_back(account);
}

void Worker::historyFailed(int account, int room, const QString &reason)
{
    m_test->journal.historyFailed.push_back({ account, room, reason });
}

void Worker::accountDone(int account)
{
    m_test->journal.accountsDone.push_back(account);
}

void Worker::accountFailed(int account, users::AccountFailure failure, const QString &reason)
{
    m_test->journal.accountsFailed.push_back({ account, failure, reason });
}

void Worker::roomCreated(int room, const QByteArray &roomId, const QString &creator)
{
    m_test->journal.roomsCreated.push_back({ room, roomId, creator });
}

void Worker::roomExisted(int)
{
    ++m_test->journal.roomsExisted;
}

void Worker::roomFailed(int room, const QString &reason)
{
    m_test->journal.roomsFailed.push_back({ room, reason });
}

void Worker::roomJoined(int, const QByteArray &)
{
    ++m_test->journal.joined;
}

void Worker::joinFailed(int account, const QByteArray &, const QString &reason)
{
    m_test->journal.joinsFailed.push_back({ account, reason });
}

void Worker::actionsPlanned(int count)
{
    m_test->actionsPlanned += quint64(std::max(count, 0));
}

void Worker::actionsDone(int count)
{
    m_test->actionsDone += quint64(std::max(count, 0));
}

void Worker::internalError(int user, const QString &what)
{
    m_test->journal.internalErrors += Words::tr("User %1 ended by a mistake of Throng's: %2").arg(user).arg(what);
}

WorkerThread::WorkerThread(int index, int count)
    : m_worker(new Worker(index, count))
{
    m_thread.setObjectName(u"throng worker %1"_s.arg(index));
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

WorkerThread::~WorkerThread()
{
    m_thread.quit();
    m_thread.wait();
}

} // namespace throng::run
