// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/descriptors.h"
#include "engine/http/reactor.h"

#include "engine/base/task.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <memory>
#include <sys/resource.h>
#include <vector>

using namespace throng;
using namespace throng::http;
using namespace std::chrono_literals;

namespace {

struct Sleeper {
    Nanoseconds slept {};
    bool done = false;
    bool stopped = false;
};

Task<> sleepOnce(Reactor &reactor, StopScope &scope, Nanoseconds duration, Sleeper &sleeper)
{
    const auto start = Clock::now();
    try {
        Sleep sleep = reactor.sleep(scope, duration);
        co_await sleep;
    } catch (const Stopped &) {
        sleeper.stopped = true;
    }
    sleeper.slept = Clock::now() - start;
    sleeper.done = true;
}

Task<> sleepForever(Reactor &reactor, StopScope &scope, int &naps)
{
    try {
        for (;;) {
            Sleep sleep = reactor.sleep(scope, 0ns);
            co_await sleep;
            ++naps;
        }
    } catch (const Stopped &) {
    }
}

} // namespace

class TestReactor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sleepsAreNeverShort_data()
    {
        QTest::addColumn<int>("microseconds");
        for (const int microseconds : { 0, 1, 700, 1000, 1300, 20000 })
            QTest::addRow("%d us", microseconds) << microseconds;
    }
    void sleepsAreNeverShort()
    {
        QFETCH(const int, microseconds);
        Reactor reactor;
        StopScope scope;
        Sleeper sleeper;
        const Task<> task = sleepOnce(reactor, scope, std::chrono::microseconds(microseconds), sleeper);
        QVERIFY(!sleeper.done); // not even for nothing without a turn of the loop
        QTRY_VERIFY(sleeper.done);
        QVERIFY(!sleeper.stopped);
        QVERIFY(sleeper.slept >= std::chrono::microseconds(microseconds));
    }

    void tenThousandSleepInTheirOrder()
    {
        Reactor reactor;
        StopScope scope;
        std::vector<std::unique_ptr<Sleeper>> sleepers;
        for (int i = 0; i < 10000; ++i) {
            sleepers.push_back(std::make_unique<Sleeper>());
            sleepOnce(reactor, scope, std::chrono::microseconds((i * 7919) % 100000), *sleepers.back());
        }
        const auto done = [&] {
            return std::all_of(sleepers.begin(), sleepers.end(), [](const auto &sleeper) { return sleeper->done; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(done(), 20000);
        for (int i = 0; i < 10000; ++i)
            QVERIFY(sleepers[std::size_t(i)]->slept >= std::chrono::microseconds((i * 7919) % 100000));
    }

    void stoppingCutsSleepsShort()
    {
        Reactor reactor;
        StopScope scope;
        std::array<Sleeper, 3> sleepers;
        for (Sleeper &sleeper : sleepers)
            sleepOnce(reactor, scope, 1h, sleeper);
        scope.stop();
        for (const Sleeper &sleeper : sleepers)
            QVERIFY(sleeper.done && sleeper.stopped);
        Sleeper late;
        sleepOnce(reactor, scope, 1h, late);
        QVERIFY(late.done && late.stopped);
    }

    void sleepingForNothingLetsOthersHaveTheirTurn()
    {
        Reactor reactor;
        StopScope scope;
        int naps = 0;
        sleepForever(reactor, scope, naps);
        bool timerRan = false;
        QTimer::singleShot(0, &reactor, [&] { timerRan = true; });
        QTRY_VERIFY(timerRan && naps > 100);
        scope.stop();
    }

    void aThreadThatWasHeldUpShowsInTheLag()
    {
        Reactor reactor;
        bool lagged = false;
        QTimer::singleShot(0, &reactor, [&] {
            const auto until = Clock::now() + 200ms; // as a user does that parses for too long
            while (Clock::now() < until) { }
            lagged = true;
        });
        QTRY_VERIFY(lagged);
        Nanoseconds worst {};
        QTRY_VERIFY((worst = std::max(worst, reactor.statistics().worstLag)) >= 100ms);
        QVERIFY(reactor.statistics().worstLag < worst); // begins anew
    }

    void livesOnAnyThread()
    {
        Sleeper sleeper;
        const std::unique_ptr<QThread> thread(QThread::create([&sleeper] {
            QEventLoop loop;
            Reactor reactor;
            StopScope scope;
            QTimer check;
            QObject::connect(&check, &QTimer::timeout, &loop, [&] {
                if (sleeper.done)
                    loop.quit();
            });
            check.start(1);
            sleepOnce(reactor, scope, 5ms, sleeper);
            loop.exec();
        }));
        thread->start();
        QVERIFY(thread->wait(10000));
        QVERIFY(sleeper.done);
    }

    void theDescriptorLimitIsRaised()
    {
        rlimit before {};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
        rlimit low = before;
        low.rlim_cur = std::min<rlim_t>(256, before.rlim_max);
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &low), 0);
        const DescriptorBudget budget = raiseDescriptorLimit();
        QCOMPARE(budget.limit, qint64(before.rlim_max));
        QVERIFY(budget.inUse >= 3);
        QVERIFY(budget.inUse < 200);
        setrlimit(RLIMIT_NOFILE, &before);
    }

    void saysHowManyUsersFit()
    {
        QCOMPARE((DescriptorBudget { 20000, 36 }).usersThatFit(2), 9950); // 64 are left for everything else
        QCOMPARE((DescriptorBudget { 20000, 36 }).usersThatFit(1), 19900);
        QCOMPARE((DescriptorBudget { 64, 36 }).usersThatFit(2), 0);
    }
};

QTEST_GUILESS_MAIN(TestReactor)
#include "test_reactor.moc"
