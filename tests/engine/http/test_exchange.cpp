// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scriptedserver.h"
#include "support/testuser.h"

#include <QTest>
#include <QTimer>

using namespace throng;
using namespace throng::http;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using throng::test::get;
using throng::test::post;
using throng::test::ScriptedPeer;
using throng::test::ScriptedServer;
using throng::test::TestUser;
using Security = ScriptedServer::Security;

namespace {

const QByteArray okResponse = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

} // namespace

/// The same for each version of HTTP, as far as the user of an exchange is concerned.
class TestExchange : public QObject {
    Q_OBJECT

public:
    explicit TestExchange(Security security)
        : m_security(security)
    {
    }

private Q_SLOTS:
    void init() { m_reactor = std::make_unique<Reactor>(); }
    void cleanup() { m_reactor.reset(); }

    void sendsTheRequestAndReturnsTheResponse()
    {
        ScriptedServer server(
            m_security, ScriptedServer::always("HTTP/1.1 200 OK\r\nX-One: 1\r\nContent-Length: 2\r\n\r\nok"));
        TestUser user(*m_reactor, server.origin());
        user.manager.setBearerToken("secret"_ba);
        Request request;
        request.method = Method::Put;
        request.target = "/_matrix/client/v3/x?a=b"_ba;
        request.body = R"({"a":1})"_ba;
        request.contentType = "application/json"_ba;
        request.extraHeaders = "X-Extra: yes\r\n"_ba;
        const Response response = user.exchange(request);
        QCOMPARE(response.failureText, QString());
        QCOMPARE(response.status, 200);
        QCOMPARE(response.body, "ok"_ba);
        QCOMPARE(response.headers.value("x-one").toByteArray(), "1"_ba);
        if (isHttp2()) {
            QCOMPARE(response.httpVersion, 20);
            QVERIFY(response.bytesReceived > quint64(2 * 9 + 2)); // two frames' heads, the body, the packed fields
        } else {
            QCOMPARE(response.httpVersion, 11);
            QCOMPARE(response.bytesReceived, quint64(50));
        }
        QVERIFY(response.timings.newConnection);
        QVERIFY(response.timings.connect > 0ns);
        QVERIFY(response.timings.firstByte > response.timings.connect);
        QVERIFY(response.timings.total >= response.timings.firstByte);
        QCOMPARE(server.heads().size(), 1);
        const QByteArray head = server.heads().first();
        QVERIFY2(head.startsWith("PUT /_matrix/client/v3/x?a=b HTTP/1.1\r\nHost: 127.0.0.1:"), head.constData());
        QVERIFY(head.contains("\r\nAuthorization: Bearer secret\r\n"));
        QVERIFY(head.contains("\r\nContent-Type: application/json\r\nContent-Length: 7\r\n"));
        QVERIFY(head.contains("\r\nX-Extra: yes\r\n"));
        QCOMPARE(server.bodies().first(), R"({"a":1})"_ba);

        request.authorized = false;
        user.exchange(request);
        QVERIFY(!server.heads().last().contains("Authorization"));
    }

    void goesBelowTheOriginsPath()
    {
        ScriptedServer server(m_security, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin(u"/matrix/"_s));
        user.exchange(get("/x"));
        QVERIFY(server.heads().first().startsWith("GET /matrix/x HTTP/1.1\r\n"));
    }

    void keepsOneConnectionForALane()
    {
        ScriptedServer server(m_security, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin());
        for (int i = 0; i < 3; ++i) {
            const Response response = user.exchange(get());
            QCOMPARE(response.status, 200);
            QCOMPARE(response.timings.newConnection, i == 0);
        }
        QCOMPARE(server.connectionCount(), 1);
        const ReactorStatistics statistics = m_reactor->statistics();
        QCOMPARE(statistics.open, 1);
        QCOMPARE(statistics.opened, quint64(1));
        QCOMPARE(statistics.reopenedAfterIdleClose, quint64(0));
    }

    void whatTheServerSpeaksIsCountedOnceAConnection_data() { securities(); }
    void whatTheServerSpeaksIsCountedOnceAConnection()
    {
        QFETCH(const Security, security);
        int asked = 0;
        ScriptedServer server(security, [&asked](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            // The third answer ends the first connection, which had begun with another version.
            peer.send(++asked < 3 ? okResponse : "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"_ba);
        });
        TestUser user(*m_reactor, server.origin());
        for (int i = 0; i < 4; ++i)
            QCOMPARE(user.exchange(get()).status, 200);
        QByteArrayList spoken;
        for (const auto &[name, connections] : m_reactor->statistics().spoken)
            spoken += name + ' ' + QByteArray::number(connections);
        if (security == Security::Plain)
            QCOMPARE(spoken, (QByteArrayList { "HTTP/1.0 1", "HTTP/1.1 1" }));
        else if (security == Security::Http2)
            QCOMPARE(spoken, (QByteArrayList { "HTTP/2 over TLSv1.3 1" }));
        else
            QCOMPARE(spoken, (QByteArrayList { "HTTP/1.0 over TLSv1.3 1", "HTTP/1.1 over TLSv1.3 1" }));
    }

    void aLongPollHoldsUpNothing()
    {
        ScriptedServer server(m_security, [](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            if (!head.startsWith("GET /sync"))
                peer.send(okResponse);
        });
        TestUser user(*m_reactor, server.origin());
        Request sync = get("/sync");
        sync.lane = Lane::Sync;
        const auto &poll = user.begin(sync);
        QTRY_COMPARE(server.heads().size(), 1);
        QCOMPARE(user.exchange(get("/x")).status, 200);
        QVERIFY(!poll.done);
        QCOMPARE(server.connectionCount(), isHttp2() ? 1 : 2);
    }

    void largeBodiesGoBothWays_data() { securities(); }
    void largeBodiesGoBothWays()
    {
        QFETCH(const Security, security);
        QByteArray body(5'000'000, '\0');
        for (qsizetype i = 0; i < body.size(); ++i)
            body[i] = char(i * 31 + i / 1000);
        ScriptedServer server(security, [](ScriptedPeer &peer, const QByteArray &, const QByteArray &sent) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(sent.size()) + "\r\n\r\n" + sent);
        });
        TestUser user(*m_reactor, server.origin());
        for (int i = 0; i < 2; ++i) {
            const Response response = user.exchange(post(body));
            QCOMPARE(response.failureText, QString());
            QVERIFY(response.body == body);
        }
        QCOMPARE(server.connectionCount(), 1);
    }

    // ------------------------------------------------------------------ connections that end

    void anIdleCloseIsReopenedAndCounted_data() { securities(); }
    void anIdleCloseIsReopenedAndCounted()
    {
        QFETCH(const Security, security);
        ScriptedServer server(security, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin());
        QCOMPARE(user.exchange(get()).status, 200);
        server.peers().first()->close();
        QTRY_COMPARE(m_reactor->statistics().open, 0);
        const Response response = user.exchange(post("x")); // not repeatable, and does not have to be
        QCOMPARE(response.status, 200);
        QVERIFY(response.timings.newConnection);
        QCOMPARE(server.connectionCount(), 2);
        const ReactorStatistics statistics = m_reactor->statistics();
        QCOMPARE(statistics.reopenedAfterIdleClose, quint64(1));
        QCOMPARE(statistics.resent, quint64(0));
    }

    void anIdleCloseThatWasNotSeenYetIsReopenedToo()
    {
        // Server and client share this thread: between these two lines the client has no chance to hear of the close.
        ScriptedServer server(m_security, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin());
        QCOMPARE(user.exchange(get()).status, 200);
        QVERIFY(QTest::qWaitFor([&, turn = m_reactor->turn()] { return m_reactor->turn() > turn; }));
        server.peers().first()->close();
        const auto &outcome = user.begin(post("x"));
        QTRY_VERIFY(outcome.done);
        QCOMPARE(outcome.response.status, 200);
        QCOMPARE(server.heads().size(), 2);
        QCOMPARE(m_reactor->statistics().reopenedAfterIdleClose, quint64(1));
    }

    void aRequestOnTheWireIsSentAgainOnlyWhenThatIsSafe_data()
    {
        QTest::addColumn<bool>("repeatable");
        QTest::addColumn<bool>("reset");
        QTest::newRow("repeatable, FIN") << true << false;
        QTest::newRow("repeatable, RST") << true << true;
        QTest::newRow("not repeatable, FIN") << false << false;
        QTest::newRow("not repeatable, RST") << false << true;
    }
    void aRequestOnTheWireIsSentAgainOnlyWhenThatIsSafe()
    {
        QFETCH(const bool, repeatable);
        QFETCH(const bool, reset);
        // The server takes the second request on a connection and closes instead of answering.
        int asked = 0;
        ScriptedServer server(m_security, [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            if (++asked != 2)
                peer.send(okResponse);
            else if (reset)
                peer.reset();
            else
                peer.close();
        });
        TestUser user(*m_reactor, server.origin());
        QCOMPARE(user.exchange(post("1", repeatable)).status, 200);
        const Response response = user.exchange(post("2", repeatable));
        QCOMPARE(response.failure, repeatable ? Failure::None : Failure::ConnectionLost);
        QCOMPARE(server.bodies(), repeatable ? QByteArrayList({ "1", "2", "2" }) : QByteArrayList({ "1", "2" }));
        QCOMPARE(m_reactor->statistics().resent, quint64(repeatable ? 1 : 0));
        if (!repeatable)
            QVERIFY2(response.failureText.contains(u"not sent again"_s), qPrintable(response.failureText));
        QCOMPARE(user.exchange(get()).status, 200); // the user goes on
    }

    void aFreshConnectionThatClosesIsAFailureAtOnce()
    {
        ScriptedServer server(
            m_security, [](ScriptedPeer &peer, const QByteArray &, const QByteArray &) { peer.close(); });
        TestUser user(*m_reactor, server.origin());
        const Response response = user.exchange(post("x", true));
        QCOMPARE(response.failure, Failure::ConnectionLost);
        QVERIFY(response.failureText.contains(u"without answering"_s));
        QCOMPARE(server.heads().size(), 1);
    }

    void aConnectionUnusedForTheIdleTimeIsClosed()
    {
        ScriptedServer server(m_security, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin());
        user.manager.setIdleTimeout(50ms);
        QCOMPARE(user.exchange(get()).status, 200);
        QCOMPARE(server.openCount(), 1);
        QTRY_COMPARE(server.openCount(), 0);
        QCOMPARE(user.exchange(get()).status, 200);
        QCOMPARE(m_reactor->statistics().reopenedAfterIdleClose, quint64(0)); // it was our doing
    }

    // ------------------------------------------------------------------ failures

    void nobodyListens()
    {
        const auto origin = makeOrigin(QUrl(u"http://127.0.0.1:1"_s), { QHostAddress(QHostAddress::LocalHost) });
        TestUser user(*m_reactor, *origin);
        const auto &first = user.begin(get());
        const auto &second = user.begin(get());
        QTRY_VERIFY(first.done && second.done);
        QCOMPARE(first.response.failure, Failure::Connect);
        QCOMPARE(second.response.failure, Failure::Connect);
        QCOMPARE(first.response.failureText, u"No connection to 127.0.0.1:1: Connection refused"_s);
        QVERIFY(!first.written);
        QCOMPARE(m_reactor->statistics().failed, quint64(1));
    }

    void untrustedCertificatesAreRefused_data()
    {
        QTest::addColumn<bool>("known");
        QTest::addColumn<bool>("verify");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown authority")
            << false << true << u"127.0.0.1"_s << u"not trusted: self-signed certificate"_s;
        QTest::newRow("another name") << true << true << u"elsewhere.test"_s << u"elsewhere.test"_s;
        QTest::newRow("known") << true << true << u"localhost"_s << QString();
        QTest::newRow("not checked") << false << false << u"elsewhere.test"_s << QString();
    }
    void untrustedCertificatesAreRefused()
    {
        QFETCH(const bool, known);
        QFETCH(const bool, verify);
        QFETCH(const QString, host);
        QFETCH(const QString, text);
        ScriptedServer server(Security::Tls, ScriptedServer::always(okResponse));
        QUrl url = server.url();
        url.setHost(host);
        TlsOptions tls;
        tls.verify = verify;
        if (known)
            tls.caFile = server.trust().caFile;
        const auto origin = makeOrigin(url, { QHostAddress(QHostAddress::LocalHost) }, tls);
        QVERIFY(origin);
        TestUser user(*m_reactor, *origin);
        const Response response = user.exchange(get());
        QCOMPARE(response.failure, text.isEmpty() ? Failure::None : Failure::Tls);
        QVERIFY2(response.failureText.contains(text), qPrintable(response.failureText));
        if (text.isEmpty())
            QVERIFY(response.timings.tls > 0ns);
        else
            QCOMPARE(server.heads().size(), 0);
    }

    void tlsWithAServerThatSpeaksNone()
    {
        ScriptedServer server;
        server.setGreeting([](ScriptedPeer &peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
        QUrl url = server.url();
        url.setScheme(u"https"_s);
        TestUser user(*m_reactor, *makeOrigin(url, { QHostAddress(QHostAddress::LocalHost) }));
        const Response response = user.exchange(get());
        QCOMPARE(response.failure, Failure::Tls);
        QVERIFY2(
            response.failureText.startsWith(u"No TLS connection to 127.0.0.1"_s), qPrintable(response.failureText));
    }

    void theAddressGuardHasTheLastWord()
    {
        ScriptedServer server(m_security, ScriptedServer::always(okResponse));
        QHostAddress asked;
        m_reactor->setAddressGuard([&](const QHostAddress &address) {
            asked = address;
            return false;
        });
        TestUser user(*m_reactor, server.origin());
        const Response response = user.exchange(get());
        QCOMPARE(response.failure, Failure::Connect);
        QVERIFY2(response.failureText.contains(u"127.0.0.1"_s) && response.failureText.contains(u"guard"_s),
            qPrintable(response.failureText));
        QCOMPARE(asked, QHostAddress(QHostAddress::LocalHost));
        QCOMPARE(server.connectionCount(), 0);
    }

    void timesOutInEachState_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("text");
        QTest::newRow("connecting") << u"connecting"_s << u"No connection to "_s;
        if (!isHttp2()) // where nothing waits for anything
            QTest::newRow("queued") << u"queued"_s << u"The request before it kept the connection"_s;
        QTest::newRow("sending") << u"sending"_s << u"did not take the whole request"_s;
        QTest::newRow("waiting") << u"waiting"_s << u"did not answer within 0.1 s"_s;
        QTest::newRow("reading") << u"reading"_s
                                 << (isHttp2() ? u"did not finish its answer within 0.1 s"_s
                                               : u"did not finish its answer within 0.1 s: 44 bytes came"_s);
    }
    void timesOutInEachState()
    {
        QFETCH(const QString, state);
        QFETCH(const QString, text);
        const auto setting = set(state);
        TestUser user(*m_reactor, setting->origin);
        if (state != u"connecting"_s)
            QCOMPARE(user.exchange(get("/ready")).status, 200);
        if (state == u"queued"_s)
            user.begin(get());
        Request request = post(setting->body);
        request.timeout = 100ms;
        const Response response = user.exchange(request);
        QCOMPARE(response.failure, Failure::Timeout);
        QVERIFY2(response.failureText.contains(text), qPrintable(response.failureText));
        QVERIFY(response.timings.total >= 100ms);
        if (state == u"connecting"_s || (state != u"queued"_s && !isHttp2()))
            QTRY_COMPARE(m_reactor->statistics().open + m_reactor->statistics().connecting, 0);
    }

    // ------------------------------------------------------------------ stopping

    void stoppingEndsItInEachState_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("written");
        QTest::newRow("connecting") << u"connecting"_s << false;
        if (!isHttp2())
            QTest::newRow("queued") << u"queued"_s << false;
        QTest::newRow("sending") << u"sending"_s << true;
        QTest::newRow("waiting") << u"waiting"_s << true;
        QTest::newRow("reading") << u"reading"_s << true;
    }
    void stoppingEndsItInEachState()
    {
        QFETCH(const QString, state);
        QFETCH(const bool, written);
        const auto setting = set(state);
        TestUser user(*m_reactor, setting->origin);
        if (state != u"connecting"_s)
            QCOMPARE(user.exchange(get("/ready")).status, 200);
        if (state == u"queued"_s)
            user.begin(get());
        const auto &outcome = user.begin(post(setting->body));
        if (state == u"connecting"_s)
            QTRY_COMPARE(m_reactor->statistics().connecting, 1);
        else if (state == u"sending"_s)
            QTRY_VERIFY(
                setting->server->peers().size() == 1 && setting->server->peers().first()->socket()->bytesAvailable());
        else
            QTRY_COMPARE(setting->server->heads().size(), 2);
        if (state == u"reading"_s)
            QVERIFY(QTest::qWaitFor([&, turn = m_reactor->turn()] { return m_reactor->turn() > turn + 1; }));
        QVERIFY(!outcome.done);
        user.scope.stop();
        QVERIFY(outcome.done); // before stop() returned
        QVERIFY(outcome.stopped);
        QVERIFY(outcome.begun);
        QCOMPARE(outcome.written, written);
        QVERIFY(outcome.elapsed > 0ns);
        if (state == u"connecting"_s || !isHttp2())
            QTRY_COMPARE(m_reactor->statistics().open + m_reactor->statistics().connecting, 0);
    }

    void anExchangeInAStoppedScopeDoesNotBegin()
    {
        ScriptedServer server(m_security, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin());
        user.scope.stop();
        const auto &outcome = user.begin(get());
        QVERIFY(outcome.stopped);
        QVERIFY(!outcome.begun);
        QVERIFY(!outcome.written);
    }

    void aManagerMayGoAsSoonAsItsExchangeReturns()
    {
        // As a user does whose last request ended: from inside of the connection's own call.
        ScriptedServer server(m_security, ScriptedServer::always(okResponse));
        m_doomed = std::make_unique<Doomed>(*m_reactor, server.origin());
        m_doomed->task = dieAfterExchange(*this);
        QTRY_VERIFY(!m_doomed);
        QTRY_COMPARE(server.openCount(), 0);
    }

    // ------------------------------------------------------------------ proxies

    void goesThroughAProxy_data() { securities(); }
    void goesThroughAProxy()
    {
        QFETCH(const Security, security);
        ScriptedServer server(security, ScriptedServer::always(okResponse));
        ScriptedServer proxy(Security::Plain, [&](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            if (!head.startsWith("CONNECT localhost:"))
                return peer.send("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
            peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
            peer.tunnelTo(server.port());
        });
        QUrl url = server.url();
        url.setHost(u"localhost"_s);
        const auto origin = makeOrigin(url, {}, server.trust(), proxy.url().toString());
        QVERIFY(origin);
        TestUser user(*m_reactor, *origin);
        for (int i = 0; i < 2; ++i) {
            const Response response = user.exchange(get());
            QCOMPARE(response.failureText, QString());
            QCOMPARE(response.status, 200);
        }
        QCOMPARE(proxy.heads().size(), 1);
        QCOMPARE(server.heads().size(), 2);
        QVERIFY(server.heads().first().startsWith("GET / HTTP/1.1\r\nHost: localhost"));
    }

    void aProxyThatRefusesIsNamed()
    {
        ScriptedServer proxy(
            Security::Plain, ScriptedServer::always("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
        const auto origin = makeOrigin(QUrl(u"http://server.test"_s), {}, {}, proxy.url().toString());
        TestUser user(*m_reactor, *origin);
        const Response response = user.exchange(get());
        QCOMPARE(response.failure, Failure::Proxy);
        QVERIFY2(response.failureText.contains(proxy.url().toString()) && response.failureText.contains(u"403"_s),
            qPrintable(response.failureText));

        const auto nobody = makeOrigin(QUrl(u"http://server.test"_s), {}, {}, u"http://127.0.0.1:1"_s);
        TestUser other(*m_reactor, *nobody);
        QCOMPARE(other.exchange(get()).failure, Failure::Proxy);
    }

    void theEnvironmentsProxyIsNotUsed()
    {
        qputenv("http_proxy", "http://127.0.0.1:1");
        ScriptedServer server(m_security, ScriptedServer::always(okResponse));
        TestUser user(*m_reactor, server.origin());
        const Response response = user.exchange(get());
        qunsetenv("http_proxy");
        QCOMPARE(response.failureText, QString());
    }

    // ------------------------------------------------------------------ many

    void aThousandUsersAtOnce_data()
    {
        QTest::addColumn<Security>("security");
        QTest::addColumn<int>("count");
        if (isHttp2()) {
            QTest::newRow("HTTP/2") << Security::Http2 << 100;
            return;
        }
        QTest::newRow("plain") << Security::Plain << 1000;
        QTest::newRow("TLS") << Security::Tls << 100;
    }
    void aThousandUsersAtOnce()
    {
        QFETCH(const Security, security);
        QFETCH(const int, count);
        ScriptedServer server(security, ScriptedServer::always(okResponse));
        std::vector<std::unique_ptr<TestUser>> users;
        std::vector<const TestUser::Outcome *> outcomes;
        for (int i = 0; i < count; ++i) {
            users.push_back(std::make_unique<TestUser>(*m_reactor, server.origin()));
            for (int n = 0; n < 3; ++n)
                outcomes.push_back(&users.back()->begin(post(QByteArray::number(i))));
        }
        const auto done = [&] {
            return std::all_of(outcomes.begin(), outcomes.end(), [](const auto *outcome) { return outcome->done; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(done(), 60000);
        for (const auto *outcome : outcomes)
            QCOMPARE(outcome->response.failureText, QString());
        QCOMPARE(server.heads().size(), 3 * count);
        QCOMPARE(server.connectionCount(), count);
        QCOMPARE(m_reactor->statistics().open, count);
        users.clear();
        QCOMPARE(m_reactor->statistics().open, 0);
    }

private:
    /// A server, or the lack of one, with which a POST stays in a state. GET /ready opens the connection, where there
    /// is one to be had: that may take a while.
    struct Setting {
        std::unique_ptr<ScriptedServer> server;
        std::unique_ptr<QTcpServer> silent;
        std::shared_ptr<const Origin> origin;
        QByteArray body;
    };

    std::unique_ptr<Setting> set(const QString &state)
    {
        auto setting = std::make_unique<Setting>();
        if (state == u"connecting"_s) {
            // A TLS handshake that is never answered: the connection is not there yet.
            setting->silent = std::make_unique<QTcpServer>();
            setting->silent->listen(QHostAddress::LocalHost);
            setting->origin = *makeOrigin(QUrl(u"https://127.0.0.1:%1"_s.arg(setting->silent->serverPort())),
                { QHostAddress(QHostAddress::LocalHost) });
            return setting;
        }
        setting->server = std::make_unique<ScriptedServer>(
            m_security, [state](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
                if (head.startsWith("GET /ready")) {
                    peer.send(okResponse);
                    if (state == u"sending"_s)
                        peer.stopReading();
                } else if (state == u"reading"_s) {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
                }
            });
        if (state == u"sending"_s)
            setting->body = QByteArray(50'000'000, 'x');
        setting->origin = setting->server->origin();
        return setting;
    }

    [[nodiscard]] bool isHttp2() const { return m_security == Security::Http2; }

    void securities() const
    {
        QTest::addColumn<Security>("security");
        if (isHttp2()) {
            QTest::newRow("HTTP/2") << Security::Http2;
            return;
        }
        QTest::newRow("plain") << Security::Plain;
        QTest::newRow("TLS") << Security::Tls;
    }

    struct Doomed {
        Doomed(Reactor &reactor, std::shared_ptr<const Origin> origin)
            : manager(reactor, std::move(origin), scope)
        {
        }
        StopScope scope;
        AccessManager manager;
        Task<> task;
    };

    static Task<> dieAfterExchange(TestExchange &test)
    {
        {
            Exchange exchange = test.m_doomed->manager.exchange(get());
            const Response response = co_await exchange;
            if (response.status != 200)
                qWarning("%s", qPrintable(response.failureText));
        }
        Task<> self = std::move(test.m_doomed->task); // the frame outlives what it destroys
        test.m_doomed.reset();
    }

    const Security m_security;
    std::unique_ptr<Reactor> m_reactor;
    std::unique_ptr<Doomed> m_doomed;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestExchange http1(Security::Plain);
    TestExchange http2(Security::Http2);
    return QTest::qExec(&http1, argc, argv) + QTest::qExec(&http2, argc, argv);
}

#include "test_exchange.moc"
