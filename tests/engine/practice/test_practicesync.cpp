// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/practiceserver.h"
#include "support/matrixprobe.h"

#include <QElapsedTimer>
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

QJsonArray arrayAt(const ProbeAnswer &answer, const QString &path)
{
    return answer.at(path).toArray();
}

QStringList valuesOf(const QJsonArray &events, const QString &key)
{
    QStringList values;
    for (const auto &event : events)
        values.append(event.toObject().value(key).toString());
    return values;
}

QString filterParameter(const QByteArray &json)
{
    return u"&filter="_s + QString::fromLatin1(json.toPercentEncoding());
}

} // namespace

class TestPracticeSync : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<PracticeServer>();
        m_url = m_server->start().value();
        m_ann = std::make_unique<MatrixProbe>(m_url);
        m_bob = std::make_unique<MatrixProbe>(m_url);
        m_ann->registerUser(u"ann"_s);
        m_bob->registerUser(u"bob"_s);
        m_room = m_ann->createRoom({ { u"name"_s, u"Room 1"_s }, { u"invite"_s, QJsonArray { m_bob->userId } } });
    }

    void anInvitationIsShownWithStrippedState()
    {
        const ProbeAnswer answer = m_bob->sync();
        QVERIFY(answer.at(u"rooms/join"_s).isUndefined());
        const QJsonArray state = arrayAt(answer, u"rooms/invite/"_s + m_room + u"/invite_state/events"_s);
        QVERIFY(valuesOf(state, u"type"_s).contains(u"m.room.name"_s));
        QCOMPARE(state.last().toObject().value(u"state_key"_s).toString(), m_bob->userId);
        QVERIFY(!state.last().toObject().contains(u"event_id"_s));
        // It is told once.
        QVERIFY(m_bob->sync(answer.text("next_batch"_L1)).at(u"rooms"_s).isUndefined());
    }

    void anInitialSyncHoldsStateAndTimelineOnce()
    {
        for (int i = 0; i < 15; ++i)
            m_ann->sendText(m_room, QString::number(i), QString::number(i));
        const ProbeAnswer answer = m_ann->sync();
        const QString base = u"rooms/join/"_s + m_room;
        QCOMPARE(arrayAt(answer, base + u"/timeline/events"_s).size(), 10);
        QVERIFY(answer.at(base + u"/timeline/limited"_s).toBool());
        const QStringList state = valuesOf(arrayAt(answer, base + u"/state/events"_s), u"type"_s);
        QVERIFY(state.contains(u"m.room.create"_s) && state.contains(u"m.room.name"_s));
        QCOMPARE(state.count(u"m.room.member"_s), 2);
        QCOMPARE(answer.at(base + u"/summary/m.joined_member_count"_s).toInt(), 1);
        QCOMPARE(answer.at(base + u"/summary/m.invited_member_count"_s).toInt(), 1);
    }

    void stateInTheTimelineIsNotInTheStateToo()
    {
        m_ann->put(roomPath(m_room, u"/state/m.room.topic"_s), { { u"topic"_s, u"old"_s } });
        m_ann->put(roomPath(m_room, u"/state/m.room.topic"_s), { { u"topic"_s, u"new"_s } });
        const ProbeAnswer answer =
            m_ann->sync({}, filterParameter(R"({"room":{"timeline":{"limit":1},"state":{"types":["m.room.topic"]}}})"));
        const QString base = u"rooms/join/"_s + m_room;
        QCOMPARE(answer.at(base + u"/timeline/events/0/content/topic"_s).toString(), u"new"_s);
        QCOMPARE(arrayAt(answer, base + u"/state/events"_s).size(), 1);
        QCOMPARE(answer.at(base + u"/state/events/0/content/topic"_s).toString(), u"old"_s);
    }

    void anIncrementalSyncHoldsWhatIsNewAndNothingElse()
    {
        const QString since = m_ann->sync().text("next_batch"_L1);
        const QString event = m_ann->sendText(m_room, u"news"_s, u"txn 1"_s);
        const ProbeAnswer answer = m_ann->sync(since);
        const QString base = u"rooms/join/"_s + m_room;
        QCOMPARE(valuesOf(arrayAt(answer, base + u"/timeline/events"_s), u"event_id"_s), QStringList { event });
        QVERIFY(!answer.at(base + u"/timeline/limited"_s).toBool());
        QVERIFY(arrayAt(answer, base + u"/state/events"_s).isEmpty());
        // The device that sent it, and no other, is told its transaction ID.
        QCOMPARE(answer.at(base + u"/timeline/events/0/unsigned/transaction_id"_s).toString(), u"txn 1"_s);
        MatrixProbe otherDevice(m_url);
        otherDevice.login(u"ann"_s);
        QVERIFY(otherDevice.sync(since).at(base + u"/timeline/events/0/unsigned/transaction_id"_s).isUndefined());
        QVERIFY(m_ann->sync(answer.text("next_batch"_L1)).at(u"rooms"_s).isUndefined());
    }

    void aGapIsLimitedAndPrevBatchFillsIt()
    {
        m_bob->post(roomPath(m_room, u"/join"_s));
        const QString since = m_bob->sync().text("next_batch"_L1);
        QStringList sent;
        for (int i = 0; i < 15; ++i)
            sent.append(m_ann->sendText(m_room, QString::number(i), QString::number(i)));
        m_ann->put(roomPath(m_room, u"/state/m.room.name"_s), { { u"name"_s, u"Renamed"_s } });
        for (int i = 15; i < 20; ++i)
            sent.append(m_ann->sendText(m_room, QString::number(i), QString::number(i)));
        const ProbeAnswer answer = m_bob->sync(since, filterParameter(R"({"room":{"timeline":{"limit":3}}})"));
        const QString base = u"rooms/join/"_s + m_room;
        QVERIFY(answer.at(base + u"/timeline/limited"_s).toBool());
        QCOMPARE(valuesOf(arrayAt(answer, base + u"/timeline/events"_s), u"event_id"_s), sent.mid(17));
        // What changed in the gap is in the state.
        QCOMPARE(answer.at(base + u"/state/events/0/content/name"_s).toString(), u"Renamed"_s);
        QCOMPARE(arrayAt(answer, base + u"/state/events"_s).size(), 1);
        const ProbeAnswer page = m_bob->get(roomPath(m_room, u"/messages?dir=b&limit=3&from="_s)
            + answer.at(base + u"/timeline/prev_batch"_s).toString());
        QCOMPARE(valuesOf(arrayAt(page, u"chunk"_s), u"event_id"_s),
            QStringList({ sent[16], sent[15] }) + valuesOf(arrayAt(page, u"chunk"_s), u"event_id"_s).mid(2));
        QCOMPARE(page.at(u"chunk/2/type"_s).toString(), u"m.room.name"_s);
    }

    void aNewMemberGetsTheWholeRoomInAnIncrementalSync()
    {
        const QString since = m_bob->sync().text("next_batch"_L1);
        m_bob->post(roomPath(m_room, u"/join"_s));
        const ProbeAnswer answer = m_bob->sync(since);
        const QString base = u"rooms/join/"_s + m_room;
        const QStringList types = valuesOf(arrayAt(answer, base + u"/state/events"_s), u"type"_s)
            + valuesOf(arrayAt(answer, base + u"/timeline/events"_s), u"type"_s);
        QVERIFY(types.contains(u"m.room.create"_s));
        QCOMPARE(types.count(u"m.room.name"_s), 1);
        QCOMPARE(valuesOf(arrayAt(answer, base + u"/timeline/events"_s), u"type"_s).last(), u"m.room.member"_s);
    }

    void leavingIsToldOnceWithItsEvent()
    {
        m_bob->post(roomPath(m_room, u"/join"_s));
        const QString since = m_bob->sync().text("next_batch"_L1);
        m_bob->post(roomPath(m_room, u"/leave"_s));
        m_ann->sendText(m_room, u"behind his back"_s, u"1"_s);
        const ProbeAnswer answer = m_bob->sync(since);
        const QJsonArray events = arrayAt(answer, u"rooms/leave/"_s + m_room + u"/timeline/events"_s);
        QCOMPARE(events.size(), 1);
        QCOMPARE(
            events.first().toObject().value(u"content"_s).toObject().value(u"membership"_s).toString(), u"leave"_s);
        QVERIFY(m_bob->sync(answer.text("next_batch"_L1)).at(u"rooms"_s).isUndefined());
    }

    void aLongPollEndsWhenSomethingHappens()
    {
        m_bob->post(roomPath(m_room, u"/join"_s));
        const QString since = m_bob->sync().text("next_batch"_L1);
        const auto poll = m_bob->begin(u"/_matrix/client/v3/sync?timeout=30000&since="_s + since);
        QTRY_COMPARE(m_server->truth().waitingSyncs, 1U);
        const QString event = m_ann->sendText(m_room, u"wake up"_s, u"1"_s);
        const ProbeAnswer answer = m_bob->answerOf(*poll);
        QCOMPARE(answer.at(u"rooms/join/"_s + m_room + u"/timeline/events/0/event_id"_s).toString(), event);
        QCOMPARE(m_server->truth().waitingSyncs, 0U);
    }

    void aLongPollWithoutNewsEndsAfterItsTimeout()
    {
        const QString since = m_ann->sync().text("next_batch"_L1);
        QElapsedTimer timer;
        timer.start();
        const auto poll = m_ann->begin(u"/_matrix/client/v3/sync?timeout=150&since="_s + since);
        const ProbeAnswer answer = m_ann->answerOf(*poll);
        QVERIFY(timer.elapsed() >= 150);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.text("next_batch"_L1), since);
    }

    void aClientThatLeavesItsLongPollIsForgotten()
    {
        const QString since = m_ann->sync().text("next_batch"_L1);
        auto poll = m_ann->begin(u"/_matrix/client/v3/sync?timeout=30000&since="_s + since);
        QTRY_COMPARE(m_server->truth().waitingSyncs, 1U);
        poll->abort();
        QTRY_COMPARE(m_server->truth().waitingSyncs, 0U);
        QCOMPARE(m_server->truth().count("GET", "/_matrix/client/v3/sync", 0), 1U);
    }

    void aLogoutEndsTheLongPollsOfItsDevice()
    {
        const QString since = m_ann->sync().text("next_batch"_L1);
        const auto poll = m_ann->begin(u"/_matrix/client/v3/sync?timeout=30000&since="_s + since);
        QTRY_COMPARE(m_server->truth().waitingSyncs, 1U);
        m_ann->post(u"/_matrix/client/v3/logout"_s);
        QCOMPARE(m_ann->answerOf(*poll).errcode(), u"M_UNKNOWN_TOKEN"_s);
    }

    void aFilterCanBeUploadedAndUsedByItsId()
    {
        const QString path = u"/_matrix/client/v3/user/"_s + MatrixProbe::part(m_ann->userId) + u"/filter"_s;
        const QJsonObject timeline { { u"limit"_s, 2 } };
        const QJsonObject filter { { u"room"_s, QJsonObject { { u"timeline"_s, timeline } } } };
        const QString id = m_ann->post(path, filter).text("filter_id"_L1);
        QCOMPARE(m_ann->post(path, filter).text("filter_id"_L1), id);
        QCOMPARE(m_ann->get(path + u'/' + id).json, filter);
        const ProbeAnswer answer = m_ann->sync({}, u"&filter="_s + id);
        QCOMPARE(arrayAt(answer, u"rooms/join/"_s + m_room + u"/timeline/events"_s).size(), 2);
        QCOMPARE(m_ann->sync({}, u"&filter=77"_s).status, 400);
        QCOMPARE(
            m_ann->sync({}, filterParameter(R"({"room":{"timeline":{"limit":"many"}}})")).errcode(), u"M_BAD_JSON"_s);
    }

    void lazyLoadingShowsOnlyTheMembersThatSpeak()
    {
        m_bob->post(roomPath(m_room, u"/join"_s));
        MatrixProbe carl(m_url);
        carl.registerUser(u"carl"_s);
        m_ann->post(roomPath(m_room, u"/invite"_s), { { u"user_id"_s, carl.userId } });
        carl.post(roomPath(m_room, u"/join"_s));
        const QString lazy = filterParameter(
            R"({"room":{"timeline":{"limit":2},"state":{"lazy_load_members":true,"types":["m.room.member"]}}})");
        for (int i = 0; i < 3; ++i)
            m_bob->sendText(m_room, QString::number(i), QString::number(i));
        const QString state = u"rooms/join/"_s + m_room + u"/state/events"_s;
        const ProbeAnswer first = carl.sync({}, lazy);
        QStringList members = valuesOf(arrayAt(first, state), u"state_key"_s);
        members.sort();
        QCOMPARE(members, QStringList({ m_bob->userId, carl.userId }));
        // Who was shown is not shown again; who is new is.
        m_bob->sendText(m_room, u"again"_s, u"4"_s);
        m_ann->sendText(m_room, u"me too"_s, u"1"_s);
        const ProbeAnswer second = carl.sync(first.text("next_batch"_L1), lazy);
        QCOMPARE(valuesOf(arrayAt(second, state), u"state_key"_s), QStringList { m_ann->userId });
    }

    void aPollBehindAWorkerHasEachEventOnceAndTheMembersThatSpeak()
    {
        m_bob->post(roomPath(m_room, u"/join"_s));
        PerformanceModel slow;
        slow.workers = 1;
        slow.delivery.mean = std::chrono::milliseconds(50);
        m_server->setPerformance(slow);
        const QString lazy = filterParameter(R"({"room":{"state":{"lazy_load_members":true}}})");
        const QString anns = filterParameter(R"({"room":{"timeline":{"limit":1},"state":{"lazy_load_members":true}}})");
        QString since = m_bob->sync({}, anns).text("next_batch"_L1); // the newest event is Bob's: Ann is not shown
        const auto poll = m_bob->begin(u"/_matrix/client/v3/sync?timeout=30000&since="_s + since + lazy);
        QStringList sent;
        for (const QString &text : { u"1"_s, u"2"_s, u"3"_s }) // while the worker is at the first of them
            sent.append(m_ann->sendText(m_room, text, text));
        const QString room = u"rooms/join/"_s + m_room;
        ProbeAnswer answer = m_bob->answerOf(*poll);
        QCOMPARE(valuesOf(arrayAt(answer, room + u"/state/events"_s), u"state_key"_s), QStringList { m_ann->userId });
        QStringList seen = valuesOf(arrayAt(answer, room + u"/timeline/events"_s), u"event_id"_s);
        while (seen.size() < sent.size()) {
            since = answer.text("next_batch"_L1);
            answer = m_bob->sync(since, u"&timeout=30000"_s + lazy);
            const QStringList more = valuesOf(arrayAt(answer, room + u"/timeline/events"_s), u"event_id"_s);
            QVERIFY(!more.isEmpty());
            QVERIFY(arrayAt(answer, room + u"/state/events"_s).isEmpty()); // she was shown
            seen += more;
        }
        QCOMPARE(seen, sent);
    }

    void typingReceiptsAndMarkersReachTheOthers()
    {
        m_bob->post(roomPath(m_room, u"/join"_s));
        const QString event = m_ann->sendText(m_room, u"hello"_s, u"1"_s);
        const QString since = m_bob->sync().text("next_batch"_L1);
        const QString user = MatrixProbe::part(m_ann->userId);
        QCOMPARE(
            m_ann->put(roomPath(m_room, u"/typing/"_s) + user, { { u"typing"_s, true }, { u"timeout"_s, 300 } }).status,
            200);
        QCOMPARE(m_ann->post(roomPath(m_room, u"/receipt/m.read/"_s) + MatrixProbe::part(event)).status, 200);
        QCOMPARE(m_bob->put(roomPath(m_room, u"/typing/"_s) + user, { { u"typing"_s, true } }).status, 400);
        const ProbeAnswer answer = m_bob->sync(since);
        const QString base = u"rooms/join/"_s + m_room;
        const QJsonArray ephemeral = arrayAt(answer, base + u"/ephemeral/events"_s);
        QCOMPARE(valuesOf(ephemeral, u"type"_s), QStringList({ u"m.typing"_s, u"m.receipt"_s }));
        QCOMPARE(answer.at(base + u"/ephemeral/events/0/content/user_ids/0"_s).toString(), m_ann->userId);
        QVERIFY(ephemeral[1]
                    .toObject()
                    .value(u"content"_s)
                    .toObject()
                    .value(event)
                    .toObject()
                    .value(u"m.read"_s)
                    .toObject()
                    .contains(m_ann->userId));
        // Typing ends by itself, and that ends a long poll.
        const auto poll =
            m_bob->begin(u"/_matrix/client/v3/sync?timeout=30000&since="_s + answer.text("next_batch"_L1));
        const ProbeAnswer ended = m_bob->answerOf(*poll);
        QVERIFY(arrayAt(ended, base + u"/ephemeral/events/0/content/user_ids"_s).isEmpty());
        QCOMPARE(ended.at(base + u"/ephemeral/events/0/type"_s).toString(), u"m.typing"_s);

        QCOMPARE(
            m_bob->post(roomPath(m_room, u"/read_markers"_s), { { u"m.fully_read"_s, event }, { u"m.read"_s, event } })
                .status,
            200);
        const ProbeAnswer own = m_bob->sync(ended.text("next_batch"_L1));
        QCOMPARE(own.at(base + u"/account_data/events/0/content/event_id"_s).toString(), event);
        QCOMPARE(m_bob->sync().at(base + u"/unread_notifications/notification_count"_s).toInt(), 0);
    }

    void presenceReachesThoseWhoShareARoom()
    {
        m_bob->post(roomPath(m_room, u"/join"_s));
        const QString since = m_bob->sync({}, u"&set_presence=offline"_s).text("next_batch"_L1);
        const QString path = u"/_matrix/client/v3/presence/"_s + MatrixProbe::part(m_ann->userId) + u"/status"_s;
        QCOMPARE(m_ann->put(path, { { u"presence"_s, u"unavailable"_s }, { u"status_msg"_s, u"out"_s } }).status, 200);
        const ProbeAnswer answer = m_bob->sync(since, u"&set_presence=offline"_s);
        QCOMPARE(answer.at(u"presence/events/0/sender"_s).toString(), m_ann->userId);
        QCOMPARE(answer.at(u"presence/events/0/content/status_msg"_s).toString(), u"out"_s);
        QCOMPARE(m_bob->get(path).text("presence"_L1), u"unavailable"_s);
        QVERIFY(m_bob->sync(answer.text("next_batch"_L1), u"&set_presence=offline"_s).at(u"presence"_s).isUndefined());
    }

    void toDeviceMessagesStayUntilTheirTokenIsUsed()
    {
        const ProbeAnswer before = m_bob->sync();
        const QString device = m_bob->get(u"/_matrix/client/v3/account/whoami"_s).text("device_id"_L1);
        const QJsonObject byDevice { { device, QJsonObject { { u"secret"_s, 1 } } } };
        const QJsonObject body { { u"messages"_s, QJsonObject { { m_bob->userId, byDevice } } } };
        const QString path = u"/_matrix/client/v3/sendToDevice/m.room.encrypted/1"_s;
        QCOMPARE(m_ann->put(path, body).status, 200);
        QCOMPARE(m_ann->put(path, body).status, 200); // the same transaction
        const QString since = before.text("next_batch"_L1);
        const ProbeAnswer first = m_bob->sync(since);
        QCOMPARE(arrayAt(first, u"to_device/events"_s).size(), 1);
        QCOMPARE(first.at(u"to_device/events/0/content/secret"_s).toInt(), 1);
        QCOMPARE(arrayAt(m_bob->sync(since), u"to_device/events"_s).size(), 1);
        QVERIFY(m_bob->sync(first.text("next_batch"_L1)).at(u"to_device"_s).isUndefined());
    }

    void badSyncParametersAreRefused_data()
    {
        QTest::addColumn<QString>("query");
        QTest::newRow("token") << u"&since=yesterday"_s;
        QTest::newRow("timeout") << u"&timeout=soon"_s;
        QTest::newRow("presence") << u"&set_presence=asleep"_s;
    }

    void badSyncParametersAreRefused()
    {
        QFETCH(QString, query);
        QCOMPARE(m_ann->get(u"/_matrix/client/v3/sync?"_s + query.mid(1)).status, 400);
    }

    void deliveriesAreCountedForEveryReceiver()
    {
        m_server->setRecording(true, true);
        m_bob->post(roomPath(m_room, u"/join"_s));
        const QString annSince = m_ann->sync().text("next_batch"_L1);
        const QString bobSince = m_bob->sync().text("next_batch"_L1);
        m_server->resetTruth();
        const QString event = m_ann->sendText(m_room, u"hello"_s, u"1"_s);
        m_ann->sync(annSince);
        m_bob->sync(bobSince);
        const Truth truth = m_server->truth();
        QCOMPARE(truth.deliveries, 2U);
        QCOMPARE(truth.deliveryList.size(), 2);
        QCOMPARE(truth.deliveryList.last().userId, m_bob->userId.toUtf8());
        QCOMPARE(truth.deliveryList.last().eventId, event.toUtf8());
        QVERIFY(truth.deliveryList.last().received >= truth.deliveryList.last().sent);
        QCOMPARE(truth.requestList.size(), 3);
        QVERIFY(truth.requestList.first().departed >= truth.requestList.first().arrived);
    }

private:
    std::unique_ptr<PracticeServer> m_server;
    std::unique_ptr<MatrixProbe> m_ann;
    std::unique_ptr<MatrixProbe> m_bob;
    QUrl m_url;
    QString m_room;
};

QTEST_GUILESS_MAIN(TestPracticeSync)
#include "test_practicesync.moc"
