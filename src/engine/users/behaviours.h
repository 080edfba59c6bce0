// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/task.h"
#include "engine/users/actor.h"

namespace throng::users {

// What virtual users do, one behaviour a file. Each ends when there is nothing left to do or, with Stopped, when the
// user is stopped. The actor outlives the task.

/// Takes one account after the other and makes it on the server (register.cpp).
Task<> registerAccounts(Actor &actor);
/// Takes one account after the other and makes the rooms whose first member it is (createrooms.cpp).
Task<> createRooms(Actor &actor);
/// Takes one account after the other and joins the rooms that it is invited to (joinrooms.cpp).
Task<> joinRooms(Actor &actor);
/// Takes one account after the other, again and again, and writes some of its part of the rooms' past (fillrooms.cpp).
Task<> fillRooms(Actor &actor);
/// Takes one account and chats until stopped (chat.cpp).
Task<> chat(Actor &actor);

} // namespace throng::users
