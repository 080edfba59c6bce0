// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/response.h"

#include <boost/beast/http/basic_parser.hpp>

#include <optional>

namespace throng::http {

/// Takes one HTTP/1.1 response out of a stream of bytes (RFC 9112), however they are cut. Boost.Beast reads; the body
/// goes to the sink, and no length that a server claims makes us reserve memory.
///
/// Stricter than it has to be where leniency is how responses get smuggled: bare LF, both Content-Length and
/// Transfer-Encoding, and any transfer coding but chunked are refused.
class ResponseParser {
public:
    class Sink {
    public:
        /// The head is whole; `announced` is the Content-Length, -1 when there is none.
        virtual void responseHead(int status, QByteArrayView reason, HeaderList &&headers, qint64 announced) = 0;
        virtual void responseBody(QByteArrayView data) = 0;

    protected:
        ~Sink() = default;
    };

    ResponseParser(Sink &sink, bool answersHead, qint64 headLimit, qint64 bodyLimit);

    /// Returns how many of the bytes belong to this response. Look at failed() and isComplete() afterwards.
    [[nodiscard]] qsizetype feed(QByteArrayView data);
    /// The connection ended: completes a body that lasts until then, is a failure otherwise.
    void end();

    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] bool hasBegun() const { return m_begun; }
    /// Of the answer's first line: 11 for HTTP/1.1. 0 before it has come.
    [[nodiscard]] int version() const { return m_version; }
    /// After the whole response: the server will take another request on this connection.
    [[nodiscard]] bool keepsAlive() const { return m_keepsAlive; }
    [[nodiscard]] Failure failure() const { return m_failure; }
    [[nodiscard]] QString failureText() const { return m_failureText; }

private:
    class Message;

    using Base = boost::beast::http::basic_parser<false>;
    using ErrorCode = boost::beast::error_code;

    /// One message: the response, or an interim one (1xx) before it.
    class Message final : public Base {
    public:
        explicit Message(ResponseParser &owner);

        int status = 0;
        QByteArray reason; // null for "OK", which most have
        HeaderList headers;

    private:
        void on_request_impl(
            boost::beast::http::verb, boost::beast::string_view, boost::beast::string_view, int, ErrorCode &) override;
        void on_response_impl(int code, boost::beast::string_view reason, int version, ErrorCode &error) override;
        void on_field_impl(boost::beast::http::field field, boost::beast::string_view name,
            boost::beast::string_view value, ErrorCode &error) override;
        void on_header_impl(ErrorCode &error) override;
        void on_body_init_impl(const boost::optional<std::uint64_t> &length, ErrorCode &error) override;
        std::size_t on_body_impl(boost::beast::string_view data, ErrorCode &error) override;
        void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, ErrorCode &) override;
        std::size_t on_chunk_body_impl(
            std::uint64_t remaining, boost::beast::string_view data, ErrorCode &error) override;
        void on_finish_impl(ErrorCode &) override;

        ResponseParser &m_owner;
        bool m_headDone = false;
    };

    void checkUnfinishedHead();
    void fail(Failure failure, const QString &text);
    void describe(const ErrorCode &error);

    Sink &m_sink;
    std::optional<Message> m_message;
    QByteArray m_unread; // the beginning of something that is not whole yet
    qint64 m_headLimit;
    qint64 m_headLeft;
    qint64 m_bodyLimit;
    qint64 m_bodyBytes = 0;
    qint64 m_announced = -1;
    int m_interim = 0;
    int m_version = 0;
    Failure m_failure = Failure::None;
    bool m_answersHead;
    bool m_begun = false;
    bool m_complete = false;
    bool m_keepsAlive = false;
    QString m_failureText;
};

} // namespace throng::http
