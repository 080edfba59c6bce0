// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runplan.h"
#include "engine/thresholds/ruleparser.h"

#include <QTest>

using namespace throng;
using namespace throng::run;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

project::Project projectWithStandardSuite()
{
    project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
    project.seed = 7;
    return project;
}

} // namespace

class TestRunPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theStandardSuiteBecomesFourTestsInOrder()
    {
        const auto plan = makeRunPlan(projectWithStandardSuite(), u"/p"_s);
        QVERIFY(plan);
        QCOMPARE(plan->suite, u"standard"_s);
        QCOMPARE(plan->server, QUrl(u"http://127.0.0.1:8008"_s));
        QCOMPARE(plan->seed, 7U);
        QCOMPARE(plan->tests.size(), 4);
        using users::Behaviour;
        const Behaviour order[] = { Behaviour::Register, Behaviour::CreateRooms, Behaviour::JoinRooms,
            Behaviour::Chat };
        for (int i = 0; i < 4; ++i)
            QVERIFY(plan->tests[i].behaviour == order[i]);
        QVERIFY(plan->tests[0].stopWhenDone);
        QCOMPARE(plan->tests[0].runTime.count(), 0);
        QCOMPARE(plan->tests[3].runTime, Milliseconds(5min));
        QCOMPARE(plan->tests[3].spawnRate, 10.0);
        QVERIFY(!plan->tests[3].users);
    }

    void whatIsChosenWinsOverTheProject()
    {
        project::Project project = projectWithStandardSuite();
        project.server.caFile = u"ca.pem"_s;
        project.server.http = HttpVersions::Http2;
        RunChoices choices;
        choices.server = u"127.0.0.2:1234"_s;
        choices.users = 5;
        choices.spawnRate = 2.5;
        choices.runTime = 30s;
        choices.stopTimeout = 3s;
        choices.workers = 2;
        choices.insecure = true;
        choices.permissions.append({ u"example.org"_s, project::Consent::Typed, {}, {} });
        const auto plan = makeRunPlan(project, u"/p"_s, choices);
        QVERIFY(plan);
        QCOMPARE(plan->server, QUrl(u"https://127.0.0.2:1234"_s));
        for (const TestPlan &test : plan->tests) {
            QCOMPARE(test.users, 5);
            QCOMPARE(test.spawnRate, 2.5);
        }
        QCOMPARE(plan->tests[3].runTime, Milliseconds(30s));
        QCOMPARE(plan->tests[0].runTime.count(), 0); // set-up still ends when all is done
        QCOMPARE(plan->stopTimeout, Milliseconds(3s));
        QCOMPARE(plan->workers, 2);
        QVERIFY(!plan->tls.verify);
        QCOMPARE(plan->tls.caFile, u"/p/ca.pem"_s);
        QCOMPARE(plan->tls.versions, HttpVersions::Http2);
        QCOMPARE(plan->permissions.size(), 1);
    }

    void oneTestAloneRunsEvenIfItIsSwitchedOff()
    {
        project::Project project = projectWithStandardSuite();
        project.suites[0].tests[1].enabled = false;
        const QString name = project.suites[0].tests[1].name;
        QCOMPARE(makeRunPlan(project, u"/p"_s)->tests.size(), 3);
        RunChoices choices;
        choices.test = name;
        const auto plan = makeRunPlan(project, u"/p"_s, choices);
        QVERIFY(plan);
        QCOMPARE(plan->tests.size(), 1);
        QCOMPARE(plan->tests[0].name, name);
    }

    void whatIsMissingIsNamed_data()
    {
        QTest::addColumn<QString>("suite");
        QTest::addColumn<QString>("test");
        QTest::addColumn<QString>("server");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("suite") << u"nosuch"_s << QString() << QString() << QStringList { u"nosuch"_s, u"standard"_s };
        QTest::newRow("test") << QString() << u"nosuch"_s << QString() << QStringList { u"nosuch"_s, u"chat"_s };
        QTest::newRow("server") << QString() << QString() << u"ftp://x"_s << QStringList { u"ftp"_s };
    }
    void whatIsMissingIsNamed()
    {
        QFETCH(QString, suite);
        QFETCH(QString, test);
        QFETCH(QString, server);
        QFETCH(QStringList, words);
        RunChoices choices;
        choices.suite = suite;
        choices.test = test;
        choices.server = server;
        const auto plan = makeRunPlan(projectWithStandardSuite(), u"/p"_s, choices);
        QVERIFY(!plan);
        for (const QString &word : words)
            QVERIFY2(plan.error().toString().contains(word), qPrintable(plan.error().toString()));
    }

    void aTestKeepsItsOwnThresholdsAndTheSuites()
    {
        const auto rule = [](const QString &text, const QString &test = {}) {
            thresholds::Threshold threshold;
            threshold.rule = thresholds::parseRule(text).value();
            threshold.test = test;
            return threshold;
        };
        project::Project project = projectWithStandardSuite();
        project::Suite &suite = project.suites[0];
        suite.thresholds = { rule(u"failures < 1%"_s), rule(u"p95(send) < 1s"_s, u"chat"_s) };
        suite.tests[0].thresholds = { rule(u"max(register) < 9s"_s) };
        RunChoices choices;
        choices.thresholds = { rule(u"requests/s > 1"_s) };
        const auto textsOf = [](const TestPlan &test) {
            QStringList texts;
            for (const thresholds::Threshold &threshold : test.thresholds)
                texts += threshold.rule.text;
            return texts;
        };
        const auto plan = makeRunPlan(project, u"/p"_s, choices);
        QVERIFY(plan);
        QCOMPARE(textsOf(plan->tests[0]),
            (QStringList { u"failures < 1%"_s, u"requests/s > 1"_s, u"max(register) < 9s"_s }));
        QCOMPARE(
            textsOf(plan->tests[3]), (QStringList { u"failures < 1%"_s, u"p95(send) < 1s"_s, u"requests/s > 1"_s }));

        suite.thresholds += rule(u"p95 < 1s"_s, u"chatt"_s);
        const auto misspelt = makeRunPlan(project, u"/p"_s);
        QVERIFY(!misspelt);
        QVERIFY2(misspelt.error().message.contains(u"\"chatt\""), qPrintable(misspelt.error().message));
        QVERIFY2(misspelt.error().expected.contains(u"\"chat\""), qPrintable(misspelt.error().expected));
    }

    void aWarmUpIsOfChatsAndNothingOfItIsJudged()
    {
        project::Project project = projectWithStandardSuite();
        project::Test &chat = project.suites[0].tests[3];
        chat.warmUp = std::chrono::seconds(20);
        for (const int settle : { 5, 60 }) {
            thresholds::Threshold threshold;
            threshold.rule = thresholds::parseRule(u"p95(send) < 1s"_s).value();
            threshold.settle = std::chrono::seconds(settle);
            chat.thresholds += threshold;
        }
        const auto plan = makeRunPlan(project, u"/p"_s);
        QVERIFY(plan);
        QCOMPARE(plan->tests[3].warmUp, Milliseconds(20'000));
        QCOMPARE(plan->tests[3].thresholds[0].settle, Milliseconds(20'000));
        QCOMPARE(plan->tests[3].thresholds[1].settle, Milliseconds(60'000));
        RunChoices choices;
        choices.warmUp = Milliseconds(30'000);
        const auto chosen = makeRunPlan(project, u"/p"_s, choices);
        QVERIFY(chosen);
        QCOMPARE(chosen->tests[3].warmUp, Milliseconds(30'000));
        QCOMPARE(chosen->tests[0].warmUp, Milliseconds(0)); // it registers: all that it does counts
    }

    void severalSuitesMustBeChosenFrom()
    {
        project::Project project = projectWithStandardSuite();
        project.suites[0].name = u"one"_s;
        QCOMPARE(makeRunPlan(project, u"/p"_s)->suite, u"one"_s); // the only one
        project.suites.append(project.suites[0]);
        project.suites[1].name = u"two"_s;
        const auto plan = makeRunPlan(project, u"/p"_s);
        QVERIFY(!plan);
        QVERIFY(plan.error().toString().contains(u"two"));
        project.suites.clear();
        QVERIFY(!makeRunPlan(project, u"/p"_s));
    }

    void registrationNeedsItsSecret_data()
    {
        QTest::addColumn<int>("source");
        QTest::addColumn<bool>("given");
        QTest::addColumn<bool>("works");
        using project::AccountSource;
        QTest::newRow("open") << int(AccountSource::OpenRegistration) << false << true;
        QTest::newRow("token") << int(AccountSource::RegistrationToken) << true << true;
        QTest::newRow("no token") << int(AccountSource::RegistrationToken) << false << false;
        QTest::newRow("secret") << int(AccountSource::SharedSecret) << true << true;
        QTest::newRow("no secret") << int(AccountSource::SharedSecret) << false << false;
        QTest::newRow("existing accounts") << int(AccountSource::ExistingAccounts) << false << true;
    }
    void registrationNeedsItsSecret()
    {
        QFETCH(int, source);
        QFETCH(bool, given);
        QFETCH(bool, works);
        project::Project project = projectWithStandardSuite();
        project.server.accounts = project::AccountSource(source);
        RunChoices choices;
        if (given)
            choices.secrets = { "a token", "a secret" };
        const auto plan = makeRunPlan(project, u"/p"_s, choices);
        QCOMPARE(plan.has_value(), works);
        // Who only chats needs none: the accounts are there.
        choices.test = u"chat"_s;
        QVERIFY(makeRunPlan(project, u"/p"_s, choices));
    }

    void aShapeOfUsersSaysHowManyAndHowLong()
    {
        project::Project project = projectWithStandardSuite();
        project::Test &chat = project.suites[0].tests.last();
        chat.runTime.reset();
        chat.spawnRate = 5;
        project::LoadPhase steps;
        steps.kind = project::LoadPhase::Kind::Steps;
        steps.duration = 60s;
        steps.from = 10;
        steps.to = 30;
        steps.steps = 3;
        chat.shape = project::LoadShape { project::LoadShape::Of::Users, { steps } };
        const auto plan = makeRunPlan(project, u"/p"_s);
        QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
        const TestPlan &test = plan->tests.last();
        QVERIFY(test.users == 30);
        QCOMPARE(test.runTime, 60'000ms);
        QCOMPARE(test.userCurve.levelAt(1), 5.0); // a jump takes the spawn rate's time
        QCOMPARE(test.userCurve.levelAt(19), 10.0);
        QCOMPARE(test.userCurve.levelAt(59), 30.0);

        RunChoices choices;
        choices.users = 60;
        QCOMPARE(makeRunPlan(project, u"/p"_s, choices)->tests.last().userCurve.peak(), 60.0);
    }

    void aRateComesFromTheSuiteOrFromTheCommandLine()
    {
        project::Project project = projectWithStandardSuite();
        RunChoices choices;
        choices.rate = 200;
        choices.arrivals = users::ArrivalParameters::Process::Constant;
        const auto chosen = makeRunPlan(project, u"/p"_s, choices);
        QVERIFY(chosen);
        QVERIFY(!chosen->tests.first().arrivals); // set-up goes as fast as it can
        QVERIFY(chosen->tests.last().arrivals
            == (users::ArrivalParameters {
                200, users::ArrivalParameters::Unit::Actions, users::ArrivalParameters::Process::Constant }));

        project::LoadPhase ramp;
        ramp.kind = project::LoadPhase::Kind::Ramp;
        ramp.to = 50;
        project.suites[0].tests.last().shape = project::LoadShape { project::LoadShape::Of::Rate, { ramp } };
        project.suites[0].tests.last().arrivals.emplace();
        const auto shaped = makeRunPlan(project, u"/p"_s);
        QVERIFY(shaped);
        QCOMPARE(shaped->tests.last().arrivals->rate, 50.0);
        QCOMPARE(shaped->tests.last().rateCurve.levelAt(30), 25.0);
        QVERIFY(shaped->tests.last().userCurve.isEmpty());
    }

    void aShapeThatIsNoneIsRefused()
    {
        project::Project project = projectWithStandardSuite();
        project::LoadPhase points;
        points.kind = project::LoadPhase::Kind::Points;
        points.file = u"nowhere.csv"_s;
        project.suites[0].tests.last().shape = project::LoadShape { project::LoadShape::Of::Users, { points } };
        const auto plan = makeRunPlan(project, u"/p"_s);
        QVERIFY(!plan);
        QVERIFY2(plan.error().toString().contains(u"nowhere.csv"), qPrintable(plan.error().toString()));
    }
};

QTEST_APPLESS_MAIN(TestRunPlan)
#include "test_runplan.moc"
