// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/recorder.h"
#include "engine/users/arrivaldesk.h"
#include "engine/users/behaviours.h"
#include "engine/users/chatuser.h"
#include "engine/users/request.h"
#include "engine/users/workercache.h"

#include <algorithm>

namespace throng::users {

namespace {

http::Nanoseconds seconds(double value)
{
    return std::chrono::duration_cast<http::Nanoseconds>(std::chrono::duration<double>(value));
}

// Streams of their own, so that plan and user go the same way whatever the server makes the user draw otherwise.
Random chanceOf(const Actor &actor, const char16_t *what)
{
    return Random::stream(actor.environment().seed, what, std::uint64_t(actor.number()));
}

} // namespace

ChatUser::ChatUser(Actor &actor)
    : m_actor(actor)
    , m_client(actor.client())
    , m_parameters(actor.habits())
    , m_habits(m_parameters, chanceOf(actor, u"habits"))
    , m_plan(m_habits)
    , m_began(http::Clock::now())
    , m_rooms(actor.environment().cache, m_parameters.recentMessages)
    , m_hours(m_parameters, chanceOf(actor, u"hours"))
    , m_goesOn(m_parameters.useSavedSince)
    , m_log(actor.environment().deliveries)
    , m_figures(actor.environment().recorder.figures())
    , m_ownLag(m_figures.id({ metrics::figure::ownLag, {} }))
    , m_pollOverhead(m_figures.id({ metrics::figure::pollOverhead, {} }))
{
    if (!actor.environment().desk) // a timetable is a plan of its own
        actor.setPlanSource(this);
}

ChatUser::~ChatUser()
{
    m_actor.setPlanSource(nullptr);
}

int ChatUser::actionsDue()
{
    const std::chrono::duration<double> online = m_closedAt.value_or(http::Clock::now()) - m_began - m_offline;
    return m_plan.advanceTo(online.count(), !m_synced || !m_rooms.isEmpty());
}

double ChatUser::sinceTestBegan() const
{
    return std::chrono::duration<double>(http::Clock::now() - m_actor.environment().began).count();
}

http::Sleep ChatUser::pause(double duration)
{
    return m_actor.pause(seconds(std::clamp(m_closing.at - sinceTestBegan(), 0.0, duration)));
}

Task<> ChatUser::run()
{
    std::exception_ptr error;
    try {
        Task<> living = comeAndGo();
        co_await living;
    } catch (const Stopped &) {
        // the only way that a person stops
    } catch (...) {
        error = std::current_exception();
    }
    if (!m_refusal.isEmpty())
        m_actor.accountFailed(AccountFailure::LoginRefused, m_refusal);
    else if (m_actor.session().isValid())
        m_actor.saveSession(); // with the place where the sync ended
    for (const std::exception_ptr &each : { error, m_syncError }) {
        if (each)
            std::rethrow_exception(each);
    }
}

/// Opens the client, lives with it, closes it, for as long as the user runs and the server lets it in.
Task<> ChatUser::comeAndGo()
{
    // What has ended goes at once: a user is online for long, and what it came in by would stand about all the while.
    {
        Task<> waiting = waitUntil(m_hours.firstOpening(sinceTestBegan()));
        co_await waiting;
    }
    for (;;) {
        noteComing();
        {
            Task<> comingIn = comeIn();
            co_await comingIn;
        }
        if (!m_refusal.isEmpty())
            co_return;
        Task<> online = beOnline();
        co_await online;
        if (!m_refusal.isEmpty() || m_syncError)
            co_return;
        m_actor.throwIfStopping();
        Task<> offline = beOffline();
        co_await offline;
    }
}

/// Logged in, as often as that has to be tried: a server that is down may come back during the test.
Task<> ChatUser::comeIn()
{
    while (!m_actor.session().isValid()) {
        Task<matrix::ApiResult<>> loggingIn = logIn(m_actor);
        const matrix::ApiResult<> loggedIn = co_await loggingIn;
        if (loggedIn)
            break;
        if (isRefusal(loggedIn.error())) {
            m_refusal = loggedIn.error().text();
            break;
        }
        http::Sleep pause = m_actor.pause(m_actor.environment().setup.pauseBetweenTries);
        co_await pause;
    }
}

/// Until the client is closed. What ended it otherwise is thrown, or in m_refusal or m_syncError.
Task<> ChatUser::beOnline()
{
    m_closing = m_hours.closing(sinceTestBegan());
    m_open = true;
    Task<> syncing = sync();
    std::exception_ptr error;
    try {
        Task<> acting = act();
        co_await acting;
    } catch (...) {
        error = std::current_exception();
    }
    m_open = false;
    m_actor.closeClient(); // cuts the long poll
    co_await syncing;
    if (error)
        std::rethrow_exception(error);
}

Task<> ChatUser::beOffline()
{
    m_closedAt = http::Clock::now();
    m_visited = {};
    if (m_closing.logsOut) {
        matrix::Client &client = m_client;
        auto leaving = request(m_actor, [&client] { return client.logout(); });
        co_await leaving;
        m_actor.forgetSession(); // as the device does, whatever the server said
    }
    m_actor.closeConnections();
    const ClientHours::Opening opening = m_hours.opening(m_closing);
    Task<> waiting = waitUntil(opening.at);
    co_await waiting;
    m_goesOn = !opening.fresh;
    if (opening.fresh) {
        m_rooms.clear();
        m_synced = false;
    }
    m_offline += http::Clock::now() - *m_closedAt;
    m_closedAt.reset();
}

/// Seconds since the test began.
Task<> ChatUser::waitUntil(double time)
{
    if (const double left = time - sinceTestBegan(); left > 0) {
        http::Sleep pause = m_actor.pause(seconds(left));
        co_await pause;
    }
}

Task<> ChatUser::act()
{
    if (!m_synced) {
        Signal::Wait firstSync = m_firstSync.wait(m_actor.pauses());
        co_await firstSync;
    }
    if (m_actor.environment().desk) {
        Task<> acting = actOnArrivals();
        co_await acting;
        co_return;
    }
    for (;;) {
        m_actor.throwIfStopping();
        if (isClosing())
            co_return;
        const Step step = m_habits.next(!m_rooms.isEmpty());
        Task<bool> acting = actOnce(step);
        if (!co_await acting)
            co_return;
        http::Sleep after = pause(step.after);
        co_await after;
    }
}

Task<bool> ChatUser::actOnce(Step step)
{
    Task<> performing = perform(step);
    co_await performing;
    if (!m_actor.session().isValid()) {
        if (m_refusal.isEmpty())
            m_refusal = sessionEnded().text();
        co_return false;
    }
    if (!m_visited.isEmpty()) {
        Task<> viewing = viewPictures(m_visited); // those that came while it was looking
        co_await viewing;
    }
    if (isNoticed(step.action))
        m_actor.sink().actionsDone(1);
    co_return true;
}

/// The timetable says when, the habits say what. What is begun late has all of its requests late.
Task<> ChatUser::actOnArrivals()
{
    ArrivalDesk &desk = *m_actor.environment().desk;
    for (;;) {
        m_actor.throwIfStopping();
        if (isClosing())
            co_return;
        ArrivalDesk::Wait waiting = desk.wait(m_actor.pauses(), m_actor.accountIndex());
        const Arrival arrival = co_await waiting;
        m_client.setLateness(std::max<http::Nanoseconds>(http::Nanoseconds(0), http::Clock::now() - arrival.planned));
        Step step { Action::RoomText, 0, 0 };
        if (arrival.room >= 0)
            m_visited = m_actor.environment().cache.sharedPath(desk.rooms()->id(arrival.room));
        else
            step = m_habits.nextNoticed(!m_rooms.isEmpty());
        Task<bool> acting = actOnce(step);
        const bool goesOn = co_await acting;
        m_client.setLateness(std::nullopt);
        if (!goesOn)
            co_return;
    }
}

/// The room that the user is visiting, or any of its own. Empty when it is in none.
matrix::RoomPath ChatUser::roomToActIn()
{
    if (!m_visited.isEmpty())
        return m_visited;
    return m_rooms.isEmpty() ? matrix::RoomPath() : m_rooms.pick(m_actor.random()).path;
}

Task<> ChatUser::perform(Step step)
{
    switch (step.action) {
    case Action::DoNothing:
    case Action::GoAway:
        return rest(step.during);
    case Action::ChangeDisplayName:
        return changeDisplayName();
    case Action::AcceptInvite:
        return acceptInvite(step.during);
    case Action::SendText:
    case Action::RoomText:
        return sendText(roomToActIn(), step.during);
    case Action::LookAtRoom:
        return lookAtRoom(roomToActIn());
    case Action::Paginate:
        return paginate(roomToActIn());
    case Action::EnterRoom:
        return enterRoom(roomToActIn());
    case Action::RoomImage:
        return sendPicture(roomToActIn());
    case Action::RoomReaction:
        return react(roomToActIn());
    case Action::LeaveRoom:
        return leaveRoom();
    }
    Q_UNREACHABLE();
}

Task<> chat(Actor &actor)
{
    if (!actor.takeAccount())
        co_return;
    const ChatParameters &all = actor.environment().crowd.everybody();
    actor.environment().cache.preparePictures(
        all.imagesPerWorker, all.imageBytes, all.largestImageBytes, actor.environment().seed);
    ChatUser user(actor);
    Task<> running = user.run();
    co_await running;
}

} // namespace throng::users
