// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/loadcurve.h"

#include <QTest>

#include <cmath>

using namespace throng;

namespace {

/// Up to 10 within 10 s, 10 until 20 s, a jump to 30, down to 0 at 30 s, and 0 from there on.
const LoadCurve curve({ { 0, 0 }, { 10, 10 }, { 20, 10 }, { 20, 30 }, { 30, 0 } });

} // namespace

class TestLoadCurve : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLevelGoesFromPointToPoint()
    {
        QCOMPARE(curve.levelAt(-1), 0.0);
        QCOMPARE(curve.levelAt(0), 0.0);
        QCOMPARE(curve.levelAt(5), 5.0);
        QCOMPARE(curve.levelAt(15), 10.0);
        QCOMPARE(curve.levelAt(20), 30.0); // it has jumped
        QCOMPARE(curve.levelAt(25), 15.0);
        QCOMPARE(curve.levelAt(1000), 0.0);
        QCOMPARE(curve.duration(), 30.0);
        QCOMPARE(curve.peak(), 30.0);
        QCOMPARE(LoadCurve().levelAt(5), 0.0);
        QCOMPARE(LoadCurve::constant(7).levelAt(1e6), 7.0);
    }

    void theAreaIsWhatHasCome()
    {
        QCOMPARE(curve.areaUntil(10), 50.0);
        QCOMPARE(curve.areaUntil(20), 150.0);
        QCOMPARE(curve.areaUntil(30), 300.0);
        QCOMPARE(curve.areaUntil(1000), 300.0);
        for (double area = 0.5; area < 300; area += 0.5) {
            const std::optional<double> time = curve.whenAreaIs(area);
            QVERIFY(time);
            QVERIFY2(std::abs(curve.areaUntil(*time) - area) < 1e-6, qPrintable(QString::number(area)));
        }
        QVERIFY(!curve.whenAreaIs(301));
        QCOMPARE(LoadCurve::constant(4).whenAreaIs(10).value(), 2.5);
        QVERIFY(!LoadCurve().whenAreaIs(1));
    }

    void jumpsBecomeSlopes()
    {
        const LoadCurve steps({ { 0, 10 }, { 60, 10 }, { 60, 40 }, { 120, 40 }, { 120, 0 } });
        const LoadCurve slopes = steps.withSlopes(10);
        QCOMPARE(slopes.levelAt(0.5), 5.0);
        QCOMPARE(slopes.levelAt(1), 10.0);
        QCOMPARE(slopes.levelAt(59.9), 10.0);
        QCOMPARE(slopes.levelAt(61), 20.0);
        QCOMPARE(slopes.levelAt(63), 40.0);
        QCOMPARE(slopes.levelAt(122), 20.0);
        QCOMPARE(slopes.levelAt(124), 0.0);
        QVERIFY(steps.withSlopes(0) == steps);
    }

    void aSlopeThatIsTooLongEndsWithTheNextPoint()
    {
        const LoadCurve spike({ { 0, 0 }, { 10, 0 }, { 10, 1000 }, { 20, 1000 }, { 20, 0 }, { 30, 0 } });
        const LoadCurve slopes = spike.withSlopes(1);
        QCOMPARE(slopes.levelAt(20), 1000.0);
        QCOMPARE(slopes.levelAt(30), 0.0);
        QCOMPARE(slopes.duration(), 30.0);
    }

    void aScaledCurveKeepsItsShape()
    {
        const LoadCurve twice = curve.scaled(2);
        QCOMPARE(twice.peak(), 60.0);
        QCOMPARE(twice.levelAt(5), 10.0);
        QCOMPARE(twice.areaUntil(30), 600.0);
    }
};

QTEST_APPLESS_MAIN(TestLoadCurve)
#include "test_loadcurve.moc"
