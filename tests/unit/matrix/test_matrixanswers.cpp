// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/answers.h"

#include <QTest>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Parse = std::optional<Error> (*)(QByteArray);

template <auto parse>
std::optional<Error> errorIn(QByteArray json)
{
    const auto result = parse(std::move(json));
    return result ? std::nullopt : std::optional(result.error());
}

} // namespace

Q_DECLARE_METATYPE(Parse)

class TestMatrixAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void versionsTellWhatTheServerCan_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QStringList>("versions");
        QTest::addColumn<bool>("authenticatedMedia");
        QTest::newRow("Synapse 1.163")
            << R"({"versions":["r0.6.1","v1.1","v1.11","v1.15"],"unstable_features":{"org.matrix.msc3916.stable":true}})"_ba
            << QStringList { u"r0.6.1"_s, u"v1.1"_s, u"v1.11"_s, u"v1.15"_s } << true;
        QTest::newRow("Dendrite 0.15")
            << R"({"versions":["v1.0","v1.2"],"unstable_features":{"org.matrix.msc3916.stable":true,"x":false}})"_ba
            << QStringList { u"v1.0"_s, u"v1.2"_s } << true;
        QTest::newRow("switched off")
            << R"({"unstable_features":{"org.matrix.msc3916.stable":false},"versions":["v1.10"]})"_ba
            << QStringList { u"v1.10"_s } << false;
        QTest::newRow("v1.9 is not later than v1.11")
            << R"({"versions":["v1.9"]})"_ba << QStringList { u"v1.9"_s } << false;
        QTest::newRow("no list of features")
            << R"({"versions":["v1.12"],"unstable_features":null})"_ba << QStringList { u"v1.12"_s } << true;
    }
    void versionsTellWhatTheServerCan()
    {
        QFETCH(QByteArray, json);
        QFETCH(QStringList, versions);
        QFETCH(bool, authenticatedMedia);
        const Result<Versions> result = parseVersions(std::move(json));
        QVERIFY2(result, result ? "" : qPrintable(result.error().toString()));
        QCOMPARE(result->versions, versions);
        QCOMPARE(result->hasAuthenticatedMedia(), authenticatedMedia);
    }

    void loginIsReadWhole()
    {
        const Result<LoginResponse> login = parseLogin(
            R"({"user_id":"@u:x","access_token":"syt_a","device_id":"D","refresh_token":"syr_b","expires_in_ms":300000,"well_known":{"m.homeserver":{}}})"_ba);
        QVERIFY(login);
        QCOMPARE(login->userId, u"@u:x"_s);
        QCOMPARE(login->accessToken, "syt_a"_ba);
        QCOMPARE(login->deviceId, u"D"_s);
        QCOMPARE(login->refreshToken, "syr_b"_ba);
        QCOMPARE(login->expiresIn, std::optional<Milliseconds>(5min));
    }

    void registrationMayComeWithoutAToken()
    {
        const Result<LoginResponse> login = parseRegistration(R"({"user_id":"@u:x","home_server":"x"})"_ba);
        QVERIFY(login);
        QVERIFY(login->accessToken.isEmpty());
        QVERIFY(!login->expiresIn);
    }

    void challengeListsFlowsInAnyShape()
    {
        const Result<UiaChallenge> challenge = parseChallenge(
            R"({"params":{"m.login.terms":{}},"completed":["m.login.dummy"],"flows":[{"stages":["m.login.terms","m.login.dummy"]},{"stages":[]},{}],"session":"abc"})"_ba);
        QVERIFY(challenge);
        QCOMPARE(challenge->session, "abc"_ba);
        QCOMPARE(challenge->completed, QStringList { u"m.login.dummy"_s });
        QCOMPARE(challenge->flows, (std::vector<QStringList> { { u"m.login.terms"_s, u"m.login.dummy"_s }, {}, {} }));
    }

    void membersAndMessagesAreRead()
    {
        const Result<std::vector<Member>> members = parseMembers(
            R"({"chunk":[{"type":"m.room.member","state_key":"@a:x","content":{"membership":"join","displayname":"A","avatar_url":"mxc:\/\/x/a"}},{"state_key":"@b:x","content":{"membership":"invite","displayname":null}}]})"_ba);
        QVERIFY(members);
        QCOMPARE(members->size(), std::size_t(2));
        QCOMPARE(members->at(0).displayName, u"A"_s);
        QCOMPARE(members->at(0).avatarUrl, "mxc://x/a"_ba);
        QCOMPARE(members->at(1).membership, "invite"_ba);
        QVERIFY(members->at(1).displayName.isEmpty());

        const Result<MessagesResponse> messages = parseMessages(
            R"({"start":"t1","end":"t2","chunk":[{"event_id":"$e","sender":"@a:x","type":"m.room.message","origin_server_ts":5,"content":{"msgtype":"m.text"}}],"state":[7]})"_ba);
        QVERIFY(messages);
        QCOMPARE(messages->end, "t2"_ba);
        QCOMPARE(messages->events.at(0).id, "$e"_ba);
        const Result<MessagesResponse> last = parseMessages(R"({"start":"t1","chunk":[]})"_ba);
        QVERIFY(last && last->end.isEmpty());
    }

    void aRoomOfOursIsKnownByItsTag()
    {
        const Result<RoomCreation> ours = parseRoomCreation(R"({"room_version":"11","org.throng.tag":"t"})"_ba);
        QVERIFY(ours);
        QCOMPARE(ours->creationTag, u"t"_s);
        QCOMPARE(ours->roomVersion, u"11"_s);
        const Result<RoomCreation> other = parseRoomCreation(R"({"creator":"@a:x","org.throng.tag":7})"_ba);
        QVERIFY(other && other->creationTag.isEmpty());
    }

    void whatMayBeMissingMayBe()
    {
        QCOMPARE(parseDisplayName("{}"_ba).value(), QString());
        QCOMPARE(parseDisplayName(R"({"displayname":null})"_ba).value(), QString());
        QCOMPARE(parseDisplayName(R"({"displayname":"Jürgen 😀"})"_ba).value(), u"Jürgen 😀"_s);
        QCOMPARE(parseAvatarUrl("{}"_ba).value(), QByteArray());
        QCOMPARE(parseAvatarUrl(R"({"avatar_url":"mxc:\/\/x/y"})"_ba).value(), "mxc://x/y"_ba);
        QVERIFY(parseObject(R"({"anything":[1,{}]})"_ba));
    }

    void whatACallCannotDoWithoutIsAsked_data()
    {
        QTest::addColumn<Parse>("parse");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("where");
        QTest::newRow("versions") << Parse(errorIn<parseVersions>) << "{}"_ba << u"versions"_s;
        QTest::newRow("versions: an entry")
            << Parse(errorIn<parseVersions>) << R"({"versions":["v1.1",2]})"_ba << u"versions[1]"_s;
        QTest::newRow("well-known") << Parse(errorIn<parseWellKnown>) << R"({"m.homeserver":{}})"_ba
                                    << u"m.homeserver.base_url"_s;
        QTest::newRow("login: token") << Parse(errorIn<parseLogin>) << R"({"user_id":"@u:x"})"_ba << u"access_token"_s;
        QTest::newRow("login: user") << Parse(errorIn<parseLogin>) << R"({"access_token":"a"})"_ba << u"user_id"_s;
        QTest::newRow("register: user") << Parse(errorIn<parseRegistration>) << R"({"access_token":"a"})"_ba
                                        << u"user_id"_s;
        QTest::newRow("refresh") << Parse(errorIn<parseRefresh>) << R"({"access_token":7})"_ba << u"access_token"_s;
        QTest::newRow("challenge") << Parse(errorIn<parseChallenge>) << R"({"session":"a"})"_ba << u"flows"_s;
        QTest::newRow("challenge: stages")
            << Parse(errorIn<parseChallenge>) << R"({"flows":[{"stages":"m.login.dummy"}]})"_ba << u"flows[0].stages"_s;
        QTest::newRow("nonce") << Parse(errorIn<parseNonce>) << R"({"nonce":""})"_ba << u"nonce"_s;
        QTest::newRow("whoami") << Parse(errorIn<parseWhoAmI>) << "{}"_ba << u"user_id"_s;
        QTest::newRow("room") << Parse(errorIn<parseRoom>) << R"({"room_id":null})"_ba << u"room_id"_s;
        QTest::newRow("joined rooms") << Parse(errorIn<parseJoinedRooms>) << R"({"joined_rooms":["!a",{}]})"_ba
                                      << u"joined_rooms[1]"_s;
        QTest::newRow("members") << Parse(errorIn<parseMembers>) << R"({"chunk":[{}]})"_ba << u"chunk[0].state_key"_s;
        QTest::newRow("filter") << Parse(errorIn<parseFilterId>) << "{}"_ba << u"filter_id"_s;
        QTest::newRow("send") << Parse(errorIn<parseSend>) << R"({"event_id":["$e"]})"_ba << u"event_id"_s;
        QTest::newRow("messages") << Parse(errorIn<parseMessages>) << R"({"end":"t"})"_ba << u"chunk"_s;
        QTest::newRow("upload") << Parse(errorIn<parseUpload>) << "{}"_ba << u"content_uri"_s;
        QTest::newRow("login flows") << Parse(errorIn<parseLoginFlows>) << R"({"flows":[{"type":1}]})"_ba
                                     << u"flows[0].type"_s;
        QTest::newRow("done, as a page") << Parse(errorIn<parseObject>) << "<html>Welcome to our Wi-Fi</html>"_ba
                                         << QString();
        QTest::newRow("done, damaged") << Parse(errorIn<parseObject>) << R"({"a" 1})"_ba << QString();
    }
    void whatACallCannotDoWithoutIsAsked()
    {
        QFETCH(Parse, parse);
        QFETCH(QByteArray, json);
        QFETCH(QString, where);
        const std::optional<Error> error = parse(json);
        QVERIFY(error);
        QCOMPARE(error->where, where);
        QVERIFY(!error->message.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestMatrixAnswers)
#include "test_matrixanswers.moc"
