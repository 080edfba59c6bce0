// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/http/deadline.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <memory>

using namespace throng;
using namespace throng::http;
using namespace std::chrono_literals;

namespace {

class Alarm final : public Deadline {
public:
    using Deadline::Deadline;
    std::function<void()> onExpired;
    int count = 0;

private:
    void expired(Clock::time_point) override
    {
        ++count;
        if (onExpired)
            onExpired();
    }
};

class Observer final : public DeadlineHeap::Observer {
public:
    void earliestChanged(Clock::time_point when) override { earliest = when; }
    Clock::time_point earliest;
};

} // namespace

class TestDeadline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void expiresInOrderAndNotBefore()
    {
        DeadlineHeap heap(m_observer);
        std::vector<std::unique_ptr<Alarm>> alarms;
        std::vector<Clock::time_point> order;
        Random random(1);
        std::vector<int> delays;
        for (int i = 0; i < 500; ++i) {
            delays.push_back(int(random.below(100)));
            alarms.push_back(std::make_unique<Alarm>(heap));
            alarms.back()->onExpired = [&order, alarm = alarms.back().get()] { order.push_back(alarm->when()); };
            alarms.back()->arm(m_start + delays.back() * 1ms);
        }
        // Some are called off, some put off, some brought forward.
        for (int i = 0; i < 500; i += 5) {
            alarms[std::size_t(i)]->cancel();
            alarms[std::size_t(i + 1)]->arm(m_start + 200ms);
            alarms[std::size_t(i + 2)]->notLaterThan(m_start);
        }
        heap.run(m_start + 50ms);
        QCOMPARE(heap.isEmpty(), false);
        QVERIFY(heap.earliest() > m_start + 50ms);
        QVERIFY(m_observer.earliest == heap.earliest());
        for (int i = 0; i < 500; ++i) {
            const int expected = i % 5 == 0 || i % 5 == 1 ? 0 : i % 5 == 2 || delays[std::size_t(i)] <= 50 ? 1 : 0;
            QCOMPARE(alarms[std::size_t(i)]->count, expected);
        }
        heap.run(m_start + 300ms);
        QVERIFY(heap.isEmpty());
        QCOMPARE(int(order.size()), 400);
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void notLaterThanNeverPutsOff()
    {
        DeadlineHeap heap(m_observer);
        Alarm alarm(heap);
        alarm.notLaterThan(m_start + 10ms);
        alarm.notLaterThan(m_start + 20ms);
        QVERIFY(alarm.when() == m_start + 10ms);
        alarm.notLaterThan(m_start + 5ms);
        QVERIFY(m_observer.earliest == m_start + 5ms);
    }

    void mayBeArmedAgainOrDestroyedWhileItRuns()
    {
        DeadlineHeap heap(m_observer);
        Alarm again(heap);
        again.onExpired = [&] { again.arm(m_start + 10ms); };
        again.arm(m_start);
        auto victim = std::make_unique<Alarm>(heap);
        victim->arm(m_start + 1ms);
        Alarm killer(heap);
        killer.onExpired = [&] { victim.reset(); };
        killer.arm(m_start);
        heap.run(m_start + 2ms);
        QCOMPARE(again.count, 1);
        QVERIFY(!victim);
        QCOMPARE(heap.size(), std::size_t(1));
        QVERIFY(m_observer.earliest == m_start + 10ms);
    }

private:
    Observer m_observer;
    const Clock::time_point m_start = Clock::now();
};

QTEST_APPLESS_MAIN(TestDeadline)
#include "test_deadline.moc"
