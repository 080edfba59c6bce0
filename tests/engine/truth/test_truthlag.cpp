// SPDX-License-Identifier: GPL-3.0-or-later
//
// The instrument of the truth suite: what an exchange says of the lag that its own thread adds.
#include "engine/practice/practiceserver.h"
#include "support/testuser.h"

#include <QDeadlineTimer>
#include <QTest>

#include <ctime>
#include <poll.h>

using namespace throng;
using namespace throng::http;
using namespace throng::test;
using namespace std::chrono_literals;

namespace {

const QByteArray target = QByteArrayLiteral("/_matrix/client/versions");
constexpr auto stall = 100ms;

Nanoseconds threadTime()
{
    timespec time {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

void work()
{
    const Nanoseconds end = threadTime() + stall;
    while (threadTime() < end) { }
}

void sleep()
{
    ::poll(nullptr, 0, int(std::chrono::milliseconds(stall).count()));
}

} // namespace

class TestTruthLag : public QObject {
    Q_OBJECT

private:
    /// Of an exchange whose answer has come when this thread does `meanwhile` instead of reading it.
    void exchangeWhileStalled(bool watched, void (*meanwhile)(), Timings &timings)
    {
        practice::Options options;
        options.recordRequests = true;
        practice::PracticeServer server(options);
        const QUrl url = server.start().value();
        Reactor reactor;
        reactor.watchLag(watched);
        TestUser user(reactor, makeOrigin(url, { QHostAddress(QHostAddress::LocalHost) }).value());
        (void)user.exchange(get(target)); // opens the connection: the next request goes out at once
        server.resetTruth();
        const TestUser::Outcome &outcome = user.begin(get(target));
        QDeadlineTimer deadline(60'000);
        while (server.truth().requestList.isEmpty())
            QVERIFY(!deadline.hasExpired());
        meanwhile();
        QTRY_VERIFY_WITH_TIMEOUT(outcome.done, 60'000);
        QCOMPARE(outcome.response.status, 200);
        QCOMPARE(server.truth().requestList.first().clientPort, outcome.response.timings.localPort);
        timings = outcome.response.timings;
    }

private Q_SLOTS:
    void whatAThreadWasBusyWithIsItsOwn()
    {
        Timings timings;
        exchangeWhileStalled(true, work, timings);
        QVERIFY(timings.unread >= stall);
        QVERIFY(timings.worked >= stall);
        QVERIFY(timings.worked <= timings.unread + timings.writing);
        QVERIFY(timings.unread <= timings.total);
    }

    void whatAThreadSleptThroughIsNotItsWork()
    {
        Timings timings;
        exchangeWhileStalled(true, sleep, timings);
        QVERIFY(timings.unread >= stall);
        QVERIFY(timings.worked <= timings.unread / 2); // it waited for the server before, and that costs a little
    }

    void nothingIsSaidUnlessItIsAskedFor()
    {
        Timings timings;
        exchangeWhileStalled(false, sleep, timings);
        QCOMPARE(timings.unread, 0ns);
        QCOMPARE(timings.writing, 0ns);
        QCOMPARE(timings.worked, 0ns);
        QVERIFY(timings.total >= stall);
    }
};

QTEST_GUILESS_MAIN(TestTruthLag)
#include "test_truthlag.moc"
