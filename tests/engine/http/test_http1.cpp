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
using throng::test::get;
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
};

QTEST_GUILESS_MAIN(TestHttp1)
#include "test_http1.moc"
