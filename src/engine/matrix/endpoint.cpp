// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/endpoint.h"

#include "engine/http/request.h"
#include "engine/metrics/outcome.h"

#include <array>

namespace throng::matrix {

namespace {

using http::Method;
using metrics::Kind;

enum class Repeat : bool { No, Yes };

struct Row {
    Endpoint endpoint;
    Method method;
    const char *name;
    Repeat repeat;
    Kind kind = Kind::Ordinary;
};

// In the order of Endpoint. POSTs that set what is set already (join, leave, receipts) may be sent twice too.
constexpr std::array<Row, endpointCount> rows { {
    { Endpoint::Versions, Method::Get, "/_matrix/client/versions", Repeat::Yes },
    { Endpoint::WellKnown, Method::Get, "/.well-known/matrix/client", Repeat::Yes },
    { Endpoint::Login, Method::Post, "/_matrix/client/v3/login", Repeat::No },
    { Endpoint::Refresh, Method::Post, "/_matrix/client/v3/refresh", Repeat::No },
    { Endpoint::Register, Method::Post, "/_matrix/client/v3/register", Repeat::No },
    { Endpoint::RegistrationNonce, Method::Get, "/_synapse/admin/v1/register", Repeat::Yes },
    { Endpoint::RegisterWithSecret, Method::Post, "/_synapse/admin/v1/register", Repeat::No },
    { Endpoint::WhoAmI, Method::Get, "/_matrix/client/v3/account/whoami", Repeat::Yes },
    { Endpoint::Logout, Method::Post, "/_matrix/client/v3/logout", Repeat::No },
    { Endpoint::CreateRoom, Method::Post, "/_matrix/client/v3/createRoom", Repeat::No },
    { Endpoint::Invite, Method::Post, "/_matrix/client/v3/rooms/_/invite", Repeat::No },
    { Endpoint::Join, Method::Post, "/_matrix/client/v3/rooms/_/join", Repeat::Yes },
    { Endpoint::JoinByAlias, Method::Post, "/_matrix/client/v3/join/_", Repeat::Yes },
    { Endpoint::Leave, Method::Post, "/_matrix/client/v3/rooms/_/leave", Repeat::Yes },
    { Endpoint::Forget, Method::Post, "/_matrix/client/v3/rooms/_/forget", Repeat::No },
    { Endpoint::JoinedRooms, Method::Get, "/_matrix/client/v3/joined_rooms", Repeat::Yes },
    { Endpoint::RoomCreation, Method::Get, "/_matrix/client/v3/rooms/_/state/m.room.create", Repeat::Yes },
    { Endpoint::Members, Method::Get, "/_matrix/client/v3/rooms/_/members", Repeat::Yes },
    { Endpoint::InitialSync, Method::Get, "/_matrix/client/v3/sync", Repeat::Yes, Kind::InitialSync },
    { Endpoint::CatchUpSync, Method::Get, "/_matrix/client/v3/sync", Repeat::Yes, Kind::CatchUpSync },
    { Endpoint::PollSync, Method::Get, "/_matrix/client/v3/sync", Repeat::Yes, Kind::PollSync },
    { Endpoint::UploadFilter, Method::Post, "/_matrix/client/v3/user/_/filter", Repeat::Yes },
    { Endpoint::SendMessage, Method::Put, "/_matrix/client/v3/rooms/_/send/m.room.message", Repeat::Yes },
    { Endpoint::SendReaction, Method::Put, "/_matrix/client/v3/rooms/_/send/m.reaction", Repeat::Yes },
    { Endpoint::SendOther, Method::Put, "/_matrix/client/v3/rooms/_/send/_", Repeat::Yes },
    { Endpoint::Redact, Method::Put, "/_matrix/client/v3/rooms/_/redact/_", Repeat::Yes },
    { Endpoint::Typing, Method::Put, "/_matrix/client/v3/rooms/_/typing/_", Repeat::Yes },
    { Endpoint::Receipt, Method::Post, "/_matrix/client/v3/rooms/_/receipt/m.read/_", Repeat::Yes },
    { Endpoint::ReadMarkers, Method::Post, "/_matrix/client/v3/rooms/_/read_markers", Repeat::Yes },
    { Endpoint::SetPresence, Method::Put, "/_matrix/client/v3/presence/_/status", Repeat::Yes },
    { Endpoint::Messages, Method::Get, "/_matrix/client/v3/rooms/_/messages", Repeat::Yes },
    { Endpoint::DisplayName, Method::Get, "/_matrix/client/v3/profile/_/displayname", Repeat::Yes },
    { Endpoint::AvatarUrl, Method::Get, "/_matrix/client/v3/profile/_/avatar_url", Repeat::Yes },
    { Endpoint::SetDisplayName, Method::Put, "/_matrix/client/v3/profile/_/displayname", Repeat::Yes },
    { Endpoint::SetAvatarUrl, Method::Put, "/_matrix/client/v3/profile/_/avatar_url", Repeat::Yes },
    { Endpoint::Upload, Method::Post, "/_matrix/media/v3/upload", Repeat::No },
    { Endpoint::Download, Method::Get, "/_matrix/client/v1/media/download/_/_", Repeat::Yes },
    { Endpoint::Thumbnail, Method::Get, "/_matrix/client/v1/media/thumbnail/_/_", Repeat::Yes },
    { Endpoint::LegacyDownload, Method::Get, "/_matrix/media/v3/download/_/_", Repeat::Yes },
    { Endpoint::LegacyThumbnail, Method::Get, "/_matrix/media/v3/thumbnail/_/_", Repeat::Yes },
} };

constexpr bool isOrdered()
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].endpoint != static_cast<Endpoint>(i))
            return false;
    }
    return true;
}
static_assert(isOrdered(), "the table's rows must stand in the order of Endpoint");

const Row &row(Endpoint endpoint)
{
    return rows[static_cast<std::size_t>(endpoint)];
}

QByteArray methodName(Method method)
{
    switch (method) {
    case Method::Get:
        return QByteArrayLiteral("GET");
    case Method::Put:
        return QByteArrayLiteral("PUT");
    case Method::Post:
        return QByteArrayLiteral("POST");
    case Method::Delete:
        return QByteArrayLiteral("DELETE");
    case Method::Head:
        return QByteArrayLiteral("HEAD");
    }
    Q_UNREACHABLE();
}

} // namespace

metrics::EndpointKey endpointKey(Endpoint endpoint)
{
    const Row &entry = row(endpoint);
    return { methodName(entry.method), QByteArray(entry.name), entry.kind };
}

http::Method endpointMethod(Endpoint endpoint)
{
    return row(endpoint).method;
}

bool isRepeatable(Endpoint endpoint)
{
    return row(endpoint).repeat == Repeat::Yes;
}

bool needsToken(Endpoint endpoint)
{
    switch (endpoint) {
    case Endpoint::Versions:
    case Endpoint::WellKnown:
    case Endpoint::Login:
    case Endpoint::Refresh:
    case Endpoint::Register:
    case Endpoint::RegistrationNonce:
    case Endpoint::RegisterWithSecret:
        return false;
    default:
        return true;
    }
}

} // namespace throng::matrix
