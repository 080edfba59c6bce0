// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <nghttp2/nghttp2.h>
#include <vector>

namespace throng::http {

/// A request's head in HTTP/1.1 as HTTP/2 has it (RFC 9113, 8.3.1): pseudo-fields first, names in lower case, without
/// what belongs to a connection. The fields point into `head`, which is changed in place. `head` is what
/// Transfer::appendHead() writes; the scheme is https.
[[nodiscard]] std::vector<nghttp2_nv> http2Fields(QByteArray &head);

} // namespace throng::http
