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

struct CrowdRates {
    double requests = 0;
    double polls = 0; ///< at the most
    double pollsInPractice = 0; ///< with pollTurnaround
};

/// A second and user, on average over the test's groups of users.
CrowdRates ratesOfAll(const project::Test &test, const std::function<ChatRates(const users::ChatParameters &)> &ratesOf,
    double messageReach)
{
    struct Group {
        double share;
        const users::ChatParameters *chat;
    };
    std::vector<Group> groups;
    for (const users::Population &population : test.populations)
        groups.push_back({ double(population.share), &population.chat });
    if (groups.empty())
        groups.push_back({ 1, &test.chat });
    double shares = 0;
    double events = 0;
    CrowdRates rates;
    for (const Group &group : groups) {
        const ChatRates own = ratesOf(*group.chat);
        shares += group.share;
        events += group.share * own.events;
        rates.requests += group.share * own.requests;
    }
    if (shares <= 0)
        return {};
    for (const Group &group : groups) {
        const double timeout = double(group.chat->syncTimeout.count()) / 1000;
        const double coming = events / shares * messageReach;
        rates.polls += group.share * pollsOf(coming, timeout, 0);
        rates.pollsInPractice += group.share * pollsOf(coming, timeout, pollTurnaround);
    }
    return { rates.requests / shares, rates.polls / shares, rates.pollsInPractice / shares };
}

} // namespace

ChatRates chatRates(const users::ChatParameters &parameters)
{
    users::Habits habits(parameters, Random::stream(seed, u"habits", 0));
    double lived = 0;
    ChatRates rates;
    for (int step = 0; step < stepsLived; ++step) {
        const users::Step done = habits.next(true);
        lived += done.during + done.after;
        rates.requests += requestsOf(done.action);
        rates.events += eventsOf(done.action);
        rates.texts += done.action == Action::SendText || done.action == Action::RoomText ? 1 : 0;
    }
    if (lived <= 0) // without any pause nobody can say
        return {};
    for (double *rate : { &rates.requests, &rates.events, &rates.texts })
        *rate /= lived;
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
            const CrowdRates rates = ratesOfAll(test, ratesOf, headcount.messageReach);
            // A run that is over before everybody has come never has them all.
            outlook.requests = outlook.planned.peak() * rates.requests;
            outlook.polls = outlook.planned.peak() * rates.polls;
            outlook.requestsOfUser = rates.requests + rates.pollsInPractice;
        }
        all.append(outlook);
    }
    return all;
}

} // namespace throng::run
