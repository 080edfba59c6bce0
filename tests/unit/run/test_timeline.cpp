// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/timeline.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::run;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

bool isNear(double value, double expected, double share)
{
    return value > expected * (1 - share) && value < expected * (1 + share);
}

constexpr Headcount thousand { .accounts = 1000, .rooms = 588, .memberships = 4034, .messageReach = 58 };

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aThousandUsersSendTwelveTextsASecond()
    {
        const ChatRates rates = chatRates({});
        QVERIFY(isNear(1000 * rates.texts, 12.4, 0.05));
        // Two a text, two a picture, one for anything else that is noticed.
        QVERIFY(1000 * rates.requests > 2 * 12.4 && 1000 * rates.requests < 40);
        QCOMPARE(chatRates({}), rates);
        QVERIFY(isNear(1000 * chatRates(users::ChatParameters::asWritten()).texts, 19.2, 0.05));
    }

    void usersWithoutAPauseHaveNoRate()
    {
        users::ChatParameters hurried;
        for (users::Exponential *pause : { &hurried.afterAction, &hurried.doingNothing, &hurried.typing,
                 &hurried.beingAway, &hurried.acceptingInvite, &hurried.inRoom })
            pause->mean = 0;
        const ChatRates rates = chatRates(hurried);
        QCOMPARE(rates.requests, 0.0);
        QCOMPARE(rates.texts, 0.0);
        QCOMPARE(rates.events, 0.0);
    }

    void anActionCostsTheSameWhateverThePauses()
    {
        users::ChatParameters hurried;
        for (users::Exponential *pause : { &hurried.afterAction, &hurried.doingNothing, &hurried.typing,
                 &hurried.beingAway, &hurried.acceptingInvite, &hurried.inRoom })
            pause->mean = 0;
        QVERIFY(isNear(chatRates(hurried).requestsOfAction, chatRates({}).requestsOfAction, 0.02));
        users::ChatParameters writer;
        for (double *weight : { &writer.doNothingWeight, &writer.lookAtRoomWeight, &writer.paginateWeight,
                 &writer.goAwayWeight, &writer.changeDisplayNameWeight, &writer.chatInRoomWeight })
            *weight = 0;
        QCOMPARE(chatRates(writer).requestsOfAction, 2.0); // the typing notice and the text
        QCOMPARE(chatRates(writer).eventsOfAction, 2.0);
        users::ChatParameters idle = writer; // asked to act, it writes
        idle.sendTextWeight = 0;
        idle.doNothingWeight = 1;
        QCOMPARE(chatRates(idle).requestsOfAction, 2.0);
        QCOMPARE(chatRates(idle).requests, 0.0);
    }

    void aTargetRateIsWhatIsAskedFor()
    {
        project::Suite suite = project::Suite::standard();
        project::Test &chat = suite.tests[3];
        chat.arrivals = users::ArrivalParameters { .rate = 200 };
        const ChatRates rates = chatRates({});
        const auto outlook = [&suite](const Headcount &headcount = thousand) { return timeline(suite, headcount)[3]; };
        QVERIFY(isNear(outlook().requests, 200 * rates.requestsOfAction, 1e-9));
        const TestOutlook atTwoHundred = outlook();
        chat.users = 500; // fewer of them do the same
        QVERIFY(isNear(outlook().requests, atTwoHundred.requests, 1e-9));
        QVERIFY(outlook().requestsOfUser > atTwoHundred.requestsOfUser);
        chat.chat.afterAction.mean *= 100; // pauses do not count
        QVERIFY(isNear(outlook().requests, atTwoHundred.requests, 0.02));
        chat.arrivals->rate = 400;
        QVERIFY(isNear(outlook().requests, 2 * atTwoHundred.requests, 0.02));
        QVERIFY(outlook().polls > atTwoHundred.polls / 2);

        project::LoadPhase up;
        up.kind = project::LoadPhase::Kind::Ramp;
        up.duration = minutes(2);
        up.to = 100;
        chat.shape = project::LoadShape { project::LoadShape::Of::Rate, { up } }; // stands in place of the rate
        QVERIFY(isNear(outlook().requests, atTwoHundred.requests / 2, 0.02));
        chat.shape.reset();
        chat.runTime = seconds(50); // over when the last of 500 has come, and the rate begins then
        QCOMPARE(outlook().requests, 0.0);
        QCOMPARE(outlook(Headcount {}).requests, 0.0);
    }

    void aRateInEachRoomGrowsWithTheRooms()
    {
        project::Suite suite = project::Suite::standard();
        suite.tests[3].arrivals =
            users::ArrivalParameters { .rate = 0.2, .unit = users::ArrivalParameters::Unit::MessagesPerRoom };
        const TestOutlook outlook = timeline(suite, thousand)[3];
        QVERIFY(isNear(outlook.requests, 0.2 * 588 * 2, 1e-9)); // the typing notice and the text
        // Each text and its notice go to the others of the room, 3,446 in all rooms: a poll for each that comes to a
        // user of the thousand, and one after 30 s in which none does.
        const double coming = 0.2 * 2 * 3.446;
        QVERIFY(isNear(outlook.polls, 1000 * coming / (1 - std::exp(-30 * coming)), 1e-9));
    }

    void theStandardSuite()
    {
        const QList<TestOutlook> tests = timeline(project::Suite::standard(), thousand);
        QCOMPARE(tests.size(), 4);
        QCOMPARE(tests[0].spawning, milliseconds(seconds(100)));
        QVERIFY(tests[0].isGuess && tests[0].duration >= tests[0].spawning);
        QVERIFY(tests[2].requests > 0 && tests[2].polls == 0);
        QCOMPARE(tests[3].duration, milliseconds(minutes(5)));
        QVERIFY(!tests[3].isGuess);
        QCOMPARE(tests[3].users, 1000);
        // An event that comes to a user ends its poll; without any each ends after 30 s.
        QVERIFY(tests[3].polls > 1000.0 / 30);
        Headcount alone = thousand;
        alone.messageReach = 0;
        QVERIFY(isNear(timeline(project::Suite::standard(), alone)[3].polls, 1000.0 / 30, 1e-9));
    }

    void eventsThatComeTogetherAreOnePoll()
    {
        const auto chatWith = [](double reach) {
            Headcount headcount = thousand;
            headcount.messageReach = reach;
            return timeline(project::Suite::standard(), headcount)[3];
        };
        const double own = chatRates({}).requests;
        const TestOutlook quiet = chatWith(0);
        QVERIFY(isNear(quiet.requestsOfUser, own + 1 / (30 + pollTurnaround), 1e-9));
        const TestOutlook busy = chatWith(1'000'000);
        QVERIFY(busy.polls / busy.users > 100 / pollTurnaround); // each event by itself
        QVERIFY(isNear(busy.requestsOfUser, own + 1 / pollTurnaround, 0.01));
        const TestOutlook usual = chatWith(58);
        QVERIFY(usual.requestsOfUser > quiet.requestsOfUser);
        QVERIFY(usual.requestsOfUser < (usual.requests + usual.polls) / usual.users);
    }

    void whatIsSwitchedOffOrCutShort()
    {
        project::Suite suite = project::Suite::standard();
        suite.tests[0].enabled = false;
        suite.tests[1].runTime = seconds(10); // ends then, though not all are made
        suite.tests[3].runTime = seconds(50); // half of the users have come by then
        suite.tests[3].users = 5000; // there are no more than 1,000
        const QList<TestOutlook> tests = timeline(suite, thousand);
        QCOMPARE(tests.size(), 3);
        QCOMPARE(tests[0].test, 1);
        QCOMPARE(tests[0].duration, milliseconds(seconds(10)));
        QVERIFY(!tests[0].isGuess);
        QCOMPARE(tests[2].users, 1000);
        QVERIFY(isNear(tests[2].requests, 500 * chatRates({}).requests, 1e-9));
    }

    void groupsOfUsersCountByTheirShare()
    {
        project::Suite suite = project::Suite::standard();
        users::ChatParameters quiet;
        quiet.sendTextWeight = quiet.chatInRoomWeight = quiet.lookAtRoomWeight = quiet.paginateWeight =
            quiet.changeDisplayNameWeight = 0;
        users::Population talkers;
        talkers.share = 1;
        users::Population readers;
        readers.share = 3;
        readers.chat = quiet;
        suite.tests[3].populations = { talkers, readers };
        const TestOutlook chat = timeline(suite, thousand)[3];
        QVERIFY(isNear(chat.requests, 250 * chatRates({}).requests, 1e-9));
        QVERIFY(chat.polls < timeline(project::Suite::standard(), thousand)[3].polls);
    }

    void usersComeAtTheirRateOrAlongTheShape()
    {
        using Points = std::vector<LoadCurve::Point>;
        project::Test test = project::makeTest(users::Behaviour::Chat);
        test.spawnRate = 10;
        test.users = 100;
        QVERIFY(plannedUsers(test, 1000, {}).points() == (Points { { 0, 0 }, { 10, 100 } }));
        QVERIFY(plannedUsers(test, 1000, {}, seconds(60)).points() == (Points { { 0, 0 }, { 10, 100 }, { 60, 100 } }));
        QVERIFY(plannedUsers(test, 1000, {}, seconds(5)).points() == (Points { { 0, 0 }, { 5, 50 } }));
        QVERIFY(plannedUsers(test, 40, {}).points() == (Points { { 0, 0 }, { 4, 40 } }));
        test.spawnRate = 0; // all at once
        QVERIFY(plannedUsers(test, 1000, {}, seconds(60)).points() == (Points { { 0, 100 }, { 60, 100 } }));

        project::LoadPhase up;
        up.kind = project::LoadPhase::Kind::Ramp;
        up.duration = seconds(100);
        up.to = 200;
        project::LoadPhase down = up;
        down.to = 0;
        test.shape = project::LoadShape { project::LoadShape::Of::Users, { up, down } };
        test.spawnRate = 10;
        QVERIFY(plannedUsers(test, 1000, {}).points() == (Points { { 0, 0 }, { 100, 200 }, { 200, 0 } }));
        // There are no more than that.
        QVERIFY(plannedUsers(test, 100, {}).points()
            == (Points { { 0, 0 }, { 50, 100 }, { 100, 100 }, { 150, 100 }, { 200, 0 } }));

        // A file that is not there: as if there were no shape.
        up.kind = project::LoadPhase::Kind::Points;
        up.file = u"nowhere.csv"_s;
        test.shape->phases = { up };
        QVERIFY(plannedUsers(test, 1000, u"/nowhere"_s).points() == (Points { { 0, 0 }, { 10, 100 } }));
    }

    void aShapeSaysHowManyAndHowLong()
    {
        project::Suite suite = project::Suite::standard();
        project::Test &chat = suite.tests[3];
        project::LoadPhase up;
        up.kind = project::LoadPhase::Kind::Ramp;
        up.duration = minutes(2);
        up.to = 300;
        chat.shape = project::LoadShape { project::LoadShape::Of::Users, { up } };
        chat.runTime.reset();
        chat.users = 7; // the shape's word counts
        const TestOutlook outlook = timeline(suite, thousand)[3];
        QCOMPARE(outlook.users, 300);
        QCOMPARE(outlook.duration, milliseconds(minutes(2)));
        QCOMPARE(outlook.planned.peak(), 300.0);
        QVERIFY(isNear(outlook.requests, 300 * chatRates({}).requests, 1e-9));
        // One of the rate says for how long.
        chat.shape->of = project::LoadShape::Of::Rate;
        const TestOutlook ofRate = timeline(suite, thousand)[3];
        QCOMPARE(ofRate.users, 7);
        QCOMPARE(ofRate.duration, milliseconds(minutes(2)));
    }

    void nobodyAndNoEnd()
    {
        project::Suite suite = project::Suite::standard();
        suite.tests[3].runTime.reset();
        const QList<TestOutlook> tests = timeline(suite, {});
        for (const TestOutlook &test : tests) {
            QCOMPARE(test.users, 0);
            QCOMPARE(test.requests, 0.0);
            QCOMPARE(test.duration, milliseconds(0));
        }
    }
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "test_timeline.moc"
