// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/event.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <variant>
#include <vector>

/// What the calls of Client take and give. Identifiers that come by the thousand (rooms, events, senders,
/// mxc URIs) and tokens are UTF-8 in a QByteArray; what a person wrote or reads is a QString.
namespace throng::matrix {

using Milliseconds = std::chrono::milliseconds;

struct Versions {
    QStringList versions; ///< "v1.11", "r0.6.1"
    QStringList unstableFeatures; ///< those that are on

    [[nodiscard]] bool has(QStringView version) const { return versions.contains(version); }
    /// At least one of v1.`minor` and later.
    [[nodiscard]] bool hasAtLeast(int minor) const;
    /// Media are got from /_matrix/client/v1/media with a token (v1.11, or MSC3916 announced as stable).
    [[nodiscard]] bool hasAuthenticatedMedia() const;
};

struct WellKnown {
    QString homeserver; ///< m.homeserver.base_url
};

struct LoginResponse {
    QString userId;
    QByteArray accessToken; ///< empty after register with inhibit_login
    QString deviceId;
    QByteArray refreshToken; ///< empty unless asked for and given
    std::optional<Milliseconds> expiresIn;
};

struct PasswordLogin {
    QString user; ///< localpart or full user ID
    QString password;
    QString deviceId; ///< empty: the server makes one
    QString deviceName; ///< initial_device_display_name
    bool wantsRefreshToken = false;
};

struct RefreshResponse {
    QByteArray accessToken;
    QByteArray refreshToken; ///< empty: the old one stays good
    std::optional<Milliseconds> expiresIn;
};

struct WhoAmI {
    QString userId;
    QString deviceId;
};

struct RegisterRequest {
    QString username; ///< localpart
    QString password;
    QString deviceName;
    bool wantsRefreshToken = false;
};

/// What the server asks for before it registers somebody: the body of a 401 in user-interactive authentication.
struct UiaChallenge {
    QByteArray session;
    std::vector<QStringList> flows; ///< each the stages that lead to the goal
    QStringList completed;
};

/// One step of a registration: either done, or what comes next.
using RegisterStep = std::variant<LoginResponse, UiaChallenge>;

enum class RoomPreset : quint8 { PrivateChat, PublicChat, TrustedPrivateChat };

struct CreateRoomRequest {
    QString name;
    QString topic;
    QString aliasLocalpart; ///< room_alias_name
    RoomPreset preset = RoomPreset::PrivateChat;
    QStringList invite; ///< full user IDs
    bool direct = false;
    bool federate = true;
    bool encrypted = false; ///< m.room.encryption in its initial state
    QString roomVersion; ///< empty: the server's default
    QString creationTag; ///< put into the creation content, so that a room whose answer was lost is found again
};

struct RoomResponse {
    QByteArray roomId;
};

/// The content of a room's m.room.create, as far as we wrote it.
struct RoomCreation {
    QString creationTag; ///< empty: not one of ours
    QString roomVersion;
};

struct SendResponse {
    QByteArray eventId;
};

struct ImageContent {
    QString filename;
    QByteArray url; ///< mxc://, from upload()
    QByteArray mimeType = QByteArrayLiteral("image/png");
    int width = 0;
    int height = 0;
    qint64 bytes = 0;
    EventTag tag;
};

struct MessagesRequest {
    QByteArray from; ///< a prev_batch or an `end`; empty: from the newest
    bool backwards = true;
    int limit = 20;
    QByteArray filter; ///< JSON; empty: none
};

struct MessagesResponse {
    QByteArray start;
    QByteArray end; ///< empty: there is nothing further
    std::vector<Event> events;
};

struct Member {
    QByteArray userId;
    QByteArray membership; ///< "join", "invite", "leave"
    QString displayName;
    QByteArray avatarUrl;
};

struct MediaContent {
    QByteArray contentType;
    QByteArray data;
};

struct ThumbnailSize {
    int width = 96;
    int height = 96;
    bool crop = true; ///< "crop", else "scale"
};

} // namespace throng::matrix
