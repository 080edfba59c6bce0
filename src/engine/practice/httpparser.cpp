// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/httpparser.h"

#include <boost/asio/buffer.hpp>

#include <limits>

namespace throng::practice {

namespace http = boost::beast::http;

namespace {

std::string toString(boost::beast::string_view text)
{
    return std::string(text.data(), text.size());
}

} // namespace

HttpParser::HttpParser(const HttpLimits &limits)
    : m_limits(limits)
    , m_bodyLimit(limits.bodyBytes)
{
    header_limit(static_cast<std::uint32_t>(limits.headerBytes));
    body_limit(std::numeric_limits<std::uint64_t>::max()); // none would refuse every length: boost::none < n
    eager(true);
}

std::size_t HttpParser::feed(std::string_view bytes)
{
    ErrorCode error;
    const std::size_t used = put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    if (!error || error == http::error::need_more)
        return used;
    m_failure = error;
    if (error == http::error::body_limit)
        m_status = 413;
    else if (error == http::error::header_limit)
        m_status = 431;
    else
        m_status = 400;
    return used;
}

void HttpParser::on_request_impl(http::verb, StringView method, StringView target, int, ErrorCode &)
{
    request.method = toString(method);
    request.target = toString(target);
    if (request.method == "POST" && request.target.find("/media/") != std::string::npos)
        m_bodyLimit = m_limits.uploadBytes;
}

void HttpParser::on_field_impl(http::field name, StringView, StringView value, ErrorCode &)
{
    switch (name) {
    case http::field::authorization:
        request.authorization = toString(value);
        break;
    case http::field::content_type:
        request.contentType = toString(value);
        break;
    case http::field::expect:
        request.expectContinue = boost::beast::iequals(value, "100-continue");
        break;
    default:
        break;
    }
}

void HttpParser::on_header_impl(ErrorCode &error)
{
    // Here, not when the body begins: a client that announces too much may be waiting for leave to send it.
    if (const auto length = content_length(); length && *length > m_bodyLimit)
        error = http::error::body_limit;
}

void HttpParser::on_body_init_impl(const boost::optional<std::uint64_t> &length, ErrorCode &)
{
    // A length is a claim: reserve for it only as far as an ordinary request goes.
    if (length)
        request.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 64 * 1024)));
}

std::size_t HttpParser::on_body_impl(StringView bytes, ErrorCode &error)
{
    if (request.body.size() + bytes.size() > m_bodyLimit) {
        error = http::error::body_limit;
        return 0;
    }
    request.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

std::size_t HttpParser::on_chunk_body_impl(std::uint64_t, StringView bytes, ErrorCode &error)
{
    return on_body_impl(bytes, error);
}

} // namespace throng::practice
