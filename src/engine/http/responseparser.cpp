// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/responseparser.h"

#include "engine/base/words.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <limits>

namespace beast = boost::beast;
using beast::http::error;

namespace throng::http {

namespace {

constexpr int interimLimit = 32; // more 1xx than any server has reason to send
/// A chunk's size line or the trailers, which Beast wants whole and does not limit.
constexpr qsizetype unreadLimit = 64 * 1024;
/// "0 CRLF CRLF": less never stands between a chunk's size line and the end. Beast asserts on being asked again with
/// four bytes of it.
constexpr qsizetype shortestChunkEnd = 5;

QByteArrayView view(beast::string_view text)
{
    return QByteArrayView(text.data(), qsizetype(text.size()));
}

} // namespace

ResponseParser::Message::Message(ResponseParser &owner)
    : m_owner(owner)
{
    eager(true);
    skip(owner.m_answersHead);
    // Beast's own limits: it applies the first to what it sees at once only, and forgets the second for a
    // Content-Length, so both are counted in the callbacks too.
    header_limit(std::uint32_t(std::min<qint64>(owner.m_headLimit, std::numeric_limits<std::uint32_t>::max())));
    body_limit(std::uint64_t(owner.m_bodyLimit));
}

void ResponseParser::Message::on_request_impl(
    beast::http::verb, beast::string_view, beast::string_view, int, ErrorCode &)
{
}

void ResponseParser::Message::on_response_impl(int code, beast::string_view phrase, int version, ErrorCode &ec)
{
    if (code < 100) {
        ec = error::bad_status;
        return;
    }
    status = code;
    m_owner.m_version = version;
    if (phrase != "OK")
        reason = view(phrase).toByteArray();
    m_owner.m_headLeft -= qint64(phrase.size()) + 15; // "HTTP/1.1 200 " and CRLF
}

void ResponseParser::Message::on_field_impl(
    beast::http::field field, beast::string_view name, beast::string_view value, ErrorCode &ec)
{
    m_owner.m_headLeft -= qint64(name.size() + value.size()) + 4;
    if (m_owner.m_headLeft < 0) {
        ec = error::header_limit;
        return;
    }
    if (m_headDone)
        return; // trailers: allowed to be ignored, and not allowed to change the head (RFC 9110, 6.5.1)
    if (field == beast::http::field::transfer_encoding && !beast::iequals(value, "chunked")) {
        ec = error::bad_transfer_encoding;
        return;
    }
    headers.append(view(name), view(value));
}

void ResponseParser::Message::on_header_impl(ErrorCode &ec)
{
    m_headDone = true;
    if (status / 100 == 1) {
        if (status == 101)
            ec = error::bad_status; // we never ask to switch protocols
        return;
    }
    const boost::optional<std::uint64_t> length = content_length();
    const bool hasBody = !m_owner.m_answersHead && status != 204 && status != 304;
    if (hasBody && length && *length > std::uint64_t(m_owner.m_bodyLimit)) {
        ec = error::body_limit;
        return;
    }
    m_owner.m_announced = length && hasBody ? qint64(*length) : -1;
    m_owner.m_sink.responseHead(status, reason.isNull() ? QByteArrayView("OK") : QByteArrayView(reason),
        std::move(headers), m_owner.m_announced);
}

void ResponseParser::Message::on_body_init_impl(const boost::optional<std::uint64_t> &, ErrorCode &) { }

std::size_t ResponseParser::Message::on_body_impl(beast::string_view data, ErrorCode &ec)
{
    m_owner.m_bodyBytes += qint64(data.size());
    if (m_owner.m_bodyBytes > m_owner.m_bodyLimit) {
        ec = error::body_limit;
        return 0;
    }
    if (!data.empty())
        m_owner.m_sink.responseBody(view(data));
    return data.size();
}

void ResponseParser::Message::on_chunk_header_impl(std::uint64_t, beast::string_view, ErrorCode &) { }

std::size_t ResponseParser::Message::on_chunk_body_impl(std::uint64_t, beast::string_view data, ErrorCode &ec)
{
    return on_body_impl(data, ec);
}

void ResponseParser::Message::on_finish_impl(ErrorCode &) { }

ResponseParser::ResponseParser(Sink &sink, bool answersHead, qint64 headLimit, qint64 bodyLimit)
    : m_sink(sink)
    , m_headLimit(headLimit)
    , m_headLeft(headLimit)
    , m_bodyLimit(bodyLimit)
    , m_answersHead(answersHead)
{
    m_message.emplace(*this);
}

qsizetype ResponseParser::feed(QByteArrayView data)
{
    if (data.isEmpty() || m_complete || m_failure != Failure::None)
        return 0;
    m_begun = true;
    QByteArray joined;
    const qsizetype kept = m_unread.size();
    if (kept > 0) {
        joined = std::exchange(m_unread, {});
        joined.append(data);
        data = joined;
        if (m_message->is_header_done() && data.size() < shortestChunkEnd) {
            m_unread = joined;
            return data.size() - kept;
        }
    }
    qsizetype used = 0;
    while (used < data.size()) {
        ErrorCode ec;
        used += qsizetype(
            m_message->put(boost::asio::const_buffer(data.data() + used, std::size_t(data.size() - used)), ec));
        if (ec && ec != error::need_more) {
            describe(ec);
            break;
        }
        if (m_message->is_done()) {
            if (m_message->status / 100 != 1) {
                m_complete = true;
                m_keepsAlive = !m_message->need_eof() && m_message->keep_alive();
                break;
            }
            if (++m_interim > interimLimit) {
                fail(Failure::Protocol, Words::tr("The server sends interim responses (1xx) without end"));
                break;
            }
            m_message.emplace(*this);
            m_headLeft = m_headLimit;
            continue;
        }
        if (ec == error::need_more) {
            if (data.size() - used > std::max<qsizetype>(unreadLimit, m_headLimit)) {
                fail(Failure::TooLarge, Words::tr("The response has a chunk header or trailers of more than 64 KB"));
                break;
            }
            m_unread = data.sliced(used).toByteArray();
            if (!m_message->is_header_done())
                checkUnfinishedHead();
            used = data.size();
        }
    }
    return std::max<qsizetype>(0, used - kept);
}

void ResponseParser::checkUnfinishedHead()
{
    // Beast waits for the empty line before it looks at what has begun. From a server that will never send one, that
    // would end in a timeout and not in what is wrong.
    const QByteArrayView begun = QByteArrayView(m_unread).first(std::min<qsizetype>(5, m_unread.size()));
    if (m_message->status == 0 && !QByteArrayView("HTTP/").startsWith(begun)) {
        describe(error::bad_version);
        return;
    }
    for (qsizetype at = m_unread.indexOf('\n'); at >= 0; at = m_unread.indexOf('\n', at + 1)) {
        if (at == 0 || m_unread[at - 1] != '\r') {
            describe(error::bad_line_ending);
            return;
        }
    }
}

void ResponseParser::end()
{
    if (m_complete || m_failure != Failure::None)
        return;
    ErrorCode ec;
    if (m_message->got_some() && m_message->is_header_done() && m_message->need_eof()) {
        m_message->put_eof(ec);
        m_complete = !ec;
    }
    if (m_complete)
        return;
    if (!m_message->is_header_done())
        fail(Failure::ConnectionLost,
            Words::tr("The server closed the connection in the middle of the response's head"));
    else if (m_announced >= 0)
        fail(Failure::ConnectionLost,
            Words::tr("The server closed the connection after %1 of %2 bytes of the body")
                .arg(m_bodyBytes)
                .arg(m_announced));
    else
        fail(Failure::ConnectionLost,
            Words::tr("The server closed the connection before the body's end, after %1 bytes").arg(m_bodyBytes));
}

void ResponseParser::fail(Failure failure, const QString &text)
{
    m_failure = failure;
    m_failureText = text;
}

void ResponseParser::describe(const ErrorCode &ec)
{
    if (ec == error::header_limit)
        fail(Failure::TooLarge, Words::tr("The response's head is larger than %1 bytes").arg(m_headLimit));
    else if (ec == error::body_limit)
        fail(Failure::TooLarge, Words::tr("The response's body is larger than %1 bytes").arg(m_bodyLimit));
    else if (ec == error::bad_version && !m_message->is_header_done())
        fail(Failure::Protocol, Words::tr("The server does not answer in HTTP/1.1"));
    else
        fail(Failure::Protocol,
            Words::tr("The server's answer is not valid HTTP/1.1: %1").arg(QString::fromStdString(ec.message())));
}

} // namespace throng::http
