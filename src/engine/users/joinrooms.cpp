// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/behaviours.h"
#include "engine/users/request.h"

namespace throng::users {

namespace {

/// What the account is invited to and what it has joined, from one sync. Reports the account when it fails.
Task<std::optional<matrix::SyncResponse>> lookForInvitations(Actor &actor)
{
    const SetupParameters &setup = actor.environment().setup;
    matrix::Client &client = actor.client();
    matrix::SyncRequest sync;
    sync.timeout = Milliseconds(0);
    for (int attempt = 1;; ++attempt) {
        auto syncing = request(actor, [&client, sync] { return client.sync(sync); });
        matrix::ApiResult<matrix::SyncResponse> synced = co_await syncing;
        if (synced) {
            actor.setNextBatch(synced->nextBatch);
            actor.saveSession();
            co_return std::move(*synced);
        }
        const bool refused = !actor.session().isValid();
        if (refused || attempt >= setup.tries) {
            actor.accountFailed(
                refused ? AccountFailure::LoginRefused : AccountFailure::Unfinished, synced.error().text());
            co_return std::nullopt;
        }
        http::Sleep pause = actor.pause(setup.pauseBetweenTries);
        co_await pause;
    }
}

/// Joining a room that one is in already changes nothing, so a join that was not answered is simply repeated.
Task<> joinRoom(Actor &actor, QByteArray roomId)
{
    const SetupParameters &setup = actor.environment().setup;
    matrix::Client &client = actor.client();
    const matrix::RoomPath path(roomId);
    for (int attempt = 1;; ++attempt) {
        auto joining = request(actor, [&client, path] { return client.join(path); });
        const matrix::ApiResult<matrix::RoomResponse> joined = co_await joining;
        if (joined) {
            actor.sink().roomJoined(actor.accountIndex(), roomId);
            actor.sink().actionsDone(1);
            co_return;
        }
        if (attempt >= setup.tries || !actor.session().isValid()) {
            actor.sink().joinFailed(actor.accountIndex(), roomId, joined.error().text());
            co_return;
        }
        http::Sleep pause = actor.pause(setup.pauseBetweenTries);
        co_await pause;
    }
}

Task<> joinInvited(Actor &actor)
{
    Task<bool> loggingIn = logInOrFail(actor);
    if (!co_await loggingIn)
        co_return;
    auto looking = lookForInvitations(actor);
    const std::optional<matrix::SyncResponse> rooms = co_await looking;
    if (!rooms)
        co_return;

    const int before = int(rooms->joined.size()); // by an earlier run
    actor.sink().actionsPlanned(before + int(rooms->invited.size()));
    actor.sink().actionsDone(before);
    for (const QByteArray &roomId : rooms->invited) {
        actor.throwIfStopping();
        Task<> joining = joinRoom(actor, roomId);
        co_await joining;
        if (!actor.session().isValid()) {
            actor.accountFailed(AccountFailure::LoginRefused, sessionEnded().text());
            co_return;
        }
    }
    actor.accountDone();
}

} // namespace

Task<> joinRooms(Actor &actor)
{
    while (actor.takeAccount()) {
        Task<> joining = joinInvited(actor);
        co_await joining;
    }
}

} // namespace throng::users
