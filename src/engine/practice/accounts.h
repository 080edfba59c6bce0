// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/options.h"
#include "engine/practice/refusal.h"
#include "engine/practice/user.h"

#include <functional>
#include <set>
#include <string_view>

namespace throng::practice {

struct Homeserver;

/// Lets maps by string be searched by string_view.
struct StringHash : std::hash<std::string_view> {
    using is_transparent = void;
};
template <typename T>
using StringMap = std::unordered_map<std::string, T, StringHash, std::equal_to<>>;

/// A registration on its way through user-interactive authentication.
struct RegistrationSession {
    std::string username;
    std::set<std::string> completed;
};

/// Users, their logins and their tokens.
class Accounts {
public:
    struct Login {
        std::string deviceId; ///< empty: a new one
        std::string displayName;
        bool refreshable = false;
    };
    enum class TokenState : unsigned char { Unknown, Expired, Good };

    explicit Accounts(Homeserver &server);
    ~Accounts();

    Allowed<User *> create(std::string_view localpart, std::string_view password, bool admin);
    [[nodiscard]] Allowed<> checkNewName(std::string_view localpart) const;
    /// By "@name:server" or by the bare name.
    [[nodiscard]] User *find(std::string_view name) const;
    [[nodiscard]] std::string userIdOf(std::string_view localpart) const;
    /// Nothing when the name or the password is wrong: a client is not told which.
    [[nodiscard]] User *authenticate(std::string_view name, std::string_view password) const;

    Device &login(User &user, const Login &login);
    Device *refresh(std::string_view refreshToken);
    Device *deviceOfToken(std::string_view token, TokenState &state) const;
    void logout(Device &device);
    void logoutAll(User &user, const Device *except = nullptr);
    /// The access token is worth nothing any more; the refresh token still is.
    void dropAccessToken(Device &device);
    void deactivate(User &user);

    std::string issueLoginToken(User &user); ///< for m.login.token, once
    User *redeemLoginToken(std::string_view token);

    std::string newNonce();
    bool takeNonce(std::string_view nonce);
    std::string beginRegistration();
    RegistrationSession *registration(std::string_view session);
    void endRegistration(std::string_view session);

    [[nodiscard]] const StringMap<std::unique_ptr<User>> &all() const { return m_users; }

private:
    void issueTokens(Device &device, bool refreshable);

    Homeserver &m_server;
    StringMap<std::unique_ptr<User>> m_users; ///< by user ID
    StringMap<Device *> m_accessTokens;
    StringMap<Device *> m_refreshTokens;
    StringMap<User *> m_loginTokens;
    std::set<std::string, std::less<>> m_nonces;
    StringMap<RegistrationSession> m_registrations;
};

} // namespace throng::practice
