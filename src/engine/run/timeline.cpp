// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/timeline.h"

#include "engine/project/loadshape.h"
#include "engine/users/habits.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace throng::run {

namespace {

using Action = users::Action;

constexpr int stepsLived = 100'000; ///< some twenty days of a user; the rates are within 2 % then
constexpr quint64 seed = 1;

// Seconds that a small server takes for each, one after the other: guesses, for a first idea of how long it will be.
constexpr double registering = 0.3; // most of it is the password's hash
constexpr double makingARoom = 0.3;
constexpr double inviting = 0.05;
constexpr double joining = 0.15;
constexpr double writing = 0.03;

/// Requests that a person's action costs, once its pictures and names are known.
int requestsOf(Action action)
{
    switch (action) {
    case Action::SendText:
    case Action::RoomText: // the typing notice and the text
    case Action::RoomImage: // the picture and the message about it
        return 2;
    case Action::LookAtRoom:
    case Action::Paginate:
    case Action::ChangeDisplayName:
    case Action::AcceptInvite:
    case Action::RoomReaction:
        return 1;
    case Action::DoNothing:
    case Action::GoAway:
    case Action::EnterRoom:
    case Action::LeaveRoom:
        break;
    }
    return 0;
}

/// What of it wakes the syncs of the others in the room.
int eventsOf(Action action)
{
    switch (action) {
    case Action::SendText:
    case Action::RoomText: // the typing notice and the text
        return 2;
    case Action::LookAtRoom: // the receipt
    case Action::RoomImage:
    case Action::RoomReaction:
        return 1;
    default:
        return 0;
    }
}

/// Polls of one user, a second, when `events` come to it by chance: each waits for the first event, or ends empty after
/// `timeout`; the next is asked `turnaround` later.
double pollsOf(double events, double timeout, double turnaround)
{
    if (timeout <= 0)
        return 0; // they do not wait: as many as the server answers, which nobody can say
    const double waiting = events > 0 ? (1 - std::exp(-events * timeout)) / events : timeout;
    return 1 / (turnaround + waiting);
}

std::chrono::milliseconds milliseconds(double seconds)
{
    return std::chrono::milliseconds(std::llround(seconds * 1000));
}

bool isOfUsers(const project::Test &test)
{
    return test.shape && test.shape->of == project::LoadShape::Of::Users;
}

std::optional<LoadCurve> shapeOf(const project::Test &test, const QString &folder)
{
    if (!test.shape)
        return std::nullopt;
    const Result<LoadCurve> curve = project::curveOf(*test.shape, folder);
    return curve ? std::optional(*curve) : std::nullopt;
}

/// Where it would pass `most` it runs along there.
LoadCurve cappedAt(double most, const LoadCurve &curve)
{
    std::vector<LoadCurve::Point> points;
    const LoadCurve::Point *from = nullptr;
    for (const LoadCurve::Point &to : curve.points()) {
        if (from && (from->level - most) * (to.level - most) < 0 && to.seconds > from->seconds) {
            const double way = (most - from->level) / (to.level - from->level);
            points.push_back({ from->seconds + way * (to.seconds - from->seconds), most });
        }
        points.push_back({ to.seconds, std::min(to.level, most) });
        from = &to;
    }
    return LoadCurve(std::move(points));
}

/// Cut off there, or going on at its last level until then.
LoadCurve endingAt(double seconds, const LoadCurve &curve)
{
    std::vector<LoadCurve::Point> points;
    for (const LoadCurve::Point &point : curve.points()) {
        if (point.seconds <= seconds)
            points.push_back(point);
    }
    if (points.back().seconds < seconds)
        points.push_back({ seconds, curve.levelAt(seconds) });
    return LoadCurve(std::move(points));
}

struct SetupWork {
    double seconds = 0; ///< of the server
    double requests = 0;
};

SetupWork workOf(const project::Test &test, const Headcount &headcount)
{
    const auto invited = double(std::max<qint64>(headcount.memberships - headcount.rooms, 0));
    switch (test.behaviour) {
    case users::Behaviour::Register:
        return { headcount.accounts * registering, headcount.accounts * 2.0 }; // the first answer says how
    case users::Behaviour::CreateRooms:
        return { headcount.rooms * makingARoom + invited * inviting, double(headcount.rooms) };
    case users::Behaviour::JoinRooms:
        return { invited * joining, invited };
    case users::Behaviour::FillRooms: {
        const double messages = test.history.messagesPerRoom * headcount.rooms;
        return { messages * writing, messages * (1 + test.history.pictureShare) };
    }
    case users::Behaviour::Chat:
        break;
    }
    return {};
}

/// Some of a test's users, who are alike.
struct Group {
    double share = 1; ///< of all; the sum of them is 1
    const users::ChatParameters *chat = nullptr;
};

std::vector<Group> groupsOf(const project::Test &test)
{
    double shares = 0;
    for (const users::Population &population : test.populations)
        shares += double(population.share);
    if (test.populations.isEmpty())
        return { { 1, &test.chat } };
    std::vector<Group> groups;
    for (const users::Population &population : test.populations) {
        if (shares > 0)
            groups.push_back({ double(population.share) / shares, &population.chat });
    }
    return groups;
}

/// On average over a test's users.
ChatRates meanRates(
    const std::vector<Group> &groups, const std::function<ChatRates(const users::ChatParameters &)> &ratesOf)
{
    ChatRates mean;
    for (const Group &group : groups) {
        const ChatRates own = ratesOf(*group.chat);
        for (double ChatRates::*rate : { &ChatRates::requests, &ChatRates::texts, &ChatRates::events,
                 &ChatRates::requestsOfAction, &ChatRates::eventsOfAction })
            mean.*rate += group.share * own.*rate;
    }
    return mean;
}

/// A second and user.
struct UserLoad {
    double requests = 0; ///< polls aside
    double eventsComing = 0; ///< of others
};

/// Of users who act when they like.
UserLoad loadByHabit(const ChatRates &rates, double messageReach)
{
    return { rates.requests, rates.events * messageReach };
}

/// Of users who act by a timetable, `rate` a second: all of them together, or in each room.
UserLoad loadByRate(const ChatRates &rates, const users::ArrivalParameters &arrivals, double rate, double users,
    const Headcount &headcount)
{
    if (users <= 0)
        return {};
    if (arrivals.unit == users::ArrivalParameters::Unit::Actions) {
        const double ofUser = rate / users;
        return { ofUser * rates.requestsOfAction, ofUser * rates.eventsOfAction * headcount.messageReach };
    }
    const double texts = rate * headcount.rooms;
    const double others = std::max(0.0, double(headcount.memberships - headcount.rooms)); // in all rooms together
    return { texts * requestsOf(Action::RoomText) / users,
        rate * eventsOf(Action::RoomText) * others / std::max(1, headcount.accounts) };
}

/// The target rate at its highest; it begins when the users of the beginning are there, which may be never.
double peakRate(const project::Test &test, const std::optional<LoadCurve> &shape, const TestOutlook &outlook)
{
    if (!isOfUsers(test) && outlook.duration.count() > 0 && outlook.duration <= outlook.spawning)
        return 0;
    return shape && !isOfUsers(test) ? shape->peak() : test.arrivals->rate;
}

/// Polls of one user a second, `events` coming to it.
double meanPolls(const std::vector<Group> &groups, double events, double turnaround)
{
    double mean = 0;
    for (const Group &group : groups)
        mean += group.share * pollsOf(events, double(group.chat->syncTimeout.count()) / 1000, turnaround);
    return mean;
}

} // namespace

ChatRates chatRates(const users::ChatParameters &parameters)
{
    users::Habits habits(parameters, Random::stream(seed, u"habits", 0));
    double lived = 0;
    double noticed = 0;
    ChatRates rates;
    for (int step = 0; step < stepsLived; ++step) {
        const users::Step done = habits.next(true);
        lived += done.during + done.after;
        noticed += users::isNoticed(done.action) ? 1 : 0;
        rates.requests += requestsOf(done.action);
        rates.events += eventsOf(done.action);
        rates.texts += done.action == Action::SendText || done.action == Action::RoomText ? 1 : 0;
    }
    // Who does nothing of its own sends a text when the timetable says so, as Habits::nextNoticed() has it.
    rates.requestsOfAction = noticed > 0 ? rates.requests / noticed : requestsOf(Action::SendText);
    rates.eventsOfAction = noticed > 0 ? rates.events / noticed : eventsOf(Action::SendText);
    for (double *rate : { &rates.requests, &rates.events, &rates.texts })
        *rate = lived > 0 ? *rate / lived : 0; // without any pause nobody can say
    return rates;
}

LoadCurve plannedUsers(
    const project::Test &test, int accounts, const QString &folder, std::optional<std::chrono::milliseconds> end)
{
    const int users = std::min(test.users.value_or(accounts), accounts);
    const std::optional<LoadCurve> shape = isOfUsers(test) ? shapeOf(test, folder) : std::nullopt;
    const LoadCurve wanted = shape.value_or(LoadCurve::constant(users)).withSlopes(test.spawnRate);
    const LoadCurve possible = cappedAt(accounts, wanted);
    return end ? endingAt(std::chrono::duration<double>(*end).count(), possible) : possible;
}

QList<TestOutlook> timeline(const project::Suite &suite, const Headcount &headcount,
    const std::function<ChatRates(const users::ChatParameters &)> &ratesOf, const QString &folder)
{
    QList<TestOutlook> all;
    for (int i = 0; i < suite.tests.size(); ++i) {
        const project::Test &test = suite.tests[i];
        if (!test.enabled)
            continue;
        TestOutlook outlook;
        outlook.test = i;
        outlook.name = test.name;
        outlook.behaviour = test.behaviour;
        const int asked = std::min(test.users.value_or(headcount.accounts), headcount.accounts);
        const double spawning = test.spawnRate > 0 ? asked / test.spawnRate : 0;
        outlook.spawning = milliseconds(spawning);
        const std::optional<LoadCurve> shape = shapeOf(test, folder);
        const std::optional<std::chrono::milliseconds> runTime = test.runTime ? test.runTime
            : shape ? std::optional(milliseconds(shape->duration()))
                    : std::nullopt;
        SetupWork work;
        double needed = 0;
        if (test.isSetup()) {
            work = workOf(test, headcount);
            needed = std::max(spawning, work.seconds);
            outlook.duration = milliseconds(needed);
            outlook.isGuess = test.stopWhenDone;
            if (runTime && (!test.stopWhenDone || *runTime < outlook.duration)) {
                outlook.duration = *runTime;
                outlook.isGuess = false;
            }
        } else {
            outlook.duration = runTime.value_or(std::chrono::milliseconds(0));
        }
        outlook.planned = plannedUsers(test, headcount.accounts, folder,
            outlook.duration.count() > 0 ? std::optional(outlook.duration) : std::nullopt);
        outlook.users = isOfUsers(test) && shape ? int(std::ceil(outlook.planned.peak())) : asked;
        if (test.isSetup()) {
            outlook.requests = needed > 0 ? work.requests / needed : 0;
        } else {
            // A run that is over before everybody has come never has them all.
            const double users = outlook.planned.peak();
            const std::vector<Group> groups = groupsOf(test);
            const ChatRates rates = meanRates(groups, ratesOf);
            const UserLoad load = test.arrivals
                ? loadByRate(rates, *test.arrivals, peakRate(test, shape, outlook), users, headcount)
                : loadByHabit(rates, headcount.messageReach);
            outlook.requests = users * load.requests;
            outlook.polls = users * meanPolls(groups, load.eventsComing, 0);
            outlook.requestsOfUser = load.requests + meanPolls(groups, load.eventsComing, pollTurnaround);
        }
        all.append(outlook);
    }
    return all;
}

} // namespace throng::run
