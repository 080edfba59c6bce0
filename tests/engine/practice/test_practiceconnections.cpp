// SPDX-License-Identifier: GPL-3.0-or-later
// The server as HTTP sees it: framing, limits, hostile clients, TLS.
#include "engine/practice/practiceserver.h"
#include "support/matrixprobe.h"
#include "support/rawclient.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

using namespace throng::practice;
using namespace Qt::StringLiterals;
using throng::test::MatrixProbe;
using throng::test::ProbeAnswer;
using throng::test::RawClient;

namespace {

const QString versions = u"/_matrix/client/versions"_s;
const QByteArray versionsRequest = "GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n\r\n";

QByteArray loginRequest(const QByteArray &framing, const QByteArray &body)
{
    return "POST /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n" + body;
}

} // namespace

class TestPracticeConnections : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        Options options;
        options.maximumBodyBytes = 100'000;
        options.maximumUploadBytes = 200'000;
        m_server = std::make_unique<PracticeServer>(options);
        m_url = m_server->start().value();
    }

    void oneConnectionServesManyRequests()
    {
        RawClient client(m_url);
        for (int i = 1; i <= 5; ++i) {
            client.write(versionsRequest);
            QVERIFY(client.waitFor([&] { return client.received().count("HTTP/1.1 200 OK") == i; }));
        }
        QCOMPARE(m_server->truth().connectionsOpened, 1U);
    }

    void connectionsMayComeWhileItCloses()
    {
        // A connection that was accepted just before is still to be told of when the server goes.
        for (int round = 0; round < 50; ++round) {
            std::vector<std::unique_ptr<RawClient>> clients;
            clients.reserve(40);
            for (int i = 0; i < 40; ++i)
                clients.push_back(std::make_unique<RawClient>(m_url));
            if (round % 2 == 0) {
                QVERIFY(m_server->restart(PracticeServer::State::Kept));
                RawClient client(m_url);
                client.write(versionsRequest);
                QVERIFY(client.waitFor([&] { return client.received().contains("HTTP/1.1 200 OK"); }));
            }
            m_server = std::make_unique<PracticeServer>();
            m_url = m_server->start().value();
        }
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        RawClient client(m_url);
        client.write(versionsRequest + "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" + versionsRequest);
        QVERIFY(client.waitFor([&] { return client.received().count("HTTP/1.1 ") == 3; }));
        const QByteArray all = client.received();
        const qsizetype missing = all.indexOf("HTTP/1.1 404");
        QVERIFY(all.indexOf("HTTP/1.1 200") < missing && missing < all.lastIndexOf("HTTP/1.1 200"));
    }

    void aRequestMayComeInAnyPieces_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("length") << loginRequest("Content-Length: 9", "{\"type\":7");
        QTest::newRow("chunks") << loginRequest(
            "Transfer-Encoding: chunked", "3;ext=1\r\n{\"t\r\n6\r\nype\":7\r\n0\r\nTrailer: x\r\n\r\n");
    }

    void aRequestMayComeInAnyPieces()
    {
        QFETCH(QByteArray, request);
        for (qsizetype cut = 1; cut < request.size(); ++cut) {
            RawClient client(m_url);
            client.write(request.left(cut));
            // The server has read the first piece before the second is sent, as far as that can be seen from here.
            QTRY_COMPARE(m_server->truth().connections, 1U);
            client.write(request.mid(cut));
            QVERIFY(client.waitFor([&] { return client.received().endsWith('}'); }));
            QVERIFY2(client.received().contains("M_NOT_JSON"), client.received().constData());
            client.abort();
            QTRY_COMPARE(m_server->truth().connections, 0U);
        }
    }

    void http10AndConnectionCloseEndTheConnection_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("1.0") << "GET /_matrix/client/versions HTTP/1.0\r\n\r\n"_ba;
        QTest::newRow("close") << "GET /_matrix/client/versions HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n"_ba;
    }

    void http10AndConnectionCloseEndTheConnection()
    {
        QFETCH(QByteArray, request);
        RawClient client(m_url);
        client.write(request);
        QVERIFY(client.waitForEnd());
        QVERIFY(client.head().contains("Connection: close"));
        QVERIFY(client.body().endsWith('}'));
    }

    void headHasNoBody()
    {
        RawClient client(m_url);
        client.write("HEAD /_matrix/client/versions HTTP/1.1\r\nHost: l\r\n\r\n" + versionsRequest);
        QVERIFY(client.waitFor([&] { return client.received().endsWith('}'); }));
        QVERIFY(client.body().startsWith("HTTP/1.1 200"));
    }

    void expect100IsAnsweredBeforeTheBody()
    {
        RawClient client(m_url);
        client.write(loginRequest("Content-Length: 2\r\nExpect: 100-continue", ""));
        QVERIFY(client.waitFor([&] { return client.received().startsWith("HTTP/1.1 100 Continue\r\n\r\n"); }));
        client.write("{}");
        QVERIFY(client.waitFor([&] { return client.received().contains("HTTP/1.1 400"); }));
    }

    void badRequestsAreRefusedAndOthersServed_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("no HTTP") << "SSH-2.0-OpenSSH_9.2\r\n\r\n"_ba
                                 << "400"_ba;
        QTest::newRow("binary") << QByteArray::fromHex("160301020001000001fc0303") + "\r\n\r\n"
                                << "400"_ba;
        QTest::newRow("headers over the limit")
            << "GET / HTTP/1.1\r\nHost: l\r\nX: " + QByteArray(40'000, 'x') + "\r\n\r\n"
            << "431"_ba;
        QTest::newRow("length over the limit") << loginRequest("Content-Length: 999999999999999", "") << "413"_ba;
        QTest::newRow("length over all numbers")
            << loginRequest("Content-Length: 99999999999999999999999999", "") << "400"_ba;
        QTest::newRow("negative length") << loginRequest("Content-Length: -1", "") << "400"_ba;
        QTest::newRow("two lengths") << loginRequest("Content-Length: 1\r\nContent-Length: 2", "{}") << "400"_ba;
        QTest::newRow("body over the limit")
            << loginRequest("Content-Length: 150000", QByteArray(150'000, ' ')) << "413"_ba;
        QTest::newRow("chunks over the limit")
            << loginRequest("Transfer-Encoding: chunked", "249f0\r\n" + QByteArray(150'000, ' ') + "\r\n0\r\n\r\n")
            << "413"_ba;
        QTest::newRow("chunk of no size") << loginRequest("Transfer-Encoding: chunked", "zz\r\n") << "400"_ba;
    }

    void badRequestsAreRefusedAndOthersServed()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, status);
        RawClient client(m_url);
        client.write(request);
        QVERIFY(client.waitForEnd());
        QVERIFY2(client.received().startsWith(QByteArray("HTTP/1.1 " + status + ' ')), client.received().constData());
        QCOMPARE(m_server->truth().malformedRequests, 1U);
        MatrixProbe probe(m_url);
        QCOMPARE(probe.get(versions).status, 200);
    }

    void anUploadHasALimitOfItsOwn()
    {
        MatrixProbe probe(m_url);
        probe.registerUser(u"ann"_s);
        const QString path = u"/_matrix/media/v3/upload"_s;
        QCOMPARE(probe.send("POST", path, QByteArray(150'000, 'x'), "image/png").status, 200);
        QCOMPARE(probe.send("POST", path, QByteArray(250'000, 'x'), "image/png").status, 413);
    }

    void badBodiesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("errcode");
        QTest::newRow("no JSON") << "{\"type\":"_ba << u"M_NOT_JSON"_s;
        QTest::newRow("no object") << "[]"_ba << u"M_BAD_JSON"_s;
        QTest::newRow("no UTF-8") << "{\"type\":\"\xff\"}"_ba << u"M_NOT_JSON"_s;
        QTest::newRow("10,000 deep") << QByteArray(10'000, '[') + QByteArray(10'000, ']') << u"M_NOT_JSON"_s;
    }

    void badBodiesAreNamed()
    {
        QFETCH(QByteArray, body);
        MatrixProbe probe(m_url);
        const ProbeAnswer answer = probe.send("POST", u"/_matrix/client/v3/login"_s, body);
        QCOMPARE(answer.status, 400);
        QTEST(answer.errcode(), "errcode");
    }

    void unknownPathsAndMethodsAreUnrecognized()
    {
        MatrixProbe probe(m_url);
        QCOMPARE(probe.get(u"/_matrix/client/v3/nothing"_s).status, 404);
        const ProbeAnswer method = probe.put(u"/_matrix/client/v3/login"_s);
        QCOMPARE(method.status, 405);
        QCOMPARE(method.errcode(), u"M_UNRECOGNIZED"_s);
        QCOMPARE(m_server->truth().count("*", "unknown"), 2U);
    }

    void idleConnectionsAreClosed()
    {
        Options options;
        options.idleTimeout = std::chrono::milliseconds(100);
        PracticeServer server(options);
        RawClient silent(server.start().value());
        RawClient half(server.url());
        half.write("GET /_matrix");
        QVERIFY(silent.waitForEnd());
        QVERIFY(half.waitForEnd());
        QCOMPARE(server.truth().connections, 0U);
    }

    void stoppingClosesEveryConnectionAndThePort()
    {
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitFor([&] { return client.received().endsWith('}'); }));
        m_server->stop();
        QVERIFY(client.waitForEnd());
        MatrixProbe probe(m_url);
        QCOMPARE(probe.get(versions).error, QNetworkReply::ConnectionRefusedError);
        QCOMPARE(m_server->start().value(), m_url);
        QCOMPARE(probe.get(versions).status, 200);
    }

    void closeConnectionsLeavesTheListenerOpen()
    {
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitFor([&] { return client.received().endsWith('}'); }));
        m_server->closeConnections();
        QVERIFY(client.waitForEnd());
        QCOMPARE(MatrixProbe(m_url).get(versions).status, 200);
    }

    void tlsShowsACertificateThatCanBeTrusted()
    {
        Options options;
        options.tls = true;
        PracticeServer server(options);
        const QUrl url = server.start().value();
        QCOMPARE(url.scheme(), u"https"_s);
        const QList<QSslCertificate> trusted = QSslCertificate::fromData(server.certificate());
        QCOMPARE(trusted.size(), 1);

        MatrixProbe stranger(url);
        QCOMPARE(stranger.get(versions).error, QNetworkReply::SslHandshakeFailedError);

        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        const QSslConfiguration before = configuration;
        configuration.setCaCertificates(trusted);
        QSslConfiguration::setDefaultConfiguration(configuration);
        MatrixProbe friendly(url);
        friendly.registerUser(u"ann"_s);
        const QByteArray big(180'000, 'x'); // more than a TLS record and a socket buffer
        const ProbeAnswer uploaded =
            friendly.send("POST", u"/_matrix/media/v3/upload"_s, big, "application/octet-stream");
        const ProbeAnswer back = friendly.get(
            u"/_matrix/client/v1/media/download/localhost/"_s + uploaded.text("content_uri"_L1).section(u'/', -1));
        QSslConfiguration::setDefaultConfiguration(before);
        QCOMPARE(back.status, 200);
        QCOMPARE(back.body, big);
    }

    void rubbishInsteadOfAHandshakeClosesTheConnection()
    {
        Options options;
        options.tls = true;
        PracticeServer server(options);
        RawClient client(server.start().value());
        client.write(versionsRequest);
        QVERIFY(client.waitForEnd());
    }

private:
    std::unique_ptr<PracticeServer> m_server;
    QUrl m_url;
};

QTEST_GUILESS_MAIN(TestPracticeConnections)
#include "test_practiceconnections.moc"
