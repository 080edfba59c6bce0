// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/secondmerger.h"

#include <QTest>

using namespace throng;
using namespace throng::run;

namespace {

metrics::Snapshot snapshotOf(int users, quint64 actions)
{
    metrics::Snapshot snapshot;
    snapshot.usersRunning = users;
    snapshot.actionsDone = actions;
    return snapshot;
}

} // namespace

class TestSecondMerger : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecondIsCompleteWhenAllWorkersHaveReportedIt()
    {
        SecondMerger merger(2);
        merger.add(0, 0, 1.0, false, snapshotOf(5, 1));
        QVERIFY(merger.takeComplete().empty());
        merger.add(1, 0, 1.002, false, snapshotOf(4, 2));
        const auto seconds = merger.takeComplete();
        QCOMPARE(seconds.size(), 1U);
        QCOMPARE(seconds[0].usersRunning, 9);
        QCOMPARE(seconds[0].actionsDone, 3U);
        QCOMPARE(seconds[0].seconds, 1.002);
        QVERIFY(merger.takeComplete().empty());
    }

    void secondsComeInOrderWhateverTheOrderOfReports()
    {
        SecondMerger merger(2);
        for (int second = 0; second < 3; ++second)
            merger.add(0, second, second + 1, false, snapshotOf(1, quint64(second)));
        for (int second = 0; second < 3; ++second)
            merger.add(1, second, second + 1, false, snapshotOf(1, quint64(second)));
        const auto seconds = merger.takeComplete();
        QCOMPARE(seconds.size(), 3U);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(seconds[i].actionsDone, 2 * i);
            QCOMPARE(seconds[i].seconds, 1.0);
        }
    }

    void aWorkerThatMissedASecondLosesNothingAndKeepsItsUsers()
    {
        SecondMerger merger(2);
        merger.add(0, 0, 1, false, snapshotOf(5, 1));
        merger.add(1, 0, 1, false, snapshotOf(7, 1));
        merger.add(0, 1, 2, false, snapshotOf(5, 1));
        merger.add(0, 2, 3, false, snapshotOf(5, 1));
        merger.add(1, 2, 3, false, snapshotOf(6, 2)); // was too busy to report second 1
        const auto seconds = merger.takeComplete();
        QCOMPARE(seconds.size(), 3U);
        QCOMPARE(seconds[1].usersRunning, 12); // none has vanished
        QCOMPARE(seconds[2].usersRunning, 11);
        QCOMPARE(seconds[0].actionsDone + seconds[1].actionsDone + seconds[2].actionsDone, 6U);
    }

    void aWorkerThatIsDoneHoldsNobodyUp()
    {
        SecondMerger merger(2);
        merger.add(0, 0, 0.2, true, snapshotOf(0, 1));
        for (int second = 0; second < 2; ++second)
            merger.add(1, second, second + 1, false, snapshotOf(3, 1));
        QCOMPARE(merger.takeComplete().size(), 2U);
        merger.add(1, 2, 2.25, true, snapshotOf(0, 1));
        const auto seconds = merger.takeComplete();
        QCOMPARE(seconds.size(), 1U);
        QCOMPARE(seconds[0].seconds, 0.25); // as long as it really was
        QCOMPARE(seconds[0].usersRunning, 0);
    }
};

QTEST_APPLESS_MAIN(TestSecondMerger)
#include "test_secondmerger.moc"
