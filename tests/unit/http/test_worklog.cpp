// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/worklog.h"

#include <QTest>

using namespace throng::http;
using namespace std::chrono_literals;

class TestWorkLog : public QObject {
    Q_OBJECT

private:
    const Clock::time_point m_start = Clock::now();

private Q_SLOTS:
    void onlyTheTimeAtWorkCounts()
    {
        WorkLog log;
        log.mark({ m_start, 1s });
        log.mark({ m_start + 10ms, 1s + 10ms }); // worked
        log.mark({ m_start + 110ms, 1s + 10ms }); // waited
        QCOMPARE(log.worked(m_start + 10ms, { m_start + 130ms, 1s + 15ms }), Nanoseconds(5ms));
        QCOMPARE(log.worked(m_start + 60ms, { m_start + 130ms, 1s + 15ms }), Nanoseconds(5ms));
        QCOMPARE(log.worked(m_start, { m_start + 130ms, 1s + 15ms }), Nanoseconds(15ms));
    }

    void betweenMarksAllWorkIsCounted()
    {
        WorkLog log;
        log.mark({ m_start, 1s });
        log.mark({ m_start + 100ms, 1s + 30ms });
        QCOMPARE(log.worked(m_start + 50ms, { m_start + 100ms, 1s + 30ms }), Nanoseconds(30ms));
        QCOMPARE(log.worked(m_start + 90ms, { m_start + 100ms, 1s + 30ms }), Nanoseconds(10ms)); // no more went by
    }

    void beforeTheFirstMarkAllIsWork()
    {
        WorkLog log;
        QCOMPARE(log.worked(m_start, { m_start + 7ms, 1s }), Nanoseconds(7ms));
        log.mark({ m_start + 5ms, 1s });
        QCOMPARE(log.worked(m_start, { m_start + 7ms, 1s }), Nanoseconds(7ms));
    }

    void oldMarksAreForgotten()
    {
        WorkLog log;
        for (int i = 0; i < 10'000; ++i)
            log.mark({ m_start + i * 1ms, 1s });
        const WorkLog::Mark end { m_start + 10'000ms, 1s };
        QCOMPARE(log.worked(m_start, end), Nanoseconds(10'000ms));
        QCOMPARE(log.worked(m_start + 9'000ms, end), Nanoseconds(0));
    }
};

QTEST_GUILESS_MAIN(TestWorkLog)
#include "test_worklog.moc"
