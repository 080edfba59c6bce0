// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rehearsal.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::users;
using metrics::Outcome;

namespace {

const QByteArray syncPath = "/_matrix/client/v3/sync";
const QByteArray loginPath = "/_matrix/client/v3/login";
const QByteArray messagePath = "/_matrix/client/v3/rooms/_/send/m.room.message";
const QByteArray reactionPath = "/_matrix/client/v3/rooms/_/send/m.reaction";

} // namespace

/// Chatting, against a homeserver that knows the truth.
class TestChat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doesAllThatAPersonDoes()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.chat.roomImageWeight = OneOf { { 3 } };
        village.chat.roomReactionWeight = OneOf { { 3 } };
        village.chat.downloadShare = 1;
        village.hurry(300);
        village.begin(Behaviour::Chat, 20);
        const auto done = [&](const char *method, const char *path) {
            return village.server.truth().count(method, path, 200);
        };
        QTRY_VERIFY_WITH_TIMEOUT(done("PUT", messagePath.constData()) >= 200, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(done("PUT", reactionPath.constData()) >= 20, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(done("PUT", "/_matrix/client/v3/rooms/_/typing/_") >= 100, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(done("POST", "/_matrix/client/v3/rooms/_/receipt/m.read/_") >= 20, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(done("GET", "/_matrix/client/v3/rooms/_/messages") >= 10, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(done("PUT", "/_matrix/client/v3/profile/_/displayname") >= 10, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(done("GET", "/_matrix/client/v3/profile/_/displayname") >= 10, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(village.server.truth().uploads >= 10, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(village.server.truth().downloads >= 10, 60000);
        village.stopGracefully();
        QVERIFY(village.finish());

        COMPARE_WITH_SERVER(village);
        const practice::Truth truth = village.server.truth();
        QCOMPARE(truth.count("POST", loginPath), 0u);
        QCOMPARE(truth.repeatedTransactions, 0u);
        QCOMPARE(village.counted("PUT", reactionPath, Outcome::MatrixError), 0u); // never the same one twice
        QCOMPARE(village.counted("PUT", messagePath, Outcome::Ok), truth.eventsByType.value("m.room.message"));
        QCOMPARE(village.counted("PUT", reactionPath, Outcome::Ok), truth.eventsByType.value("m.reaction"));
        QVERIFY(village.notes.achieved > 300);
    }

    void eachIsAPersonOfItsPopulation()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        Population renamers { u"renamers"_s, 1, village.chat };
        renamers.chat.doNothingWeight = renamers.chat.goAwayWeight = renamers.chat.lookAtRoomWeight = 0;
        renamers.chat.sendTextWeight = renamers.chat.chatInRoomWeight = renamers.chat.paginateWeight = 0;
        Population readers { u"readers"_s, 3, renamers.chat };
        readers.chat.changeDisplayNameWeight = 0;
        readers.chat.paginateWeight = 1;
        village.populations = { renamers, readers };
        village.begin(Behaviour::Chat, 20);
        const auto done = [&](const char *method, const char *path) {
            return village.server.truth().count(method, path, 200);
        };
        QTRY_VERIFY_WITH_TIMEOUT(done("PUT", "/_matrix/client/v3/profile/_/displayname") >= 20, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(done("GET", "/_matrix/client/v3/rooms/_/messages") >= 20, 60000);
        village.stopGracefully();
        QVERIFY(village.finish());
        QCOMPARE(done("PUT", messagePath.constData()), 0u); // `chat` would
    }

    void savesWhereItsSyncEnded()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY(village.server.truth().count("GET", syncPath, 200) >= 40);
        village.stopGracefully();
        QVERIFY(village.finish());
        QCOMPARE(village.notes.sessions.size(), 20);

        village.chat.useSavedSince = true;
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY(village.notes.achieved > 50); // knows its rooms although the syncs do not tell of all
        village.stopGracefully();
        QVERIFY(village.finish());
        QCOMPARE(village.counted(metrics::Kind::InitialSync), 0u);
    }

    void clientsComeAndGo()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.chat.online = Exponential { 0.2 };
        village.chat.offline = Exponential { 0.05 };
        village.chat.logOutShare = 0.3;
        village.chat.freshStartShare = 0.3;
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY_WITH_TIMEOUT(village.server.truth().count("POST", loginPath, 200) >= 20, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(village.counted("GET", syncPath, Outcome::Cancelled) >= 60, 60000);
        village.stopGracefully();
        QVERIFY(village.finish());
        // Not all requests are the server's, too: a client may be closed before its connection is open.
        const practice::Truth truth = village.server.truth();
        QCOMPARE(village.counted("PUT", messagePath, Outcome::Ok), truth.eventsByType.value("m.room.message"));
        QCOMPARE(village.counted("POST", loginPath, Outcome::Ok), truth.count("POST", loginPath, 200));
        QCOMPARE(truth.count("POST", "/_matrix/client/v3/logout", 200),
            truth.count("POST", loginPath, 200)
                + quint64(std::count_if(village.accounts.begin(), village.accounts.end(),
                    [](const Account &account) { return !account.session.isValid(); })));
        QVERIFY(village.notes.failed.isEmpty());
    }

    void ofAClosedClientNoConnectionIsLeft()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.chat.online = Exponential { 0.5 };
        village.chat.offline = Exponential { 1e9 };
        village.chat.logOutShare = 0.5;
        village.begin(Behaviour::Chat, 20);
        std::size_t closed = 0;
        QTRY_VERIFY_WITH_TIMEOUT(
            (closed += village.deliveries.take(http::Clock::now()).stopped.size()) == 20, 60000); // their syncs
        // The last word of some is their logout. Connections that are merely idle last for 30 s.
        QTRY_COMPARE_WITH_TIMEOUT(village.reactor.statistics().open, 0, 20000);
        QVERIFY(village.reactor.statistics().opened > 20);
        QCOMPARE(village.running(), 20);
        QTRY_COMPARE_WITH_TIMEOUT(village.server.truth().connections, 0u, 60000);
        village.stopGracefully();
        QVERIFY(village.finish());
    }

    void afterAnOutageAllComeBackAtOnceAndGoOnWhereTheyWere()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.chat = ChatParameters(); // people with time, who do little
        village.chat.outageAfter = 2;
        village.chat.outage = 0.5;
        village.begin(Behaviour::Chat, 20);
        QTRY_COMPARE_WITH_TIMEOUT(village.server.truth().waitingSyncs, 20u, 60000);
        QTRY_COMPARE_WITH_TIMEOUT(village.counted("GET", syncPath, Outcome::Cancelled), 20u, 60000);
        QTRY_COMPARE_WITH_TIMEOUT(village.server.truth().waitingSyncs, 20u, 60000);
        village.stopGracefully();
        QVERIFY(village.finish());
        COMPARE_WITH_SERVER(village);
        QCOMPARE(village.counted(metrics::Kind::InitialSync), 20u);
    }

    void aGracefulStopLetsRequestsFinish()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        practice::PerformanceModel slow;
        slow.workers = 100;
        practice::PerformanceModel::Rule sending { u"PUT"_s, QString::fromLatin1(messagePath), {} };
        sending.time.mean = 300ms;
        slow.rules = { sending };
        village.server.setPerformance(slow);
        village.chat = ChatParameters();
        village.chat.sendTextWeight = 1e6; // everybody types
        village.chat.typing = Exponential { 0.05 };
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY_WITH_TIMEOUT(village.server.truth().count("PUT", messagePath, 200) >= 1, 60000);
        village.stopGracefully();
        QVERIFY(village.finish());
        COMPARE_WITH_SERVER(village);
        QCOMPARE(village.counted("PUT", messagePath, Outcome::Cancelled), 0u);
        QCOMPARE(village.counted("PUT", messagePath, Outcome::Ok),
            village.server.truth().eventsByType.value("m.room.message"));
    }

    void aGracefulStopCutsPausesAndTheLongPoll_data()
    {
        QTest::addColumn<double>("awayWeight");
        QTest::addColumn<double>("textWeight");
        QTest::newRow("being away") << 1e9 << 0.0;
        QTest::newRow("typing") << 0.0 << 1e9; // the last of many to finish would keep all others waiting
    }

    void aGracefulStopCutsPausesAndTheLongPoll()
    {
        QFETCH(double, awayWeight);
        QFETCH(double, textWeight);
        Rehearsal village;
        QVERIFY(village.settle());
        village.chat = ChatParameters();
        village.chat.goAwayWeight = awayWeight;
        village.chat.sendTextWeight = textWeight;
        village.chat.typing = Exponential { 600 };
        village.begin(Behaviour::Chat, 20);
        QTRY_COMPARE(village.server.truth().waitingSyncs, 20u);
        QElapsedTimer timer;
        timer.start();
        village.stopGracefully();
        QVERIFY(village.finish());
        QVERIFY(timer.elapsed() < 25'000); // of 600 s and of 30 s
        QTRY_COMPARE(village.server.truth().waitingSyncs, 0u);
        COMPARE_WITH_SERVER(village);
    }

    void canBeStoppedAtOnceInEveryState()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.chat.roomImageWeight = OneOf { { 3 } };
        village.chat.roomReactionWeight = OneOf { { 3 } };
        village.hurry(5000);
        for (int moment = 0; moment < 40; ++moment) {
            village.begin(Behaviour::Chat, 5);
            const quint64 enough = quint64(moment) * 3;
            QVERIFY(QTest::qWaitFor([&] {
                quint64 sum = 0;
                for (const practice::Truth::Endpoint &endpoint : village.server.truth().endpoints)
                    sum += endpoint.total();
                return sum >= enough;
            }));
            village.stopNow();
            for (const std::unique_ptr<VirtualUser> &user : village.users())
                QVERIFY(user->isFinished());
            QVERIFY(village.finish());
        }
    }

    void canBeDestroyedWhileItRuns()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY(village.server.truth().count("GET", syncPath, 200) >= 10);
        village.users().clear();
        QTRY_COMPARE(village.server.truth().waitingSyncs, 0u);
        QCOMPARE(village.running(), 20); // nobody was called
    }

    void logsInWhoHasNoToken()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        for (Account &account : village.accounts)
            account.session = {};
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY(village.notes.achieved > 20);
        village.stopGracefully();
        QVERIFY(village.finish());
        QCOMPARE(village.server.truth().count("POST", loginPath), 20u);
    }

    void whoMayNotLogInAgainIsReported()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.accounts[0].session.accessToken = "forgotten";
        village.accounts[0].password = u"changed"_s;
        village.begin(Behaviour::Chat, 1);
        QVERIFY(village.finish()); // by itself
        QCOMPARE(village.notes.failed, (QMap<int, AccountFailure> { { 0, AccountFailure::LoginRefused } }));
        QVERIFY(!village.accounts[0].session.isValid());
    }

    void outlivesItsServer()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY(village.notes.achieved > 50);
        village.server.stop();
        QTRY_VERIFY(village.counted("GET", syncPath, Outcome::NetworkError) > 20);
        QCOMPARE(village.running(), 20);
        QVERIFY(village.server.start().has_value());
        const quint64 before = village.counted("PUT", messagePath, Outcome::Ok);
        QTRY_VERIFY(village.counted("PUT", messagePath, Outcome::Ok) > before + 10);
        village.stopGracefully();
        QVERIFY(village.finish());
    }

    void waitsForAServerThatIsNotThereYet()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        for (Account &account : village.accounts)
            account.session = {};
        village.server.stop();
        village.setup.pauseBetweenTries = 50ms;
        // begin() asks the server to forget its counts, which it cannot while it is down
        village.begin(Behaviour::Chat, 5);
        QTRY_VERIFY(village.counted("POST", "/_matrix/client/v3/login", Outcome::NetworkError) >= 5);
        QVERIFY(village.server.start().has_value());
        QTRY_VERIFY(village.notes.achieved > 5);
        village.stopNow();
        QVERIFY(village.finish());
    }

    void invitationsAreAcceptedIfWanted()
    {
        Rehearsal rehearsal;
        rehearsal.planRooms(10, 6);
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.perform(Behaviour::CreateRooms, 4));
        rehearsal.chat.acceptInvitesWeight = 100;
        rehearsal.begin(Behaviour::Chat, 20);
        QTRY_COMPARE_WITH_TIMEOUT(rehearsal.server.truth().joined, 60u, 60000);
        rehearsal.stopGracefully();
        QVERIFY(rehearsal.finish());
        QCOMPARE(rehearsal.notes.joined, 50);
    }

    void moreUsersThanAccountsEndAtOnce()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.begin(Behaviour::Chat, 25);
        QTRY_COMPARE(village.running(), 20);
        village.stopNow();
        QVERIFY(village.finish());
    }

    void planAndAchievementAgreeOnAFastServer()
    {
        Rehearsal village;
        QVERIFY(village.settle());
        village.begin(Behaviour::Chat, 20);
        QTRY_VERIFY_WITH_TIMEOUT(village.notes.achieved > 150, 60000);
        for (const std::unique_ptr<VirtualUser> &user : village.users())
            user->reportPlan();
        const double planned = village.notes.planned;
        const double achieved = village.notes.achieved;
        village.stopGracefully();
        QVERIFY(village.finish());
        QVERIFY2(achieved <= planned, qPrintable(u"%1 of %2"_s.arg(achieved).arg(planned)));
        QVERIFY2(achieved > 0.4 * planned, qPrintable(u"%1 of %2"_s.arg(achieved).arg(planned)));
    }
};

QTEST_GUILESS_MAIN(TestChat)
#include "test_chat.moc"
