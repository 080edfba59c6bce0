// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/words.h"
#include "engine/users/behaviours.h"
#include "engine/users/request.h"

#include <QSet>

#include <algorithm>

namespace throng::users {

namespace {

/// Those of the account's rooms on the server that carry one of our tags: tag → room ID.
using TaggedRooms = QHash<QString, QByteArray>;

/// "user.000001" → "@user.000001:" and the creator's server; "user.000001:example.org" keeps its own.
QString userIdOf(const QString &planName, const QString &creatorId)
{
    if (planName.contains(u':'))
        return u'@' + planName;
    return u'@' + planName + creatorId.mid(creatorId.indexOf(u':'));
}

QStringList inviteesOf(const PlannedRoom &room, const QString &creatorId)
{
    QStringList invitees;
    invitees.reserve(qsizetype(room.members.size()) - 1);
    for (auto member = std::next(room.members.begin()); member != room.members.end(); ++member)
        invitees.append(userIdOf(*member, creatorId));
    return invitees;
}

matrix::RoomPreset presetOf(const QString &name)
{
    if (name == u"public_chat")
        return matrix::RoomPreset::PublicChat;
    return name == u"trusted_private_chat" ? matrix::RoomPreset::TrustedPrivateChat : matrix::RoomPreset::PrivateChat;
}

/// Whether the server may have done what it was asked for, although it did not say so: no answer, or one of a proxy
/// (502, 504) or of a server in distress.
bool mayHaveHappened(const matrix::ApiError &error)
{
    return error.status < 400 || error.status >= 500;
}

/// Makes the rooms of one account.
class RoomMaker {
public:
    explicit RoomMaker(Actor &actor)
        : m_actor(actor)
        , m_client(actor.client())
        , m_setup(actor.environment().setup)
        , m_book(*actor.environment().rooms)
    {
    }

    Task<> make(std::vector<int> rooms);
    /// Why the server lets the account in no more; empty when it does.
    [[nodiscard]] const QString &refusal() const { return m_refusal; }

private:
    Task<> makeRoom(int index);
    Task<matrix::ApiResult<>> tryRoom(int index);
    Task<matrix::ApiResult<QByteArray>> createOrFind(int index);
    Task<matrix::ApiResult<>> lookForRooms();
    Task<matrix::ApiResult<>> inviteRest();

    Actor &m_actor;
    matrix::Client &m_client;
    const SetupParameters &m_setup;
    RoomBook &m_book;

    QSet<QByteArray> m_seen; ///< rooms whose tag is known: not asked for again
    TaggedRooms m_tagged;
    bool m_mustLook = false; ///< there may be rooms of ours on the server that we do not know of

    // The room that is being made; kept from try to try, so that nothing is done twice.
    QByteArray m_roomId;
    QStringList m_uninvited; ///< those that are still to be invited by themselves
    bool m_mustAskMembers = false; ///< the room was found, not made: some may be invited already
    QString m_refusal;
};

/// One request for the list of rooms, and one for each that has not been seen yet.
Task<matrix::ApiResult<>> RoomMaker::lookForRooms()
{
    matrix::Client &client = m_client;
    auto listing = request(m_actor, [&client] { return client.joinedRooms(); });
    const matrix::ApiResult<std::vector<QByteArray>> joined = co_await listing;
    if (!joined)
        co_return tl::unexpected(joined.error());
    for (const QByteArray &roomId : *joined) {
        if (m_seen.contains(roomId))
            continue;
        const matrix::RoomPath path(roomId);
        auto asking = request(m_actor, [&client, path] { return client.roomCreation(path); });
        const matrix::ApiResult<matrix::RoomCreation> creation = co_await asking;
        const bool hidden = !creation && (creation.error().status == 403 || creation.error().status == 404);
        if (!creation && !hidden)
            co_return tl::unexpected(creation.error());
        m_seen.insert(roomId);
        if (creation && !creation->creationTag.isEmpty())
            m_tagged.insert(creation->creationTag, roomId);
    }
    m_mustLook = false;
    co_return matrix::ApiResult<>();
}

/// The room's ID, made now unless it turns out to be there already. Sets what is left to be invited.
Task<matrix::ApiResult<QByteArray>> RoomMaker::createOrFind(int index)
{
    const QString tag = m_book.creationTag(index);
    const QStringList invitees = inviteesOf(m_book.room(index), m_actor.session().userId);
    if (m_mustLook) {
        Task<matrix::ApiResult<>> looking = lookForRooms();
        const matrix::ApiResult<> looked = co_await looking;
        if (!looked)
            co_return tl::unexpected(looked.error());
    }
    if (const auto found = m_tagged.constFind(tag); found != m_tagged.constEnd()) {
        m_uninvited = invitees;
        m_mustAskMembers = true;
        co_return *found;
    }

    for (;;) {
        const int limit = std::min(m_setup.invitationsWithRoom, m_book.invitationLimit());
        const int invited = int(std::min<qsizetype>(limit, invitees.size()));
        matrix::CreateRoomRequest room;
        room.name = m_book.room(index).name;
        room.preset = presetOf(m_setup.roomPreset);
        room.invite = invitees.first(invited);
        room.federate = m_setup.federateRooms;
        room.creationTag = tag;

        matrix::Client &client = m_client;
        auto creating = request(m_actor, [&client, room] { return client.createRoom(room); });
        const matrix::ApiResult<matrix::RoomResponse> created = co_await creating;
        if (created) {
            m_seen.insert(created->roomId);
            m_uninvited = invitees.sliced(invited);
            co_return created->roomId;
        }
        if (created.error().isTooManyInvites() && invited > 0) {
            const int fewer = m_setup.fewerInvitationsWithRoom;
            m_book.lowerInvitationLimit(invited > fewer ? fewer : 0);
            continue; // costs no try: the server did nothing
        }
        if (mayHaveHappened(created.error()))
            m_mustLook = true;
        co_return tl::unexpected(created.error());
    }
}

Task<matrix::ApiResult<>> RoomMaker::inviteRest()
{
    matrix::Client &client = m_client;
    const matrix::RoomPath path(m_roomId);
    if (m_mustAskMembers) {
        auto asking = request(m_actor, [&client, path] { return client.members(path); });
        const matrix::ApiResult<std::vector<matrix::Member>> members = co_await asking;
        if (!members)
            co_return tl::unexpected(members.error());
        QSet<QString> known;
        for (const matrix::Member &member : *members)
            known.insert(QString::fromUtf8(member.userId));
        m_uninvited.removeIf([&known](const QString &userId) { return known.contains(userId); });
        m_mustAskMembers = false;
    }
    while (!m_uninvited.isEmpty()) {
        const QString userId = m_uninvited.constFirst();
        auto inviting = request(m_actor, [&client, path, userId] { return client.invite(path, userId); });
        const matrix::ApiResult<> invited = co_await inviting;
        if (!invited) {
            if (mayHaveHappened(invited.error()))
                m_mustAskMembers = true;
            co_return tl::unexpected(invited.error());
        }
        m_uninvited.removeFirst();
    }
    co_return matrix::ApiResult<>();
}

Task<matrix::ApiResult<>> RoomMaker::tryRoom(int index)
{
    if (m_roomId.isEmpty()) {
        Task<matrix::ApiResult<QByteArray>> creating = createOrFind(index);
        const matrix::ApiResult<QByteArray> roomId = co_await creating;
        if (!roomId)
            co_return tl::unexpected(roomId.error());
        m_roomId = *roomId;
    }
    Task<matrix::ApiResult<>> inviting = inviteRest();
    const matrix::ApiResult<> invited = co_await inviting;
    co_return invited;
}

Task<> RoomMaker::makeRoom(int index)
{
    m_roomId.clear();
    m_uninvited.clear();
    m_mustAskMembers = false;
    m_actor.sink().actionsPlanned(1);
    for (int attempt = 1;; ++attempt) {
        Task<matrix::ApiResult<>> trying = tryRoom(index);
        const matrix::ApiResult<> made = co_await trying;
        if (made) {
            // Only now: a room that is written down is never looked at again, so everybody must be invited.
            m_actor.sink().roomCreated(index, m_roomId, m_actor.account().planName());
            m_actor.sink().actionsDone(1);
            co_return;
        }
        const bool refused = !m_actor.session().isValid();
        if (refused)
            m_refusal = made.error().text();
        if (refused || attempt >= m_setup.tries) {
            m_actor.sink().roomFailed(index, made.error().text());
            co_return;
        }
        http::Sleep pause = m_actor.pause(m_setup.pauseBetweenTries);
        co_await pause;
    }
}

Task<> RoomMaker::make(std::vector<int> rooms)
{
    m_mustLook = m_book.wasInterrupted();
    for (const int index : rooms) {
        m_actor.throwIfStopping();
        if (!m_refusal.isEmpty()) {
            m_actor.sink().roomFailed(index, m_refusal);
            continue;
        }
        Task<> making = makeRoom(index);
        co_await making;
    }
}

} // namespace

Task<> createRooms(Actor &actor)
{
    const RoomBook &book = *actor.environment().rooms;
    while (actor.takeAccount()) {
        std::vector<int> missing;
        for (const int index : book.roomsCreatedBy(actor.account().planName())) {
            if (book.room(index).roomId.isEmpty())
                missing.push_back(index);
            else
                actor.sink().roomExisted(index);
        }
        if (!missing.empty()) {
            Task<bool> loggingIn = logInOrFail(actor);
            if (!co_await loggingIn) {
                for (const int index : missing)
                    actor.sink().roomFailed(index, Words::tr("its creator could not log in"));
                continue;
            }
            RoomMaker maker(actor);
            Task<> making = maker.make(std::move(missing));
            co_await making;
            if (!maker.refusal().isEmpty()) {
                actor.accountFailed(AccountFailure::LoginRefused, maker.refusal());
                continue;
            }
        }
        actor.accountDone();
    }
}

} // namespace throng::users
