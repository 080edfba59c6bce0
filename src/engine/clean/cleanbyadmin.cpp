// SPDX-License-Identifier: GPL-3.0-or-later
//
// A clean-up by Synapse's admin API: rooms are deleted and purged, then files, then accounts.
#include "engine/clean/patiently.h"
#include "engine/clean/side.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::clean {

Task<> Cleanup::cleanByAdmin()
{
    Task<> finding = findRooms();
    co_await finding;
    Task<> deletingRooms = forEach(int(m_rooms.size()), tr("Deleting rooms"), &Cleanup::deleteRoom);
    co_await deletingRooms;
    m_uploaders = m_ledger.server().media.keys();
    Task<> deletingMedia = forEach(int(m_uploaders.size()), tr("Deleting files"), &Cleanup::deleteMedia);
    co_await deletingMedia;
    Task<> deactivating = forEach(int(m_accounts.size()), tr("Deactivating accounts"), &Cleanup::deactivate);
    co_await deactivating;
    if (m_madeAdmin.userId.isEmpty())
        co_return;
    Side side(m_reactor, m_origin, m_recorder, m_scope);
    side.manager.setBearerToken(m_token);
    matrix::SynapseAdmin &api = side.admin;
    const QString userId = m_madeAdmin.userId;
    auto leaving = patiently([&api, userId] { return api.deactivate(userId); });
    const matrix::ApiResult<> gone = co_await leaving;
    if (gone) {
        m_ledger.accountGone(m_madeAdmin.name);
        note();
        co_return;
    }
    remains(tr("the administrator %1, made for this").arg(userId), gone.error());
}

/// Rooms that accounts of ours created are ours, also those that a killed run had no time to write down.
Task<> Cleanup::findRooms()
{
    QSet<QString> ours;
    for (const project::LedgerAccount &account : std::as_const(m_accounts)) {
        if (!account.name.isEmpty())
            ours.insert(account.userId);
    }
    QSet<QString> rooms(m_rooms.cbegin(), m_rooms.cend());
    Side side(m_reactor, m_origin, m_recorder, m_scope);
    side.manager.setBearerToken(m_token);
    matrix::SynapseAdmin &api = side.admin;
    for (std::optional<qint64> from = 0; from;) {
        const qint64 begin = *from;
        auto asking = patiently([&api, begin] { return api.rooms(begin); });
        const matrix::ApiResult<matrix::SynapseAdmin::RoomPage> page = co_await asking;
        if (!page) {
            remains(tr("rooms that are not in the ledger"), page.error());
            break;
        }
        for (const matrix::SynapseAdmin::Room &room : page->rooms) {
            if (ours.contains(room.creator))
                rooms.insert(room.id);
        }
        from = page->next;
    }
    m_rooms = QStringList(rooms.cbegin(), rooms.cend());
    m_rooms.sort();
    m_report.rooms.found = int(m_rooms.size());
}

/// Waits for a deletion that an interrupted clean-up left to the server: a second one is refused while it goes on.
Task<matrix::ApiResult<QString>> Cleanup::beginDeletion(Side &side, QString roomId)
{
    constexpr auto longest = std::chrono::minutes(5);
    const http::Clock::time_point began = http::Clock::now();
    matrix::SynapseAdmin &api = side.admin;
    for (;;) {
        auto deleting = patiently([&api, roomId] { return api.deleteRoom(roomId); });
        matrix::ApiResult<QString> begun = co_await deleting;
        const bool isUnderWay = !begun && begun.error().status == 400
            && begun.error().message.contains(u"already in progress") && http::Clock::now() - began < longest;
        if (!isUnderWay)
            co_return begun;
        http::Sleep pause = m_reactor.sleep(m_scope, m_options.pollInterval);
        co_await pause;
    }
}

Task<> Cleanup::deleteRoom(Side &side, int index)
{
    constexpr int mostRepeats = 5;
    using Deletion = matrix::SynapseAdmin::Deletion;
    side.manager.setBearerToken(m_token);
    matrix::SynapseAdmin &api = side.admin;
    const QString roomId = m_rooms[index];
    Task<matrix::ApiResult<QString>> deleting = beginDeletion(side, roomId);
    matrix::ApiResult<QString> begun = co_await deleting;
    int repeats = 0;
    bool gone = !begun && begun.error().status == 404;
    if (!begun && !gone) {
        remains(tr("room %1").arg(roomId), begun.error());
        co_return;
    }
    while (!gone) {
        const QString deleteId = *begun;
        auto looking = patiently([&api, deleteId] { return api.deletion(deleteId); });
        const matrix::ApiResult<Deletion> deletion = co_await looking;
        if (!deletion) {
            remains(tr("room %1").arg(roomId), deletion.error());
            co_return;
        }
        // What is still being written into a room breaks its deletion off (SQLite: "FOREIGN KEY constraint failed").
        if (*deletion == Deletion::Failed && ++repeats <= mostRepeats) {
            http::Sleep pause = m_reactor.sleep(m_scope, repeats * m_options.pollInterval);
            co_await pause;
            Task<matrix::ApiResult<QString>> repeating = beginDeletion(side, roomId);
            matrix::ApiResult<QString> repeated = co_await repeating;
            if (repeated) { // it may have met one that was under way
                begun = std::move(repeated);
                continue;
            }
            gone = repeated.error().status == 404;
        }
        if (!gone && *deletion == Deletion::Failed) {
            matrix::ApiError failed;
            failed.message = tr("the server could not delete it");
            remains(tr("room %1").arg(roomId), failed);
            co_return;
        }
        gone = gone || *deletion == Deletion::Complete;
        if (!gone) {
            http::Sleep pause = m_reactor.sleep(m_scope, m_options.pollInterval);
            co_await pause;
        }
    }
    m_ledger.roomGone(roomId);
    note();
    ++m_report.rooms.gone;
}

Task<> Cleanup::deleteMedia(Side &side, int index)
{
    side.manager.setBearerToken(m_token);
    matrix::SynapseAdmin &api = side.admin;
    const QString name = m_uploaders[index];
    const auto account = std::find_if(m_accounts.cbegin(), m_accounts.cend(),
        [&name](const project::LedgerAccount &candidate) { return candidate.name == name; });
    if (account == m_accounts.cend())
        co_return; // not ours: what else it has uploaded is not, either
    const int files = int(m_ledger.server().media.value(name).size());
    const QString userId = account->userId;
    for (;;) {
        auto deleting = patiently([&api, userId] { return api.deleteMedia(userId); });
        const matrix::ApiResult<int> deleted = co_await deleting;
        if (!deleted) {
            remains(tr("files of %1").arg(name), deleted.error());
            co_return;
        }
        if (*deleted == 0)
            break;
    }
    m_ledger.mediaGone(name);
    note();
    m_report.media.gone += files;
}

Task<> Cleanup::deactivate(Side &side, int index)
{
    const project::LedgerAccount account = m_accounts[index];
    if (account.name.isEmpty())
        co_return;
    side.manager.setBearerToken(m_token);
    matrix::SynapseAdmin &api = side.admin;
    const QString userId = account.userId;
    auto deactivating = patiently([&api, userId] { return api.deactivate(userId); });
    const matrix::ApiResult<> gone = co_await deactivating;
    if (gone || gone.error().status == 404)
        accountGone(account.name);
    else
        remains(tr("account %1").arg(account.name), gone.error());
}

} // namespace throng::clean
