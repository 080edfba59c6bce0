// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/loadshape.h"
#include "engine/project/suite.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace throng;
using namespace throng::project;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = LoadPhase::Kind;

namespace {

LoadPhase phase(Kind kind, std::chrono::milliseconds duration)
{
    LoadPhase phase;
    phase.kind = kind;
    phase.duration = duration;
    return phase;
}

Result<LoadCurve> curveOfOne(const LoadPhase &phase)
{
    return curveOf({ LoadShape::Of::Users, { phase } }, {});
}

/// A suite with one chat that has this load_shape.
Result<Suite> suiteWith(const QByteArray &shape)
{
    const QByteArray json = R"({"scripts": [{"script": "chat.py", "load_shape": )" + shape + "}]}";
    return suiteFromJson(QJsonDocument::fromJson(json).object(), u"suite.json"_s, {}, {});
}

} // namespace

class TestLoadShape : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void phasesFollowEachOther()
    {
        LoadPhase ramp = phase(Kind::Ramp, 10s);
        ramp.to = 100;
        LoadPhase hold = phase(Kind::Constant, 20s);
        hold.level = 100;
        LoadPhase down = phase(Kind::Ramp, 10s); // from where the phase before ended
        down.to = 0;
        const Result<LoadCurve> curve = curveOf({ LoadShape::Of::Users, { ramp, hold, down } }, {});
        QVERIFY(curve);
        QCOMPARE(curve->duration(), 40.0);
        QCOMPARE(curve->levelAt(5), 50.0);
        QCOMPARE(curve->levelAt(25), 100.0);
        QCOMPARE(curve->levelAt(35), 50.0);
    }

    void stepsHaveTheSameLength()
    {
        LoadPhase steps = phase(Kind::Steps, 40s);
        steps.from = 10;
        steps.to = 40;
        steps.steps = 4;
        const Result<LoadCurve> curve = curveOfOne(steps);
        QVERIFY(curve);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(curve->levelAt(i * 10 + 5), (i + 1) * 10.0);
        QCOMPARE(curve->levelAt(10), 20.0);
    }

    void aSpikeStandsInTheMiddle()
    {
        LoadPhase spike = phase(Kind::Spike, 60s);
        spike.level = 10;
        spike.peak = 200;
        spike.peakDuration = 10s;
        const Result<LoadCurve> curve = curveOfOne(spike);
        QVERIFY(curve);
        QCOMPARE(curve->levelAt(24.9), 10.0);
        QCOMPARE(curve->levelAt(25), 200.0);
        QCOMPARE(curve->levelAt(34.9), 200.0);
        QCOMPARE(curve->levelAt(35), 10.0);
    }

    void aSoakRisesAndHolds()
    {
        LoadPhase soak = phase(Kind::Soak, 3600s);
        soak.level = 60;
        soak.rise = 60s;
        const Result<LoadCurve> curve = curveOfOne(soak);
        QVERIFY(curve);
        QCOMPARE(curve->levelAt(30), 30.0);
        QCOMPARE(curve->levelAt(3599), 60.0);
    }

    void aDayIsBusiestAtItsHourAndGoesByInTimeLapse()
    {
        LoadPhase day = phase(Kind::Daily, 1h);
        day.from = 10;
        day.to = 110;
        day.busiestHour = 20;
        day.timeLapse = 24;
        const Result<LoadCurve> curve = curveOfOne(day);
        QVERIFY(curve);
        const auto at = [&curve](double hour) { return curve->levelAt(hour / 24 * 3600); };
        QVERIFY(std::abs(at(20) - 110) < 0.1);
        QVERIFY(std::abs(at(8) - 10) < 0.1);
        QVERIFY(std::abs(at(14) - 60) < 0.1);
        QVERIFY(std::abs(curve->peak() - 110) < 0.1);
    }

    void pointsComeFromACsvFile()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"load.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("seconds,note,users\r\n0,begin,5\r\n60,,50\r\n60,jump,10\r\n120,,10\r\n");
        file.close();
        LoadPhase points = phase(Kind::Points, 1s); // its duration is that of the points
        points.file = u"load.csv"_s;
        const Result<LoadCurve> curve = curveOf({ LoadShape::Of::Users, { points } }, folder.path());
        QVERIFY2(curve, qPrintable(curve ? QString() : curve.error().toString()));
        QCOMPARE(curve->duration(), 120.0);
        QCOMPARE(curve->levelAt(30), 27.5);
        QCOMPARE(curve->levelAt(60), 10.0);
    }

    void aWrongFileIsSaidWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        QTest::newRow("no such column") << QByteArray("a,b\n0,1\n") << u"load.csv"_s << u"column"_s;
        QTest::newRow("negative time") << QByteArray("seconds,level\n0,1\n-5,1\n") << u"load.csv:3"_s << u"-5 s"_s;
        QTest::newRow("backwards") << QByteArray("seconds,level\n0,1\n9,1\n5,1\n") << u"load.csv:4"_s << u"goes back"_s;
        QTest::newRow("a gap before") << QByteArray("seconds,level\n30,1\n60,1\n") << u"load.csv:2"_s
                                      << u"before 30 s"_s;
        QTest::newRow("a gap within") << QByteArray("seconds,level\n0,1\n30,\n60,1\n") << u"load.csv:3"_s
                                      << u"no number"_s;
        QTest::newRow("negative level") << QByteArray("seconds,level\n0,-1\n60,1\n") << u"load.csv:2"_s << u"-1"_s;
        QTest::newRow("empty") << QByteArray("seconds,level\n") << u"load.csv"_s << u"no points"_s;
        QTest::newRow("no time goes by") << QByteArray("seconds,level\n0,1\n0,2\n") << u"load.csv"_s << u"at 0 s"_s;
        QByteArray million = "seconds,level\n";
        for (int i = 0; i < 1'000'000; ++i)
            million += QByteArray::number(i) + ",1\n";
        QTest::newRow("a million points") << million << u"load.csv"_s << u"more than 100000"_s;
    }
    void aWrongFileIsSaidWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"load.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const auto points = readCurveFile(file.fileName());
        QVERIFY(!points);
        QVERIFY2(points.error().where.contains(where), qPrintable(points.error().toString()));
        QVERIFY2(points.error().message.contains(what), qPrintable(points.error().toString()));
    }

    void aFileThatIsNotThereIsSaid()
    {
        QVERIFY(readCurveFile(u"/nowhere/load.csv"_s).error().where.contains(u"load.csv"));
    }

    void whatIsWrongInASuiteIsSaidWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("shape");
        QTest::addColumn<QString>("where");
        const QString place = u"scripts[0].load_shape.phases"_s;
        QTest::newRow("no phases") << QByteArray(R"({"phases": []})") << place;
        QTest::newRow("unknown kind") << QByteArray(R"({"phases": [{"kind": "wobble", "duration": 5}]})")
                                      << place + u"[0].kind"_s;
        QTest::newRow("negative time") << QByteArray(R"({"phases": [{"kind": "constant", "duration": -5}]})")
                                       << place + u"[0].duration"_s;
        QTest::newRow("no time") << QByteArray(R"({"phases": [{"kind": "ramp", "to": 5}]})")
                                 << place + u"[0].duration"_s;
        QTest::newRow("negative level") << QByteArray(
            R"({"phases": [{"kind": "constant", "level": -5, "duration": "5m"}]})")
                                        << place + u"[0].level"_s;
        QTest::newRow("a peak longer than its phase")
            << QByteArray(R"({"phases": [{"kind": "spike", "peak_duration": "2m", "duration": "1m"}]})")
            << place + u"[0].peak_duration"_s;
        QTest::newRow("points that go back")
            << QByteArray(R"({"phases": [{"kind": "points", "points": [[0, 1], [9, 1], [5, 1]]}]})")
            << place + u"[0].points[2]"_s;
        QTest::newRow("a point that is none")
            << QByteArray(R"({"phases": [{"kind": "points", "points": [[0, 1], [9]]}]})") << place + u"[0].points[1]"_s;
        QTest::newRow("of what?") << QByteArray(R"({"of": "rooms", "phases": [{"kind": "constant", "duration": 5}]})")
                                  << u"load_shape.of"_s;
    }
    void whatIsWrongInASuiteIsSaidWithItsPlace()
    {
        QFETCH(QByteArray, shape);
        QFETCH(QString, where);
        const Result<Suite> suite = suiteWith(shape);
        QVERIFY(!suite);
        QVERIFY2(suite.error().where.contains(where), qPrintable(suite.error().toString()));
        QVERIFY(!suite.error().expected.isEmpty());
    }

    void eachKindIsWrittenAsItIsRead()
    {
        LoadShape shape;
        shape.of = LoadShape::Of::Rate;
        for (const Kind kind : { Kind::Constant, Kind::Ramp, Kind::Steps, Kind::Spike, Kind::Soak, Kind::Daily }) {
            LoadPhase each = phase(kind, 90s);
            each.level = each.to = 7.5;
            each.peakDuration = each.rise = 1500ms;
            if (kind == Kind::Steps || kind == Kind::Daily)
                each.from = 2;
            shape.phases += each;
        }
        LoadPhase points = phase(Kind::Points, std::chrono::minutes(1));
        points.points = { { 0, 1 }, { 5, 2 } };
        shape.phases += points;

        Suite suite = Suite::standard();
        suite.tests.last().shape = shape;
        suite.tests.last().arrivals.emplace();
        const QJsonObject json = suiteToJson(suite);
        const Result<Suite> read = suiteFromJson(json, u"s"_s, {}, {});
        QVERIFY2(read, qPrintable(read ? QString() : read.error().toString()));
        const LoadShape &again = read->tests.last().shape.value();
        QCOMPARE(again.phases.size(), shape.phases.size());
        QVERIFY(curveOf(again, {}).value() == curveOf(shape, {}).value());
        QCOMPARE(suiteToJson(*read), json);
    }

    void aRateIsWrittenAsItIsReadAndOnlyWhereThereIsOne()
    {
        QVERIFY(!QJsonDocument(suiteToJson(Suite::standard())).toJson().contains("target_rate"));
        const QByteArray given =
            R"({"scripts": [{"name": "a", "script": "chat.py", "target_rate": 200}, {"name": "b", "script": "chat.py",
                "target_rate": 0.5, "target_rate_of": "messages_per_room", "arrivals": "constant"}]})";
        const QJsonObject json = QJsonDocument::fromJson(given).object();
        Result<Suite> suite = suiteFromJson(json, u"s"_s, {}, {});
        QVERIFY2(suite, qPrintable(suite ? QString() : suite.error().toString()));
        using Arrivals = users::ArrivalParameters;
        QVERIFY(suite->tests[0].arrivals == Arrivals { 200 });
        QVERIFY(suite->tests[1].arrivals
            == (Arrivals { 0.5, Arrivals::Unit::MessagesPerRoom, Arrivals::Process::Constant }));
        QCOMPARE(suiteToJson(*suite), json); // not a key more

        suite->tests[0].arrivals.reset();
        suite->tests[1].arrivals->rate = 3;
        const Result<Suite> again = suiteFromJson(suiteToJson(*suite), u"s"_s, {}, {});
        QVERIFY(again);
        QVERIFY(!again->tests[0].arrivals);
        QVERIFY(again->tests[1].arrivals == suite->tests[1].arrivals);
    }

    void aRateOfNothingIsRefused()
    {
        const QByteArray given = R"({"scripts": [{"script": "chat.py", "target_rate": 0}]})";
        const Result<Suite> suite = suiteFromJson(QJsonDocument::fromJson(given).object(), u"s"_s, {}, {});
        QVERIFY(!suite);
        QVERIFY(suite.error().where.endsWith(u"target_rate"));
    }
};

QTEST_APPLESS_MAIN(TestLoadShape)
#include "test_loadshape.moc"
