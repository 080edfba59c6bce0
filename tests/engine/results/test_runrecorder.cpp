// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whole runs that are kept: what the file holds is what the run said, also when the program is killed or the disk is
// full. Started with --run FOLDER it is the program that gets killed.
#include "engine/metrics/format.h"
#include "engine/results/runfolder.h"
#include "engine/results/runreader.h"
#include "engine/results/runrecorder.h"
#include "engine/run/runfixture.h"
#include "support/awkwarddisk.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>

#include <csignal>
#include <cstdio>

using namespace throng;
using namespace throng::results;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Keeping keepingIn(const QString &folder)
{
    return { folder, R"({"server": {"url": "http://127.0.0.1", "proxy": "http://bob:hunter2@127.0.0.1:3128"}})", {},
        0 };
}

/// Runs until it is killed; a line for each second.
int runForever(const QString &folder)
{
    practice::PracticeServer server;
    const SmallProject project(10, 5);
    QList<run::TestPlan> tests = wholeSuite(10min);
    Driver driver(planFor(server.start().value(), tests), project.files());
    RunRecorder recorder(driver.run(), keepingIn(folder));
    int seconds = 0;
    QObject::connect(&driver.run(), &run::LoadRun::snapshot, &driver, [&](const metrics::Snapshot &) {
        if (driver.run().currentTest() == 3) {
            std::printf("%d\n", ++seconds);
            std::fflush(stdout);
        }
    });
    driver.run().start();
    return QCoreApplication::exec();
}

/// Everything in the file, as bytes: also what no column shows.
bool holds(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.readAll().contains(text);
}

} // namespace

class TestRunRecorder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFileHoldsWhatTheRunSaid()
    {
        practice::PracticeServer server;
        const SmallProject project(20, 10);
        const QString folder = project.folder().runsFolder();
        Driver driver(planFor(server.start().value(), wholeSuite(3s)), project.files());
        RunRecorder recorder(driver.run(), keepingIn(folder));
        QSignalSpy kept(&recorder, &RunRecorder::kept);
        RUN_TO_THE_END(driver);
        QTRY_COMPARE(kept.size(), 1);
        const QString path = kept.front().front().toString();
        QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList(QFileInfo(path).fileName()));

        const auto reader = RunReader::open(path);
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().toString()));
        const RunHead &head = (*reader)->head();
        const run::RunSummary &summary = *driver.summary;
        QCOMPARE(head.state, RunState::Done);
        QCOMPARE(head.requests, summary.requests());
        QCOMPARE(head.failures, summary.failures());
        QCOMPARE(head.seed, 7U);
        QCOMPARE(*head.p95, summary.tests[3].totals.responseTimes().percentile(95));
        QCOMPARE((*reader)->tests().size(), summary.tests.size());
        for (const run::TestSummary &test : summary.tests) {
            const KeptTest *keptTest = (*reader)->test(test.index);
            QCOMPARE(keptTest->name, test.plan.name);
            QCOMPARE(keptTest->users, test.users);
            QVERIFY(!keptTest->end.isEmpty());
            const auto totals = (*reader)->totals(test.index);
            QVERIFY(totals);
            QCOMPARE(totals->endpoints(), test.totals.endpoints());
            QCOMPARE(totals->figures(), test.totals.figures());
            QCOMPARE(totals->deliveries(), test.totals.deliveries());
            QCOMPARE(totals->history().size(), test.totals.history().size());
        }
        QVERIFY((*reader)->facts().contains(u"qt.version"_s));
        QVERIFY((*reader)->facts().contains(u"curl.version"_s));
        QVERIFY((*reader)->facts().contains(u"machine.cores"_s));
        QVERIFY2((*reader)->facts().value(u"server.software"_s).startsWith(u"Throng practice"_s),
            qPrintable((*reader)->facts().value(u"server.software"_s)));
        QVERIFY((*reader)->facts().value(u"server.versions"_s).contains(u"v1.11"_s));
        QCOMPARE(summary.connections.size(), 1U);
        QCOMPARE(summary.connections.begin()->first, "HTTP/1.1"_ba);
        QVERIFY(summary.connections.begin()->second >= 20U); // each user has one
        QCOMPARE((*reader)->facts().value(u"server.connections"_s), metrics::formatConnections(summary.connections));
    }

    void noSecretIsInTheFile()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(6, 4);
        Driver driver(planFor(url, wholeSuite(2s)), project.files());
        RunRecorder recorder(driver.run(), keepingIn(project.folder().runsFolder()));
        QSignalSpy kept(&recorder, &RunRecorder::kept);
        RUN_TO_THE_END(driver);
        QTRY_COMPARE(kept.size(), 1);
        const QString path = kept.front().front().toString();
        QVERIFY(holds(path, "http://127.0.0.1:3128")); // the project is there
        QVERIFY(!holds(path, "hunter2"));
        const auto input = project.files()->read();
        QVERIFY(input);
        QVERIFY(!input->accounts.front().session.accessToken.isEmpty());
        for (const users::Account &account : input->accounts) {
            QVERIFY(!holds(path, account.password.toUtf8()));
            QVERIFY(!holds(path, account.session.accessToken));
            QVERIFY(!holds(path, account.session.userId.toUtf8()));
        }
        for (const users::PlannedRoom &room : input->rooms)
            QVERIFY(!holds(path, room.roomId));
    }

    void aRunThatDoesNotBeginLeavesNoFile()
    {
        const SmallProject project(3);
        run::Machine machine;
        Driver driver(planFor(QUrl(u"http://127.0.0.1:1"_s), wholeSuite(1s)), project.files());
        RunRecorder recorder(driver.run(), keepingIn(project.folder().runsFolder()));
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->state, run::RunSummary::State::Failed);
        QVERIFY(!QFileInfo::exists(project.folder().runsFolder()));
    }

    void aKilledRunHasAllButTheLastSecond()
    {
        QTemporaryDir folder;
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), { u"--run"_s, folder.path() });
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += child.readAllStandardOutput()).contains("4\n"), 60'000);
        ::kill(pid_t(child.processId()), SIGKILL);
        QVERIFY(child.waitForFinished());
        said += child.readAllStandardOutput();
        const int seconds = int(said.count('\n'));

        const std::vector<ListedRun> runs = listRuns(folder.path());
        QCOMPARE(runs.size(), 1U);
        QVERIFY2(runs[0].head, qPrintable(runs[0].head.error().toString()));
        QCOMPARE(runs[0].head->state, RunState::Interrupted);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1); // the log is merged
        const auto reader = RunReader::open(runs[0].path);
        QVERIFY(reader);
        QCOMPARE((*reader)->tests().size(), 4U);
        QVERIFY2((*reader)->test(3)->seconds >= seconds - 1,
            qPrintable(u"%1 of %2"_s.arg((*reader)->test(3)->seconds).arg(seconds)));
        const auto totals = (*reader)->totals(3);
        QVERIFY(totals);
        QVERIFY(totals->requests() > 0);
    }

    void aFullDiskIsSaidOnceAndStopsNothing()
    {
        SmallDisk disk;
        practice::PracticeServer server;
        const SmallProject project(10, 5);
        Driver driver(planFor(server.start().value(), wholeSuite(5s)), project.files());
        RunRecorder recorder(driver.run(), keepingIn(disk.path()));
        QStringList troubles;
        connect(&recorder, &RunRecorder::trouble, &driver, [&](const QString &text) { troubles += text; });
        connect(&driver.run(), &run::LoadRun::testStarted, &driver, [&](int index) {
            if (index == 3) // the set-up tests are in it
                disk.fillUpTo(0);
        });
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->state, run::RunSummary::State::Done);
        QTRY_COMPARE(troubles.size(), 1);
        QVERIFY2(troubles[0].contains(u"The run goes on"_s), qPrintable(troubles[0]));
        const auto reader = RunReader::open(recorder.path());
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().toString()));
        QVERIFY((*reader)->tests().size() >= 3);
        QVERIFY((*reader)->totals(0)->requests() > 0);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (const qsizetype at = arguments.indexOf(u"--run"_s); at > 0)
        return runForever(arguments.value(at + 1));
    TestRunRecorder test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_runrecorder.moc"
