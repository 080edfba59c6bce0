// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/httpmessage.h"

#include <boost/beast/http/basic_parser.hpp>

namespace throng::practice {

struct HttpLimits {
    std::size_t headerBytes;
    std::size_t bodyBytes;
    std::size_t uploadBytes; ///< of a request whose target is a media upload
};

/// One request through Beast's parser, keeping only what HttpRequest holds. The limits are ours: Beast 1.74 does
/// not apply its own to a Content-Length.
class HttpParser : public boost::beast::http::basic_parser<true> {
    using StringView = boost::beast::string_view;
    using ErrorCode = boost::beast::error_code;

public:
    explicit HttpParser(const HttpLimits &limits);

    HttpRequest request;

    /// Consumes what it can of `bytes`. 0 means that more is needed, as long as failed() says nothing.
    std::size_t feed(std::string_view bytes);
    [[nodiscard]] bool failed() const { return m_status != 0; }
    /// The status to refuse the request with: 400, 413 or 431.
    [[nodiscard]] int failureStatus() const { return m_status; }
    [[nodiscard]] std::string failureText() const { return m_failure.message(); }

private:
    void on_request_impl(
        boost::beast::http::verb, StringView method, StringView target, int version, ErrorCode &error) override;
    void on_response_impl(int, StringView, int, ErrorCode &) override { }
    void on_field_impl(boost::beast::http::field name, StringView, StringView value, ErrorCode &) override;
    void on_header_impl(ErrorCode &error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, ErrorCode &) override;
    std::size_t on_body_impl(StringView bytes, ErrorCode &error) override;
    void on_chunk_header_impl(std::uint64_t, StringView, ErrorCode &) override { }
    std::size_t on_chunk_body_impl(std::uint64_t, StringView bytes, ErrorCode &error) override;
    void on_finish_impl(ErrorCode &) override { }

    const HttpLimits &m_limits;
    std::size_t m_bodyLimit;
    int m_status = 0;
    ErrorCode m_failure;
};

} // namespace throng::practice
