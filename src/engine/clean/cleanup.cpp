// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/clean/cleanup.h"

#include "engine/clean/patiently.h"
#include "engine/clean/side.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace throng::clean {

namespace {

QString randomText()
{
    return QString::number(QRandomGenerator::system()->generate64(), 36);
}

} // namespace

Cleanup::Cleanup(std::shared_ptr<const http::Origin> origin, project::Ledger ledger,
    QHash<QString, users::Account> accounts, CleanOptions options, QObject *parent)
    : QObject(parent)
    , m_origin(std::move(origin))
    , m_ledger(std::move(ledger))
    , m_known(std::move(accounts))
    , m_options(std::move(options))
    , m_token(m_options.adminToken)
{
    // Behind a proxy it is the proxy that is connected to.
    if (m_origin->proxy.isEmpty())
        m_reactor.setAddressGuard(
            [addresses = m_origin->addresses](const QHostAddress &address) { return addresses.contains(address); });
}

Cleanup::~Cleanup()
{
    m_scope.stop();
}

void Cleanup::start()
{
    Q_ASSERT(!m_running);
    m_running = true;
    run(); // dropped, but never lost: it catches everything, and ends before this object does
}

void Cleanup::cancel()
{
    if (!m_running)
        return;
    m_report.cancelled = true;
    m_scope.stop();
}

Task<> Cleanup::run()
{
    try {
        Task<> cleaning = clean();
        co_await cleaning;
    } catch (const Stopped &) {
        m_report.cancelled = true;
    }
    announceEnd();
}

/// From the event loop: the coroutines are still on the stack here, and so may be a StopScope.
void Cleanup::announceEnd()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            const Result<> written = m_ledger.compact();
            if (!written && m_report.problem.isEmpty())
                m_report.problem = written.error().toString();
            m_running = false;
            Q_EMIT finished(m_report);
        },
        Qt::QueuedConnection);
}

Task<> Cleanup::clean()
{
    const project::LedgerServer &server = m_ledger.server();
    m_accounts = server.removable();
    m_rooms = server.rooms.keys();
    m_report.accounts.found = int(m_accounts.size());
    m_report.rooms.found = int(m_rooms.size());
    m_report.media.found = int(server.mediaCount());
    Task<bool> becoming = becomeAdmin();
    m_report.byAdmin = co_await becoming;
    if (!m_report.problem.isEmpty())
        co_return;
    Task<> confirming = forEach(int(m_accounts.size()), tr("Looking at accounts"), &Cleanup::confirmAccount);
    co_await confirming;
    Task<> cleaning = m_report.byAdmin ? cleanByAdmin() : cleanByUsers();
    co_await cleaning;
}

Task<> Cleanup::forEach(int count, QString what, Step step)
{
    m_next = 0;
    m_done = 0;
    m_count = count;
    m_what = std::move(what);
    if (count > 0)
        Q_EMIT progress(0, m_count, m_what);
    std::vector<Task<>> workers;
    for (int i = 0; i < std::min(count, m_options.parallel); ++i)
        workers.push_back(steps(step));
    for (Task<> &worker : workers)
        co_await worker;
}

Task<> Cleanup::steps(Step step)
{
    Side side(m_reactor, m_origin, m_recorder, m_scope);
    while (m_next < m_count) {
        Task<> doing = (this->*step)(side, m_next++);
        co_await doing;
        Q_EMIT progress(++m_done, m_count, m_what);
    }
}

/// Whether one can be had. Without, the ordinary API has to do.
Task<bool> Cleanup::becomeAdmin()
{
    Side side(m_reactor, m_origin, m_recorder, m_scope);
    if (m_token.isEmpty() && !m_options.sharedSecret.isEmpty()) {
        const QString name = u"throng-clean-"_s + randomText();
        const QString password = randomText() + randomText();
        matrix::SynapseAdmin &api = side.admin;
        const QByteArray secret = m_options.sharedSecret;
        m_ledger.intend(name, password); // the next clean-up removes it if this one is killed
        note();
        auto making = patiently([&api, secret, name, password] { return api.makeAdmin(secret, name, password); });
        const matrix::ApiResult<matrix::LoginResponse> made = co_await making;
        if (made) {
            m_token = made->accessToken;
            m_madeAdmin = LoginName { name, made->userId };
            m_ledger.made(name, made->userId);
        } else {
            m_ledger.accountGone(name);
            if (made.error().status != 404)
                m_report.problem = tr("No administrator could be made: %1").arg(made.error().text());
        }
        note();
        if (!made && made.error().status != 404)
            co_return false;
    }
    if (m_token.isEmpty())
        co_return false;
    side.manager.setBearerToken(m_token);
    matrix::SynapseAdmin &api = side.admin;
    auto asking = patiently([&api] { return api.rooms(0); });
    const matrix::ApiResult<matrix::SynapseAdmin::RoomPage> page = co_await asking;
    if (page)
        co_return true;
    // A token that is no administrator's is a mistake; a server without this API is none.
    if (page.error().status == 404 && page.error().is(u"M_UNRECOGNIZED"))
        co_return false;
    m_report.problem = tr("The administrator is refused: %1").arg(page.error().text());
    co_return false;
}

/// Of an account that is perhaps ours the password decides: it was drawn by us.
Task<> Cleanup::confirmAccount(Side &side, int index)
{
    const project::LedgerAccount account = m_accounts[index];
    if (account.state == project::LedgerState::Made && !account.userId.isEmpty())
        co_return;
    matrix::Client &client = side.client;
    const matrix::PasswordLogin login { localpart(account.name), account.password, cleanDevice, u"Throng"_s, false };
    auto loggingIn = patiently([&client, login] { return client.login(login); });
    const matrix::ApiResult<matrix::LoginResponse> entered = co_await loggingIn;
    if (entered) {
        m_accounts[index].userId = entered->userId;
        m_accounts[index].state = project::LedgerState::Made;
        m_ledger.made(account.name, entered->userId);
        note();
        m_sessions.insert(account.name, entered->accessToken);
        co_return;
    }
    if (entered.error().status == 403) { // never made, somebody else's, or deactivated already
        accountGone(account.name);
        m_accounts[index].name.clear();
        co_return;
    }
    remains(tr("account %1").arg(account.name), entered.error());
    m_accounts[index].name.clear();
}

void Cleanup::accountGone(const QString &name)
{
    m_ledger.accountGone(name);
    note();
    ++m_report.accounts.gone;
    m_report.goneAccounts.insert(name);
}

/// What is gone is on disk before the next is asked for.
void Cleanup::note()
{
    if (const Result<> flushed = m_ledger.flush(); !flushed && m_report.problem.isEmpty()) {
        m_report.problem = flushed.error().toString();
        m_scope.stop();
    }
}

void Cleanup::remains(const QString &what, const matrix::ApiError &error)
{
    const QString reason = error.text();
    if (m_reasons.contains(reason))
        return;
    m_reasons.insert(reason);
    m_report.reasons += tr("%1: %2").arg(what, reason);
}

} // namespace throng::clean
