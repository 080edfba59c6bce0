// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/readymadecrowd.h"

#include "engine/base/words.h"
#include "engine/project/jsonreader.h"
#include "engine/project/parametersjson.h"
#include "engine/project/project.h"
#include "engine/project/textfile.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

// The resources of a static library are registered by whoever first needs them. Outside any namespace, as Qt asks.
static void registerCrowds()
{
    Q_INIT_RESOURCE(testsuites);
}

namespace throng::project {

void ReadyMadeCrowd::applyTo(QList<Suite> &suites) const
{
    for (Suite &suite : suites) {
        for (Test &test : suite.tests) {
            if (!test.isSetup())
                test.populations = populations;
        }
    }
}

QStringList readyMadeCrowdNames()
{
    return { u"company"_s, u"public-community"_s, u"family-server"_s, u"bridge-heavy"_s };
}

Result<ReadyMadeCrowd> readyMadeCrowd(const QString &name)
{
    registerCrowds();
    if (!readyMadeCrowdNames().contains(name))
        return failure(
            Words::tr("there is no ready-made population \"%1\"").arg(name), {}, readyMadeCrowdNames().join(u", "));
    const QString path = u":/test-suites/populations/%1.json"_s.arg(name);
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    const Result<QJsonObject> json = parseJsonObject(*text, path);
    if (!json)
        return tl::unexpected(json.error());
    JsonReader reader(*json, path);
    ReadyMadeCrowd crowd;
    crowd.name = name;
    crowd.description = reader.text(u"description"_s);
    crowd.populations = readPopulations(reader, u"populations"_s);
    const QJsonObject rooms = reader.object(u"rooms"_s).json();
    for (const QString &key : reader.rest().keys())
        reader.fail(key, Words::tr("means nothing here"));
    if (reader.error())
        return tl::unexpected(*reader.error());
    // Rooms are written as a project has them, so a project reads them.
    const QJsonObject project {
        { u"format"_s, u"throng-project"_s },
        { u"version"_s, Project::formatVersion },
        { u"rooms"_s, rooms },
    };
    const Result<Project> read = Project::fromJson(QJsonDocument(project).toJson(), path, {});
    if (!read)
        return tl::unexpected(read.error());
    crowd.rooms = read->rooms;
    return crowd;
}

} // namespace throng::project
