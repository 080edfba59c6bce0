// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/types.h"

/// User-interactive authentication, as far as a program can answer it: m.login.dummy, m.login.terms and
/// m.login.registration_token. Specification: Client-Server API, "User-Interactive Authentication API".
namespace throng::matrix {

/// More stages than any server has; one that asks on and on is broken.
inline constexpr int longestUiaFlow = 16;

/// The next stage to go through: the first one not completed of the shortest flow that we can walk to its end.
/// Empty if there is none. `token`: whether we hold a registration token.
[[nodiscard]] QString nextStage(const UiaChallenge &challenge, bool token);

/// The `auth` object that answers `stage`. `token` goes with m.login.registration_token alone.
[[nodiscard]] QByteArray uiaAuth(const QString &stage, const QByteArray &session, const QByteArray &token);

/// Some flow has the stage m.login.registration_token.
[[nodiscard]] bool wantsToken(const UiaChallenge &challenge);

/// "m.login.terms + m.login.dummy, or m.login.recaptcha"
[[nodiscard]] QString flowsText(const std::vector<QStringList> &flows);

} // namespace throng::matrix
