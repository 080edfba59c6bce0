// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/http2fields.h"

#include <algorithm>
#include <array>

namespace throng::http {

namespace {

nghttp2_nv field(QByteArrayView name, QByteArrayView value)
{
    const auto bytes = [](QByteArrayView view) {
        return const_cast<uint8_t *>(reinterpret_cast<const uint8_t *>(view.data())); // nghttp2 only reads
    };
    return { bytes(name), bytes(value), std::size_t(name.size()), std::size_t(value.size()), NGHTTP2_NV_FLAG_NONE };
}

/// RFC 9113, 8.2.2.
bool belongsToConnection(QByteArrayView name)
{
    constexpr std::array<QByteArrayView, 5> names = { "connection", "keep-alive", "proxy-connection",
        "transfer-encoding", "upgrade" };
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

std::vector<nghttp2_nv> http2Fields(QByteArray &head)
{
    char *const begin = head.data();
    const auto view = [begin](qsizetype from, qsizetype to) { return QByteArrayView(begin + from, to - from); };

    const qsizetype methodEnd = head.indexOf(' ');
    const qsizetype targetEnd = head.indexOf(' ', methodEnd + 1);
    std::vector<nghttp2_nv> fields;
    fields.reserve(12);
    fields.push_back(field(":method", view(0, methodEnd)));
    fields.push_back(field(":scheme", "https"));
    fields.push_back(field(":authority", "")); // comes as Host
    fields.push_back(field(":path", view(methodEnd + 1, targetEnd)));

    qsizetype at = head.indexOf("\r\n", targetEnd) + 2;
    for (;;) {
        const qsizetype end = head.indexOf("\r\n", at);
        if (end <= at)
            break; // the empty line
        const qsizetype colon = head.indexOf(':', at);
        std::transform(begin + at, begin + colon, begin + at,
            [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter + ('a' - 'A')) : letter; });
        const QByteArrayView name = view(at, colon);
        const QByteArrayView value = view(colon + 1, end).trimmed();
        if (name == "host")
            fields[2] = field(":authority", value);
        else if (!belongsToConnection(name))
            fields.push_back(field(name, value));
        at = end + 2;
    }
    return fields;
}

} // namespace throng::http
