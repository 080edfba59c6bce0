// SPDX-License-Identifier: GPL-3.0-or-later
//
// The figures of any part of a kept run are those of the requests that the server itself wrote down in it.
#include "engine/results/runreader.h"
#include "engine/results/runrecorder.h"
#include "engine/run/runfixture.h"
#include "engine/truth/comparison.h"

#include <QSignalSpy>

using namespace throng;
using namespace throng::results;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRangeTruth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void percentilesOfARangeAreThoseOfTheServersList()
    {
        practice::Options options;
        options.recordRequests = true;
        options.performance.workers = 8;
        options.performance.ordinary.shape = practice::ServiceTime::Shape::LogNormal;
        options.performance.ordinary.mean = 10ms;
        options.performance.ordinary.sigma = 0.6;
        practice::PracticeServer server(options);
        const SmallProject project(15, 15);
        run::RunPlan plan = planFor(server.start().value(), wholeSuite(16s));
        plan.listRequests = true;
        Driver driver(plan, project.files());
        RunRecorder recorder(driver.run(), { project.folder().runsFolder(), {}, {}, 0 });
        QSignalSpy kept(&recorder, &RunRecorder::kept);
        std::vector<metrics::Snapshot> chat;
        connect(&driver.run(), &run::LoadRun::snapshot, &driver, [&](const metrics::Snapshot &second) {
            if (driver.run().currentTest() == 3)
                chat.push_back(second);
        });
        RUN_TO_THE_END(driver);
        QTRY_COMPARE(kept.size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(server.truth().connections, 0U, 60'000);
        QVERIFY(chat.size() > 12); // more than one sum over ten seconds

        std::vector<metrics::RequestRecord> requests;
        for (const metrics::Snapshot &second : driver.seconds)
            requests.insert(requests.end(), second.requests.begin(), second.requests.end());
        const practice::Truth truth = server.truth();
        const Matching matching(requests, truth); // whether ours are the server's
        QVERIFY2(matching.problems.isEmpty(), qPrintable(matching.problems.join(u'\n')));

        const auto reader = RunReader::open(kept.front().front().toString());
        QVERIFY(reader);
        for (const auto &[from, to] : { std::pair(0, int(chat.size())), std::pair(2, 5), std::pair(1, 12) }) {
            // Each request by itself, as the pairs with the server's records have it.
            std::map<metrics::EndpointKey, std::vector<Nanoseconds>> exact;
            for (int i = from; i < to; ++i) {
                for (const metrics::RequestRecord &request : chat[std::size_t(i)].requests) {
                    const bool isResponse = request.outcome != metrics::Outcome::Cancelled
                        && request.outcome != metrics::Outcome::RateLimited
                        && request.outcome != metrics::Outcome::NetworkError;
                    if (isResponse)
                        exact[request.key].push_back(request.duration);
                }
            }
            const metrics::Snapshot &first = chat[std::size_t(from)];
            const auto totals = (*reader)->totals(3,
                TimeRange { first.unixMilliseconds - qint64(first.seconds * 1000),
                    chat[std::size_t(to - 1)].unixMilliseconds });
            QVERIFY(totals);
            QVERIFY(exact.size() > 5);
            for (auto &[key, times] : exact) {
                const metrics::EndpointDelta *endpoint = totals->find(key);
                QVERIFY2(endpoint, key.name.constData());
                QCOMPARE(endpoint->responseTimes.count(), times.size());
                for (const double percent : { 50.0, 90.0, 95.0, 99.0, 100.0 }) {
                    const Nanoseconds truly = percentileOf(times, percent);
                    const Nanoseconds found = endpoint->responseTimes.percentile(percent);
                    const Nanoseconds precision = std::max<Nanoseconds>(501ns, truly / 2'000);
                    QVERIFY2(std::chrono::abs(found - truly) <= precision,
                        qPrintable(u"%1 p%2: %3 ms kept, %4 ms exact"_s.arg(QString::fromUtf8(key.name),
                            QString::number(percent), inMilliseconds(found), inMilliseconds(truly))));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRangeTruth)
#include "test_rangetruth.moc"
