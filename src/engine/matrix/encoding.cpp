// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/encoding.h"

#include <QString>

#include <array>

namespace throng::matrix {

namespace {

constexpr char hexDigits[] = "0123456789ABCDEF";

constexpr std::array<bool, 256> makeUnreserved()
{
    std::array<bool, 256> table {};
    for (int c = '0'; c <= '9'; ++c)
        table[c] = true;
    for (int c = 'A'; c <= 'Z'; ++c)
        table[c] = table[c + ('a' - 'A')] = true;
    for (const char c : { '-', '.', '_', '~' })
        table[static_cast<unsigned char>(c)] = true;
    return table;
}

/// What a JSON string may hold as it stands, beyond ASCII left to the caller.
constexpr std::array<bool, 256> makePlain()
{
    std::array<bool, 256> table {};
    for (int c = 0x20; c < 0x80; ++c)
        table[c] = c != '"' && c != '\\';
    return table;
}

constexpr auto unreserved = makeUnreserved();
constexpr auto plain = makePlain();

void appendEscaped(QByteArray &out, unsigned char c)
{
    switch (c) {
    case '"':
        out.append("\\\"", 2);
        return;
    case '\\':
        out.append("\\\\", 2);
        return;
    case '\n':
        out.append("\\n", 2);
        return;
    case '\r':
        out.append("\\r", 2);
        return;
    case '\t':
        out.append("\\t", 2);
        return;
    default:
        const char escaped[] = { '\\', 'u', '0', '0', hexDigits[c >> 4], hexDigits[c & 15] };
        out.append(escaped, sizeof escaped);
    }
}

} // namespace

void appendPercentEncoded(QByteArray &out, QByteArrayView text)
{
    for (const char character : text) {
        const auto c = static_cast<unsigned char>(character);
        if (unreserved[c]) {
            out.append(character);
        } else {
            const char encoded[] = { '%', hexDigits[c >> 4], hexDigits[c & 15] };
            out.append(encoded, sizeof encoded);
        }
    }
}

QByteArray percentEncoded(QByteArrayView text)
{
    QByteArray out;
    out.reserve(text.size() + text.size() / 2);
    appendPercentEncoded(out, text);
    return out;
}

QString withoutTrailingSlashes(QString path)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

void appendJsonString(QByteArray &out, QByteArrayView utf8)
{
    if (!utf8.isValidUtf8()) { // mended by the one decoder that knows how
        appendJsonString(out, QStringView(QString::fromUtf8(utf8)));
        return;
    }
    out.append('"');
    qsizetype from = 0;
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if (plain[c] || c >= 0x80)
            continue;
        out.append(utf8.data() + from, i - from);
        appendEscaped(out, c);
        from = i + 1;
    }
    out.append(utf8.data() + from, utf8.size() - from);
    out.append('"');
}

void appendJsonString(QByteArray &out, QStringView text)
{
    // A lone surrogate becomes '?' here, so what goes on is always valid.
    appendJsonString(out, QByteArrayView(text.toUtf8()));
}

} // namespace throng::matrix
