// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/words.h"

#include <QByteArray>

#include <simdjson.h>

#include <optional>
#include <string_view>
#include <vector>

/// Reading JSON with simdjson's on-demand parser: nothing is built, what nobody asks for is skipped, and an error
/// says at which JSON path. For the engine's own source files; no public header includes this.
namespace throng::matrix {

namespace json = simdjson::ondemand;

inline QByteArrayView toView(std::string_view text)
{
    return { text.data(), static_cast<qsizetype>(text.size()) };
}

/// A step of the way to a place in a document.
struct JsonSegment {
    std::string_view key;
    qsizetype index = -1; ///< of an array; then there is no key
};

/// One document being read. Its functions return false once something was wrong; error() then says what and where.
///
/// Strings are unescaped into the parser's own buffer, so a string_view lives until the thread's next JsonReader.
/// One document a thread at a time: never keep a reader over a co_await.
class JsonReader {
public:
    /// `text` is grown by the parser's padding in place (a copy if it is shared).
    explicit JsonReader(QByteArray &&text);
    JsonReader(const JsonReader &) = delete;
    JsonReader &operator=(const JsonReader &) = delete;

    /// Reads the document, which must be one object and nothing behind it: `field(key, value)` for each field.
    template <typename Field>
    bool document(Field field);

    /// `field(std::string_view key, json::value value) -> bool`; a value it leaves alone is skipped.
    template <typename Field>
    bool object(json::value value, Field field);
    /// `item(json::value value) -> bool`
    template <typename Item>
    bool array(json::value value, Item item);

    bool string(json::value value, std::string_view &out);
    bool string(json::value value, QByteArray &out);
    bool string(json::value value, QString &out);
    bool integer(json::value value, qint64 &out);

    /// The lenient ones: a value of another type leaves `out` as it was.
    static void maybeString(json::value value, QByteArray &out);
    static void maybeString(json::value value, QString &out);
    static void maybeInteger(json::value value, qint64 &out);
    static void maybeBoolean(json::value value, bool &out);
    static bool isObject(json::value value) { return typeOf(value) == json::json_type::object; }
    static bool isArray(json::value value) { return typeOf(value) == json::json_type::array; }

    /// The document was read and lacks something.
    bool fail(const QString &message, const QString &expected);
    /// Under a key that is missing.
    bool missing(std::string_view key, const QString &expected);
    [[nodiscard]] const Error &error() const { return m_error; }

private:
    static std::optional<json::json_type> typeOf(json::value value);
    bool fail(simdjson::error_code code, const QString &expected);
    template <typename Field>
    bool fields(json::object object, Field &field);
    [[nodiscard]] QString path() const;

    QByteArray m_text;
    json::document m_document;
    simdjson::error_code m_opened;
    std::vector<JsonSegment> &m_path; ///< the thread's
    Error m_error;
};

template <typename Field>
bool JsonReader::fields(json::object object, Field &field)
{
    m_path.emplace_back();
    for (auto next : object) {
        json::field entry;
        std::string_view key;
        if (const auto code = std::move(next).get(entry); code != simdjson::SUCCESS)
            return fail(code, {});
        if (const auto code = entry.unescaped_key().get(key); code != simdjson::SUCCESS)
            return fail(code, {});
        m_path.back().key = key;
        if (!field(key, entry.value()))
            return false;
    }
    m_path.pop_back();
    return true;
}

template <typename Field>
bool JsonReader::document(Field field)
{
    if (m_opened != simdjson::SUCCESS)
        return fail(m_opened, {});
    json::object root;
    if (const auto code = m_document.get_object().get(root); code != simdjson::SUCCESS)
        return fail(code, Words::tr("a JSON object"));
    if (!fields(root, field))
        return false;
    // Only at the document's end is there no location any more.
    return m_document.current_location().error() == simdjson::OUT_OF_BOUNDS || fail(simdjson::TAPE_ERROR, {});
}

template <typename Field>
bool JsonReader::object(json::value value, Field field)
{
    json::object object;
    if (const auto code = value.get_object().get(object); code != simdjson::SUCCESS)
        return fail(code, Words::tr("an object"));
    return fields(object, field);
}

template <typename Item>
bool JsonReader::array(json::value value, Item item)
{
    json::array array;
    if (const auto code = value.get_array().get(array); code != simdjson::SUCCESS)
        return fail(code, Words::tr("an array"));
    m_path.push_back({ {}, 0 });
    for (auto next : array) {
        json::value entry;
        if (const auto code = std::move(next).get(entry); code != simdjson::SUCCESS)
            return fail(code, {});
        if (!item(entry))
            return false;
        ++m_path.back().index;
    }
    m_path.pop_back();
    return true;
}

} // namespace throng::matrix
