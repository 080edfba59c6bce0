// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/stopscope.h"

#include <QTest>

#include <functional>

using throng::StopScope;

namespace {

class Probe : public StopScope::Waiter {
public:
    explicit Probe(StopScope &scope) { link(scope); }
    std::function<void()> onStop;
    int calls = 0;

private:
    void stopped() override
    {
        ++calls;
        if (onStop)
            onStop();
    }
};

} // namespace

class TestStopScope : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopCallsEachWaiterOnce()
    {
        StopScope scope;
        Probe first(scope);
        Probe second(scope);
        scope.stop();
        scope.stop();
        QCOMPARE(first.calls, 1);
        QCOMPARE(second.calls, 1);
        QVERIFY(scope.isStopped());
        QVERIFY_THROWS_EXCEPTION(throng::Stopped, scope.throwIfStopped());
    }

    void aWaiterMayDestroyAnotherWhileStopping()
    {
        StopScope scope;
        auto victim = std::make_unique<Probe>(scope);
        Probe killer(scope); // linked last, called first
        killer.onStop = [&] { victim.reset(); };
        scope.stop();
        QCOMPARE(killer.calls, 1);
        QVERIFY(!victim);
    }

    void aWaiterThatIsGoneIsNotCalled()
    {
        StopScope scope;
        {
            Probe gone(scope);
        }
        scope.stop();
        QVERIFY(scope.isStopped());
    }
};

QTEST_GUILESS_MAIN(TestStopScope)
#include "test_stopscope.moc"
