// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/request.h"
#include "engine/matrix/endpoint.h"
#include "engine/metrics/outcome.h"

#include <QSet>
#include <QTest>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;

namespace {

QByteArray line(const metrics::EndpointKey &key)
{
    return key.method + ' ' + key.name;
}

} // namespace

class TestEndpoints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The names that matrix-locust's users have in their spreadsheets.
    void namesAreMatrixLocusts_data()
    {
        QTest::addColumn<int>("endpoint");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](Endpoint endpoint, const char *name) {
            QTest::newRow(name) << int(endpoint) << QByteArray(name);
        };
        row(Endpoint::Register, "POST /_matrix/client/v3/register");
        row(Endpoint::Login, "POST /_matrix/client/v3/login");
        row(Endpoint::CreateRoom, "POST /_matrix/client/v3/createRoom");
        row(Endpoint::Join, "POST /_matrix/client/v3/rooms/_/join");
        row(Endpoint::PollSync, "GET /_matrix/client/v3/sync");
        row(Endpoint::SendMessage, "PUT /_matrix/client/v3/rooms/_/send/m.room.message");
        row(Endpoint::SendReaction, "PUT /_matrix/client/v3/rooms/_/send/m.reaction");
        row(Endpoint::Typing, "PUT /_matrix/client/v3/rooms/_/typing/_");
        row(Endpoint::Receipt, "POST /_matrix/client/v3/rooms/_/receipt/m.read/_");
        row(Endpoint::Messages, "GET /_matrix/client/v3/rooms/_/messages");
        row(Endpoint::DisplayName, "GET /_matrix/client/v3/profile/_/displayname");
        row(Endpoint::AvatarUrl, "GET /_matrix/client/v3/profile/_/avatar_url");
        row(Endpoint::SetDisplayName, "PUT /_matrix/client/v3/profile/_/displayname");
    }
    void namesAreMatrixLocusts()
    {
        QFETCH(int, endpoint);
        QFETCH(QByteArray, name);
        QCOMPARE(line(endpointKey(Endpoint(endpoint))), name);
    }

    void eachHasALineOfItsOwn()
    {
        QSet<QByteArray> lines;
        for (std::size_t i = 0; i < endpointCount; ++i) {
            const metrics::EndpointKey key = endpointKey(Endpoint(i));
            const QByteArray text = line(key) + ' ' + toString(key.kind).toUtf8();
            QVERIFY2(!lines.contains(text), text.constData());
            QVERIFY2(key.name.startsWith('/'), text.constData());
            lines.insert(text);
        }
    }

    void theThreeSyncsDifferByKindAlone()
    {
        const metrics::EndpointKey initial = endpointKey(Endpoint::InitialSync);
        const metrics::EndpointKey poll = endpointKey(Endpoint::PollSync);
        QCOMPARE(line(initial), line(poll));
        QCOMPARE(line(initial), line(endpointKey(Endpoint::CatchUpSync)));
        QVERIFY(initial.kind != poll.kind);
        QCOMPARE(toString(endpointKey(Endpoint::CatchUpSync).kind), toString(metrics::Kind::CatchUpSync));
    }

    /// A second one would make a second account, room or device.
    void whatMakesThingsIsNotRepeated()
    {
        for (const Endpoint endpoint : { Endpoint::Register, Endpoint::RegisterWithSecret, Endpoint::Login,
                 Endpoint::Refresh, Endpoint::CreateRoom, Endpoint::Upload, Endpoint::Invite })
            QVERIFY(!isRepeatable(endpoint));
        for (std::size_t i = 0; i < endpointCount; ++i) {
            const http::Method method = endpointMethod(Endpoint(i));
            if (method == http::Method::Get || method == http::Method::Put)
                QVERIFY(isRepeatable(Endpoint(i)));
        }
    }

    void noOldTokenSpoilsALogin()
    {
        QVERIFY(!needsToken(Endpoint::Login));
        QVERIFY(!needsToken(Endpoint::Register));
        QVERIFY(!needsToken(Endpoint::Versions));
        QVERIFY(needsToken(Endpoint::PollSync));
        QVERIFY(needsToken(Endpoint::Download));
    }
};

QTEST_APPLESS_MAIN(TestEndpoints)
#include "test_endpoints.moc"
