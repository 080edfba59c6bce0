// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/task.h"
#include "engine/matrix/apierror.h"
#include "engine/matrix/endpoint.h"
#include "engine/matrix/roompath.h"
#include "engine/matrix/sync.h"
#include "engine/matrix/types.h"

#include <array>
#include <chrono>
#include <optional>

namespace throng::http {
class AccessManager;
class Exchange;
struct Request;
struct Response;
} // namespace throng::http
namespace throng::metrics {
class Recorder;
enum class EndpointId : quint32;
} // namespace throng::metrics

namespace throng::matrix {

struct ClientOptions {
    Milliseconds timeout { 60'000 }; ///< every call without a figure of its own; a sync adds what it may wait
    Milliseconds createRoomTimeout { 300'000 };
    bool authenticatedMedia = true; ///< Versions::hasAuthenticatedMedia() of the server, asked once a run
};

/// The Client-Server API for one virtual user: one small coroutine a call.
///
/// Every HTTP exchange records exactly one Sample in the recorder, under its endpoint's statistics name
/// (endpoint.h); nothing is repeated behind the caller's back. The 401 of a registration's flow counts as a
/// request of its own and as no failure. A stopped scope makes every call throw Stopped; the request in flight
/// is then recorded as Cancelled.
///
/// Lives on its worker's thread. Tasks begun must have ended before it is destroyed.

/// An mxc URI that is none gives M_INVALID_PARAM with status 0: nothing is sent, nothing is counted.
class Client {
public:
    Client(http::AccessManager &manager, metrics::Recorder &recorder, ClientOptions options = {});
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    /// Who asks from here on. login() and register do not call this: the caller decides what to keep.
    void setCredentials(const QByteArray &accessToken, const QString &userId);
    [[nodiscard]] const QString &userId() const { return m_userId; }
    [[nodiscard]] const ClientOptions &options() const { return m_options; }
    void setAuthenticatedMedia(bool on) { m_options.authenticatedMedia = on; }

    /// Until it is called again, every call but syncs belongs to an action that began so long after its planned moment;
    /// nothing: to none that had one.
    void setLateness(std::optional<std::chrono::nanoseconds> late) { m_late = late; }
    [[nodiscard]] std::chrono::nanoseconds lateness() const { return m_late.value_or(std::chrono::nanoseconds(0)); }

    // The server
    Task<ApiResult<Versions>> versions();
    Task<ApiResult<WellKnown>> wellKnown(); ///< of the origin that the manager talks to

    // The account
    Task<ApiResult<LoginResponse>> login(PasswordLogin login);
    Task<ApiResult<LoginResponse>> loginWithToken(QByteArray loginToken, QString deviceId = {});
    Task<ApiResult<RefreshResponse>> refresh(QByteArray refreshToken);
    /// One step of a registration. `auth` is the JSON object for that key, empty for the first step. RegistrationFlow
    /// (registrationflow.h) goes all of the way.
    Task<ApiResult<RegisterStep>> registerStep(RegisterRequest request, QByteArray auth = {});
    /// Synapse's registration by shared secret: ask for a nonce, then use it once.
    Task<ApiResult<QByteArray>> registrationNonce();
    Task<ApiResult<LoginResponse>> registerWithNonce(
        QByteArray nonce, QByteArray sharedSecret, QString username, QString password);
    Task<ApiResult<WhoAmI>> whoami();
    Task<ApiResult<>> logout();

    // Rooms
    Task<ApiResult<RoomResponse>> createRoom(CreateRoomRequest request);
    Task<ApiResult<>> invite(RoomPath room, QString userId);
    Task<ApiResult<RoomResponse>> join(RoomPath room);
    Task<ApiResult<RoomResponse>> joinByAlias(QString roomIdOrAlias, QStringList via = {});
    Task<ApiResult<>> leave(RoomPath room);
    Task<ApiResult<>> forget(RoomPath room);
    Task<ApiResult<std::vector<QByteArray>>> joinedRooms();
    /// GET /rooms/{id}/state/m.room.create: whether a room is the one whose createRoom was never answered.
    Task<ApiResult<RoomCreation>> roomCreation(RoomPath room);
    Task<ApiResult<std::vector<Member>>> members(RoomPath room);

    // Sync
    Task<ApiResult<SyncResponse>> sync(const SyncRequest &request);
    /// Stores a filter; its ID serves SyncRequest::filter.
    Task<ApiResult<QByteArray>> uploadFilter(QByteArray filterJson);

    // Events. A transaction ID is made for each unless one is given: give the same again to repeat a send that was
    // not answered, and the server makes no second event of it.
    [[nodiscard]] QByteArray nextTransactionId();
    Task<ApiResult<SendResponse>> sendText(
        RoomPath room, QString text, QByteArray transactionId = {}, EventTag tag = {});
    Task<ApiResult<SendResponse>> sendImage(RoomPath room, ImageContent image, QByteArray transactionId = {});
    Task<ApiResult<SendResponse>> sendReaction(
        RoomPath room, QByteArray eventId, QString key, QByteArray transactionId = {}, EventTag tag = {});
    Task<ApiResult<SendResponse>> sendEdit(
        RoomPath room, QByteArray eventId, QString text, QByteArray transactionId = {});
    /// Any event: `content` is a JSON object. m.room.message and m.reaction are counted under their own names, every
    /// other type under "_".
    Task<ApiResult<SendResponse>> sendEvent(
        RoomPath room, QByteArray type, QByteArray content, QByteArray transactionId = {});
    Task<ApiResult<SendResponse>> redact(
        RoomPath room, QByteArray eventId, QString reason = {}, QByteArray transactionId = {});
    /// `timeout` is how long the server shows it unless told otherwise; sent only when typing.
    Task<ApiResult<>> typing(RoomPath room, bool isTyping, Milliseconds timeout = Milliseconds(30'000));
    Task<ApiResult<>> receipt(RoomPath room, QByteArray eventId);
    Task<ApiResult<>> readMarkers(RoomPath room, QByteArray fullyRead, QByteArray read);
    Task<ApiResult<>> setPresence(QByteArray presence, QString statusMessage = {});
    Task<ApiResult<MessagesResponse>> messages(RoomPath room, MessagesRequest request);

    // Profiles. A user without a name or picture gives an empty value (404 M_NOT_FOUND is an answer, no failure).
    Task<ApiResult<QString>> displayName(QByteArray userId);
    Task<ApiResult<QByteArray>> avatarUrl(QByteArray userId);
    Task<ApiResult<>> setDisplayName(QString name);
    Task<ApiResult<>> setAvatarUrl(QByteArray mxc);

    // Media
    Task<ApiResult<QByteArray>> upload(QByteArray data, QByteArray contentType, QString filename);
    Task<ApiResult<MediaContent>> download(QByteArray mxc);
    Task<ApiResult<MediaContent>> thumbnail(QByteArray mxc, ThumbnailSize size = {});

private:
    /// Makes of a response what the call gives: a value, or the error that it is counted as.
    template <typename T>
    using Reader = ApiResult<T> (*)(http::Response &response);

    template <typename T>
    Task<ApiResult<T>> call(Endpoint endpoint, http::Request request, Reader<T> read);
    Task<ApiResult<SyncResponse>> syncCall(QByteArray target, Milliseconds timeout, metrics::Kind asked);
    [[nodiscard]] http::Request syncRequest(QByteArray target, Milliseconds timeout) const;
    [[nodiscard]] ApiResult<SyncResponse> syncAnswer(
        http::Response &response, Milliseconds timeout, metrics::Kind asked);
    Task<ApiResult<SendResponse>> send(
        Endpoint endpoint, const RoomPath &room, QByteArrayView type, QByteArray content, QByteArray transactionId);
    Task<ApiResult<MediaContent>> media(Endpoint endpoint, const QByteArray &mxc, const QByteArray &query);
    [[nodiscard]] http::Request request(Endpoint endpoint, QByteArray target, QByteArray body = {}) const;
    [[nodiscard]] http::Request roomRequest(
        Endpoint endpoint, const RoomPath &room, QByteArrayView rest, QByteArray body = {}) const;
    [[nodiscard]] metrics::EndpointId id(Endpoint endpoint);
    void recordCancelled(Endpoint endpoint, const http::Exchange &exchange);

    http::AccessManager &m_manager;
    metrics::Recorder &m_recorder;
    ClientOptions m_options;
    QString m_userId;
    QByteArray m_encodedUserId; ///< for paths
    QByteArray m_transactionPrefix;
    quint64 m_transactions = 0;
    std::optional<std::chrono::nanoseconds> m_late;
    std::array<metrics::EndpointId, endpointCount> m_ids; ///< the recorder's, asked for when first used
};

} // namespace throng::matrix
