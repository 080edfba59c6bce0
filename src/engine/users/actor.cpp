// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/actor.h"

#include <utility>

namespace throng::users {

Actor::Actor(const Environment &environment, int number)
    : m_environment(environment)
    , m_number(number)
    , m_random(Random::stream(environment.seed, u"choices", std::uint64_t(number)))
    , m_manager(environment.reactor, environment.origin, m_everything)
    , m_client(m_manager, environment.recorder, environment.client)
{
}

const RateLimitParameters &Actor::rateLimit() const
{
    switch (m_environment.behaviour) {
    case Behaviour::Chat:
        return habits().rateLimit;
    case Behaviour::FillRooms:
        return m_environment.history.rateLimit;
    case Behaviour::Register:
    case Behaviour::CreateRooms:
    case Behaviour::JoinRooms:
        break;
    }
    return m_environment.setup.rateLimit;
}

http::Sleep Actor::pause(http::Nanoseconds duration)
{
    return m_environment.reactor.sleep(m_pauses, duration);
}

void Actor::stopEverything()
{
    m_pauses.stop();
    m_everything.stop();
}

void Actor::closeClient()
{
    m_everything.stop();
    if (!isStopping())
        m_everything.reopen();
}

bool Actor::takeAccount()
{
    if (isStopping())
        return false;
    std::optional<AccountQueue::Taken> taken = m_environment.accounts->take();
    if (!taken)
        return false;
    m_accountIndex = taken->index;
    m_account = std::move(taken->account);
    m_client.setCredentials(session().accessToken, session().userId);
    return true;
}

void Actor::accountMade()
{
    sink().accountMade(m_accountIndex);
}

void Actor::mediaUploaded(const QByteArray &mxc)
{
    sink().mediaUploaded(m_accountIndex, mxc);
}

void Actor::accountDone()
{
    sink().accountDone(std::exchange(m_accountIndex, -1));
}

void Actor::accountFailed(AccountFailure failure, const QString &reason)
{
    sink().accountFailed(std::exchange(m_accountIndex, -1), failure, reason);
}

void Actor::endTurn()
{
    m_environment.accounts->putBehind(std::exchange(m_accountIndex, -1), session());
}

void Actor::putBackAccount()
{
    if (hasAccount())
        m_environment.accounts->putBack(std::exchange(m_accountIndex, -1), session());
}

void Actor::setSession(const matrix::LoginResponse &login)
{
    Session &current = m_account.session;
    current.userId = login.userId;
    current.accessToken = login.accessToken;
    current.deviceId = login.deviceId;
    current.refreshToken = login.refreshToken;
    saveSession();
}

void Actor::setTokens(const matrix::RefreshResponse &tokens)
{
    m_account.session.accessToken = tokens.accessToken;
    if (!tokens.refreshToken.isEmpty())
        m_account.session.refreshToken = tokens.refreshToken;
    saveSession();
}

void Actor::forgetSession()
{
    m_account.session = Session {};
    saveSession();
}

void Actor::saveSession()
{
    m_client.setCredentials(session().accessToken, session().userId);
    sink().sessionChanged(m_accountIndex, session());
}

} // namespace throng::users
