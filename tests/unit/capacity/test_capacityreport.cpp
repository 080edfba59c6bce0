// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is judged of a step, and what is said of a search.
#include "engine/capacity/capacityreport.h"
#include "engine/capacity/capacitywords.h"
#include "engine/metrics/healthrules.h"
#include "engine/thresholds/ruleparser.h"

#include <QJsonArray>
#include <QTest>

using namespace throng;
using namespace throng::capacity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::EndpointKey;
using metrics::Outcome;
using End = CapacitySearch::End;

namespace {

const EndpointKey sendKey { "PUT", "/_matrix/client/v3/rooms/_/send/m.room.message" };
const EndpointKey createKey { "POST", "/_matrix/client/v3/createRoom" };

/// A second in which each of a hundred exchanges of both endpoints took so long, of which some ended otherwise.
metrics::Snapshot second(metrics::Nanoseconds sending, metrics::Nanoseconds creating, int others = 0,
    Outcome otherwise = Outcome::RateLimited)
{
    metrics::Snapshot snapshot;
    snapshot.seconds = 1;
    for (const auto &[key, time] : { std::pair(createKey, creating), std::pair(sendKey, sending) }) {
        metrics::EndpointDelta delta;
        delta.key = key;
        const int bad = key == sendKey ? others : 0;
        delta.outcomes[std::size_t(Outcome::Ok)] = quint64(100 - bad);
        delta.outcomes[std::size_t(otherwise)] += quint64(bad);
        for (int i = 0; i < 100; ++i)
            delta.responseTimes.record(time);
        metrics::mergeEndpoints(snapshot.endpoints, { delta });
    }
    return snapshot;
}

QList<thresholds::Rule> rules(const QStringList &texts)
{
    QList<thresholds::Rule> list;
    for (const QString &text : texts)
        list += thresholds::parseRule(text).value();
    return list;
}

/// A search with these steps behind it.
struct Searched {
    CapacityReport report;
    CapacitySearch search;

    Searched(const QStringList &texts, int from, int most)
        : search({ .from = from, .most = most })
    {
        report.rules = rules(texts);
    }

    void step(int users, const metrics::Snapshot &each)
    {
        StepRecorder recorder(int(report.steps.size()) + 1, users, report.rules);
        for (int i = 0; i < 5; ++i)
            recorder.add(each);
        report.steps.push_back(recorder.finish());
        search.enter(users, report.steps.back().outcome);
        report.range = search.range();
        report.end = search.end();
        report.unjudged = search.unjudged();
    }
};

} // namespace

class TestCapacityReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStepIsJudgedByItsThresholds()
    {
        StepRecorder recorder(1, 10, rules({ u"p95(send) < 100ms"_s, u"failures < 1%"_s, u"p95(upload) < 1s"_s }));
        recorder.add(second(200ms, 10ms, 10, Outcome::MatrixError));
        QVERIFY(!recorder.isEnough()); // there are no uploads yet
        const Step step = recorder.finish();
        QVERIFY(step.outcome == StepOutcome::Breaks);
        QVERIFY2(step.reason.contains(u"p95(send) < 100ms was broken: 200 ms"), qPrintable(step.reason));
        QVERIFY2(step.reason.contains(u"failures < 1% was broken: 5.00 %"), qPrintable(step.reason));
        QVERIFY(step.judgements[2].outcome == thresholds::Outcome::NoData);
        QCOMPARE(step.requestsPerSecond(), 200.0);
    }

    void aPercentileNeedsFiveAnswersAboveIt()
    {
        StepRecorder recorder(1, 10, rules({ u"p99(send) < 100ms"_s }));
        for (int i = 0; i < 4; ++i)
            recorder.add(second(10ms, 10ms));
        QVERIFY(!recorder.isEnough());
        recorder.add(second(10ms, 10ms));
        QVERIFY(recorder.isEnough());
    }

    void aStepThatWasRefusedOrThatThisMachineSpoiltIsNotJudged()
    {
        StepRecorder refused(1, 10, rules({ u"p95(send) < 100ms"_s }));
        refused.add(second(200ms, 10ms, 1)); // one of 200
        const Step limited = refused.finish();
        QVERIFY(limited.outcome == StepOutcome::Unjudgeable);
        QVERIFY(limited.reason.contains(u"(429)"));

        StepRecorder busy(1, 10, rules({ u"p95(send) < 100ms"_s }));
        metrics::Snapshot late = second(200ms, 10ms);
        late.health.worstLoopLag = 2s;
        late.health.judgement = metrics::judgeSecond(late.health, true);
        for (int i = 0; i < 5; ++i)
            busy.add(late);
        const Step spoilt = busy.finish();
        QVERIFY(spoilt.outcome == StepOutcome::Disturbed);
        QVERIFY2(spoilt.reason.startsWith(u"This machine was the bottleneck"), qPrintable(spoilt.reason));

        StepRecorder silent(1, 10, rules({ u"p95(upload) < 100ms"_s }));
        silent.add(second(10ms, 10ms));
        QVERIFY(silent.finish().outcome == StepOutcome::Disturbed);
    }

    void theAnswerIsASentence()
    {
        Searched searched({ u"p95(send) < 2s"_s, u"failures < 1%"_s }, 320, 1'000);
        searched.step(320, second(500ms, 100ms));
        searched.step(640, second(9s, 20s));
        searched.step(453, second(5s, 10s));
        searched.step(381, second(4s, 8s));
        searched.step(349, second(3s, 6s));
        searched.step(320, second(600ms, 110ms));
        searched.step(349, second(3s, 6s));
        QVERIFY(searched.report.end == End::Found);
        QCOMPARE(searched.report.firstToGiveWay(), std::optional(createKey)); // it grew sixtyfold, sending sixfold
        QCOMPARE(capacity::summaryOf(searched.report),
            u"This server carries about 340 active users like these (between 320 and 349): above that, p95(send) "
            "passes 2.00 s; the first thing to give way is createRoom."_s);
        const QJsonObject json = searched.report.toJson();
        QCOMPARE(json[u"users"_s].toInt(), 335);
        QCOMPARE(json[u"between"_s].toArray(), (QJsonArray { 320, 349 }));
        QCOMPARE(json[u"end"_s].toString(), u"found"_s);
        QCOMPARE(json[u"steps"_s][1][u"values"_s][1].toDouble(), 0.0);
        QCOMPARE(json[u"first_to_give_way"_s].toString(), u"POST /_matrix/client/v3/createRoom"_s);
    }

    void whereFailuresBreakTheOneThatFailsGivesWay()
    {
        Searched searched({ u"failures < 1%"_s }, 1, 1);
        searched.step(1, second(10ms, 10ms, 50, Outcome::HttpError));
        searched.step(1, second(10ms, 10ms, 50, Outcome::HttpError));
        QVERIFY(searched.report.end == End::NoneMeets);
        QCOMPARE(searched.report.firstToGiveWay(), std::optional(sendKey));
        QCOMPARE(capacity::summaryOf(searched.report),
            u"This server does not carry a single active user like these: even then, failures pass 1.00 %."_s);
    }

    void whatIsInTheWayIsNamed()
    {
        Searched searched({ u"p95(send) < 2s"_s, u"p95(delivery) < 2s"_s }, 100, 1'000);
        searched.step(100, second(10ms, 10ms));
        searched.step(200, second(10ms, 10ms, 20));
        QVERIFY(searched.report.end == End::NotJudged);
        const QString summary = capacity::summaryOf(searched.report);
        QVERIFY2(summary.startsWith(u"With 100 active users like these it met every threshold. What it does with 200 "
                                    "could not be judged. 100 of 1000 requests were refused"),
            qPrintable(summary));
        QVERIFY(searched.report.toJson()[u"users"_s].isNull());
        QCOMPARE(searched.report.unmeasured().size(), 1);
        QCOMPARE(searched.report.unmeasured().first().text, u"p95(delivery) < 2s"_s);
    }
};

QTEST_GUILESS_MAIN(TestCapacityReport)
#include "test_capacityreport.moc"
