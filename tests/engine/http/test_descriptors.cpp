// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every connection gives its descriptor back, whoever had opened it and however it ends.
#include "engine/metrics/processsampler.h"
#include "support/scriptedserver.h"
#include "support/testuser.h"

#include <QTest>

using namespace throng;
using namespace throng::http;
using namespace Qt::StringLiterals;
using throng::test::get;
using throng::test::ScriptedPeer;
using throng::test::ScriptedServer;
using throng::test::TestUser;
using Security = ScriptedServer::Security;

class TestDescriptors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void connectionsGiveTheirsBack_data()
    {
        QTest::addColumn<Security>("security");
        QTest::addColumn<bool>("serverCloses");
        QTest::newRow("plain") << Security::Plain << false;
        QTest::newRow("plain, the server closes") << Security::Plain << true;
        QTest::newRow("TLS") << Security::Tls << false;
        QTest::newRow("TLS, the server closes") << Security::Tls << true;
    }
    void connectionsGiveTheirsBack()
    {
        QFETCH(const Security, security);
        QFETCH(const bool, serverCloses);
        ScriptedServer server(security, [serverCloses](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            peer.send(serverCloses ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"_ba
                                   : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"_ba);
            if (serverCloses)
                peer.close();
        });
        Reactor reactor;
        const auto ask = [&](int users) {
            std::vector<std::unique_ptr<TestUser>> asking;
            for (int i = 0; i < users; ++i) {
                asking.push_back(std::make_unique<TestUser>(reactor, server.origin()));
                if (const Response response = asking.back()->exchange(get()); response.status != 200)
                    qFatal("%s", qPrintable(response.failureText));
            }
        };
        ask(1); // what is opened once and kept
        QTRY_COMPARE(reactor.statistics().open, 0);
        const int before = metrics::ProcessSampler::openDescriptors();
        ask(20);
        QTRY_COMPARE(reactor.statistics().open, 0);
        // The server's ends are in this process, too.
        QTRY_VERIFY2_WITH_TIMEOUT(metrics::ProcessSampler::openDescriptors() <= before,
            qPrintable(u"%1, %2 before"_s.arg(metrics::ProcessSampler::openDescriptors()).arg(before)), 60'000);
    }
};

QTEST_GUILESS_MAIN(TestDescriptors)
#include "test_descriptors.moc"
