// SPDX-License-Identifier: GPL-3.0-or-later
//
// What RFC 9113 has a client make of a server's frames, and how the version is chosen. What HTTP/2 has in common with
// HTTP/1.1 is in test_exchange and test_reply, which run for both.

#include "support/http2speaker.h"
#include "support/scriptedserver.h"
#include "support/testuser.h"

#include <QTest>

#include <functional>

using namespace throng;
using namespace throng::http;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using throng::test::get;
using throng::test::Http2Speaker;
using throng::test::post;
using throng::test::ScriptedPeer;
using throng::test::ScriptedServer;
using throng::test::TestUser;
using Security = ScriptedServer::Security;

namespace {

const QByteArray okResponse = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// A frame as it goes on the wire (RFC 9113, 4.1).
QByteArray frame(int type, int flags, int32_t stream, const QByteArray &payload)
{
    QByteArray out;
    for (const int shift : { 16, 8, 0 })
        out += char(payload.size() >> shift);
    out += char(type);
    out += char(flags);
    for (const int shift : { 24, 16, 8, 0 })
        out += char(stream >> shift);
    return out + payload;
}

/// A field without compression (RFC 7541, 6.2.2); both shorter than 127 bytes.
QByteArray field(const QByteArray &name, const QByteArray &value)
{
    return QByteArray(1, '\0') + char(name.size()) + name + char(value.size()) + value;
}

constexpr int endStream = NGHTTP2_FLAG_END_STREAM;
constexpr int endHeaders = NGHTTP2_FLAG_END_HEADERS;

/// What a server sends on the stream of the first request, and what comes of it.
struct Case {
    const char *name;
    std::function<void(ScriptedPeer &peer, int32_t stream)> act;
    Failure failure = Failure::None;
    int status = 200;
    QByteArray body = {};
    bool toHead = false;
    bool reusable = true; ///< the next request goes over the same connection
};

std::vector<Case> cases()
{
    const auto headers = [](int flags, int32_t stream, const QByteArray &fields) {
        return frame(NGHTTP2_HEADERS, flags | endHeaders, stream, fields);
    };
    const QByteArray ok = field(":status", "200");
    const auto raw = [](const std::function<QByteArray(int32_t)> &bytes) {
        return [bytes](ScriptedPeer &peer, int32_t stream) { peer.sendRaw(bytes(stream)); };
    };
    std::vector<Case> all;
    const auto good = [&](Case given) { all.push_back(std::move(given)); };
    const auto bad = [&](const char *name, Failure failure, bool reusable, auto act, int status = 0) {
        Case given { .name = name, .act = act, .failure = failure, .status = status };
        given.reusable = reusable;
        all.push_back(std::move(given));
    };

    // 8.1
    good({ .name = "head and data",
        .act = raw([=](int32_t id) -> QByteArray {
            return headers(0, id, ok) + frame(NGHTTP2_DATA, 0, id, "hel") + frame(NGHTTP2_DATA, endStream, id, "lo");
        }),
        .body = "hello" });
    good({ .name = "an empty frame ends it",
        .act = raw([=](int32_t id) -> QByteArray {
            return headers(0, id, ok) + frame(NGHTTP2_DATA, 0, id, "hello") + frame(NGHTTP2_DATA, endStream, id, {});
        }),
        .body = "hello" });
    good({ .name = "a head alone", .act = raw([=](int32_t id) -> QByteArray { return headers(endStream, id, ok); }) });
    good({ .name = "padding is no data",
        .act = raw([=](int32_t id) -> QByteArray {
            return headers(0, id, ok)
                + frame(NGHTTP2_DATA, endStream | NGHTTP2_FLAG_PADDED, id, "\x03hello" + QByteArray(3, '\0'));
        }),
        .body = "hello" });
    good({ .name = "trailers are ignored",
        .act = raw([=](int32_t id) -> QByteArray {
            return headers(0, id, ok) + frame(NGHTTP2_DATA, 0, id, "hello")
                + headers(endStream, id, field("x-sum", "1") + field("etag", "x"));
        }),
        .body = "hello" });
    good({ .name = "interim heads before it",
        .act = raw([=](int32_t id) -> QByteArray {
            return headers(0, id, field(":status", "103") + field("link", "</x>"))
                + headers(0, id, field(":status", "100")) + headers(0, id, ok)
                + frame(NGHTTP2_DATA, endStream, id, "hello");
        }),
        .body = "hello" });
    // 6.10
    good({ .name = "a head in three frames",
        .act = raw([=](int32_t id) -> QByteArray {
            const QByteArray fields = ok + field("x-a", "1");
            return frame(NGHTTP2_HEADERS, 0, id, fields.first(2))
                + frame(NGHTTP2_CONTINUATION, 0, id, fields.sliced(2, 5))
                + frame(NGHTTP2_CONTINUATION, endHeaders, id, fields.sliced(7))
                + frame(NGHTTP2_DATA, endStream, id, "hello");
        }),
        .body = "hello" });
    // 4.1: what is not known is ignored
    good({ .name = "frames of unknown type",
        .act = raw([=](int32_t id) -> QByteArray {
            return frame(0xbe, 0xff, id, "what") + headers(0, id, ok) + frame(0xbe, 0, 0, {})
                + frame(NGHTTP2_DATA, endStream, id, "hello");
        }),
        .body = "hello" });
    // 8.1.1
    good({ .name = "the length it says",
        .act = raw([=](int32_t id) -> QByteArray {
            return headers(0, id, ok + field("content-length", "5")) + frame(NGHTTP2_DATA, endStream, id, "hello");
        }),
        .body = "hello" });
    good({ .name = "204",
        .act = raw([=](int32_t id) -> QByteArray { return headers(endStream, id, field(":status", "204")); }),
        .status = 204 });
    good({ .name = "304 with a length",
        .act = raw([=](int32_t id) -> QByteArray {
            return headers(endStream, id, field(":status", "304") + field("content-length", "5"));
        }),
        .status = 304 });
    good({ .name = "answer to HEAD with a length",
        .act = raw([=](int32_t id) -> QByteArray { return headers(endStream, id, ok + field("content-length", "5")); }),
        .toHead = true });
    good({ .name = "an answer to HEAD longer than the limit",
        .act = raw(
            [=](int32_t id) -> QByteArray { return headers(endStream, id, ok + field("content-length", "99999999")); }),
        .toHead = true });
    bad("shorter than it says", Failure::Protocol, true, raw([=](int32_t id) -> QByteArray {
        return headers(0, id, ok + field("content-length", "9")) + frame(NGHTTP2_DATA, endStream, id, "hello");
    }),
        200);
    bad("longer than it says", Failure::Protocol, true, raw([=](int32_t id) -> QByteArray {
        return headers(0, id, ok + field("content-length", "2")) + frame(NGHTTP2_DATA, endStream, id, "hello");
    }),
        200);
    // 8.2, 8.3.2
    bad("no status", Failure::Protocol, true,
        raw([=](int32_t id) -> QByteArray { return headers(endStream, id, field("x-a", "1")); }));
    bad("a status that is no number", Failure::Protocol, true,
        raw([=](int32_t id) -> QByteArray { return headers(endStream, id, field(":status", "abc")); }));
    bad("a pseudo-field of a request", Failure::Protocol, true,
        raw([=](int32_t id) -> QByteArray { return headers(endStream, id, ok + field(":path", "/")); }));
    bad("a pseudo-field after others", Failure::Protocol, true,
        raw([=](int32_t id) -> QByteArray { return headers(endStream, id, field("x-a", "1") + ok); }));
    bad("a name in capitals", Failure::Protocol, true,
        raw([=](int32_t id) -> QByteArray { return headers(endStream, id, ok + field("X-A", "1")); }));
    bad("a field of the connection", Failure::Protocol, true,
        raw([=](int32_t id) -> QByteArray { return headers(endStream, id, ok + field("connection", "close")); }));
    bad("data before the head", Failure::Protocol, false,
        raw([=](int32_t id) -> QByteArray { return frame(NGHTTP2_DATA, endStream, id, "hello"); }));
    // the limits
    bad("a body longer than the limit, announced", Failure::TooLarge, true,
        raw([=](int32_t id) -> QByteArray { return headers(0, id, ok + field("content-length", "99999999")); }));
    bad("a body longer than the limit", Failure::TooLarge, true, raw([=](int32_t id) -> QByteArray {
        return headers(0, id, ok) + frame(NGHTTP2_DATA, 0, id, QByteArray(16000, 'x'));
    }),
        200);
    bad("a head longer than the limit", Failure::TooLarge, true, raw([=](int32_t id) -> QByteArray {
        QByteArray fields = ok;
        for (int i = 0; i < 50; ++i)
            fields += field("x-" + QByteArray::number(i), QByteArray(100, 'x'));
        return headers(endStream, id, fields);
    }));
    bad("interim heads without end", Failure::Protocol, true, raw([=](int32_t id) -> QByteArray {
        QByteArray many;
        for (int i = 0; i < 100; ++i)
            many += headers(0, id, field(":status", "103"));
        return many;
    }));
    // 5.4.2, 6.4
    bad("reset before the answer", Failure::ConnectionLost, true, raw([=](int32_t id) -> QByteArray {
        return frame(NGHTTP2_RST_STREAM, 0, id, QByteArray::fromHex("00000002"));
    }));
    bad("reset in the middle", Failure::ConnectionLost, true, raw([=](int32_t id) -> QByteArray {
        return headers(0, id, ok) + frame(NGHTTP2_DATA, 0, id, "hel")
            + frame(NGHTTP2_RST_STREAM, 0, id, QByteArray::fromHex("00000002"));
    }),
        200);
    // 5.4.1: the connection is at its end
    bad("HTTP/1.1 after all", Failure::Protocol, false, raw([=](int32_t) -> QByteArray { return okResponse; }));
    bad("a head that cannot be decoded", Failure::Protocol, false,
        raw([=](int32_t id) -> QByteArray { return headers(endStream, id, QByteArray::fromHex("ffffffffff")); }));
    bad("a frame larger than allowed", Failure::Protocol, false, raw([=](int32_t id) -> QByteArray {
        return headers(0, id, ok) + frame(NGHTTP2_DATA, 0, id, QByteArray(20000, 'x'));
    }),
        200);
    bad("a push nobody allowed", Failure::Protocol, false, raw([=](int32_t id) -> QByteArray {
        return frame(NGHTTP2_PUSH_PROMISE, endHeaders, id, QByteArray::fromHex("00000002") + field(":method", "GET"));
    }));
    bad(
        "cut off in the middle", Failure::ConnectionLost, false,
        [=](ScriptedPeer &peer, int32_t id) {
            peer.sendRaw(headers(0, id, ok) + frame(NGHTTP2_DATA, 0, id, "hel"));
            peer.close();
        },
        200);
    // 6.8: for a reason of the server's
    bad("an angry end", Failure::ConnectionLost, false, [](ScriptedPeer &peer, int32_t) {
        peer.http2()->goAway(NGHTTP2_ENHANCE_YOUR_CALM, "too much");
        peer.close();
    });
    return all;
}

} // namespace

class TestHttp2 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_reactor = std::make_unique<Reactor>(); }
    void cleanup() { m_reactor.reset(); }

    void answers_data()
    {
        QTest::addColumn<int>("index");
        const auto all = cases();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::addRow("%s", all[i].name) << int(i);
    }
    void answers()
    {
        QFETCH(const int, index);
        const Case given = cases()[std::size_t(index)];
        int asked = 0;
        ScriptedServer server(Security::Http2, [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            if (++asked > 1)
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
            else
                given.act(peer, peer.http2()->stream());
        });
        TestUser user(*m_reactor, server.origin());
        user.manager.setLimits({ 4 * 1024, 8 * 1024 });
        Request request = get();
        request.method = given.toHead ? Method::Head : Method::Get;
        const Response response = user.exchange(request);
        QCOMPARE(response.failure, given.failure);
        QCOMPARE(response.failureText.isEmpty(), given.failure == Failure::None);
        QCOMPARE(response.status, given.status);
        if (given.failure == Failure::None)
            QCOMPARE(response.body, given.body);

        // Whatever it was, the next exchange is not touched by it.
        const Response second = user.exchange(get());
        QCOMPARE(second.failureText, QString());
        QCOMPARE(second.body, "second"_ba);
        QCOMPARE(server.connectionCount(), given.reusable ? 1 : 2);
    }

    void everythingGoesOverOneConnectionAtOnce()
    {
        ScriptedServer server(Security::Http2, [](ScriptedPeer &, const QByteArray &, const QByteArray &) {});
        TestUser user(*m_reactor, server.origin());
        Request sync = get("/sync");
        sync.lane = Lane::Sync;
        std::vector<const TestUser::Outcome *> outcomes { &user.begin(sync) };
        for (int i = 0; i < 5; ++i)
            outcomes.push_back(&user.begin(get("/x")));
        QTRY_COMPARE(server.heads().size(), 6);
        QCOMPARE(server.connectionCount(), 1);
        ScriptedPeer &peer = *server.peers().first();
        // Answered in another order than asked in.
        for (const int i : { 5, 0, 3, 1, 2, 4 }) {
            peer.http2()->select(2 * i + 1);
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + QByteArray::number(i));
            QTRY_VERIFY(outcomes[std::size_t(i)]->done);
            QCOMPARE(outcomes[std::size_t(i)]->response.body, QByteArray::number(i));
        }
    }

    void noMoreAtOnceThanTheServerTakes()
    {
        // 5.1.2
        ScriptedServer server(Security::Http2, [](ScriptedPeer &, const QByteArray &, const QByteArray &) {});
        server.setGreeting([](ScriptedPeer &peer) {
            const nghttp2_settings_entry two { NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 2 };
            nghttp2_submit_settings(peer.http2()->session(), NGHTTP2_FLAG_NONE, &two, 1);
            peer.http2()->flush();
        });
        TestUser user(*m_reactor, server.origin());
        const auto &first = user.begin(get("/first"));
        QTRY_COMPARE(server.heads().size(), 1); // by now the client knows
        const auto &second = user.begin(get("/second"));
        const auto &third = user.begin(get("/third"));
        QTRY_COMPARE(server.heads().size(), 2);
        QVERIFY(QTest::qWaitFor([&, turn = m_reactor->turn()] { return m_reactor->turn() >= turn; }));
        ScriptedPeer &peer = *server.peers().first();
        peer.http2()->select(1);
        QCOMPARE(server.heads().size(), 2);
        peer.send(okResponse);
        QTRY_VERIFY(first.done);
        QTRY_COMPARE(server.heads().size(), 3);
        QVERIFY(!second.done);
        peer.send(okResponse);
        QTRY_VERIFY(third.done);
        QVERIFY(third.response.timings.waited > 0ns);
        QCOMPARE(server.connectionCount(), 1);
    }

    void aRefusedStreamIsTriedOnceMore_data()
    {
        QTest::addColumn<int>("refusals");
        QTest::newRow("once") << 1;
        QTest::newRow("again") << 2;
    }
    void aRefusedStreamIsTriedOnceMore()
    {
        // 8.7: it was not acted on, so even what is not repeatable goes out again.
        QFETCH(const int, refusals);
        int asked = 0;
        ScriptedServer server(Security::Http2, [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            if (++asked > refusals)
                return peer.send(okResponse);
            nghttp2_submit_rst_stream(
                peer.http2()->session(), NGHTTP2_FLAG_NONE, peer.http2()->stream(), NGHTTP2_REFUSED_STREAM);
            peer.http2()->flush();
        });
        TestUser user(*m_reactor, server.origin());
        const Response response = user.exchange(post("once"));
        QCOMPARE(response.failure, refusals == 1 ? Failure::None : Failure::ConnectionLost);
        QVERIFY2(refusals == 1 || response.failureText.contains(u"refused"_s), qPrintable(response.failureText));
        QCOMPARE(server.bodies(), (QByteArrayList { "once", "once" }));
        QCOMPARE(m_reactor->statistics().resent, quint64(0)); // it was never seen
    }

    void whatAGoawayLeftOutGoesOverANewConnection()
    {
        // 6.8
        ScriptedServer server(Security::Http2);
        server.setScript([&](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            if (head.startsWith("GET /sync"))
                return; // the poll stays open
            if (server.connectionCount() > 1)
                return peer.send(okResponse);
            nghttp2_submit_goaway(peer.http2()->session(), NGHTTP2_FLAG_NONE, 1, NGHTTP2_NO_ERROR, nullptr, 0);
            peer.http2()->flush();
        });
        TestUser user(*m_reactor, server.origin());
        Request sync = get("/sync");
        sync.lane = Lane::Sync;
        const auto &poll = user.begin(sync);
        QTRY_COMPARE(server.heads().size(), 1);
        QCOMPARE(user.exchange(post("not repeatable")).status, 200);
        QCOMPARE(server.connectionCount(), 2);
        // The poll is still answered where it was asked, and then that connection is done with.
        QVERIFY(!poll.done);
        QCOMPARE(server.openCount(), 2);
        ScriptedPeer &old = *server.peers().first();
        old.http2()->select(1);
        old.send(okResponse);
        QTRY_VERIFY(poll.done);
        QCOMPARE(poll.response.failureText, QString());
        QTRY_COMPARE(server.openCount(), 1);
        QCOMPARE(user.exchange(get()).status, 200);
        QCOMPARE(server.connectionCount(), 2);
    }

    void aGoawayWhileNothingGoesOnIsAnIdleClose()
    {
        ScriptedServer server(Security::Http2, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin());
        QCOMPARE(user.exchange(get()).status, 200);
        server.peers().first()->http2()->goAway();
        QTRY_COMPARE(m_reactor->statistics().open, 0);
        QCOMPARE(user.exchange(post("x")).status, 200);
        QCOMPARE(m_reactor->statistics().reopenedAfterIdleClose, quint64(1));
    }

    void aCancelledRequestEndsItsStreamAlone()
    {
        ScriptedServer server(Security::Http2);
        server.setScript([](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            if (head.startsWith("GET /quick"))
                peer.send(okResponse);
        });
        TestUser user(*m_reactor, server.origin());
        QCOMPARE(user.exchange(get("/quick")).status, 200);
        Request slow = get("/slow");
        slow.timeout = 50ms;
        QCOMPARE(user.exchange(slow).failure, Failure::Timeout);
        QTRY_VERIFY(server.peers().first()->http2()->wasReset(3));
        QCOMPARE(user.exchange(get("/quick")).status, 200);
        QCOMPARE(server.connectionCount(), 1);
    }

    void anEarlyAnswerIsTakenThoughTheRequestIsNotThroughYet()
    {
        ScriptedServer server(Security::Http2);
        // Nothing is taken beyond the first window: what is still to be sent stays with the client.
        server.setGreeting([](ScriptedPeer &peer) {
            peer.http2()->holdWindows([&peer](int32_t stream) {
                peer.http2()->select(stream);
                peer.send("HTTP/1.1 413 Too Much\r\nContent-Length: 0\r\n\r\n");
            });
        });
        TestUser user(*m_reactor, server.origin());
        const Response response = user.exchange(post(QByteArray(1'000'000, 'x')));
        QCOMPARE(response.failureText, QString());
        QCOMPARE(response.status, 413);
        QTRY_VERIFY(server.peers().first()->http2()->wasReset(1));
        QCOMPARE(m_reactor->statistics().open, 1);
    }

    void aPingIsAnswered()
    {
        // 6.7
        ScriptedServer server(Security::Http2, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin());
        QCOMPARE(user.exchange(get()).status, 200);
        Http2Speaker &speaker = *server.peers().first()->http2();
        nghttp2_submit_ping(speaker.session(), NGHTTP2_FLAG_NONE, nullptr);
        speaker.flush();
        QTRY_COMPARE(speaker.pongs(), 1);
    }

    // ------------------------------------------------------------------ which version

    void whatIsChosenIsSpoken_data()
    {
        QTest::addColumn<Security>("server");
        QTest::addColumn<HttpVersions>("versions");
        QTest::addColumn<int>("spoken"); // 0: none
        QTest::newRow("automatic, HTTP/2 there") << Security::Http2 << HttpVersions::Automatic << 20;
        QTest::newRow("automatic, HTTP/1.1 there") << Security::Tls << HttpVersions::Automatic << 11;
        QTest::newRow("1.1, HTTP/2 there") << Security::Http2 << HttpVersions::Http1 << 11;
        QTest::newRow("2, HTTP/2 there") << Security::Http2 << HttpVersions::Http2 << 20;
        QTest::newRow("2, HTTP/1.1 there") << Security::Tls << HttpVersions::Http2 << 0;
        QTest::newRow("2, no TLS") << Security::Plain << HttpVersions::Http2 << 11;
    }
    void whatIsChosenIsSpoken()
    {
        QFETCH(const Security, server);
        QFETCH(const HttpVersions, versions);
        QFETCH(const int, spoken);
        ScriptedServer there(server, [](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            if (!head.startsWith("GET /sync"))
                peer.send(okResponse);
        });
        TlsOptions tls = there.trust();
        tls.versions = versions;
        TestUser user(*m_reactor, *makeOrigin(there.url(), { QHostAddress(QHostAddress::LocalHost) }, tls));
        // Both lanes at once, before anybody knows what is spoken there.
        Request sync = get("/sync");
        sync.lane = Lane::Sync;
        const auto &poll = user.begin(sync);
        const Response response = user.exchange(get());
        QCOMPARE(response.httpVersion, spoken);
        if (spoken == 0) {
            QCOMPARE(response.failure, Failure::Tls);
            QVERIFY2(response.failureText.contains(u"does not speak HTTP/2"_s), qPrintable(response.failureText));
            QCOMPARE(there.heads().size(), 0);
            return;
        }
        QCOMPARE(response.failureText, QString());
        QTRY_COMPARE(there.heads().size(), 2);
        QVERIFY(!poll.done);
        QCOMPARE(there.connectionCount(), spoken == 20 ? 1 : 2);
    }

private:
    std::unique_ptr<Reactor> m_reactor;
};

QTEST_GUILESS_MAIN(TestHttp2)
#include "test_http2.moc"
