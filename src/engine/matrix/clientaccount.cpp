// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/clientcall.h"
#include "engine/matrix/content.h"
#include "engine/matrix/encoding.h"
#include "engine/metrics/outcome.h"

/// Client's calls about the server, the account, its profile and others' profiles.
namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

ApiResult<RegisterStep> registered(http::Response &response)
{
    Result<LoginResponse> login = parseRegistration(std::move(response.body));
    if (!login)
        return tl::unexpected(notUnderstood(response.status, login.error()));
    return RegisterStep(*std::move(login));
}

/// A 401 that lists flows is the next question, not a failure.
std::optional<UiaChallenge> challengeOf(const http::Response &response)
{
    if (response.failure != http::Failure::None || response.status != 401)
        return std::nullopt;
    Result<UiaChallenge> challenge = parseChallenge(QByteArray(response.body));
    if (!challenge)
        return std::nullopt;
    return *std::move(challenge);
}

ApiResult<RegisterStep> firstStep(http::Response &response)
{
    if (auto challenge = challengeOf(response))
        return RegisterStep(*std::move(challenge));
    if (auto error = errorOf(response))
        return tl::unexpected(*std::move(error));
    return registered(response);
}

/// The same behind a stage: if that was refused, the 401 lists the flows again and has an errcode beside.
ApiResult<RegisterStep> laterStep(http::Response &response)
{
    auto error = errorOf(response);
    if (!error)
        return registered(response);
    if (error->outcome != metrics::Outcome::MatrixError) {
        if (auto challenge = challengeOf(response))
            return RegisterStep(*std::move(challenge));
    }
    return tl::unexpected(*std::move(error));
}

/// 404 M_NOT_FOUND is how the specification says "has none".
template <auto parse>
auto profileAnswer(http::Response &response) -> ApiResult<typename decltype(parse(QByteArray()))::value_type>
{
    auto result = answer<parse>(response);
    if (!result && result.error().status == 404 && result.error().is(u"M_NOT_FOUND"))
        return {};
    return result;
}

QByteArray profilePath(QByteArrayView userId, QByteArrayView field)
{
    QByteArray target = "/_matrix/client/v3/profile/"_ba;
    appendPercentEncoded(target, userId);
    return target.append(field);
}

} // namespace

Task<ApiResult<Versions>> Client::versions()
{
    return call<Versions>(
        Endpoint::Versions, request(Endpoint::Versions, "/_matrix/client/versions"_ba), answer<parseVersions>);
}

Task<ApiResult<WellKnown>> Client::wellKnown()
{
    return call<WellKnown>(
        Endpoint::WellKnown, request(Endpoint::WellKnown, "/.well-known/matrix/client"_ba), answer<parseWellKnown>);
}

Task<ApiResult<LoginResponse>> Client::login(PasswordLogin login)
{
    return call<LoginResponse>(Endpoint::Login,
        request(Endpoint::Login, "/_matrix/client/v3/login"_ba, passwordLoginBody(login)), answer<parseLogin>);
}

Task<ApiResult<LoginResponse>> Client::loginWithToken(QByteArray loginToken, QString deviceId)
{
    return call<LoginResponse>(Endpoint::Login,
        request(Endpoint::Login, "/_matrix/client/v3/login"_ba, tokenLoginBody(loginToken, deviceId)),
        answer<parseLogin>);
}

Task<ApiResult<RefreshResponse>> Client::refresh(QByteArray refreshToken)
{
    QByteArray body = "{"_ba;
    appendField(body, "refresh_token", refreshToken);
    body.append('}');
    return call<RefreshResponse>(Endpoint::Refresh,
        request(Endpoint::Refresh, "/_matrix/client/v3/refresh"_ba, std::move(body)), answer<parseRefresh>);
}

Task<ApiResult<RegisterStep>> Client::registerStep(RegisterRequest registration, QByteArray auth)
{
    return call<RegisterStep>(Endpoint::Register,
        request(Endpoint::Register, "/_matrix/client/v3/register"_ba, registerBody(registration, auth)),
        auth.isEmpty() ? firstStep : laterStep);
}

Task<ApiResult<QByteArray>> Client::registrationNonce()
{
    return call<QByteArray>(Endpoint::RegistrationNonce,
        request(Endpoint::RegistrationNonce, "/_synapse/admin/v1/register"_ba), answer<parseNonce>);
}

Task<ApiResult<LoginResponse>> Client::registerWithNonce(
    QByteArray nonce, QByteArray sharedSecret, QString username, QString password)
{
    return call<LoginResponse>(Endpoint::RegisterWithSecret,
        request(Endpoint::RegisterWithSecret, "/_synapse/admin/v1/register"_ba,
            sharedSecretBody(nonce, sharedSecret, username, password)),
        answer<parseLogin>);
}

Task<ApiResult<WhoAmI>> Client::whoami()
{
    return call<WhoAmI>(
        Endpoint::WhoAmI, request(Endpoint::WhoAmI, "/_matrix/client/v3/account/whoami"_ba), answer<parseWhoAmI>);
}

Task<ApiResult<>> Client::logout()
{
    return call<void>(
        Endpoint::Logout, request(Endpoint::Logout, "/_matrix/client/v3/logout"_ba, "{}"_ba), answer<parseObject>);
}

Task<ApiResult<>> Client::setPresence(QByteArray presence, QString statusMessage)
{
    QByteArray body = "{"_ba;
    appendField(body, "presence", presence);
    if (!statusMessage.isEmpty())
        appendField(body, "status_msg", statusMessage);
    body.append('}');
    return call<void>(Endpoint::SetPresence,
        request(Endpoint::SetPresence, "/_matrix/client/v3/presence/" + m_encodedUserId + "/status", std::move(body)),
        answer<parseObject>);
}

Task<ApiResult<QByteArray>> Client::uploadFilter(QByteArray filterJson)
{
    return call<QByteArray>(Endpoint::UploadFilter,
        request(
            Endpoint::UploadFilter, "/_matrix/client/v3/user/" + m_encodedUserId + "/filter", std::move(filterJson)),
        answer<parseFilterId>);
}

Task<ApiResult<QString>> Client::displayName(QByteArray userId)
{
    return call<QString>(Endpoint::DisplayName, request(Endpoint::DisplayName, profilePath(userId, "/displayname")),
        profileAnswer<parseDisplayName>);
}

Task<ApiResult<QByteArray>> Client::avatarUrl(QByteArray userId)
{
    return call<QByteArray>(Endpoint::AvatarUrl, request(Endpoint::AvatarUrl, profilePath(userId, "/avatar_url")),
        profileAnswer<parseAvatarUrl>);
}

Task<ApiResult<>> Client::setDisplayName(QString name)
{
    QByteArray body = "{"_ba;
    appendField(body, "displayname", name);
    body.append('}');
    return call<void>(Endpoint::SetDisplayName,
        request(Endpoint::SetDisplayName, profilePath(m_userId.toUtf8(), "/displayname"), std::move(body)),
        answer<parseObject>);
}

Task<ApiResult<>> Client::setAvatarUrl(QByteArray mxc)
{
    QByteArray body = "{"_ba;
    appendField(body, "avatar_url", mxc);
    body.append('}');
    return call<void>(Endpoint::SetAvatarUrl,
        request(Endpoint::SetAvatarUrl, profilePath(m_userId.toUtf8(), "/avatar_url"), std::move(body)),
        answer<parseObject>);
}

} // namespace throng::matrix
