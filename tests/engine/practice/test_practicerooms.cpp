// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/practiceserver.h"
#include "support/matrixprobe.h"

#include <QTest>

using namespace throng::practice;
using namespace Qt::StringLiterals;
using throng::test::MatrixProbe;
using throng::test::ProbeAnswer;

namespace {

QString roomPath(const QString &room, const QString &rest)
{
    return u"/_matrix/client/v3/rooms/"_s + MatrixProbe::part(room) + rest;
}

} // namespace

class TestPracticeRooms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<PracticeServer>();
        const QUrl url = m_server->start().value();
        m_ann = std::make_unique<MatrixProbe>(url);
        m_bob = std::make_unique<MatrixProbe>(url);
        m_ann->registerUser(u"ann"_s);
        m_bob->registerUser(u"bob"_s);
    }

    void creationWritesTheRoomsState()
    {
        const QString room = m_ann->createRoom({ { u"name"_s, u"Room 1"_s }, { u"preset"_s, u"private_chat"_s },
            { u"creation_content"_s, QJsonObject { { u"m.federate"_s, false }, { u"org.throng.tag"_s, u"t"_s } } },
            { u"initial_state"_s,
                QJsonArray { QJsonObject { { u"type"_s, u"m.room.encryption"_s }, { u"state_key"_s, u""_s },
                    { u"content"_s, QJsonObject { { u"algorithm"_s, u"m.megolm.v1.aes-sha2"_s } } } } } } });
        QVERIFY(room.startsWith(u'!'));
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.name"_s)).text("name"_L1), u"Room 1"_s);
        const ProbeAnswer create = m_ann->get(roomPath(room, u"/state/m.room.create/"_s));
        QCOMPARE(create.text("org.throng.tag"_L1), u"t"_s);
        QCOMPARE(create.text("room_version"_L1), u"12"_s);
        QCOMPARE(
            m_ann->get(roomPath(room, u"/state/m.room.encryption"_s)).text("algorithm"_L1), u"m.megolm.v1.aes-sha2"_s);
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.join_rules"_s)).text("join_rule"_L1), u"invite"_s);
        QCOMPARE(m_server->truth().rooms, 1U);
        QCOMPARE(m_server->truth().eventsByType.value("m.room.create"), 1U);
    }

    void roomIdsHaveADomainBeforeVersion12Only()
    {
        const QString fresh = m_ann->createRoom({});
        QVERIFY(fresh.startsWith(u'!') && !fresh.contains(u':'));
        QVERIFY(m_ann->createRoom({ { u"room_version"_s, u"11"_s } }).endsWith(u":localhost"_s));
        QCOMPARE(m_ann->post(u"/_matrix/client/v3/createRoom"_s, { { u"room_version"_s, u"99"_s } }).errcode(),
            u"M_UNSUPPORTED_ROOM_VERSION"_s);
    }

    void tooManyInvitationsAtCreationAreRefusedAsSynapseDoes()
    {
        Options options;
        options.maximumInvitesAtCreation = 1;
        PracticeServer server(options);
        const QUrl url = server.start().value();
        MatrixProbe ann(url);
        MatrixProbe bob(url);
        ann.registerUser(u"ann"_s);
        bob.registerUser(u"bob"_s);
        const QJsonArray two { bob.userId, ann.userId };
        const ProbeAnswer answer = ann.post(u"/_matrix/client/v3/createRoom"_s, { { u"invite"_s, two } });
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.text("error"_L1), u"Cannot invite so many users at once"_s);
        QVERIFY(!ann.createRoom({ { u"invite"_s, QJsonArray { bob.userId } } }).isEmpty());
        QCOMPARE(server.truth().rooms, 1U);
    }

    void invitationJoinLeaveForget()
    {
        const QString room = m_ann->createRoom({ { u"name"_s, u"Room 1"_s } });
        QCOMPARE(m_bob->post(roomPath(room, u"/join"_s)).status, 403);
        QCOMPARE(m_ann->post(roomPath(room, u"/invite"_s), { { u"user_id"_s, m_bob->userId } }).status, 200);
        QCOMPARE(m_server->truth().invited, 1U);
        QCOMPARE(m_bob->post(u"/_matrix/client/v3/join/"_s + MatrixProbe::part(room)).text("room_id"_L1), room);
        QCOMPARE(m_server->truth().joined, 2U);
        QCOMPARE(m_server->truth().invited, 0U);
        QCOMPARE(m_bob->get(u"/_matrix/client/v3/joined_rooms"_s).at(u"joined_rooms/0"_s).toString(), room);
        QCOMPARE(m_bob->post(roomPath(room, u"/forget"_s)).status, 400);
        QCOMPARE(m_bob->post(roomPath(room, u"/leave"_s)).status, 200);
        QCOMPARE(m_bob->post(roomPath(room, u"/forget"_s)).status, 200);
        QCOMPARE(m_server->truth().joined, 1U);
        QCOMPARE(m_bob->sendText(room, u"hello?"_s, u"1"_s), QString());
    }

    void anAliasLeadsToARoomOnce()
    {
        const QJsonObject body { { u"preset"_s, u"public_chat"_s }, { u"room_alias_name"_s, u"lobby"_s } };
        const QString room = m_ann->createRoom(body);
        QCOMPARE(
            m_bob->post(u"/_matrix/client/v3/join/"_s + MatrixProbe::part(u"#lobby:localhost"_s)).text("room_id"_L1),
            room);
        QCOMPARE(m_bob->post(u"/_matrix/client/v3/createRoom"_s, body).errcode(), u"M_ROOM_IN_USE"_s);
    }

    void aRepeatedTransactionMakesNoSecondEvent()
    {
        const QString room = m_ann->createRoom({});
        const QString first = m_ann->sendText(room, u"hello"_s, u"txn"_s);
        QVERIFY(first.startsWith(u'$'));
        QCOMPARE(m_ann->sendText(room, u"hello"_s, u"txn"_s), first);
        QVERIFY(m_ann->sendText(room, u"hello"_s, u"other"_s) != first);
        QCOMPARE(m_server->truth().eventsByType.value("m.room.message"), 2U);
        QCOMPARE(m_server->truth().repeatedTransactions, 1U);
    }

    void theSameReactionTwiceIsRefusedUntilRedacted()
    {
        const QString room = m_ann->createRoom({});
        const QString message = m_ann->sendText(room, u"hello"_s, u"1"_s);
        const QJsonObject relation { { u"rel_type"_s, u"m.annotation"_s }, { u"event_id"_s, message },
            { u"key"_s, u"👍"_s } };
        const QJsonObject content { { u"m.relates_to"_s, relation } };
        const QString path = roomPath(room, u"/send/m.reaction/"_s);
        const ProbeAnswer first = m_ann->put(path + u"2"_s, content);
        QCOMPARE(first.status, 200);
        QCOMPARE(m_ann->put(path + u"3"_s, content).errcode(), u"M_DUPLICATE_ANNOTATION"_s);
        const QString redact = roomPath(room, u"/redact/"_s) + MatrixProbe::part(first.text("event_id"_L1)) + u"/4"_s;
        QCOMPARE(m_ann->put(redact, { { u"reason"_s, u"oops"_s } }).status, 200);
        QCOMPARE(m_ann->put(path + u"5"_s, content).status, 200);
    }

    void aRedactedMessageLosesItsContent()
    {
        const QString room = m_ann->createRoom({});
        const QString event = m_ann->sendText(room, u"secret"_s, u"1"_s);
        m_ann->put(roomPath(room, u"/redact/"_s) + MatrixProbe::part(event) + u"/2"_s);
        const ProbeAnswer seen = m_ann->get(roomPath(room, u"/event/"_s) + MatrixProbe::part(event));
        QVERIFY(seen.at(u"content"_s).toObject().isEmpty());
        QCOMPARE(seen.at(u"unsigned/redacted_because/type"_s).toString(), u"m.room.redaction"_s);
    }

    void anEventOver64KiBIsTooLarge()
    {
        const QString room = m_ann->createRoom({});
        const ProbeAnswer answer = m_ann->put(roomPath(room, u"/send/m.room.message/1"_s),
            { { u"msgtype"_s, u"m.text"_s }, { u"body"_s, QString(70'000, u'x') } });
        QCOMPARE(answer.status, 413);
        QCOMPARE(answer.errcode(), u"M_TOO_LARGE"_s);
    }

    void messagesPagesBothWaysWithoutGapOrRepeat()
    {
        const QString room = m_ann->createRoom({});
        QStringList sent;
        for (int i = 0; i < 25; ++i)
            sent.append(m_ann->sendText(room, QString::number(i), QString::number(i)));
        for (const QChar direction : { u'b', u'f' }) {
            QStringList seen;
            QString from;
            do {
                const QString more = from.isEmpty() ? QString() : u"&from="_s + from;
                const ProbeAnswer page = m_ann->get(
                    roomPath(room, u"/messages?limit=7&filter=%7B%22types%22%3A%5B%22m.room.message%22%5D%7D&dir="_s)
                    + direction + more);
                QCOMPARE(page.status, 200);
                for (const auto &event : page.at(u"chunk"_s).toArray()) {
                    QCOMPARE(event.toObject().value(u"room_id"_s).toString(), room);
                    seen.append(event.toObject().value(u"event_id"_s).toString());
                }
                from = page.text("end"_L1);
            } while (!from.isEmpty());
            if (direction == u'b')
                std::reverse(seen.begin(), seen.end());
            QCOMPARE(seen, sent);
        }
    }

    void profileChangesReachEveryRoomAndAnyone()
    {
        const QString room = m_ann->createRoom({});
        const QString profile = u"/_matrix/client/v3/profile/"_s + MatrixProbe::part(m_ann->userId);
        QCOMPARE(m_bob->get(profile + u"/displayname"_s).text("displayname"_L1), u"ann"_s);
        QCOMPARE(m_ann->put(profile + u"/displayname"_s, { { u"displayname"_s, u"Ann \"A\"\n"_s } }).status, 200);
        QCOMPARE(m_bob->get(profile + u"/displayname"_s).text("displayname"_L1), u"Ann \"A\"\n"_s);
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.member/"_s) + MatrixProbe::part(m_ann->userId))
                     .text("displayname"_L1),
            u"Ann \"A\"\n"_s);
        QCOMPARE(m_bob->put(profile + u"/displayname"_s, { { u"displayname"_s, u"x"_s } }).status, 400);
        QCOMPARE(m_ann->put(profile + u"/avatar_url"_s, { { u"avatar_url"_s, u"mxc://localhost/a"_s } }).status, 200);
        QCOMPARE(m_bob->get(profile + u"/avatar_url"_s).text("avatar_url"_L1), u"mxc://localhost/a"_s);
        QCOMPARE(m_bob->get(u"/_matrix/client/v3/profile/%40nobody%3Alocalhost"_s).status, 404);
    }

    void membersListsThoseWithTheMembershipAskedFor()
    {
        const QString room = m_ann->createRoom({ { u"invite"_s, QJsonArray { m_bob->userId } } });
        const QString members = roomPath(room, u"/members"_s);
        QCOMPARE(m_ann->get(members).at(u"chunk"_s).toArray().size(), 2);
        QCOMPARE(m_ann->get(members + u"?membership=join"_s).at(u"chunk/0/state_key"_s).toString(), m_ann->userId);
        QCOMPARE(m_ann->get(members + u"?not_membership=join"_s).at(u"chunk/0/state_key"_s).toString(), m_bob->userId);
        QCOMPARE(m_bob->get(members).errcode(), u"M_FORBIDDEN"_s);
    }

    void mediaComesBackToThoseLoggedIn()
    {
        const QByteArray png = QByteArray::fromHex("89504e470d0a1a0a") + QByteArray(1000, 'p');
        const ProbeAnswer uploaded =
            m_ann->send("POST", u"/_matrix/media/v3/upload?filename=a.png"_s, png, "image/png");
        const QString path = u"/localhost/"_s + uploaded.text("content_uri"_L1).section(u'/', -1);
        const ProbeAnswer download = m_bob->get(u"/_matrix/client/v1/media/download"_s + path);
        QCOMPARE(download.body, png);
        QCOMPARE(download.header("Content-Type"), "image/png");
        QCOMPARE(m_bob->get(u"/_matrix/client/v1/media/thumbnail"_s + path + u"?width=32&height=32"_s).status, 200);
        QCOMPARE(m_bob->get(u"/_matrix/media/v3/download"_s + path).status, 404);
        m_bob->token.clear();
        QCOMPARE(m_bob->get(u"/_matrix/client/v1/media/download"_s + path).status, 401);

        const ProbeAnswer text = m_ann->send("POST", u"/_matrix/media/v3/upload"_s, "hello", "text/plain");
        const QString textPath = u"/localhost/"_s + text.text("content_uri"_L1).section(u'/', -1);
        QCOMPARE(m_ann->get(u"/_matrix/client/v1/media/thumbnail"_s + textPath + u"?width=32&height=32"_s).status, 400);
        QCOMPARE(m_server->truth().uploads, 2U);
        QCOMPARE(m_server->truth().mediaBytes, quint64(png.size() + 5));
    }

    void theTruthNamesEndpointsAsStatisticsDo()
    {
        const QString room = m_ann->createRoom({});
        m_ann->sendText(room, u"hello"_s, u"1"_s);
        m_ann->put(roomPath(room, u"/send/org.example.own/2"_s), {});
        const Truth truth = m_server->truth();
        QCOMPARE(truth.count("PUT", "/_matrix/client/v3/rooms/_/send/m.room.message", 200), 1U);
        QCOMPARE(truth.count("PUT", "/_matrix/client/v3/rooms/_/send/_", 200), 1U);
        QCOMPARE(truth.count("POST", "/_matrix/client/v3/register"), 2U);
        m_server->resetTruth();
        QCOMPARE(m_server->truth().count("POST", "/_matrix/client/v3/register"), 0U);
        QCOMPARE(m_server->truth().accounts, 2U);
    }

private:
    std::unique_ptr<PracticeServer> m_server;
    std::unique_ptr<MatrixProbe> m_ann;
    std::unique_ptr<MatrixProbe> m_bob;
};

QTEST_GUILESS_MAIN(TestPracticeRooms)
#include "test_practicerooms.moc"
