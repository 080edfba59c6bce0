// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/loadcurve.h"
#include "engine/project/suite.h"
#include "engine/users/parameters.h"

#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace throng::run {

/// What one chat user does, on average over a long time.
struct ChatRates {
    double requests = 0; ///< a second, polls aside
    double texts = 0; ///< a second
    /// A second, of its own that other people's syncs answer with: texts, pictures, reactions, typing, receipts.
    double events = 0;
    double requestsOfAction = 0; ///< of one that the server notices: of a user who acts by a timetable
    double eventsOfAction = 0; ///< likewise

    friend bool operator==(const ChatRates &, const ChatRates &) = default;
};

/// Found by letting one user of that behaviour live for some weeks, without a server: the same on every call.
[[nodiscard]] ChatRates chatRates(const users::ChatParameters &parameters);

/// How many there are, for whom a suite is looked at.
struct Headcount {
    int accounts = 0;
    int rooms = 0;
    qint64 memberships = 0; ///< members of all rooms, their creators too
    double messageReach = 0; ///< people that a message reaches, as generate::RoomSummary has it
};

/// Seconds from the event that ends a poll to the next poll: the server's answer, its way, and the way of the next
/// question. Events that come meanwhile are told together, so the more of them there are the less it matters how many.
/// A server with people on it takes such a time or longer; one that is quicker is asked more often.
inline constexpr double pollTurnaround = 0.05;

/// What is to be expected of a test: no promise. How fast a server registers accounts and makes rooms is guessed from
/// a small one on one core.
struct TestOutlook {
    int test = 0; ///< its place in the suite
    QString name;
    users::Behaviour behaviour = users::Behaviour::Chat;
    int users = 0; ///< at the most
    LoadCurve planned; ///< users over time; see plannedUsers()
    std::chrono::milliseconds spawning { 0 }; ///< until the last user has started, without a shape
    std::chrono::milliseconds duration { 0 }; ///< 0: it runs until somebody stops it
    bool isGuess = false; ///< the duration depends on the server
    double requests = 0; ///< a second, at the most, polls aside; at a target rate of what is asked for, not of habits
    double polls = 0; ///< a second, at the most: each event is answered by itself
    /// Of one chat user that is there, a second, polls included, with a server that takes pollTurnaround.
    double requestsOfUser = 0;

    [[nodiscard]] bool isChat() const { return behaviour == users::Behaviour::Chat; }
};

/// How many users a test is to have when: along its load shape, or from nobody to all of them at its spawn rate, and
/// never more than there are accounts. It ends with the test, at `end`; unset: with its last change. A shape that
/// cannot be read counts as none: project::curveOf() says why.
[[nodiscard]] LoadCurve plannedUsers(
    const project::Test &test, int accounts, const QString &folder, std::optional<std::chrono::milliseconds> end = {});

/// The tests that are switched on, in their order. `folder` is the project's, for shapes in files. `ratesOf` is
/// chatRates(), or something that remembers what it said.
[[nodiscard]] QList<TestOutlook> timeline(const project::Suite &suite, const Headcount &headcount,
    const std::function<ChatRates(const users::ChatParameters &)> &ratesOf = chatRates, const QString &folder = {});

} // namespace throng::run
