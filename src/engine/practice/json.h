// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace throng::practice {

/// Appends `text` as a JSON string, quotes included. `text` is valid UTF-8.
void appendJsonString(std::string &out, std::string_view text);

/// Writes compact JSON onto the end of a string. It keeps no stack: whether a comma is due shows in the last
/// character written, so a piece of JSON may be appended by other means between two calls.
class JsonWriter {
public:
    explicit JsonWriter(std::string &out)
        : m_out(out)
    {
    }

    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    JsonWriter &key(std::string_view name);
    JsonWriter &string(std::string_view text);
    JsonWriter &number(std::int64_t value);
    JsonWriter &boolean(bool value);
    JsonWriter &raw(std::string_view json); ///< a finished value

    JsonWriter &member(std::string_view name, std::string_view text) { return key(name).string(text); }
    JsonWriter &member(std::string_view name, const char *text) { return key(name).string(text); }
    template <typename Number, std::enable_if_t<std::is_integral_v<Number> && !std::is_same_v<Number, bool>, int> = 0>
    JsonWriter &member(std::string_view name, Number value)
    {
        return key(name).number(static_cast<std::int64_t>(value));
    }
    JsonWriter &flag(std::string_view name, bool value) { return key(name).boolean(value); }
    JsonWriter &rawMember(std::string_view name, std::string_view json) { return key(name).raw(json); }

private:
    void comma();

    std::string &m_out;
};

} // namespace throng::practice
