// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/figurerecorder.h"

#include <QTest>

#include <memory>
#include <optional>

using namespace throng::metrics;
using namespace std::chrono_literals;

namespace {

using Time = FigureRecorder::Time;
const FigureKey historyKey { figure::history, {} };
const FigureKey joinKey { figure::joinToMessage, {} };

} // namespace

class TestFigureRecorder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samplesAreTakenOnceAndSorted()
    {
        FigureRecorder recorder;
        recorder.record(recorder.id(joinKey), 5ms);
        recorder.record(recorder.id(historyKey), 3ms);
        const std::vector<FigureDelta> figures = recorder.take(std::chrono::steady_clock::now());
        QCOMPARE(figures.size(), 2U);
        QCOMPARE(figures.front().key, historyKey);
        QCOMPARE(figures.front().times.max(), 3ms);
        QCOMPARE(recorder.take(std::chrono::steady_clock::now()).size(), 0U);
    }

    void aStopwatchThatEndsGivesItsTime()
    {
        FigureRecorder recorder;
        const Time began = std::chrono::steady_clock::now();
        {
            Stopwatch watch(recorder, historyKey, began);
            watch.end(began + 70ms);
        }
        const std::vector<FigureDelta> figures = recorder.take(began + 1s);
        QCOMPARE(figures.size(), 1U);
        QCOMPARE(figures.front().times.max(), 70ms);
        QCOMPARE(figures.front().censored(), 0U);
    }

    void oneThatDoesNotCountsAtItsAge()
    {
        FigureRecorder recorder;
        const Time began = std::chrono::steady_clock::now() - 3s;
        {
            const Stopwatch watch(recorder, historyKey, began);
        }
        const std::vector<FigureDelta> figures = recorder.take(std::chrono::steady_clock::now());
        QCOMPARE(figures.size(), 1U);
        QCOMPARE(figures.front().unfinished.count(), 1U);
        QVERIFY(figures.front().unfinished.min() >= 3s);
    }

    void oneThatIsDroppedCountsNothing()
    {
        FigureRecorder recorder;
        Stopwatch(recorder, historyKey, std::chrono::steady_clock::now()).drop();
        QVERIFY(recorder.take(std::chrono::steady_clock::now()).empty());
    }

    void thoseThatRunAreWaitingFromTheNextSecondOn()
    {
        FigureRecorder recorder;
        const Time now = std::chrono::steady_clock::now() + 1h;
        (void)recorder.take(now);
        auto first = std::make_unique<Stopwatch>(recorder, historyKey, now + 100ms);
        const Stopwatch second(recorder, historyKey, now + 200ms);
        QVERIFY(recorder.take(now + 1s).empty());
        std::vector<FigureDelta> figures = recorder.take(now + 2s);
        QCOMPARE(figures.front().waiting.count(), 2U);
        QCOMPARE(figures.front().waiting.max(), 1900ms);
        first->end(now + 2100ms); // the last one takes its place among those that run
        figures = recorder.take(now + 3s);
        QCOMPARE(figures.front().times.max(), 2s);
        QCOMPARE(figures.front().waiting.max(), 2800ms);
    }
};

QTEST_GUILESS_MAIN(TestFigureRecorder)
#include "test_figurerecorder.moc"
