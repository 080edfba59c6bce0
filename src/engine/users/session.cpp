// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/session.h"

#include "engine/base/words.h"
#include "engine/metrics/outcome.h"
#include "engine/users/request.h"

namespace throng::users {

namespace {

Task<bool> refresh(Actor &actor)
{
    matrix::Client &client = actor.client();
    const QByteArray refreshToken = actor.session().refreshToken;
    auto refreshing = patiently(actor, [&client, refreshToken] { return client.refresh(refreshToken); });
    const matrix::ApiResult<matrix::RefreshResponse> refreshed = co_await refreshing;
    if (!refreshed)
        co_return false;
    actor.setTokens(*refreshed);
    co_return true;
}

Task<bool> refreshOrLogIn(Actor &actor)
{
    if (!actor.session().refreshToken.isEmpty()) {
        Task<bool> refreshing = refresh(actor);
        if (co_await refreshing)
            co_return true;
    }
    Task<matrix::ApiResult<>> loggingIn = logIn(actor);
    const matrix::ApiResult<> loggedIn = co_await loggingIn;
    if (!loggedIn && isRefusal(loggedIn.error()))
        actor.forgetSession();
    co_return loggedIn.has_value();
}

} // namespace

bool isRefusal(const matrix::ApiError &error)
{
    return error.is(u"M_FORBIDDEN") || error.is(u"M_USER_DEACTIVATED") || error.is(u"M_USER_LOCKED");
}

matrix::ApiError sessionEnded()
{
    matrix::ApiError error;
    error.outcome = metrics::Outcome::MatrixError;
    error.errcode = QStringLiteral("M_UNKNOWN_TOKEN");
    error.message = Words::tr("the session has ended and the server lets the account in no more; nothing was sent");
    return error;
}

Task<matrix::ApiResult<>> logIn(Actor &actor)
{
    const matrix::RegistrationOptions &options = actor.environment().registration.options();
    matrix::PasswordLogin login;
    login.user = actor.account().username;
    login.password = actor.account().password;
    login.deviceId = actor.session().deviceId;
    login.deviceName = options.deviceName;
    login.wantsRefreshToken = options.wantsRefreshToken;

    matrix::Client &client = actor.client();
    auto loggingIn = patiently(actor, [&client, login] { return client.login(login); });
    const matrix::ApiResult<matrix::LoginResponse> answer = co_await loggingIn;
    if (!answer)
        co_return tl::unexpected(answer.error());
    actor.setSession(*answer);
    co_return matrix::ApiResult<>();
}

Task<bool> logInOrFail(Actor &actor)
{
    if (actor.session().isValid())
        co_return true;
    const SetupParameters &setup = actor.environment().setup;
    for (int attempt = 1;; ++attempt) {
        Task<matrix::ApiResult<>> loggingIn = logIn(actor);
        const matrix::ApiResult<> loggedIn = co_await loggingIn;
        if (loggedIn)
            co_return true;
        if (isRefusal(loggedIn.error())) {
            actor.accountFailed(AccountFailure::LoginRefused, loggedIn.error().text());
            co_return false;
        }
        if (attempt >= setup.tries) {
            actor.accountFailed(AccountFailure::Unfinished, loggedIn.error().text());
            co_return false;
        }
        http::Sleep pause = actor.pause(setup.pauseBetweenTries);
        co_await pause;
    }
}

Task<bool> renewSession(Actor &actor, QByteArray token)
{
    Actor::Renewal &renewal = actor.renewal();
    if (renewal.running) {
        Signal::Wait ended = renewal.ended.wait(actor.pauses());
        co_await ended;
    }
    if (actor.session().accessToken != token)
        co_return actor.session().isValid();

    renewal.running = true;
    bool renewed = false;
    bool stopped = false;
    try {
        Task<bool> renewing = refreshOrLogIn(actor);
        renewed = co_await renewing;
    } catch (const Stopped &) {
        stopped = true;
    }
    renewal.running = false;
    renewal.ended.raise();
    if (stopped)
        throw Stopped {};
    co_return renewed;
}

} // namespace throng::users
