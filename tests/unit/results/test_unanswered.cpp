// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/recorder.h"
#include "engine/results/locustfiles.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng::results;
using throng::metrics::EndpointKey;
using throng::metrics::Kind;
using throng::metrics::Outcome;
using throng::metrics::Recorder;
using throng::metrics::Sample;
using throng::metrics::Totals;

namespace {

const EndpointKey sendKey { "PUT"_ba, "/send"_ba, Kind::Ordinary };
const EndpointKey pollKey { "GET"_ba, "/sync"_ba, Kind::PollSync };
const EndpointKey initialKey { "GET"_ba, "/sync"_ba, Kind::InitialSync };

/// The JSON entries of what was recorded.
QJsonArray entries(const std::vector<std::pair<EndpointKey, Outcome>> &exchanges)
{
    Recorder recorder;
    for (const auto &[key, outcome] : exchanges) {
        Sample sample;
        sample.outcome = outcome;
        sample.duration = 5ms;
        recorder.record(recorder.endpoint(key), sample);
    }
    Totals totals;
    totals.add(recorder.take());
    return QJsonDocument::fromJson(locustJson({ { u"chat"_s, &totals } })).array();
}

} // namespace

/// The JSON says what Locust's columns cannot: how much the server may have done without our knowing.
class TestUnanswered : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatHadNoAnswerIsCounted()
    {
        const QJsonArray all = entries({ { sendKey, Outcome::Ok }, { sendKey, Outcome::Cancelled },
            { sendKey, Outcome::Timeout }, { sendKey, Outcome::NetworkError }, { sendKey, Outcome::MatrixError } });
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].toObject().value(u"num_unanswered"_s), 3);
        QCOMPARE(all[0].toObject().value(u"num_requests"_s), 4); // Locust's count knows no cancelled ones
        QCOMPARE(all[0].toObject().value(u"num_failures"_s), 3);
    }

    void whereAllWasAnsweredTheEntryIsLocusts()
    {
        const QJsonArray all = entries({ { sendKey, Outcome::Ok }, { sendKey, Outcome::RateLimited } });
        QVERIFY(!all[0].toObject().contains(u"num_unanswered"_s));
    }

    void allKindsOfSyncAreOneEndpoint()
    {
        const QJsonArray all = entries({ { pollKey, Outcome::Cancelled }, { initialKey, Outcome::Cancelled },
            { initialKey, Outcome::Ok }, { sendKey, Outcome::Ok } });
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[1].toObject().value(u"name"_s), u"/sync"_s);
        QCOMPARE(all[1].toObject().value(u"num_unanswered"_s), 2);
    }

    void anEndpointOnlyEverCancelledIsThere()
    {
        const QJsonArray all = entries({ { sendKey, Outcome::Cancelled } });
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].toObject().value(u"num_requests"_s), 0);
        QCOMPARE(all[0].toObject().value(u"num_unanswered"_s), 1);
    }
};

QTEST_GUILESS_MAIN(TestUnanswered)
#include "test_unanswered.moc"
