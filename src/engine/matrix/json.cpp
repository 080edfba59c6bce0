// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/json.h"

#include "engine/base/words.h"

namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

/// What the readers of a thread use one after the other. Its buffers grow to the largest document that the thread has
/// read: one a worker, where one a user would cost each user an initial sync's worth of memory.
struct ThreadParts {
    json::parser parser;
    std::vector<JsonSegment> path;
};

ThreadParts &threadParts()
{
    thread_local ThreadParts parts;
    return parts;
}

QString toQString(std::string_view text)
{
    return QString::fromUtf8(toView(text));
}

} // namespace

JsonReader::JsonReader(QByteArray &&text)
    : m_text(std::move(text))
    , m_path(threadParts().path)
{
    m_text.reserve(m_text.size() + static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));
    const simdjson::padded_string_view view(
        m_text.constData(), static_cast<std::size_t>(m_text.size()), static_cast<std::size_t>(m_text.capacity()));
    m_opened = threadParts().parser.iterate(view).get(m_document);
    m_path.clear(); // of the one before, if that ended in an error
}

std::optional<json::json_type> JsonReader::typeOf(json::value value)
{
    json::json_type type {};
    if (value.type().get(type) != simdjson::SUCCESS)
        return std::nullopt;
    return type;
}

bool JsonReader::string(json::value value, std::string_view &out)
{
    const auto code = value.get_string().get(out);
    return code == simdjson::SUCCESS || fail(code, Words::tr("a string"));
}

bool JsonReader::string(json::value value, QByteArray &out)
{
    std::string_view text;
    if (!string(value, text))
        return false;
    out = toView(text).toByteArray();
    return true;
}

bool JsonReader::string(json::value value, QString &out)
{
    std::string_view text;
    if (!string(value, text))
        return false;
    out = toQString(text);
    return true;
}

bool JsonReader::integer(json::value value, qint64 &out)
{
    int64_t number = 0;
    if (const auto code = value.get_int64().get(number); code != simdjson::SUCCESS)
        return fail(code == simdjson::NUMBER_ERROR ? simdjson::INCORRECT_TYPE : code, Words::tr("an integer"));
    out = number;
    return true;
}

void JsonReader::maybeString(json::value value, QByteArray &out)
{
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        out = toView(text).toByteArray();
}

void JsonReader::maybeString(json::value value, QString &out)
{
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        out = toQString(text);
}

void JsonReader::maybeInteger(json::value value, qint64 &out)
{
    int64_t number = 0;
    if (value.get_int64().get(number) == simdjson::SUCCESS)
        out = number;
}

void JsonReader::maybeBoolean(json::value value, bool &out)
{
    bool flag = false;
    if (value.get_bool().get(flag) == simdjson::SUCCESS)
        out = flag;
}

bool JsonReader::fail(const QString &message, const QString &expected)
{
    if (m_error.message.isEmpty())
        m_error = Error { message, path(), expected };
    return false;
}

bool JsonReader::missing(std::string_view key, const QString &expected)
{
    m_path.push_back({ key, -1 });
    return fail(Words::tr("this is missing"), expected);
}

bool JsonReader::fail(simdjson::error_code code, const QString &expected)
{
    if (code == simdjson::INCORRECT_TYPE)
        return fail(Words::tr("the value has another type"), expected);
    if (code == simdjson::EMPTY)
        return fail(Words::tr("the answer is empty"), u"JSON"_s);
    return fail(Words::tr("this is not valid JSON: %1").arg(QString::fromUtf8(simdjson::error_message(code))), {});
}

QString JsonReader::path() const
{
    QString path;
    for (const JsonSegment &segment : m_path) {
        if (segment.index >= 0) {
            path += u'[' + QString::number(segment.index) + u']';
        } else if (!segment.key.empty()) {
            if (!path.isEmpty())
                path += u'.';
            path += toQString(segment.key);
        }
    }
    return path;
}

} // namespace throng::matrix
