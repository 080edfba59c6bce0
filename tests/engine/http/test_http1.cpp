// SPDX-License-Identifier: GPL-3.0-or-later
//
// What RFC 9112 has a client make of a server's bytes, over real sockets: plain, TLS, and TLS with a server that would
// rather speak HTTP/2. The same cases, cut at every byte but without sockets, are in test_responseparser.

#include "support/responsecases.h"
#include "support/scriptedserver.h"
#include "support/testuser.h"

#include <QTest>

using namespace throng;
using namespace throng::http;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using throng::test::get;
using throng::test::post;
using throng::test::ResponseCase;
using throng::test::ScriptedPeer;
using throng::test::ScriptedServer;
using throng::test::TestUser;

class TestHttp1 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cases_data()
    {
        QTest::addColumn<ScriptedServer::Security>("security");
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("dripping");
        const auto cases = throng::test::responseCases();
        for (const auto &[security, name] :
            { std::pair(ScriptedServer::Security::Plain, "plain"), { ScriptedServer::Security::Tls, "TLS" },
                { ScriptedServer::Security::TlsOfferingHttp2, "TLS offering h2" } }) {
            for (std::size_t i = 0; i < cases.size(); ++i) {
                QTest::addRow("%s: %s", name, cases[i].name) << security << int(i) << false;
                // Surplus that comes byte by byte comes too late: it looks like the answer to the second request.
                if (!cases[i].surplus && cases[i].sent.size() > 1 && cases[i].sent.size() < 500
                    && security != ScriptedServer::Security::Tls)
                    QTest::addRow("%s, byte by byte: %s", name, cases[i].name) << security << int(i) << true;
            }
        }
    }
    void cases()
    {
        QFETCH(const ScriptedServer::Security, security);
        QFETCH(const int, index);
        QFETCH(const bool, dripping);
        const ResponseCase given = throng::test::responseCases()[std::size_t(index)];
        int asked = 0;
        ScriptedServer server(security, [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            if (++asked > 1) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
                return;
            }
            if (dripping)
                peer.sendInPieces(given.sent);
            else
                peer.send(given.sent);
            if (given.closes)
                peer.close();
        });
        Reactor reactor;
        TestUser user(reactor, server.origin());
        user.manager.setLimits({ throng::test::caseHeadLimit, throng::test::caseBodyLimit });
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

    void requestsOfALaneWaitForEachOtherAndSaySo()
    {
        Reactor reactor;
        std::vector<ScriptedPeer *> asked;
        ScriptedServer server(ScriptedServer::Security::Plain,
            [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) { asked.push_back(&peer); });
        TestUser user(reactor, server.origin());
        const auto &first = user.begin(get("/1"));
        const auto &second = user.begin(get("/2"));
        QTRY_COMPARE(asked.size(), std::size_t(1));
        QTimer::singleShot(30, this, [&] { asked[0]->send(okResponse); });
        QTRY_COMPARE(asked.size(), std::size_t(2));
        QVERIFY(first.done);
        QVERIFY(!second.done);
        asked[1]->send(okResponse);
        QTRY_VERIFY(second.done);
        QVERIFY(second.response.timings.waited >= 29ms);
        QVERIFY(second.response.timings.waited <= Clock::now() - second.response.timings.start);
        // Connecting is not waiting.
        QVERIFY(first.response.timings.waited + first.response.timings.connect <= first.response.timings.firstByte);
        QVERIFY(!second.response.timings.newConnection);
        QCOMPARE(server.connectionCount(), 1);
    }

    void anEarlyAnswerIsTakenThoughTheRequestIsNotThroughYet_data()
    {
        QTest::addColumn<ScriptedServer::Security>("security");
        QTest::newRow("plain") << ScriptedServer::Security::Plain;
        QTest::newRow("TLS") << ScriptedServer::Security::Tls;
    }
    void anEarlyAnswerIsTakenThoughTheRequestIsNotThroughYet()
    {
        Reactor reactor;
        QFETCH(const ScriptedServer::Security, security);
        ScriptedServer server(security);
        server.setGreeting([](ScriptedPeer &peer) {
            peer.stopReading();
            peer.send("HTTP/1.1 413 Too Much\r\nContent-Length: 0\r\n\r\n");
        });
        TestUser user(reactor, server.origin());
        // More than the socket's buffers hold: it is still being sent when the answer is seen.
        const Response response = user.exchange(post(QByteArray(30'000'000, 'x')));
        QCOMPARE(response.failureText, QString());
        QCOMPARE(response.status, 413);
        QCOMPARE(reactor.statistics().open, 0); // the rest of the body would be taken for a request
    }

    void anEndOfTlsWithoutNoticeIsACut()
    {
        Reactor reactor;
        // 9.8: without close_notify, nobody knows whether a body that lasts until the end was cut off.
        ScriptedServer server(
            ScriptedServer::Security::Tls, [](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
                peer.send("HTTP/1.1 200 OK\r\n\r\nhello");
                QTimer::singleShot(0, &peer, [&peer] { peer.cut(); });
            });
        TestUser user(reactor, server.origin());
        const Response response = user.exchange(get());
        QCOMPARE(response.failure, Failure::ConnectionLost);
    }

private:
    inline static const QByteArray okResponse = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
};

QTEST_GUILESS_MAIN(TestHttp1)
#include "test_http1.moc"
