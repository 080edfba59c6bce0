// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/machineoutlook.h"

#include <QTest>

using namespace throng;
using namespace throng::run;
using namespace Qt::StringLiterals;
using Limit = MachineOutlook::Limit;

namespace {

constexpr quint64 gibibyte = 1024ULL * 1024 * 1024;

GeneratorMeans ample()
{
    return { 16, 64 * gibibyte, { 1'000'000, 10 }, false };
}

TestOutlook chatOf(int users, double requestsOfUser)
{
    TestOutlook test;
    test.users = users;
    test.requestsOfUser = requestsOfUser;
    return test;
}

} // namespace

class TestMachineOutlook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsUsedUpFirstLimits()
    {
        GeneratorMeans few = ample();
        few.descriptors = { 20'000, 36 };
        QCOMPARE(machineOutlook(0.5, few), (MachineOutlook { 9'950, Limit::Files }));
        GeneratorMeans small = ample();
        small.availableBytes = gibibyte;
        QCOMPARE(machineOutlook(0.5, small).limit, Limit::Memory);
        QVERIFY(machineOutlook(0.5, small).users > 10'000);
        GeneratorMeans slow = ample();
        slow.cores = 1;
        QCOMPARE(machineOutlook(0.5, slow).limit, Limit::Processor);
    }

    void twiceTheRequestsAreHalfTheUsers()
    {
        const int users = machineOutlook(2, ample()).users;
        QCOMPARE(machineOutlook(2, ample()).limit, Limit::Processor);
        QVERIFY(std::abs(machineOutlook(4, ample()).users - users / 2) <= 1);
    }

    void aServerOnTheSameMachineTakesHalf()
    {
        GeneratorMeans shared = ample();
        shared.sharedWithServer = true;
        QVERIFY(std::abs(machineOutlook(2, shared).users - machineOutlook(2, ample()).users / 2) <= 1);
    }

    void whatIsNotKnownDoesNotLimit()
    {
        GeneratorMeans unknown = ample();
        unknown.availableBytes = 0;
        QCOMPARE(machineOutlook(0, unknown), (MachineOutlook { unknown.descriptors.usersThatFit(), Limit::Files }));
    }

    void tooFewFilesCarryNobody()
    {
        GeneratorMeans none = ample();
        none.descriptors = { 50, 40 };
        QCOMPARE(machineOutlook(1, none), (MachineOutlook { 0, Limit::Files }));
    }

    void theHeaviestChatDecides()
    {
        TestOutlook setup = chatOf(50, 20);
        setup.behaviour = users::Behaviour::Register;
        QVERIFY(!machineOutlook({ setup, chatOf(0, 0) }, ample()));
        QCOMPARE(machineOutlook({ setup, chatOf(100, 2), chatOf(10, 6) }, ample()), machineOutlook(6, ample()));
    }

    void thisMachineHasSomething()
    {
        const GeneratorMeans means = GeneratorMeans::ofThisMachine(QUrl(u"http://[::1]:8008"_s));
        QVERIFY(means.cores >= 1);
        QVERIFY(means.descriptors.limit > 0);
        QVERIFY(means.sharedWithServer);
        QVERIFY(GeneratorMeans::ofThisMachine(QUrl(u"http://localhost:8008"_s)).sharedWithServer);
        QVERIFY(!GeneratorMeans::ofThisMachine(QUrl(u"https://matrix.example.org"_s)).sharedWithServer);
    }

    void roundedDownToTwoDigits_data()
    {
        QTest::addColumn<int>("users");
        QTest::addColumn<int>("rounded");
        QTest::newRow("none") << 0 << 0;
        QTest::newRow("few") << 99 << 99;
        QTest::newRow("some") << 199 << 190;
        QTest::newRow("many") << 12'950 << 12'000;
    }
    void roundedDownToTwoDigits()
    {
        QFETCH(int, users);
        QTEST(MachineOutlook { users }.rounded(), "rounded");
    }
};

QTEST_APPLESS_MAIN(TestMachineOutlook)
#include "test_machineoutlook.moc"
