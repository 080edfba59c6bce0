// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/format.h"

#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::ui;
using std::chrono::milliseconds;

class FormatTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void durations_data()
    {
        QTest::addColumn<double>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("sub-millisecond") << 0.34 << u"0.3 ms"_s;
        QTest::newRow("single digits") << 6.25 << u"6.3 ms"_s;
        QTest::newRow("milliseconds") << 61.4 << u"61 ms"_s;
        QTest::newRow("almost a second") << 999.4 << u"999 ms"_s;
        QTest::newRow("a second") << 999.6 << u"1.0 s"_s;
        QTest::newRow("seconds") << 1234.0 << u"1.2 s"_s;
        QTest::newRow("minutes") << 123'000.0 << u"123 s"_s;
        QTest::newRow("an hour") << 3'600'000.0 << u"3,600 s"_s;
        QTest::newRow("none") << qQNaN() << u"–"_s;
    }
    void durations()
    {
        QFETCH(double, ms);
        QTEST(formatDuration(ms), "text");
    }

    void lowerBoundsSaySo()
    {
        QCOMPARE(formatAtLeast(2'100, false), u"2.1 s"_s);
        QCOMPARE(formatAtLeast(2'100, true), u"> 2.1 s"_s);
    }

    void shares()
    {
        QCOMPARE(formatShare(0), u"0 %"_s);
        QCOMPARE(formatShare(0.00001), u"< 0.1 %"_s);
        QCOMPARE(formatShare(0.0042), u"0.4 %"_s);
        QCOMPARE(formatShare(0.9999), u"> 99.9 %"_s);
        QCOMPARE(formatShare(1), u"100 %"_s);
    }

    void spans()
    {
        QCOMPARE(formatSpan(milliseconds(45'000)), u"45 s"_s);
        QCOMPARE(formatSpan(milliseconds(300'000)), u"5 min"_s);
        QCOMPARE(formatSpan(milliseconds(5'400'000)), u"1 h 30 min"_s);
        QCOMPARE(formatClock(milliseconds(498'000)), u"0:08:18"_s);
    }

    void countsAreGroupedByTheLocale()
    {
        QCOMPARE(formatCount(1'234'567), u"1,234,567"_s);
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(formatCount(1'234'567), u"1.234.567"_s);
        QCOMPARE(formatRate(4.23), u"4,2"_s);
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void axesEndOnRoundNumbers()
    {
        QCOMPARE(roundUp(0), 1.0);
        QCOMPARE(roundUp(0.7), 1.0);
        QCOMPARE(roundUp(1.1), 2.0);
        QCOMPARE(roundUp(210), 250.0);
        QCOMPARE(roundUp(250), 250.0);
        QCOMPARE(roundUp(251), 500.0);
    }
};

QTEST_APPLESS_MAIN(FormatTest)
#include "test_format.moc"
