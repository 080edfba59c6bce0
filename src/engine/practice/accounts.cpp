// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/accounts.h"

#include "engine/practice/homeserver.h"

#include <algorithm>

namespace throng::practice {

namespace {

/// Registrations and nonces that are never finished must not pile up without end.
constexpr std::size_t maximumUnfinished = 100'000;

bool isAllowedInName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
        || std::string_view("._=-/+").find(c) != std::string_view::npos;
}

} // namespace

Accounts::Accounts(Homeserver &server)
    : m_server(server)
{
}

Accounts::~Accounts() = default;

std::string Accounts::userIdOf(std::string_view localpart) const
{
    std::string id = "@";
    id.append(localpart).append(":").append(m_server.name);
    return id;
}

Allowed<> Accounts::checkNewName(std::string_view localpart) const
{
    if (localpart.empty() || !std::all_of(localpart.begin(), localpart.end(), isAllowedInName)
        || userIdOf(localpart).size() > 255)
        return refused(400, "M_INVALID_USERNAME", "User ID can only contain characters a-z, 0-9, or '_-./=+'");
    if (m_users.contains(userIdOf(localpart)))
        return refused(400, "M_USER_IN_USE", "User ID already taken.");
    return {};
}

Allowed<User *> Accounts::create(std::string_view localpart, std::string_view password, bool admin)
{
    if (auto free = checkNewName(localpart); !free)
        return tl::unexpected(std::move(free.error()));
    if (m_users.size() >= m_server.options.maximumAccounts)
        return tl::unexpected(m_server.full("accounts"));
    auto user = std::make_unique<User>();
    user->id = userIdOf(localpart);
    user->localpart = localpart;
    user->password = password;
    user->displayName = localpart;
    user->admin = admin;
    User *created = user.get();
    m_users.emplace(created->id, std::move(user));
    ++m_server.books.accounts;
    return created;
}

User *Accounts::find(std::string_view name) const
{
    const auto found = name.starts_with('@') ? m_users.find(name) : m_users.find(userIdOf(name));
    return found == m_users.end() ? nullptr : found->second.get();
}

User *Accounts::authenticate(std::string_view name, std::string_view password) const
{
    User *user = find(name);
    return user && !user->deactivated && user->password == password ? user : nullptr;
}

Device &Accounts::login(User &user, const Login &login)
{
    ++m_server.books.logins;
    std::string id = login.deviceId.empty() ? m_server.randomText(10, Homeserver::Alphabet::Upper) : login.deviceId;
    auto &slot = user.devices[id];
    if (!slot) {
        slot = std::make_unique<Device>();
        slot->user = &user;
        slot->id = std::move(id);
    }
    if (!login.displayName.empty())
        slot->displayName = login.displayName;
    issueTokens(*slot, login.refreshable);
    return *slot;
}

void Accounts::issueTokens(Device &device, bool refreshable)
{
    m_accessTokens.erase(device.accessToken);
    m_refreshTokens.erase(device.refreshToken);
    device.accessToken = "syt_" + m_server.randomText(40, Homeserver::Alphabet::Mixed);
    device.refreshToken = refreshable ? "syr_" + m_server.randomText(40, Homeserver::Alphabet::Mixed) : std::string();
    device.expires.reset();
    m_accessTokens.emplace(device.accessToken, &device);
    if (refreshable) {
        device.expires = Clock::now() + m_server.options.accessTokenLifetime;
        m_refreshTokens.emplace(device.refreshToken, &device);
    }
}

Device *Accounts::refresh(std::string_view refreshToken)
{
    const auto found = m_refreshTokens.find(refreshToken);
    if (found == m_refreshTokens.end())
        return nullptr;
    ++m_server.books.refreshes;
    Device *device = found->second;
    issueTokens(*device, true);
    return device;
}

Device *Accounts::deviceOfToken(std::string_view token, TokenState &state) const
{
    const auto found = m_accessTokens.find(token);
    if (found == m_accessTokens.end()) {
        state = TokenState::Unknown;
        return nullptr;
    }
    Device *device = found->second;
    state = device->expires && *device->expires <= Clock::now() ? TokenState::Expired : TokenState::Good;
    return device;
}

void Accounts::dropAccessToken(Device &device)
{
    m_accessTokens.erase(device.accessToken);
    device.accessToken.clear();
}

void Accounts::logout(Device &device)
{
    m_server.syncs.endWaits(device);
    m_accessTokens.erase(device.accessToken);
    m_refreshTokens.erase(device.refreshToken);
    User &user = *device.user;
    user.devices.erase(user.devices.find(device.id)); // the device is gone
}

void Accounts::logoutAll(User &user, const Device *except)
{
    std::vector<Device *> devices;
    for (const auto &[id, device] : user.devices) {
        if (device.get() != except)
            devices.push_back(device.get());
    }
    for (Device *device : devices)
        logout(*device);
}

void Accounts::deactivate(User &user)
{
    if (std::exchange(user.deactivated, true))
        return;
    --m_server.books.accounts;
    logoutAll(user);
    user.password.clear();
    const std::vector<Stay *> stays = user.stays;
    for (Stay *stay : stays) {
        if (stay->membership == Membership::Join || stay->membership == Membership::Invite)
            m_server.rooms.leave(stay->room, user);
    }
}

std::string Accounts::issueLoginToken(User &user)
{
    std::string token = m_server.randomText(32, Homeserver::Alphabet::Mixed);
    m_loginTokens.emplace(token, &user);
    return token;
}

User *Accounts::redeemLoginToken(std::string_view token)
{
    const auto found = m_loginTokens.find(token);
    if (found == m_loginTokens.end())
        return nullptr;
    User *user = found->second;
    m_loginTokens.erase(found);
    return user->deactivated ? nullptr : user;
}

std::string Accounts::newNonce()
{
    if (m_nonces.size() >= maximumUnfinished)
        m_nonces.clear();
    return *m_nonces.insert(m_server.randomText(64, Homeserver::Alphabet::Hex)).first;
}

bool Accounts::takeNonce(std::string_view nonce)
{
    const auto found = m_nonces.find(nonce);
    if (found == m_nonces.end())
        return false;
    m_nonces.erase(found);
    return true;
}

std::string Accounts::beginRegistration()
{
    if (m_registrations.size() >= maximumUnfinished)
        m_registrations.clear();
    std::string session = m_server.randomText(24, Homeserver::Alphabet::Mixed);
    m_registrations.emplace(session, RegistrationSession());
    return session;
}

RegistrationSession *Accounts::registration(std::string_view session)
{
    const auto found = m_registrations.find(session);
    return found == m_registrations.end() ? nullptr : &found->second;
}

void Accounts::endRegistration(std::string_view session)
{
    if (const auto found = m_registrations.find(session); found != m_registrations.end())
        m_registrations.erase(found);
}

} // namespace throng::practice
