// SPDX-License-Identifier: GPL-3.0-or-later
//
// A generator that was not run says so: a stall of its own is never left to be taken for the server's.
#include "engine/run/runfixture.h"

#include <algorithm>
#include <csignal>
#include <ctime>

#include <sys/wait.h>
#include <unistd.h>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::Strain;
using metrics::Trust;

namespace {

constexpr auto stall = 1500ms;

/// Stops this process for that long, by another one. Returns when it is going on again.
void stopThisProcess(std::chrono::milliseconds time)
{
    const pid_t self = ::getpid();
    const pid_t other = ::fork();
    if (other == 0) { // beside threads that are gone: nothing but system calls
        timespec left { time_t(time.count() / 1000), long(time.count() % 1000) * 1'000'000 };
        ::kill(self, SIGSTOP);
        while (::nanosleep(&left, &left) != 0) { }
        ::kill(self, SIGCONT);
        ::_exit(0);
    }
    ::waitpid(other, nullptr, 0);
}

} // namespace

class TestTruthStall : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aProgramThatWasStoppedSaysSoInThatSecondAndInItsVerdict()
    {
        const SmallProject project(10, 10);
        practice::PracticeServer server;
        Driver driver(planFor(server.start().value(), wholeSuite(5s)), project.files());
        bool stopped = false;
        QObject::connect(&driver.run(), &run::LoadRun::snapshot, this, [&](const metrics::Snapshot &second) {
            if (stopped || driver.run().currentTest() != 3 || second.usersRunning < 10)
                return;
            stopped = true;
            stopThisProcess(stall);
        });
        RUN_TO_THE_END(driver);
        QVERIFY(stopped);

        const run::TestSummary &chat = driver.summary->tests.back();
        const auto worst = std::max_element(driver.seconds.begin(), driver.seconds.end(),
            [](const auto &a, const auto &b) { return a.health.longestPause < b.health.longestPause; });
        QVERIFY2(
            worst->health.longestPause >= stall - 50ms, qPrintable(u"%1 ns"_s.arg(worst->health.longestPause.count())));
        QVERIFY(worst->health.judgement.trust == Trust::Limited);
        QVERIFY(worst->health.judgement.strains.testFlag(Strain::Paused));
        QVERIFY(worst->health.judgement.strains.testFlag(Strain::SharedMachine));
        QVERIFY(chat.verdict.trust >= Trust::Doubtful);
        const QString reasons = chat.verdict.reasons.join(u'\n');
        QVERIFY2(reasons.contains(u"stood still"), qPrintable(reasons));
        // Kept with the test, second by second.
        QVERIFY(std::any_of(chat.totals.history().begin(), chat.totals.history().end(),
            [](const metrics::HistoryPoint &second) { return second.health.judgement.trust == Trust::Limited; }));
    }
};

QTEST_GUILESS_MAIN(TestTruthStall)
#include "test_truthstall.moc"
