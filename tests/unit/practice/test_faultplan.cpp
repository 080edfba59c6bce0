// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/faultplan.h"

#include <QTest>

using namespace throng::practice;
using namespace Qt::StringLiterals;

class TestFaultPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKeyOfAFault()
    {
        const auto plan = FaultPlan::fromJson(R"({"comment": "a bad proxy", "faults": [
            {"fault": "http-error", "status": 503, "method": "PUT",
             "endpoint": "/_matrix/client/v3/rooms/_/send/m.room.message",
             "probability": 0.25, "from": 1.5, "until": 20, "count": 7, "skip": 2},
            {"fault": "rate-limit", "endpoint": "*", "retry_after_ms": false, "retry_after_header": false}]})",
            u"f.json"_s);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(plan->faults.size(), 2);
        const Fault &first = plan->faults.first();
        QCOMPARE(first.kind, FaultKind::HttpError);
        QCOMPARE(first.status, 503);
        QCOMPARE(first.method, u"PUT"_s);
        QCOMPARE(first.probability, 0.25);
        QCOMPARE(first.from.count(), 1500);
        QCOMPARE(first.until->count(), 20'000);
        QCOMPARE(*first.count, 7U);
        QCOMPARE(first.skip, 2U);
        QVERIFY(!plan->faults[1].retryAfterMs);
        QVERIFY(!plan->faults[1].retryAfterHeader);
    }

    void everyKindCanBeNamed()
    {
        for (int kind = 1; kind <= static_cast<int>(FaultKind::Restart); ++kind) {
            const QByteArray name = faultName(static_cast<FaultKind>(kind));
            QVERIFY(!name.isEmpty());
            const auto plan = FaultPlan::fromJson(R"({"faults": [{"fault": ")" + name + R"("}]})", u"f.json"_s);
            QVERIFY2(plan, name.constData());
            QCOMPARE(static_cast<int>(plan->faults.first().kind), kind);
        }
    }

    void endpointsAreThoseOfTheStatistics_data()
    {
        QTest::addColumn<QByteArray>("endpoint");
        QTest::addColumn<bool>("known");
        QTest::newRow("sync") << "/_matrix/client/v3/sync"_ba << true;
        QTest::newRow("send") << "/_matrix/client/v3/rooms/_/send/m.reaction"_ba << true;
        QTest::newRow("receipt") << "/_matrix/client/v3/rooms/_/receipt/m.read/_"_ba << true;
        QTest::newRow("any rest") << "/_matrix/client/v3/rooms/*"_ba << true;
        QTest::newRow("everything") << "*"_ba << true;
        QTest::newRow("an identifier") << "/_matrix/client/v3/rooms/!a:b/messages"_ba << false;
        QTest::newRow("a transaction") << "/_matrix/client/v3/rooms/_/send/m.reaction/_"_ba << false;
        QTest::newRow("nothing known") << "/_matrix/client/v3/teleport"_ba << false;
        QTest::newRow("no such rest") << "/_matrix/federation/v9/*"_ba << false;
    }

    void endpointsAreThoseOfTheStatistics()
    {
        QFETCH(QByteArray, endpoint);
        const auto plan = FaultPlan::fromJson(
            R"({"faults": [{"fault": "silence", "endpoint": ")" + endpoint + R"("}]})", u"f.json"_s);
        QTEST(plan.has_value(), "known");
    }

    void mistakesNameFilePathAndWhatIsAllowed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("expected");
        const auto fault = [](const QByteArray &members) -> QByteArray {
            return R"({"faults": [{"fault": "silence"}, {)" + members + "}]}";
        };
        QTest::newRow("no JSON") << "{\n\"faults\": oops"_ba << u"f.json:2"_s << u"JSON"_s;
        QTest::newRow("no plan") << "[]"_ba << u"f.json"_s << u"\"faults\""_s;
        QTest::newRow("key of the plan") << R"({"fault": []})"_ba << u"f.json: $.fault"_s << u"\"faults\""_s;
        QTest::newRow("no object") << R"({"faults": [7]})"_ba << u"f.json: $.faults[0]"_s << u"an object"_s;
        QTest::newRow("kind") << fault(R"("fault": "earthquake")") << u"f.json: $.faults[1].fault"_s << u"rate-limit"_s;
        QTest::newRow("no kind") << fault("") << u"f.json: $.faults[1].fault"_s << u"slow-drip"_s;
        QTest::newRow("endpoint") << fault(R"("fault": "silence", "endpoint": "/sync")")
                                  << u"f.json: $.faults[1].endpoint"_s << u"statistics"_s;
        QTest::newRow("probability") << fault(R"("fault": "silence", "probability": 1.5)")
                                     << u"f.json: $.faults[1].probability"_s << u"from 0 to 1"_s;
        QTest::newRow("method") << fault(R"("fault": "silence", "method": "get")") << u"f.json: $.faults[1].method"_s
                                << u"GET"_s;
        QTest::newRow("window") << fault(R"("fault": "silence", "from": 5, "until": 5)")
                                << u"f.json: $.faults[1].until"_s << u"from"_s;
        QTest::newRow("foreign key") << fault(R"("fault": "silence", "status": 500)") << u"f.json: $.faults[1].status"_s
                                     << u"probability"_s;
        QTest::newRow("damage") << fault(R"("fault": "broken-json", "damage": "lots")")
                                << u"f.json: $.faults[1].damage"_s << u"utf8"_s;
        QTest::newRow("state") << fault(R"("fault": "restart", "state": "some")") << u"f.json: $.faults[1].state"_s
                               << u"kept, lost"_s;
        QTest::newRow("type") << fault(R"("fault": "unknown-token", "soft_logout": "yes")")
                              << u"f.json: $.faults[1].soft_logout"_s << u"true or false"_s;
    }

    void mistakesNameFilePathAndWhatIsAllowed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        const auto plan = FaultPlan::fromJson(json, u"f.json"_s);
        QVERIFY(!plan);
        QTEST(plan.error().where, "where");
        QVERIFY2(plan.error().expected.contains(expected), qPrintable(plan.error().toString()));
    }

    void aMissingFileIsNamed()
    {
        const auto plan = FaultPlan::load(u"/nowhere/faults.json"_s);
        QVERIFY(!plan);
        QCOMPARE(plan.error().where, u"/nowhere/faults.json"_s);
    }
};

QTEST_APPLESS_MAIN(TestFaultPlan)
#include "test_faultplan.moc"
