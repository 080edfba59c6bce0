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

UserCost plain()
{
    return UserCost::of(QUrl(u"http://matrix.example.org:8008"_s), HttpVersions::Automatic);
}

UserCost overTls(HttpVersions versions)
{
    return UserCost::of(QUrl(u"https://matrix.example.org"_s), versions);
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
        QCOMPARE(machineOutlook(0.5, few, plain()), (MachineOutlook { 9'950, Limit::Files }));
        GeneratorMeans small = ample();
        small.availableBytes = gibibyte;
        QCOMPARE(machineOutlook(0.5, small, plain()).limit, Limit::Memory);
        QVERIFY(machineOutlook(0.5, small, plain()).users > 10'000);
        GeneratorMeans slow = ample();
        slow.cores = 1;
        QCOMPARE(machineOutlook(0.5, slow, plain()).limit, Limit::Processor);
    }

    void twiceTheRequestsAreHalfTheUsers()
    {
        const int users = machineOutlook(2, ample(), plain()).users;
        QCOMPARE(machineOutlook(2, ample(), plain()).limit, Limit::Processor);
        QVERIFY(std::abs(machineOutlook(4, ample(), plain()).users - users / 2) <= 1);
    }

    /// A connection each, half of the memory and more processor time than TLS with HTTP/1.1, which takes more of all
    /// than plain HTTP.
    void whatIsSpokenDecides()
    {
        GeneratorMeans few = ample();
        few.descriptors = { 20'000, 36 };
        QCOMPARE(machineOutlook(0.5, few, overTls(HttpVersions::Http1)), (MachineOutlook { 9'950, Limit::Files }));
        QCOMPARE(machineOutlook(0.5, few, overTls(HttpVersions::Http2)), (MachineOutlook { 19'900, Limit::Files }));
        GeneratorMeans small = ample();
        small.availableBytes = gibibyte;
        const int http2 = machineOutlook(0.5, small, overTls(HttpVersions::Http2)).users;
        const int http1 = machineOutlook(0.5, small, overTls(HttpVersions::Http1)).users;
        QVERIFY(machineOutlook(0.5, small, plain()).users > 2 * http2);
        QVERIFY(2 * http2 > 3 * http1);
        QVERIFY(
            machineOutlook(4, ample(), plain()).users > machineOutlook(4, ample(), overTls(HttpVersions::Http1)).users);
        QVERIFY(machineOutlook(4, ample(), overTls(HttpVersions::Http1)).users
            > machineOutlook(4, ample(), overTls(HttpVersions::Http2)).users);
    }

    void whatIsNotAgreedOnYetIsTheDearerOne()
    {
        const UserCost automatic = overTls(HttpVersions::Automatic);
        for (const HttpVersions versions : { HttpVersions::Http1, HttpVersions::Http2 }) {
            QVERIFY(automatic.bytes >= overTls(versions).bytes);
            QVERIFY(automatic.connections >= overTls(versions).connections);
            QVERIFY(automatic.processorSecondsOfRequest >= overTls(versions).processorSecondsOfRequest);
        }
        QCOMPARE(UserCost::of(QUrl(), HttpVersions::Automatic), automatic);
        // Without TLS there is nothing to agree on.
        QCOMPARE(UserCost::of(QUrl(u"http://localhost:8008"_s), HttpVersions::Http2), plain());
    }

    void aServerOnTheSameMachineTakesHalf()
    {
        GeneratorMeans shared = ample();
        shared.sharedWithServer = true;
        QVERIFY(
            std::abs(machineOutlook(2, shared, plain()).users - machineOutlook(2, ample(), plain()).users / 2) <= 1);
    }

    void whatIsNotKnownDoesNotLimit()
    {
        GeneratorMeans unknown = ample();
        unknown.availableBytes = 0;
        QCOMPARE(machineOutlook(0, unknown, plain()),
            (MachineOutlook { unknown.descriptors.usersThatFit(2), Limit::Files }));
    }

    void tooFewFilesCarryNobody()
    {
        GeneratorMeans none = ample();
        none.descriptors = { 50, 40 };
        QCOMPARE(machineOutlook(1, none, plain()), (MachineOutlook { 0, Limit::Files }));
    }

    void theHeaviestChatDecides()
    {
        TestOutlook setup = chatOf(50, 20);
        setup.behaviour = users::Behaviour::Register;
        QVERIFY(!machineOutlook({ setup, chatOf(0, 0) }, ample(), plain()));
        QCOMPARE(machineOutlook({ setup, chatOf(100, 2), chatOf(10, 6) }, ample(), plain()),
            machineOutlook(6, ample(), plain()));
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
