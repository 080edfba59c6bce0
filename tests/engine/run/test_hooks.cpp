// SPDX-License-Identifier: GPL-3.0-or-later
// Commands of a suite around its tests and beside them, run for real.
#include "engine/run/hookrun.h"
#include "runfixture.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using namespace std::chrono_literals;
using project::Hook;
using project::HookFailure;
using run::HookRun;
using run::RunFailure;
using run::RunSummary;

class TestHooks : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<practice::PracticeServer> m_server;
    QUrl m_url;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QByteArray content(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// Writes down what it was called with.
    QString noting(const QString &file)
    {
        const QString script = path(u"note.sh"_s);
        SmallProject::write(script, "#!/bin/sh\necho \"$0|$1|$2|$3|$4\" >> \"$OUT\"\necho noted\n");
        QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return u"OUT="_s + path(file) + u' ' + script;
    }

    run::RunPlan plan(const QList<run::TestPlan> &tests)
    {
        run::RunPlan plan = planFor(m_url, tests);
        plan.hooks.allowed = true;
        plan.hooks.host = u"localhost"_s;
        plan.hooks.folder = m_folder->path();
        plan.hooks.outputDirectory = path(u"out"_s);
        for (run::TestPlan &test : plan.tests)
            test.outputDirectory = path(u"out of "_s + test.name);
        return plan;
    }

    run::TestPlan registering() const { return setupTest(users::Behaviour::Register, u"register"_s); }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<practice::PracticeServer>(practice::Options {});
        m_url = m_server->start().value();
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void commandsAreCalledAsMatrixLocustCallsThem()
    {
        HookRun::Setting setting { u"example.org"_s, u"/tmp/it's here"_s, {}, {} };
        QCOMPARE(HookRun::commandLine({ u"scripts/reset.sh"_s, u"250 small"_s }, setting),
            u"scripts/reset.sh 'example.org' '/tmp/it'\\''s here' 250 small"_s);
        QCOMPARE(HookRun::commandLine({ u"true"_s, {} }, setting), u"true 'example.org' '/tmp/it'\\''s here'"_s);
    }

    void theyRunInOrderAroundTheTestWithTheFacts()
    {
        run::RunPlan plan = this->plan({ registering() });
        const QString note = noting(u"notes"_s);
        plan.hooks.before = { { note, u"before suite"_s } };
        plan.hooks.after = { { note, u"\"$THRONG_END\" $THRONG_REQUESTS"_s } };
        plan.tests[0].preHooks = { { note, u"one $THRONG_TEST"_s }, { note, u"two $THRONG_EVENT"_s } };
        plan.tests[0].postHooks = { { note, u"$THRONG_END $THRONG_USERS"_s } };
        SmallProject project(3);
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->state, RunSummary::State::Done);
        const QString script = path(u"note.sh"_s);
        const QString out = path(u"out"_s);
        const QString outOfTest = path(u"out of register"_s);
        const QStringList lines = QString::fromUtf8(content(u"notes"_s)).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[0], u"%1|localhost|%2|before|suite"_s.arg(script, out));
        QCOMPARE(lines[1], u"%1|localhost|%2|one|register"_s.arg(script, outOfTest));
        QCOMPARE(lines[2], u"%1|localhost|%2|two|before_test"_s.arg(script, outOfTest));
        QCOMPARE(lines[3], u"%1|localhost|%2|all_done|3"_s.arg(script, outOfTest));
        QCOMPARE(lines[4], u"%1|localhost|%2|done|%3"_s.arg(script, out).arg(driver.summary->requests()));
        QCOMPARE(driver.said(u"  noted"_s), 5); // their output is in the log
        QVERIFY(driver.summary->warnings.isEmpty());
    }

    void filesAreReadAgainAfterThem()
    {
        run::RunPlan plan = this->plan({ registering() });
        SmallProject project(3);
        plan.tests[0].preHooks = {
            { u"printf 'username,password\\nother.0,x\\nother.1,y\\n' > %1 #"_s.arg(project.folder().usersFile()), {} }
        };
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->tests[0].setup.accounts, 2);
        QCOMPARE(driver.summary->tests[0].setup.registered, 2);
    }

    void withoutTheUsersWordNothingIsRun()
    {
        run::RunPlan plan = this->plan({ registering() });
        plan.hooks.allowed = false;
        plan.tests[0].preHooks = plan.tests[0].postHooks =
            plan.hooks.before = { { u"touch %1 #"_s.arg(path(u"x"_s)), {} } };
        SmallProject project(2);
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(!QFile::exists(path(u"x"_s)));
        QCOMPARE(driver.summary->state, RunSummary::State::Done);
        QCOMPARE(driver.summary->warnings.filter(u"nobody has agreed"_s).size(), 1);
    }

    void aFailureDoesWhatTheSuiteSays_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<HookFailure>("onFailure");
        QTest::addColumn<QString>("message");
        QTest::newRow("marked") << u"exit 3 #"_s << HookFailure::Mark << u"ended with status 3"_s;
        QTest::newRow("not looked at") << u"exit 3 #"_s << HookFailure::GoOn << u"ended with status 3"_s;
        QTest::newRow("ends the run") << u"exit 3 #"_s << HookFailure::Stop << u"ended with status 3"_s;
        QTest::newRow("not there") << u"no/such/script.sh"_s << HookFailure::Stop << u"does not find it"_s;
        QTest::newRow("killed") << u"kill -9 $$ #"_s << HookFailure::Stop << u"signal 9"_s;
        QTest::newRow("hangs") << u"sleep 1000 & sleep 1000 #"_s << HookFailure::Stop << u"longer than its limit"_s;
    }

    void aFailureDoesWhatTheSuiteSays()
    {
        QFETCH(const QString, command);
        QFETCH(const HookFailure, onFailure);
        QFETCH(const QString, message);
        run::RunPlan plan = this->plan({ registering() });
        const std::chrono::milliseconds limit = command.startsWith(u"sleep") ? 300ms : 60s;
        plan.tests[0].preHooks = { { command, {}, limit, onFailure }, { noting(u"second"_s), {} } };
        plan.hooks.after = { { noting(u"after"_s), {} } };
        SmallProject project(2);
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        const bool ended = onFailure == HookFailure::Stop;
        QCOMPARE(driver.summary->state, ended ? RunSummary::State::Failed : RunSummary::State::Done);
        QCOMPARE(driver.summary->failure, ended ? RunFailure::HookFailed : RunFailure::None);
        QCOMPARE(driver.started.size(), ended ? 0 : 1);
        QCOMPARE(content(u"second"_s).isEmpty(), ended);
        QVERIFY(!content(u"after"_s).isEmpty()); // the suite cleans up after itself however it ended
        QCOMPARE(driver.summary->warnings.filter(message).size(), onFailure == HookFailure::Mark ? 1 : 0);
        QCOMPARE(driver.said(message), 1);
    }

    void a100MegabytesOfOutputDoNotHurt()
    {
        run::RunPlan plan = this->plan({ registering() });
        plan.tests[0].preHooks = {
            { u"head -c 100000000 /dev/zero | tr '\\0' 'a'; echo; yes | head -n 100000; echo the end #"_s, {} }
        };
        SmallProject project(2);
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->state, RunSummary::State::Done);
        qsizetype size = 0;
        for (const QString &message : std::as_const(driver.messages))
            size += message.size();
        QVERIFY2(size < 100'000, qPrintable(QString::number(size)));
        QCOMPARE(driver.said(u"bytes left out"_s), 1);
        QCOMPARE(driver.said(u"the end"_s), 2); // and the command itself, which is named
    }

    void whatACommandLeavesRunningGoesOn()
    {
        run::RunPlan plan = this->plan({ registering() });
        plan.tests[0].preHooks = { { u"(sleep 0.5; touch %1) >/dev/null 2>&1 & #"_s.arg(path(u"later"_s)), {} } };
        SmallProject project(2);
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QTRY_VERIFY(QFile::exists(path(u"later"_s)));
    }

    void stoppingEndsACommandBeforeATest()
    {
        run::RunPlan plan = this->plan({ registering() });
        plan.tests[0].preHooks = { { u"touch %1; sleep 1000 #"_s.arg(path(u"began"_s)), {} },
            { noting(u"second"_s), {} } };
        SmallProject project(2);
        Driver driver(plan, project.files());
        driver.run().start();
        QTRY_VERIFY(QFile::exists(path(u"began"_s)));
        QCOMPARE(driver.run().state(), run::LoadRun::State::BetweenTests);
        driver.run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 30'000);
        QCOMPARE(driver.summary->state, RunSummary::State::Stopped);
        QVERIFY(driver.started.isEmpty());
        QVERIFY(content(u"second"_s).isEmpty());
    }

    void stoppingTwiceEndsACommandAfterATest()
    {
        run::RunPlan plan = this->plan({ registering() });
        plan.tests[0].postHooks = { { u"touch %1; sleep 1000 #"_s.arg(path(u"began"_s)), {} } };
        SmallProject project(2);
        Driver driver(plan, project.files());
        driver.run().start();
        QTRY_VERIFY(QFile::exists(path(u"began"_s)));
        driver.run().stop();
        QCOMPARE(driver.run().state(), run::LoadRun::State::BetweenTests);
        driver.run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 30'000);
        QCOMPARE(driver.summary->tests.size(), 1U);
    }

    void destroyingTheRunEndsItsCommand()
    {
        run::RunPlan plan = this->plan({ registering() });
        plan.tests[0].preHooks = { { u"echo $$ > %1; sleep 1000; touch %2 #"_s.arg(path(u"pid"_s), path(u"late"_s)),
            {} } };
        SmallProject project(2);
        Driver driver(plan, project.files());
        driver.run().start();
        QTRY_VERIFY(!content(u"pid"_s).isEmpty());
        const QString process = u"/proc/"_s + QString::fromLatin1(content(u"pid"_s).trimmed());
        QVERIFY(QFile::exists(process));
        driver.destroyRun();
        QVERIFY(!QFile::exists(process));
    }

    void roundsFollowOneAnotherAfterAPause()
    {
        run::TestPlan first = registering();
        run::TestPlan second = registering();
        second.name = u"register-round-2"_s;
        second.round = 2;
        second.pauseBefore = 50ms;
        run::RunPlan plan = this->plan({ first, second });
        plan.rounds = 2;
        SmallProject project(2);
        Driver driver(plan, project.files());
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.ended, (QList<int> { 0, 1 }));
        QCOMPARE(driver.said(u"Pause of 0.05 s before round 2 of 2."_s), 1);
        QCOMPARE(driver.summary->tests[1].setup.existed, 2);
    }

    void stoppingEndsAPause()
    {
        run::TestPlan second = registering();
        second.pauseBefore = 1h;
        run::RunPlan plan = this->plan({ registering(), second });
        SmallProject project(2);
        Driver driver(plan, project.files());
        driver.run().start();
        QTRY_COMPARE(driver.said(u"Pause of"_s), 1);
        driver.run().stop();
        QTRY_VERIFY(driver.isFinished());
        QCOMPARE(driver.summary->state, RunSummary::State::Stopped);
        QCOMPARE(driver.summary->tests.size(), 1U);
    }

    void anEventsCommandRunsBesideTheTestOnce()
    {
        run::RunPlan plan = this->plan({ registering(), chatTest(20s) });
        plan.hooks.onEvents = { { project::HookEvent::ThresholdBroken,
            { noting(u"notes"_s), u"\"$THRONG_EVENT: $THRONG_WHAT\" $THRONG_TEST"_s } } };
        SmallProject project(2);
        Driver driver(plan, project.files());
        driver.run().start();
        QTRY_COMPARE(driver.started.size(), 2);
        driver.run().report(project::HookEvent::ServerGone, u"no"_s); // nobody asked for it
        for (int i = 0; i < 3; ++i)
            driver.run().report(project::HookEvent::ThresholdBroken, u"p95 is 3 s"_s);
        QTRY_VERIFY(!content(u"notes"_s).isEmpty());
        QCOMPARE(driver.run().state(), run::LoadRun::State::Running);
        driver.run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 30'000);
        QCOMPARE(content(u"notes"_s).count('\n'), 1);
        QVERIFY(content(u"notes"_s).endsWith("|threshold_broken: p95 is 3 s|chat\n"));
    }

    void anEventsCommandMayEndTheRun()
    {
        run::RunPlan plan = this->plan({ registering(), chatTest(1h), registering() });
        plan.hooks.onEvents = { { project::HookEvent::ThresholdBroken,
            { u"exit 1 #"_s, {}, 60s, HookFailure::Stop } } };
        SmallProject project(2);
        Driver driver(plan, project.files());
        driver.run().start();
        QTRY_COMPARE(driver.started.size(), 2);
        driver.run().report(project::HookEvent::ThresholdBroken, u"p95 is 3 s"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driver.isFinished(), 30'000);
        QCOMPARE(driver.summary->failure, RunFailure::HookFailed);
        QCOMPARE(driver.started.size(), 2);
    }

    void aServerThatWasSetUpAnewHasNoRoomsOfEarlierRounds()
    {
        SmallProject project(4, 2);
        const QList<run::TestPlan> tests { registering(), setupTest(users::Behaviour::CreateRooms, u"create"_s) };
        practice::PracticeServer first;
        Driver before(planFor(first.start().value(), tests), project.files());
        RUN_TO_THE_END(before);
        QCOMPARE(before.summary->tests[1].setup.roomsCreated, 2);
        // As a command does it that removes the server's database and tokens.csv.
        practice::PracticeServer second;
        const QUrl url = second.start().value();
        Driver after(planFor(url, tests), project.files());
        RUN_TO_THE_END(after);
        QCOMPARE(after.summary->tests[1].setup.roomsCreated, 2);
        QCOMPARE(after.summary->tests[1].setup.roomsExisted, 0);
        Driver again(planFor(url, tests), project.files());
        RUN_TO_THE_END(again);
        QCOMPARE(again.summary->tests[1].setup.roomsExisted, 2);
    }

    void roomsOfAnotherPlanAreOthersThoughTheyAreCalledTheSame()
    {
        SmallProject project(4, 2);
        const QList<run::TestPlan> tests { registering(), setupTest(users::Behaviour::CreateRooms, u"create"_s) };
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        Driver before(planFor(url, tests), project.files());
        RUN_TO_THE_END(before);
        SmallProject::write(project.folder().roomsFile(),
            R"({"Room 0": ["user.000000", "user.000003"], "Room 1": ["user.000001", "user.000002", "user.000003"]})");
        Driver after(planFor(url, tests), project.files());
        RUN_TO_THE_END(after);
        QCOMPARE(after.summary->tests[1].setup.roomsCreated, 1); // the second is as it was
        QCOMPARE(after.summary->tests[1].setup.roomsExisted, 1);
    }
};

QTEST_GUILESS_MAIN(TestHooks)
#include "test_hooks.moc"
