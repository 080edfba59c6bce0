// SPDX-License-Identifier: GPL-3.0-or-later
//
// A server that tells of events in odd ways, and of odd events.
#include "hostilerun.h"

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using metrics::Outcome;

namespace {

QList<Blow> blows()
{
    const auto ofTimelines = [](const char *name, const QByteArray &fault) {
        return Blow { name, fault, Outcome::Ok, {}, {}, Blow::OfTimelines };
    };
    return {
        ofTimelines("duplicate events", R"("fault": "duplicate-events")"),
        ofTimelines("events out of order", R"("fault": "out-of-order-events")"),
        ofTimelines("gaps", R"("fault": "timeline-gap")"),
        ofTimelines("huge events", R"("fault": "huge-event", "bytes": 1000000)"),
        { "the clock a day back", R"("fault": "clock-jump", "jump_ms": -86400000)" },
        { "the clock a day ahead", R"("fault": "clock-jump", "jump_ms": 86400000)" },
        { "the clock before 1970", R"("fault": "clock-jump", "jump_ms": -9000000000000)" },
    };
}

} // namespace

class TestHostileSyncs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSeenTwiceOrLost_data() { m_stage.addRows(blows()); }
    void nothingIsSeenTwiceOrLost()
    {
        QFETCH(QByteArray, run);
        const QStringList complaints = m_stage.play(run);
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    }

    void cleanupTestCase() { QTRY_COMPARE_WITH_TIMEOUT(workerThreads(), 0, 60'000); }

private:
    HostileStage m_stage { 8 };
};

QTEST_GUILESS_MAIN(TestHostileSyncs)
#include "test_hostilesyncs.moc"
