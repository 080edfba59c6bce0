// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/synapseadmin.h"

#include "engine/base/words.h"
#include "engine/http/accessmanager.h"
#include "engine/matrix/answers.h"
#include "engine/matrix/classify.h"
#include "engine/matrix/content.h"
#include "engine/matrix/encoding.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace throng::matrix {

namespace {

constexpr int pageSize = 500;

http::Request requestOf(http::Method method, const QByteArray &target, const QByteArray &body = {})
{
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    if (!body.isEmpty())
        request.contentType = "application/json"_ba;
    request.timeout = 120s; // a server that deletes has other things to do
    return request;
}

QByteArray path(const char *before, const QString &part, const char *after = "")
{
    QByteArray target(before);
    appendPercentEncoded(target, part.toUtf8());
    return target.append(after);
}

} // namespace

Task<ApiResult<QJsonObject>> SynapseAdmin::call(http::Request request)
{
    http::Exchange exchange = m_manager.exchange(std::move(request));
    const http::Response response = co_await exchange;
    if (const std::optional<ApiError> error = errorOf(response))
        co_return tl::unexpected(*error);
    const QJsonDocument json = QJsonDocument::fromJson(response.body);
    if (!json.isObject())
        co_return tl::unexpected(notUnderstood(response.status, { Words::tr("is no JSON object"), {}, {} }));
    co_return json.object();
}

Task<ApiResult<LoginResponse>> SynapseAdmin::makeAdmin(QByteArray sharedSecret, QString username, QString password)
{
    Task<ApiResult<QJsonObject>> asking = call(requestOf(http::Method::Get, "/_synapse/admin/v1/register"_ba));
    const ApiResult<QJsonObject> nonce = co_await asking;
    if (!nonce)
        co_return tl::unexpected(nonce.error());
    const QByteArray body = sharedSecretBody(
        nonce->value(u"nonce"_s).toString().toUtf8(), sharedSecret, username, password, AccountKind::Administrator);
    Task<ApiResult<QJsonObject>> making = call(requestOf(http::Method::Post, "/_synapse/admin/v1/register"_ba, body));
    const ApiResult<QJsonObject> made = co_await making;
    if (!made)
        co_return tl::unexpected(made.error());
    LoginResponse login;
    login.userId = made->value(u"user_id"_s).toString();
    login.accessToken = made->value(u"access_token"_s).toString().toUtf8();
    co_return login;
}

Task<ApiResult<SynapseAdmin::RoomPage>> SynapseAdmin::rooms(qint64 from)
{
    const QByteArray target = "/_synapse/admin/v1/rooms?order_by=name&limit=" + QByteArray::number(pageSize)
        + "&from=" + QByteArray::number(from);
    Task<ApiResult<QJsonObject>> asking = call(requestOf(http::Method::Get, target));
    const ApiResult<QJsonObject> answer = co_await asking;
    if (!answer)
        co_return tl::unexpected(answer.error());
    RoomPage page;
    for (const auto room : answer->value(u"rooms"_s).toArray())
        page.rooms.append({ room[u"room_id"_s].toString(), room[u"creator"_s].toString() });
    if (const QJsonValue next = answer->value(u"next_batch"_s); next.isDouble() && !page.rooms.isEmpty())
        page.next = next.toInteger();
    co_return page;
}

Task<ApiResult<QString>> SynapseAdmin::deleteRoom(QString roomId)
{
    Task<ApiResult<QJsonObject>> asking = call(requestOf(
        http::Method::Delete, path("/_synapse/admin/v2/rooms/", roomId), R"({"purge":true,"block":false})"_ba));
    const ApiResult<QJsonObject> answer = co_await asking;
    if (!answer)
        co_return tl::unexpected(answer.error());
    co_return answer->value(u"delete_id"_s).toString();
}

Task<ApiResult<SynapseAdmin::Deletion>> SynapseAdmin::deletion(QString deleteId)
{
    Task<ApiResult<QJsonObject>> asking =
        call(requestOf(http::Method::Get, path("/_synapse/admin/v2/rooms/delete_status/", deleteId)));
    const ApiResult<QJsonObject> answer = co_await asking;
    if (!answer)
        co_return tl::unexpected(answer.error());
    const QString status = answer->value(u"status"_s).toString();
    if (status == u"complete")
        co_return Deletion::Complete;
    co_return status == u"failed" ? Deletion::Failed : Deletion::UnderWay;
}

Task<ApiResult<int>> SynapseAdmin::deleteMedia(QString userId)
{
    Task<ApiResult<QJsonObject>> asking =
        call(requestOf(http::Method::Delete, path("/_synapse/admin/v1/users/", userId, "/media?limit=100")));
    const ApiResult<QJsonObject> answer = co_await asking;
    if (!answer)
        co_return tl::unexpected(answer.error());
    co_return int(answer->value(u"deleted_media"_s).toArray().size());
}

Task<ApiResult<>> SynapseAdmin::deactivate(QString userId)
{
    Task<ApiResult<QJsonObject>> asking =
        call(requestOf(http::Method::Post, path("/_synapse/admin/v1/deactivate/", userId), R"({"erase":true})"_ba));
    const ApiResult<QJsonObject> answer = co_await asking;
    if (!answer)
        co_return tl::unexpected(answer.error());
    co_return ApiResult<>();
}

Task<ApiResult<>> deactivateAccount(http::AccessManager &manager, QString userId, QString password)
{
    const QByteArray target = "/_matrix/client/v3/account/deactivate"_ba;
    http::Exchange asking = manager.exchange(requestOf(http::Method::Post, target, R"({"erase":true})"_ba));
    const http::Response question = co_await asking;
    const std::optional<ApiError> refusal = errorOf(question);
    if (!refusal)
        co_return ApiResult<>(); // a server that does not ask
    const Result<UiaChallenge> challenge = parseChallenge(QByteArray(question.body));
    if (question.status != 401 || !challenge)
        co_return tl::unexpected(*refusal);
    QByteArray auth = R"({"type":"m.login.password","identifier":{"type":"m.id.user")"_ba;
    appendField(auth, "user", userId);
    auth.append('}');
    appendField(auth, "password", password);
    appendField(auth, "session", challenge->session);
    const QByteArray body = R"({"erase":true,"auth":)"_ba + auth + "}}";
    http::Exchange answering = manager.exchange(requestOf(http::Method::Post, target, body));
    const http::Response answer = co_await answering;
    if (const std::optional<ApiError> error = errorOf(answer))
        co_return tl::unexpected(*error);
    co_return ApiResult<>();
}

} // namespace throng::matrix
