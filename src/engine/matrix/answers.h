// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/matrix/apierror.h"
#include "engine/matrix/types.h"

namespace throng::http {
struct Response;
}

namespace throng::matrix {

/// The bodies of answers, read into values. What a call cannot do without is validated (an access token, a room's
/// ID); the rest is taken if right. An error's `where` is the JSON path.
[[nodiscard]] Result<> parseObject(QByteArray &&json); ///< an answer that says nothing but "done"
[[nodiscard]] Result<Versions> parseVersions(QByteArray &&json);
[[nodiscard]] Result<WellKnown> parseWellKnown(QByteArray &&json);
[[nodiscard]] Result<LoginResponse> parseLogin(QByteArray &&json);
[[nodiscard]] Result<LoginResponse> parseRegistration(QByteArray &&json); ///< as parseLogin; may lack the token
[[nodiscard]] Result<RefreshResponse> parseRefresh(QByteArray &&json);
[[nodiscard]] Result<UiaChallenge> parseChallenge(QByteArray &&json);
[[nodiscard]] Result<QByteArray> parseNonce(QByteArray &&json);
[[nodiscard]] Result<WhoAmI> parseWhoAmI(QByteArray &&json);
[[nodiscard]] Result<RoomResponse> parseRoom(QByteArray &&json);
[[nodiscard]] Result<std::vector<QByteArray>> parseJoinedRooms(QByteArray &&json);
[[nodiscard]] Result<RoomCreation> parseRoomCreation(QByteArray &&json);
[[nodiscard]] Result<std::vector<Member>> parseMembers(QByteArray &&json);
[[nodiscard]] Result<QByteArray> parseFilterId(QByteArray &&json);
[[nodiscard]] Result<SendResponse> parseSend(QByteArray &&json);
[[nodiscard]] Result<MessagesResponse> parseMessages(QByteArray &&json);
[[nodiscard]] Result<QString> parseDisplayName(QByteArray &&json);
[[nodiscard]] Result<QByteArray> parseAvatarUrl(QByteArray &&json);
[[nodiscard]] Result<QByteArray> parseUpload(QByteArray &&json);

/// The stages of login flows: {"flows": [{"type": "m.login.password"}]}.
[[nodiscard]] Result<QStringList> parseLoginFlows(QByteArray &&json);

/// Where createRoom puts CreateRoomRequest::creationTag in the creation content.
inline constexpr char creationTagKey[] = "org.throng.tag";

} // namespace throng::matrix
