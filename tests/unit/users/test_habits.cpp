// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/habits.h"

#include <QTest>

#include <array>
#include <vector>

using namespace throng;
using namespace throng::users;

namespace {

/// A crowd of users on a simulated clock and a server that answers at once.
struct Crowd {
    std::array<double, 12> perSecond {}; ///< by Action, of all users together
    double meanVisit = 0; ///< things done in a room between entering and leaving

    Crowd(const ChatParameters &parameters, int users, double seconds, bool hasRooms = true)
    {
        std::array<int, 12> counts {};
        for (int number = 0; number < users; ++number) {
            Habits habits(parameters, Random::stream(7, u"habits", std::uint64_t(number)));
            // The first quarter of the time is left out: all begin at once and nobody is away yet.
            for (double now = -seconds / 3; now < seconds;) {
                const Step step = habits.next(hasRooms);
                now += step.during;
                if (now >= 0 && now < seconds)
                    ++counts[std::size_t(step.action)];
                now += step.after;
            }
        }
        for (std::size_t i = 0; i < counts.size(); ++i)
            perSecond[i] = counts[i] / seconds;
        meanVisit = (of(Action::RoomText) + of(Action::RoomImage) + of(Action::RoomReaction)) / of(Action::EnterRoom);
    }

    double of(Action action) const { return perSecond[std::size_t(action)]; }
    double texts() const { return of(Action::SendText) + of(Action::RoomText); }
};

bool isNear(double value, double expected, double share)
{
    return value > expected * (1 - share) && value < expected * (1 + share);
}

#define VERIFY_NEAR(value, expected, share)                                                                            \
    QVERIFY2(isNear(value, expected, share), qPrintable(QStringLiteral("%1 instead of %2").arg(value).arg(expected)))

} // namespace

class TestHabits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aThousandUsersSendTwelveTextsASecond()
    {
        const Crowd crowd(ChatParameters(), 1000, 6000);
        VERIFY_NEAR(crowd.texts(), 12.4, 0.05); // (1 + 3 × 8) of 34 steps that take 2,009 s together
        // What else the same table gives
        VERIFY_NEAR(crowd.of(Action::LookAtRoom), 4 * crowd.of(Action::SendText), 0.1);
        VERIFY_NEAR(crowd.of(Action::EnterRoom), 3 * crowd.of(Action::SendText), 0.1);
        VERIFY_NEAR(crowd.of(Action::DoNothing), 23 * crowd.of(Action::SendText), 0.1);
        VERIFY_NEAR(crowd.meanVisit, (16 + 5.0 / 3 + 15.0 / 7) / 2, 0.05);
        VERIFY_NEAR(crowd.of(Action::RoomImage) / crowd.of(Action::RoomText), 5.0 / 3 / 16, 0.1);
        VERIFY_NEAR(crowd.of(Action::RoomReaction) / crowd.of(Action::RoomText), 15.0 / 7 / 16, 0.1);
        QCOMPARE(crowd.of(Action::AcceptInvite), 0.0);
    }

    void theTableAsWrittenGivesNineteen()
    {
        const Crowd crowd(ChatParameters::asWritten(), 1000, 6000);
        VERIFY_NEAR(crowd.texts(), 19.2, 0.05);
    }

    void everyPauseIsAParameter()
    {
        ChatParameters hurried;
        for (Exponential *pause : { &hurried.afterAction, &hurried.doingNothing, &hurried.typing, &hurried.beingAway,
                 &hurried.acceptingInvite, &hurried.inRoom })
            pause->mean /= 100;
        const Crowd crowd(hurried, 100, 600);
        VERIFY_NEAR(crowd.texts(), 124, 0.05);
    }

    void whoHasNoRoomEntersNone()
    {
        const Crowd crowd(ChatParameters(), 100, 3000, false);
        QVERIFY(crowd.of(Action::EnterRoom) > 0); // tried, and nothing came of it
        QCOMPARE(crowd.of(Action::RoomText), 0.0);
        QCOMPARE(crowd.of(Action::LeaveRoom), 0.0);
    }

    void whatFollowsAVisitFollowsAtOnce()
    {
        const ChatParameters parameters;
        Habits habits(parameters, Random(3));
        int visits = 0;
        while (visits < 50) {
            const Step step = habits.next(true);
            const bool instant = step.action == Action::EnterRoom || step.action == Action::LeaveRoom;
            QCOMPARE(step.after == 0, instant);
            QCOMPARE(habits.isInRoom(),
                step.action == Action::EnterRoom
                    || (step.action >= Action::RoomText && step.action != Action::LeaveRoom));
            visits += step.action == Action::LeaveRoom;
        }
    }

    void weightsAreDrawnAtEachVisit()
    {
        // Text weighs nothing but what is drawn for it; reactions are drawn as all or nothing, so visits differ.
        ChatParameters parameters;
        parameters.roomAddedWeight = 0;
        parameters.roomImageWeight = OneOf { { 0 } };
        parameters.roomReactionWeight = OneOf { { 0, 1000000 } };
        Habits habits(parameters, Random(5));
        int visitsOfReactions = 0;
        int visitsOfTexts = 0;
        for (int visit = 0; visit < 20;) {
            if (habits.next(true).action != Action::EnterRoom)
                continue;
            ++visit;
            const Action first = habits.next(true).action;
            visitsOfReactions += first == Action::RoomReaction;
            visitsOfTexts += first == Action::RoomText;
            habits = Habits(parameters, Random(std::uint64_t(visit) + 100));
        }
        QVERIFY(visitsOfReactions > 0);
        QVERIFY(visitsOfTexts > 0);
    }

    void theSameSeedGivesTheSameSteps()
    {
        const ChatParameters parameters;
        Habits one(parameters, Random::stream(11, u"habits", 5));
        Habits same(parameters, Random::stream(11, u"habits", 5));
        Habits other(parameters, Random::stream(11, u"habits", 6));
        int different = 0;
        for (int i = 0; i < 200; ++i) {
            const Step a = one.next(true);
            const Step b = same.next(true);
            const Step c = other.next(true);
            QCOMPARE(a.action, b.action);
            QCOMPARE(a.during, b.during);
            QCOMPARE(a.after, b.after);
            different += a.after != c.after;
        }
        QVERIFY(different > 150);
    }

    void thePlanIsWhatTheSameUserWouldHaveDone()
    {
        const ChatParameters parameters;
        const Habits habits(parameters, Random(21));
        Plan plan(habits);
        Habits user = habits;
        std::vector<double> doneAt;
        for (double now = 0; now < 20000;) {
            const Step step = user.next(true);
            now += step.during;
            if (isNoticed(step.action))
                doneAt.push_back(now);
            now += step.after;
        }
        QVERIFY(doneAt.size() > 100);
        std::size_t expected = 0;
        int planned = 0;
        for (int look = 0; look * 13.7 <= 19000; ++look) {
            const double now = look * 13.7;
            planned += plan.advanceTo(now, true);
            while (doneAt[expected] <= now)
                ++expected;
            QCOMPARE(planned, int(expected));
        }
    }

    void aPlanWithoutPausesEnds()
    {
        ChatParameters restless;
        for (Exponential *pause :
            { &restless.afterAction, &restless.doingNothing, &restless.typing, &restless.beingAway, &restless.inRoom })
            pause->mean = 0;
        Plan plan(Habits(restless, Random(1)));
        QVERIFY(plan.advanceTo(1, true) > 0);
    }

    void noWeightAtAllIsDoingNothing()
    {
        ChatParameters silent;
        silent.doNothingWeight = silent.sendTextWeight = silent.lookAtRoomWeight = silent.paginateWeight = 0;
        silent.goAwayWeight = silent.changeDisplayNameWeight = silent.chatInRoomWeight = 0;
        Habits habits(silent, Random(1));
        QCOMPARE(habits.next(true).action, Action::DoNothing);
    }
};

QTEST_GUILESS_MAIN(TestHabits)
#include "test_habits.moc"
