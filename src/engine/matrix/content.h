// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/types.h"

#include <concepts>

/// The JSON that requests carry, appended piece by piece: no tree is built for a body that is written once.
namespace throng::matrix {

[[nodiscard]] QByteArray textContent(QStringView text, const EventTag &tag = {});
[[nodiscard]] QByteArray imageContent(const ImageContent &image);
[[nodiscard]] QByteArray reactionContent(QByteArrayView eventId, QStringView key, const EventTag &tag = {});
/// m.replace with m.new_content; clients that do not know edits show the text with a star before it.
[[nodiscard]] QByteArray editContent(QByteArrayView eventId, QStringView text);

[[nodiscard]] QByteArray passwordLoginBody(const PasswordLogin &login);
[[nodiscard]] QByteArray tokenLoginBody(QByteArrayView loginToken, QStringView deviceId);
[[nodiscard]] QByteArray registerBody(const RegisterRequest &request, const QByteArray &auth);
[[nodiscard]] QByteArray createRoomBody(const CreateRoomRequest &request);

enum class AccountKind : quint8 { Ordinary, Administrator };
/// The body of Synapse's POST /_synapse/admin/v1/register.
[[nodiscard]] QByteArray sharedSecretBody(const QByteArray &nonce, const QByteArray &sharedSecret,
    const QString &username, const QString &password, AccountKind kind = AccountKind::Ordinary);
/// Lowercase hexadecimal HMAC-SHA1(secret, nonce NUL user NUL password NUL "notadmin" or "admin").
[[nodiscard]] QByteArray sharedSecretMac(const QByteArray &nonce, const QByteArray &sharedSecret,
    const QString &username, const QString &password, AccountKind kind = AccountKind::Ordinary);

/// One field of an object under way: a comma unless it is the first, then "key": and, below, its value. Keys are
/// ours and plain.
void appendKey(QByteArray &out, const char *key);
void appendField(QByteArray &out, const char *key, QStringView value);
void appendField(QByteArray &out, const char *key, QByteArrayView value);
void appendField(QByteArray &out, const char *key, qint64 value);
void appendField(
    QByteArray &out, const char *key, std::same_as<bool> auto value) // no pointer becomes `true` by accident
{
    appendKey(out, key);
    out.append(value ? "true" : "false");
}

} // namespace throng::matrix
