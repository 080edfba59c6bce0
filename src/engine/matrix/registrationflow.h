// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/client.h"
#include "engine/matrix/uia.h"

namespace throng::matrix {

/// How accounts are made on a server.
struct RegistrationOptions {
    enum class Mode : quint8 {
        Interactive, ///< POST /register: open, by token, with terms, in any order of stages
        SharedSecret, ///< Synapse's admin API: not limited by its rate limits
        LoginOnly, ///< the accounts exist already
    };
    Mode mode = Mode::Interactive;
    QByteArray token; ///< for the stage m.login.registration_token; empty: none
    QByteArray sharedSecret;
    QString deviceName;
    bool wantsRefreshToken = false;
};

/// Takes one account from nothing to an access token.
///
/// Interactive: repeats POST /register with the stage that comes next, until the server is content, whatever the
/// stages' order and number; it can answer m.login.dummy, m.login.terms and m.login.registration_token. Each
/// request is a request of its own in the statistics.
///
/// What comes back when it cannot be done, beside what every call may give:
/// - M_USER_IN_USE: the account exists; log in instead;
/// - isRegistrationClosed(): nobody can register here;
/// - isTokenWrong(): the registration token is not (or no longer) good;
/// - isSecretWrong(): the shared secret is not the server's;
/// - isStageUnsupported(): every flow that the server offers asks for something that takes a person (e-mail,
///   captcha, a browser).
class RegistrationFlow {
public:
    explicit RegistrationFlow(RegistrationOptions options)
        : m_options(std::move(options))
    {
    }

    [[nodiscard]] const RegistrationOptions &options() const { return m_options; }

    /// `username` is the localpart. The flow and the client must outlive the task.
    Task<ApiResult<LoginResponse>> run(Client &client, QString username, QString password) const;

    [[nodiscard]] static bool isRegistrationClosed(const ApiError &error);
    [[nodiscard]] static bool isTokenWrong(const ApiError &error);
    [[nodiscard]] static bool isSecretWrong(const ApiError &error);
    [[nodiscard]] static bool isStageUnsupported(const ApiError &error);

private:
    Task<ApiResult<LoginResponse>> interactive(Client &client, QString username, QString password) const;
    Task<ApiResult<LoginResponse>> bySharedSecret(Client &client, QString username, QString password) const;

    RegistrationOptions m_options;
};

} // namespace throng::matrix
