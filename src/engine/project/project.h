// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/permission.h"
#include "engine/project/populations.h"
#include "engine/project/serversettings.h"
#include "engine/project/suite.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

namespace throng::project {

/// What the dashboard shows of this project's runs.
struct ChartChoices {
    int windowSeconds = 300; ///< width of the live charts; 0: the whole run
    QStringList endpoints; ///< charted one by one, as "METHOD NAME"; empty: all together

    QJsonObject otherKeys;

    friend bool operator==(const ChartChoices &, const ChartChoices &) = default;
};

/// What the user edits and saves as NAME.throng. A value without any secret: passwords and tokens live in
/// files of their own beside it. Keys that this version does not know survive loading and saving.
struct Project {
    static constexpr int formatVersion = 1;

    ServerSettings server;
    Permissions permissions; ///< servers that the user said may be loaded
    quint64 seed = 1; ///< makes users, rooms and every user's choices repeatable
    UserPattern users;
    RoomPattern rooms;
    QList<Suite> suites;
    ChartChoices charts;

    QJsonObject otherKeys;

    /// A project for a server, with the suite `standard`.
    [[nodiscard]] static Project withDefaults(const QString &serverUrl = {});

    [[nodiscard]] quint64 userSeed() const { return users.seed.value_or(seed); }
    [[nodiscard]] quint64 roomSeed() const { return rooms.seed.value_or(seed); }

    [[nodiscard]] const Suite *suite(const QString &name) const; ///< nullptr when there is none of this name

    /// Whose rooms are drawn beside those of all: the populations of the first test in which one has rooms of its own
    /// or is not in the common ones, without their habits. Empty when there is none.
    [[nodiscard]] QList<users::Population> groupsWithRooms() const;

    /// `where` is the file's path, for errors; `folder` the project's, which paths in it are relative to.
    [[nodiscard]] static Result<Project> fromJson(const QByteArray &json, const QString &where, const QString &folder);
    [[nodiscard]] QByteArray toJson() const;

    friend bool operator==(const Project &, const Project &) = default;
};

} // namespace throng::project
