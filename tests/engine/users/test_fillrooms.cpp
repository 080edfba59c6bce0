// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rehearsal.h"

#include <QTest>

#include <numeric>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::users;
using metrics::Outcome;

namespace {

const QByteArray message = "m.room.message";
const QByteArray messagePath = "/_matrix/client/v3/rooms/_/send/m.room.message";

quint64 requestsOf(const practice::Truth &truth)
{
    quint64 sum = 0;
    for (const practice::Truth::Endpoint &endpoint : truth.endpoints)
        sum += endpoint.total();
    return sum;
}

} // namespace

/// A server with a past, against a homeserver that knows what it has.
class TestFillRooms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theServerHasWhatWasToBeWritten()
    {
        Rehearsal rehearsal; // ten rooms of six
        QVERIFY(rehearsal.settle());
        rehearsal.history.messagesPerRoom = 30;
        rehearsal.history.pictureShare = 0.1;
        const quint64 before = rehearsal.server.truth().events;
        QVERIFY(rehearsal.perform(Behaviour::FillRooms, 4));
        const practice::Truth truth = rehearsal.server.truth();
        QCOMPARE(truth.eventsByType.value(message), 300U);
        QCOMPARE(rehearsal.notes.planned, 300);
        QCOMPARE(rehearsal.notes.achieved, 300);
        QCOMPARE(rehearsal.notes.done.size(), 20);
        QVERIFY(rehearsal.notes.partsFailed.isEmpty());
        QVERIFY2(rehearsal.notes.pictures > 5 && rehearsal.notes.pictures < 80,
            qPrintable(QString::number(rehearsal.notes.pictures)));
        QCOMPARE(rehearsal.notes.profiles.size(), 20);
        QCOMPARE(truth.uploads, quint64(rehearsal.notes.pictures) + 20); // an avatar each
        // A name and an avatar are told to each room that the account is in.
        QCOMPARE(truth.events - before, 300U + 2 * 60);
        int uploads = 0;
        for (const QList<QByteArray> &media : std::as_const(rehearsal.notes.media))
            uploads += int(media.size());
        QCOMPARE(uploads, rehearsal.notes.pictures + 20); // a clean-up finds them
        // Rooms of one size have as many messages each, its members' shares are even.
        for (auto part = rehearsal.written.cbegin(); part != rehearsal.written.cend(); ++part)
            QCOMPARE(part.value(), 5);
        QCOMPARE(rehearsal.written.size(), 60);
        COMPARE_WITH_SERVER(rehearsal);
    }

    void membersWriteByTurns()
    {
        Rehearsal rehearsal({}, 6);
        rehearsal.planRooms(1, 6);
        QVERIFY(rehearsal.perform(Behaviour::Register, 2) && rehearsal.perform(Behaviour::CreateRooms, 2)
            && rehearsal.perform(Behaviour::JoinRooms, 2));
        rehearsal.history.messagesPerRoom = 180;
        rehearsal.history.setProfiles = false;
        QVERIFY(rehearsal.perform(Behaviour::FillRooms, 1));
        QCOMPARE(rehearsal.server.truth().eventsByType.value(message), 180U);
        int changes = 0;
        for (qsizetype i = 1; i < rehearsal.notes.writers.size(); ++i)
            changes += rehearsal.notes.writers[i] != rehearsal.notes.writers[i - 1] ? 1 : 0;
        QVERIFY2(changes >= 17, qPrintable(QString::number(changes))); // and not one after the other: 5
    }

    void anInterruptedOneGoesOnWhereItWas()
    {
        Rehearsal rehearsal;
        QVERIFY(rehearsal.settle());
        rehearsal.history.messagesPerRoom = 20;
        rehearsal.history.pictureShare = 0.05;
        quint64 messages = 0;
        quint64 repeated = 0;
        int rounds = 0;
        // Cut off again and again, each time a little later, and nothing is known but what was reported till then.
        for (quint64 patience = 10;; patience += 25) {
            QVERIFY(++rounds < 100);
            const int before = std::accumulate(rehearsal.written.cbegin(), rehearsal.written.cend(), 0);
            rehearsal.begin(Behaviour::FillRooms, 6);
            QVERIFY(QTest::qWaitFor(
                [&] { return requestsOf(rehearsal.server.truth()) >= patience || rehearsal.running() == 0; }, 60'000));
            const bool isDone = rehearsal.running() == 0;
            rehearsal.stopNow();
            QVERIFY(rehearsal.finish());
            QVERIFY(rehearsal.notes.planned <= 200 - before);
            // What was under way may be counted a little later.
            QTRY_COMPARE(rehearsal.server.truth().connections, 0U);
            messages += rehearsal.server.truth().eventsByType.value(message);
            repeated += rehearsal.server.truth().repeatedTransactions;
            if (isDone)
                break;
        }
        QVERIFY2(rounds > 3, qPrintable(QString::number(rounds)));
        QCOMPARE(messages, 200U);
        qInfo("%d rounds, %llu messages sent a second time and known", rounds, (unsigned long long)(repeated));

        // What is complete costs nothing.
        QVERIFY(rehearsal.perform(Behaviour::FillRooms, 6));
        QCOMPARE(rehearsal.notes.done.size(), 20);
        QCOMPARE(rehearsal.notes.planned, 0);
        QCOMPARE(requestsOf(rehearsal.server.truth()), 0U);

        // And more of it is what was there before, and the rest.
        rehearsal.history.messagesPerRoom = 26;
        QVERIFY(rehearsal.perform(Behaviour::FillRooms, 6));
        QCOMPARE(rehearsal.server.truth().eventsByType.value(message), 60U);
    }

    void aServerThatLimitsRatesGetsItAllTheSame()
    {
        practice::Options options;
        practice::Fault refusal;
        refusal.kind = practice::FaultKind::RateLimit;
        refusal.method = u"PUT"_s;
        refusal.endpoint = QString::fromLatin1(messagePath);
        refusal.probability = 0.3;
        refusal.retryAfter = 5ms;
        options.faults.faults = { refusal };
        Rehearsal rehearsal(options);
        QVERIFY(rehearsal.settle());
        rehearsal.history.messagesPerRoom = 12;
        rehearsal.history.setProfiles = false;
        QVERIFY(rehearsal.perform(Behaviour::FillRooms, 4));
        QVERIFY(rehearsal.notes.partsFailed.isEmpty());
        QVERIFY(rehearsal.counted("PUT", messagePath, Outcome::RateLimited) > 10);
        QCOMPARE(rehearsal.server.truth().eventsByType.value(message), 120U);
        COMPARE_WITH_SERVER(rehearsal);
    }

    void whoIsNotInTheRoomIsNamedAndTheOthersGoOn()
    {
        Rehearsal rehearsal({}, 6);
        rehearsal.planRooms(2, 3); // accounts 0, 1, 2 and 1, 2, 3
        QVERIFY(rehearsal.perform(Behaviour::Register, 2) && rehearsal.perform(Behaviour::CreateRooms, 2));
        rehearsal.history.messagesPerRoom = 6;
        rehearsal.history.setProfiles = false;
        QVERIFY(rehearsal.perform(Behaviour::FillRooms, 2)); // nobody but the creators is in
        QCOMPARE(rehearsal.server.truth().eventsByType.value(message), 4U);
        QCOMPARE(rehearsal.notes.partsFailed.size(), 4);
        QCOMPARE(rehearsal.server.truth().count("PUT", messagePath, 403), 4U); // asked once each
        QVERIFY2(rehearsal.notes.reasons.join(u' ').contains(u"M_FORBIDDEN"),
            qPrintable(rehearsal.notes.reasons.join(u'\n')));
        QVERIFY(rehearsal.perform(Behaviour::JoinRooms, 2) && rehearsal.perform(Behaviour::FillRooms, 2));
        QCOMPARE(rehearsal.server.truth().eventsByType.value(message), 8U);
    }
};

QTEST_GUILESS_MAIN(TestFillRooms)
#include "test_fillrooms.moc"
