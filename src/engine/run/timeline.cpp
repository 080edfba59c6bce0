// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/timeline.h"

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

/// Polls of one user, a second, when `events` come to it: each ends with the first event, or empty after `timeout`.
double pollsOf(double events, double timeout)
{
    if (timeout <= 0)
        return 0; // they do not wait: as many as the server answers, which nobody can say
    if (events <= 0)
        return 1 / timeout;
    return events / (1 - std::exp(-events * timeout));
}

std::chrono::milliseconds milliseconds(double seconds)
{
    return std::chrono::milliseconds(std::llround(seconds * 1000));
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
    double polls = 0;
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
        rates.polls += group.share * pollsOf(events / shares * messageReach, timeout);
    }
    return { rates.requests / shares, rates.polls / shares };
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

QList<TestOutlook> timeline(const project::Suite &suite, const Headcount &headcount,
    const std::function<ChatRates(const users::ChatParameters &)> &ratesOf)
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
        outlook.users = std::min(test.users.value_or(headcount.accounts), headcount.accounts);
        const double spawning = test.spawnRate > 0 ? outlook.users / test.spawnRate : 0;
        outlook.spawning = milliseconds(spawning);
        if (test.isSetup()) {
            const SetupWork work = workOf(test, headcount);
            const double needed = std::max(spawning, work.seconds);
            outlook.duration = milliseconds(needed);
            outlook.isGuess = test.stopWhenDone;
            if (test.runTime && (!test.stopWhenDone || *test.runTime < outlook.duration)) {
                outlook.duration = *test.runTime;
                outlook.isGuess = false;
            }
            outlook.requests = needed > 0 ? work.requests / needed : 0;
        } else {
            outlook.duration = test.runTime.value_or(std::chrono::milliseconds(0));
            // A run that is over before everybody has come never has them all.
            const double there = outlook.duration.count() > 0 && outlook.spawning > outlook.duration
                ? outlook.users * (double(outlook.duration.count()) / double(outlook.spawning.count()))
                : outlook.users;
            const CrowdRates rates = ratesOfAll(test, ratesOf, headcount.messageReach);
            outlook.requests = there * rates.requests;
            outlook.polls = there * rates.polls;
        }
        all.append(outlook);
    }
    return all;
}

} // namespace throng::run
