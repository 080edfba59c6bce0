// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

struct z_stream_s;

namespace throng::http {

/// Undoes Content-Encoding gzip and deflate (RFC 9110, 8.4.1), piece by piece.
class ContentDecoder {
public:
    /// Null for a coding that is not one of these.
    [[nodiscard]] static std::unique_ptr<ContentDecoder> forCoding(QByteArrayView coding);
    ~ContentDecoder();

    /// Appends to `out`. False when the data is damaged or would be larger than `limit` in all.
    [[nodiscard]] bool decode(QByteArrayView data, QByteArray &out, qint64 limit);
    /// Nothing is missing at the end.
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] bool isTooLarge() const { return m_tooLarge; }

private:
    explicit ContentDecoder(bool deflate);
    [[nodiscard]] bool begin(int windowBits);

    std::unique_ptr<z_stream_s> m_stream;
    qint64 m_produced = 0;
    bool m_maybeRaw; // some servers send "deflate" without its zlib wrapping
    bool m_complete = false;
    bool m_tooLarge = false;
};

} // namespace throng::http
