// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/content.h"
#include "engine/matrix/encoding.h"
#include "engine/matrix/roompath.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace throng::matrix;
using namespace Qt::StringLiterals;

namespace {

/// Qt's parser is the judge of what our writer wrote.
QJsonObject parsed(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        qWarning() << error.errorString() << json;
    return document.object();
}

} // namespace

class TestMatrixEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pathsKeepOnlyUnreservedCharacters_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("encoded");
        QTest::newRow("room ID") << "!a:b.org"_ba
                                 << "%21a%3Ab.org"_ba;
        QTest::newRow("room ID without a domain") << "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"_ba
                                                  << "%2131hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"_ba;
        QTest::newRow("event ID") << "$a-b_c~.d"_ba
                                  << "%24a-b_c~.d"_ba;
        QTest::newRow("alias") << "#ch at:x"_ba
                               << "%23ch%20at%3Ax"_ba;
        QTest::newRow("user") << "@u/=+:x"_ba
                              << "%40u%2F%3D%2B%3Ax"_ba;
        QTest::newRow("query characters") << "a&b=c?d%"_ba
                                          << "a%26b%3Dc%3Fd%25"_ba;
        QTest::newRow("UTF-8") << "ü"_ba
                               << "%C3%BC"_ba;
        QTest::newRow("control characters") << QByteArray("\0\n\x7f", 3) << "%00%0A%7F"_ba;
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }
    void pathsKeepOnlyUnreservedCharacters()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, encoded);
        QCOMPARE(percentEncoded(text), encoded);
        QCOMPARE(QByteArray::fromPercentEncoding(encoded), text);
    }

    void roomPathHoldsTheEncodedBeginning()
    {
        const RoomPath room("!a:b"_ba);
        QCOMPARE(room.id(), "!a:b"_ba);
        QCOMPARE(room.path(), "/_matrix/client/v3/rooms/%21a%3Ab/"_ba);
        QVERIFY(RoomPath().isEmpty());
        QVERIFY(!room.isEmpty());
    }

    void jsonStringsComeBackAsTheyWere_data()
    {
        QTest::addColumn<QString>("text");
        QString control;
        for (char16_t c = 0; c < 0x80; ++c)
            control += QChar(c);
        QTest::newRow("empty") << QString();
        QTest::newRow("plain") << u"Hello there"_s;
        QTest::newRow("all of ASCII") << control;
        QTest::newRow("quotes and backslashes") << u"\\\"a\\\\\"\""_s;
        QTest::newRow("two bytes") << u"ü ß"_s;
        QTest::newRow("four bytes") << u"😀👍🏽"_s;
        QTest::newRow("line separators") << u"a\u2028b\u2029c"_s;
    }
    void jsonStringsComeBackAsTheyWere()
    {
        QFETCH(QString, text);
        QByteArray fromText = "{\"k\":"_ba;
        appendJsonString(fromText, QStringView(text));
        QCOMPARE(parsed(fromText + '}').value(u"k"_s).toString(), text);
        QByteArray fromUtf8 = "{\"k\":"_ba;
        appendJsonString(fromUtf8, QByteArrayView(text.toUtf8()));
        QCOMPARE(fromUtf8, fromText);
    }

    void damagedTextBecomesValidJson_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("lone continuation") << "a\x80z"_ba;
        QTest::newRow("cut in the middle") << "a\xe2\x82"_ba;
        QTest::newRow("overlong") << "\xc0\xafz"_ba;
        QTest::newRow("encoded surrogate") << "\xed\xa0\x80"_ba;
    }
    void damagedTextBecomesValidJson()
    {
        QFETCH(QByteArray, bytes);
        QByteArray json = "{\"k\":"_ba;
        appendJsonString(json, QByteArrayView(bytes));
        QVERIFY(json.isValidUtf8());
        QVERIFY(parsed(json + '}').value(u"k"_s).toString().contains(QChar::ReplacementCharacter));
    }

    void loneSurrogateBecomesValidJson()
    {
        QByteArray json = "{\"k\":"_ba;
        const char16_t lone[] = { u'a', 0xd800, u'b' };
        appendJsonString(json, QStringView(lone, 3));
        const QString back = parsed(json + '}').value(u"k"_s).toString();
        QVERIFY(json.isValidUtf8());
        QVERIFY(back.startsWith(u'a') && back.endsWith(u'b') && back.size() == 3);
    }

    void textAndEditHaveTheSpecifiedShape()
    {
        const QJsonObject text = parsed(textContent(u"Hi \"you\""));
        QCOMPARE(text, (QJsonObject { { u"msgtype"_s, u"m.text"_s }, { u"body"_s, u"Hi \"you\""_s } }));

        const QJsonObject edit = parsed(editContent("$e:x"_ba, u"new"));
        QCOMPARE(edit.value(u"body"_s).toString(), u"* new"_s);
        QCOMPARE(edit.value(u"m.new_content"_s).toObject(),
            (QJsonObject { { u"msgtype"_s, u"m.text"_s }, { u"body"_s, u"new"_s } }));
        QCOMPARE(edit.value(u"m.relates_to"_s).toObject(),
            (QJsonObject { { u"rel_type"_s, u"m.replace"_s }, { u"event_id"_s, u"$e:x"_s } }));
    }

    void imageAndReactionHaveTheSpecifiedShape()
    {
        ImageContent image;
        image.filename = u"a b.png"_s;
        image.url = "mxc://x/y"_ba;
        image.width = 640;
        image.height = 480;
        image.bytes = 5'000'000'000;
        QCOMPARE(parsed(imageContent(image)),
            (QJsonObject { { u"msgtype"_s, u"m.image"_s }, { u"body"_s, u"a b.png"_s }, { u"url"_s, u"mxc://x/y"_s },
                { u"info"_s,
                    QJsonObject { { u"mimetype"_s, u"image/png"_s }, { u"w"_s, 640 }, { u"h"_s, 480 },
                        { u"size"_s, qint64(5'000'000'000) } } } }));
        QCOMPARE(parsed(reactionContent("$e"_ba, u"👍")).value(u"m.relates_to"_s).toObject(),
            (QJsonObject { { u"rel_type"_s, u"m.annotation"_s }, { u"event_id"_s, u"$e"_s }, { u"key"_s, u"👍"_s } }));
    }

    void loginAndRegisterLeaveOutWhatIsNotAskedFor()
    {
        PasswordLogin login;
        login.user = u"user.000000"_s;
        login.password = u"p"_s;
        QCOMPARE(parsed(passwordLoginBody(login)),
            (QJsonObject { { u"type"_s, u"m.login.password"_s },
                { u"identifier"_s, QJsonObject { { u"type"_s, u"m.id.user"_s }, { u"user"_s, u"user.000000"_s } } },
                { u"password"_s, u"p"_s } }));
        login.deviceId = u"D"_s;
        login.deviceName = u"Throng"_s;
        login.wantsRefreshToken = true;
        const QJsonObject full = parsed(passwordLoginBody(login));
        QCOMPARE(full.value(u"device_id"_s).toString(), u"D"_s);
        QCOMPARE(full.value(u"initial_device_display_name"_s).toString(), u"Throng"_s);
        QCOMPARE(full.value(u"refresh_token"_s), QJsonValue(true));

        QCOMPARE(parsed(tokenLoginBody("t"_ba, u"")),
            (QJsonObject { { u"type"_s, u"m.login.token"_s }, { u"token"_s, u"t"_s } }));

        const RegisterRequest request { u"u"_s, u"p"_s, {}, false };
        QCOMPARE(
            parsed(registerBody(request, {})), (QJsonObject { { u"username"_s, u"u"_s }, { u"password"_s, u"p"_s } }));
        QCOMPARE(parsed(registerBody(request, "{\"type\":\"m.login.dummy\"}"_ba)).value(u"auth"_s).toObject(),
            (QJsonObject { { u"type"_s, u"m.login.dummy"_s } }));
    }

    void createRoomHasWhatWasAskedFor()
    {
        CreateRoomRequest room;
        QCOMPARE(parsed(createRoomBody(room)), (QJsonObject { { u"preset"_s, u"private_chat"_s } }));
        room.name = u"Room 1"_s;
        room.preset = RoomPreset::PublicChat;
        room.invite = { u"@a:x"_s, u"@b:x"_s };
        room.federate = false;
        room.encrypted = true;
        room.creationTag = u"tag-1"_s;
        room.roomVersion = u"12"_s;
        QCOMPARE(parsed(createRoomBody(room)),
            (QJsonObject { { u"preset"_s, u"public_chat"_s }, { u"name"_s, u"Room 1"_s },
                { u"room_version"_s, u"12"_s }, { u"invite"_s, QJsonArray { u"@a:x"_s, u"@b:x"_s } },
                { u"creation_content"_s,
                    QJsonObject { { u"m.federate"_s, false }, { u"org.throng.tag"_s, u"tag-1"_s } } },
                { u"initial_state"_s,
                    QJsonArray { QJsonObject { { u"type"_s, u"m.room.encryption"_s }, { u"state_key"_s, u""_s },
                        { u"content"_s, QJsonObject { { u"algorithm"_s, u"m.megolm.v1.aes-sha2"_s } } } } } } }));
    }

    void sharedSecretMacEqualsPythonsHmac_data()
    {
        QTest::addColumn<QByteArray>("nonce");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QByteArray>("mac");
        QTest::newRow("ASCII") << "thisisanonce"_ba
                               << "shared secret"_ba << u"pepper_roni"_s << u"pizza"_s
                               << "af32a90d1c4165205fd69ea828630777b85034e1"_ba;
        QTest::newRow("UTF-8") << "n"_ba
                               << "geheïm"_ba << u"jürgen"_s << u"päss"_s
                               << "84711687e559298075e4ee35df3b0219b6fc3f79"_ba;
    }
    void sharedSecretMacEqualsPythonsHmac()
    {
        QFETCH(QByteArray, nonce);
        QFETCH(QByteArray, secret);
        QFETCH(QString, user);
        QFETCH(QString, password);
        QFETCH(QByteArray, mac);
        QCOMPARE(sharedSecretMac(nonce, secret, user, password), mac);
        const QJsonObject body = parsed(sharedSecretBody(nonce, secret, user, password));
        QCOMPARE(body.value(u"mac"_s).toString().toLatin1(), mac);
        QCOMPARE(body.value(u"admin"_s), QJsonValue(false));
        QVERIFY(!body.contains(u"secret"_s));
        const QJsonObject admin = parsed(sharedSecretBody(nonce, secret, user, password, AccountKind::Administrator));
        QCOMPARE(admin.value(u"admin"_s), QJsonValue(true));
        QVERIFY(admin.value(u"mac"_s) != body.value(u"mac"_s));
    }
};

QTEST_APPLESS_MAIN(TestMatrixEncoding)
#include "test_matrixencoding.moc"
