// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/suite.h"

#include "engine/base/words.h"
#include "engine/project/hooksjson.h"
#include "engine/project/testjson.h"
#include "engine/project/textfile.h"
#include "engine/project/thresholdsjson.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

constexpr double defaultPause = 60; ///< seconds: matrix-locust's published trials pause so long

struct Script {
    QLatin1StringView file;
    users::Behaviour behaviour;
};

/// The first of a behaviour is the one that is written.
constexpr std::array scripts {
    Script { "register.py"_L1, users::Behaviour::Register },
    Script { "create_room.py"_L1, users::Behaviour::CreateRooms },
    Script { "join.py"_L1, users::Behaviour::JoinRooms },
    Script { "fill_rooms.py"_L1, users::Behaviour::FillRooms },
    Script { "chat.py"_L1, users::Behaviour::Chat },
    Script { "matrixchatuser.py"_L1, users::Behaviour::Chat },
    Script { "locust-run-users.py"_L1, users::Behaviour::Chat },
};

QString nameOf(users::Behaviour behaviour)
{
    switch (behaviour) {
    case users::Behaviour::Register:
        return u"register"_s;
    case users::Behaviour::CreateRooms:
        return u"create-rooms"_s;
    case users::Behaviour::JoinRooms:
        return u"join-rooms"_s;
    case users::Behaviour::FillRooms:
        return u"history"_s;
    case users::Behaviour::Chat:
        return u"chat"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Test makeTest(users::Behaviour behaviour)
{
    Test test;
    test.name = nameOf(behaviour);
    test.behaviour = behaviour;
    test.stopWhenDone = behaviour != users::Behaviour::Chat;
    return test;
}

Suite Suite::standard()
{
    Suite suite;
    suite.name = u"standard"_s;
    for (const auto behaviour : { users::Behaviour::Register, users::Behaviour::CreateRooms,
             users::Behaviour::JoinRooms, users::Behaviour::Chat })
        suite.tests.append(makeTest(behaviour));
    suite.tests.last().runTime = std::chrono::minutes(5);
    return suite;
}

void setHistory(QList<Suite> &suites, double messagesPerRoom)
{
    const auto fills = [](const Test &test) { return test.behaviour == users::Behaviour::FillRooms; };
    for (Suite &suite : suites) {
        QList<Test> &tests = suite.tests;
        if (messagesPerRoom <= 0) {
            tests.removeIf(fills);
            continue;
        }
        auto history = std::find_if(tests.begin(), tests.end(), fills);
        if (history == tests.end()) {
            const auto chat =
                std::find_if(tests.begin(), tests.end(), [](const Test &test) { return !test.isSetup(); });
            Test made = makeTest(users::Behaviour::FillRooms);
            if (chat != tests.begin() && std::prev(chat)->isSetup()) { // as many at a time as the suite sets up with
                made.users = std::prev(chat)->users;
                made.spawnRate = std::prev(chat)->spawnRate;
            }
            history = tests.insert(chat, made);
        }
        history->enabled = true;
        history->history.messagesPerRoom = messagesPerRoom;
    }
}

std::optional<users::Behaviour> behaviourOfScript(const QString &script)
{
    const QString file = script.mid(script.lastIndexOf(u'/') + 1);
    for (const Script &known : scripts) {
        if (file == known.file)
            return known.behaviour;
    }
    return std::nullopt;
}

QString scriptOfBehaviour(users::Behaviour behaviour)
{
    const QString folder = behaviour == users::Behaviour::Chat ? QString()
        : behaviour == users::Behaviour::FillRooms             ? u"throng/"_s // matrix-locust has none of this kind
                                                               : u"matrix_locust/client_server/"_s;
    const auto known = std::find_if(
        scripts.begin(), scripts.end(), [behaviour](const Script &script) { return script.behaviour == behaviour; });
    return folder + known->file;
}

Result<Suite> suiteFromJson(
    const QJsonObject &json, const QString &where, const QString &jsonPath, const QString &folder)
{
    JsonReader reader(json, where, jsonPath);
    Suite suite;
    suite.name = reader.text(u"name"_s);
    if (!reader.has(u"scripts"_s))
        reader.fail(u"scripts"_s, Words::tr("is missing"), Words::tr("a list of tests"));
    suite.description = reader.text(u"description"_s);
    suite.rounds = reader.integer(u"rounds"_s, suite.rounds, 1, 10'000);
    const double pause = reader.number(u"pause_between_rounds_s"_s, defaultPause, 0, 1e6);
    suite.pauseBetweenRounds = std::chrono::milliseconds(qRound64(pause * 1000));
    suite.beforeHooks = readHooks(reader, u"before"_s);
    suite.afterHooks = readHooks(reader, u"after"_s);
    suite.eventHooks = readEventHooks(reader, u"on_event"_s);
    const QList<JsonReader> tests = reader.objects(u"scripts"_s);
    suite.thresholds = readThresholds(reader, ThresholdsOf::Suite);
    suite.otherKeys = reader.rest();
    if (reader.error())
        return tl::unexpected(*reader.error());
    for (const JsonReader &test : tests) {
        Result<Test> read = testFromJson(test, where, folder);
        if (!read)
            return tl::unexpected(read.error());
        suite.tests.append(std::move(*read));
    }
    return suite;
}

QJsonObject suiteToJson(const Suite &suite)
{
    QJsonObject json = suite.otherKeys;
    if (!suite.name.isEmpty())
        json.insert(u"name"_s, suite.name);
    if (!suite.thresholds.isEmpty())
        json.insert(u"thresholds"_s, thresholdsToJson(suite.thresholds));
    if (!suite.description.isEmpty())
        json.insert(u"description"_s, suite.description);
    if (suite.rounds != 1)
        json.insert(u"rounds"_s, suite.rounds);
    if (const double pause = double(suite.pauseBetweenRounds.count()) / 1000; pause != defaultPause)
        json.insert(u"pause_between_rounds_s"_s, pause);
    if (!suite.beforeHooks.isEmpty())
        json.insert(u"before"_s, hooksToJson(suite.beforeHooks));
    if (!suite.afterHooks.isEmpty())
        json.insert(u"after"_s, hooksToJson(suite.afterHooks));
    if (!suite.eventHooks.isEmpty())
        json.insert(u"on_event"_s, eventHooksToJson(suite.eventHooks));
    QJsonArray tests;
    for (const Test &test : suite.tests)
        tests.append(testToJson(test, ImportedValues::Beside));
    json.insert(u"scripts"_s, tests);
    return json;
}

Result<Suite> readSuiteFile(const QString &path)
{
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    const Result<QJsonObject> json = parseJsonObject(*text, path);
    if (!json)
        return tl::unexpected(json.error());
    Result<Suite> suite = suiteFromJson(*json, path, {}, QFileInfo(path).absolutePath());
    if (suite && suite->name.isEmpty())
        suite->name = QFileInfo(path).completeBaseName();
    return suite;
}

Result<> writeSuiteFile(const QString &path, const Suite &suite)
{
    const QFileInfo file(path);
    QJsonObject json = suiteToJson(suite);
    if (suite.name == file.completeBaseName() && !suite.otherKeys.contains(u"name"_s))
        json.remove(u"name"_s); // the file's name says it
    QJsonArray tests;
    for (const Test &test : suite.tests) {
        // A file that is not there to be imported from does not help the reader.
        const bool isImportable =
            !test.parameterImport.isEmpty() && findImport(test.parameterImport, file.absolutePath());
        tests.append(testToJson(test, isImportable ? ImportedValues::LeftOut : ImportedValues::WrittenOut));
    }
    json.insert(u"scripts"_s, tests);
    return writeAtomically(path, Access::Ordinary, QJsonDocument(json).toJson());
}

} // namespace throng::project
