// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/readymade.h"

#include "engine/base/words.h"
#include "engine/project/jsonreader.h"
#include "engine/project/project.h"
#include "engine/project/textfile.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

// The resources of a static library are registered by whoever first needs them. Outside any namespace, as Qt asks.
static void registerSuites()
{
    Q_INIT_RESOURCE(testsuites);
}

namespace throng::project {

QStringList readyMadeNames()
{
    return { u"smoke"_s, u"100"_s, u"1k"_s, u"2k"_s, u"5k"_s, u"10k"_s, u"reconnect-storm"_s, u"big-room"_s,
        u"media-heavy"_s, u"soak"_s, u"capacity"_s };
}

Result<ReadyMadeSuite> readyMadeSuite(const QString &name)
{
    registerSuites();
    if (!readyMadeNames().contains(name))
        return failure(Words::tr("there is no ready-made suite \"%1\"").arg(name), {}, readyMadeNames().join(u", "));
    const QString path = u":/test-suites/%1.json"_s.arg(name);
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    const Result<QJsonObject> json = parseJsonObject(*text, path);
    if (!json)
        return tl::unexpected(json.error());
    Result<Suite> suite = suiteFromJson(*json, path, {}, {});
    if (!suite)
        return tl::unexpected(suite.error());
    suite->name = name;
    // Users and rooms are written as a project has them, so a project reads them.
    const QJsonObject population = suite->otherKeys.take(populationKey).toObject();
    const UserPattern users;
    const QJsonObject project {
        { u"format"_s, u"throng-project"_s },
        { u"version"_s, Project::formatVersion },
        { u"users"_s, QJsonObject { { u"count"_s, population.value(u"users"_s).toInt(users.count) } } },
        { u"rooms"_s, population.value(u"rooms"_s).toObject() },
    };
    const Result<Project> read = Project::fromJson(QJsonDocument(project).toJson(), path, {});
    if (!read)
        return tl::unexpected(read.error());
    return ReadyMadeSuite { *std::move(suite), read->users, read->rooms };
}

} // namespace throng::project
