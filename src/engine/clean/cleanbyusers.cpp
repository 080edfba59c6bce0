// SPDX-License-Identifier: GPL-3.0-or-later
//
// A clean-up where nobody is administrator: each account leaves and forgets its rooms, then deactivates itself.
#include "engine/clean/patiently.h"
#include "engine/clean/side.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::clean {

Task<> Cleanup::cleanByUsers()
{
    // The accounts that were there before go out of our rooms first: of those they made, and were let into.
    QSet<QString> ours;
    for (const project::LedgerAccount &account : std::as_const(m_accounts))
        ours.insert(account.name);
    if (!m_rooms.isEmpty()) {
        for (auto known = m_known.cbegin(); known != m_known.cend(); ++known) {
            if (!ours.contains(known.key()) && !m_report.goneAccounts.contains(known.key()))
                m_others += known.key();
        }
    }
    m_roomsKept = false;
    Task<> leaving =
        forEach(int(m_accounts.size() + m_others.size()), tr("Leaving rooms"), &Cleanup::leaveAndDeactivate);
    co_await leaving;
    if (m_roomsKept || m_report.accounts.left() > 0)
        co_return;
    for (const QString &roomId : std::as_const(m_rooms)) {
        m_ledger.roomGone(roomId);
        ++m_report.rooms.gone;
    }
    note();
    if (m_report.media.found > 0) {
        matrix::ApiError error;
        error.message = tr("only an administrator can remove files");
        remains(tr("%n file(s)", nullptr, m_report.media.found), error);
    }
}

/// The account's token, or a new one for its password.
Task<Cleanup::Entry> Cleanup::enter(Side &side, const QString &name)
{
    const auto known = m_known.constFind(name);
    const auto account = std::find_if(m_accounts.cbegin(), m_accounts.cend(),
        [&name](const project::LedgerAccount &candidate) { return candidate.name == name; });
    QByteArray token = m_sessions.value(name);
    if (token.isEmpty() && known != m_known.cend())
        token = known->session.accessToken;
    matrix::Client &client = side.client;
    if (!token.isEmpty()) {
        client.setCredentials(token, {});
        auto asking = patiently([&client] { return client.whoami(); });
        const matrix::ApiResult<matrix::WhoAmI> who = co_await asking;
        if (who) {
            client.setCredentials(token, who->userId);
            co_return Entry::In;
        }
    }
    const QString password = account != m_accounts.cend() ? account->password
        : known != m_known.cend()                         ? known->password
                                                          : QString();
    const matrix::PasswordLogin login { localpart(name), password, cleanDevice, u"Throng"_s, false };
    auto loggingIn = patiently([&client, login] { return client.login(login); });
    const matrix::ApiResult<matrix::LoginResponse> entered = co_await loggingIn;
    if (!entered) {
        // M_USER_DEACTIVATED, or 403 for a password that is ours: it was deactivated before this was interrupted.
        const bool isOurs = account != m_accounts.cend() && entered.error().status == 403;
        if (isOurs)
            accountGone(name);
        if (isOurs || entered.error().is(u"M_USER_DEACTIVATED"))
            co_return Entry::Gone;
        remains(tr("account %1").arg(name), entered.error());
        co_return Entry::Refused;
    }
    client.setCredentials(entered->accessToken, entered->userId);
    co_return Entry::In;
}

/// Out of all of its rooms, or only out of ours. Whether that is so now.
Task<bool> Cleanup::leaveRooms(Side &side, bool all)
{
    matrix::Client &client = side.client;
    auto asking = patiently([&client] { return client.joinedRooms(); });
    const matrix::ApiResult<std::vector<QByteArray>> joined = co_await asking;
    if (!joined) {
        remains(tr("rooms of %1").arg(client.userId()), joined.error());
        co_return false;
    }
    bool left = true;
    for (const QByteArray &roomId : *joined) {
        if (!all && !m_ledger.server().rooms.contains(QString::fromUtf8(roomId)))
            continue;
        const matrix::RoomPath room(roomId);
        auto leaving = patiently([&client, room] { return client.leave(room); });
        const matrix::ApiResult<> gone = co_await leaving;
        if (!gone && gone.error().status != 403 && gone.error().status != 404) {
            remains(tr("room %1").arg(QString::fromUtf8(roomId)), gone.error());
            left = false;
            continue;
        }
        auto forgetting = patiently([&client, room] { return client.forget(room); });
        co_await forgetting; // who has left is out, forgotten or not
    }
    co_return left;
}

Task<> Cleanup::leaveAndDeactivate(Side &side, int index)
{
    const bool isOurs = index < m_accounts.size();
    const QString name = isOurs ? m_accounts[index].name : m_others[index - m_accounts.size()];
    if (name.isEmpty())
        co_return;
    Task<Entry> entering = enter(side, name);
    const Entry entry = co_await entering;
    m_roomsKept = m_roomsKept || (entry == Entry::Refused && !isOurs);
    if (entry != Entry::In)
        co_return;
    Task<bool> leaving = leaveRooms(side, isOurs);
    const bool left = co_await leaving;
    m_roomsKept = m_roomsKept || !left;
    if (!isOurs || !left)
        co_return;
    const QString userId = side.client.userId();
    const QString password = m_accounts[index].password;
    http::AccessManager &manager = side.manager;
    auto deactivating =
        patiently([&manager, userId, password] { return matrix::deactivateAccount(manager, userId, password); });
    const matrix::ApiResult<> gone = co_await deactivating;
    if (gone) {
        accountGone(name);
        co_return;
    }
    remains(tr("account %1").arg(name), gone.error());
    matrix::Client &client = side.client;
    auto loggingOut = patiently([&client] { return client.logout(); });
    co_await loggingOut;
}

} // namespace throng::clean
