// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/clientcall.h"
#include "engine/matrix/content.h"
#include "engine/matrix/encoding.h"
#include "engine/metrics/outcome.h"

/// Client's calls about rooms and memberships, and the sync.
namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

void appendQuery(QByteArray &target, QByteArrayView name, QByteArrayView value)
{
    target.append(target.contains('?') ? '&' : '?').append(name).append('=');
    appendPercentEncoded(target, value);
}

Endpoint endpointOf(metrics::Kind kind)
{
    switch (kind) {
    case metrics::Kind::InitialSync:
        return Endpoint::InitialSync;
    case metrics::Kind::CatchUpSync:
        return Endpoint::CatchUpSync;
    default:
        return Endpoint::PollSync;
    }
}

} // namespace

Task<ApiResult<RoomResponse>> Client::createRoom(CreateRoomRequest room)
{
    return call<RoomResponse>(Endpoint::CreateRoom,
        request(Endpoint::CreateRoom, "/_matrix/client/v3/createRoom"_ba, createRoomBody(room)), answer<parseRoom>);
}

Task<ApiResult<>> Client::invite(RoomPath room, QString userId)
{
    QByteArray body = "{"_ba;
    appendField(body, "user_id", userId);
    body.append('}');
    return call<void>(
        Endpoint::Invite, roomRequest(Endpoint::Invite, room, "invite", std::move(body)), answer<parseObject>);
}

Task<ApiResult<RoomResponse>> Client::join(RoomPath room)
{
    return call<RoomResponse>(Endpoint::Join, roomRequest(Endpoint::Join, room, "join", "{}"_ba), answer<parseRoom>);
}

Task<ApiResult<RoomResponse>> Client::joinByAlias(QString roomIdOrAlias, QStringList via)
{
    QByteArray target = "/_matrix/client/v3/join/"_ba;
    appendPercentEncoded(target, roomIdOrAlias.toUtf8());
    for (const QString &server : via) {
        appendQuery(target, "via", server.toUtf8());
        appendQuery(target, "server_name", server.toUtf8()); // its name before v1.12
    }
    return call<RoomResponse>(
        Endpoint::JoinByAlias, request(Endpoint::JoinByAlias, std::move(target), "{}"_ba), answer<parseRoom>);
}

Task<ApiResult<>> Client::leave(RoomPath room)
{
    return call<void>(Endpoint::Leave, roomRequest(Endpoint::Leave, room, "leave", "{}"_ba), answer<parseObject>);
}

Task<ApiResult<>> Client::forget(RoomPath room)
{
    return call<void>(Endpoint::Forget, roomRequest(Endpoint::Forget, room, "forget", "{}"_ba), answer<parseObject>);
}

Task<ApiResult<std::vector<QByteArray>>> Client::joinedRooms()
{
    return call<std::vector<QByteArray>>(Endpoint::JoinedRooms,
        request(Endpoint::JoinedRooms, "/_matrix/client/v3/joined_rooms"_ba), answer<parseJoinedRooms>);
}

Task<ApiResult<RoomCreation>> Client::roomCreation(RoomPath room)
{
    return call<RoomCreation>(Endpoint::RoomCreation, roomRequest(Endpoint::RoomCreation, room, "state/m.room.create"),
        answer<parseRoomCreation>);
}

Task<ApiResult<std::vector<Member>>> Client::members(RoomPath room)
{
    return call<std::vector<Member>>(
        Endpoint::Members, roomRequest(Endpoint::Members, room, "members"), answer<parseMembers>);
}

Task<ApiResult<SyncResponse>> Client::sync(const SyncRequest &sync)
{
    QByteArray target;
    target.reserve(96 + sync.since.size() + 3 * sync.filter.size());
    target.append("/_matrix/client/v3/sync?timeout=").append(QByteArray::number(qint64(sync.timeout.count())));
    if (!sync.since.isEmpty())
        appendQuery(target, "since", sync.since);
    if (!sync.filter.isEmpty())
        appendQuery(target, "filter", sync.filter);
    if (!sync.setPresence.isEmpty())
        appendQuery(target, "set_presence", sync.setPresence);
    if (sync.fullState)
        target.append("&full_state=true");
    return syncCall(std::move(target), sync.timeout, syncKind(sync));
}

/// Each user has one of these at all times, so it holds no more than it needs.
Task<ApiResult<SyncResponse>> Client::syncCall(QByteArray target, Milliseconds timeout, metrics::Kind asked)
{
    http::Exchange exchange = m_manager.exchange(syncRequest(std::move(target), timeout));
    http::Response response;
    try {
        response = co_await exchange;
    } catch (const Stopped &) {
        recordCancelled(endpointOf(asked), exchange);
        throw;
    }
    co_return syncAnswer(response, timeout, asked);
}

http::Request Client::syncRequest(QByteArray target, Milliseconds timeout) const
{
    http::Request httpRequest = request(Endpoint::PollSync, std::move(target));
    httpRequest.timeout += timeout;
    httpRequest.lane = http::Lane::Sync;
    return httpRequest;
}

ApiResult<SyncResponse> Client::syncAnswer(http::Response &response, Milliseconds timeout, metrics::Kind asked)
{
    const qsizetype bytes = response.body.size();
    ApiResult<SyncResponse> result = answer<parseSync>(response);
    metrics::Sample sample = makeSample(response.timings, bytes, result ? nullptr : &result.error());
    metrics::Kind kind = asked;
    if (result) {
        kind = syncKind(asked, *result, sample.duration);
        result->kind = kind;
        result->asked = response.timings.start + response.timings.waited + response.timings.opening;
        result->received = response.timings.start + response.timings.total;
        // An empty answer before its time is no poll that ran out: it has no excess.
        sample.emptyPoll = kind == metrics::Kind::PollSync && result->empty && sample.duration >= timeout;
        if (sample.emptyPoll)
            sample.pollExcess = sample.duration - timeout;
    }
    m_recorder.record(id(endpointOf(kind)), sample);
    return result;
}

} // namespace throng::matrix
