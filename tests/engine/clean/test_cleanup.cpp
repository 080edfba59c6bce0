// SPDX-License-Identifier: GPL-3.0-or-later
// What a run has left is removed again: with an administrator and without one, in one go and after interruptions.
#include "../run/runfixture.h"

#include "engine/clean/cleanfolder.h"
#include "engine/http/origin.h"

#include <QEventLoop>
#include <QSignalSpy>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using clean::CleanReport;
using clean::Cleanup;

class TestCleanup : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<practice::PracticeServer> m_server;
    std::unique_ptr<SmallProject> m_project;
    QUrl m_url;

    /// 12 accounts in 4 rooms.
    void populate()
    {
        Driver driver(planFor(m_url, wholeSuite(std::chrono::milliseconds(1)).first(3)), m_project->files());
        RUN_TO_THE_END(driver);
        QCOMPARE(m_server->truth().accounts, 12U);
        QCOMPARE(m_server->truth().rooms, 4U);
    }

    static clean::CleanOptions byAdmin()
    {
        clean::CleanOptions options;
        options.sharedSecret = "hush";
        options.pollInterval = std::chrono::milliseconds(20);
        return options;
    }

    std::unique_ptr<Cleanup> cleanup(const clean::CleanOptions &options)
    {
        const auto origin = QCoro::waitFor(http::resolveOrigin(m_url, {}, {}, std::chrono::seconds(10)));
        auto input = clean::openForCleaning(m_project->folder(), m_url);
        if (!origin || !input)
            qFatal("no clean-up");
        return std::make_unique<Cleanup>(*origin, std::move(input->ledger), input->accounts, options);
    }

    CleanReport run(const clean::CleanOptions &options)
    {
        const auto running = cleanup(options);
        QSignalSpy finished(running.get(), &Cleanup::finished);
        running->start();
        if (!QTest::qWaitFor([&] { return !finished.isEmpty(); }, 60'000))
            qFatal("the clean-up does not end");
        return running->report();
    }

private Q_SLOTS:
    void init()
    {
        practice::Options options;
        options.registration.sharedSecret = u"hush"_s;
        m_server = std::make_unique<practice::PracticeServer>(options);
        m_url = m_server->start().value();
        m_project = std::make_unique<SmallProject>(12, 4);
    }

    void anAdministratorRemovesEverything()
    {
        populate();
        const CleanReport report = run(byAdmin());
        QVERIFY2(report.isComplete(), qPrintable(report.problem + report.reasons.join(u'\n')));
        QVERIFY(report.byAdmin);
        QCOMPARE(report.rooms.gone, 4);
        QCOMPARE(report.accounts.gone, 12);
        QCOMPARE(m_server->truth().rooms, 0U);
        QCOMPARE(m_server->truth().accounts, 0U); // nor the administrator made for it
        QVERIFY(!QFile::exists(m_project->folder().ledgerFile()));
        QVERIFY(clean::settleFolder(m_project->folder(), report));
        QVERIFY(!QFile::exists(m_project->folder().tokensFile()));
        QVERIFY(!QFile::exists(m_project->folder().createdRoomsFile()));
    }

    void withoutOneEachAccountLeavesAndDeactivatesItself()
    {
        populate();
        const CleanReport report = run({});
        QVERIFY2(report.isComplete(), qPrintable(report.problem + report.reasons.join(u'\n')));
        QVERIFY(!report.byAdmin);
        QCOMPARE(report.accounts.gone, 12);
        QCOMPARE(m_server->truth().accounts, 0U);
        QCOMPARE(m_server->truth().joined, 0U);
    }

    void interruptedItGoesOn_data()
    {
        QTest::addColumn<bool>("admin");
        QTest::newRow("admin") << true;
        QTest::newRow("users") << false;
    }

    void interruptedItGoesOn()
    {
        QFETCH(const bool, admin);
        populate();
        clean::CleanOptions options = admin ? byAdmin() : clean::CleanOptions {};
        options.parallel = 2;
        {
            const auto first = cleanup(options);
            int done = 0;
            QEventLoop until; // QTRY_VERIFY looks too seldom: all might be done by then
            connect(first.get(), &Cleanup::progress, &until, [&] {
                if (++done == 18)
                    until.quit();
            });
            QTimer::singleShot(30'000, &until, &QEventLoop::quit);
            first->start();
            until.exec();
            QVERIFY(done >= 18);
        } // destroyed in the middle
        QVERIFY(QFile::exists(m_project->folder().ledgerFile()));
        const CleanReport second = run(options);
        QVERIFY2(second.isComplete(), qPrintable(second.problem + second.reasons.join(u'\n')));
        QCOMPARE(m_server->truth().accounts, 0U); // nor the administrator of the first
        QCOMPARE(m_server->truth().joined, 0U);
        QVERIFY(!QFile::exists(m_project->folder().ledgerFile()));
    }

    void roomsThatNobodyWroteDownAreFoundByTheirCreator()
    {
        populate();
        project::Ledger ledger(m_project->folder().ledgerFile());
        QVERIFY(ledger.setServer(project::ledgerUrl(m_url)));
        const QStringList rooms = ledger.server().rooms.keys();
        for (const QString &room : rooms)
            ledger.roomGone(room);
        QVERIFY(ledger.flush());
        const CleanReport report = run(byAdmin());
        QVERIFY(report.isComplete());
        QCOMPARE(m_server->truth().rooms, 0U);
    }

    void ofAnAccountThatIsPerhapsOursThePasswordDecides()
    {
        populate();
        project::Ledger ledger(m_project->folder().ledgerFile());
        QVERIFY(ledger.setServer(project::ledgerUrl(m_url)));
        // As after a run that was killed before it heard of these; one of them is somebody else's.
        ledger.accountGone(u"user.000003"_s);
        ledger.accountGone(u"user.000004"_s);
        ledger.intend(u"user.000003"_s, u"password-3"_s);
        ledger.intend(u"user.000004"_s, u"not the password"_s);
        ledger.intend(u"user.999999"_s, u"never made"_s);
        QVERIFY(ledger.flush());
        const CleanReport report = run(byAdmin());
        QVERIFY2(report.isComplete(), qPrintable(report.reasons.join(u'\n')));
        QCOMPARE(m_server->truth().accounts, 1U); // user.000004
    }

    void accountsThatWereThereBeforeStay()
    {
        populate();
        // The same accounts, in another project: for it they existed.
        QFile::remove(m_project->folder().ledgerFile());
        QFile::remove(m_project->folder().createdRoomsFile());
        QFile::remove(m_project->folder().tokensFile());
        Driver driver(planFor(m_url, wholeSuite(std::chrono::milliseconds(1)).first(3)), m_project->files());
        RUN_TO_THE_END(driver);
        QCOMPARE(driver.summary->tests[0].setup.existed, 12);
        QCOMPARE(m_server->truth().rooms, 8U);
        const CleanReport report = run(byAdmin());
        QVERIFY(report.isComplete());
        QCOMPARE(report.accounts.found, 0);
        QCOMPARE(m_server->truth().accounts, 12U);
        QCOMPARE(m_server->truth().rooms, 4U); // the other project's
    }

    void anotherServerIsNotCleaned()
    {
        populate();
        const auto input = clean::openForCleaning(m_project->folder(), QUrl(u"http://127.0.0.1:1"_s));
        QVERIFY(!input);
        QVERIFY2(input.error().toString().contains(project::ledgerUrl(m_url)), qPrintable(input.error().toString()));
        QCOMPARE(m_server->truth().accounts, 12U);
    }

    void aWrongSecretRemovesNothing()
    {
        populate();
        clean::CleanOptions options = byAdmin();
        options.sharedSecret = "wrong";
        const CleanReport report = run(options);
        QVERIFY(!report.problem.isEmpty());
        QVERIFY(!report.isComplete());
        QCOMPARE(m_server->truth().accounts, 12U);
        QCOMPARE(m_server->truth().rooms, 4U);
    }

    void aServerThatIsAwayKeepsItsPlaceInTheLedger()
    {
        populate();
        const auto running = cleanup(byAdmin());
        m_server.reset();
        QSignalSpy finished(running.get(), &Cleanup::finished);
        running->start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
        QVERIFY(!running->report().problem.isEmpty());
        const auto servers = project::Ledger::read(m_project->folder().ledgerFile());
        QCOMPARE(servers->first().removable().size(), 12);
    }

    void addressesAreWrittenInOneWay()
    {
        QCOMPARE(project::ledgerUrl(QUrl(u"https://user:x@Example.org:443/"_s)), u"https://example.org"_s);
        QCOMPARE(project::ledgerUrl(QUrl(u"http://127.0.0.1:8008/matrix/"_s)), u"http://127.0.0.1:8008/matrix"_s);
    }
};

QTEST_GUILESS_MAIN(TestCleanup)
#include "test_cleanup.moc"
