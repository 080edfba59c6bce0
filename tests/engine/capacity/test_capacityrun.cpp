// SPDX-License-Identifier: GPL-3.0-or-later
//
// The search for a capacity on the practice homeserver. What it is to find is known: users who pause and ask a server
// of one worker are the machine repairman's problem, whose waiting times have a formula.
#include "../run/runfixture.h"

#include "engine/capacity/capacityrun.h"
#include "engine/capacity/capacitywords.h"
#include "engine/thresholds/ruleparser.h"

#include <QJsonArray>

#include <cmath>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using capacity::CapacityReport;
using capacity::CapacityRun;
using End = capacity::CapacitySearch::End;

namespace {

constexpr double service = 0.005; // seconds that the server spends on a request, exponential
constexpr double pause = 0.5; // of a user between two requests, exponential
constexpr double limit = 0.150;

/// The share of answers that take longer than `time` where there are `users`: an arriving request meets what is left
/// when its own user is away, and waits for all of that and itself.
double shareAbove(double time, int users)
{
    std::vector<double> weights { 1 };
    for (int n = 1; n < users; ++n)
        weights.push_back(weights.back() * (users - n) * service / pause);
    double sum = 0;
    double above = 0;
    double term = std::exp(-time / service);
    double poisson = 0;
    for (int n = 0; n < users; ++n) {
        if (n > 0)
            term *= time / service / n;
        poisson += term;
        sum += weights[std::size_t(n)];
        above += weights[std::size_t(n)] * poisson;
    }
    return above / sum;
}

/// The most users with whom the p95 is below `time`.
int knownKnee(double time)
{
    int users = 1;
    while (shareAbove(time, users + 1) < 0.05)
        ++users;
    return users;
}

practice::Options serverOfOneWorker(int accounts)
{
    practice::Options options;
    options.preparedAccounts = accounts;
    options.performance.workers = 1;
    practice::PerformanceModel::Rule rule;
    rule.method = u"PUT"_s;
    rule.endpoint = u"/_matrix/client/v3/profile/_/displayname"_s;
    rule.time.shape = practice::ServiceTime::Shape::Exponential;
    rule.time.mean = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(service));
    options.performance.rules = { rule };
    return options;
}

/// People who do nothing but change their names.
run::TestPlan renaming(const QStringList &rules)
{
    run::TestPlan test;
    test.name = u"rename"_s;
    test.spawnRate = 200;
    users::ChatParameters &chat = test.chat;
    chat.doNothingWeight = chat.sendTextWeight = chat.lookAtRoomWeight = chat.paginateWeight = chat.goAwayWeight = 0;
    chat.chatInRoomWeight = chat.acceptInvitesWeight = 0;
    chat.changeDisplayNameWeight = 1;
    chat.afterAction.mean = pause;
    for (const QString &rule : rules) {
        thresholds::Threshold threshold;
        threshold.rule = thresholds::parseRule(rule).value();
        test.thresholds += threshold;
    }
    return test;
}

struct Search {
    Search(const QUrl &server, const SmallProject &project, const run::TestPlan &test,
        const capacity::CapacityOptions &options)
        : run(capacity::makeCapacityPlan(planFor(server, { test })).value(), project.files(), options)
    {
        QObject::connect(&run, &CapacityRun::finished, &run, [this](const CapacityReport &found) { report = found; });
        QObject::connect(
            &run, &CapacityRun::message, &run, [this](const run::Message &message) { messages += message.text; });
        QObject::connect(&run, &CapacityRun::stepFinished, &run,
            [this](const capacity::Step &step) { messages += u"%1 users: %2"_s.arg(step.users).arg(step.reason); });
    }

    [[nodiscard]] QString said() const { return messages.join(u'\n'); }

    CapacityRun run;
    QStringList messages;
    std::optional<CapacityReport> report;
};

/// An account for each, with the passwords that the server knows.
void giveAccounts(const SmallProject &project, int accounts)
{
    QByteArray users = "username,password\n";
    for (int i = 0; i < accounts; ++i) {
        const QByteArray name = practice::Options::preparedName(i).toUtf8();
        users += name + ',' + name + '\n';
    }
    SmallProject::write(project.folder().usersFile(), users);
}

capacity::CapacityOptions quick()
{
    capacity::CapacityOptions options;
    options.settle = 1s;
    options.measure = 2s;
    return options;
}

} // namespace

class TestCapacityRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theKneeOfAServerIsFound()
    {
        const int knee = knownKnee(limit);
        QVERIFY2(knee > 100 && knee < 120, qPrintable(QString::number(knee)));
        practice::PracticeServer server(serverOfOneWorker(240));
        const SmallProject project(240);
        giveAccounts(project, 240);
        capacity::CapacityOptions options = quick();
        options.from = 60;
        options.measure = 3s;
        options.mostSteps = 8;
        const run::TestPlan test = renaming({ u"p95(setDisplayName) < 150ms"_s, u"failures < 1%"_s });
        Search search(server.start().value(), project, test, options);
        search.run.start();
        QTRY_VERIFY2_WITH_TIMEOUT(search.report, qPrintable(search.said()), 120'000);

        const CapacityReport &report = *search.report;
        if (report.end == End::NotJudged && report.unjudgedStep()->generator.trust == run::Trust::Limited)
            QSKIP(qPrintable(report.unjudgedStep()->reason)); // this machine has other things to do
        QVERIFY2(report.end == End::Found || report.end == End::OutOfSteps, qPrintable(search.said()));
        // Three seconds of measuring blur it; longer ones are for the bench.
        QVERIFY2(std::abs(report.range.estimate() - knee) < 0.25 * knee,
            qPrintable(u"%1 for %2\n%3"_s.arg(report.range.estimate()).arg(knee).arg(search.said())));
        QVERIFY(report.steps.size() <= 8);
        const QString summary = capacity::summaryOf(report);
        QVERIFY2(summary.contains(u"p95(setDisplayName) passes 150 ms"), qPrintable(summary));
        QVERIFY2(summary.contains(u"the first thing to give way is setDisplayName"), qPrintable(summary));
        QCOMPARE(report.toJson()[u"users"_s].toInt(), report.range.estimate());
        QCOMPARE(report.toJson()[u"steps"_s].toArray().size(), qsizetype(report.steps.size()));
        for (const capacity::Step &step : report.steps)
            QVERIFY2(step.measured.seconds >= 2.5, qPrintable(search.said()));
    }

    void aRateLimitIsNamedInPlaceOfTheServer()
    {
        practice::Options options = serverOfOneWorker(40);
        practice::Fault refusal;
        refusal.kind = practice::FaultKind::RateLimit;
        refusal.method = u"PUT"_s;
        refusal.endpoint = u"/_matrix/client/v3/profile/_/displayname"_s;
        refusal.probability = 0.5;
        refusal.retryAfter = 50ms;
        options.faults.faults = { refusal };
        practice::PracticeServer server(options);
        const SmallProject project(40);
        giveAccounts(project, 40);
        Search search(server.start().value(), project, renaming({ u"p95(setDisplayName) < 10s"_s }), quick());
        search.run.start();
        QTRY_VERIFY2_WITH_TIMEOUT(search.report, qPrintable(search.said()), 60'000);
        const CapacityReport &report = *search.report;
        QVERIFY(report.end == End::NotJudged);
        QCOMPARE(report.steps.size(), 1U);
        QCOMPARE(report.unjudged, 2); // a sixteenth of the accounts
        QVERIFY(report.steps[0].rateLimited > 0.001);
        const QString summary = capacity::summaryOf(report);
        QVERIFY2(summary.contains(u"rate limit (429)"), qPrintable(summary));
    }

    void stoppedItTellsWhatItKnows()
    {
        practice::PracticeServer server(serverOfOneWorker(40));
        const SmallProject project(40);
        giveAccounts(project, 40);
        capacity::CapacityOptions options = quick();
        options.from = 5;
        Search search(server.start().value(), project, renaming({ u"p95(setDisplayName) < 10s"_s }), options);
        QObject::connect(&search.run, &CapacityRun::stepFinished, &search.run, [&search] { search.run.stop(); });
        search.run.start();
        QTRY_VERIFY2_WITH_TIMEOUT(search.report, qPrintable(search.said()), 60'000);
        QVERIFY(search.report->end == End::Searching);
        QCOMPARE(search.report->steps.size(), 1U);
        QVERIFY(capacity::summaryOf(*search.report).contains(u"With 5 active users"));
    }

    void asManyAsThereAreMayBeCarried()
    {
        practice::PracticeServer server(serverOfOneWorker(16));
        const SmallProject project(16);
        giveAccounts(project, 16);
        capacity::CapacityOptions options = quick();
        options.from = 16;
        Search search(server.start().value(), project, renaming({ u"p95(setDisplayName) < 60s"_s }), options);
        search.run.start();
        QTRY_VERIFY2_WITH_TIMEOUT(search.report, qPrintable(search.said()), 60'000);
        QVERIFY2(search.report->end == End::AllMeet, qPrintable(search.said()));
        QVERIFY(capacity::summaryOf(*search.report).contains(u"at least 16 active users"));
    }

    void whatItNeedsIsNamed()
    {
        const auto noThreshold = capacity::makeCapacityPlan(planFor(QUrl(u"http://[::1]"_s), { renaming({}) }));
        QVERIFY(!noThreshold);
        QVERIFY(noThreshold.error().message.contains(u"no threshold"));
        const auto noChat = capacity::makeCapacityPlan(
            planFor(QUrl(u"http://[::1]"_s), { setupTest(users::Behaviour::Register, u"register"_s) }));
        QVERIFY(!noChat);
        QVERIFY(noChat.error().message.contains(u"no test"));
    }
};

QTEST_GUILESS_MAIN(TestCapacityRun)
#include "test_capacityrun.moc"
