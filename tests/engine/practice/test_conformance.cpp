// SPDX-License-Identifier: GPL-3.0-or-later
// What Throng relies on of a homeserver. The same tests run against the practice homeserver and, when
// THRONG_SYNAPSE_URL names one with open registration, against a real Synapse: where the two differ, the practice
// homeserver is wrong. Every answer goes, a line of JSON each, to the file that THRONG_ANSWERS names:
// tests/integration/test_conformance.py runs this on both and holds the answers against the specification.
#include "engine/practice/practiceserver.h"
#include "support/matrixprobe.h"

#include <QFile>
#include <QRandomGenerator>
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

QStringList valuesOf(const QJsonValue &events, const QString &key)
{
    QStringList values;
    for (const auto &event : events.toArray())
        values.append(event.toObject().value(key).toString());
    return values;
}

} // namespace

class TestConformance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_url = QUrl(qEnvironmentVariable("THRONG_SYNAPSE_URL"));
        if (m_url.isEmpty()) {
            m_practice = std::make_unique<PracticeServer>();
            m_url = m_practice->start().value();
        }
        if (const QString file = qEnvironmentVariable("THRONG_ANSWERS"); !file.isEmpty()) {
            m_answers.setFileName(file);
            QVERIFY(m_answers.open(QIODevice::WriteOnly));
        }
        // A prefix of its own: names on a real server are used up for ever.
        m_prefix = u"conf"_s + QString::number(QRandomGenerator::system()->generate(), 36);
        m_ann = newUser();
        m_bob = newUser();
        QVERIFY(!m_ann->userId.isEmpty());
        m_domain = m_ann->userId.section(u':', 1);
    }

    // ------------------------------------------------------------------------------------ accounts

    void versionsAndLoginFlowsAnswerAnyone()
    {
        const auto probe = newProbe();
        QVERIFY(valuesIn(probe->get(u"/_matrix/client/versions"_s).at(u"versions"_s)).contains(u"v1.11"_s));
        QVERIFY(valuesOf(probe->get(u"/_matrix/client/v3/login"_s).at(u"flows"_s), u"type"_s)
                    .contains(u"m.login.password"_s));
    }

    void registrationIsAFlowThatBeginsWith401()
    {
        const auto probe = newProbe();
        const QString path = u"/_matrix/client/v3/register"_s;
        QJsonObject body { { u"username"_s, newName() }, { u"password"_s, u"secret"_s } };
        const ProbeAnswer asked = probe->post(path, body);
        QCOMPARE(asked.status, 401);
        QVERIFY(!asked.text("session"_L1).isEmpty());
        QVERIFY(asked.at(u"flows/0/stages"_s).isArray());
        QVERIFY(asked.at(u"params"_s).isObject());
        QVERIFY(!asked.json.contains(u"completed"_s)); // nothing is yet
        const QJsonObject auth { { u"type"_s, u"m.login.dummy"_s }, { u"session"_s, asked.text("session"_L1) } };
        QJsonObject other = body;
        body.insert(u"auth"_s, auth);
        const ProbeAnswer made = probe->post(path, body);
        QCOMPARE(made.status, 200);
        QVERIFY(!made.text("access_token"_L1).isEmpty() && !made.text("device_id"_L1).isEmpty());
        // The session was of that name.
        other.insert(u"username"_s, newName());
        other.insert(u"auth"_s, auth);
        QVERIFY(probe->post(path, other).status >= 400);
    }

    void registrationRefusesTakenAndWrongNames_data()
    {
        QTest::addColumn<bool>("taken");
        QTest::addColumn<QString>("errcode");
        QTest::newRow("taken") << true << u"M_USER_IN_USE"_s;
        QTest::newRow("wrong") << false << u"M_INVALID_USERNAME"_s;
    }

    void registrationRefusesTakenAndWrongNames()
    {
        QFETCH(bool, taken);
        const auto probe = newProbe();
        const ProbeAnswer answer =
            probe->registerUser(taken ? m_ann->userId.section(u':', 0, 0).mid(1) : u"Capital Letters"_s);
        QCOMPARE(answer.status, 400);
        QTEST(answer.errcode(), "errcode");
    }

    void inhibitLoginLeavesTheTokenOut()
    {
        const auto probe = newProbe();
        const ProbeAnswer answer = probe->post(u"/_matrix/client/v3/register"_s,
            { { u"username"_s, newName() }, { u"password"_s, u"secret"_s }, { u"inhibit_login"_s, true },
                { u"auth"_s, QJsonObject { { u"type"_s, u"m.login.dummy"_s } } } });
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.json.contains(u"access_token"_s));
    }

    void loginAndLogout()
    {
        const auto probe = newProbe();
        QCOMPARE(probe->login(m_ann->userId, u"wrong"_s).status, 403);
        QCOMPARE(probe->login(m_ann->userId, u"wrong"_s).errcode(), u"M_FORBIDDEN"_s);
        QCOMPARE(probe->login(m_ann->userId.section(u':', 0, 0).mid(1)).status, 200);
        QCOMPARE(probe->get(u"/_matrix/client/v3/account/whoami"_s).text("user_id"_L1), m_ann->userId);
        QCOMPARE(probe->post(u"/_matrix/client/v3/logout"_s).status, 200);
        const ProbeAnswer after = probe->get(u"/_matrix/client/v3/account/whoami"_s);
        QCOMPARE(after.status, 401);
        QCOMPARE(after.errcode(), u"M_UNKNOWN_TOKEN"_s);
        probe->token.clear();
        QCOMPARE(probe->get(u"/_matrix/client/v3/account/whoami"_s).errcode(), u"M_MISSING_TOKEN"_s);
        QJsonObject unknown { { u"type"_s, u"m.login.telepathy"_s } };
        QCOMPARE(probe->post(u"/_matrix/client/v3/login"_s, unknown).errcode(), u"M_INVALID_PARAM"_s);
        unknown.insert(u"identifier"_s, QJsonObject { { u"type"_s, u"m.id.user"_s }, { u"user"_s, m_ann->userId } });
        QCOMPARE(probe->post(u"/_matrix/client/v3/login"_s, unknown).status, 400);
        QCOMPARE(probe->post(u"/_matrix/client/v3/login"_s, unknown).errcode(), u"M_UNKNOWN"_s);
    }

    void devicesAreListedWithWhatClientsReadOfThem()
    {
        const auto probe = newUser();
        const ProbeAnswer devices = probe->get(u"/_matrix/client/v3/devices"_s);
        QCOMPARE(devices.at(u"devices"_s).toArray().size(), 1);
        QVERIFY(!devices.at(u"devices/0/device_id"_s).toString().isEmpty());
        // matrix-nio refuses the list without these two, whatever they are.
        QVERIFY(devices.at(u"devices/0"_s).toObject().contains(u"last_seen_ip"_s));
        QVERIFY(devices.at(u"devices/0"_s).toObject().contains(u"last_seen_ts"_s));
    }

    void aRefreshTokenBuysANewAccessTokenOnce()
    {
        const auto probe = newProbe();
        const QJsonObject identifier { { u"type"_s, u"m.id.user"_s }, { u"user"_s, m_ann->userId } };
        const ProbeAnswer login = probe->post(u"/_matrix/client/v3/login"_s,
            { { u"type"_s, u"m.login.password"_s }, { u"identifier"_s, identifier }, { u"password"_s, u"secret"_s },
                { u"refresh_token"_s, true } });
        QVERIFY(login.json.value(u"expires_in_ms"_s).toInteger() > 0);
        const ProbeAnswer fresh =
            probe->post(u"/_matrix/client/v3/refresh"_s, { { u"refresh_token"_s, login.text("refresh_token"_L1) } });
        QCOMPARE(fresh.status, 200);
        probe->token = fresh.text("access_token"_L1);
        QCOMPARE(probe->get(u"/_matrix/client/v3/account/whoami"_s).status, 200);
        const ProbeAnswer wrong =
            probe->post(u"/_matrix/client/v3/refresh"_s, { { u"refresh_token"_s, u"nonsense"_s } });
        QVERIFY(wrong.status == 401 || wrong.status == 403);
    }

    // --------------------------------------------------------------------------------------- rooms

    void aRoomIsCreatedWithWhatWasAsked()
    {
        const QString room = m_ann->createRoom(
            { { u"name"_s, u"Room 1"_s }, { u"preset"_s, u"private_chat"_s }, { u"topic"_s, u"talk"_s },
                { u"creation_content"_s, QJsonObject { { u"m.federate"_s, false }, { u"org.throng.tag"_s, u"t"_s } } },
                { u"initial_state"_s,
                    QJsonArray { QJsonObject { { u"type"_s, u"m.room.encryption"_s }, { u"state_key"_s, u""_s },
                        { u"content"_s, QJsonObject { { u"algorithm"_s, u"m.megolm.v1.aes-sha2"_s } } } } } } });
        QVERIFY(room.startsWith(u'!'));
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.name"_s)).text("name"_L1), u"Room 1"_s);
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.topic/"_s)).text("topic"_L1), u"talk"_s);
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.create"_s)).text("org.throng.tag"_L1), u"t"_s);
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.join_rules"_s)).text("join_rule"_L1), u"invite"_s);
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.history_visibility"_s)).text("history_visibility"_L1),
            u"shared"_s);
        QCOMPARE(m_ann->get(roomPath(room, u"/state/m.room.avatar"_s)).errcode(), u"M_NOT_FOUND"_s);
        QCOMPARE(m_ann->get(roomPath(room, u"/state"_s)).status, 200);
    }

    void creationRefuses_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("errcode");
        QTest::newRow("room version") << QJsonObject { { u"room_version"_s, u"99"_s } } << 400
                                      << u"M_UNSUPPORTED_ROOM_VERSION"_s;
        QTest::newRow("no user ID") << QJsonObject { { u"invite"_s, QJsonArray { u"nobody"_s } } } << 400
                                    << u"M_UNKNOWN"_s;
    }

    void creationRefuses()
    {
        QFETCH(QJsonObject, body);
        QFETCH(QString, errcode);
        const ProbeAnswer answer = m_ann->post(u"/_matrix/client/v3/createRoom"_s, body);
        QTEST(answer.status, "status");
        QCOMPARE(answer.errcode(), errcode);
    }

    void anAliasIsGivenOnce()
    {
        const QJsonObject body { { u"preset"_s, u"public_chat"_s }, { u"room_alias_name"_s, newName() } };
        const QString room = m_ann->createRoom(body);
        const QString alias = u'#' + body.value(u"room_alias_name"_s).toString() + u':' + m_domain;
        QCOMPARE(
            m_bob->get(u"/_matrix/client/v3/directory/room/"_s + MatrixProbe::part(alias)).text("room_id"_L1), room);
        QCOMPARE(m_bob->post(u"/_matrix/client/v3/join/"_s + MatrixProbe::part(alias)).text("room_id"_L1), room);
        QCOMPARE(m_bob->post(u"/_matrix/client/v3/createRoom"_s, body).errcode(), u"M_ROOM_IN_USE"_s);
    }

    void invitationJoinLeaveForget()
    {
        const QString room = m_ann->createRoom({});
        const ProbeAnswer uninvited = m_bob->post(roomPath(room, u"/join"_s));
        QCOMPARE(uninvited.status, 403);
        QCOMPARE(uninvited.errcode(), u"M_FORBIDDEN"_s);
        QCOMPARE(m_ann->post(roomPath(room, u"/invite"_s), { { u"user_id"_s, m_bob->userId } }).status, 200);
        QCOMPARE(m_bob->post(roomPath(room, u"/join"_s)).text("room_id"_L1), room);
        QCOMPARE(m_bob->post(roomPath(room, u"/join"_s)).status, 200); // again: nothing happens
        QCOMPARE(m_ann->post(roomPath(room, u"/invite"_s), { { u"user_id"_s, m_bob->userId } }).status, 403);
        QVERIFY(valuesIn(m_bob->get(u"/_matrix/client/v3/joined_rooms"_s).at(u"joined_rooms"_s)).contains(room));
        QCOMPARE(m_ann->get(roomPath(room, u"/members"_s)).at(u"chunk"_s).toArray().size(), 2);
        QCOMPARE(m_ann->get(roomPath(room, u"/joined_members"_s)).at(u"joined"_s).toObject().size(), 2);
        QCOMPARE(m_bob->post(roomPath(room, u"/forget"_s)).status, 400);
        QCOMPARE(m_bob->post(roomPath(room, u"/leave"_s)).status, 200);
        QCOMPARE(m_ann->get(roomPath(room, u"/members?membership=leave"_s)).at(u"chunk/0/state_key"_s).toString(),
            m_bob->userId);
        QCOMPARE(m_bob->post(roomPath(room, u"/forget"_s)).status, 200);
        const ProbeAnswer outside = m_bob->put(roomPath(room, u"/send/m.room.message/1"_s), { { u"body"_s, u"x"_s } });
        QCOMPARE(outside.status, 403);
        QCOMPARE(outside.errcode(), u"M_FORBIDDEN"_s);
        QCOMPARE(m_bob->get(roomPath(room, u"/messages?dir=b"_s)).status, 403);
    }

    // -------------------------------------------------------------------------------------- events

    void transactionsAreIdempotent()
    {
        const QString room = m_ann->createRoom({});
        const QString first = m_ann->sendText(room, u"hello"_s, u"txn"_s);
        QVERIFY(first.startsWith(u'$'));
        QCOMPARE(m_ann->sendText(room, u"hello"_s, u"txn"_s), first);
        QVERIFY(m_ann->sendText(room, u"hello"_s, u"other"_s) != first);
    }

    void reactionsStandOnce()
    {
        const QString room = m_ann->createRoom({});
        const QString message = m_ann->sendText(room, u"hello"_s, u"1"_s);
        const QJsonObject relation { { u"rel_type"_s, u"m.annotation"_s }, { u"event_id"_s, message },
            { u"key"_s, u"👍"_s } };
        const QJsonObject content { { u"m.relates_to"_s, relation } };
        const QString path = roomPath(room, u"/send/m.reaction/"_s);
        QCOMPARE(m_ann->put(path + u"2"_s, content).status, 200);
        const ProbeAnswer again = m_ann->put(path + u"3"_s, content);
        QCOMPARE(again.status, 400);
        QCOMPARE(again.errcode(), u"M_DUPLICATE_ANNOTATION"_s);
    }

    void aRedactionEmptiesTheEvent()
    {
        const QString room = m_ann->createRoom({});
        const QString event = m_ann->sendText(room, u"secret"_s, u"1"_s);
        const QString path = roomPath(room, u"/redact/"_s) + MatrixProbe::part(event) + u"/2"_s;
        const ProbeAnswer redacted = m_ann->put(path, { { u"reason"_s, u"oops"_s } });
        QCOMPARE(redacted.status, 200);
        QCOMPARE(m_ann->put(path, { { u"reason"_s, u"oops"_s } }).text("event_id"_L1), redacted.text("event_id"_L1));
        const ProbeAnswer seen = m_ann->get(roomPath(room, u"/event/"_s) + MatrixProbe::part(event));
        QVERIFY(seen.at(u"content"_s).toObject().isEmpty());
        QCOMPARE(seen.at(u"unsigned/redacted_because/type"_s).toString(), u"m.room.redaction"_s);
    }

    void tooLargeAnEventIsRefused()
    {
        const QString room = m_ann->createRoom({});
        const ProbeAnswer answer = m_ann->put(roomPath(room, u"/send/m.room.message/1"_s),
            { { u"msgtype"_s, u"m.text"_s }, { u"body"_s, QString(70'000, u'x') } });
        QCOMPARE(answer.status, 413);
        QCOMPARE(answer.errcode(), u"M_TOO_LARGE"_s);
    }

    void bodiesThatAreNoJsonAreRefused()
    {
        const QString room = m_ann->createRoom({});
        const QString path = roomPath(room, u"/send/m.room.message/1"_s);
        QCOMPARE(m_ann->send("PUT", path, "{oops").errcode(), u"M_NOT_JSON"_s);
        QCOMPARE(m_ann->send("PUT", path, "[]").status, 400);
    }

    void historyIsPagedBothWays()
    {
        const QString room = m_ann->createRoom({});
        QStringList sent;
        for (int i = 0; i < 12; ++i)
            sent.append(m_ann->sendText(room, QString::number(i), QString::number(i)));
        for (const QChar direction : { u'b', u'f' }) {
            QStringList seen;
            QString from;
            do {
                const QString more = from.isEmpty() ? QString() : u"&from="_s + from;
                const ProbeAnswer page = m_ann->get(roomPath(room, u"/messages?limit=5&dir="_s) + direction + more);
                QCOMPARE(page.status, 200);
                for (const auto &event : page.at(u"chunk"_s).toArray()) {
                    QCOMPARE(event.toObject().value(u"room_id"_s).toString(), room);
                    if (event.toObject().value(u"type"_s).toString() == u"m.room.message")
                        seen.append(event.toObject().value(u"event_id"_s).toString());
                }
                from = page.at(u"chunk"_s).toArray().isEmpty() ? QString() : page.text("end"_L1);
            } while (!from.isEmpty());
            if (direction == u'b')
                std::reverse(seen.begin(), seen.end());
            QCOMPARE(seen, sent);
        }
        const ProbeAnswer context =
            m_ann->get(roomPath(room, u"/context/"_s) + MatrixProbe::part(sent[6]) + u"?limit=4"_s);
        QCOMPARE(context.at(u"event/event_id"_s).toString(), sent[6]);
        QCOMPARE(valuesOf(context.at(u"events_before"_s), u"event_id"_s), QStringList({ sent[5], sent[4] }));
        QCOMPARE(valuesOf(context.at(u"events_after"_s), u"event_id"_s), QStringList({ sent[7], sent[8] }));
    }

    // ---------------------------------------------------------------------------------------- sync

    void syncsAreInitialAndIncremental()
    {
        const auto carl = newUser();
        const QString room = carl->createRoom({ { u"name"_s, u"Room 1"_s } });
        const QString base = u"rooms/join/"_s + room;
        const ProbeAnswer initial = carl->sync();
        const QStringList types = valuesOf(initial.at(base + u"/state/events"_s), u"type"_s)
            + valuesOf(initial.at(base + u"/timeline/events"_s), u"type"_s);
        for (const QString &type : { u"m.room.create"_s, u"m.room.member"_s, u"m.room.name"_s })
            QCOMPARE(types.count(type), 1);
        const QString event = carl->sendText(room, u"news"_s, u"txn 1"_s);
        const ProbeAnswer news = carl->sync(initial.text("next_batch"_L1));
        QCOMPARE(valuesOf(news.at(base + u"/timeline/events"_s), u"event_id"_s), QStringList { event });
        QCOMPARE(news.at(base + u"/timeline/events/0/unsigned/transaction_id"_s).toString(), u"txn 1"_s);
        QVERIFY(!news.at(base + u"/timeline/limited"_s).toBool());
        QVERIFY(!news.at(base + u"/timeline/events/0"_s).toObject().contains(u"room_id"_s));
        QVERIFY(carl->sync(news.text("next_batch"_L1)).at(base).isUndefined());
    }

    void aGapIsLimited()
    {
        const auto carl = newUser();
        const QString room = carl->createRoom({});
        const QString since = carl->sync().text("next_batch"_L1);
        QStringList sent;
        for (int i = 0; i < 8; ++i)
            sent.append(carl->sendText(room, QString::number(i), QString::number(i)));
        const QString filter =
            QString::fromLatin1(QByteArray(R"({"room":{"timeline":{"limit":3}}})").toPercentEncoding());
        const ProbeAnswer answer = carl->sync(since, u"&filter="_s + filter);
        const QString base = u"rooms/join/"_s + room;
        QVERIFY(answer.at(base + u"/timeline/limited"_s).toBool());
        QCOMPARE(valuesOf(answer.at(base + u"/timeline/events"_s), u"event_id"_s), sent.mid(5));
        const ProbeAnswer page = carl->get(roomPath(room, u"/messages?dir=b&limit=2&from="_s)
            + MatrixProbe::part(answer.at(base + u"/timeline/prev_batch"_s).toString()));
        QCOMPARE(valuesOf(page.at(u"chunk"_s), u"event_id"_s), QStringList({ sent[4], sent[3] }));
    }

    void invitationsAndLeavingAreToldInTheirSections()
    {
        const auto carl = newUser();
        const QString room =
            m_ann->createRoom({ { u"name"_s, u"Party"_s }, { u"invite"_s, QJsonArray { carl->userId } } });
        const ProbeAnswer invited = carl->sync();
        const QJsonValue state = invited.at(u"rooms/invite/"_s + room + u"/invite_state/events"_s);
        QVERIFY(valuesOf(state, u"type"_s).contains(u"m.room.name"_s));
        QVERIFY(valuesOf(state, u"state_key"_s).contains(carl->userId));
        carl->post(roomPath(room, u"/join"_s));
        const ProbeAnswer joined = carl->sync(invited.text("next_batch"_L1));
        QVERIFY(joined.at(u"rooms/join/"_s + room).isObject());
        QVERIFY(joined.at(u"rooms/invite/"_s + room).isUndefined());
        carl->post(roomPath(room, u"/leave"_s));
        const ProbeAnswer left = carl->sync(joined.text("next_batch"_L1));
        QCOMPARE(
            left.at(u"rooms/leave/"_s + room + u"/timeline/events/-1/content/membership"_s).toString(), u"leave"_s);
        QVERIFY(carl->sync().at(u"rooms/leave/"_s + room).isUndefined());
    }

    void aLongPollWaitsForNews()
    {
        const auto carl = newUser();
        const QString room = carl->createRoom({});
        QString since = carl->sync().text("next_batch"_L1);
        // What a server tells late (its own presence, say) ends the first polls: until nothing comes.
        const auto poll = carl->begin(u"/_matrix/client/v3/sync?timeout=30000&set_presence=offline&since="_s + since);
        const QString event = carl->sendText(room, u"wake up"_s, u"1"_s);
        ProbeAnswer answer = carl->answerOf(*poll);
        const QString path = u"rooms/join/"_s + room + u"/timeline/events/0/event_id"_s;
        if (answer.at(path).isUndefined())
            answer = carl->sync(answer.text("next_batch"_L1));
        QCOMPARE(answer.at(path).toString(), event);
    }

    void typingReceiptsAndMarkersAreSynced()
    {
        const auto carl = newUser();
        const QString room = m_ann->createRoom({ { u"preset"_s, u"public_chat"_s } });
        carl->post(roomPath(room, u"/join"_s));
        const QString event = m_ann->sendText(room, u"hello"_s, u"1"_s);
        const QString since = carl->sync().text("next_batch"_L1);
        const QString user = MatrixProbe::part(m_ann->userId);
        QCOMPARE(m_ann->put(roomPath(room, u"/typing/"_s) + user, { { u"typing"_s, true }, { u"timeout"_s, 30'000 } })
                     .status,
            200);
        QCOMPARE(m_ann->post(roomPath(room, u"/receipt/m.read/"_s) + MatrixProbe::part(event)).status, 200);
        QCOMPARE(carl->post(roomPath(room, u"/read_markers"_s), { { u"m.fully_read"_s, event } }).status, 200);
        const ProbeAnswer foreign = carl->put(roomPath(room, u"/typing/"_s) + user, { { u"typing"_s, true } });
        QCOMPARE(foreign.status, 400);
        QCOMPARE(foreign.errcode(), u"M_FORBIDDEN"_s);
        QStringList seen;
        QString token = since;
        const QString base = u"rooms/join/"_s + room;
        // A server may tell them one after another.
        QTRY_VERIFY(([&] {
            const ProbeAnswer answer = carl->sync(token);
            token = answer.text("next_batch"_L1);
            seen += valuesOf(answer.at(base + u"/ephemeral/events"_s), u"type"_s);
            seen += valuesOf(answer.at(base + u"/account_data/events"_s), u"type"_s);
            return seen.contains(u"m.typing"_s) && seen.contains(u"m.receipt"_s) && seen.contains(u"m.fully_read"_s);
        })());
    }

    void filtersAreKeptByTheServer()
    {
        const QString path = u"/_matrix/client/v3/user/"_s + MatrixProbe::part(m_ann->userId) + u"/filter"_s;
        const QJsonObject filter { { u"room"_s,
            QJsonObject { { u"timeline"_s, QJsonObject { { u"limit"_s, 2 } } } } } };
        const QString id = m_ann->post(path, filter).text("filter_id"_L1);
        QCOMPARE(m_ann->get(path + u'/' + id).json, filter);
        QCOMPARE(m_ann->sync({}, u"&filter="_s + id).status, 200);
        QCOMPARE(m_ann->get(path + u"/77777"_s).status, 404);
    }

    void badSyncParametersAreRefused_data()
    {
        QTest::addColumn<QString>("query");
        QTest::newRow("token") << u"since=yesterday"_s;
        QTest::newRow("timeout") << u"timeout=soon"_s;
        QTest::newRow("presence") << u"set_presence=asleep"_s;
    }

    void badSyncParametersAreRefused()
    {
        QFETCH(QString, query);
        QCOMPARE(m_ann->get(u"/_matrix/client/v3/sync?"_s + query).status, 400);
    }

    void toDeviceMessagesArrive()
    {
        const auto carl = newUser();
        const QString since = carl->sync().text("next_batch"_L1);
        const QString device = carl->get(u"/_matrix/client/v3/account/whoami"_s).text("device_id"_L1);
        const QJsonObject byDevice { { device, QJsonObject { { u"n"_s, 1 } } } };
        QCOMPARE(m_ann
                     ->put(u"/_matrix/client/v3/sendToDevice/m.dummy/"_s + newName(),
                         { { u"messages"_s, QJsonObject { { carl->userId, byDevice } } } })
                     .status,
            200);
        const ProbeAnswer answer = carl->sync(since);
        QCOMPARE(answer.at(u"to_device/events/0/content/n"_s).toInt(), 1);
        QCOMPARE(answer.at(u"to_device/events/0/sender"_s).toString(), m_ann->userId);
    }

    // --------------------------------------------------------------------- profiles, presence, media

    void profilesAreOnesOwnAndReadableByAll()
    {
        const QString profile = u"/_matrix/client/v3/profile/"_s + MatrixProbe::part(m_ann->userId);
        QCOMPARE(m_ann->put(profile + u"/displayname"_s, { { u"displayname"_s, u"Ann \"A\""_s } }).status, 200);
        QCOMPARE(m_ann->put(profile + u"/avatar_url"_s, { { u"avatar_url"_s, u"mxc://localhost/a"_s } }).status, 200);
        QCOMPARE(m_bob->get(profile + u"/displayname"_s).text("displayname"_L1), u"Ann \"A\""_s);
        QCOMPARE(m_bob->get(profile).text("avatar_url"_L1), u"mxc://localhost/a"_s);
        const ProbeAnswer foreign = m_bob->put(profile + u"/displayname"_s, { { u"displayname"_s, u"x"_s } });
        QCOMPARE(foreign.status, 400);
        QCOMPARE(foreign.errcode(), u"M_FORBIDDEN"_s);
        const ProbeAnswer nobody = m_bob->get(
            u"/_matrix/client/v3/profile/"_s + MatrixProbe::part(u"@nobody-here:"_s + m_domain) + u"/displayname"_s);
        QCOMPARE(nobody.status, 404);
        QCOMPARE(nobody.errcode(), u"M_NOT_FOUND"_s);
    }

    void presenceIsSetAndRead()
    {
        const QString path = u"/_matrix/client/v3/presence/"_s + MatrixProbe::part(m_ann->userId) + u"/status"_s;
        QCOMPARE(m_ann->put(path, { { u"presence"_s, u"unavailable"_s }, { u"status_msg"_s, u"out"_s } }).status, 200);
        QCOMPARE(m_ann->get(path).text("presence"_L1), u"unavailable"_s);
        QCOMPARE(m_ann->get(path).text("status_msg"_L1), u"out"_s);
        QCOMPARE(m_bob->put(path, { { u"presence"_s, u"online"_s } }).status, 403);
    }

    void mediaGoesUpAndComesDown()
    {
        const QByteArray text = "no picture at all";
        const ProbeAnswer uploaded =
            m_ann->send("POST", u"/_matrix/media/v3/upload?filename=a.txt"_s, text, "text/plain");
        QVERIFY(uploaded.text("content_uri"_L1).startsWith(u"mxc://"_s));
        const QString path = u'/' + m_domain + u'/' + uploaded.text("content_uri"_L1).section(u'/', -1);
        const ProbeAnswer download = m_bob->get(u"/_matrix/client/v1/media/download"_s + path);
        QCOMPARE(download.body, text);
        QVERIFY(download.header("Content-Type").startsWith("text/plain"));
        QVERIFY2(download.header("Content-Disposition").endsWith("; filename=a.txt"),
            download.header("Content-Disposition").constData());
        QCOMPARE(m_bob->get(u"/_matrix/client/v1/media/thumbnail"_s + path + u"?width=32&height=32"_s).status, 400);
        QCOMPARE(m_bob->get(u"/_matrix/media/v3/download"_s + path).status, 404);
        QCOMPARE(m_bob->get(u"/_matrix/client/v1/media/download/"_s + m_domain + u"/nothing"_s).status, 404);
        const auto nobody = newProbe();
        QCOMPARE(nobody->get(u"/_matrix/client/v1/media/download"_s + path).status, 401);
        QVERIFY(m_bob->get(u"/_matrix/client/v1/media/config"_s).json.contains(u"m.upload.size"_s));
    }

    void unknownEndpointsAreUnrecognized()
    {
        const ProbeAnswer answer = m_ann->get(u"/_matrix/client/v3/nothing_here"_s);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.errcode(), u"M_UNRECOGNIZED"_s);
        QCOMPARE(m_ann->put(u"/_matrix/client/v3/login"_s).status, 405);
    }

private:
    std::unique_ptr<MatrixProbe> newProbe()
    {
        auto probe = std::make_unique<MatrixProbe>(m_url);
        if (m_answers.isOpen())
            probe->record(&m_answers);
        return probe;
    }

    QString newName() { return m_prefix + u'-' + QString::number(++m_names); }

    std::unique_ptr<MatrixProbe> newUser()
    {
        auto probe = newProbe();
        probe->registerUser(newName());
        return probe;
    }

    static QStringList valuesIn(const QJsonValue &array)
    {
        QStringList values;
        for (const auto &value : array.toArray())
            values.append(value.toString());
        return values;
    }

    std::unique_ptr<PracticeServer> m_practice;
    QUrl m_url;
    QFile m_answers;
    QString m_prefix;
    QString m_domain;
    int m_names = 0;
    std::unique_ptr<MatrixProbe> m_ann;
    std::unique_ptr<MatrixProbe> m_bob;
};

QTEST_GUILESS_MAIN(TestConformance)
#include "test_conformance.moc"
