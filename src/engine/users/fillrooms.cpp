// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/outcome.h"
#include "engine/users/behaviours.h"
#include "engine/users/historybook.h"
#include "engine/users/request.h"
#include "engine/users/words.h"
#include "engine/users/workercache.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::users {

namespace {

// Then it is another account's turn, so that the members of a room write in it by turns, too.
constexpr int messagesATurn = 10;

/// Whether it makes no sense to try again: the account is not in the room, or may not write there. A token that is
/// refused is none of the room's affair: the next try begins with a new one.
bool isFinal(const matrix::ApiError &error)
{
    return error.outcome == metrics::Outcome::MatrixError && error.status < 500 && !error.isTokenRefused();
}

/// The same whenever the message is sent: a server that has it already, from a send that nobody heard the answer to,
/// makes no second one of it.
QByteArray transactionId(const QByteArray &roomId, int number)
{
    const QByteArray room = QCryptographicHash::hash(roomId, QCryptographicHash::Sha1).toHex().first(10);
    return "history-" + room + '-' + QByteArray::number(number);
}

/// Writes some of what one account is to write.
class HistoryWriter {
public:
    explicit HistoryWriter(Actor &actor)
        : m_actor(actor)
        , m_client(actor.client())
        , m_parameters(actor.environment().history)
        , m_book(*actor.environment().historyBook)
        , m_pages(m_book.pagesOf(actor.accountIndex()))
    {
    }

    Task<> takeTurn();

private:
    Task<> makeProfile();
    Task<matrix::ApiResult<>> tryProfile();
    Task<> write(HistoryBook::Part &part);
    Task<matrix::ApiResult<>> tryText(matrix::RoomPath room, int number);
    Task<matrix::ApiResult<>> tryPicture(matrix::RoomPath room, int number);
    Task<matrix::ApiResult<QByteArray>> upload(Picture picture, QString filename);
    /// A message's own, whoever writes it in whichever run.
    [[nodiscard]] Random chanceOf(const matrix::RoomPath &room, int number) const;

    Actor &m_actor;
    matrix::Client &m_client;
    const HistoryParameters &m_parameters;
    HistoryBook &m_book;
    HistoryBook::Pages &m_pages;
    QString m_name; ///< that the profile has already
};

Random HistoryWriter::chanceOf(const matrix::RoomPath &room, int number) const
{
    const QString purpose = u"history/"_s + QString::fromUtf8(room.id()) + u'/' + m_actor.account().planName();
    return Random::stream(m_actor.environment().seed, purpose, std::uint64_t(number));
}

Task<> HistoryWriter::takeTurn()
{
    if (!std::exchange(m_pages.isPlanned, true))
        m_actor.sink().actionsPlanned(m_pages.missing());
    if (m_pages.hasProfile && !m_pages.next()) { // by an earlier run: there is nothing to be said
        m_actor.accountDone();
        co_return;
    }
    Task<bool> loggingIn = logInOrFail(m_actor);
    if (!co_await loggingIn)
        co_return;
    if (!m_pages.hasProfile) {
        Task<> making = makeProfile();
        co_await making;
    }
    for (int i = 0; i < messagesATurn && m_actor.session().isValid(); ++i) {
        HistoryBook::Part *const part = m_pages.next();
        if (!part)
            break;
        m_actor.throwIfStopping();
        Task<> writing = write(*part);
        co_await writing;
    }
    if (!m_actor.session().isValid())
        m_actor.accountFailed(AccountFailure::LoginRefused, sessionEnded().text());
    else if (m_pages.next())
        m_actor.endTurn();
    else
        m_actor.accountDone();
}

Task<> HistoryWriter::makeProfile()
{
    for (int attempt = 1;; ++attempt) {
        m_actor.throwIfStopping();
        Task<matrix::ApiResult<>> trying = tryProfile();
        const matrix::ApiResult<> made = co_await trying;
        if (made) {
            m_pages.hasProfile = true;
            m_actor.sink().profileMade(m_actor.accountIndex());
            co_return;
        }
        if (!m_actor.session().isValid())
            co_return;
        if (isFinal(made.error()) || attempt >= m_parameters.tries) {
            m_pages.hasProfile = true; // is not asked for again in this run
            m_actor.sink().historyFailed(m_actor.accountIndex(), -1, made.error().text());
            co_return;
        }
        http::Sleep pause = m_actor.pause(m_parameters.pauseBetweenTries);
        co_await pause;
    }
}

Task<matrix::ApiResult<>> HistoryWriter::tryProfile()
{
    matrix::Client &client = m_client;
    if (m_name.isEmpty()) {
        const QString purpose = u"profile/"_s + m_actor.account().planName();
        Random random = Random::stream(m_actor.environment().seed, purpose);
        const QString name = drawDisplayName(random);
        auto naming = request(m_actor, [&client, name] { return client.setDisplayName(name); });
        const matrix::ApiResult<> named = co_await naming;
        if (!named)
            co_return tl::unexpected(named.error());
        m_name = name;
    }
    const std::vector<Picture> &pictures = m_actor.environment().cache.pictures();
    if (pictures.empty())
        co_return matrix::ApiResult<>();
    const auto smallest = std::min_element(pictures.begin(), pictures.end(),
        [](const Picture &a, const Picture &b) { return a.png.size() < b.png.size(); });
    auto uploading = upload(*smallest, u"avatar.png"_s);
    const matrix::ApiResult<QByteArray> avatar = co_await uploading;
    if (!avatar)
        co_return tl::unexpected(avatar.error());
    const QByteArray &mxc = *avatar;
    auto setting = request(m_actor, [&client, mxc] { return client.setAvatarUrl(mxc); });
    const matrix::ApiResult<> set = co_await setting;
    co_return set;
}

Task<> HistoryWriter::write(HistoryBook::Part &part)
{
    const matrix::RoomPath room = m_actor.environment().cache.sharedPath(m_book.room(part.room).roomId);
    const int number = part.written;
    const bool isPicture =
        chanceOf(room, number).uniform() < m_parameters.pictureShare && !m_actor.environment().cache.pictures().empty();
    for (int attempt = 1;; ++attempt) {
        Task<matrix::ApiResult<>> trying = isPicture ? tryPicture(room, number) : tryText(room, number);
        const matrix::ApiResult<> sent = co_await trying;
        if (sent) {
            part.written = number + 1;
            m_actor.sink().historyWritten(m_actor.accountIndex(), part.room, part.written, isPicture);
            m_actor.sink().actionsDone(1);
            co_return;
        }
        if (!m_actor.session().isValid())
            co_return;
        if (isFinal(sent.error()) || attempt >= m_parameters.tries) {
            part.target = part.written; // not asked for again in this run
            m_actor.sink().historyFailed(m_actor.accountIndex(), part.room, sent.error().text());
            co_return;
        }
        http::Sleep pause = m_actor.pause(m_parameters.pauseBetweenTries);
        co_await pause;
    }
}

Task<matrix::ApiResult<>> HistoryWriter::tryText(matrix::RoomPath room, int number)
{
    Random random = chanceOf(room, number);
    const QString text = drawText(m_parameters.wordsInMessage, random);
    const QByteArray transaction = transactionId(room.id(), number);
    matrix::Client &client = m_client;
    auto sending =
        request(m_actor, [&client, room, text, transaction] { return client.sendText(room, text, transaction); });
    const matrix::ApiResult<matrix::SendResponse> sent = co_await sending;
    if (!sent)
        co_return tl::unexpected(sent.error());
    co_return matrix::ApiResult<>();
}

Task<matrix::ApiResult<>> HistoryWriter::tryPicture(matrix::RoomPath room, int number)
{
    const std::vector<Picture> &pictures = m_actor.environment().cache.pictures();
    const std::size_t which = chanceOf(room, number).below(pictures.size());
    const Picture picture = pictures[which];
    matrix::ImageContent image;
    image.filename = u"picture-%1.png"_s.arg(which + 1);
    image.width = picture.width;
    image.height = picture.height;
    image.bytes = picture.png.size();
    const QString filename = image.filename;
    auto uploading = upload(picture, filename);
    const matrix::ApiResult<QByteArray> uploaded = co_await uploading;
    if (!uploaded)
        co_return tl::unexpected(uploaded.error());
    image.url = *uploaded;
    const QByteArray transaction = transactionId(room.id(), number);
    matrix::Client &client = m_client;
    auto sending =
        request(m_actor, [&client, room, image, transaction] { return client.sendImage(room, image, transaction); });
    const matrix::ApiResult<matrix::SendResponse> sent = co_await sending;
    if (!sent)
        co_return tl::unexpected(sent.error());
    co_return matrix::ApiResult<>();
}

Task<matrix::ApiResult<QByteArray>> HistoryWriter::upload(Picture picture, QString filename)
{
    matrix::Client &client = m_client;
    auto uploading =
        request(m_actor, [&client, picture, filename] { return client.upload(picture.png, "image/png"_ba, filename); });
    const matrix::ApiResult<QByteArray> uploaded = co_await uploading;
    if (uploaded)
        m_actor.mediaUploaded(*uploaded);
    co_return uploaded;
}

} // namespace

Task<> fillRooms(Actor &actor)
{
    const HistoryParameters &parameters = actor.environment().history;
    actor.environment().cache.preparePictures(
        parameters.imagesPerWorker, parameters.imageBytes, parameters.largestImageBytes, actor.environment().seed);
    while (actor.takeAccount()) {
        HistoryWriter writer(actor);
        Task<> turn = writer.takeTurn();
        co_await turn;
    }
}

} // namespace throng::users
