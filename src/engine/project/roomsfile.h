// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/accountsfile.h"

#include <QList>
#include <QString>

#include <functional>

namespace throng::project {

/// A room to be created: its members are indices of accounts, the first is the creator, the others are invited.
struct PlannedRoom {
    QString name;
    QList<int> members;

    friend bool operator==(const PlannedRoom &, const PlannedRoom &) = default;
};

/// rooms.json: one object, room name → list of account names. Order is kept, both ways.
struct RoomsFile {
    /// A room with an unknown user, with a user twice or without any is an error that names it.
    [[nodiscard]] static Result<QList<PlannedRoom>> read(const QString &path, const AccountIndex &accounts);

    /// The same room by room, without holding them all. A `room` that returns an error ends the reading with it.
    [[nodiscard]] static Result<> stream(
        const QString &path, const AccountIndex &accounts, const std::function<Result<>(PlannedRoom)> &room);

    /// Written whole or not at all.
    [[nodiscard]] static Result<> write(
        const QString &path, const QList<PlannedRoom> &rooms, const QList<users::Account> &accounts);

    /// The same room by room, without holding them all: `rooms` hands each to what it is given. An error of its own
    /// ends the writing with it.
    using Source = std::function<Result<>(const std::function<Result<>(PlannedRoom)> &)>;
    [[nodiscard]] static Result<> write(
        const QString &path, const QList<users::Account> &accounts, const Source &rooms);
};

} // namespace throng::project
