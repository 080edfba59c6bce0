// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/answers.h"

#include "engine/base/words.h"
#include "engine/matrix/eventparser.h"

namespace throng::matrix {

namespace {

/// Reads one object and gives `value` if all went well and `complete()` has nothing to complain about.
template <typename T, typename Field, typename Complete>
Result<T> read(QByteArray &&text, T &value, Field field, Complete complete)
{
    JsonReader reader(std::move(text));
    const bool ok = reader.document([&](std::string_view key, json::value entry) { return field(reader, key, entry); });
    if (!ok || !complete(reader))
        return tl::unexpected(reader.error());
    return std::move(value);
}

/// The common case: one string that must be there. `expected` is translated where it is missing, and not before: this
/// is done for each message that is sent.
template <typename T>
Result<T> readString(QByteArray &&text, std::string_view name, const char *expected, T value = {})
{
    return read(
        std::move(text), value,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            return key != name || reader.string(entry, value);
        },
        [&](JsonReader &reader) { return !value.isEmpty() || reader.missing(name, Words::tr(expected)); });
}

/// The same where it may be missing or null.
template <typename T>
Result<T> readOptionalString(QByteArray &&text, std::string_view name, T value = {})
{
    return read(
        std::move(text), value,
        [&](JsonReader &, std::string_view key, json::value entry) {
            if (key == name)
                JsonReader::maybeString(entry, value);
            return true;
        },
        [](JsonReader &) { return true; });
}

bool readStrings(JsonReader &reader, json::value value, QStringList &out)
{
    return reader.array(value, [&](json::value item) {
        QString text;
        if (!reader.string(item, text))
            return false;
        out.append(text);
        return true;
    });
}

enum class Token : bool { Optional, Required };

Result<LoginResponse> parseSession(QByteArray &&text, Token token)
{
    LoginResponse login;
    return read(
        std::move(text), login,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key == "user_id")
                return reader.string(entry, login.userId);
            if (key == "access_token")
                return reader.string(entry, login.accessToken);
            if (key == "device_id") {
                JsonReader::maybeString(entry, login.deviceId);
            } else if (key == "refresh_token") {
                JsonReader::maybeString(entry, login.refreshToken);
            } else if (key == "expires_in_ms") {
                qint64 expires = -1;
                JsonReader::maybeInteger(entry, expires);
                if (expires >= 0)
                    login.expiresIn = Milliseconds(expires);
            }
            return true;
        },
        [&](JsonReader &reader) {
            if (login.userId.isEmpty())
                return reader.missing("user_id", Words::tr("the account's user ID"));
            if (token == Token::Required && login.accessToken.isEmpty())
                return reader.missing("access_token", Words::tr("an access token"));
            return true;
        });
}

} // namespace

Result<> parseObject(QByteArray &&text)
{
    JsonReader reader(std::move(text));
    if (!reader.document([](std::string_view, json::value) { return true; }))
        return tl::unexpected(reader.error());
    return {};
}

Result<Versions> parseVersions(QByteArray &&text)
{
    Versions versions;
    bool found = false;
    return read(
        std::move(text), versions,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key == "versions") {
                found = true;
                return readStrings(reader, entry, versions.versions);
            }
            if (key == "unstable_features" && JsonReader::isObject(entry)) {
                return reader.object(entry, [&](std::string_view feature, json::value flag) {
                    bool on = false;
                    JsonReader::maybeBoolean(flag, on);
                    if (on)
                        versions.unstableFeatures.append(QString::fromUtf8(toView(feature)));
                    return true;
                });
            }
            return true;
        },
        [&](JsonReader &reader) { return found || reader.missing("versions", Words::tr("a list of versions")); });
}

Result<WellKnown> parseWellKnown(QByteArray &&text)
{
    WellKnown wellKnown;
    return read(
        std::move(text), wellKnown,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key != "m.homeserver")
                return true;
            return reader.object(entry, [&](std::string_view name, json::value value) {
                return name != "base_url" || reader.string(value, wellKnown.homeserver);
            });
        },
        [&](JsonReader &reader) {
            return !wellKnown.homeserver.isEmpty() || reader.missing("m.homeserver.base_url", Words::tr("a URL"));
        });
}

Result<LoginResponse> parseLogin(QByteArray &&text)
{
    return parseSession(std::move(text), Token::Required);
}

Result<LoginResponse> parseRegistration(QByteArray &&text)
{
    return parseSession(std::move(text), Token::Optional);
}

Result<RefreshResponse> parseRefresh(QByteArray &&text)
{
    RefreshResponse refresh;
    return read(
        std::move(text), refresh,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key == "access_token")
                return reader.string(entry, refresh.accessToken);
            if (key == "refresh_token") {
                JsonReader::maybeString(entry, refresh.refreshToken);
            } else if (key == "expires_in_ms") {
                qint64 expires = -1;
                JsonReader::maybeInteger(entry, expires);
                if (expires >= 0)
                    refresh.expiresIn = Milliseconds(expires);
            }
            return true;
        },
        [&](JsonReader &reader) {
            return !refresh.accessToken.isEmpty() || reader.missing("access_token", Words::tr("an access token"));
        });
}

Result<UiaChallenge> parseChallenge(QByteArray &&text)
{
    UiaChallenge challenge;
    bool found = false;
    return read(
        std::move(text), challenge,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key == "session") {
                JsonReader::maybeString(entry, challenge.session);
            } else if (key == "completed" && JsonReader::isArray(entry)) {
                return readStrings(reader, entry, challenge.completed);
            } else if (key == "flows") {
                found = true;
                return reader.array(entry, [&](json::value flow) {
                    QStringList &stages = challenge.flows.emplace_back();
                    return reader.object(flow, [&](std::string_view name, json::value value) {
                        return name != "stages" || readStrings(reader, value, stages);
                    });
                });
            }
            return true;
        },
        [&](JsonReader &reader) { return found || reader.missing("flows", Words::tr("the ways to authenticate")); });
}

Result<QByteArray> parseNonce(QByteArray &&text)
{
    return readString<QByteArray>(std::move(text), "nonce", QT_TRANSLATE_NOOP("throng::Words", "a nonce"));
}

Result<WhoAmI> parseWhoAmI(QByteArray &&text)
{
    WhoAmI who;
    return read(
        std::move(text), who,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key == "user_id")
                return reader.string(entry, who.userId);
            if (key == "device_id")
                JsonReader::maybeString(entry, who.deviceId);
            return true;
        },
        [&](JsonReader &reader) { return !who.userId.isEmpty() || reader.missing("user_id", Words::tr("a user ID")); });
}

Result<RoomResponse> parseRoom(QByteArray &&text)
{
    return readString<QByteArray>(std::move(text), "room_id", QT_TRANSLATE_NOOP("throng::Words", "a room ID"))
        .map([](QByteArray id) { return RoomResponse { std::move(id) }; });
}

Result<std::vector<QByteArray>> parseJoinedRooms(QByteArray &&text)
{
    std::vector<QByteArray> rooms;
    bool found = false;
    return read(
        std::move(text), rooms,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key != "joined_rooms")
                return true;
            found = true;
            return reader.array(entry, [&](json::value item) { return reader.string(item, rooms.emplace_back()); });
        },
        [&](JsonReader &reader) { return found || reader.missing("joined_rooms", Words::tr("a list of room IDs")); });
}

Result<RoomCreation> parseRoomCreation(QByteArray &&text)
{
    RoomCreation creation;
    return read(
        std::move(text), creation,
        [&](JsonReader &, std::string_view key, json::value entry) {
            if (key == creationTagKey)
                JsonReader::maybeString(entry, creation.creationTag);
            else if (key == "room_version")
                JsonReader::maybeString(entry, creation.roomVersion);
            return true;
        },
        [](JsonReader &) { return true; });
}

Result<std::vector<Member>> parseMembers(QByteArray &&text)
{
    std::vector<Member> members;
    const auto readMember = [](JsonReader &reader, json::value event, Member &member) {
        const bool ok = reader.object(event, [&](std::string_view key, json::value entry) {
            if (key == "state_key")
                return reader.string(entry, member.userId);
            if (key != "content" || !JsonReader::isObject(entry))
                return true;
            return reader.object(entry, [&](std::string_view name, json::value value) {
                if (name == "membership")
                    JsonReader::maybeString(value, member.membership);
                else if (name == "displayname")
                    JsonReader::maybeString(value, member.displayName);
                else if (name == "avatar_url")
                    JsonReader::maybeString(value, member.avatarUrl);
                return true;
            });
        });
        return ok && (!member.userId.isEmpty() || reader.missing("state_key", Words::tr("the member's user ID")));
    };
    bool found = false;
    return read(
        std::move(text), members,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key != "chunk")
                return true;
            found = true;
            return reader.array(
                entry, [&](json::value item) { return readMember(reader, item, members.emplace_back()); });
        },
        [&](JsonReader &reader) { return found || reader.missing("chunk", Words::tr("a list of member events")); });
}

Result<QByteArray> parseFilterId(QByteArray &&text)
{
    return readString<QByteArray>(std::move(text), "filter_id", QT_TRANSLATE_NOOP("throng::Words", "the filter's ID"));
}

Result<SendResponse> parseSend(QByteArray &&text)
{
    return readString<QByteArray>(std::move(text), "event_id", QT_TRANSLATE_NOOP("throng::Words", "the event's ID"))
        .map([](QByteArray id) { return SendResponse { std::move(id) }; });
}

Result<MessagesResponse> parseMessages(QByteArray &&text)
{
    MessagesResponse messages;
    bool found = false;
    return read(
        std::move(text), messages,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key == "start") {
                JsonReader::maybeString(entry, messages.start);
            } else if (key == "end") {
                JsonReader::maybeString(entry, messages.end);
            } else if (key == "chunk") {
                found = true;
                return readEvents(reader, entry, messages.events);
            }
            return true;
        },
        [&](JsonReader &reader) { return found || reader.missing("chunk", Words::tr("a list of events")); });
}

Result<QString> parseDisplayName(QByteArray &&text)
{
    return readOptionalString<QString>(std::move(text), "displayname");
}

Result<QByteArray> parseAvatarUrl(QByteArray &&text)
{
    return readOptionalString<QByteArray>(std::move(text), "avatar_url");
}

Result<QByteArray> parseUpload(QByteArray &&text)
{
    return readString<QByteArray>(std::move(text), "content_uri", QT_TRANSLATE_NOOP("throng::Words", "an mxc URI"));
}

Result<QStringList> parseLoginFlows(QByteArray &&text)
{
    QStringList types;
    bool found = false;
    return read(
        std::move(text), types,
        [&](JsonReader &reader, std::string_view key, json::value entry) {
            if (key != "flows")
                return true;
            found = true;
            return reader.array(entry, [&](json::value flow) {
                return reader.object(flow, [&](std::string_view name, json::value value) {
                    return name != "type" || reader.string(value, types.emplaceBack());
                });
            });
        },
        [&](JsonReader &reader) { return found || reader.missing("flows", Words::tr("the ways to log in")); });
}

} // namespace throng::matrix
