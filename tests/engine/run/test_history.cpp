// SPDX-License-Identifier: GPL-3.0-or-later
//
// A server with a past, made by whole runs: each goes on from the files that the one before left.
#include "runfixture.h"

#include "engine/project/historyfile.h"
#include "engine/project/ledger.h"

#include <numeric>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using users::Behaviour;

namespace {

constexpr int rooms = 8; // of three members each
constexpr int messages = 150; // in each, on average

run::TestPlan historyTest()
{
    run::TestPlan test = setupTest(Behaviour::FillRooms, u"history"_s);
    test.users = 3;
    test.history.messagesPerRoom = messages;
    test.history.pictureShare = 0.02;
    test.history.imageBytes = { 8, 0.5 };
    test.history.pauseBetweenTries = 100ms;
    return test;
}

int writtenIn(const project::ProjectFolder &folder)
{
    const auto progress = project::HistoryFile::read(folder.historyFile());
    return progress ? std::accumulate(progress->messages.cbegin(), progress->messages.cend(), 0) : -1;
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStoppedOneGoesOnWithTheNextRun_data()
    {
        QTest::addColumn<bool>("destroyed");
        QTest::newRow("stopped") << false;
        QTest::newRow("cut off with the program") << true;
    }

    void aStoppedOneGoesOnWithTheNextRun()
    {
        QFETCH(bool, destroyed);
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        practice::PerformanceModel slow; // it takes nine seconds to have them all
        slow.workers = 4;
        practice::PerformanceModel::Rule sending { u"PUT"_s, u"/_matrix/client/v3/rooms/_/send/*"_s, {} };
        sending.time.mean = 30ms;
        slow.rules = { sending };
        server.setPerformance(slow);
        const SmallProject project(8, rooms);
        QList<run::TestPlan> tests = wholeSuite(1s);
        tests.last() = historyTest();
        {
            Driver first(planFor(url, tests), project.files());
            connect(&first.run(), &run::LoadRun::snapshot, &first, [&] {
                if (first.run().setupResults().messages >= 20)
                    first.run().stop();
            });
            first.run().start();
            if (destroyed) {
                QTRY_VERIFY2_WITH_TIMEOUT(first.isFinished() || first.run().setupResults().messages >= 20,
                    qPrintable(first.messages.join(u'\n')), 60'000);
                first.destroyRun();
            } else {
                QTRY_VERIFY2_WITH_TIMEOUT(first.isFinished(), qPrintable(first.messages.join(u'\n')), 60'000);
                QCOMPARE(first.summary->tests.back().setup.messagesWanted, rooms * messages);
                QCOMPARE(writtenIn(project.folder()), first.summary->tests.back().setup.messages);
            }
        }
        const int before = writtenIn(project.folder());
        QVERIFY2(before >= 20 && before < rooms * messages, qPrintable(QString::number(before)));
        server.setPerformance({});

        Driver second(planFor(url, { historyTest() }), project.files());
        RUN_TO_THE_END(second);
        const run::SetupResults setup = second.summary->tests.back().setup;
        QCOMPARE(setup.messagesExisted, before);
        QCOMPARE(setup.messages, rooms * messages - before);
        QCOMPARE(setup.explanations(), QStringList());
        QCOMPARE(second.said(u"were there before"_s), 1);
        QCOMPARE(server.truth().eventsByType.value("m.room.message"), quint64(rooms * messages));
        QCOMPARE(writtenIn(project.folder()), rooms * messages);
        const auto progress = project::HistoryFile::read(project.folder().historyFile());
        QCOMPARE(progress->profiles.size(), 8);

        Driver third(planFor(url, { historyTest() }), project.files());
        RUN_TO_THE_END(third);
        QCOMPARE(third.summary->tests.back().setup.messages, 0);
        QVERIFY(third.summary->tests.back().end == run::TestEnd::AllDone);
        QCOMPARE(server.truth().eventsByType.value("m.room.message"), quint64(rooms * messages));
    }

    void itsPicturesAreInTheLedger()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(6, 4);
        QList<run::TestPlan> tests = wholeSuite(1s);
        tests.last() = historyTest();
        tests.last().history.messagesPerRoom = 20;
        tests.last().history.pictureShare = 0.5;
        Driver driver(planFor(url, tests), project.files());
        RUN_TO_THE_END(driver);
        const run::SetupResults &setup = driver.summary->tests.back().setup;
        QCOMPARE(setup.messages, 80);
        QVERIFY(setup.pictures > 10);
        const auto servers = project::Ledger::read(project.folder().ledgerFile());
        QVERIFY(servers);
        QCOMPARE(servers->size(), 1);
        QCOMPARE(servers->first().mediaCount(), setup.pictures + setup.profiles);
        QCOMPARE(server.truth().uploads, quint64(setup.pictures + setup.profiles));
    }

    /// Rooms that are to be written in have to stand; what is missing is said.
    void withoutRoomsItSaysWhatIsMissing()
    {
        practice::PracticeServer server;
        const QUrl url = server.start().value();
        const SmallProject project(4, 3);
        Driver driver(planFor(url, { setupTest(Behaviour::Register, u"register"_s), historyTest() }), project.files());
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->tests.back().setup.roomsMissing, 3);
        QCOMPARE(driver.said(u"do not stand on the server"_s), 1);

        const SmallProject none(4, 0);
        Driver empty(planFor(url, { historyTest() }), none.files());
        RUN_TO_THE_END(empty);
        QVERIFY(empty.summary->state == run::RunSummary::State::Failed);
        QCOMPARE(empty.said(u"there are no rooms"_s), 1);
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "test_history.moc"
