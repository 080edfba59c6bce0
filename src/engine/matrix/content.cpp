// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/content.h"

#include "engine/matrix/answers.h"
#include "engine/matrix/encoding.h"

#include <openssl/evp.h>

#include <array>

namespace throng::matrix {

using namespace Qt::StringLiterals;

void appendKey(QByteArray &out, const char *key)
{
    if (!out.endsWith('{'))
        out.append(',');
    out.append('"').append(key).append("\":", 2);
}

void appendField(QByteArray &out, const char *key, QStringView value)
{
    appendKey(out, key);
    appendJsonString(out, value);
}

void appendField(QByteArray &out, const char *key, QByteArrayView value)
{
    appendKey(out, key);
    appendJsonString(out, value);
}

void appendField(QByteArray &out, const char *key, qint64 value)
{
    appendKey(out, key);
    out.append(QByteArray::number(value));
}

namespace {

void appendTag(QByteArray &out, const EventTag &tag)
{
    if (!tag.isSet())
        return;
    appendKey(out, eventTagKey);
    out.append('"').append(QByteArray::number(tag.run, 36)).append('.').append(QByteArray::number(tag.number, 36));
    out.append('"');
}

} // namespace

QByteArray textContent(QStringView text, const EventTag &tag)
{
    QByteArray out;
    out.reserve(text.size() + 80);
    out.append(R"({"msgtype":"m.text","body":)");
    appendJsonString(out, text);
    appendTag(out, tag);
    out.append('}');
    return out;
}

QByteArray imageContent(const ImageContent &image)
{
    QByteArray out = R"({"msgtype":"m.image")"_ba;
    appendField(out, "body", image.filename);
    appendField(out, "url", image.url);
    appendKey(out, "info");
    out.append('{');
    appendField(out, "mimetype", image.mimeType);
    appendField(out, "w", qint64(image.width));
    appendField(out, "h", qint64(image.height));
    appendField(out, "size", image.bytes);
    out.append('}');
    appendTag(out, image.tag);
    out.append('}');
    return out;
}

QByteArray reactionContent(QByteArrayView eventId, QStringView key, const EventTag &tag)
{
    QByteArray out = R"({"m.relates_to":{"rel_type":"m.annotation")"_ba;
    appendField(out, "event_id", eventId);
    appendField(out, "key", key);
    out.append('}');
    appendTag(out, tag);
    out.append('}');
    return out;
}

QByteArray editContent(QByteArrayView eventId, QStringView text)
{
    QByteArray out = R"({"msgtype":"m.text")"_ba;
    appendField(out, "body", QString(u"* "_s + text));
    appendKey(out, "m.new_content");
    out.append(textContent(text));
    appendKey(out, "m.relates_to");
    out.append(R"({"rel_type":"m.replace")");
    appendField(out, "event_id", eventId);
    out.append("}}");
    return out;
}

QByteArray passwordLoginBody(const PasswordLogin &login)
{
    QByteArray out = R"({"type":"m.login.password","identifier":{"type":"m.id.user")"_ba;
    appendField(out, "user", login.user);
    out.append('}');
    appendField(out, "password", login.password);
    if (!login.deviceId.isEmpty())
        appendField(out, "device_id", login.deviceId);
    if (!login.deviceName.isEmpty())
        appendField(out, "initial_device_display_name", login.deviceName);
    if (login.wantsRefreshToken)
        appendField(out, "refresh_token", true);
    out.append('}');
    return out;
}

QByteArray tokenLoginBody(QByteArrayView loginToken, QStringView deviceId)
{
    QByteArray out = R"({"type":"m.login.token")"_ba;
    appendField(out, "token", loginToken);
    if (!deviceId.isEmpty())
        appendField(out, "device_id", deviceId);
    out.append('}');
    return out;
}

QByteArray registerBody(const RegisterRequest &request, const QByteArray &auth)
{
    QByteArray out = "{"_ba;
    appendField(out, "username", request.username);
    appendField(out, "password", request.password);
    if (!request.deviceName.isEmpty())
        appendField(out, "initial_device_display_name", request.deviceName);
    if (request.wantsRefreshToken)
        appendField(out, "refresh_token", true);
    if (!auth.isEmpty()) {
        appendKey(out, "auth");
        out.append(auth);
    }
    out.append('}');
    return out;
}

namespace {

const char *presetName(RoomPreset preset)
{
    switch (preset) {
    case RoomPreset::PrivateChat:
        return "private_chat";
    case RoomPreset::PublicChat:
        return "public_chat";
    case RoomPreset::TrustedPrivateChat:
        return "trusted_private_chat";
    }
    Q_UNREACHABLE();
}

} // namespace

QByteArray createRoomBody(const CreateRoomRequest &request)
{
    QByteArray out = "{"_ba;
    appendField(out, "preset", QByteArrayView(presetName(request.preset)));
    if (!request.name.isEmpty())
        appendField(out, "name", request.name);
    if (!request.topic.isEmpty())
        appendField(out, "topic", request.topic);
    if (!request.aliasLocalpart.isEmpty())
        appendField(out, "room_alias_name", request.aliasLocalpart);
    if (!request.roomVersion.isEmpty())
        appendField(out, "room_version", request.roomVersion);
    if (request.direct)
        appendField(out, "is_direct", true);
    if (!request.invite.isEmpty()) {
        appendKey(out, "invite");
        char before = '[';
        for (const QString &user : request.invite) {
            out.append(before);
            appendJsonString(out, user);
            before = ',';
        }
        out.append(']');
    }
    if (!request.federate || !request.creationTag.isEmpty()) {
        appendKey(out, "creation_content");
        out.append('{');
        if (!request.federate)
            appendField(out, "m.federate", false);
        if (!request.creationTag.isEmpty())
            appendField(out, creationTagKey, request.creationTag);
        out.append('}');
    }
    if (request.encrypted) {
        appendKey(out, "initial_state");
        out.append(R"([{"type":"m.room.encryption","state_key":"","content":{"algorithm":"m.megolm.v1.aes-sha2"}}])");
    }
    out.append('}');
    return out;
}

QByteArray sharedSecretMac(const QByteArray &nonce, const QByteArray &sharedSecret, const QString &username,
    const QString &password, AccountKind kind)
{
    QByteArray text = nonce;
    text.append('\0').append(username.toUtf8()).append('\0').append(password.toUtf8()).append('\0');
    text.append(kind == AccountKind::Administrator ? "admin" : "notadmin");
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac {};
    std::size_t size = 0;
    if (!EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA1", nullptr, sharedSecret.constData(),
            static_cast<std::size_t>(sharedSecret.size()), reinterpret_cast<const unsigned char *>(text.constData()),
            static_cast<std::size_t>(text.size()), mac.data(), mac.size(), &size))
        return {};
    return QByteArray(reinterpret_cast<const char *>(mac.data()), static_cast<qsizetype>(size)).toHex();
}

QByteArray sharedSecretBody(const QByteArray &nonce, const QByteArray &sharedSecret, const QString &username,
    const QString &password, AccountKind kind)
{
    QByteArray out = "{"_ba;
    appendField(out, "nonce", nonce);
    appendField(out, "username", username);
    appendField(out, "password", password);
    appendField(out, "admin", kind == AccountKind::Administrator);
    appendField(out, "mac", sharedSecretMac(nonce, sharedSecret, username, password, kind));
    out.append('}');
    return out;
}

} // namespace throng::matrix
