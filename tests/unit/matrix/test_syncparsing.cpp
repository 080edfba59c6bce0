// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/sync.h"
#include "engine/metrics/outcome.h"

#include <QTest>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray eventJson(const QByteArray &fields)
{
    return R"({"event_id":"$e","sender":"@a:x","type":"m.room.message","origin_server_ts":1)" + fields + '}';
}

QByteArray syncWith(const QByteArray &events)
{
    return R"({"next_batch":"s1","rooms":{"join":{"!r:x":{"timeline":{"events":[)" + events + "]}}}}}";
}

/// A /sync answer as Synapse sends it: everything in it that we do not read, too.
// A literal a line: moc 6.4 does not know raw strings of several.
// clang-format off
constexpr char synapseSync[] =
    R"({)"
    R"("next_batch": "s72595_4483_1934",)"
    R"("account_data": {"events": [{"type": "m.push_rules", "content": {"global": {"override": [{"enabled": true}]}}}]},)"
    R"("presence": {"events": [{"type": "m.presence", "sender": "@a:x", "content": {"presence": "online"}}]},)"
    R"("device_one_time_keys_count": {"signed_curve25519": 0},)"
    R"("org.matrix.msc2732.device_unused_fallback_key_types": [],)"
    R"("rooms": {)"
    R"("join": {)"
    R"("!one:example.org": {)"
    R"("timeline": {)"
    R"("events": [)"
    R"({"type": "m.room.member", "sender": "@alice:example.org", "state_key": "@alice:example.org",)"
    R"("content": {"membership": "join", "displayname": "Alice"}, "origin_server_ts": 1700000000001,)"
    R"("unsigned": {"age": 1234, "membership": "join"}, "event_id": "$member"},)"
    R"({"content": {"body": "Hi \u00fc x", "msgtype": "m.text"}, "event_id": "$text",)"
    R"("origin_server_ts": 1700000000002, "sender": "@bob:example.org", "type": "m.room.message",)"
    R"("unsigned": {"age": 1000, "transaction_id": "t1"}},)"
    R"({"content": {"body": "p.png", "msgtype": "m.image", "url": "mxc://example.org/abc",)"
    R"("info": {"w": 1, "h": 2, "size": 3, "url": "mxc://not/this"}}, "event_id": "$image",)"
    R"("origin_server_ts": 1700000000003, "sender": "@bob:example.org", "type": "m.room.message"},)"
    R"({"content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$text", "key": "👍"}},)"
    R"("event_id": "$reaction", "origin_server_ts": 1700000000004, "sender": "@alice:example.org",)"
    R"("type": "m.reaction", "unsigned": {}},)"
    R"({"content": {"body": "* new", "msgtype": "m.text", "m.new_content": {"body": "new", "msgtype": "m.text",)"
    R"("url": "mxc://not/this"}, "m.relates_to": {"rel_type": "m.replace", "event_id": "$text"}},)"
    R"("event_id": "$edit", "origin_server_ts": 1700000000005, "sender": "@bob:example.org",)"
    R"("type": "m.room.message"})"
    R"(],)"
    R"("prev_batch": "t44-23_0_0", "limited": true)"
    R"(},)"
    R"("state": {"events": [{"type": 7, "broken": "but skipped"}]},)"
    R"("ephemeral": {"events": [{"type": "m.typing", "content": {"user_ids": []}}]},)"
    R"("unread_notifications": {"highlight_count": 0}, "summary": {})"
    R"(},)"
    R"("!two": {"timeline": {"events": [], "prev_batch": "t1", "limited": false}})"
    R"(},)"
    R"("invite": {"!three:example.org": {"invite_state": {"events": []}}},)"
    R"("leave": {"!four:example.org": {"timeline": {"events": []}}})"
    R"(})"
    R"(})";
// clang-format on

} // namespace

class TestSyncParsing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesWhatUsersNeed()
    {
        const Result<SyncResponse> sync = parseSync(QByteArray(synapseSync));
        QVERIFY2(sync, sync ? "" : qPrintable(sync.error().toString()));
        QCOMPARE(sync->nextBatch, "s72595_4483_1934"_ba);
        QVERIFY(!sync->empty);
        QCOMPARE(sync->invited, std::vector { "!three:example.org"_ba });
        QCOMPARE(sync->left, std::vector { "!four:example.org"_ba });
        QCOMPARE(sync->joined.size(), std::size_t(2));
        QCOMPARE(sync->joined[1].id, "!two"_ba);
        QVERIFY(sync->joined[1].timeline.empty());
        QVERIFY(!sync->joined[1].limited);

        const JoinedRoom &room = sync->joined[0];
        QCOMPARE(room.id, "!one:example.org"_ba);
        QCOMPARE(room.previousBatch, "t44-23_0_0"_ba);
        QVERIFY(room.limited);
        QCOMPARE(room.timeline.size(), std::size_t(5));

        Event member;
        member.id = "$member"_ba;
        member.sender = "@alice:example.org"_ba;
        member.type = "m.room.member"_ba;
        member.originServerTs = 1700000000001;
        member.age = 1234;
        QCOMPARE(room.timeline[0], member);

        QCOMPARE(room.timeline[1].messageType, "m.text"_ba);
        QCOMPARE(room.timeline[1].age, 1000);
        QVERIFY(room.timeline[1].isMessage());
        QVERIFY(!room.timeline[1].isImage());
        QVERIFY(room.timeline[2].isImage());
        QCOMPARE(room.timeline[2].url, "mxc://example.org/abc"_ba);
        QCOMPARE(room.timeline[2].age, -1);
        QCOMPARE(room.timeline[3].relationType, "m.annotation"_ba);
        QCOMPARE(room.timeline[3].relatesTo, "$text"_ba);
        QCOMPARE(room.timeline[3].relationKey, "👍"_ba);
        QVERIFY(!room.timeline[3].isMessage());
        QCOMPARE(room.timeline[4].url, QByteArray());
        QCOMPARE(room.timeline[4].relationType, "m.replace"_ba);
        QVERIFY(!room.timeline[4].isMessage());
    }

    void knowsWhetherThereIsAnyNews_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("empty");
        QTest::newRow("Synapse's empty poll")
            << R"({"next_batch":"a","device_one_time_keys_count":{"signed_curve25519":0}})"_ba << true;
        QTest::newRow("empty collections")
            << R"({"next_batch":"a","rooms":{"join":{},"invite":{},"leave":{}},"presence":{"events":[]},"account_data":{"events":[]},"to_device":{"events":[]},"device_lists":{"changed":[],"left":[]}})"_ba
            << true;
        QTest::newRow("presence") << R"({"next_batch":"a","presence":{"events":[{}]}})"_ba << false;
        QTest::newRow("to-device") << R"({"next_batch":"a","to_device":{"events":[{}]}})"_ba << false;
        QTest::newRow("account data") << R"({"next_batch":"a","account_data":{"events":[{}]}})"_ba << false;
        QTest::newRow("device list") << R"({"next_batch":"a","device_lists":{"changed":["@a:x"],"left":[]}})"_ba
                                     << false;
        QTest::newRow("a room's typing")
            << R"({"next_batch":"a","rooms":{"join":{"!a":{"ephemeral":{"events":[{}]}}}}})"_ba << false;
        QTest::newRow("invite") << R"({"next_batch":"a","rooms":{"invite":{"!a":{}}}})"_ba << false;
        QTest::newRow("leave") << R"({"next_batch":"a","rooms":{"leave":{"!a":{}}}})"_ba << false;
    }
    void knowsWhetherThereIsAnyNews()
    {
        QFETCH(QByteArray, json);
        QFETCH(bool, empty);
        const Result<SyncResponse> sync = parseSync(std::move(json));
        QVERIFY2(sync, sync ? "" : qPrintable(sync.error().toString()));
        QCOMPARE(sync->empty, empty);
    }

    void whatAMemberWroteIsTakenOnlyIfRight_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("content is a number") << R"(,"content":7)"_ba;
        QTest::newRow("content is null") << R"(,"content":null)"_ba;
        QTest::newRow("content is a list") << R"(,"content":[{"msgtype":"m.text"}])"_ba;
        QTest::newRow("no content") << QByteArray();
        QTest::newRow("msgtype is an object") << R"(,"content":{"msgtype":{"a":[1]},"url":7})"_ba;
        QTest::newRow("relation is a string") << R"(,"content":{"m.relates_to":"$e"})"_ba;
        QTest::newRow("relation of wrong types")
            << R"(,"content":{"m.relates_to":{"rel_type":1,"event_id":[],"key":{}}})"_ba;
        QTest::newRow("age is a string") << R"(,"unsigned":{"age":"1"})"_ba;
        QTest::newRow("unsigned is a list") << R"(,"unsigned":[1])"_ba;
        QTest::newRow("age beyond 64 bits") << R"(,"unsigned":{"age":99999999999999999999})"_ba;
    }
    void whatAMemberWroteIsTakenOnlyIfRight()
    {
        QFETCH(QByteArray, fields);
        const Result<SyncResponse> sync = parseSync(syncWith(eventJson(fields) + ',' + eventJson({})));
        QVERIFY2(sync, sync ? "" : qPrintable(sync.error().toString()));
        QCOMPARE(sync->joined[0].timeline.size(), std::size_t(2));
        QCOMPARE(sync->joined[0].timeline[0], sync->joined[0].timeline[1]);
    }

    void anErrorNamesItsPlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("expected");
        const QString object = u"an object"_s;
        const QString string = u"a string"_s;
        QTest::newRow("no next_batch") << "{}"_ba << u"next_batch"_s << u"where the next sync begins"_s;
        QTest::newRow("next_batch is a number") << R"({"next_batch":1})"_ba << u"next_batch"_s << string;
        QTest::newRow("rooms is a list") << R"({"next_batch":"a","rooms":[]})"_ba << u"rooms"_s << object;
        QTest::newRow("join is a list") << R"({"rooms":{"join":[]}})"_ba << u"rooms.join"_s << object;
        QTest::newRow("a room is null") << R"({"rooms":{"join":{"!a:b":null}}})"_ba << u"rooms.join.!a:b"_s << object;
        QTest::newRow("timeline is a string")
            << R"({"rooms":{"join":{"!a":{"timeline":""}}}})"_ba << u"rooms.join.!a.timeline"_s << object;
        QTest::newRow("events is an object") << R"({"rooms":{"join":{"!a":{"timeline":{"events":{}}}}}})"_ba
                                             << u"rooms.join.!a.timeline.events"_s << u"an array"_s;
        QTest::newRow("an event is a string") << R"({"rooms":{"join":{"!a":{"timeline":{"events":["x"]}}}}})"_ba
                                              << u"rooms.join.!a.timeline.events[0]"_s << object;
        QTest::newRow("sender of the second event") << syncWith(eventJson({}) + R"(,{"event_id":"$e","sender":7})")
                                                    << u"rooms.join.!r:x.timeline.events[1].sender"_s << string;
        QTest::newRow("no type") << syncWith(R"({"event_id":"$e","sender":"@a:x","origin_server_ts":1})")
                                 << u"rooms.join.!r:x.timeline.events[0].type"_s << u"the event's type"_s;
        QTest::newRow("no event ID") << syncWith(R"({"sender":"@a:x","type":"t","origin_server_ts":1})")
                                     << u"rooms.join.!r:x.timeline.events[0].event_id"_s << u"the event's ID"_s;
        QTest::newRow("time is a fraction")
            << syncWith(R"({"event_id":"$e","sender":"@a:x","type":"t","origin_server_ts":1.5})")
            << u"rooms.join.!r:x.timeline.events[0].origin_server_ts"_s << u"an integer"_s;
        QTest::newRow("no time") << syncWith(R"({"event_id":"$e","sender":"@a:x","type":"t"})")
                                 << u"rooms.join.!r:x.timeline.events[0].origin_server_ts"_s
                                 << u"milliseconds since 1970"_s;
        QTest::newRow("invites are a list") << R"({"rooms":{"invite":["!a"]}})"_ba << u"rooms.invite"_s << object;
        QTest::newRow("a list") << "[]"_ba << QString() << u"a JSON object"_s;
        QTest::newRow("empty") << ""_ba << QString() << u"JSON"_s;
    }
    void anErrorNamesItsPlace()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, where);
        QFETCH(QString, expected);
        const Result<SyncResponse> sync = parseSync(std::move(json));
        QVERIFY(!sync);
        QCOMPARE(sync.error().where, where);
        QCOMPARE(sync.error().expected, expected);
        QVERIFY(!sync.error().message.isEmpty());
    }

    void damageIsAnError_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("HTML") << "<html><body>502</body></html>"_ba;
        QTest::newRow("no end") << R"({"next_batch":"a","rooms":{)"_ba;
        QTest::newRow("open string") << "{\"next_batch\":\"a"_ba;
        QTest::newRow("not UTF-8") << "{\"next_batch\":\"a\xff\"}"_ba;
        QTest::newRow("something behind it") << R"({"next_batch":"a"} {"next_batch":"b"})"_ba;
        QTest::newRow("no comma") << R"({"next_batch":"a" "rooms":{}})"_ba;
        QTest::newRow("NUL") << QByteArray("\0\0\0", 3);
    }
    void damageIsAnError()
    {
        QFETCH(QByteArray, json);
        const Result<SyncResponse> sync = parseSync(std::move(json));
        QVERIFY(!sync);
        QVERIFY(!sync.error().message.isEmpty());
    }

    /// Every prefix of a real answer: nothing but an error, never a crash (the sanitizers watch).
    void everyTruncationIsAnError()
    {
        const QByteArray whole = QByteArray(synapseSync).trimmed();
        for (qsizetype length = 0; length < whole.size(); ++length)
            QVERIFY2(!parseSync(whole.left(length)), qPrintable(QString::number(length)));
        QVERIFY(parseSync(QByteArray(whole)));
    }

    void aHugeEventAndUnknownFieldsAreNoTrouble()
    {
        const QByteArray huge = '"' + QByteArray(4 * 1024 * 1024, 'x') + '"';
        const QByteArray content = R"({"msgtype":"m.text","n":[1,2,{}],"body":)" + huge + '}';
        const Result<SyncResponse> sync =
            parseSync(syncWith(eventJson(R"(,"future":{"a":[[[{"b":null}]]]},"content":)" + content)));
        QVERIFY2(sync, sync ? "" : qPrintable(sync.error().toString()));
        QCOMPARE(sync->joined[0].timeline[0].messageType, "m.text"_ba);
    }

    void deepNestingInSkippedPartsIsNoTrouble()
    {
        const QByteArray open(100'000, '[');
        const QByteArray close(100'000, ']');
        const Result<SyncResponse> sync = parseSync(R"({"next_batch":"a","future":)" + open + close + '}');
        if (sync)
            QCOMPARE(sync->nextBatch, "a"_ba);
        else
            QVERIFY(!sync.error().message.isEmpty());
    }

    void escapedKeysAreTheSameKeys()
    {
        const Result<SyncResponse> sync = parseSync(R"({"next\u005fbatch":"a\/b"})"_ba);
        QVERIFY(sync);
        QCOMPARE(sync->nextBatch, "a/b"_ba);
    }

    void theCallersTextIsLeftAlone()
    {
        const QByteArray text = R"({"next_batch":"a"})"_ba;
        QByteArray shared = text;
        QVERIFY(parseSync(std::move(shared)));
        QCOMPARE(text, R"({"next_batch":"a"})"_ba);
    }

    void kindsAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("since");
        QTest::addColumn<int>("timeout");
        QTest::addColumn<QList<QList<qint64>>>("ages");
        QTest::addColumn<int>("duration");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, const QByteArray &since, int timeout, const QList<QList<qint64>> &ages,
                             int duration, metrics::Kind kind) {
            QTest::newRow(name) << since << timeout << ages << duration << int(kind);
        };
        using metrics::Kind;
        row("no since", {}, 30000, { { 90000 } }, 200, Kind::InitialSync);
        row("no since, no waiting", {}, 0, {}, 200, Kind::InitialSync);
        row("no waiting allowed", "s", 0, {}, 5, Kind::CatchUpSync);
        row("the event was there before", "s", 30000, { { 300 } }, 5, Kind::CatchUpSync);
        row("in one room of two", "s", 30000, { { 1 }, { 300 } }, 5, Kind::CatchUpSync);
        row("exactly as old as the exchange", "s", 30000, { { 5 } }, 5, Kind::CatchUpSync);
        row("the event came while it hung", "s", 30000, { { 2 } }, 12000, Kind::PollSync);
        row("a room joined while it hung brings its history", "s", 30000, { { 900000, 800000, 3 } }, 12000,
            Kind::PollSync);
        row("the server tells no age", "s", 30000, { { -1 } }, 5, Kind::PollSync);
        row("nothing with a time in it", "s", 30000, { {} }, 5, Kind::PollSync);
        row("nothing at all", "s", 30000, {}, 30010, Kind::PollSync);
    }
    void kindsAreToldApart()
    {
        QFETCH(QByteArray, since);
        QFETCH(int, timeout);
        QFETCH(QList<QList<qint64>>, ages);
        QFETCH(int, duration);
        QFETCH(int, kind);
        SyncRequest request;
        request.since = since;
        request.timeout = std::chrono::milliseconds(timeout);
        SyncResponse response;
        for (const QList<qint64> &room : ages) {
            JoinedRoom &joined = response.joined.emplace_back();
            for (const qint64 age : room)
                joined.timeline.emplace_back().age = age;
        }
        QCOMPARE(int(syncKind(syncKind(request), response, std::chrono::milliseconds(duration))), kind);
    }

    void aFailedSyncIsOfTheKindItWasAskedAs()
    {
        SyncRequest request;
        QCOMPARE(toString(syncKind(request)), toString(metrics::Kind::InitialSync));
        request.since = "s"_ba;
        QCOMPARE(toString(syncKind(request)), toString(metrics::Kind::PollSync));
        request.timeout = 0ms;
        QCOMPARE(toString(syncKind(request)), toString(metrics::Kind::CatchUpSync));
    }
};

QTEST_APPLESS_MAIN(TestSyncParsing)
#include "test_syncparsing.moc"
