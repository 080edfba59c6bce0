// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/registrationflow.h"

#include "engine/base/words.h"
#include "engine/metrics/outcome.h"

namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView noFlow = u"ORG.THRONG.NO_FLOW"; ///< our own: no server sends it

ApiError flowError(const QString &message)
{
    ApiError error;
    error.outcome = metrics::Outcome::MatrixError;
    error.errcode = noFlow.toString();
    error.message = message;
    return error;
}

ApiError unsupported(const UiaChallenge &challenge, bool token)
{
    const QString stages = flowsText(challenge.flows);
    return flowError(wantsToken(challenge) && !token
            ? Words::tr("the server registers only who has a registration token, and none was given (it asks for %1)")
                  .arg(stages)
            : Words::tr("the server asks for something that takes a person: %1").arg(stages));
}

} // namespace

Task<ApiResult<LoginResponse>> RegistrationFlow::run(Client &client, QString username, QString password) const
{
    switch (m_options.mode) {
    case RegistrationOptions::Mode::Interactive:
        return interactive(client, std::move(username), std::move(password));
    case RegistrationOptions::Mode::SharedSecret:
        return bySharedSecret(client, std::move(username), std::move(password));
    case RegistrationOptions::Mode::LoginOnly:
        break;
    }
    PasswordLogin login;
    login.user = std::move(username);
    login.password = std::move(password);
    login.deviceName = m_options.deviceName;
    login.wantsRefreshToken = m_options.wantsRefreshToken;
    return client.login(std::move(login));
}

Task<ApiResult<LoginResponse>> RegistrationFlow::interactive(Client &client, QString username, QString password) const
{
    const RegisterRequest request { username, password, m_options.deviceName, m_options.wantsRefreshToken };
    QByteArray auth;
    QString tried;
    QByteArray session;
    for (int requests = 0; requests <= longestUiaFlow; ++requests) {
        Task<ApiResult<RegisterStep>> asking = client.registerStep(request, auth);
        ApiResult<RegisterStep> step = co_await asking;
        if (!step)
            co_return tl::unexpected(std::move(step.error()));
        if (auto *login = std::get_if<LoginResponse>(&*step))
            co_return std::move(*login);

        UiaChallenge challenge = std::get<UiaChallenge>(std::move(*step));
        if (challenge.session.isEmpty())
            challenge.session = session;
        session = challenge.session;
        const QString stage = nextStage(challenge, !m_options.token.isEmpty());
        if (stage.isEmpty())
            co_return tl::unexpected(unsupported(challenge, !m_options.token.isEmpty()));
        if (stage == tried)
            co_return tl::unexpected(
                flowError(Words::tr("the server asks for %1 again and does not say why").arg(stage)));
        tried = stage;
        auth = uiaAuth(stage, session, m_options.token);
    }
    co_return tl::unexpected(flowError(Words::tr("the server asks for more and more stages")));
}

Task<ApiResult<LoginResponse>> RegistrationFlow::bySharedSecret(
    Client &client, QString username, QString password) const
{
    Task<ApiResult<QByteArray>> asking = client.registrationNonce();
    ApiResult<QByteArray> nonce = co_await asking;
    if (!nonce)
        co_return tl::unexpected(std::move(nonce.error()));
    Task<ApiResult<LoginResponse>> registering =
        client.registerWithNonce(*nonce, m_options.sharedSecret, username, password);
    co_return co_await registering;
}

bool RegistrationFlow::isRegistrationClosed(const ApiError &error)
{
    // Behind an OAuth service there is no /register at all.
    return (error.status == 403 && error.is(u"M_FORBIDDEN"))
        || (error.is(u"M_UNRECOGNIZED") && (error.status == 404 || error.status == 405));
}

bool RegistrationFlow::isTokenWrong(const ApiError &error)
{
    return error.status == 401 && error.is(u"M_UNAUTHORIZED");
}

bool RegistrationFlow::isSecretWrong(const ApiError &error)
{
    return error.status == 403 && error.message.contains(u"HMAC"_s);
}

bool RegistrationFlow::isStageUnsupported(const ApiError &error)
{
    return error.is(noFlow);
}

} // namespace throng::matrix
