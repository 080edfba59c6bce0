// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/livefigures.h"

#include <QTest>

using namespace throng;
using ui::LiveFigures;

namespace {

metrics::Snapshot second(int requests, int polls, int failures, int refused, std::chrono::milliseconds each)
{
    metrics::Snapshot result;
    result.seconds = 1;
    result.usersRunning = 7;
    result.usersTarget = 10;
    metrics::EndpointDelta send;
    send.key = { "PUT", "/send", metrics::Kind::Ordinary };
    send.outcomes[std::size_t(metrics::Outcome::Ok)] = quint64(requests - failures);
    send.outcomes[std::size_t(metrics::Outcome::HttpError)] = quint64(failures);
    send.outcomes[std::size_t(metrics::Outcome::RateLimited)] = quint64(refused);
    for (int i = 0; i < requests; ++i)
        send.responseTimes.record(each);
    metrics::EndpointDelta poll;
    poll.key = { "GET", "/sync", metrics::Kind::PollSync };
    poll.outcomes[std::size_t(metrics::Outcome::Ok)] = quint64(polls);
    for (int i = 0; i < polls; ++i)
        poll.responseTimes.record(std::chrono::seconds(30));
    result.endpoints = { poll, send };
    return result;
}

} // namespace

class LiveFiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingYetIsNothing()
    {
        const LiveFigures::Now now = LiveFigures().now();
        QCOMPARE(now.requestsPerSecond, 0.0);
        QCOMPARE(now.responses, quint64(0));
    }

    void longPollsStayOutOfRequestsAndResponseTimes()
    {
        LiveFigures figures;
        for (int i = 0; i < 5; ++i)
            figures.add(second(10, 400, 0, 0, std::chrono::milliseconds(50)));
        const LiveFigures::Now now = figures.now();
        QCOMPARE(now.requestsPerSecond, 10.0);
        QCOMPARE(now.pollsPerSecond, 400.0);
        QVERIFY(now.p99 < 51);
        QCOMPARE(now.users, 7);
    }

    void figuresAreOfTheLastTenSeconds()
    {
        LiveFigures figures;
        for (int i = 0; i < 50; ++i)
            figures.add(second(100, 0, 50, 0, std::chrono::milliseconds(5'000)));
        for (int i = 0; i < 10; ++i)
            figures.add(second(10, 0, 1, 0, std::chrono::milliseconds(20)));
        const LiveFigures::Now now = figures.now();
        QCOMPARE(now.requestsPerSecond, 10.0);
        QCOMPARE(now.failedShare, 0.1);
        QVERIFY(now.p99 < 21);
    }

    /// What is overdue counts with its age now, and once: not again with each second's.
    void deliveriesCountWhatIsOverdueOnce()
    {
        LiveFigures figures;
        for (int i = 1; i <= 5; ++i) {
            metrics::Snapshot part = second(10, 0, 0, 0, std::chrono::milliseconds(20));
            metrics::FigureDelta live { { metrics::figure::delivery, metrics::figure::live }, {}, {}, {} };
            live.times.record(std::chrono::milliseconds(30), 4);
            live.waiting.record(std::chrono::seconds(i));
            part.figures = { live };
            figures.add(part);
        }
        const LiveFigures::Now now = figures.now();
        QCOMPARE(now.deliveriesPerSecond, 4.0);
        QCOMPARE(now.deliverySamples, quint64(21));
        QVERIFY(now.deliveryIsLowerBound);
        QCOMPARE(now.deliveryP99, 5'000.0);
        figures.add(second(10, 0, 0, 0, std::chrono::milliseconds(20)));
        QVERIFY(!figures.now().deliveryIsLowerBound); // it has come to its end
    }

    void refusalsAreOfTheLastMinuteAndNoFailures()
    {
        LiveFigures figures;
        figures.add(second(10, 0, 0, 8, std::chrono::milliseconds(20)));
        for (int i = 0; i < 30; ++i)
            figures.add(second(10, 0, 0, 0, std::chrono::milliseconds(20)));
        QCOMPARE(figures.now().rateLimited, quint64(8));
        QCOMPARE(figures.now().failedShare, 0.0);
        for (int i = 0; i < 30; ++i)
            figures.add(second(10, 0, 0, 0, std::chrono::milliseconds(20)));
        QCOMPARE(figures.now().rateLimited, quint64(0));
    }
};

QTEST_APPLESS_MAIN(LiveFiguresTest)
#include "test_livefigures.moc"
