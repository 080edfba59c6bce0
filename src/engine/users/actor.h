// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/base/stopscope.h"
#include "engine/http/accessmanager.h"
#include "engine/users/environment.h"
#include "engine/users/signal.h"

namespace throng::users {

/// Says how many actions came due since it was asked last.
class PlanSource {
public:
    virtual int actionsDue() = 0;

protected:
    ~PlanSource() = default;
};

/// What a behaviour acts through: the account it has at the moment, the client, the clock and chance of one virtual
/// user. Every behaviour is a coroutine that is handed one of these.
///
/// There are two ways to be stopped. A graceful stop cuts pauses and waiting, so what was begun is finished first;
/// a stop at once cuts everything. Both throw Stopped through the behaviour, up to VirtualUser.
class Actor {
public:
    Actor(const Environment &environment, int number);
    Actor(const Actor &) = delete;
    Actor &operator=(const Actor &) = delete;

    [[nodiscard]] const Environment &environment() const { return m_environment; }
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] Sink &sink() const { return m_environment.sink; }
    [[nodiscard]] matrix::Client &client() { return m_client; }
    [[nodiscard]] Random &random() { return m_random; }
    /// The habits of this user, when it chats.
    [[nodiscard]] const ChatParameters &habits() const { return m_environment.crowd.habitsOf(m_accountIndex); }
    [[nodiscard]] const RateLimitParameters &rateLimit() const;

    // Time
    /// Between two requests: cut by either stop.
    [[nodiscard]] http::Sleep pause(http::Nanoseconds duration);
    [[nodiscard]] bool isStopping() const { return m_pauses.isStopped(); }
    void throwIfStopping() const { m_pauses.throwIfStopped(); }
    [[nodiscard]] StopScope &pauses() { return m_pauses; }
    void stopPauses() { m_pauses.stop(); }
    void stopEverything();
    /// The user goes on without its client, which opens its next connection when it is needed again: requests that are
    /// still under way are given up. The awaits in them throw Stopped.
    void closeClient();
    /// Those connections that nothing is under way on: of a client that is closed the server sees nothing more.
    void closeConnections() { m_manager.closeIdleConnections(); }

    // The account
    /// The next account of the test; false when there is none left or the user is to stop.
    [[nodiscard]] bool takeAccount();
    [[nodiscard]] bool hasAccount() const { return m_accountIndex >= 0; }
    [[nodiscard]] const Account &account() const { return m_account; }
    [[nodiscard]] int accountIndex() const { return m_accountIndex; }
    [[nodiscard]] const Session &session() const { return m_account.session; }
    /// It did not exist and was made just now.
    void accountMade();
    void mediaUploaded(const QByteArray &mxc);
    /// All is done that this behaviour does with the account. It is not dealt again.
    void accountDone();
    /// Given up; it is not dealt again either.
    void accountFailed(AccountFailure failure, const QString &reason);
    /// Back to the queue, behind all others: it gets another turn.
    void endTurn();
    /// Back to the queue, for another user to go on with.
    void putBackAccount();

    // Its session: each change is told to the sink
    void setSession(const matrix::LoginResponse &login);
    void setTokens(const matrix::RefreshResponse &tokens);
    void forgetSession(); ///< the server does not know it any more
    /// Where the sync goes on. Told to the sink only by saveSession(): it changes with every sync.
    void setNextBatch(const QByteArray &nextBatch) { m_account.session.nextBatch = nextBatch; }
    void saveSession();

    /// A user has two coroutines; only one of them renews the session, the other waits for it.
    struct Renewal {
        bool running = false;
        Signal ended;
    };
    [[nodiscard]] Renewal &renewal() { return m_renewal; }

    /// Of a behaviour with a plan that goes on while the behaviour waits for the server; null for none.
    void setPlanSource(PlanSource *source) { m_planSource = source; }
    [[nodiscard]] PlanSource *planSource() const { return m_planSource; }

private:
    const Environment &m_environment;
    const int m_number;
    StopScope m_everything;
    StopScope m_pauses;
    Random m_random;
    http::AccessManager m_manager;
    matrix::Client m_client;
    Account m_account;
    int m_accountIndex = -1;
    Renewal m_renewal;
    PlanSource *m_planSource = nullptr;
};

} // namespace throng::users
