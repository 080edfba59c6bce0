// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/parametersjson.h"

#include "engine/base/words.h"

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

// One pair of functions for each type that users/parameters.h has.

void read(JsonReader &reader, const QString &key, double &field)
{
    field = reader.number(key, field);
}

QJsonValue toJson(double field)
{
    return field;
}

void read(JsonReader &reader, const QString &key, int &field)
{
    field = reader.integer(key, field);
}

QJsonValue toJson(int field)
{
    return field;
}

void read(JsonReader &reader, const QString &key, bool &field)
{
    field = reader.boolean(key, field);
}

QJsonValue toJson(bool field)
{
    return field;
}

void read(JsonReader &reader, const QString &key, QString &field)
{
    field = reader.text(key, field);
}

QJsonValue toJson(const QString &field)
{
    return field;
}

void read(JsonReader &reader, const QString &key, users::Milliseconds &field)
{
    field = users::Milliseconds(reader.integer(key, static_cast<int>(field.count())));
}

QJsonValue toJson(users::Milliseconds field)
{
    return static_cast<qint64>(field.count());
}

void read(JsonReader &reader, const QString &key, users::Exponential &field)
{
    field.mean = reader.number(key, field.mean);
}

QJsonValue toJson(const users::Exponential &field)
{
    return field.mean;
}

void read(JsonReader &reader, const QString &key, users::LogNormal &field)
{
    JsonReader object = reader.object(key);
    field.mu = object.number(u"mu"_s, field.mu, std::numeric_limits<double>::lowest());
    field.sigma = object.number(u"sigma"_s, field.sigma);
}

QJsonValue toJson(const users::LogNormal &field)
{
    return QJsonObject { { u"mu"_s, field.mu }, { u"sigma"_s, field.sigma } };
}

void read(JsonReader &reader, const QString &key, users::Normal &field)
{
    JsonReader object = reader.object(key);
    field.mean = object.number(u"mean"_s, field.mean, std::numeric_limits<double>::lowest());
    field.deviation = object.number(u"deviation"_s, field.deviation);
}

QJsonValue toJson(const users::Normal &field)
{
    return QJsonObject { { u"mean"_s, field.mean }, { u"deviation"_s, field.deviation } };
}

void read(JsonReader &reader, const QString &key, users::OneOf &field)
{
    if (!reader.has(key)) {
        (void)reader.value(key);
        return;
    }
    const QJsonArray array = reader.array(key);
    field.values.clear();
    for (int i = 0; i < array.size(); ++i) {
        if (!array[i].isDouble() || array[i].toDouble() < 0)
            reader.fail(u"%1[%2]"_s.arg(key).arg(i), Words::tr("is %1").arg(JsonReader::describe(array[i])),
                Words::tr("a number of at least 0"));
        field.values.push_back(array[i].toDouble());
    }
}

QJsonValue toJson(const users::OneOf &field)
{
    QJsonArray array;
    for (const double value : field.values)
        array.append(value);
    return array;
}

struct Chat {
    using Parameters = users::ChatParameters;
    static void visit(auto &parameters, auto &&visitor) { users::visitChat(parameters, visitor); }
};

struct Setup {
    using Parameters = users::SetupParameters;
    static void visit(auto &parameters, auto &&visitor) { users::visitSetup(parameters, visitor); }
};

struct History {
    using Parameters = users::HistoryParameters;
    static void visit(auto &parameters, auto &&visitor) { users::visitHistory(parameters, visitor); }
};

struct Rooms {
    using Parameters = users::GroupRooms;
    static void visit(auto &parameters, auto &&visitor) { users::visitGroupRooms(parameters, visitor); }
};

template <typename Which>
typename Which::Parameters readAll(JsonReader &reader)
{
    typename Which::Parameters parameters;
    Which::visit(parameters, [&](QLatin1String key, auto &field) { read(reader, key, field); });
    return parameters;
}

template <typename Which>
QJsonObject writeAll(const typename Which::Parameters &parameters)
{
    QJsonObject json;
    Which::visit(parameters, [&](QLatin1String key, const auto &field) { json.insert(key, toJson(field)); });
    return json;
}

template <typename Which>
QJsonObject writeChanged(const typename Which::Parameters &parameters, const QJsonObject &before)
{
    JsonReader reader(before, {});
    const QJsonObject was = writeAll<Which>(readAll<Which>(reader));
    const QJsonObject defaults = writeAll<Which>({});
    const QJsonObject now = writeAll<Which>(parameters);
    QJsonObject json = before;
    for (auto it = now.begin(); it != now.end(); ++it) {
        if (before.contains(it.key()) && was.value(it.key()) == it.value())
            continue;
        if (it.value() == defaults.value(it.key()))
            json.remove(it.key());
        else
            json.insert(it.key(), it.value());
    }
    return json;
}

} // namespace

users::ChatParameters readChatParameters(JsonReader reader)
{
    return readAll<Chat>(reader);
}

users::SetupParameters readSetupParameters(JsonReader reader)
{
    return readAll<Setup>(reader);
}

users::HistoryParameters readHistoryParameters(JsonReader reader)
{
    return readAll<History>(reader);
}

QJsonObject historyParametersToJson(const users::HistoryParameters &parameters, const QJsonObject &before)
{
    return writeChanged<History>(parameters, before);
}

QJsonObject chatParametersToJson(const users::ChatParameters &parameters, const QJsonObject &before)
{
    return writeChanged<Chat>(parameters, before);
}

QJsonObject setupParametersToJson(const users::SetupParameters &parameters, const QJsonObject &before)
{
    return writeChanged<Setup>(parameters, before);
}

QList<users::Population> readPopulations(JsonReader &reader, const QString &key)
{
    QList<users::Population> populations;
    for (JsonReader &each : reader.objects(key)) {
        users::Population population;
        population.name = each.text(u"name"_s);
        population.share = each.number(u"share"_s, population.share);
        population.chat = readChatParameters(each.object(u"chat"_s));
        JsonReader rooms = each.object(u"rooms"_s);
        population.rooms = readAll<Rooms>(rooms);
        populations.append(population);
    }
    return populations;
}

QJsonArray populationsToJson(const QList<users::Population> &populations, const QJsonArray &before)
{
    QJsonArray json;
    for (const users::Population &population : populations) {
        QJsonObject each;
        for (const QJsonValue &was : before) {
            if (was.toObject().value(u"name"_s).toString() == population.name)
                each = was.toObject();
        }
        each.insert(u"name"_s, population.name);
        each.insert(u"share"_s, population.share);
        const QJsonObject chat = chatParametersToJson(population.chat, each.value(u"chat"_s).toObject());
        if (!chat.isEmpty() || each.contains(u"chat"_s))
            each.insert(u"chat"_s, chat);
        const QJsonObject rooms = writeChanged<Rooms>(population.rooms, each.value(u"rooms"_s).toObject());
        if (!rooms.isEmpty() || each.contains(u"rooms"_s))
            each.insert(u"rooms"_s, rooms);
        json.append(each);
    }
    return json;
}

} // namespace throng::project
