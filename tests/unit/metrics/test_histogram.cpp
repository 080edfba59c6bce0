// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/metrics/histogram.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace throng;
using namespace throng::metrics;
using namespace std::chrono_literals;

namespace {

using Samples = std::vector<Nanoseconds>;

Histogram histogramOf(const Samples &samples)
{
    Histogram histogram;
    for (const Nanoseconds sample : samples)
        histogram.record(sample);
    return histogram;
}

/// The nearest rank in the sorted samples: what the histogram approximates.
Nanoseconds exactPercentile(Samples samples, double percent)
{
    std::sort(samples.begin(), samples.end());
    const auto rank = std::max<std::size_t>(1, std::size_t(std::ceil(percent / 100 * double(samples.size()) - 1e-9)));
    return samples[rank - 1];
}

Samples draw(const char *shape, int count, std::uint64_t seed)
{
    Random random(seed);
    Samples samples;
    const QByteArrayView name(shape);
    for (int i = 0; i < count; ++i) {
        double seconds = 0;
        if (name == "lognormal")
            seconds = random.logNormal(-4, 1.5);
        else if (name == "exponential")
            seconds = random.exponential(0.2);
        else if (name == "heavy tail")
            seconds = 0.001 * random.pareto(1.1);
        else if (name == "microseconds")
            seconds = 1e-6 * double(1 + random.below(3000));
        else
            seconds = random.uniform() < 0.9 ? 0.002 + 1e-5 * random.uniform() : 30 + random.uniform();
        samples.push_back(Nanoseconds(qint64(std::min(seconds, 3599.0) * 1e9)));
    }
    return samples;
}

} // namespace

class TestHistogram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void percentilesHaveThreeSignificantDigits_data()
    {
        QTest::addColumn<QByteArray>("shape");
        for (const char *shape : { "lognormal", "exponential", "heavy tail", "microseconds", "two humps" })
            QTest::newRow(shape) << QByteArray(shape);
    }
    void percentilesHaveThreeSignificantDigits()
    {
        QFETCH(QByteArray, shape);
        const Samples samples = draw(shape.constData(), 20'000, 11);
        const Histogram histogram = histogramOf(samples);
        for (const double percent : { 0.0, 1.0, 25.0, 50.0, 66.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0 }) {
            const double exact = double(exactPercentile(samples, percent).count());
            const double got = double(histogram.percentile(percent).count());
            const double allowed = std::max(exact * 0.0005, 500.0); // half a microsecond where that is coarser
            QVERIFY2(std::abs(got - exact) <= allowed + 1,
                qPrintable(QStringLiteral("%1 %: %2 instead of %3 ns").arg(percent).arg(got).arg(exact)));
        }
    }

    void countSumAndExtremesAreExact()
    {
        const Histogram histogram = histogramOf({ 1'234'567ns, 89ns, 3h, 2ms });
        QCOMPARE(histogram.count(), 4U);
        QCOMPARE(histogram.sum(), 1'234'567ns + 89ns + 3h + 2ms);
        QCOMPARE(histogram.mean(), histogram.sum() / 4);
        QCOMPARE(histogram.min(), 89ns);
        QCOMPARE(histogram.max(), Nanoseconds(3h)); // beyond the scale, and known all the same
        QCOMPARE(histogram.percentile(100), Nanoseconds(3h));
    }

    void aPercentileIsNeverOutsideWhatWasRecorded()
    {
        const Histogram histogram = histogramOf({ 5'000'300ns, 5'000'301ns });
        QVERIFY(histogram.percentile(0) >= histogram.min());
        QVERIFY(histogram.percentile(50) >= histogram.min());
        QVERIFY(histogram.percentile(50) <= histogram.max());
    }

    void ranksAreTheNearestOnes()
    {
        Histogram histogram;
        for (int i = 1; i <= 1000; ++i)
            histogram.record(std::chrono::milliseconds(i));
        // 99.9 % of 1,000 are 999, although doubles make a little more of it.
        QVERIFY(std::abs((histogram.percentile(99.9) - 999ms).count()) <= 500'000);
        QVERIFY(std::abs((histogram.percentile(50) - 500ms).count()) <= 250'000);
        QCOMPARE(histogram.percentile(100), Nanoseconds(1000ms));
        QCOMPARE(histogram.percentile(99.95), Nanoseconds(1000ms));
    }

    void anEmptyHistogramSaysNothing()
    {
        const Histogram histogram;
        QVERIFY(histogram.isEmpty());
        QCOMPARE(histogram.percentile(50), 0ns);
        QCOMPARE(histogram.mean(), 0ns);
        QVERIFY(histogram.bars().empty());
        Histogram other = histogramOf({ 1ms });
        other.merge(histogram);
        QCOMPARE(other, histogramOf({ 1ms }));
    }

    void timesThatCannotBeAreTakenForNone()
    {
        Histogram histogram;
        histogram.record(-5ms);
        QCOMPARE(histogram.min(), 0ns);
        QCOMPARE(histogram.count(), 1U);
        histogram.record(Nanoseconds::max());
        histogram.record(Nanoseconds::max());
        QCOMPARE(histogram.sum(), Nanoseconds::max()); // full, not wrapped
    }

    void mergingIsRecordingEverythingInOne()
    {
        const Samples a = draw("lognormal", 5'000, 1);
        const Samples b = draw("heavy tail", 5'000, 2);
        Samples both = a;
        both.insert(both.end(), b.begin(), b.end());
        Histogram merged = histogramOf(a);
        merged.merge(histogramOf(b));
        QCOMPARE(merged, histogramOf(both));
    }

    void mergingIsAssociativeAndCommutative()
    {
        const Histogram a = histogramOf(draw("lognormal", 2'000, 1));
        const Histogram b = histogramOf(draw("heavy tail", 2'000, 2));
        const Histogram c = histogramOf(draw("microseconds", 2'000, 3));
        Histogram left = a;
        left.merge(b);
        left.merge(c);
        Histogram right = b;
        right.merge(c);
        Histogram result = a;
        result.merge(right);
        QCOMPARE(left, result);
        right.merge(a);
        QCOMPARE(left, right);
    }

    void mergingWithItselfDoubles()
    {
        Histogram histogram = histogramOf(draw("exponential", 1'000, 4));
        const Histogram before = histogram;
        histogram.merge(before);
        QCOMPARE(histogram.count(), 2 * before.count());
        QCOMPARE(histogram.percentile(90), before.percentile(90));
        QCOMPARE(histogram.bars().size(), before.bars().size());
    }

    /// There a bucket takes more room, and nothing else is different.
    void countsGoBeyondFourBillion()
    {
        constexpr quint64 many = 5'000'000'000;
        Histogram histogram;
        histogram.record(10ms, many);
        histogram.record(1ms);
        histogram.record(30ms, 3);
        Histogram more;
        more.record(10ms, many);
        more.record(5ms, 2);
        more.record(40ms);
        Histogram reversed = more;
        reversed.merge(histogram);
        histogram.merge(more);
        QVERIFY(reversed == histogram);
        QCOMPARE(histogram.count(), 2 * many + 7);
        QVERIFY(std::abs(histogram.percentile(50).count() - Nanoseconds(10ms).count()) <= 5'000);
        const std::vector<Histogram::Bar> bars = histogram.bars();
        const std::vector<quint64> expected { 1, 2, 2 * many, 3, 1 };
        QCOMPARE(bars.size(), expected.size());
        for (std::size_t i = 0; i < bars.size(); ++i)
            QCOMPARE(bars[i].count, expected[i]);
        histogram.record(2ms, many);
        const auto back = Histogram::deserialise(histogram.serialise());
        QVERIFY(back && *back == histogram);
    }

    void aRecorderGivesTheSameHistogram_data()
    {
        QTest::addColumn<int>("samples");
        QTest::newRow("none") << 0;
        QTest::newRow("one") << 1;
        QTest::newRow("some") << 1'000;
        QTest::newRow("more than it holds at once") << 50'000;
    }
    void aRecorderGivesTheSameHistogram()
    {
        QFETCH(int, samples);
        const Samples drawn = draw("lognormal", samples, 5);
        HistogramRecorder recorder;
        for (const Nanoseconds sample : drawn)
            recorder.record(sample);
        QCOMPARE(recorder.take(), histogramOf(drawn));
        QVERIFY(recorder.isEmpty());
        QVERIFY(recorder.take().isEmpty());
        recorder.record(3ms);
        QCOMPARE(recorder.take(), histogramOf({ 3ms })); // nothing of before sticks to it
    }

    void serialisesThereAndBack_data()
    {
        QTest::addColumn<int>("samples");
        QTest::newRow("none") << 0;
        QTest::newRow("one") << 1;
        QTest::newRow("many") << 20'000;
    }
    void serialisesThereAndBack()
    {
        QFETCH(int, samples);
        Histogram histogram = histogramOf(draw("heavy tail", samples, 6));
        const std::optional<Histogram> back = Histogram::deserialise(histogram.serialise());
        QVERIFY(back);
        QCOMPARE(*back, histogram);
    }

    void isStoredInLittleSpace()
    {
        // A busy endpoint's second: 2,000 samples around 20 ms.
        const QByteArray bytes = histogramOf(draw("lognormal", 2'000, 7)).serialise();
        QVERIFY2(bytes.size() < 6'000, qPrintable(QString::number(bytes.size())));
    }

    void damagedBytesAreRefused()
    {
        const QByteArray good = histogramOf(draw("lognormal", 50, 8)).serialise();
        QVERIFY(!Histogram::deserialise({}));
        for (qsizetype size = 0; size < good.size(); ++size)
            QVERIFY2(!Histogram::deserialise(good.first(size)), qPrintable(QString::number(size)));
        QVERIFY(!Histogram::deserialise(good + '\0'));
        QByteArray otherVersion = good;
        otherVersion[0] = 3;
        QVERIFY(!Histogram::deserialise(otherVersion));
        // Whatever a damaged byte makes of it: refused, or a histogram in itself sound.
        for (qsizetype at = 0; at < good.size(); ++at) {
            for (const int flip : { 1, 0x40, 0x80, 0xff }) {
                QByteArray bad = good;
                bad[at] = char(bad[at] ^ flip);
                if (const auto histogram = Histogram::deserialise(bad)) {
                    QVERIFY(histogram->percentile(50) <= histogram->max());
                    QCOMPARE(Histogram::deserialise(histogram->serialise()), histogram);
                }
            }
        }
    }

    void barsHoldEverySample()
    {
        const Histogram histogram = histogramOf(draw("two humps", 3'000, 9));
        quint64 count = 0;
        Nanoseconds last { -1 };
        for (const Histogram::Bar &bar : histogram.bars()) {
            QVERIFY(bar.value > last);
            last = bar.value;
            count += bar.count;
        }
        QCOMPARE(count, histogram.count());
    }
};

QTEST_APPLESS_MAIN(TestHistogram)
#include "test_histogram.moc"
