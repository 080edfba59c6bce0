// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/jsonreader.h"

#include "engine/base/words.h"
#include "engine/project/textfile.h"

#include <QJsonDocument>

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::project {

Result<QJsonObject> parseJsonObject(const QByteArray &text, const QString &where)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return failure(Words::tr("is no valid JSON: %1").arg(error.errorString()),
            where + u':' + QString::number(lineOf(text, error.offset)));
    if (!document.isObject())
        return failure(Words::tr("does not hold a JSON object"), where, u"{…}"_s);
    return document.object();
}

QString placeInJson(const QString &file, const QString &path)
{
    return path.isEmpty() ? file : file + u": "_s + path;
}

JsonReader::JsonReader(QJsonObject object, const QString &where, QString path)
    : m_object(std::move(object))
    , m_where(where)
    , m_path(std::move(path))
    , m_error(std::make_shared<std::optional<Error>>())
{
}

bool JsonReader::has(const QString &key) const
{
    const QJsonValue value = m_object.value(key);
    return !value.isUndefined() && !value.isNull();
}

QJsonValue JsonReader::value(const QString &key)
{
    m_asked.insert(key);
    return m_object.value(key);
}

QString JsonReader::text(const QString &key, const QString &fallback)
{
    const QJsonValue json = value(key);
    if (!has(key))
        return fallback;
    if (!json.isString())
        fail(key, Words::tr("is %1").arg(describe(json)), Words::tr("a text"));
    return json.toString();
}

bool JsonReader::boolean(const QString &key, bool fallback)
{
    const QJsonValue json = value(key);
    if (!has(key))
        return fallback;
    if (!json.isBool())
        fail(key, Words::tr("is %1").arg(describe(json)), Words::tr("true or false"));
    return json.toBool();
}

double JsonReader::number(const QString &key, double fallback, double least, double most)
{
    const QJsonValue json = value(key);
    if (!has(key))
        return fallback;
    if (!json.isDouble() || json.toDouble() < least || json.toDouble() > most) {
        QString expected = Words::tr("a number of at least %1").arg(QString::number(least));
        if (most < std::numeric_limits<double>::max())
            expected = Words::tr("a number from %1 to %2").arg(least).arg(most);
        fail(key, Words::tr("is %1").arg(describe(json)), expected);
    }
    return json.toDouble();
}

int JsonReader::integer(const QString &key, int fallback, int least, int most)
{
    const QJsonValue json = value(key);
    if (!has(key))
        return fallback;
    const double number = json.toDouble();
    if (!json.isDouble() || number != std::floor(number) || number < least || number > most) {
        QString expected = Words::tr("a whole number of at least %1").arg(QString::number(least));
        if (most < std::numeric_limits<int>::max() || number > most)
            expected = Words::tr("a whole number from %1 to %2").arg(least).arg(most);
        fail(key, Words::tr("is %1").arg(describe(json)), expected);
        return fallback;
    }
    return static_cast<int>(number);
}

std::optional<int> JsonReader::optionalInteger(const QString &key, int least)
{
    const int number = integer(key, least, least);
    return has(key) ? std::optional(number) : std::nullopt;
}

std::optional<quint64> JsonReader::optionalUnsigned(const QString &key)
{
    const QJsonValue json = value(key);
    if (!has(key))
        return std::nullopt;
    bool valid = false;
    quint64 number = 0;
    if (json.isString()) {
        number = json.toString().toULongLong(&valid);
    } else if (json.isDouble()) {
        // toInteger() gives its argument back where the value is no whole number that fits.
        const qint64 integer = json.toInteger(-1);
        valid = integer >= 0;
        number = static_cast<quint64>(integer);
    }
    if (!valid)
        fail(key, Words::tr("is %1").arg(describe(json)), Words::tr("a whole number from 0 to 18446744073709551615"));
    return number;
}

QStringList JsonReader::texts(const QString &key)
{
    QStringList list;
    const QJsonArray json = array(key);
    for (int i = 0; i < json.size(); ++i) {
        if (!json[i].isString())
            fail(u"%1[%2]"_s.arg(key).arg(i), Words::tr("is %1").arg(describe(json[i])), Words::tr("a text"));
        list.append(json[i].toString());
    }
    return list;
}

int JsonReader::choiceIndex(const QString &key, const QStringList &values, int fallback)
{
    const QJsonValue json = value(key);
    if (!has(key))
        return fallback;
    const qsizetype index = values.indexOf(json.toString());
    if (index < 0) {
        fail(key, Words::tr("is %1").arg(describe(json)), Words::tr("one of %1").arg(values.join(u", ")));
        return fallback;
    }
    return static_cast<int>(index);
}

JsonReader JsonReader::object(const QString &key)
{
    const QJsonValue json = value(key);
    if (has(key) && !json.isObject())
        fail(key, Words::tr("is %1").arg(describe(json)), Words::tr("an object"));
    JsonReader reader(json.toObject(), m_where, pathOf(key));
    reader.m_error = m_error;
    return reader;
}

QJsonArray JsonReader::array(const QString &key)
{
    const QJsonValue json = value(key);
    if (has(key) && !json.isArray())
        fail(key, Words::tr("is %1").arg(describe(json)), Words::tr("a list"));
    return json.toArray();
}

JsonReader JsonReader::element(const QString &key, qsizetype index)
{
    const QJsonValue json = array(key)[index];
    const QString name = u"%1[%2]"_s.arg(key).arg(index);
    if (!json.isObject())
        fail(name, Words::tr("is %1").arg(describe(json)), Words::tr("an object"));
    JsonReader reader(json.toObject(), m_where, pathOf(name));
    reader.m_error = m_error;
    return reader;
}

QList<JsonReader> JsonReader::objects(const QString &key)
{
    QList<JsonReader> readers;
    const qsizetype size = array(key).size();
    for (qsizetype i = 0; i < size; ++i)
        readers.append(element(key, i));
    return readers;
}

void JsonReader::fail(const QString &key, const QString &message, const QString &expected)
{
    if (!*m_error)
        *m_error = Error { message, placeInJson(m_where, key.isEmpty() ? m_path : pathOf(key)), expected };
}

QString JsonReader::pathOf(const QString &key) const
{
    return m_path.isEmpty() ? key : m_path + u'.' + key;
}

QJsonObject JsonReader::rest() const
{
    QJsonObject others;
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (!m_asked.contains(it.key()))
            others.insert(it.key(), it.value());
    }
    return others;
}

QString JsonReader::describe(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Undefined:
        return Words::tr("missing");
    case QJsonValue::Null:
        return u"null"_s;
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double:
        return Words::tr("the number %1").arg(QString::number(value.toDouble(), 'g', 15));
    case QJsonValue::String: {
        const QString text = value.toString();
        return Words::tr("the text \"%1\"").arg(text.size() > 40 ? text.left(40) + u'…' : text);
    }
    case QJsonValue::Array:
        return Words::tr("a list");
    case QJsonValue::Object:
        return Words::tr("an object");
    }
    Q_UNREACHABLE();
}

} // namespace throng::project
