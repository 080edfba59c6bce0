// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/deliveryledger.h"
#include "engine/metrics/deliverylog.h"
#include "engine/metrics/snapshot.h"

#include <QTest>

using namespace throng::metrics;
using namespace std::chrono_literals;

namespace {

using Time = DeliveryNotes::Time;
using Seen = DeliveryNotes::Seen;
using SendResult = DeliveryNotes::SendResult;

constexpr Time zero { std::chrono::hours(1) };
const QByteArray room = "!r:x";
constexpr quint64 run = 7;

/// Two workers and what a test makes of their notes. Users 0, 2, 4, ... are on the first.
class Test {
public:
    explicit Test(const DeliveryRules &rules = {})
        : m_ledger(2, rules)
    {
        m_ledger.listDeliveries(true);
    }

    DeliveryLog &logOf(int user) { return m_logs[std::size_t(user % 2)]; }

    void come(int users, Nanoseconds at = 0ns)
    {
        for (int user = 0; user < users; ++user) {
            logOf(user).came(user, "@u" + QByteArray::number(user) + ":x", zero + at);
            logOf(user).joined(user, room, zero + at);
        }
    }
    /// A message of user 0's that is accepted a millisecond later.
    quint32 send(Nanoseconds at)
    {
        const quint32 number = logOf(0).began(0, room, zero + at);
        logOf(0).answered(number, SendResult::Accepted, zero + at + 1ms, "$" + QByteArray::number(number));
        return number;
    }
    void arrive(quint32 number, int user, Nanoseconds at, Seen seen = Seen::Live)
    {
        logOf(user).arrived(number, user, seen, zero + at);
    }
    void sync(int user, Nanoseconds asked, Nanoseconds answered)
    {
        logOf(user).synced(user, zero + asked, zero + answered);
    }

    /// Both workers report up to there.
    Snapshot second(Nanoseconds end, bool isLast = false)
    {
        for (int worker = 0; worker < 2; ++worker)
            m_ledger.add(worker, m_logs[std::size_t(worker)].take(zero + end), isLast);
        return advance(end);
    }
    Snapshot advance(Nanoseconds end)
    {
        Snapshot snapshot;
        m_ledger.advance(zero + end, snapshot);
        account += snapshot.deliveries;
        followFigures(figures, snapshot.figures);
        return snapshot;
    }
    void finish(Nanoseconds end)
    {
        Snapshot last = second(end, true);
        Snapshot rest;
        findings = m_ledger.finish(rest);
        account += rest.deliveries;
        followFigures(figures, rest.figures);
    }

    [[nodiscard]] const FigureDelta &figure(const char *name, const char *className) const
    {
        static const FigureDelta none;
        const FigureDelta *const found = findFigure(figures, { name, className });
        return found ? *found : none;
    }
    [[nodiscard]] const FigureDelta &live() const { return figure(figure::delivery, figure::live); }

    DeliveryLedger &ledger() { return m_ledger; }

    DeliveryAccount account;
    std::vector<FigureDelta> figures;
    DeliveryFindings findings;

private:
    std::array<DeliveryLog, 2> m_logs { DeliveryLog { run, 0, 2 }, DeliveryLog { run, 1, 2 } };
    DeliveryLedger m_ledger;
};

} // namespace

class TestDeliveryLedger : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyOtherMemberIsExpectedOnce()
    {
        Test test;
        test.come(3);
        const quint32 number = test.send(100ms);
        test.arrive(number, 1, 150ms);
        test.arrive(number, 2, 120ms);
        test.arrive(number, 2, 400ms); // the server tells of it twice
        test.second(1s);
        QCOMPARE(test.account.messages, 1);
        QCOMPARE(test.account.expected, 2);
        QCOMPARE(test.account.delivered, 2);
        QCOMPARE(test.account.unexpected, 1);
        QCOMPARE(test.account.pending(), 0);
        QCOMPARE(test.live().times.max(), 50ms);
        QCOMPARE(test.live().times.min(), 20ms);
        QCOMPARE(test.figure(figure::deliveryByRoomSize, "2-10").times, test.live().times);
    }

    /// What one worker says of a moment is worth nothing before the others have got there, too.
    void nothingIsJoinedBeforeAllWorkersHaveReported()
    {
        Test test;
        test.come(2);
        const quint32 number = test.send(100ms);
        test.ledger().add(0, test.logOf(0).take(zero + 1s), false);
        QCOMPARE(test.advance(1s).deliveries, DeliveryAccount());
        test.arrive(number, 1, 130ms);
        test.ledger().add(1, test.logOf(1).take(zero + 900ms), false);
        test.advance(1s);
        QCOMPARE(test.account.expected, 1);
        QCOMPARE(test.account.delivered, 1);
        QCOMPARE(test.live().times.max(), 30ms);
    }

    void whoComesLaterIsNotExpected()
    {
        Test test;
        test.come(2);
        const quint32 number = test.send(100ms);
        test.logOf(2).came(2, "@late:x", zero + 200ms);
        test.logOf(2).joined(2, room, zero + 200ms);
        test.arrive(number, 2, 200ms, Seen::Initial);
        test.arrive(number, 1, 110ms);
        test.second(1s);
        QCOMPARE(test.account.expected, 1);
        QCOMPARE(test.account.delivered, 1);
        QCOMPARE(test.account.unexpected, 0);
        QCOMPARE(test.figure(figure::delivery, figure::initial).times.max(), 100ms);
        QCOMPARE(test.live().times.count(), 1U);
    }

    /// However many messages a test sends, the ledger remembers when the latest were ready.
    void onlyTheLatestMessagesAreRemembered()
    {
        SentTimes times;
        const auto number = quint32(3 * SentTimes::most);
        for (quint32 i = 0; i < number; i += 2) // the other worker sent none
            times.set(i, zero + Nanoseconds(i));
        QCOMPARE(times.size(), SentTimes::most);
        QCOMPARE(*times.find(number - 2), zero + Nanoseconds(number - 2));
        QVERIFY(!times.find(number - 3));
        QVERIFY(!times.find(number));
        QVERIFY(!times.find(number - 2 - quint32(SentTimes::most)));
        QVERIFY(times.find(number - quint32(SentTimes::most)));
        times.set(1, zero); // of a worker that is far behind
        QVERIFY(!times.find(1));
        QCOMPARE(times.size(), SentTimes::most);
    }

    void whatIsUnderWayCountsAtItsAgeFromTheNextSecondOn()
    {
        Test test;
        test.come(3);
        const quint32 number = test.send(900ms);
        test.second(1s);
        QCOMPARE(test.live().samples(), 0U);
        test.arrive(number, 1, 1500ms);
        test.second(2s);
        QCOMPARE(test.live().times.max(), 600ms);
        QCOMPARE(test.live().waiting.max(), 1100ms);
        QVERIFY(test.live().isLowerBound());
        test.second(3s);
        QCOMPARE(test.live().waiting.count(), 1U);
        QCOMPARE(test.live().waiting.max(), 2100ms);
        test.arrive(number, 2, 3100ms);
        test.second(4s);
        QCOMPARE(test.live().waiting.count(), 0U);
        QCOMPARE(test.live().times.max(), 2200ms);
    }

    void aGapIsNoLossAndMayBeFilled()
    {
        Test test;
        test.come(2);
        const quint32 left = test.send(100ms);
        const quint32 found = test.send(200ms);
        const quint32 inIt = test.send(300ms);
        test.arrive(inIt, 1, 500ms, Seen::Gap);
        test.logOf(1).gap(1, room, zero + 500ms);
        test.sync(1, 400ms, 500ms);
        test.second(1s);
        QCOMPARE(test.account.gap, 2);
        QCOMPARE(test.account.delivered, 1);
        QCOMPARE(test.figure(figure::delivery, figure::gap).times.max(), 200ms);
        QCOMPARE(test.live().samples(), 0U);

        test.arrive(found, 1, 1200ms, Seen::Fetched);
        test.arrive(inIt, 1, 1200ms, Seen::Fetched); // it is in the history, too
        test.second(2s);
        QCOMPARE(test.account.gap, 1);
        QCOMPARE(test.account.delivered, 2);
        QCOMPARE(test.figure(figure::delivery, figure::gap).times.max(), 1s);
        test.finish(3s);
        QCOMPARE(test.account.gap, 1);
        QCOMPARE(test.account.lost, 0);
        QCOMPARE(test.account.pending(), 0);
        QCOMPARE(test.figure(figure::delivery, figure::gap).unfinished.count(), 1U);
        Q_UNUSED(left)
    }

    /// It was made after the answer that told of the gap, although it was ready before that was read.
    void whatComesRightAfterAGapIsDelivered()
    {
        Test test;
        test.come(2);
        test.logOf(1).gap(1, room, zero + 150ms);
        const quint32 number = test.send(100ms);
        test.arrive(number, 1, 300ms);
        test.second(1s);
        QCOMPARE(test.account.gap, 0);
        QCOMPARE(test.account.delivered, 1);
        QCOMPARE(test.live().times.count(), 1U);
    }

    void whoStopsOrLeavesIsExplained()
    {
        Test test;
        test.come(4);
        (void)test.send(100ms);
        test.logOf(1).left(1, room, zero + 200ms);
        test.logOf(2).stopped(2, zero + 300ms);
        test.second(1s);
        QCOMPARE(test.account.receiverLeft, 1);
        QCOMPARE(test.account.receiverStopped, 1);
        test.logOf(3).setEnding();
        test.logOf(3).stopped(3, zero + 1100ms);
        test.finish(2s);
        QCOMPARE(test.account.inFlight, 1);
        QCOMPARE(test.account.lost, 0);
        QCOMPARE(test.account.pending(), 0);
        QCOMPARE(test.live().unfinished.max(), 1s);
        QCOMPARE(test.findings.oldestInFlight, 1s);
        (void)test.send(3s);
        QCOMPARE(test.account.expected, 3);
    }

    /// Its client is opened again at once: what it asks for then says nothing of what it was owed before.
    void whoComesBackWithinTheSecondHasLostNothing()
    {
        DeliveryRules rules;
        rules.grace = 0s;
        Test test(rules);
        test.come(2);
        const quint32 number = test.send(100ms);
        test.sync(1, 0ns, 90ms);
        test.logOf(1).stopped(1, zero + 200ms);
        test.logOf(1).came(1, "@u1:x", zero + 250ms);
        test.logOf(1).joined(1, room, zero + 250ms);
        test.sync(1, 260ms, 300ms);
        test.arrive(number, 1, 300ms, Seen::Initial);
        test.second(1s);
        QCOMPARE(test.account.receiverStopped, 1);
        QCOMPARE(test.account.lost, 0);
        QCOMPARE(test.account.delivered, 0);
        QCOMPARE(test.account.unexpected, 0);
        test.finish(2s);
        QVERIFY(test.findings.lost.empty());
    }

    /// The server had acknowledged the message, was asked for news after that and answered without it.
    void aSyncThatShouldHaveHadItShowsALoss()
    {
        Test test;
        test.come(2);
        const quint32 number = test.send(100ms);
        test.sync(1, 5s, 6s);
        test.logOf(1).setEnding();
        test.logOf(1).stopped(1, zero + 7s);
        test.finish(8s);
        QCOMPARE(test.account.lost, 1);
        QCOMPARE(test.account.inFlight, 0);
        QCOMPARE(test.findings.lost.size(), 1U);
        const LostDelivery &lost = test.findings.lost.front();
        QCOMPARE(lost.receiver, "@u1:x");
        QCOMPARE(lost.roomId, room);
        QCOMPARE(lost.eventId, "$" + QByteArray::number(number));
        QCOMPARE(lost.accepted, 1ms);
        QCOMPARE(lost.asked, 4900ms);
        QCOMPARE(test.live().unfinished.max(), 6900ms);
    }

    void aSyncThatWasAskedForTooEarlyShowsNothing()
    {
        Test test;
        test.come(2);
        (void)test.send(100ms);
        test.sync(1, 1s, 6s); // within the grace
        test.logOf(1).setEnding();
        test.logOf(1).stopped(1, zero + 7s);
        test.finish(8s);
        QCOMPARE(test.account.lost, 0);
        QCOMPARE(test.account.inFlight, 1);
    }

    void aLossIsFoundWhileTheTestRunsAndTakenBackIfItWasNone()
    {
        Test test;
        test.come(2);
        const quint32 number = test.send(100ms);
        for (int second = 1; second <= 50; ++second) {
            test.sync(1, std::chrono::seconds(second) - 500ms, std::chrono::seconds(second) - 100ms);
            test.second(std::chrono::seconds(second));
            QCOMPARE(test.account.pending() + test.account.lost, 1);
            QVERIFY(second > 30 || test.account.lost == 0);
        }
        QCOMPARE(test.account.lost, 1);
        test.arrive(number, 1, 51s - 10ms);
        test.second(51s);
        QCOMPARE(test.account.lost, 0);
        QCOMPARE(test.account.delivered, 1);
        QCOMPARE(test.account.unexpected, 0);
    }

    void whatTheServerRefusesNobodyWaitsFor()
    {
        Test test;
        test.come(3);
        const quint32 number = test.logOf(0).began(0, room, zero + 100ms);
        test.logOf(0).answered(number, SendResult::Refused, zero + 200ms);
        test.finish(1s);
        QCOMPARE(test.account.notSent, 2);
        QCOMPARE(test.live().samples(), 0U);
        QCOMPARE(test.account.pending(), 0);
    }

    void anUnansweredMessageExistsIfAnybodySeesIt()
    {
        Test test;
        test.come(3);
        const quint32 seen = test.logOf(0).began(0, room, zero + 100ms);
        test.logOf(0).answered(seen, SendResult::Unanswered, zero + 200ms);
        const quint32 unseen = test.logOf(0).began(0, room, zero + 300ms);
        test.logOf(0).answered(unseen, SendResult::Unanswered, zero + 400ms);
        test.arrive(seen, 1, 500ms);
        test.sync(2, 9s, 10s);
        for (const int user : { 1, 2 }) {
            test.logOf(user).setEnding();
            test.logOf(user).stopped(user, zero + 11s);
        }
        test.finish(12s);
        QCOMPARE(test.account.delivered, 1);
        QCOMPARE(test.account.lost, 1); // of the one that user 1 has seen
        QCOMPARE(test.account.notSent, 2);
        QCOMPARE(test.account.pending(), 0);
    }

    void anUnansweredMessageIsGivenUpInTheEnd()
    {
        Test test;
        test.come(2);
        const quint32 number = test.logOf(0).began(0, room, zero);
        test.logOf(0).answered(number, SendResult::Unanswered, zero + 60s);
        for (int second = 61; second < 130; ++second)
            test.second(std::chrono::seconds(second));
        QCOMPARE(test.account.notSent, 1);
        QCOMPARE(test.account.pending(), 0);
        QVERIFY(test.live().unfinished.max() >= 120s);
    }

    void aPlaceIsGivenToTheNext()
    {
        Test test;
        test.come(3);
        (void)test.send(100ms);
        test.logOf(1).stopped(1, zero + 200ms);
        test.logOf(3).came(3, "@u3:x", zero + 300ms);
        test.logOf(3).joined(3, room, zero + 300ms);
        const quint32 next = test.send(400ms);
        test.arrive(next, 3, 450ms);
        test.arrive(next, 2, 450ms);
        test.second(1s);
        QCOMPARE(test.account.expected, 4);
        QCOMPARE(test.account.delivered, 2);
        QCOMPARE(test.account.receiverStopped, 1);
        QCOMPARE(test.account.pending(), 1);
    }

    void imagesCountFromThePressToTheThumbnail()
    {
        Test test;
        test.come(2);
        const quint32 number = test.logOf(0).beganImage(0, room, zero + 300ms, zero + 100ms);
        test.logOf(0).answered(number, SendResult::Accepted, zero + 310ms, "$image");
        test.arrive(number, 1, 350ms);
        test.logOf(1).imageSeen({ number, zero + 350ms, 40ms, true });
        test.second(1s);
        QCOMPARE(test.figure(figure::image, "").times.max(), 290ms);
        QCOMPARE(test.live().times.max(), 50ms);
    }

    void slowRoomsAreNamedSlowestFirst()
    {
        Test test;
        test.come(2);
        for (const int user : { 0, 1 })
            test.logOf(user).joined(user, "!slow:x", zero);
        const quint32 quick = test.send(100ms);
        const quint32 slow = test.logOf(0).began(0, "!slow:x", zero + 100ms);
        test.logOf(0).answered(slow, SendResult::Accepted, zero + 110ms, "$slow");
        test.arrive(quick, 1, 110ms);
        test.arrive(slow, 1, 600ms);
        test.finish(1s);
        QCOMPARE(test.findings.slowestRooms.size(), 2U);
        QCOMPARE(test.findings.slowestRooms.front().roomId, "!slow:x");
        QCOMPARE(test.findings.slowestRooms.front().mean, 500ms);
        QCOMPARE(test.findings.records.size(), 2U);
        QCOMPARE(test.findings.records.back().eventId, "$slow");
        QCOMPARE(test.findings.records.back().received, zero + 600ms);
    }

    /// A room of a thousand, and everybody hears of everything.
    void largeRoomsAreCountedWhole()
    {
        Test test;
        test.come(1'000);
        for (int i = 0; i < 20; ++i) {
            const quint32 number = test.send(100ms + i * 1ms);
            for (int user = 1; user < 1'000; ++user)
                test.arrive(number, user, 200ms + user * 1us);
        }
        test.second(1s);
        QCOMPARE(test.account.expected, 20 * 999);
        QCOMPARE(test.account.delivered, 20 * 999);
        QCOMPARE(test.figure(figure::deliveryByRoomSize, "201-1000").times.count(), 20U * 999U);
    }
};

QTEST_GUILESS_MAIN(TestDeliveryLedger)
#include "test_deliveryledger.moc"
