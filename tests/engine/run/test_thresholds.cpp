// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs that keep their thresholds and runs that do not. The server takes at least 20 ms for each request, so that what
// is broken is broken on every machine.
#include "runfixture.h"

#include "engine/thresholds/ruleparser.h"

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using thresholds::Outcome;

namespace {

practice::Options slowServer()
{
    practice::Options options;
    options.performance = practice::PerformanceModel::fromText(u"fixed:20ms"_s).value();
    return options;
}

thresholds::Threshold threshold(const QString &rule, std::chrono::milliseconds settle = 0ms,
    std::optional<std::chrono::milliseconds> abortAfter = {})
{
    thresholds::Threshold made;
    made.rule = thresholds::parseRule(rule).value();
    made.settle = settle;
    made.abortAfter = abortAfter;
    return made;
}

} // namespace

class TestThresholds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachTestIsJudgedAtItsEnd()
    {
        practice::PracticeServer server(slowServer());
        const SmallProject project(4, 3);
        QList<run::TestPlan> tests = wholeSuite(2s);
        const thresholds::Threshold ofAll = threshold(u"p50(send) < 1ms"_s);
        for (run::TestPlan &test : tests)
            test.thresholds = { ofAll };
        tests.first().thresholds += threshold(u"min(register) >= 20ms"_s);
        tests.last().thresholds += threshold(u"failures < 50%"_s, 1s);
        tests.last().thresholds += threshold(u"p99(upload) < 1ms"_s, 1h); // longer than the test
        Driver driver(planFor(server.start().value(), tests), project.files());
        RUN_TO_THE_END(driver);

        const run::RunSummary &summary = *driver.summary;
        QVERIFY2(summary.state == run::RunSummary::State::Done, qPrintable(driver.messages.join(u'\n')));
        const std::vector<thresholds::Verdict> &registering = summary.tests[0].thresholds;
        QCOMPARE(registering.size(), 2U);
        QVERIFY(registering[0].judgement.outcome == Outcome::NoData);
        QVERIFY(registering[1].judgement.outcome == Outcome::Met);
        const std::vector<thresholds::Verdict> &chatting = summary.tests[3].thresholds;
        QVERIFY(chatting[0].judgement.outcome == Outcome::Broken);
        QVERIFY(chatting[0].judgement.value >= 20e6);
        QVERIFY(!chatting[0].endedTheRun);
        QVERIFY(chatting[1].judgement.outcome == Outcome::Met);
        QVERIFY(chatting[1].judgement.samples > 0);
        QVERIFY(chatting[1].judgement.samples < summary.tests[3].totals.requests()); // it had to settle
        QVERIFY(chatting[2].judgement.outcome == Outcome::NoData);
        QCOMPARE(summary.brokenThresholds(), 1);
        QCOMPARE(driver.said(u"chat: p50(send) < 1ms was broken: "_s), 1);
        // Sending was measured in one of the tests, uploading after an hour in none.
        QCOMPARE(summary.unmeasuredThresholds().size(), 1);
        QCOMPARE(summary.unmeasuredThresholds().first().rule.text, u"p99(upload) < 1ms"_s);
        QCOMPARE(driver.said(u"nothing was measured"_s), 1);
    }

    void oneThatIsBrokenForTooLongEndsTheRun()
    {
        practice::PracticeServer server(slowServer());
        const SmallProject project(4, 3);
        QList<run::TestPlan> tests = wholeSuite(10min);
        tests.last().thresholds = { threshold(u"failures < 50%"_s, 0s, 1s), threshold(u"p50(send) < 1ms"_s, 0s, 2s) };
        tests += chatTest(10min);
        Driver driver(planFor(server.start().value(), tests), project.files());
        RUN_TO_THE_END(driver);

        const run::RunSummary &summary = *driver.summary;
        QVERIFY2(summary.state == run::RunSummary::State::Stopped, qPrintable(driver.messages.join(u'\n')));
        QCOMPARE(summary.tests.size(), 4U); // and none after it
        QVERIFY(summary.tests[3].end == run::TestEnd::Aborted);
        QVERIFY(summary.tests[3].totals.seconds() >= 1.5);
        QVERIFY(!summary.tests[3].thresholds[0].isBroken());
        QVERIFY(summary.tests[3].thresholds[1].endedTheRun);
        QCOMPARE(summary.brokenThresholds(), 1);
        QCOMPARE(driver.said(u"chat: p50(send) < 1ms is broken ("_s), 1);
        QCOMPARE(driver.said(u"chat: p50(send) < 1ms has been broken for 2s: the run ends here."_s), 1);
    }
};

QTEST_GUILESS_MAIN(TestThresholds)
#include "test_thresholds.moc"
