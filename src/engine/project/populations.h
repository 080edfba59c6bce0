// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace throng::project {

/// The users to generate.
struct UserPattern {
    /// users.csv is somebody's own list: it is kept as it is, `count` is its length, and the pattern makes nothing.
    bool fromFile = false;
    int count = 1000;
    /// The last run of zeros is where the number goes, padded to its width: "user.000000" gives
    /// user.000000, user.000001, … as matrix-locust names them.
    QString namePattern = QStringLiteral("user.000000");
    QString domain; ///< appended as ":domain", for federated runs; empty: none
    int passwordLength = 16; ///< characters of [0-9a-zA-Z]
    std::optional<quint64> seed; ///< unset: the project's

    QJsonObject otherKeys;

    friend bool operator==(const UserPattern &, const UserPattern &) = default;
};

enum class RoomDistribution : quint8 {
    Pareto, ///< matrix-locust's 80/20 rule
    Fixed, ///< every room has fixedSize members
    Uniform, ///< every size from smallest to largest is as likely as any other
    OneBigRoom, ///< everybody in one room, nothing else
    Histogram, ///< as many rooms of each size as listed
    File, ///< rooms.json is somebody's own plan: it is kept as it is, and the pattern makes nothing
};

/// `count` rooms of `size` members each.
struct RoomSizeCount {
    int size = 2;
    int count = 1;

    friend bool operator==(const RoomSizeCount &, const RoomSizeCount &) = default;
};

/// The rooms to generate. How many there are is a result of drawing, not an input.
struct RoomPattern {
    RoomDistribution distribution = RoomDistribution::Pareto;
    double alpha = 1.161; ///< of the Pareto distribution: 1.161 is the 80/20 rule
    std::optional<int> draws; ///< sizes drawn; unset: one a user
    int smallest = 2; ///< draws below make no room
    std::optional<int> largest; ///< draws above are cut to it; unset: the number of users
    int fixedSize = 10;
    QList<RoomSizeCount> histogram;
    QString namePattern = QStringLiteral("Room {n}"); ///< {n} counts from 0
    std::optional<quint64> seed; ///< unset: the project's

    QJsonObject otherKeys;

    friend bool operator==(const RoomPattern &, const RoomPattern &) = default;
};

} // namespace throng::project
