// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "engine/project/project.h"
#include "engine/project/projectfolder.h"

#include <optional>

namespace throng::ctl {

/// The options that say which users to make, shared by `new` and `generate users`.
struct UserOptions {
    std::optional<int> count;
    std::optional<std::string> names;
    std::optional<std::string> domain;
    std::optional<int> passwordLength;

    void addTo(CLI::App &command);
    void applyTo(project::UserPattern &pattern) const;
};

/// The options that say which rooms to make, shared by `new` and `generate rooms`.
struct RoomOptions {
    std::optional<int> draws;
    std::optional<int> smallest;
    std::optional<int> largest;

    void addTo(CLI::App &command);
    void applyTo(project::RoomPattern &pattern) const;
};

/// Generates users.csv as the project says and tells what was made.
[[nodiscard]] Result<> writeUsers(const project::ProjectFolder &folder, const project::Project &project);
/// Generates rooms.json for the accounts in users.csv and tells what was made.
[[nodiscard]] Result<> writeRooms(const project::ProjectFolder &folder, const project::Project &project);

} // namespace throng::ctl
