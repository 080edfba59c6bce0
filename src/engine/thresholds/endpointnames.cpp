// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/thresholds/endpointnames.h"

#include <algorithm>
#include <array>
#include <numeric>

using namespace Qt::StringLiterals;

namespace throng::thresholds {

namespace {

using metrics::Kind;

/// A line of the statistics, the name it shares with its like, and one of its own where it has like ones.
struct Row {
    const char *shared;
    const char *own;
    const char *method;
    const char *path;
    Kind kind = Kind::Ordinary;
};

// A test holds this against the list of all that the Matrix client asks for.
constexpr std::array rows {
    Row { "register", "", "POST", "/_matrix/client/v3/register" },
    Row { "register", "registerWithSecret", "POST", "/_synapse/admin/v1/register" },
    Row { "registrationNonce", "", "GET", "/_synapse/admin/v1/register" },
    Row { "login", "", "POST", "/_matrix/client/v3/login" },
    Row { "refresh", "", "POST", "/_matrix/client/v3/refresh" },
    Row { "logout", "", "POST", "/_matrix/client/v3/logout" },
    Row { "whoami", "", "GET", "/_matrix/client/v3/account/whoami" },
    Row { "versions", "", "GET", "/_matrix/client/versions" },
    Row { "wellKnown", "", "GET", "/.well-known/matrix/client" },
    Row { "createRoom", "", "POST", "/_matrix/client/v3/createRoom" },
    Row { "invite", "", "POST", "/_matrix/client/v3/rooms/_/invite" },
    Row { "join", "", "POST", "/_matrix/client/v3/rooms/_/join" },
    Row { "join", "joinByAlias", "POST", "/_matrix/client/v3/join/_" },
    Row { "leave", "", "POST", "/_matrix/client/v3/rooms/_/leave" },
    Row { "forget", "", "POST", "/_matrix/client/v3/rooms/_/forget" },
    Row { "joinedRooms", "", "GET", "/_matrix/client/v3/joined_rooms" },
    Row { "roomCreation", "", "GET", "/_matrix/client/v3/rooms/_/state/m.room.create" },
    Row { "members", "", "GET", "/_matrix/client/v3/rooms/_/members" },
    Row { "sync", "initialSync", "GET", "/_matrix/client/v3/sync", Kind::InitialSync },
    Row { "sync", "catchUpSync", "GET", "/_matrix/client/v3/sync", Kind::CatchUpSync },
    Row { "sync", "pollSync", "GET", "/_matrix/client/v3/sync", Kind::PollSync },
    Row { "filter", "", "POST", "/_matrix/client/v3/user/_/filter" },
    Row { "send", "sendMessage", "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message" },
    Row { "send", "sendReaction", "PUT", "/_matrix/client/v3/rooms/_/send/m.reaction" },
    Row { "send", "sendOther", "PUT", "/_matrix/client/v3/rooms/_/send/_" },
    Row { "redact", "", "PUT", "/_matrix/client/v3/rooms/_/redact/_" },
    Row { "typing", "", "PUT", "/_matrix/client/v3/rooms/_/typing/_" },
    Row { "receipt", "", "POST", "/_matrix/client/v3/rooms/_/receipt/m.read/_" },
    Row { "readMarkers", "", "POST", "/_matrix/client/v3/rooms/_/read_markers" },
    Row { "presence", "", "PUT", "/_matrix/client/v3/presence/_/status" },
    Row { "messages", "", "GET", "/_matrix/client/v3/rooms/_/messages" },
    Row { "profile", "displayName", "GET", "/_matrix/client/v3/profile/_/displayname" },
    Row { "profile", "avatarUrl", "GET", "/_matrix/client/v3/profile/_/avatar_url" },
    Row { "setProfile", "setDisplayName", "PUT", "/_matrix/client/v3/profile/_/displayname" },
    Row { "setProfile", "setAvatarUrl", "PUT", "/_matrix/client/v3/profile/_/avatar_url" },
    Row { "upload", "", "POST", "/_matrix/media/v3/upload" },
    Row { "download", "authenticatedDownload", "GET", "/_matrix/client/v1/media/download/_/_" },
    Row { "download", "legacyDownload", "GET", "/_matrix/media/v3/download/_/_" },
    Row { "thumbnail", "authenticatedThumbnail", "GET", "/_matrix/client/v1/media/thumbnail/_/_" },
    Row { "thumbnail", "legacyThumbnail", "GET", "/_matrix/media/v3/thumbnail/_/_" },
};

metrics::EndpointKey keyOf(const Row &row)
{
    return { QByteArray(row.method), QByteArray(row.path), row.kind };
}

/// How `row` was called by `name`; empty: it was not.
QString calledBy(const Row &row, const QString &name)
{
    for (const char *known : { row.shared, row.own }) {
        const QLatin1StringView text(known);
        if (!text.isEmpty() && name.compare(text, Qt::CaseInsensitive) == 0)
            return text;
    }
    const QLatin1StringView path(row.path);
    if (name == path || name == QLatin1StringView(row.method) + u' ' + path)
        return name;
    return {};
}

/// Insertions, deletions, replacements and swaps of neighbours that make one text of the other.
qsizetype distance(const QString &a, const QString &b)
{
    std::vector<qsizetype> before;
    std::vector<qsizetype> row(std::size_t(b.size() + 1));
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        std::vector<qsizetype> next(row.size(), i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = std::size_t(j);
            const bool same = a[i - 1] == b[j - 1];
            next[at] = std::min({ row[at] + 1, next[at - 1] + 1, row[at - 1] + (same ? 0 : 1) });
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                next[at] = std::min(next[at], before[at - 2] + 1);
        }
        before = std::exchange(row, std::move(next));
    }
    return row.back();
}

} // namespace

std::optional<NamedEndpoints> findEndpoints(const QString &name)
{
    NamedEndpoints found;
    for (const Row &row : rows) {
        const QString called = calledBy(row, name);
        if (called.isEmpty())
            continue;
        found.name = called;
        found.keys.push_back(keyOf(row));
    }
    if (found.keys.empty())
        return std::nullopt;
    std::sort(found.keys.begin(), found.keys.end());
    return found;
}

QStringList endpointNames()
{
    QStringList names;
    for (const Row &row : rows) {
        if (!names.contains(QLatin1StringView(row.shared)))
            names += QLatin1StringView(row.shared);
        if (*row.own)
            names += QLatin1StringView(row.own);
    }
    return names;
}

QString endpointName(const metrics::EndpointKey &key)
{
    for (const Row &row : rows) {
        if (keyOf(row) == key)
            return QLatin1StringView(*row.own ? row.own : row.shared);
    }
    return QString::fromLatin1(key.method + ' ' + key.name);
}

QString nearestWord(const QString &text, const QStringList &words)
{
    QString nearest;
    qsizetype least = text.size() / 3 + 2; // more slips than that are another word
    for (const QString &word : words) {
        const qsizetype slips = distance(text.toLower(), word.toLower());
        if (slips < least) {
            least = slips;
            nearest = word;
        }
    }
    return nearest;
}

} // namespace throng::thresholds
