// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace throng::practice {

using Clock = std::chrono::steady_clock;

/// What the API needs of an HTTP/1.1 request; other headers are read and dropped.
struct HttpRequest {
    std::string method;
    std::string target;
    std::string authorization;
    std::string contentType;
    std::string body;
    bool keepAlive = true;
    bool expectContinue = false;
};

struct Answer {
    int status = 200;
    std::string body;
    std::shared_ptr<const std::string> blob; ///< sent instead of body: media, which is not copied per download
    std::string contentType = "application/json";
    std::string extraHeaders; ///< whole lines, each with its CRLF

    [[nodiscard]] std::string_view payload() const { return blob ? std::string_view(*blob) : std::string_view(body); }
};

/// How an answer goes over the wire when it is not to go as it should.
struct WirePlan {
    enum class Cut : unsigned char { Nowhere, BeforeHead, WithinHead, AfterHead, WithinBody };
    enum class End : unsigned char { KeepAlive, Close, Reset };

    Cut cut = Cut::Nowhere; ///< nothing is sent behind it
    End end = End::KeepAlive; ///< what follows the last byte sent
    bool silent = false; ///< no byte and no end: the connection stays open until the client leaves
    bool endless = false; ///< chunks for ever behind the body
    int lengthError = 0; ///< added to Content-Length
    std::chrono::nanoseconds dripInterval { 0 }; ///< a byte each so often
};

/// "Not Found"; a status we never send is "Status".
std::string_view reasonPhrase(int status);

/// Status line and headers, blank line included.
std::string renderHead(const Answer &answer, const WirePlan &plan, bool keepAlive);

} // namespace throng::practice
