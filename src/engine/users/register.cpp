// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/behaviours.h"
#include "engine/users/request.h"

namespace throng::users {

namespace {

using matrix::RegistrationFlow;

/// Whether the account's session is still good. The server may have been set up anew since it was written down.
Task<bool> isStillLoggedIn(Actor &actor)
{
    matrix::Client &client = actor.client();
    auto asking = patiently(actor, [&client] { return client.whoami(); });
    const matrix::ApiResult<matrix::WhoAmI> answer = co_await asking;
    if (!answer && answer.error().isTokenRefused())
        actor.forgetSession();
    co_return answer.has_value();
}

Task<matrix::ApiResult<>> registerOnce(Actor &actor)
{
    const RegistrationFlow &flow = actor.environment().registration;
    matrix::Client &client = actor.client();
    const Account account = actor.account();
    auto registering =
        patiently(actor, [&flow, &client, account] { return flow.run(client, account.username, account.password); });
    const matrix::ApiResult<matrix::LoginResponse> registered = co_await registering;
    if (!registered)
        co_return tl::unexpected(registered.error());
    actor.setSession(*registered);
    co_return matrix::ApiResult<>();
}

/// Why registering again would change nothing, if it would not.
std::optional<AccountFailure> finalFailure(const matrix::ApiError &error)
{
    if (RegistrationFlow::isRegistrationClosed(error))
        return AccountFailure::RegistrationClosed;
    if (RegistrationFlow::isTokenWrong(error))
        return AccountFailure::RegistrationTokenWrong;
    if (RegistrationFlow::isStageUnsupported(error))
        return AccountFailure::RegistrationNeedsPerson;
    return std::nullopt;
}

/// The same of logging in; `exists`: we know that there is an account of that name.
std::optional<AccountFailure> finalLoginFailure(const matrix::ApiError &error, bool exists)
{
    if (!isRefusal(error))
        return std::nullopt;
    return exists && error.is(u"M_FORBIDDEN") ? AccountFailure::OtherPassword : AccountFailure::LoginRefused;
}

Task<> registerAccount(Actor &actor)
{
    actor.sink().actionsPlanned(1);
    if (actor.session().isValid()) {
        Task<bool> asking = isStillLoggedIn(actor);
        if (co_await asking) {
            actor.sink().actionsDone(1);
            actor.accountDone();
            co_return;
        }
    }

    const SetupParameters &setup = actor.environment().setup;
    const bool loginOnly =
        actor.environment().registration.options().mode == matrix::RegistrationOptions::Mode::LoginOnly;
    for (int attempt = 1;; ++attempt) {
        Task<matrix::ApiResult<>> registering = registerOnce(actor);
        matrix::ApiResult<> ready = co_await registering;
        const bool exists = !ready && ready.error().is(u"M_USER_IN_USE");
        const bool made = ready && !loginOnly;
        if (exists) { // from an earlier run, or from a try that was not answered
            Task<matrix::ApiResult<>> loggingIn = logIn(actor);
            ready = co_await loggingIn;
        }
        if (ready) {
            // A name that is taken at the second try is ours if the first was not answered: its password is.
            if (made || (exists && attempt > 1))
                actor.accountMade();
            actor.sink().actionsDone(1);
            actor.accountDone();
            co_return;
        }
        const std::optional<AccountFailure> failure =
            exists || loginOnly ? finalLoginFailure(ready.error(), exists) : finalFailure(ready.error());
        if (failure) {
            actor.accountFailed(*failure, ready.error().text());
            co_return;
        }
        if (attempt >= setup.tries) {
            actor.accountFailed(AccountFailure::Unfinished, ready.error().text());
            co_return;
        }
        http::Sleep pause = actor.pause(setup.pauseBetweenTries);
        co_await pause;
    }
}

} // namespace

Task<> registerAccounts(Actor &actor)
{
    while (actor.takeAccount()) {
        Task<> registering = registerAccount(actor);
        co_await registering;
    }
}

} // namespace throng::users
