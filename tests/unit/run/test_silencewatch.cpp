// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/silencewatch.h"

#include <QTest>

using namespace throng;
using namespace throng::run;
using metrics::Outcome;
using News = SilenceWatch::News;

namespace {

metrics::Snapshot second(Outcome outcome, quint64 count)
{
    metrics::Snapshot snapshot;
    snapshot.seconds = 1;
    metrics::EndpointDelta endpoint;
    endpoint.outcomes[std::size_t(outcome)] = count;
    snapshot.endpoints = { endpoint };
    return snapshot;
}

} // namespace

class TestSilenceWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerThatAnswersNothingForAWhileIsGoneOnce()
    {
        SilenceWatch watch;
        QCOMPARE(watch.add(second(Outcome::Ok, 5)), News::None);
        for (int i = 0; i < 9; ++i)
            QCOMPARE(watch.add(second(Outcome::NetworkError, 4)), News::None);
        QCOMPARE(watch.add(second(Outcome::Timeout, 1)), News::Gone);
        QCOMPARE(watch.lost(), 37U);
        QCOMPARE(watch.add(second(Outcome::NetworkError, 4)), News::None);
        QCOMPARE(watch.add(second(Outcome::HttpError, 1)), News::Back); // a proxy's 502 is an answer, too
        QCOMPARE(watch.add(second(Outcome::Ok, 1)), News::None);
    }

    void silenceBecauseNobodyAsksIsNone()
    {
        SilenceWatch watch;
        for (int i = 0; i < 60; ++i)
            QCOMPARE(watch.add(second(Outcome::Cancelled, 1)), News::None);
        QCOMPARE(watch.add(second(Outcome::NetworkError, 1)), News::None);
    }

    void oneAnswerIsEnough()
    {
        SilenceWatch watch;
        for (int i = 0; i < 60; ++i) {
            metrics::Snapshot both = second(Outcome::Timeout, 100);
            both.endpoints[0].outcomes[std::size_t(i % 9 == 0 ? Outcome::RateLimited : Outcome::Timeout)] = 1;
            QCOMPARE(watch.add(both), News::None);
        }
    }
};

QTEST_GUILESS_MAIN(TestSilenceWatch)
#include "test_silencewatch.moc"
