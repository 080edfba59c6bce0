// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/responsecases.h"

namespace throng::test {

std::vector<ResponseCase> responseCases()
{
    using http::Failure;
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const auto chunkedBody = [&](const QByteArray &chunks) -> QByteArray {
        return ok + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
    };

    std::vector<ResponseCase> cases;
    const auto good = [&](ResponseCase given) { cases.push_back(std::move(given)); };
    const auto bad = [&](const char *name, const QByteArray &sent, Failure failure, bool closes = false,
                         int status = 0) {
        cases.push_back({ .name = name,
            .sent = sent,
            .failure = failure,
            .status = status,
            .body = {},
            .closes = closes,
            .reusable = false });
    };

    // 6.2 Content-Length
    good({ .name = "content-length", .sent = ok + "Content-Length: 5\r\n\r\nhello", .body = "hello" });
    good({ .name = "content-length 0", .sent = ok + "Content-Length: 0\r\n\r\n" });
    good({ .name = "field names in any case, no space, much space",
        .sent = ok + "cOnTeNt-LeNgTh:5\r\nX:   \t y \t \r\n\r\nhello",
        .body = "hello" });
    good({ .name = "the same length twice",
        .sent = ok + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        .body = "hello" });
    good({ .name = "the same length in a list", .sent = ok + "Content-Length: 5, 5\r\n\r\nhello", .body = "hello" });
    good({ .name = "NUL and CRLF in the body",
        .sent = ok + "Content-Length: 6\r\n\r\na" + QByteArray(1, '\0') + "\r\n\r\n",
        .body = "a" + QByteArray(1, '\0') + "\r\n\r\n" });

    // 7.1 chunked
    good({ .name = "chunked", .sent = chunkedBody("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), .body = "hello world" });
    good({ .name = "chunked, nothing", .sent = chunkedBody("0\r\n\r\n") });
    good({ .name = "chunked, sizes with zeros and capitals",
        .sent = chunkedBody("000A\r\n0123456789\r\n00\r\n\r\n"),
        .body = "0123456789" });
    good({ .name = "chunk extensions are ignored",
        .sent = chunkedBody("5;a=b;c=\"d;e\"\r\nhello\r\n0;x\r\n\r\n"),
        .body = "hello" });
    good({ .name = "trailers are ignored",
        .sent = chunkedBody("5\r\nhello\r\n0\r\nX-Sum: 1\r\nETag: x\r\n\r\n"),
        .body = "hello" });

    // 6.3, rule 8: until the connection is closed
    good({ .name = "until close", .sent = ok + "\r\nhello", .body = "hello", .closes = true, .reusable = false });
    good({ .name = "until close, nothing", .sent = ok + "\r\n", .closes = true, .reusable = false });
    good({ .name = "HTTP/1.0 closes",
        .sent = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        .body = "hello",
        .closes = true,
        .reusable = false });
    good({ .name = "HTTP/1.0 keeps alive when it says so",
        .sent = "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello",
        .body = "hello" });
    // 9.6
    good({ .name = "Connection: close",
        .sent = ok + "Connection: close\r\nContent-Length: 5\r\n\r\nhello",
        .body = "hello",
        .reusable = false });

    // 6.3, rule 1: no body, whatever the fields say
    good(
        { .name = "204 with a length", .sent = "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", .status = 204 });
    good({ .name = "204 with chunked",
        .sent = "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
        .status = 204 });
    good({ .name = "304 with a length",
        .sent = "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        .status = 304 });
    good({ .name = "answer to HEAD with a length", .sent = ok + "Content-Length: 5\r\n\r\n", .toHead = true });
    good({ .name = "answer to HEAD with chunked", .sent = ok + "Transfer-Encoding: chunked\r\n\r\n", .toHead = true });
    good({ .name = "answer to HEAD without anything", .sent = ok + "\r\n", .toHead = true });

    // RFC 9110, 15.2: any number of interim responses before it
    good({ .name = "100 before it",
        .sent = "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 5\r\n\r\nhello",
        .body = "hello" });
    good({ .name = "several 1xx with fields before it",
        .sent = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + ok
            + "Content-Length: 5\r\n\r\nhello",
        .body = "hello" });
    good({ .name = "a length in a 1xx means nothing",
        .sent = "HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok",
        .body = "ok" });

    good({ .name = "an empty reason", .sent = "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", .body = "ok" });
    good({ .name = "a status nobody knows",
        .sent = "HTTP/1.1 599 Odd\r\nContent-Length: 2\r\n\r\nno",
        .status = 599,
        .body = "no" });
    // 5.2: a user agent replaces obs-fold by spaces
    good({ .name = "folded field", .sent = ok + "X-A: one\r\n two\r\nContent-Length: 2\r\n\r\nok", .body = "ok" });
    good({ .name = "a long head",
        .sent = ok + "X-Long: " + QByteArray(60000, 'x') + "\r\nContent-Length: 2\r\n\r\nok",
        .body = "ok" });

    // Bytes that no request asked for. The response stands; the connection must not be used again (9.2: such bytes are
    // no response to what comes next).
    good({ .name = "garbage behind it",
        .sent = ok + "Content-Length: 2\r\n\r\nokGARBAGE",
        .body = "ok",
        .surplus = true,
        .reusable = false });
    good({ .name = "a second response behind it",
        .sent = ok + "Content-Length: 2\r\n\r\nok" + ok + "Content-Length: 4\r\n\r\nevil",
        .body = "ok",
        .surplus = true,
        .reusable = false });
    good({ .name = "a body behind 204",
        .sent = "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello",
        .status = 204,
        .surplus = true,
        .reusable = false });

    // 8: incomplete messages
    bad("closed without a word", {}, Failure::ConnectionLost, true);
    bad("closed in the status line", "HTTP/1.1 20", Failure::ConnectionLost, true);
    bad("closed in the fields", ok + "Content-Le", Failure::ConnectionLost, true);
    bad("closed in a body with length", ok + "Content-Length: 5\r\n\r\nhel", Failure::ConnectionLost, true, 200);
    bad("closed before a body with length", ok + "Content-Length: 5\r\n\r\n", Failure::ConnectionLost, true, 200);
    bad("closed in a chunk", chunkedBody("5\r\nhel"), Failure::ConnectionLost, true, 200);
    bad("closed before the last chunk", chunkedBody("5\r\nhello\r\n"), Failure::ConnectionLost, true, 200);
    bad("closed in the trailers", chunkedBody("0\r\nX: y\r\n"), Failure::ConnectionLost, true, 200);
    bad("closed after an interim response", "HTTP/1.1 100 Continue\r\n\r\n", Failure::ConnectionLost, true);

    // 6.3, rule 5: a length that is no number is an unrecoverable error
    bad("length is no number", ok + "Content-Length: five\r\n\r\nhello", Failure::Protocol);
    bad("length is negative", ok + "Content-Length: -5\r\n\r\nhello", Failure::Protocol); // Qt: until close
    bad("length with a sign", ok + "Content-Length: +5\r\n\r\nhello", Failure::Protocol);
    bad("length in hexadecimal", ok + "Content-Length: 0x5\r\n\r\nhello", Failure::Protocol);
    bad("length is empty", ok + "Content-Length:\r\n\r\nhello", Failure::Protocol);
    bad("two lengths", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", Failure::Protocol);
    bad("two lengths in a list", ok + "Content-Length: 5, 6\r\n\r\nhello", Failure::Protocol);
    bad("length over 64 bits", ok + "Content-Length: 99999999999999999999999\r\n\r\n", Failure::Protocol);
    bad("length that no memory holds", ok + "Content-Length: 999999999999999\r\n\r\n", Failure::TooLarge);
    bad("length of 2^64 - 1", ok + "Content-Length: 18446744073709551615\r\n\r\n", Failure::TooLarge);
    bad("length one over the limit", ok + "Content-Length: 1048577\r\n\r\n", Failure::TooLarge);

    // 6.1, 6.3 rule 3: both may be an attack, and "ought to be handled as an error". Qt takes the chunks.
    bad("length and chunked", ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        Failure::Protocol);
    bad("chunked and length", ok + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        Failure::Protocol);
    bad("chunked twice", ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        Failure::Protocol);
    // 6.1: never asked for by TE. Qt takes the coded bytes for the body.
    bad("a coding we did not ask for", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Failure::Protocol);
    bad("a coding and no chunks", ok + "Transfer-Encoding: identity\r\n\r\nhello", Failure::Protocol, true);

    // 7.1
    bad("chunk size is no number", chunkedBody("x\r\nhello\r\n"), Failure::Protocol, false, 200);
    bad("chunk size is negative", chunkedBody("-5\r\nhello\r\n"), Failure::Protocol, false, 200);
    bad("chunk longer than its size", chunkedBody("3\r\nhello\r\n0\r\n\r\n"), Failure::Protocol, false, 200);
    bad("chunk size over 64 bits", chunkedBody("fffffffffffffffff1\r\nx"), Failure::Protocol, false, 200);
    bad("chunk that no memory holds", chunkedBody("fffffffffffffff\r\nx"), Failure::TooLarge, false, 200);
    bad("chunks over the limit",
        chunkedBody("80000\r\n" + QByteArray(0x80000, 'x') + "\r\n80001\r\n" + QByteArray(0x80001, 'y')),
        Failure::TooLarge, false, 200);
    bad("a chunk size line without end", chunkedBody("5;" + QByteArray(100 * 1024, 'x')), Failure::TooLarge, false,
        200);
    bad("trailers without end", chunkedBody("0\r\n" + QByteArray(100 * 1024, 'x')), Failure::TooLarge, false, 200);
    bad("until close over the limit", ok + "\r\n" + QByteArray(1024 * 1024 + 1, 'x'), Failure::TooLarge, false, 200);

    // 2.2, 4, 5
    bad("bare LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", Failure::Protocol); // MAY be accepted; Qt does
    bad("CR without LF", "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 2\r\n\r\nok", Failure::Protocol);
    bad("no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n", Failure::Protocol);
    bad("HTTP/2 in words", "HTTP/2 200\r\n\r\n", Failure::Protocol);
    bad("a version nobody knows", "HTTP/3.7 200 OK\r\nContent-Length: 0\r\n\r\n", Failure::Protocol);
    bad("status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n", Failure::Protocol);
    bad("status under 100", "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n", Failure::Protocol);
    bad("space before the colon", ok + "Content-Length : 2\r\n\r\nok",
        Failure::Protocol); // 5.1: a server may not; Qt accepts
    bad("a field without a colon", ok + "nonsense\r\n\r\n", Failure::Protocol);
    bad("NUL in a field", ok + "X: a" + QByteArray(1, '\0') + "b\r\n\r\n", Failure::Protocol);
    bad("101 that nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Failure::Protocol);
    QByteArray interim;
    for (int i = 0; i < 100; ++i)
        interim += "HTTP/1.1 100 Continue\r\n\r\n";
    bad("1xx without end", interim, Failure::Protocol);
    bad("a field over the limit", ok + "X: " + QByteArray(70 * 1024, 'x') + "\r\n\r\n", Failure::TooLarge);
    QByteArray manyFields;
    for (int i = 0; i < 10000; ++i)
        manyFields += "X-Field: value\r\n";
    bad("fields over the limit together", ok + manyFields + "\r\n", Failure::TooLarge);
    bad("a status line without end", "HTTP/1.1 200 " + QByteArray(70 * 1024, 'x'), Failure::TooLarge);
    return cases;
}

} // namespace throng::test
