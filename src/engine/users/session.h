// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/task.h"
#include "engine/users/actor.h"

namespace throng::users {

/// The server will not let the account in however often it is asked.
[[nodiscard]] bool isRefusal(const matrix::ApiError &error);

/// What a call comes to that is not made any more: the server refused the account's session, and to log it in again.
[[nodiscard]] matrix::ApiError sessionEnded();

/// Logs the actor's account in with its password, on the device that it had, waiting for 429s. One try.
Task<matrix::ApiResult<>> logIn(Actor &actor);

/// Makes sure that the account is logged in: sends nothing when it has a session. Tries as often as the set-up says,
/// then reports the account as failed and gives false.
Task<bool> logInOrFail(Actor &actor);

/// The server refused `token`. Gets another one with the refresh token or by logging in on the same device, unless the
/// user's other coroutine has done so already or is just at it. False when there is none to be had; the session is
/// forgotten then if the server does not accept the password either.
Task<bool> renewSession(Actor &actor, QByteArray token);

} // namespace throng::users
