// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/api.h"
#include "engine/practice/call.h"

namespace throng::practice {

namespace {

using Access = Route::Access;

void upload(Call &call)
{
    HttpRequest &request = call.exchange->request;
    if (static_cast<qsizetype>(request.body.size()) > call.server.options.maximumUploadBytes)
        return call.fail(413, "M_TOO_LARGE", "Upload request body is too large");
    MediaItem item;
    item.contentType = request.contentType.empty() ? "application/octet-stream" : request.contentType;
    item.fileName = call.query("filename").value_or(std::string());
    item.bytes = std::make_shared<const std::string>(std::move(request.body));
    const Allowed<std::string> uri = call.server.media.store(std::move(item));
    if (!uri)
        return call.fail(uri.error());
    std::string body;
    JsonWriter(body).beginObject().member("content_uri", *uri).endObject();
    call.ok(std::move(body));
}

const MediaItem *itemOf(Call &call)
{
    const MediaItem *item = call.server.media.find(call.parameter(0), call.parameter(1));
    if (!item)
        call.fail(404, "M_NOT_FOUND", "Media not found");
    return item;
}

/// Of RFC 6266, "; " before it: as it is where that needs no quotes, else percent-encoded (RFC 8187).
std::string fileNameParameter(const std::string &name)
{
    constexpr std::string_view safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    if (name.empty())
        return {};
    if (name.find_first_not_of(safe) == std::string::npos)
        return "; filename=" + name;
    const QByteArray bytes(name.data(), static_cast<qsizetype>(name.size()));
    return "; filename*=utf-8''" + bytes.toPercentEncoding().toStdString();
}

void sendItem(Call &call, const MediaItem &item)
{
    Answer answer;
    answer.blob = item.bytes;
    answer.contentType = item.contentType;
    // Types that a browser could run something in are for saving only (specification: content repository).
    answer.extraHeaders = std::string("Content-Disposition: ") + (item.isImage() ? "inline" : "attachment")
        + fileNameParameter(item.fileName) + "\r\n";
    ++call.server.books.downloads;
    call.exchange->answer(std::move(answer));
}

void download(Call &call)
{
    if (const MediaItem *item = itemOf(call))
        sendItem(call, *item);
}

void thumbnail(Call &call)
{
    const MediaItem *item = itemOf(call);
    if (!item)
        return;
    if (!call.query("width") || !call.query("height"))
        return call.fail(400, "M_MISSING_PARAM", "Missing query parameter: width and height");
    if (!item->isImage())
        return call.fail(400, "M_UNKNOWN",
            "Cannot find any thumbnails for the requested media. This may mean the media is "
            "not an image");
    // The picture itself: the specification allows a larger one than was asked for, and nothing is scaled here.
    sendItem(call, *item);
}

void configuration(Call &call)
{
    std::string body;
    JsonWriter(body).beginObject().member("m.upload.size", call.server.options.maximumUploadBytes).endObject();
    call.ok(std::move(body));
}

void unauthenticated(Call &call)
{
    // What was uploaded after the switch to authenticated media does not exist for the old endpoints.
    call.fail(404, "M_NOT_FOUND", "Not found");
}

} // namespace

void addMediaApi(Router &router)
{
    router.add({ "POST", "/_matrix/media/v3/upload", Access::User, upload });
    router.add({ "GET", "/_matrix/client/v1/media/config", Access::User, configuration });
    router.add({ "GET", "/_matrix/client/v1/media/download/{serverName}/{mediaId}", Access::User, download });
    router.add(
        { "GET", "/_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}", Access::User, download });
    router.add({ "GET", "/_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}", Access::User, thumbnail });
    router.add({ "GET", "/_matrix/media/v3/config", Access::User, configuration });
    router.add({ "GET", "/_matrix/media/v3/download/{serverName}/{mediaId}", Access::Anyone, unauthenticated });
    router.add({ "GET", "/_matrix/media/v3/thumbnail/{serverName}/{mediaId}", Access::Anyone, unauthenticated });
}

} // namespace throng::practice
