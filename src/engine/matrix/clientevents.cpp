// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/words.h"
#include "engine/matrix/clientcall.h"
#include "engine/matrix/content.h"
#include "engine/matrix/encoding.h"
#include "engine/metrics/outcome.h"

/// Client's calls about events in rooms, and media.
namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

ApiResult<MediaContent> mediaAnswer(http::Response &response)
{
    if (auto error = errorOf(response))
        return tl::unexpected(*std::move(error));
    return MediaContent { response.headers.value("content-type").toByteArray(), std::move(response.body) };
}

/// "SERVER/ID" of mxc://SERVER/ID, encoded for a path; empty if it is no such URI. It came in somebody's event.
QByteArray mediaPath(const QByteArray &mxc)
{
    constexpr QByteArrayView scheme = "mxc://";
    if (!mxc.startsWith(scheme))
        return {};
    const QByteArrayView rest = QByteArrayView(mxc).sliced(scheme.size());
    const qsizetype slash = rest.indexOf('/');
    if (slash <= 0 || slash + 1 == rest.size() || rest.indexOf('/', slash + 1) >= 0)
        return {};
    return percentEncoded(rest.first(slash)) + '/' + percentEncoded(rest.sliced(slash + 1));
}

Task<ApiResult<MediaContent>> invalidMedia(QByteArray mxc)
{
    ApiError error;
    error.outcome = metrics::Outcome::MatrixError;
    error.errcode = u"M_INVALID_PARAM"_s;
    error.message = Words::tr("“%1” is no mxc URI; nothing was sent").arg(QString::fromUtf8(mxc.left(200)));
    co_return tl::unexpected(std::move(error));
}

QByteArray relationBody(const QString &reason)
{
    QByteArray body = "{"_ba;
    if (!reason.isEmpty())
        appendField(body, "reason", reason);
    return body.append('}');
}

} // namespace

QByteArray Client::nextTransactionId()
{
    return m_transactionPrefix + QByteArray::number(++m_transactions);
}

Task<ApiResult<SendResponse>> Client::send(
    Endpoint endpoint, const RoomPath &room, QByteArrayView type, QByteArray content, QByteArray transactionId)
{
    QByteArray target;
    target.reserve(room.path().size() + type.size() + 48);
    target.append(room.path()).append("send/");
    appendPercentEncoded(target, type);
    target.append('/');
    if (transactionId.isEmpty()) {
        target.append(m_transactionPrefix).append(QByteArray::number(++m_transactions));
    } else {
        appendPercentEncoded(target, transactionId);
    }
    return call<SendResponse>(endpoint, request(endpoint, std::move(target), std::move(content)), answer<parseSend>);
}

Task<ApiResult<SendResponse>> Client::sendText(RoomPath room, QString text, QByteArray transactionId, EventTag tag)
{
    return send(Endpoint::SendMessage, room, "m.room.message", textContent(text, tag), std::move(transactionId));
}

Task<ApiResult<SendResponse>> Client::sendImage(RoomPath room, ImageContent image, QByteArray transactionId)
{
    return send(Endpoint::SendMessage, room, "m.room.message", imageContent(image), std::move(transactionId));
}

Task<ApiResult<SendResponse>> Client::sendReaction(
    RoomPath room, QByteArray eventId, QString key, QByteArray transactionId, EventTag tag)
{
    return send(
        Endpoint::SendReaction, room, "m.reaction", reactionContent(eventId, key, tag), std::move(transactionId));
}

Task<ApiResult<SendResponse>> Client::sendEdit(
    RoomPath room, QByteArray eventId, QString text, QByteArray transactionId)
{
    return send(Endpoint::SendMessage, room, "m.room.message", editContent(eventId, text), std::move(transactionId));
}

Task<ApiResult<SendResponse>> Client::sendEvent(
    RoomPath room, QByteArray type, QByteArray content, QByteArray transactionId)
{
    const Endpoint endpoint = type == "m.room.message" ? Endpoint::SendMessage
        : type == "m.reaction"                         ? Endpoint::SendReaction
                                                       : Endpoint::SendOther;
    return send(endpoint, room, type, std::move(content), std::move(transactionId));
}

Task<ApiResult<SendResponse>> Client::redact(
    RoomPath room, QByteArray eventId, QString reason, QByteArray transactionId)
{
    QByteArray rest = "redact/"_ba;
    appendPercentEncoded(rest, eventId);
    rest.append('/');
    appendPercentEncoded(rest, transactionId.isEmpty() ? nextTransactionId() : transactionId);
    return call<SendResponse>(
        Endpoint::Redact, roomRequest(Endpoint::Redact, room, rest, relationBody(reason)), answer<parseSend>);
}

Task<ApiResult<>> Client::typing(RoomPath room, bool isTyping, Milliseconds timeout)
{
    QByteArray body = "{"_ba;
    appendField(body, "typing", isTyping);
    if (isTyping)
        appendField(body, "timeout", qint64(timeout.count()));
    body.append('}');
    const QByteArray rest = "typing/" + m_encodedUserId;
    return call<void>(
        Endpoint::Typing, roomRequest(Endpoint::Typing, room, rest, std::move(body)), answer<parseObject>);
}

Task<ApiResult<>> Client::receipt(RoomPath room, QByteArray eventId)
{
    QByteArray rest = "receipt/m.read/"_ba;
    appendPercentEncoded(rest, eventId);
    // Without a thread_id: good for an event in any thread, which "main" is not.
    return call<void>(Endpoint::Receipt, roomRequest(Endpoint::Receipt, room, rest, "{}"_ba), answer<parseObject>);
}

Task<ApiResult<>> Client::readMarkers(RoomPath room, QByteArray fullyRead, QByteArray read)
{
    QByteArray body = "{"_ba;
    if (!fullyRead.isEmpty())
        appendField(body, "m.fully_read", fullyRead);
    if (!read.isEmpty())
        appendField(body, "m.read", read);
    body.append('}');
    return call<void>(Endpoint::ReadMarkers, roomRequest(Endpoint::ReadMarkers, room, "read_markers", std::move(body)),
        answer<parseObject>);
}

Task<ApiResult<MessagesResponse>> Client::messages(RoomPath room, MessagesRequest query)
{
    QByteArray rest = "messages?dir="_ba;
    rest.append(query.backwards ? 'b' : 'f').append("&limit=").append(QByteArray::number(query.limit));
    if (!query.from.isEmpty()) {
        rest.append("&from=");
        appendPercentEncoded(rest, query.from);
    }
    if (!query.filter.isEmpty()) {
        rest.append("&filter=");
        appendPercentEncoded(rest, query.filter);
    }
    return call<MessagesResponse>(
        Endpoint::Messages, roomRequest(Endpoint::Messages, room, rest), answer<parseMessages>);
}

Task<ApiResult<QByteArray>> Client::upload(QByteArray data, QByteArray contentType, QString filename)
{
    QByteArray target = "/_matrix/media/v3/upload"_ba;
    if (!filename.isEmpty()) {
        target.append("?filename=");
        appendPercentEncoded(target, filename.toUtf8());
    }
    http::Request upload = request(Endpoint::Upload, std::move(target), std::move(data));
    upload.contentType = std::move(contentType);
    return call<QByteArray>(Endpoint::Upload, std::move(upload), answer<parseUpload>);
}

Task<ApiResult<MediaContent>> Client::download(QByteArray mxc)
{
    return media(m_options.authenticatedMedia ? Endpoint::Download : Endpoint::LegacyDownload, mxc, {});
}

Task<ApiResult<MediaContent>> Client::thumbnail(QByteArray mxc, ThumbnailSize size)
{
    const QByteArray query = "?width=" + QByteArray::number(size.width) + "&height=" + QByteArray::number(size.height)
        + "&method=" + (size.crop ? "crop" : "scale");
    return media(m_options.authenticatedMedia ? Endpoint::Thumbnail : Endpoint::LegacyThumbnail, mxc, query);
}

Task<ApiResult<MediaContent>> Client::media(Endpoint endpoint, const QByteArray &mxc, const QByteArray &query)
{
    const QByteArray path = mediaPath(mxc);
    if (path.isEmpty())
        return invalidMedia(mxc);
    // The statistics' name ends in /_/_: what is before that is the path.
    const QByteArray name = endpointKey(endpoint).name;
    return call<MediaContent>(endpoint, request(endpoint, name.chopped(3) + path + query), mediaAnswer);
}

} // namespace throng::matrix
