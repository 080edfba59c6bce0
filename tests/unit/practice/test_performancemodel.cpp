// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/performancemodel.h"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace throng;
using namespace throng::practice;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// 20,000 draws in ms, sorted.
std::vector<double> draws(const ServiceTime &time)
{
    Random random(1);
    std::vector<double> all;
    all.reserve(20'000);
    for (int i = 0; i < 20'000; ++i)
        all.push_back(static_cast<double>(time.draw(random).count()) / 1e6);
    std::sort(all.begin(), all.end());
    return all;
}

bool isNear(double value, double wanted, double share)
{
    return std::abs(value - wanted) <= wanted * share;
}

} // namespace

class TestPerformanceModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fixedIsAlwaysTheSame()
    {
        const auto all = draws({ ServiceTime::Shape::Fixed, 3ms, 0, {} });
        QCOMPARE(all.front(), 3.0);
        QCOMPARE(all.back(), 3.0);
    }

    void exponentialHasItsMeanAndTail()
    {
        const auto all = draws({ ServiceTime::Shape::Exponential, 10ms, 0, {} });
        QVERIFY(isNear(all[10'000], 6.93, 0.05)); // ln 2
        QVERIFY(isNear(all[19'800], 46.05, 0.1)); // ln 100
    }

    void logNormalHasItsMedianAndSpread()
    {
        const auto all = draws({ ServiceTime::Shape::LogNormal, 10ms, 0.5, {} });
        QVERIFY(isNear(all[10'000], 10, 0.05));
        QVERIFY(isNear(all[16'827], 16.49, 0.05)); // a deviation above: e^0.5
    }

    void quantilesAreMetAndJoinedByLines()
    {
        ServiceTime time;
        time.shape = ServiceTime::Shape::Quantiles;
        time.quantiles = { { 0, 1ms }, { 0.5, 2ms }, { 0.9, 10ms }, { 1, 100ms } };
        const auto all = draws(time);
        QVERIFY(all.front() >= 1 && all.back() <= 100);
        QVERIFY(isNear(all[5'000], 1.5, 0.05));
        QVERIFY(isNear(all[10'000], 2, 0.05));
        QVERIFY(isNear(all[18'000], 10, 0.1));
    }

    void rulesMatchAsFaultsDo()
    {
        const PerformanceModel::Rule rule { u"PUT"_s, u"/_matrix/client/v3/rooms/_/send/*"_s, {} };
        QVERIFY(rule.matches("PUT", "/_matrix/client/v3/rooms/_/send/m.reaction"));
        QVERIFY(!rule.matches("POST", "/_matrix/client/v3/rooms/_/send/m.reaction"));
        QVERIFY(!rule.matches("PUT", "/_matrix/client/v3/rooms/_/typing/_"));
    }

    void everyPresetExistsAndOthersAreNamed()
    {
        for (const QString &name : PerformanceModel::presets())
            QVERIFY(PerformanceModel::preset(name)->workers > 0);
        const auto unknown = PerformanceModel::preset(u"mainframe"_s);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().expected.contains(u"small server"_s));
    }

    void aFileSaysEverything()
    {
        const auto model = PerformanceModel::fromJson(R"({"workers": 2, "maximum_queue": 9, "comment": "a laptop",
            "ordinary": {"quantiles_ms": {"0.5": 4, "1": 10}}, "delivery": {"exponential_ms": 0.5},
            "rules": [{"method": "PUT", "endpoint": "/_matrix/client/v3/rooms/_/send/m.reaction",
                       "time": {"log_normal_ms": 21, "sigma": 0.3}}]})",
            u"m.json"_s);
        QVERIFY2(model, model ? "" : qPrintable(model.error().toString()));
        QCOMPARE(model->workers, 2);
        QCOMPARE(model->maximumQueue, 9);
        QCOMPARE(model->ordinary.quantiles.size(), 2);
        QVERIFY(model->ordinary.quantiles.last().time == 10ms);
        QVERIFY(model->delivery.shape == ServiceTime::Shape::Exponential && model->delivery.mean == 500us);
        QVERIFY(model->rules.first().matches("PUT", "/_matrix/client/v3/rooms/_/send/m.reaction"));
        QVERIFY(model->rules.first().time.mean == 21ms);
        QCOMPARE(model->rules.first().time.sigma, 0.3);
    }

    void mistakesInAFileNameThePathAndWhatIsAllowed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("expected");
        const QByteArray good = R"({"ordinary": {"fixed_ms": 1}, )";
        QTest::newRow("no JSON") << "{\n\n oops"_ba << u"m.json:3"_s << u"JSON"_s;
        QTest::newRow("no object") << "[]"_ba << u"m.json"_s << u"workers"_s;
        QTest::newRow("nothing ordinary") << "{}"_ba << u"m.json: $.ordinary"_s << u"fixed_ms"_s;
        QTest::newRow("workers") << good + R"("workers": 0})" << u"m.json: $.workers"_s << u"from 1"_s;
        QTest::newRow("key") << good + R"("speed": 3})" << u"m.json: $.speed"_s << u"maximum_queue"_s;
        QTest::newRow("shape") << R"({"ordinary": {"gauss_ms": 3}})"_ba << u"m.json: $.ordinary"_s
                               << u"log_normal_ms"_s;
        QTest::newRow("time") << R"({"ordinary": {"fixed_ms": -3}})"_ba << u"m.json: $.ordinary.fixed_ms"_s
                              << u"from 0"_s;
        QTest::newRow("share") << R"({"ordinary": {"quantiles_ms": {"50": 3}}})"_ba
                               << u"m.json: $.ordinary.quantiles_ms.50"_s << u"from 0 to 1"_s;
        QTest::newRow("falling") << R"({"ordinary": {"quantiles_ms": {"0.5": 3, "0.9": 2}}})"_ba
                                 << u"m.json: $.ordinary.quantiles_ms"_s << u"rising"_s;
        QTest::newRow("endpoint") << good + R"("rules": [{"endpoint": "/sync", "time": {"fixed_ms": 1}}]})"
                                  << u"m.json: $.rules[0].endpoint"_s << u"statistics"_s;
        QTest::newRow("rule without time")
            << good + R"("rules": [{"endpoint": "*"}]})" << u"m.json: $.rules[0].time"_s << u"fixed_ms"_s;
    }

    void mistakesInAFileNameThePathAndWhatIsAllowed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        const auto model = PerformanceModel::fromJson(json, u"m.json"_s);
        QVERIFY(!model);
        QTEST(model.error().where, "where");
        QVERIFY2(model.error().expected.contains(expected), qPrintable(model.error().toString()));
    }

    void aWordOnTheCommandLineIsEnough()
    {
        QCOMPARE(PerformanceModel::fromText(u"overloaded"_s)->maximumQueue, 200);
        const auto fixed = PerformanceModel::fromText(u"fixed:1.5ms"_s);
        QVERIFY(fixed && !fixed->isInstant());
        QVERIFY(fixed->ordinary.mean == 1500us);
        const auto logNormal = PerformanceModel::fromText(u"log-normal:20ms,0.7"_s);
        QVERIFY(logNormal && logNormal->ordinary.shape == ServiceTime::Shape::LogNormal);
        QCOMPARE(logNormal->ordinary.sigma, 0.7);
        for (const QString &wrong : { u"fast"_s, u"fixed:20"_s, u"fixed:20ms,1"_s, u"/nowhere.json"_s }) {
            const auto model = PerformanceModel::fromText(wrong);
            QVERIFY2(!model, qPrintable(wrong));
            QVERIFY(
                model.error().expected.contains(u"small server") && model.error().expected.contains(u"exponential:"));
        }
    }
};

QTEST_APPLESS_MAIN(TestPerformanceModel)
#include "test_performancemodel.moc"
