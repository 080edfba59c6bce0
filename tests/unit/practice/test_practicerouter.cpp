// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/json.h"
#include "engine/practice/router.h"
#include "engine/practice/syncfilter.h"

#include <QTest>

using namespace throng::practice;

class TestPracticeRouter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_router.add({ "GET", "/_matrix/client/v3/rooms/{roomId}/messages", Route::Access::User, nullptr });
        m_router.add(
            { "PUT", "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}", Route::Access::User, nullptr });
    }

    void parametersAreDecoded()
    {
        const auto match = m_router.match("GET", "/_matrix/client/v3/rooms/%21a%2Fb%3Ac/messages?dir=b");
        QVERIFY(match.route);
        QCOMPARE(match.parameters.front(), "!a/b:c");
    }

    void theOldSpellingIsServed() { QVERIFY(m_router.match("GET", "/_matrix/client/r0/rooms/!a/messages").route); }

    void otherMethodsAndPathsAreToldApart()
    {
        const auto method = m_router.match("POST", "/_matrix/client/v3/rooms/!a/messages");
        QVERIFY(!method.route && method.pathKnown);
        const auto path = m_router.match("GET", "/_matrix/client/v3/rooms/!a/nothing");
        QVERIFY(!path.route && !path.pathKnown);
        QVERIFY(!m_router.match("GET", "").route);
        QVERIFY(!m_router.match("GET", "*").route);
    }

    void damagedEscapesAreSeen_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("cut off") << QByteArray("%2");
        QTest::newRow("no digits") << QByteArray("%zz");
        QTest::newRow("no UTF-8") << QByteArray("%ff%fe");
    }

    void damagedEscapesAreSeen()
    {
        QFETCH(QByteArray, part);
        QVERIFY(m_router.match("GET", "/_matrix/client/v3/rooms/" + part.toStdString() + "/messages").damaged);
    }

    void statisticsNamesAreFinite_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("of the specification")
            << QByteArray("m.room.message") << QByteArray("/_matrix/client/v3/rooms/_/send/m.room.message");
        QTest::newRow("of someone") << QByteArray("org.example.x") << QByteArray("/_matrix/client/v3/rooms/_/send/_");
    }

    void statisticsNamesAreFinite()
    {
        QFETCH(QByteArray, type);
        const auto match = m_router.match("PUT", "/_matrix/client/v3/rooms/!a/send/" + type.toStdString() + "/t1");
        QTEST(QByteArray::fromStdString(Router::statisticsName(*match.route, match.parameters)), "name");
    }

    void jsonIsEscapedAndCommasStandBetween()
    {
        std::string out;
        JsonWriter(out)
            .beginObject()
            .member("a\"b", "line\nbreak\x01\\")
            .key("list")
            .beginArray()
            .number(-7)
            .boolean(true)
            .beginObject()
            .endObject()
            .endArray()
            .rawMember("raw", "[1]")
            .endObject();
        QCOMPARE(out, "{\"a\\\"b\":\"line\\nbreak\\u0001\\\\\",\"list\":[-7,true,{}],\"raw\":[1]}");
    }

    void filterPatternsMatch_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("passes");
        QTest::newRow("whole") << QByteArray("m.room.message") << QByteArray("m.room.message") << true;
        QTest::newRow("prefix") << QByteArray("m.room.*") << QByteArray("m.room.message") << true;
        QTest::newRow("middle") << QByteArray("m.*.message") << QByteArray("m.room.message") << true;
        QTest::newRow("other") << QByteArray("m.room.*") << QByteArray("m.reaction") << false;
        QTest::newRow("no tail") << QByteArray("m.room") << QByteArray("m.room.message") << false;
        // A matcher that tries every way would not come back from this one.
        QTest::newRow("hostile") << QByteArray("*a*a*a*a*a*a*a*a*a*a*a*a*a*b") << QByteArray(3000, 'a') << false;
    }

    void filterPatternsMatch()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, type);
        std::string problem;
        const auto filter =
            SyncFilter::parse("{\"room\":{\"timeline\":{\"types\":[\"" + pattern.toStdString() + "\"]}}}", problem);
        QVERIFY(filter);
        QTEST(filter->timeline.passes(type.toStdString(), "@a:b"), "passes");
    }

    void filtersRefuseWrongTypes()
    {
        std::string problem;
        QVERIFY(!SyncFilter::parse(R"({"room":{"timeline":{"types":"m.room.message"}}})", problem));
        QVERIFY(problem.find("types") != std::string::npos);
    }

private:
    Router m_router;
};

QTEST_APPLESS_MAIN(TestPracticeRouter)
#include "test_practicerouter.moc"
