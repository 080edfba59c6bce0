// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/sink.h"

#include <QString>
#include <QStringList>

#include <map>

namespace throng::run {

/// How often something failed, and what the first one was.
struct Failures {
    int count = 0;
    QString first; ///< which account ("account 7 of users.csv") or which room of the plan
    QString reason; ///< why that one failed

    void add(const QString &name, const QString &why);
    friend bool operator==(const Failures &, const Failures &) = default;
};

/// What became of accounts and rooms in one test.
struct SetupResults {
    int accounts = 0; ///< in users.csv
    int accountsDone = 0; ///< worked through (set-up tests)
    int registered = 0; ///< of these, made by this test
    int existed = 0; ///< of these, there already: with a good token, or logged in
    std::map<users::AccountFailure, Failures> accountFailures;

    int rooms = 0; ///< in rooms.json
    int roomsCreated = 0;
    int roomsExisted = 0; ///< not made again
    Failures roomFailures;

    int joined = 0; ///< memberships
    Failures joinFailures;

    int messagesWanted = 0; ///< of the rooms' history
    int messagesExisted = 0; ///< of these, written by earlier runs
    int messages = 0; ///< written by this test
    int pictures = 0; ///< of these
    int profiles = 0; ///< made by this test
    int roomsMissing = 0; ///< of the plan: they do not stand on the server, so nobody can write there
    Failures historyFailures;

    int internalErrors = 0;

    [[nodiscard]] int accountsFailed() const;
    /// For a person: what failed, how often, and what to do about it. One sentence or two for each reason.
    [[nodiscard]] QStringList explanations() const;

    friend bool operator==(const SetupResults &, const SetupResults &) = default;
};

} // namespace throng::run
