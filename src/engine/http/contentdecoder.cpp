// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/contentdecoder.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace throng::http {

namespace {

constexpr int gzipOrZlib = MAX_WBITS + 32;
constexpr int rawDeflate = -MAX_WBITS;

} // namespace

std::unique_ptr<ContentDecoder> ContentDecoder::forCoding(QByteArrayView coding)
{
    coding = coding.trimmed();
    const auto is = [&](QByteArrayView name) { return coding.compare(name, Qt::CaseInsensitive) == 0; };
    if (!is("gzip") && !is("x-gzip") && !is("deflate"))
        return nullptr;
    return std::unique_ptr<ContentDecoder>(new ContentDecoder(is("deflate")));
}

ContentDecoder::ContentDecoder(bool deflate)
    : m_maybeRaw(deflate)
{
}

ContentDecoder::~ContentDecoder()
{
    if (m_stream)
        ::inflateEnd(m_stream.get());
}

bool ContentDecoder::begin(int windowBits)
{
    if (m_stream)
        ::inflateEnd(m_stream.get());
    m_stream = std::make_unique<z_stream>(z_stream {});
    return ::inflateInit2(m_stream.get(), windowBits) == Z_OK;
}

bool ContentDecoder::decode(QByteArrayView data, QByteArray &out, qint64 limit)
{
    if (!m_stream && !begin(gzipOrZlib))
        return false;
    m_stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(data.data()));
    m_stream->avail_in = uInt(data.size());
    std::array<char, 16 * 1024> piece;
    do { // also once more after a full piece: it may have left something inside
        if (m_complete) { // gzip allows members one after the other
            if (::inflateReset(m_stream.get()) != Z_OK)
                return false;
            m_complete = false;
        }
        m_stream->next_out = reinterpret_cast<Bytef *>(piece.data());
        m_stream->avail_out = uInt(piece.size());
        const int result = ::inflate(m_stream.get(), Z_NO_FLUSH);
        if (result == Z_DATA_ERROR && m_maybeRaw && m_produced == 0) {
            m_maybeRaw = false;
            return begin(rawDeflate) && decode(data, out, limit);
        }
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
            return false;
        const qsizetype made = qsizetype(piece.size()) - qsizetype(m_stream->avail_out);
        m_produced += made;
        if (m_produced > limit) {
            m_tooLarge = true;
            return false;
        }
        out.append(piece.data(), made);
        m_complete = result == Z_STREAM_END;
    } while (m_stream->avail_in > 0 || (!m_complete && m_stream->avail_out == 0));
    return true;
}

} // namespace throng::http
