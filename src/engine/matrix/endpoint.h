// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>

namespace throng::http {
enum class Method : quint8;
}
namespace throng::metrics {
struct EndpointKey;
}

namespace throng::matrix {

/// Everything that Client asks for, each with its own line in the statistics.
enum class Endpoint : quint8 {
    Versions,
    WellKnown,
    Login,
    Refresh,
    Register,
    RegistrationNonce,
    RegisterWithSecret,
    WhoAmI,
    Logout,
    CreateRoom,
    Invite,
    Join,
    JoinByAlias,
    Leave,
    Forget,
    JoinedRooms,
    RoomCreation,
    Members,
    InitialSync,
    CatchUpSync,
    PollSync,
    UploadFilter,
    SendMessage,
    SendReaction,
    SendOther,
    Redact,
    Typing,
    Receipt,
    ReadMarkers,
    SetPresence,
    Messages,
    DisplayName,
    AvatarUrl,
    SetDisplayName,
    SetAvatarUrl,
    Upload,
    Download,
    Thumbnail,
    LegacyDownload,
    LegacyThumbnail,
};
inline constexpr std::size_t endpointCount = static_cast<std::size_t>(Endpoint::LegacyThumbnail) + 1;

/// Method and name as matrix-locust's statistics have them: identifiers are "_", transaction IDs are left off.
/// The three syncs share both and differ by kind.
[[nodiscard]] metrics::EndpointKey endpointKey(Endpoint endpoint);
[[nodiscard]] http::Method endpointMethod(Endpoint endpoint);
/// Sent twice it does no more than sent once: a GET, or a PUT that sets a value or carries a transaction ID.
[[nodiscard]] bool isRepeatable(Endpoint endpoint);
/// Sent with the access token. The rest is asked by somebody who has none, and an old one would be refused.
[[nodiscard]] bool needsToken(Endpoint endpoint);

} // namespace throng::matrix
