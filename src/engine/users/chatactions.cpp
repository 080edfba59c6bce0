// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/chatuser.h"
#include "engine/users/request.h"
#include "engine/users/sendnote.h"
#include "engine/users/words.h"
#include "engine/users/workercache.h"

#include <array>

namespace throng::users {

namespace {

constexpr std::array reactionKeys { u"👍", u"❤️", u"😂", u"🎉", u"👀", u"🙏" };

} // namespace

Task<> ChatUser::rest(double seconds)
{
    http::Sleep resting = pause(seconds);
    co_await resting;
}

Task<> ChatUser::sendText(matrix::RoomPath room, double typingSeconds)
{
    if (room.isEmpty())
        co_return;
    matrix::Client &client = m_client;
    auto notifying = request(m_actor, [&client, room] { return client.typing(room, true); });
    co_await notifying;
    http::Sleep typed = pause(typingSeconds);
    co_await typed;
    if (isClosing())
        co_return;
    const QString text = drawText(m_parameters.wordsInMessage, m_actor.random());
    SendNote note(m_log, m_log.began(m_actor.number(), room.id(), readyNow()));
    const matrix::EventTag tag = note.tag();
    auto sending = request(m_actor, [&client, room, text, tag] { return client.sendText(room, text, {}, tag); });
    const matrix::ApiResult<matrix::SendResponse> sent = co_await sending;
    note.answered(sent);
}

Task<> ChatUser::sendPicture(matrix::RoomPath room)
{
    const std::vector<Picture> &pictures = m_actor.environment().cache.pictures();
    if (room.isEmpty() || pictures.empty())
        co_return;
    const http::Clock::time_point pressed = readyNow();
    const std::size_t number = m_actor.random().below(pictures.size());
    const Picture picture = pictures[number];
    matrix::ImageContent image;
    image.filename = QStringLiteral("picture-%1.png").arg(number + 1);
    image.width = picture.width;
    image.height = picture.height;
    image.bytes = picture.png.size();

    matrix::Client &client = m_client;
    const QString filename = image.filename;
    const QByteArray mimeType = image.mimeType;
    auto uploading = request(
        m_actor, [&client, picture, mimeType, filename] { return client.upload(picture.png, mimeType, filename); });
    const matrix::ApiResult<QByteArray> uploaded = co_await uploading;
    if (!uploaded)
        co_return;
    m_actor.mediaUploaded(*uploaded);
    image.url = *uploaded;
    SendNote note(m_log, m_log.beganImage(m_actor.number(), room.id(), readyNow(), pressed));
    image.tag = note.tag();
    auto sending = request(m_actor, [&client, room, image] { return client.sendImage(room, image); });
    const matrix::ApiResult<matrix::SendResponse> sent = co_await sending;
    note.answered(sent);
}

/// To any recent message that the user has not reacted to yet.
Task<> ChatUser::react(matrix::RoomPath room)
{
    KnownRoom *const known = m_rooms.find(room.id());
    if (!known)
        co_return;
    std::vector<KnownMessage *> candidates;
    for (KnownMessage &each : known->recent) {
        if (!each.reacted)
            candidates.push_back(&each);
    }
    if (candidates.empty())
        co_return;
    KnownMessage &chosen = *candidates[m_actor.random().below(candidates.size())];
    chosen.reacted = true;
    const QByteArray eventId = chosen.message->eventId;
    const QString key = QString::fromUtf16(reactionKeys[m_actor.random().below(reactionKeys.size())]);

    matrix::Client &client = m_client;
    SendNote note(m_log, m_log.began(m_actor.number(), room.id(), readyNow()));
    const matrix::EventTag tag = note.tag();
    auto reacting = request(
        m_actor, [&client, room, eventId, key, tag] { return client.sendReaction(room, eventId, key, {}, tag); });
    const matrix::ApiResult<matrix::SendResponse> reacted = co_await reacting;
    note.answered(reacted);
}

Task<> ChatUser::lookAtRoom(matrix::RoomPath room)
{
    Task<> loading = loadRoom(room);
    co_await loading;
    const std::vector<KnownMessage> messages = recentMessages(room);
    if (messages.empty())
        co_return;
    matrix::Client &client = m_client;
    const QByteArray newest = messages.back().message->eventId;
    auto reading = request(m_actor, [&client, room, newest] { return client.receipt(room, newest); });
    co_await reading;
}

Task<> ChatUser::enterRoom(matrix::RoomPath room)
{
    m_visited = room;
    Task<> loading = loadRoom(room);
    co_await loading;
}

Task<> ChatUser::leaveRoom()
{
    m_visited = {};
    co_return;
}

/// What a client asks for to show a room: who wrote the recent messages, and the pictures in them.
Task<> ChatUser::loadRoom(matrix::RoomPath room)
{
    for (const KnownMessage &each : recentMessages(room)) {
        if (!m_met.insert(each.message->sender))
            continue;
        Task<> meeting = meetSender(each.message->sender);
        co_await meeting;
    }
    Task<> viewing = viewPictures(room);
    co_await viewing;
}

Task<> ChatUser::meetSender(QByteArray userId)
{
    matrix::Client &client = m_client;
    auto asking = request(m_actor, [&client, userId] { return client.displayName(userId); });
    co_await asking;
    auto askingPicture = request(m_actor, [&client, userId] { return client.avatarUrl(userId); });
    const matrix::ApiResult<QByteArray> avatar = co_await askingPicture;
    if (avatar && !avatar->isEmpty() && m_met.insert(*avatar)) {
        Task<bool> showing = showThumbnail(*avatar, m_parameters.avatarSize);
        co_await showing;
    }
}

/// Each picture once: small, and some in full.
Task<> ChatUser::viewPictures(matrix::RoomPath room)
{
    for (const KnownMessage &each : recentMessages(room)) {
        const QByteArray mxc = each.message->picture;
        if (mxc.isEmpty() || each.message->sender == m_userId || !m_rooms.view(mxc))
            continue;
        const matrix::EventTag tag = each.message->tag;
        const auto arrived = m_rooms.takeArrival(room.id(), each.message->eventId);
        const http::Clock::time_point asked = http::Clock::now();
        Task<bool> showing = showThumbnail(mxc, m_parameters.thumbnailSize);
        const bool isShown = co_await showing;
        if (arrived && tag.run == m_log.run())
            m_log.imageSeen({ quint32(tag.number), *arrived, http::Clock::now() - asked, isShown });
        if (m_actor.random().uniform() >= m_parameters.downloadShare)
            continue;
        matrix::Client &client = m_client;
        auto downloading = request(m_actor, [&client, mxc] { return client.download(mxc); });
        co_await downloading;
    }
}

/// False when it does not come.
Task<bool> ChatUser::showThumbnail(QByteArray mxc, int size)
{
    matrix::Client &client = m_client;
    const matrix::ThumbnailSize wanted { size, size, false };
    auto showing = request(m_actor, [&client, mxc, wanted] { return client.thumbnail(mxc, wanted); });
    const matrix::ApiResult<matrix::MediaContent> shown = co_await showing;
    co_return shown.has_value();
}

Task<> ChatUser::paginate(matrix::RoomPath room)
{
    const KnownRoom *const known = m_rooms.find(room.id());
    if (!known)
        co_return;
    matrix::MessagesRequest page;
    page.from = known->olderFrom;
    page.limit = m_parameters.paginateLimit;
    matrix::Client &client = m_client;
    metrics::Stopwatch appearing(m_figures, { metrics::figure::history, {} }, http::Clock::now());
    auto scrolling = request(m_actor, [&client, room, page] { return client.messages(room, page); });
    const matrix::ApiResult<matrix::MessagesResponse> answer = co_await scrolling;
    if (answer) {
        appearing.end(http::Clock::now());
        noteHistory(answer->events);
    }
    // At the room's beginning `end` is empty: the next time begins at the newest again.
    KnownRoom *const after = m_rooms.find(room.id());
    if (answer && after && after->olderFrom == page.from)
        after->olderFrom = answer->end;
}

Task<> ChatUser::changeDisplayName()
{
    const QString name = drawDisplayName(m_actor.random());
    matrix::Client &client = m_client;
    auto changing = request(m_actor, [&client, name] { return client.setDisplayName(name); });
    co_await changing;
}

Task<> ChatUser::acceptInvite(double hesitation)
{
    if (m_rooms.invitations().empty())
        co_return;
    http::Sleep hesitating = pause(hesitation);
    co_await hesitating;
    const std::vector<QByteArray> &invitations = m_rooms.invitations();
    if (invitations.empty()) // accepted or withdrawn meanwhile
        co_return;
    const QByteArray roomId = invitations[m_actor.random().below(invitations.size())];
    const matrix::RoomPath room = m_actor.environment().cache.sharedPath(roomId);
    matrix::Client &client = m_client;
    m_joining.push_back({ roomId,
        std::make_unique<metrics::Stopwatch>(
            m_figures, metrics::FigureKey { metrics::figure::joinToMessage, {} }, http::Clock::now()) });
    auto joining = request(m_actor, [&client, room] { return client.join(room); });
    const matrix::ApiResult<matrix::RoomResponse> joined = co_await joining;
    m_rooms.removeInvitation(roomId); // not tried again if it failed: the room may be gone
    if (!joined)
        std::erase_if(m_joining, [&roomId](const Joining &each) { return each.roomId == roomId; });
    if (joined)
        m_actor.sink().roomJoined(m_actor.accountIndex(), roomId);
}

std::vector<KnownMessage> ChatUser::recentMessages(const matrix::RoomPath &room)
{
    const KnownRoom *const known = m_rooms.find(room.id());
    return known ? known->recent : std::vector<KnownMessage>();
}

} // namespace throng::users
