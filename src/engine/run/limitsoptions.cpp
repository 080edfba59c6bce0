// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/limitsoptions.h"

#include "engine/base/words.h"

namespace throng::run {

Result<matrix::LimitsProbeOptions> limitsProbeOptions(
    project::AccountSource source, const Secrets &secrets, const std::vector<users::Account> &accounts)
{
    using Mode = matrix::RegistrationOptions::Mode;
    matrix::LimitsProbeOptions options;
    switch (source) {
    case project::AccountSource::OpenRegistration:
        break;
    case project::AccountSource::RegistrationToken:
        if (secrets.registrationToken.isEmpty())
            return failure(Words::tr("an account is made with the registration token, and none is given"));
        options.registration.token = secrets.registrationToken;
        break;
    case project::AccountSource::SharedSecret:
        if (secrets.sharedSecret.isEmpty())
            return failure(Words::tr("an account is made with the shared secret, and none is given"));
        options.registration.mode = Mode::SharedSecret;
        options.registration.sharedSecret = secrets.sharedSecret;
        break;
    case project::AccountSource::ExistingAccounts: {
        if (accounts.empty())
            return failure(Words::tr("accounts exist already, it is said, and users.csv has none to probe with"));
        const users::Account &account = accounts.front();
        options.registration.mode = Mode::LoginOnly;
        options.username = account.session.isValid() ? account.session.userId : account.username;
        options.password = account.password;
        options.accessToken = account.session.accessToken;
        break;
    }
    }
    options.accounts = int(accounts.size());
    return options;
}

} // namespace throng::run
