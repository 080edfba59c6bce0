// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/hooksjson.h"

#include "engine/base/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

// Each list in the order of its enumeration.
const QStringList failureNames { u"mark"_s, u"go_on"_s, u"stop"_s };
const QStringList eventNames { u"threshold_broken"_s, u"server_gone"_s };

const QString argumentsSuffix = u"_args"_s;
const QString optionsSuffix = u"_options"_s;

/// A list of texts, or one text for a list of one, as three of matrix-locust's published suites have it.
QStringList textOrTexts(JsonReader &reader, const QString &key)
{
    if (reader.value(key).isString())
        return { reader.text(key) };
    if (reader.has(key) && !reader.value(key).isArray()) {
        reader.fail(key, Words::tr("is %1").arg(JsonReader::describe(reader.value(key))),
            Words::tr("a list of texts, or one text"));
        return {};
    }
    return reader.texts(key);
}

void readOptions(JsonReader &reader, Hook &hook)
{
    const double fallback = double(hook.timeLimit.count()) / 1000;
    const double seconds = reader.number(u"time_limit_s"_s, fallback, 0.001, 1e6);
    hook.timeLimit = std::chrono::milliseconds(qRound64(seconds * 1000));
    hook.onFailure = reader.choice(u"on_failure"_s, failureNames, hook.onFailure);
}

QJsonObject optionsToJson(const Hook &hook)
{
    const Hook defaults;
    QJsonObject json;
    if (hook.timeLimit != defaults.timeLimit)
        json.insert(u"time_limit_s"_s, double(hook.timeLimit.count()) / 1000);
    if (hook.onFailure != defaults.onFailure)
        json.insert(u"on_failure"_s, failureNames[static_cast<int>(hook.onFailure)]);
    return json;
}

Hook readHook(JsonReader &reader)
{
    Hook hook;
    hook.command = reader.text(u"command"_s);
    if (hook.command.trimmed().isEmpty())
        reader.fail(u"command"_s, Words::tr("is missing"), Words::tr("a command of the shell"));
    hook.arguments = reader.text(u"arguments"_s);
    readOptions(reader, hook);
    return hook;
}

QJsonObject hookToJson(const Hook &hook)
{
    QJsonObject json = optionsToJson(hook);
    json.insert(u"command"_s, hook.command);
    if (!hook.arguments.isEmpty())
        json.insert(u"arguments"_s, hook.arguments);
    return json;
}

} // namespace

QList<Hook> readPairedHooks(JsonReader &reader, const QString &key)
{
    const QStringList commands = textOrTexts(reader, key);
    const QStringList arguments = textOrTexts(reader, key + argumentsSuffix);
    QList<JsonReader> options = reader.objects(key + optionsSuffix);
    for (const auto &[suffix, count] :
        { std::pair(argumentsSuffix, arguments.size()), std::pair(optionsSuffix, options.size()) }) {
        if (count > commands.size())
            reader.fail(key + suffix, Words::tr("has %1 entries for %2 commands").arg(count).arg(commands.size()),
                Words::tr("one entry for each command"));
    }
    QList<Hook> hooks;
    for (qsizetype i = 0; i < commands.size(); ++i) {
        Hook hook { commands[i], arguments.value(i) };
        if (i < options.size())
            readOptions(options[i], hook);
        hooks.append(hook);
    }
    return hooks;
}

void writePairedHooks(QJsonObject &json, const QString &key, const QList<Hook> &hooks)
{
    QJsonArray commands;
    QJsonArray arguments;
    QJsonArray options;
    for (const Hook &hook : hooks) {
        commands.append(hook.command);
        arguments.append(hook.arguments);
        options.append(optionsToJson(hook));
    }
    json.insert(key, commands);
    json.insert(key + argumentsSuffix, arguments);
    const bool plain = std::all_of(
        options.begin(), options.end(), [](const QJsonValue &option) { return option.toObject().isEmpty(); });
    if (plain)
        json.remove(key + optionsSuffix);
    else
        json.insert(key + optionsSuffix, options);
}

QList<Hook> readHooks(JsonReader &reader, const QString &key)
{
    QList<Hook> hooks;
    for (JsonReader &entry : reader.objects(key))
        hooks.append(readHook(entry));
    return hooks;
}

QJsonArray hooksToJson(const QList<Hook> &hooks)
{
    QJsonArray json;
    for (const Hook &hook : hooks)
        json.append(hookToJson(hook));
    return json;
}

QList<EventHook> readEventHooks(JsonReader &reader, const QString &key)
{
    QList<EventHook> hooks;
    for (JsonReader &entry : reader.objects(key)) {
        EventHook hook;
        hook.event = entry.choice(u"event"_s, eventNames, hook.event);
        if (!entry.has(u"event"_s))
            entry.fail(u"event"_s, Words::tr("is missing"), eventNames.join(Words::tr(" or ")));
        hook.hook = readHook(entry);
        hooks.append(hook);
    }
    return hooks;
}

QJsonArray eventHooksToJson(const QList<EventHook> &hooks)
{
    QJsonArray json;
    for (const EventHook &hook : hooks) {
        QJsonObject entry = hookToJson(hook.hook);
        entry.insert(u"event"_s, eventNames[static_cast<int>(hook.event)]);
        json.append(entry);
    }
    return json;
}

} // namespace throng::project
