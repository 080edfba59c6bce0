// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/testjson.h"

#include "engine/base/words.h"
#include "engine/project/hooksjson.h"
#include "engine/project/loadshapejson.h"
#include "engine/project/parametersjson.h"
#include "engine/project/textfile.h"
#include "engine/project/thresholdsjson.h"

#include <QDir>
#include <QFileInfo>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

const QString importKey = u"parameter_import"_s;
const QString importedKey = u"imported_parameters"_s;
const QString scriptKey = u"script"_s;
const QString rateKey = u"target_rate"_s;
const QString rateOfKey = u"target_rate_of"_s;
const QString arrivalsKey = u"arrivals"_s;
const QString shapeKey = u"load_shape"_s;

// In the order of users::ArrivalParameters' enumerations.
const QStringList rateUnits { u"actions"_s, u"messages_per_room"_s };
const QStringList arrivalProcesses { u"poisson"_s, u"constant"_s };

std::optional<std::chrono::milliseconds> readRunTime(JsonReader &reader, const QString &key)
{
    const QJsonValue json = reader.value(key);
    if (!reader.has(key))
        return std::nullopt;
    // Locust takes a bare number for seconds.
    const QString text = json.isDouble() ? QString::number(json.toDouble(), 'g', 15) : json.toString();
    const auto time = parseRunTime(text);
    if (!time) {
        reader.fail(key, Words::tr("is %1").arg(JsonReader::describe(json)), time.error().expected);
        return std::nullopt;
    }
    return *time;
}

/// Of a test that has a rate to keep, by a number or by a shape.
std::optional<users::ArrivalParameters> readArrivals(JsonReader &reader, const std::optional<LoadShape> &shape)
{
    users::ArrivalParameters arrivals;
    const bool hasRate = reader.has(rateKey);
    arrivals.rate = reader.number(rateKey, arrivals.rate, 0, 10'000'000);
    if (arrivals.rate <= 0)
        reader.fail(rateKey, Words::tr("is the number 0"), Words::tr("a number above 0"));
    arrivals.unit = reader.choice(rateOfKey, rateUnits, arrivals.unit);
    arrivals.process = reader.choice(arrivalsKey, arrivalProcesses, arrivals.process);
    const bool shaped = shape && shape->of == LoadShape::Of::Rate;
    return hasRate || shaped ? std::optional(arrivals) : std::nullopt;
}

/// All typed values of a test. Keys that are missing have the defaults of `behaviour`, or of the script if there is
/// one.
Test readValues(JsonReader &reader, users::Behaviour behaviour)
{
    const QString script = reader.text(scriptKey);
    if (reader.has(scriptKey)) {
        const std::optional<users::Behaviour> known = behaviourOfScript(script);
        if (!known)
            reader.fail(scriptKey, Words::tr("is %1").arg(JsonReader::describe(reader.value(scriptKey))),
                Words::tr("register.py, create_room.py, join.py, or chat.py, matrixchatuser.py or locust-run-users.py; "
                          "or fill_rooms.py"));
        behaviour = known.value_or(behaviour);
    }
    Test test = makeTest(behaviour);
    test.script = script;
    test.name = reader.text(u"name"_s, test.name);
    test.enabled = reader.boolean(u"enabled"_s, test.enabled);
    test.users = reader.optionalInteger(u"num_users"_s, 1);
    test.spawnRate = reader.number(u"spawn_rate"_s, test.spawnRate);
    if (test.spawnRate <= 0)
        reader.fail(u"spawn_rate"_s, Words::tr("is the number 0"), Words::tr("a number above 0"));
    test.runTime = readRunTime(reader, u"runtime"_s);
    test.warmUp = readRunTime(reader, u"warm_up"_s).value_or(test.warmUp);
    test.stopWhenDone = reader.boolean(u"stop_when_done"_s, test.stopWhenDone);
    test.autoquitSeconds = reader.number(u"autoquit"_s, test.autoquitSeconds, -1); // -1: Locust never leaves
    test.outputDirectory = reader.text(u"output_dir"_s);
    test.preHooks = readPairedHooks(reader, u"pre_script_command"_s);
    test.postHooks = readPairedHooks(reader, u"post_script_command"_s);
    test.chat = readChatParameters(reader.object(u"chat"_s));
    test.populations = readPopulations(reader, u"populations"_s);
    test.setup = readSetupParameters(reader.object(u"setup"_s));
    test.history = readHistoryParameters(reader.object(u"history"_s));
    test.thresholds = readThresholds(reader, ThresholdsOf::Test);
    test.shape = readLoadShape(reader, shapeKey);
    test.arrivals = readArrivals(reader, test.shape);
    return test;
}

/// Brings together what a chain of parameter_import files says. Nearer files win.
class ImportChain {
public:
    explicit ImportChain(users::Behaviour behaviour)
        : m_behaviour(behaviour)
    {
    }

    Result<> follow(const QString &import, const QString &folder, const QString &importedFrom)
    {
        const std::optional<QString> path = findImport(import, folder);
        if (!path)
            return failure(Words::tr("the file \"%1\" is not there").arg(import), importedFrom,
                Words::tr("a file in %1 or above").arg(folder));
        m_chain.append(*path);
        if (m_chain.count(*path) > 1)
            return failure(
                Words::tr("parameter_import goes round in a circle: %1").arg(m_chain.join(u" → "_s)), importedFrom);
        const Result<QByteArray> text = readTextFile(*path);
        if (!text)
            return tl::unexpected(text.error());
        const Result<QJsonObject> json = parseJsonObject(*text, *path);
        if (!json)
            return tl::unexpected(json.error());
        JsonReader reader(*json, *path);
        (void)readValues(reader, m_behaviour); // for the error to name this file
        const QString next = reader.text(importKey);
        if (reader.error())
            return tl::unexpected(*reader.error());
        for (auto it = json->begin(); it != json->end(); ++it) {
            if (it.key() != importKey && !m_values.contains(it.key()))
                m_values.insert(it.key(), it.value());
        }
        if (next.isEmpty())
            return {};
        return follow(next, QFileInfo(*path).absolutePath(), placeInJson(*path, importKey));
    }

    [[nodiscard]] const QJsonObject &values() const { return m_values; }

private:
    users::Behaviour m_behaviour;
    QStringList m_chain;
    QJsonObject m_values;
};

QJsonObject merged(const QJsonObject &own, const QJsonObject &imported)
{
    QJsonObject all = imported;
    for (auto it = own.begin(); it != own.end(); ++it)
        all.insert(it.key(), it.value());
    return all;
}

/// Writes one key after the other: as it stood in `source` where that says the same as the test, not at all where
/// what is inherited says it.
class TestWriter {
public:
    TestWriter(const Test &test, const QJsonObject &imported)
        : m_test(test)
        , m_json(test.source)
        , m_before(parse(test.source))
        , m_inherited(parse(imported))
    {
    }

    template <typename Field>
    void put(const QString &key, Field Test::*field, const QJsonValue &value)
    {
        putIf(key, m_before.*field == m_test.*field, m_inherited.*field == m_test.*field, value);
    }

    void putHooks(const QString &key, QList<Hook> Test::*field)
    {
        const bool isOwn = m_test.source.contains(key);
        if ((isOwn ? m_before : m_inherited).*field == m_test.*field)
            return;
        writePairedHooks(m_json, key, m_test.*field);
    }

    /// Three keys that say one thing.
    void putArrivals()
    {
        const bool isOwn =
            m_test.source.contains(rateKey) || m_test.source.contains(rateOfKey) || m_test.source.contains(arrivalsKey);
        if ((isOwn ? m_before : m_inherited).arrivals == m_test.arrivals)
            return;
        const users::ArrivalParameters arrivals = m_test.arrivals.value_or(users::ArrivalParameters());
        m_json.insert(rateKey, m_test.arrivals ? QJsonValue(arrivals.rate) : QJsonValue());
        m_json.insert(rateOfKey, rateUnits[int(arrivals.unit)]);
        m_json.insert(arrivalsKey, arrivalProcesses[int(arrivals.process)]);
    }

    void putShape()
    {
        const bool isOwn = m_test.source.contains(shapeKey);
        if ((isOwn ? m_before : m_inherited).shape == m_test.shape)
            return;
        m_json.insert(shapeKey,
            m_test.shape ? QJsonValue(loadShapeToJson(*m_test.shape, m_test.source.value(shapeKey).toObject()))
                         : QJsonValue());
    }

    void putObject(const QString &key, const QJsonObject &value, bool asInherited)
    {
        putIf(key, m_json.value(key).toObject() == value, asInherited, value);
    }

    [[nodiscard]] const Test &inherited() const { return m_inherited; }
    [[nodiscard]] QJsonObject &json() { return m_json; }

private:
    [[nodiscard]] Test parse(QJsonObject json) const
    {
        json.remove(scriptKey); // the defaults are those of the behaviour that the test has now
        JsonReader reader(json, {});
        return readValues(reader, m_test.behaviour);
    }

    void putIf(const QString &key, bool asBefore, bool asInherited, const QJsonValue &value)
    {
        if (m_test.source.contains(key) ? asBefore : asInherited)
            return;
        m_json.insert(key, value);
    }

    const Test &m_test;
    QJsonObject m_json;
    Test m_before;
    Test m_inherited;
};

} // namespace

QStringList unknownKeys(const Test &test)
{
    JsonReader reader(merged(test.source, test.imported), {});
    (void)readValues(reader, test.behaviour);
    return reader.rest().keys();
}

std::optional<QString> findImport(const QString &path, const QString &folder)
{
    const QStringList candidates = QDir::isAbsolutePath(path)
        ? QStringList { path }
        : QStringList { folder + u'/' + path, folder + u"/../"_s + path };
    for (const QString &candidate : candidates) {
        if (const QFileInfo file(candidate); file.isFile())
            return file.canonicalFilePath();
    }
    return std::nullopt;
}

Result<Test> testFromJson(const JsonReader &given, const QString &where, const QString &folder)
{
    JsonReader own = given;
    const Test asOwn = readValues(own, users::Behaviour::Chat);
    const QString import = own.text(importKey);
    QJsonObject imported = own.object(importedKey).json();
    if (own.error())
        return tl::unexpected(*own.error());
    if (!import.isEmpty() && !own.has(importedKey)) {
        ImportChain chain(asOwn.behaviour);
        if (const Result<> followed = chain.follow(import, folder, placeInJson(where, own.pathOf(importKey)));
            !followed)
            return tl::unexpected(followed.error());
        imported = chain.values();
    }

    JsonReader all(merged(own.json(), imported), where, own.path());
    if (!all.has(scriptKey))
        all.fail(scriptKey, Words::tr("is missing"), Words::tr("one of matrix-locust's scripts, such as register.py"));
    Test test = readValues(all, users::Behaviour::Chat);
    if (all.error())
        return tl::unexpected(*all.error());
    test.parameterImport = import;
    test.imported = imported;
    test.source = own.json();
    test.source.remove(importKey);
    test.source.remove(importedKey);
    return test;
}

QJsonObject testToJson(const Test &test, ImportedValues importedValues)
{
    const QJsonObject inheritable = importedValues == ImportedValues::WrittenOut ? QJsonObject() : test.imported;
    TestWriter writer(test, inheritable);
    writer.put(u"name"_s, &Test::name, test.name);
    writer.put(u"enabled"_s, &Test::enabled, test.enabled);
    writer.put(u"num_users"_s, &Test::users, test.users ? QJsonValue(*test.users) : QJsonValue());
    writer.put(u"spawn_rate"_s, &Test::spawnRate, test.spawnRate);
    writer.put(u"runtime"_s, &Test::runTime, test.runTime ? QJsonValue(formatRunTime(*test.runTime)) : QJsonValue());
    writer.put(
        u"warm_up"_s, &Test::warmUp, test.warmUp.count() > 0 ? QJsonValue(formatRunTime(test.warmUp)) : QJsonValue());
    writer.put(u"stop_when_done"_s, &Test::stopWhenDone, test.stopWhenDone);
    writer.put(u"autoquit"_s, &Test::autoquitSeconds, test.autoquitSeconds);
    writer.put(u"output_dir"_s, &Test::outputDirectory, test.outputDirectory);
    writer.putHooks(u"pre_script_command"_s, &Test::preHooks);
    writer.putHooks(u"post_script_command"_s, &Test::postHooks);
    writer.putObject(u"chat"_s, chatParametersToJson(test.chat, test.source.value(u"chat"_s).toObject()),
        test.chat == writer.inherited().chat);
    writer.put(u"populations"_s, &Test::populations,
        populationsToJson(test.populations, test.source.value(u"populations"_s).toArray()));
    writer.putObject(u"setup"_s, setupParametersToJson(test.setup, test.source.value(u"setup"_s).toObject()),
        test.setup == writer.inherited().setup);
    writer.putObject(u"history"_s, historyParametersToJson(test.history, test.source.value(u"history"_s).toObject()),
        test.history == writer.inherited().history);
    writer.put(u"thresholds"_s, &Test::thresholds, thresholdsToJson(test.thresholds));
    writer.putShape();
    writer.putArrivals();

    QJsonObject &json = writer.json();
    // The script as it was written, as long as it still names the behaviour.
    const QString script =
        behaviourOfScript(test.script) == test.behaviour ? test.script : scriptOfBehaviour(test.behaviour);
    if (inheritable.value(scriptKey).toString() != script || json.contains(scriptKey))
        json.insert(scriptKey, script);
    if (test.source.isEmpty() && !inheritable.contains(u"name"_s))
        json.insert(u"name"_s, test.name); // matrix-locust names its files after it
    if (!test.parameterImport.isEmpty() && importedValues != ImportedValues::WrittenOut)
        json.insert(importKey, test.parameterImport);
    if (!test.imported.isEmpty() && importedValues == ImportedValues::Beside)
        json.insert(importedKey, test.imported);
    return json;
}

} // namespace throng::project
