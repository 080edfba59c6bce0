// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/project.h"

#include "engine/base/words.h"
#include "engine/project/jsonreader.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

const QString formatName = u"throng-project"_s;

// Each list in the order of its enumeration.
const QStringList accountSources { u"open_registration"_s, u"registration_token"_s, u"shared_secret"_s,
    u"existing_accounts"_s };
const QStringList httpVersions { u"automatic"_s, u"1.1"_s, u"2"_s };
const QStringList roomDistributions { u"pareto"_s, u"fixed"_s, u"uniform"_s, u"one_big_room"_s, u"histogram"_s,
    u"file"_s };
const QStringList consents { u"confirmed"_s, u"typed"_s };

/// Writes what differs from the default into an object that keeps what else it has.
class JsonWriter {
public:
    explicit JsonWriter(QJsonObject otherKeys)
        : m_json(std::move(otherKeys))
    {
    }

    template <typename T>
    void put(const QString &key, const T &value, const T &fallback)
    {
        if (value != fallback)
            m_json.insert(key, toJson(value));
    }
    template <typename T>
    void put(const QString &key, const std::optional<T> &value)
    {
        if (value)
            m_json.insert(key, toJson(*value));
    }
    void put(const QString &key, const QJsonObject &value)
    {
        if (!value.isEmpty())
            m_json.insert(key, value);
    }
    void always(const QString &key, const QJsonValue &value) { m_json.insert(key, value); }

    [[nodiscard]] static QJsonValue toJson(quint64 value)
    {
        // JSON's own numbers are exact up to 2^53 in most readers.
        return value <= (1ULL << 53) ? QJsonValue(static_cast<qint64>(value)) : QJsonValue(QString::number(value));
    }
    [[nodiscard]] static QJsonValue toJson(Milliseconds value) { return static_cast<qint64>(value.count()); }
    [[nodiscard]] static QJsonValue toJson(const QStringList &value) { return QJsonArray::fromStringList(value); }
    template <typename T>
    [[nodiscard]] static QJsonValue toJson(const T &value)
    {
        return value;
    }

    [[nodiscard]] const QJsonObject &json() const { return m_json; }

private:
    QJsonObject m_json;
};

Milliseconds readMilliseconds(JsonReader &reader, const QString &key, Milliseconds fallback)
{
    return Milliseconds(reader.integer(key, static_cast<int>(fallback.count()), 1));
}

Timeouts readTimeouts(JsonReader reader)
{
    Timeouts timeouts;
    timeouts.connect = readMilliseconds(reader, u"connect_ms"_s, timeouts.connect);
    timeouts.request = readMilliseconds(reader, u"request_ms"_s, timeouts.request);
    timeouts.createRoom = readMilliseconds(reader, u"create_room_ms"_s, timeouts.createRoom);
    timeouts.stop = readMilliseconds(reader, u"stop_ms"_s, timeouts.stop);
    timeouts.otherKeys = reader.rest();
    return timeouts;
}

QJsonObject toJson(const Timeouts &timeouts)
{
    const Timeouts defaults;
    JsonWriter writer(timeouts.otherKeys);
    writer.put(u"connect_ms"_s, timeouts.connect, defaults.connect);
    writer.put(u"request_ms"_s, timeouts.request, defaults.request);
    writer.put(u"create_room_ms"_s, timeouts.createRoom, defaults.createRoom);
    writer.put(u"stop_ms"_s, timeouts.stop, defaults.stop);
    return writer.json();
}

ServerSettings readServer(JsonReader reader)
{
    ServerSettings server;
    server.url = reader.text(u"url"_s);
    server.accounts = reader.choice(u"accounts"_s, accountSources, server.accounts);
    server.caFile = reader.text(u"ca_file"_s);
    server.insecure = reader.boolean(u"insecure"_s, false);
    server.http = reader.choice(u"http"_s, httpVersions, server.http);
    server.proxy = reader.text(u"proxy"_s);
    server.metricsUrls = reader.texts(u"metrics_urls"_s);
    server.timeouts = readTimeouts(reader.object(u"timeouts"_s));
    server.otherKeys = reader.rest();
    return server;
}

QJsonObject toJson(const ServerSettings &server)
{
    const ServerSettings defaults;
    JsonWriter writer(server.otherKeys);
    writer.always(u"url"_s, server.url);
    writer.always(u"accounts"_s, accountSources[static_cast<int>(server.accounts)]);
    writer.put(u"ca_file"_s, server.caFile, defaults.caFile);
    writer.put(u"insecure"_s, server.insecure, defaults.insecure);
    if (server.http != defaults.http)
        writer.always(u"http"_s, httpVersions[static_cast<int>(server.http)]);
    writer.put(u"proxy"_s, server.proxy, defaults.proxy);
    writer.put(u"metrics_urls"_s, server.metricsUrls, defaults.metricsUrls);
    writer.put(u"timeouts"_s, toJson(server.timeouts));
    return writer.json();
}

Permissions readPermissions(JsonReader &reader)
{
    Permissions permissions;
    for (JsonReader &entry : reader.objects(u"permissions"_s)) {
        Permission permission;
        permission.host = entry.text(u"host"_s);
        if (permission.host.isEmpty())
            entry.fail(u"host"_s, Words::tr("is missing"), Words::tr("the name or address of a server"));
        permission.consent = entry.choice(u"consent"_s, consents, permission.consent);
        permission.when = QDateTime::fromString(entry.text(u"when"_s), Qt::ISODate).toUTC();
        if (!permission.when.isValid())
            entry.fail(u"when"_s, Words::tr("is %1").arg(JsonReader::describe(entry.value(u"when"_s))),
                Words::tr("a date and time such as 2026-03-01T12:00:00Z"));
        permission.otherKeys = entry.rest();
        permissions.append(permission);
    }
    return permissions;
}

QJsonObject toJson(const Permission &permission)
{
    JsonWriter writer(permission.otherKeys);
    writer.always(u"host"_s, permission.host);
    writer.always(u"consent"_s, consents[static_cast<int>(permission.consent)]);
    writer.always(u"when"_s, permission.when.toUTC().toString(Qt::ISODate));
    return writer.json();
}

UserPattern readUsers(JsonReader reader)
{
    UserPattern users;
    users.fromFile = reader.boolean(u"from_file"_s, users.fromFile);
    users.count = reader.integer(u"count"_s, users.count);
    users.namePattern = reader.text(u"names"_s, users.namePattern);
    users.domain = reader.text(u"domain"_s);
    users.passwordLength = reader.integer(u"password_length"_s, users.passwordLength, 1);
    users.seed = reader.optionalUnsigned(u"seed"_s);
    users.otherKeys = reader.rest();
    return users;
}

QJsonObject toJson(const UserPattern &users)
{
    const UserPattern defaults;
    JsonWriter writer(users.otherKeys);
    writer.put(u"from_file"_s, users.fromFile, defaults.fromFile);
    writer.always(u"count"_s, users.count);
    writer.always(u"names"_s, users.namePattern);
    writer.put(u"domain"_s, users.domain, defaults.domain);
    writer.put(u"password_length"_s, users.passwordLength, defaults.passwordLength);
    writer.put(u"seed"_s, users.seed);
    return writer.json();
}

RoomPattern readRooms(JsonReader reader)
{
    RoomPattern rooms;
    rooms.distribution = reader.choice(u"sizes"_s, roomDistributions, rooms.distribution);
    rooms.alpha = reader.number(u"alpha"_s, rooms.alpha);
    rooms.draws = reader.optionalInteger(u"draws"_s);
    rooms.smallest = reader.integer(u"smallest"_s, rooms.smallest, 1);
    rooms.largest = reader.optionalInteger(u"largest"_s, 1);
    rooms.fixedSize = reader.integer(u"fixed_size"_s, rooms.fixedSize, 1);
    for (JsonReader &entry : reader.objects(u"histogram"_s)) {
        rooms.histogram.append({ entry.integer(u"size"_s, 2, 1), entry.integer(u"count"_s, 1) });
    }
    rooms.namePattern = reader.text(u"names"_s, rooms.namePattern);
    rooms.seed = reader.optionalUnsigned(u"seed"_s);
    rooms.otherKeys = reader.rest();
    return rooms;
}

QJsonObject toJson(const RoomPattern &rooms)
{
    const RoomPattern defaults;
    JsonWriter writer(rooms.otherKeys);
    writer.always(u"sizes"_s, roomDistributions[static_cast<int>(rooms.distribution)]);
    writer.put(u"alpha"_s, rooms.alpha, defaults.alpha);
    writer.put(u"draws"_s, rooms.draws);
    writer.put(u"smallest"_s, rooms.smallest, defaults.smallest);
    writer.put(u"largest"_s, rooms.largest);
    writer.put(u"fixed_size"_s, rooms.fixedSize, defaults.fixedSize);
    if (!rooms.histogram.isEmpty()) {
        QJsonArray histogram;
        for (const RoomSizeCount &bin : rooms.histogram)
            histogram.append(QJsonObject { { u"size"_s, bin.size }, { u"count"_s, bin.count } });
        writer.always(u"histogram"_s, histogram);
    }
    writer.put(u"names"_s, rooms.namePattern, defaults.namePattern);
    writer.put(u"seed"_s, rooms.seed);
    return writer.json();
}

ChartChoices readCharts(JsonReader reader)
{
    ChartChoices charts;
    charts.windowSeconds = reader.integer(u"window_s"_s, charts.windowSeconds);
    charts.endpoints = reader.texts(u"endpoints"_s);
    charts.otherKeys = reader.rest();
    return charts;
}

QJsonObject toJson(const ChartChoices &charts)
{
    const ChartChoices defaults;
    JsonWriter writer(charts.otherKeys);
    writer.put(u"window_s"_s, charts.windowSeconds, defaults.windowSeconds);
    writer.put(u"endpoints"_s, charts.endpoints, defaults.endpoints);
    return writer.json();
}

/// A version that cannot be read is told apart from a damaged file before anything else is looked at.
Result<> checkFormat(const QJsonObject &json, const QString &where)
{
    JsonReader reader(json, where);
    if (reader.value(u"format"_s).toString() != formatName)
        return failure(Words::tr("is no Throng project"), placeInJson(where, u"format"_s),
            Words::tr("the text \"%1\"").arg(formatName));
    const int version = reader.integer(u"version"_s, 0, 1);
    if (!reader.has(u"version"_s))
        reader.fail(u"version"_s, Words::tr("is missing"), Words::tr("a whole number of at least 1"));
    if (reader.error())
        return tl::unexpected(*reader.error());
    if (version > Project::formatVersion)
        return failure(Words::tr("was written by a newer Throng: its format is %1, this Throng %2 knows %3")
                           .arg(version)
                           .arg(QStringLiteral(THRONG_VERSION))
                           .arg(Project::formatVersion),
            placeInJson(where, u"version"_s),
            Words::tr("a newer Throng, or a project of format %1").arg(Project::formatVersion));
    return {};
}

} // namespace

Project Project::withDefaults(const QString &serverUrl)
{
    Project project;
    project.server.url = serverUrl;
    project.suites.append(Suite::standard());
    return project;
}

const Suite *Project::suite(const QString &name) const
{
    const auto found = std::ranges::find_if(suites, [&](const Suite &suite) { return suite.name == name; });
    return found == suites.end() ? nullptr : &*found;
}

QList<users::Population> Project::groupsWithRooms() const
{
    const auto hasRooms = [](const users::Population &population) {
        return population.rooms.perMember > 0 || !population.rooms.inCommonRooms;
    };
    for (const Suite &suite : suites) {
        for (const Test &test : suite.tests) {
            if (!test.enabled || test.isSetup() || std::ranges::none_of(test.populations, hasRooms))
                continue;
            QList<users::Population> groups = test.populations;
            for (users::Population &group : groups)
                group.chat = {}; // has nothing to do with their rooms
            return groups;
        }
    }
    return {};
}

Result<Project> Project::fromJson(const QByteArray &text, const QString &where, const QString &folder)
{
    const Result<QJsonObject> json = parseJsonObject(text, where);
    if (!json)
        return tl::unexpected(json.error());
    if (const Result<> known = checkFormat(*json, where); !known)
        return tl::unexpected(known.error());

    JsonReader reader(*json, where);
    (void)reader.value(u"format"_s);
    (void)reader.value(u"version"_s);
    Project project;
    project.server = readServer(reader.object(u"server"_s));
    project.permissions = readPermissions(reader);
    project.seed = reader.optionalUnsigned(u"seed"_s).value_or(project.seed);
    project.users = readUsers(reader.object(u"users"_s));
    project.rooms = readRooms(reader.object(u"rooms"_s));
    project.charts = readCharts(reader.object(u"charts"_s));
    const QList<JsonReader> suites = reader.objects(u"suites"_s);
    project.otherKeys = reader.rest();
    if (reader.error())
        return tl::unexpected(*reader.error());
    for (const JsonReader &suite : suites) {
        Result<Suite> read = suiteFromJson(suite.json(), where, suite.path(), folder);
        if (!read)
            return tl::unexpected(read.error());
        project.suites.append(std::move(*read));
    }
    return project;
}

QByteArray Project::toJson() const
{
    JsonWriter writer(otherKeys);
    writer.always(u"format"_s, formatName);
    writer.always(u"version"_s, formatVersion);
    writer.always(u"server"_s, project::toJson(server));
    QJsonArray permissionList;
    for (const Permission &permission : permissions)
        permissionList.append(project::toJson(permission));
    if (!permissionList.isEmpty())
        writer.always(u"permissions"_s, permissionList);
    writer.always(u"seed"_s, JsonWriter::toJson(seed));
    writer.always(u"users"_s, project::toJson(users));
    writer.always(u"rooms"_s, project::toJson(rooms));
    QJsonArray suiteList;
    for (const Suite &suite : suites)
        suiteList.append(suiteToJson(suite));
    writer.always(u"suites"_s, suiteList);
    writer.put(u"charts"_s, project::toJson(charts));
    return QJsonDocument(writer.json()).toJson();
}

} // namespace throng::project
