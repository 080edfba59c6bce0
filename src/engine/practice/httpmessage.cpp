// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/httpmessage.h"

namespace throng::practice {

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 413:
        return "Payload Too Large";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "Status";
    }
}

std::string renderHead(const Answer &answer, const WirePlan &plan, bool keepAlive)
{
    std::string head;
    head.reserve(192 + answer.extraHeaders.size());
    head += "HTTP/1.1 ";
    head += std::to_string(answer.status);
    head += ' ';
    head += reasonPhrase(answer.status);
    head += "\r\nServer: Throng-practice/" THRONG_VERSION "\r\nContent-Type: ";
    head += answer.contentType;
    if (plan.endless) {
        head += "\r\nTransfer-Encoding: chunked";
    } else {
        head += "\r\nContent-Length: ";
        const auto length = static_cast<long long>(answer.payload().size()) + plan.lengthError;
        head += std::to_string(length < 0 ? 0 : length);
    }
    head += "\r\n";
    head += answer.extraHeaders;
    if (!keepAlive)
        head += "Connection: close\r\n";
    head += "\r\n";
    return head;
}

} // namespace throng::practice
