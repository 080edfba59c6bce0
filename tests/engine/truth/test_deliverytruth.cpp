// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether what Throng reports of deliveries is true. Whole runs against the practice homeserver, which writes down
// every event that it hands to a user's sync; also where it tells of events in odd ways, and where it loses some.
#include "engine/run/runfixture.h"

#include "comparison.h"

#include "engine/metrics/totals.h"

#include <set>
#include <utility>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::DeliveryAccount;
using metrics::DeliveryRecord;
using Seen = metrics::DeliveryNotes::Seen;

namespace {

using Delivery = std::pair<QByteArray, QByteArray>; ///< event ID, receiver

practice::Fault faultOf(practice::FaultKind kind, const QString &endpoint, double probability)
{
    practice::Fault fault;
    fault.kind = kind;
    fault.endpoint = endpoint;
    fault.probability = probability;
    fault.retryAfter = 10ms;
    return fault;
}

QString textOf(const DeliveryAccount &account)
{
    return u"%1 messages, %2 expected, %3 delivered, %4 stopped, %5 left, %6 gap, %7 not sent, %8 in flight, %9 lost"_s
               .arg(account.messages)
               .arg(account.expected)
               .arg(account.delivered)
               .arg(account.receiverStopped)
               .arg(account.receiverLeft)
               .arg(account.gap)
               .arg(account.notSent)
               .arg(account.inFlight)
               .arg(account.lost)
        + u", %1 unexpected, %2 pending"_s.arg(account.unexpected).arg(account.pending());
}

/// A run, and what both sides say of its deliveries.
struct Round {
    explicit Round(std::chrono::milliseconds chatTime = 4s, int users = 12)
        : project(users, users)
        , tests(wholeSuite(chatTime))
    {
        options.recordRequests = true;
        options.recordDeliveries = true;
        options.timelineLimit = 1'000; // no gap where none is meant, however slow the machine
        for (run::TestPlan &test : tests) {
            test.setup.rateLimit.retries = 20;
            test.chat.rateLimit.retries = 20;
            test.chat.syncTimeout = 500ms;
            test.deliveryRules.grace = 0s; // this server tells of everything that it has acknowledged
        }
        chat().spawnRate = 50;
    }

    run::TestPlan &chat() { return tests.last(); }

    void run()
    {
        practice::PracticeServer server(options);
        run::RunPlan plan = planFor(server.start().value(), tests);
        plan.listRequests = true;
        Driver driver(plan, project.files());
        // Accounts and rooms are made without faults: those are for the chat.
        connectFaults(driver, server);
        RUN_TO_THE_END(driver);
        QVERIFY2(driver.summary->state == run::RunSummary::State::Done, qPrintable(driver.messages.join(u'\n')));
        QTRY_COMPARE_WITH_TIMEOUT(server.truth().connections, 0U, 60'000);
        truth = server.truth();
        seconds = driver.seconds;
        summary = driver.summary->tests.back();
        qInfo("%s", qPrintable(textOf(account())));
        for (const DeliveryRecord &record : summary.deliveries.records) {
            if (record.seen == Seen::Fetched)
                fetched.insert({ record.eventId, record.receiver });
            else if (record.eventId.isEmpty())
                ++nameless;
            else
                ours.insert({ record.eventId, record.receiver });
        }
        QCOMPARE(ours.size() + fetched.size() + nameless, summary.deliveries.records.size()); // each is delivered once
        QVERIFY(account().messages > 20);
        QVERIFY(account().delivered > 40);
    }

    [[nodiscard]] const DeliveryAccount &account() const { return summary.totals.deliveries(); }

    /// What the server has handed to syncs, each once, initial ones aside.
    [[nodiscard]] std::set<Delivery> theirs() const
    {
        std::set<Delivery> pairs;
        for (const practice::DeliveryRecord &record : truth.deliveryList) {
            if (!record.initialSync)
                pairs.insert({ record.eventId, record.userId });
        }
        return pairs;
    }

    const SmallProject project;
    QList<run::TestPlan> tests;
    practice::Options options;
    practice::FaultPlan faults;
    practice::Truth truth;
    std::vector<metrics::Snapshot> seconds;
    run::TestSummary summary; ///< of the chat
    std::set<Delivery> ours;
    std::set<Delivery> fetched; ///< found by scrolling back into a gap: the server's list is of syncs alone
    std::size_t nameless = 0; ///< of messages whose sender never heard their ID

private:
    void connectFaults(Driver &driver, practice::PracticeServer &server)
    {
        QObject::connect(&driver.run(), &run::LoadRun::testStarted, &driver,
            [this, &server](int index) { server.setFaults(index == 3 ? faults : practice::FaultPlan()); });
    }
};

} // namespace

class TestDeliveryTruth : public QObject {
    Q_OBJECT

private:
    /// Nothing is delivered that the server does not know of, and everything has become of something.
    static void compareAccounts(const Round &round)
    {
        const DeliveryAccount &account = round.account();
        QCOMPARE(account.pending(), 0);
        QCOMPARE(account.delivered, qint64(round.ours.size() + round.fetched.size() + round.nameless));
        const std::set<Delivery> theirs = round.theirs();
        for (const Delivery &delivery : round.ours)
            QVERIFY2(theirs.contains(delivery), QByteArray(delivery.first + " to " + delivery.second).constData());
        for (const metrics::LostDelivery &lost : round.summary.deliveries.lost) {
            QVERIFY(!lost.eventId.isEmpty());
            QVERIFY2(!theirs.contains({ lost.eventId, lost.receiver }),
                QByteArray(lost.eventId + " was handed to " + lost.receiver).constData());
        }
    }

    /// What is reported is what the list of deliveries says.
    static void compareFigures(const Round &round)
    {
        metrics::Histogram live;
        metrics::Histogram gap;
        for (const DeliveryRecord &record : round.summary.deliveries.records)
            (record.seen == Seen::Live ? live : gap).record(record.received - record.ready);
        const auto timesOf = [&round](const char *className) {
            const metrics::FigureDelta *const found =
                round.summary.totals.find(metrics::FigureKey { metrics::figure::delivery, className });
            return found ? found->times : metrics::Histogram();
        };
        QVERIFY(timesOf(metrics::figure::live) == live);
        QVERIFY(timesOf(metrics::figure::gap) == gap);
        DeliveryAccount sum;
        for (const metrics::Snapshot &second : round.seconds)
            sum += second.deliveries;
        QCOMPARE(sum, round.account());
    }

    /// Each delivery by itself: it begins before its event is there, with the first try to send it, and ends when the
    /// last byte of that sync is read which the server delivered it with. That moment the truth suite judges.
    static void compareTimes(const Round &round)
    {
        std::vector<metrics::RequestRecord> requests;
        for (const metrics::Snapshot &second : round.seconds)
            requests.insert(requests.end(), second.requests.begin(), second.requests.end());
        const Matching matching(requests, round.truth);
        QVERIFY2(matching.problems.isEmpty(), qPrintable(matching.problems.mid(0, 5).join(u'\n')));
        std::map<Pair::Time, const Pair *> byDeparture;
        std::vector<Pair::Time> sends;
        for (const Pair &pair : matching.pairs) {
            byDeparture[pair.theirs->departed] = &pair;
            if (pair.ours->key.name.contains("/send/"))
                sends.push_back(pair.ours->trace.began);
        }
        std::sort(sends.begin(), sends.end());
        std::map<Delivery, const practice::DeliveryRecord *> theirs;
        for (const practice::DeliveryRecord &record : round.truth.deliveryList)
            theirs.insert({ { record.eventId, record.userId }, &record });
        for (const DeliveryRecord &record : round.summary.deliveries.records) {
            const practice::DeliveryRecord &truth = *theirs.at({ record.eventId, record.receiver });
            QVERIFY(byDeparture.contains(truth.received));
            QCOMPARE(record.received, byDeparture.at(truth.received)->read());
            // Between being ready and being there, it was sent.
            const auto sent = std::lower_bound(sends.begin(), sends.end(), record.ready);
            QVERIFY(sent != sends.end());
            QVERIFY(*sent <= truth.sent);
        }
    }

private Q_SLOTS:
    void everyDeliveryIsTrue_data()
    {
        QTest::addColumn<bool>("rateLimits");
        QTest::newRow("a good server") << false;
        QTest::newRow("one that limits rates") << true;
    }
    void everyDeliveryIsTrue()
    {
        QFETCH(bool, rateLimits);
        Round round;
        round.options.performance.workers = 4;
        round.options.performance.ordinary.shape = practice::ServiceTime::Shape::LogNormal;
        round.options.performance.ordinary.mean = 5ms;
        if (rateLimits)
            round.faults.faults += faultOf(practice::FaultKind::RateLimit, u"/_matrix/client/v3/rooms/_/*"_s, 0.1);
        round.run();
        if (QTest::currentTestFailed())
            return;
        compareAccounts(round);
        compareFigures(round);
        compareTimes(round);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(round.account().lost, 0);
        QCOMPARE(round.account().gap, 0);
        if (!rateLimits) // who waits to send again when the test ends sends no more
            QCOMPARE(round.account().notSent, 0);
        // What the server has handed out of these events beside that came to their senders, or to who was not there
        // when they were ready, or to a user who was just going.
        std::set<QByteArray> events;
        for (const Delivery &delivery : round.ours)
            events.insert(delivery.first);
        qint64 beside = 0;
        for (const Delivery &delivery : round.theirs()) {
            if (events.contains(delivery.first) && !round.ours.contains(delivery))
                ++beside;
        }
        const qint64 toSenders = qint64(events.size());
        QVERIFY2(beside
                <= toSenders + round.account().inFlight + round.account().receiverStopped + round.account().unexpected,
            qPrintable(u"%1 beside those of %2 senders"_s.arg(beside).arg(toSenders)));
        const bool waits = round.summary.totals.find(metrics::FigureKey { metrics::figure::rateLimitWait, {} });
        QCOMPARE(waits, rateLimits);
    }

    void oddServersLoseNothing_data()
    {
        using practice::FaultKind;
        QTest::addColumn<practice::FaultKind>("kind");
        QTest::addColumn<QString>("endpoint");
        const QString sync = u"/_matrix/client/v3/sync"_s;
        const QString anything = u"*"_s;
        QTest::newRow("duplicates") << FaultKind::DuplicateEvents << sync;
        QTest::newRow("out of order") << FaultKind::OutOfOrderEvents << sync;
        QTest::newRow("resets") << FaultKind::ResetAfterHeaders << anything;
        QTest::newRow("cut answers") << FaultKind::TruncatedBody << sync;
        QTest::newRow("broken answers") << FaultKind::BrokenJson << u"/_matrix/client/v3/rooms/_/send/*"_s;
    }
    void oddServersLoseNothing()
    {
        QFETCH(practice::FaultKind, kind);
        QFETCH(QString, endpoint);
        Round round(3s);
        round.faults.faults += faultOf(kind, endpoint, 0.15);
        round.run();
        if (QTest::currentTestFailed())
            return;
        QVERIFY(!round.truth.faults.isEmpty());
        compareAccounts(round);
        compareFigures(round);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(round.account().lost, 0);
        QCOMPARE(round.account().gap, 0);
        if (kind == practice::FaultKind::DuplicateEvents)
            QVERIFY(round.account().unexpected > 0);
    }

    /// A client that is closed has stopped to receive: nothing that was on its way to it is lost, and what it is told
    /// of when it is opened again is no delivery of ours.
    void aClosedClientLosesNothing()
    {
        Round round(5s);
        round.options.performance.workers = 100;
        round.options.performance.delivery.mean = 80ms; // so that something is on its way whenever a client closes
        round.chat().chat.online = users::Exponential { 1 };
        round.chat().chat.offline = users::Exponential { 0.5 };
        round.chat().chat.logOutShare = 0.2;
        round.chat().chat.freshStartShare = 0.3;
        round.run();
        if (QTest::currentTestFailed())
            return;
        compareAccounts(round);
        compareFigures(round);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(round.account().lost, 0);
        QCOMPARE(round.account().gap, 0);
        QVERIFY(round.account().receiverStopped > 0);
        // What the server has not handed over was on its way when its receiver went, or the test ended.
        const qint64 missing = round.account().expected - round.account().delivered;
        QCOMPARE(missing, round.account().receiverStopped + round.account().inFlight + round.account().notSent);
    }

    void aGapIsTakenForOne()
    {
        Round round(3s);
        round.options.timelineLimit = 1;
        // More than one event comes while a sync is answered, however fast the machine.
        round.options.performance.workers = 64;
        round.options.performance.ordinary.shape = practice::ServiceTime::Shape::Fixed;
        round.options.performance.ordinary.mean = 30ms;
        round.run();
        if (QTest::currentTestFailed())
            return;
        compareAccounts(round);
        compareFigures(round);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(round.account().lost, 0);
        QVERIFY(round.summary.totals.find(metrics::FigureKey { metrics::figure::delivery, metrics::figure::gap }));
    }

    /// So that the others mean something: a server that drops deliveries is found out.
    void aLossIsFound()
    {
        Round round;
        round.faults.faults += faultOf(practice::FaultKind::LostEvents, u"/_matrix/client/v3/sync"_s, 0.05);
        round.run();
        if (QTest::currentTestFailed())
            return;
        compareAccounts(round);
        compareFigures(round);
        if (QTest::currentTestFailed())
            return;
        QVERIFY(round.account().lost > 0);
        QVERIFY(!round.summary.deliveries.lost.empty());
        const metrics::FigureDelta *const live =
            round.summary.totals.find(metrics::FigureKey { metrics::figure::delivery, metrics::figure::live });
        QVERIFY(live && qint64(live->unfinished.count()) >= round.account().lost);
        // Each that the server has not handed to its receiver is lost, or went out with the last moment.
        const qint64 missing = round.account().expected - round.account().delivered;
        QCOMPARE(missing, round.account().lost + round.account().inFlight + round.account().receiverStopped);
    }
};

QTEST_GUILESS_MAIN(TestDeliveryTruth)
#include "test_deliverytruth.moc"
