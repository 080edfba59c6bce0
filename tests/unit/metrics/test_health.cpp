// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/healthrules.h"
#include "engine/metrics/machinesampler.h"
#include "engine/metrics/pausewatch.h"
#include "engine/metrics/totals.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace throng::metrics;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(throng::metrics::Trust)
Q_DECLARE_METATYPE(throng::metrics::Strain)
Q_DECLARE_METATYPE(throng::metrics::GeneratorHealth)

namespace {

template <typename Value>
GeneratorHealth with(Value GeneratorHealth::*field, Value value)
{
    GeneratorHealth health;
    health.*field = value;
    return health;
}

HistoryPoint judged(GeneratorHealth health, double seconds = 1, bool sharedMachine = false)
{
    health.judgement = judgeSecond(health, sharedMachine);
    HistoryPoint point;
    point.seconds = seconds;
    point.health = health;
    return point;
}

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

} // namespace

class TestHealth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecondIsJudgedByItsWorstStrain_data()
    {
        QTest::addColumn<GeneratorHealth>("health");
        QTest::addColumn<Strain>("strain");
        QTest::addColumn<Trust>("trust");
        using H = GeneratorHealth;
        const auto row = [](const char *name, const GeneratorHealth &health, Strain strain, Trust trust) {
            QTest::newRow(name) << health << strain << trust;
        };
        row("a loop just in time", with(&H::worstLoopLag, Nanoseconds(50ms)), Strain::LateLoop, Trust::Good);
        row("a late loop", with(&H::worstLoopLag, Nanoseconds(51ms)), Strain::LateLoop, Trust::Doubtful);
        row("a very late loop", with(&H::worstLoopLag, Nanoseconds(501ms)), Strain::LateLoop, Trust::Limited);
        row("late sends", with(&H::worstSendLag, Nanoseconds(51ms)), Strain::LateSends, Trust::Doubtful);
        row("very late sends", with(&H::worstSendLag, Nanoseconds(3s)), Strain::LateSends, Trust::Limited);
        row("a pause", with(&H::longestPause, Nanoseconds(60ms)), Strain::Paused, Trust::Doubtful);
        row("a long pause", with(&H::longestPause, Nanoseconds(600ms)), Strain::Paused, Trust::Limited);
        row("a worker with work", with(&H::busiestWorkerShare, 0.85), Strain::BusyWorker, Trust::Good);
        row("a busy worker", with(&H::busiestWorkerShare, 0.9), Strain::BusyWorker, Trust::Doubtful);
        row("a saturated worker", with(&H::busiestWorkerShare, 0.99), Strain::BusyWorker, Trust::Limited);
        row("a host with little to give away", with(&H::stolenShare, 0.1), Strain::Stolen, Trust::Good);
        row("a greedy host", with(&H::stolenShare, 0.9), Strain::Stolen, Trust::Doubtful);
        row("much memory", with(&H::memoryShare, 0.81), Strain::Memory, Trust::Doubtful);
        row("all memory", with(&H::memoryShare, 0.96), Strain::Memory, Trust::Limited);
        row("many files", with(&H::descriptorShare, 0.91), Strain::Descriptors, Trust::Doubtful);
        row("all files", with(&H::descriptorShare, 1.0), Strain::Descriptors, Trust::Limited);
    }
    void aSecondIsJudgedByItsWorstStrain()
    {
        QFETCH(GeneratorHealth, health);
        QFETCH(Strain, strain);
        QFETCH(Trust, trust);
        const Judgement judgement = judgeSecond(health, false);
        QVERIFY(judgement.trust == trust);
        QVERIFY(judgement.strains == (trust == Trust::Good ? Strains() : Strains(strain)));
    }

    void aServerOnThisMachineIsWorseThanGoodAndBetterThanDoubtful()
    {
        QVERIFY(judgeSecond({}, true) == Judgement(Trust::SharedMachine, Strain::SharedMachine));
        const Judgement late = judgeSecond(with(&GeneratorHealth::worstLoopLag, Nanoseconds(70ms)), true);
        QVERIFY(late == Judgement(Trust::Doubtful, Strain::SharedMachine | Strain::LateLoop));
    }

    void aTestIsJudgedByTheTimeThatIsNotTrusted_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<int>("bad");
        QTest::addColumn<int>("lagMs");
        QTest::addColumn<Trust>("trust");
        QTest::newRow("idle") << 100 << 100 << 2 << Trust::Good;
        QTest::newRow("late now and then") << 100 << 4 << 80 << Trust::Good;
        QTest::newRow("late too often") << 100 << 5 << 80 << Trust::Doubtful;
        QTest::newRow("very late once") << 100 << 1 << 900 << Trust::Doubtful;
        QTest::newRow("very late, rarely") << 100 << 9 << 900 << Trust::Doubtful;
        QTest::newRow("very late too often") << 100 << 10 << 900 << Trust::Limited;
        QTest::newRow("a hiccup in a short test") << 5 << 1 << 80 << Trust::Good;
        QTest::newRow("a stall in a short test") << 5 << 1 << 900 << Trust::Doubtful;
        QTest::newRow("two stalls in a short test") << 5 << 2 << 900 << Trust::Limited;
        QTest::newRow("a stall in a long test") << 1000 << 1 << 900 << Trust::Good;
        QTest::newRow("nothing measured") << 0 << 0 << 0 << Trust::Good;
    }
    void aTestIsJudgedByTheTimeThatIsNotTrusted()
    {
        QFETCH(int, seconds);
        QFETCH(int, bad);
        QFETCH(int, lagMs);
        QFETCH(Trust, trust);
        const GeneratorHealth late =
            with(&GeneratorHealth::worstLoopLag, Nanoseconds(std::chrono::milliseconds(lagMs)));
        std::vector<HistoryPoint> history(std::size_t(seconds), judged({}));
        std::fill_n(history.begin(), bad, judged(late));
        const Verdict verdict = judgeGenerator(history);
        QVERIFY(verdict.trust == trust);
        // A stall is told even where it is too short to change what the test is worth.
        QCOMPARE(verdict.reasons.isEmpty(), trust == Trust::Good && lagMs < 500);
    }

    void aSecondCountsByTheTimeThatItTook()
    {
        std::vector<HistoryPoint> history(9, judged({}));
        GeneratorHealth stopped;
        stopped.worstLoopLag = 3s;
        stopped.longestPause = 3s;
        history.push_back(judged(stopped, 3.5)); // a stall makes its second as long as itself
        QVERIFY(judgeGenerator(history).trust == Trust::Limited);
    }

    void theReasonSaysHowOftenHowBadAndWhatToDo()
    {
        std::vector<HistoryPoint> history(10, judged({}));
        history[3] = judged(with(&GeneratorHealth::worstLoopLag, Nanoseconds(700ms)));
        history[4] = judged(with(&GeneratorHealth::worstLoopLag, Nanoseconds(1234ms)));
        const Verdict verdict = judgeGenerator(history);
        QCOMPARE(verdict.reasons.size(), 1);
        QVERIFY2(verdict.reasons[0].contains(u"2 of 10"), qPrintable(verdict.reasons[0]));
        QVERIFY2(verdict.reasons[0].contains(u"1234 ms"), qPrintable(verdict.reasons[0]));
    }

    void ofAPauseThePauseIsToldAndNotWhatFollowedFromIt()
    {
        GeneratorHealth stopped;
        stopped.worstLoopLag = 2990ms;
        stopped.worstSendLag = 3010ms;
        stopped.longestPause = 3s;
        const Verdict verdict = judgeGenerator({ judged({}), judged(stopped, 3) });
        QCOMPARE(verdict.reasons.size(), 1);
        QVERIFY2(verdict.reasons[0].contains(u"stood still for up to 3000 ms"), qPrintable(verdict.reasons[0]));

        GeneratorHealth own = stopped; // the machine had a moment of its own, but it was not that
        own.longestPause = 60ms;
        const QStringList reasons = judgeGenerator({ judged({}), judged(own, 3) }).reasons;
        QVERIFY2(
            reasons.join(u'\n').contains(u"late to look at its sockets (2990 ms"), qPrintable(reasons.join(u'\n')));
    }

    void aSharedMachineIsALevelOfItsOwn()
    {
        const Verdict quiet = judgeGenerator(std::vector<HistoryPoint>(10, judged({}, 1, true)));
        QVERIFY(quiet.trust == Trust::SharedMachine);
        QVERIFY(quiet.reasons.isEmpty());
        const HistoryPoint late = judged(with(&GeneratorHealth::worstLoopLag, Nanoseconds(900ms)), 1, true);
        const Verdict loaded = judgeGenerator(std::vector<HistoryPoint>(10, late));
        QVERIFY(loaded.trust == Trust::Limited);
        QVERIFY2(loaded.reasons.first().contains(u"runs on this machine too"), qPrintable(loaded.reasons.join(u'\n')));
    }

    void workersAddUpToTheWorstOfThem()
    {
        GeneratorHealth a = with(&GeneratorHealth::worstSendLag, Nanoseconds(4ms));
        GeneratorHealth b = with(&GeneratorHealth::cpuWaitShare, 0.4);
        a.judgement = { Trust::Doubtful, Strain::Stolen };
        b.judgement = { Trust::Limited, Strain::Paused };
        a.merge(b);
        QCOMPARE(a.worstSendLag, Nanoseconds(4ms));
        QCOMPARE(a.cpuWaitShare, 0.4);
        QVERIFY(a.judgement == Judgement(Trust::Limited, Strain::Stolen | Strain::Paused));
    }

    void whatTheHostTookIsTheShareOfTheTicks()
    {
        const QTemporaryDir proc;
        const QString stat = proc.filePath(u"stat"_s);
        write(stat, "cpu  1000 0 500 8000 100 0 10 200 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        write(proc.filePath(u"meminfo"_s), "MemTotal: 4000 kB\nMemAvailable:    3000 kB\n");
        MachineSampler sampler(proc.path());
        write(stat, "cpu  1040 0 520 8010 100 0 10 230 30 0\n"); // 100 more, of which 30 stolen; guest counts in user
        GeneratorHealth health;
        health.residentBytes = 1000 * 1024;
        health.descriptors = 1;
        sampler.sample(health);
        QCOMPARE(health.stolenShare, 0.3);
        QCOMPARE(health.memoryShare, 0.25);
        QVERIFY(health.descriptorShare > 0 && health.descriptorShare < 1);
        sampler.sample(health); // no time has gone by
        QCOMPARE(health.stolenShare, 0.0);
    }

    void withoutProcNothingIsClaimed()
    {
        MachineSampler sampler(u"/nowhere"_s);
        GeneratorHealth health;
        health.residentBytes = 1;
        sampler.sample(health);
        QCOMPARE(health.stolenShare, 0.0);
        QCOMPARE(health.memoryShare, 0.0);
    }

    void aPauseIsNeverLongerThanTheTimeThatWasWatched()
    {
        const auto begin = std::chrono::steady_clock::now();
        PauseWatch watch;
        Nanoseconds longest { 0 };
        for (int i = 0; i < 1000; ++i)
            longest = std::max(longest, watch.takeLongest());
        QVERIFY(longest >= 0ns);
        QVERIFY(longest <= std::chrono::steady_clock::now() - begin);
    }
};

QTEST_APPLESS_MAIN(TestHealth)
#include "test_health.moc"
