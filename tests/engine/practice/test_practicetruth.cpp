// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/practiceserver.h"
#include "support/matrixprobe.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace throng::practice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using throng::test::MatrixProbe;
using throng::test::ProbeAnswer;

namespace {

const QString versions = u"/_matrix/client/versions"_s;

PerformanceModel fixedModel(int workers, std::chrono::nanoseconds time)
{
    PerformanceModel model;
    model.workers = workers;
    model.ordinary.mean = time;
    return model;
}

std::chrono::nanoseconds stay(const RequestRecord &record)
{
    return record.departed - record.arrived;
}

} // namespace

class TestPracticeTruth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRequestIsListedWithItsTimes()
    {
        Options options;
        options.recordRequests = true;
        PracticeServer server(options);
        MatrixProbe probe(server.start().value());
        const auto before = RequestRecord::Clock::now();
        probe.get(versions);
        probe.get(u"/nothing"_s);
        const auto after = RequestRecord::Clock::now();
        const Truth truth = server.truth();
        QCOMPARE(truth.requestList.size(), 2);
        for (const RequestRecord &record : truth.requestList) {
            QVERIFY(before <= record.arrived && record.arrived <= record.complete);
            QVERIFY(record.complete <= record.departed && record.departed <= after);
        }
        QCOMPARE(truth.endpoints[truth.requestList[0].endpoint].name, "/_matrix/client/versions");
        QCOMPARE(truth.requestList[1].status, 404);
    }

    void aPollIsToldFromACatchUp()
    {
        Options options;
        options.recordRequests = true;
        PracticeServer server(options);
        MatrixProbe ann(server.start().value());
        ann.registerUser(u"ann"_s);
        const QString room = ann.createRoom({});
        const QString since = ann.sync().text("next_batch"_L1);
        ann.sendText(room, u"hello"_s, u"1"_s);
        const QString now = ann.sync(since).text("next_batch"_L1);
        ann.answerOf(*ann.begin(u"/_matrix/client/v3/sync?timeout=30&since="_s + now));
        const Truth truth = server.truth();
        QList<RequestRecord> syncs;
        for (const RequestRecord &record : truth.requestList) {
            if (truth.endpoints[record.endpoint].name == "/_matrix/client/v3/sync")
                syncs.append(record);
        }
        QCOMPARE(syncs.size(), 3);
        QVERIFY(syncs[0].initialSync && !syncs[0].waited);
        QVERIFY(!syncs[1].initialSync && !syncs[1].waited);
        QVERIFY(!syncs[2].initialSync && syncs[2].waited);
        QVERIFY(stay(syncs[2]) >= 30ms);
    }

    void theTruthIsServedOverHttpAndCountsNothingOfItself()
    {
        PracticeServer server;
        MatrixProbe probe(server.start().value());
        QCOMPARE(
            probe.put(u"/_practice/recording"_s, { { u"requests"_s, true }, { u"deliveries"_s, true } }).status, 200);
        probe.registerUser(u"ann"_s);
        const ProbeAnswer truth = probe.get(u"/_practice/truth?lists=true"_s);
        QCOMPARE(truth.at(u"state/accounts"_s).toInt(), 1);
        QCOMPARE(truth.at(u"accepted/registrations"_s).toInt(), 1);
        QCOMPARE(truth.at(u"endpoints"_s).toArray().size(), 1);
        QCOMPARE(truth.at(u"endpoints/0/answers/200"_s).toInt(), 1);
        QCOMPARE(truth.at(u"requests"_s).toArray().size(), 1);
        QVERIFY(truth.at(u"requests/0/departed"_s).toDouble() >= truth.at(u"requests/0/arrived"_s).toDouble());
        probe.post(u"/_practice/truth/reset"_s);
        const ProbeAnswer fresh = probe.get(u"/_practice/truth"_s);
        QCOMPARE(fresh.at(u"accepted/registrations"_s).toInt(), 0);
        QCOMPARE(fresh.at(u"state/accounts"_s).toInt(), 1);
        QVERIFY(fresh.at(u"requests"_s).isUndefined());
    }

    void faultsAndSpeedCanBeSetOverHttp()
    {
        PracticeServer server;
        MatrixProbe probe(server.start().value());
        const ProbeAnswer wrong = probe.send("PUT", u"/_practice/faults"_s, R"({"faults":[{"fault":"flood"}]})");
        QCOMPARE(wrong.status, 400);
        QVERIFY(wrong.text("error"_L1).contains(u"$.faults[0].fault"_s));
        QCOMPARE(probe.send("PUT", u"/_practice/faults"_s, R"({"faults":[{"fault":"not-found"}]})").status, 200);
        QCOMPARE(probe.get(versions).status, 404);
        QCOMPARE(probe.send("PUT", u"/_practice/faults"_s, R"({"faults":[]})").status, 200);
        QCOMPARE(probe.get(versions).status, 200);
        QCOMPARE(probe.put(u"/_practice/performance"_s, { { u"preset"_s, u"mainframe"_s } }).status, 400);
        QCOMPARE(probe.put(u"/_practice/performance"_s, { { u"preset"_s, u"fast server"_s } }).status, 200);
        QCOMPARE(probe.get(versions).status, 200);
    }

    void aFixedServiceTimeIsKept()
    {
        Options options;
        options.recordRequests = true;
        options.performance = fixedModel(1, 20ms);
        PracticeServer server(options);
        MatrixProbe probe(server.start().value());
        for (int i = 0; i < 5; ++i)
            QCOMPARE(probe.get(versions).status, 200);
        for (const RequestRecord &record : server.truth().requestList)
            QVERIFY(stay(record) >= 20ms);
    }

    void requestsQueueBeforeBusyWorkers_data()
    {
        QTest::addColumn<int>("workers");
        QTest::addColumn<int>("longest"); // in service times
        QTest::newRow("one worker") << 1 << 6;
        QTest::newRow("three workers") << 3 << 2;
    }

    void requestsQueueBeforeBusyWorkers()
    {
        QFETCH(int, workers);
        QFETCH(int, longest);
        Options options;
        options.recordRequests = true;
        options.performance = fixedModel(workers, 30ms);
        PracticeServer server(options);
        MatrixProbe probe(server.start().value());
        std::vector<std::unique_ptr<QNetworkReply>> replies; // six: as many connections as Qt opens to a host
        for (int i = 0; i < 6; ++i)
            replies.push_back(probe.begin(versions));
        for (const auto &reply : replies)
            QCOMPARE(probe.answerOf(*reply).status, 200);
        const QList<RequestRecord> list = server.truth().requestList;
        const auto first = std::min_element(list.begin(), list.end(), [](const auto &a, const auto &b) {
            return a.arrived < b.arrived;
        })->arrived;
        const auto last = std::max_element(list.begin(), list.end(), [](const auto &a, const auto &b) {
            return a.departed < b.departed;
        })->departed;
        // No worker was quicker than it may be. How much slower is the machine's affair.
        QVERIFY(last - first >= longest * 30ms);
    }

    void aFullQueueAnswers503()
    {
        Options options;
        options.performance = fixedModel(1, 50ms);
        options.performance.maximumQueue = 1;
        PracticeServer server(options);
        MatrixProbe probe(server.start().value());
        std::vector<std::unique_ptr<QNetworkReply>> replies;
        for (int i = 0; i < 6; ++i)
            replies.push_back(probe.begin(versions));
        int refused = 0;
        for (const auto &reply : replies)
            refused += probe.answerOf(*reply).status == 503 ? 1 : 0;
        QVERIFY(refused >= 1 && refused <= 4);
        QCOMPARE(server.truth().count("GET", "/_matrix/client/versions", 503), quint64(refused));
    }

    void aWokenPollCostsAWorkersTime()
    {
        Options options;
        options.recordDeliveries = true;
        PracticeServer server(options);
        const QUrl url = server.start().value();
        MatrixProbe ann(url);
        ann.registerUser(u"ann"_s);
        const QString room = ann.createRoom({});
        const QString since = ann.sync().text("next_batch"_L1);
        PerformanceModel model;
        model.workers = 1;
        model.delivery.mean = 40ms;
        server.setPerformance(model);
        const auto poll = ann.begin(u"/_matrix/client/v3/sync?timeout=30000&since="_s + since);
        QTRY_COMPARE(server.truth().waitingSyncs, 1U);
        server.resetTruth();
        ann.sendText(room, u"hello"_s, u"1"_s);
        QCOMPARE(ann.answerOf(*poll).status, 200);
        const Truth truth = server.truth();
        QCOMPARE(truth.deliveries, 1U);
        QVERIFY(truth.deliveryList.first().received - truth.deliveryList.first().sent >= 40ms);
    }

    void capsAreReported()
    {
        Options options;
        options.maximumAccounts = 1;
        options.maximumEvents = 10;
        options.maximumMediaBytes = 10;
        PracticeServer server(options);
        MatrixProbe ann(server.start().value());
        ann.registerUser(u"ann"_s);
        MatrixProbe bob(server.url());
        QCOMPARE(bob.registerUser(u"bob"_s).errcode(), u"M_RESOURCE_LIMIT_EXCEEDED"_s);
        const QString room = ann.createRoom({});
        ProbeAnswer answer;
        const QString path = u"/_matrix/client/v3/rooms/"_s + MatrixProbe::part(room) + u"/send/m.room.message/"_s;
        for (int i = 0; i < 10 && answer.errcode().isEmpty(); ++i)
            answer = ann.put(path + QString::number(i), { { u"body"_s, u"x"_s } });
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.errcode(), u"M_RESOURCE_LIMIT_EXCEEDED"_s);
        QCOMPARE(ann.send("POST", u"/_matrix/media/v3/upload"_s, QByteArray(11, 'x'), "image/png").status, 403);
        QCOMPARE(server.truth().stateFull, 3U);
    }
};

QTEST_GUILESS_MAIN(TestPracticeTruth)
#include "test_practicetruth.moc"
