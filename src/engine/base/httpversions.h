// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace throng {

/// What is spoken. HTTP/2 is agreed on in the TLS handshake (ALPN; RFC 9113, 3.2), so without TLS it is HTTP/1.1.
enum class HttpVersions : quint8 {
    Automatic, ///< HTTP/2 where the server offers it, as browsers do
    Http1, ///< HTTP/1.1
    Http2, ///< a server that does not offer it is an error
};

} // namespace throng
