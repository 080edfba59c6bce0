// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace throng::practice {

struct Homeserver;
struct User;

/// A change is told to everyone who shares a room with the user; keeping the same state is not.
void setPresence(
    Homeserver &server, User &user, std::string_view state, const std::optional<std::string> &message = std::nullopt);

} // namespace throng::practice
