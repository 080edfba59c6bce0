// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/practiceserver.h"
#include "support/matrixprobe.h"
#include "support/rawclient.h"

#include <QElapsedTimer>
#include <QTest>

using namespace throng::practice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using throng::test::MatrixProbe;
using throng::test::ProbeAnswer;
using throng::test::RawClient;

namespace {

const QString versions = u"/_matrix/client/versions"_s;
const QString whoami = u"/_matrix/client/v3/account/whoami"_s;
const QByteArray versionsRequest = "GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n\r\n";

FaultPlan plan(const QByteArray &members)
{
    const auto read = FaultPlan::fromJson(R"({"faults": [{)" + members + "}]}", u"test"_s);
    if (!read)
        qFatal("%s", qPrintable(read.error().toString()));
    return *read;
}

qsizetype contentLength(const QByteArray &head)
{
    const qsizetype at = head.indexOf("Content-Length: ");
    return at < 0 ? -1 : head.mid(at + 16, head.indexOf("\r\n", at) - at - 16).toLongLong();
}

} // namespace

class TestPracticeFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<PracticeServer>();
        m_url = m_server->start().value();
        m_probe = std::make_unique<MatrixProbe>(m_url);
    }

    void statusFaultsAnswerInsteadOfTheServer_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("errcode");
        QTest::newRow("rate limit") << R"("fault": "rate-limit")"_ba << 429 << u"M_LIMIT_EXCEEDED"_s;
        QTest::newRow("500") << R"("fault": "http-error", "status": 500)"_ba << 500 << QString();
        QTest::newRow("502") << R"("fault": "http-error")"_ba << 502 << QString();
        QTest::newRow("503") << R"("fault": "http-error", "status": 503)"_ba << 503 << QString();
        QTest::newRow("404") << R"("fault": "not-found")"_ba << 404 << u"M_UNRECOGNIZED"_s;
        QTest::newRow("unknown token") << R"("fault": "unknown-token")"_ba << 401 << u"M_UNKNOWN_TOKEN"_s;
    }

    void statusFaultsAnswerInsteadOfTheServer()
    {
        QFETCH(QByteArray, fault);
        QFETCH(int, status);
        m_probe->registerUser(u"ann"_s);
        m_server->setFaults(plan(fault + R"(, "endpoint": "/_matrix/client/v3/createRoom")"));
        const ProbeAnswer answer = m_probe->post(u"/_matrix/client/v3/createRoom"_s);
        QCOMPARE(answer.status, status);
        QTEST(answer.errcode(), "errcode");
        const Truth truth = m_server->truth();
        QCOMPARE(truth.rooms, 0U);
        QCOMPARE(truth.count("POST", "/_matrix/client/v3/createRoom", status), 1U);
        QCOMPARE(truth.faults.size(), 1);
    }

    void aRateLimitSaysWhenToComeBackAsFarAsItIsTold_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("both") << R"("retry_after_ms": 1500)"_ba << 1500 << "2"_ba;
        QTest::newRow("field") << R"("retry_after_ms": 1500, "retry_after_header": false)"_ba << 1500 << ""_ba;
        QTest::newRow("header") << R"("retry_after_ms": false)"_ba << 0 << "1"_ba;
        QTest::newRow("neither") << R"("retry_after_ms": false, "retry_after_header": false)"_ba << 0 << ""_ba;
    }

    void aRateLimitSaysWhenToComeBackAsFarAsItIsTold()
    {
        QFETCH(QByteArray, options);
        m_server->setFaults(plan(R"("fault": "rate-limit", )" + options));
        const ProbeAnswer answer = m_probe->get(versions);
        QTEST(answer.json.value(u"retry_after_ms"_s).toInt(), "milliseconds");
        QTEST(answer.header("Retry-After"), "header");
    }

    void anUnknownTokenIsReallyGone()
    {
        m_probe->registerUser(u"ann"_s);
        m_server->setFaults(plan(R"("fault": "unknown-token", "count": 1, "soft_logout": true)"));
        const ProbeAnswer answer = m_probe->get(whoami);
        QVERIFY(answer.json.value(u"soft_logout"_s).toBool());
        QCOMPARE(m_probe->get(whoami).errcode(), u"M_UNKNOWN_TOKEN"_s); // the fault is used up, the token too
        m_probe->login(u"ann"_s);
        QCOMPARE(m_probe->get(whoami).status, 200);
    }

    void countSkipProbabilityAndEndpointBoundAFault()
    {
        m_server->setFaults(
            plan(R"("fault": "not-found", "endpoint": "/_matrix/client/versions", "skip": 2, "count": 3)"));
        QList<int> seen;
        for (int i = 0; i < 7; ++i)
            seen.append(m_probe->get(versions).status);
        QCOMPARE(seen, QList<int>({ 200, 200, 404, 404, 404, 200, 200 }));
        QCOMPARE(m_probe->get(u"/.well-known/matrix/client"_s).status, 200);

        m_server->setFaults(plan(R"("fault": "not-found", "probability": 0.3)"));
        int struck = 0;
        for (int i = 0; i < 500; ++i)
            struck += m_probe->get(versions).status == 404 ? 1 : 0;
        QVERIFY2(struck > 100 && struck < 200, qPrintable(QString::number(struck)));
        m_server->setFaults({});
        QCOMPARE(m_probe->get(versions).status, 200);
    }

    void aTimeWindowOpensAndCloses()
    {
        m_server->setFaults(plan(R"("fault": "not-found", "from": 0.15, "until": 0.4)"));
        QCOMPARE(m_probe->get(versions).status, 200);
        QTRY_COMPARE(m_probe->get(versions).status, 404);
        QTRY_COMPARE(m_probe->get(versions).status, 200);
    }

    void brokenJsonIsStillGoodHttp_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::newRow("cut") << "cut"_ba;
        QTest::newRow("in a value nobody reads") << "value"_ba;
        QTest::newRow("no UTF-8") << "utf8"_ba;
        QTest::newRow("an array") << "type"_ba;
        QTest::newRow("arrays without an end") << "open"_ba;
        QTest::newRow("arrays within each other") << "deep"_ba; // good JSON, but more than Qt's parser takes
    }

    void brokenJsonIsStillGoodHttp()
    {
        QFETCH(QByteArray, damage);
        const QByteArray good = m_probe->get(versions).body;
        m_server->setFaults(plan(QByteArray(R"("fault": "broken-json", "damage": "%1")").replace("%1", damage)));
        const ProbeAnswer answer = m_probe->get(versions);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.error, QNetworkReply::NoError);
        QVERIFY(answer.body != good && !answer.body.isEmpty());
        QVERIFY(answer.json.isEmpty());
    }

    void damageMayLeaveNothingButNull()
    {
        m_server->setFaults(plan(R"("fault": "broken-json", "damage": "null")"));
        const ProbeAnswer answer = m_probe->get(versions);
        QVERIFY(answer.json.contains(u"versions"_s));
        QVERIFY(answer.json.value(u"versions"_s).isNull());
    }

    void aTruncatedBodyEndsBeforeItsLength()
    {
        m_server->setFaults(plan(R"("fault": "truncated-body")"));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitForEnd());
        QVERIFY(!client.wasReset());
        QVERIFY(client.body().size() > 0);
        QVERIFY(contentLength(client.head()) > client.body().size());
    }

    void aShortContentLengthLeavesRubbishInTheConnection()
    {
        m_server->setFaults(plan(R"("fault": "short-content-length")"));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitFor([&] { return client.received().endsWith('}'); }));
        QVERIFY(contentLength(client.head()) < client.body().size());
    }

    void aLongContentLengthLeavesTheClientWaiting()
    {
        m_server->setFaults(plan(R"("fault": "long-content-length")"));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitFor([&] { return client.received().endsWith('}'); }));
        QVERIFY(contentLength(client.head()) > client.body().size());
        QCOMPARE(m_server->truth().connections, 1U); // it waits for the next request
    }

    void anEndlessBodyDoesNotEnd()
    {
        m_server->setFaults(plan(R"("fault": "endless-body")"));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitFor([&] { return client.received().size() > 1'000'000; }));
        QVERIFY(client.head().contains("Transfer-Encoding: chunked"));
        // Others are served meanwhile.
        m_server->setFaults({});
        QCOMPARE(m_probe->get(versions).status, 200);
    }

    void aSlowDripComesByteByByte()
    {
        m_server->setFaults(plan(R"("fault": "slow-drip", "interval_ms": 5)"));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitFor([&] { return client.received().size() >= 10; }));
        const qsizetype early = client.received().size();
        QVERIFY(early < 40);
        QVERIFY(client.waitFor([&] { return client.received().size() > early; }));
    }

    void aFileThatDripsComesToItsEnd()
    {
        m_probe->registerUser(u"ann"_s);
        const QByteArray file = "some bytes";
        const ProbeAnswer uploaded =
            m_probe->send("POST", u"/_matrix/media/v3/upload?filename=a.txt"_s, file, "text/plain");
        const QString path =
            u"/_matrix/client/v1/media/download/"_s + uploaded.text("content_uri"_L1).section(u"://"_s, 1);
        m_server->setFaults(plan(R"("fault": "slow-drip", "interval_ms": 1)"));
        QCOMPARE(m_probe->get(path).body, file);
    }

    void resetsComeWhereTheyAreAskedFor_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<bool>("anything");
        QTest::addColumn<bool>("wholeHead");
        QTest::newRow("before") << "reset-before-headers"_ba << false << false;
        QTest::newRow("within") << "reset-within-headers"_ba << true << false;
        QTest::newRow("after") << "reset-after-headers"_ba << true << true;
    }

    void resetsComeWhereTheyAreAskedFor()
    {
        QFETCH(QByteArray, fault);
        m_server->setFaults(plan(QByteArray(R"("fault": "%1")").replace("%1", fault)));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitForEnd());
        QVERIFY(client.wasReset());
        // A reset may overtake bytes on their way, so the kernel may show less than was sent, never more.
        QFETCH(bool, anything);
        QFETCH(bool, wholeHead);
        if (!anything)
            QVERIFY(client.received().isEmpty());
        if (!wholeHead)
            QVERIFY(!client.received().contains("\r\n\r\n"));
        QVERIFY(client.body().isEmpty());
        QTRY_COMPARE(m_server->truth().count("GET", "/_matrix/client/versions", 0), 1U);
    }

    void silenceLastsUntilTheClientLeaves()
    {
        m_server->setFaults(plan(R"("fault": "silence", "count": 1)"));
        RawClient client(m_url);
        client.write(versionsRequest);
        QTRY_COMPARE(m_server->truth().faults.value("silence"), 1U);
        QCOMPARE(m_probe->get(versions).status, 200);
        QVERIFY(client.received().isEmpty());
        QCOMPARE(m_server->truth().count("GET", "/_matrix/client/versions", 0), 0U);
        client.abort();
        QTRY_COMPARE(m_server->truth().count("GET", "/_matrix/client/versions", 0), 1U);
    }

    void aConnectionClosesUnderItsClientsFeet()
    {
        m_server->setFaults(plan(R"("fault": "close-after-answer")"));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitForEnd());
        QVERIFY(!client.head().contains("Connection: close"));
        QCOMPARE(contentLength(client.head()), client.body().size());
        QCOMPARE(m_server->truth().count("GET", "/_matrix/client/versions", 200), 1U);
    }

    void timelinesAreTwistedOnlyWhereThereIsSomethingToTwist_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QString>("seen");
        QTest::newRow("duplicates") << R"("fault": "duplicate-events")"_ba << u"a a b b c c"_s;
        QTest::newRow("order") << R"("fault": "out-of-order-events")"_ba << u"c b a"_s;
        QTest::newRow("gap") << R"("fault": "timeline-gap")"_ba << u"b c"_s;
        QTest::newRow("loss") << R"("fault": "lost-events")"_ba << u""_s;
        QTest::newRow("huge") << R"("fault": "huge-event", "bytes": 200000)"_ba << u"a b c huge"_s;
    }

    void timelinesAreTwistedOnlyWhereThereIsSomethingToTwist()
    {
        QFETCH(QByteArray, fault);
        m_probe->registerUser(u"ann"_s);
        const QString room = m_probe->createRoom({});
        const QString since = m_probe->sync().text("next_batch"_L1);
        m_server->setFaults(plan(fault + R"(, "endpoint": "/_matrix/client/v3/sync", "count": 1)"));
        QCOMPARE(m_probe->sync(since).status, 200); // empty: the fault waits for better
        QCOMPARE(m_server->truth().faults.size(), 0);
        for (const QString &text : { u"a"_s, u"b"_s, u"c"_s })
            m_probe->sendText(room, text, text);
        // The huge event's unknown fields hold numbers that Qt's parser refuses: the texts are looked for by hand.
        const QByteArray body = m_probe->sync(since).body;
        QStringList seen;
        for (qsizetype at = body.indexOf("\"body\":\""); at >= 0; at = body.indexOf("\"body\":\"", at + 8)) {
            const QByteArray text = body.mid(at + 8, body.indexOf('"', at + 8) - at - 8);
            seen.append(text.size() > 100'000 ? u"huge"_s : QString::fromUtf8(text));
        }
        QTEST(seen.join(u' '), "seen");
        QCOMPARE(m_server->truth().faults.size(), 1);
        QVERIFY(!m_probe->sync(since).json.isEmpty()); // used up
    }

    void theClockJumpsForTheEventsItStrikes()
    {
        m_probe->registerUser(u"ann"_s);
        const QString room = m_probe->createRoom({});
        m_server->setFaults(plan(R"("fault": "clock-jump", "jump_ms": -86400000, "count": 1, "method": "PUT")"));
        const QString old = m_probe->sendText(room, u"yesterday"_s, u"1"_s);
        const QString now = m_probe->sendText(room, u"today"_s, u"2"_s);
        const auto stamp = [&](const QString &event) {
            return m_probe
                ->get(
                    u"/_matrix/client/v3/rooms/"_s + MatrixProbe::part(room) + u"/event/"_s + MatrixProbe::part(event))
                .json.value(u"origin_server_ts"_s)
                .toInteger();
        };
        QVERIFY(stamp(now) - stamp(old) >= 86'400'000);
    }

    void aRestartTakesEveryConnectionAndMaybeTheState_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<int>("status");
        QTest::newRow("kept") << "kept"_ba << 200;
        QTest::newRow("lost") << "lost"_ba << 401;
    }

    void aRestartTakesEveryConnectionAndMaybeTheState()
    {
        QFETCH(QByteArray, state);
        m_probe->registerUser(u"ann"_s);
        RawClient other(m_url);
        QTRY_VERIFY(m_server->truth().connections >= 2U);
        m_server->setFaults(
            plan(QByteArray(R"("fault": "restart", "count": 1, "down_ms": 50, "state": "%1")").replace("%1", state)));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitForEnd());
        QVERIFY(client.received().isEmpty());
        QVERIFY(other.waitForEnd());
        QTRY_VERIFY(m_probe->get(versions).status == 200);
        QTEST(m_probe->get(whoami).status, "status");
        QCOMPARE(m_server->truth().count("GET", "/_matrix/client/versions", 0), 1U);
        QCOMPARE(m_server->truth().faults.value("restart"), 1U);
    }

    void aServerThatIsStoppedWhileItIsDownStaysDown()
    {
        m_server->setFaults(plan(R"("fault": "restart", "down_ms": 100000)"));
        RawClient client(m_url);
        client.write(versionsRequest);
        QVERIFY(client.waitForEnd());
        m_server->stop();
        m_server->setFaults({});
        QVERIFY(m_server->start());
        QCOMPARE(m_probe->get(versions).status, 200);
    }

    void theSameSeedStrikesTheSameRequests()
    {
        QStringList runs;
        for (int run = 0; run < 2; ++run) {
            Options options;
            options.faults = plan(R"("fault": "not-found", "probability": 0.5)");
            PracticeServer server(options);
            MatrixProbe probe(server.start().value());
            QString pattern;
            for (int i = 0; i < 40; ++i)
                pattern += probe.get(versions).status == 404 ? u'x' : u'.';
            runs.append(pattern);
        }
        QCOMPARE(runs[0], runs[1]);
        QVERIFY(runs[0].contains(u'x') && runs[0].contains(u'.'));
    }

private:
    std::unique_ptr<PracticeServer> m_server;
    std::unique_ptr<MatrixProbe> m_probe;
    QUrl m_url;
};

QTEST_GUILESS_MAIN(TestPracticeFaults)
#include "test_practicefaults.moc"
