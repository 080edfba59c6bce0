// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/comparedserver.h"
#include "engine/results/comparison.h"
#include "engine/results/comparisonhtml.h"
#include "engine/results/comparisonjson.h"
#include "engine/results/significance.h"
#include "support/keptrunfixture.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace throng;
using namespace throng::results;
using namespace throng::test;
using namespace Qt::StringLiterals;

namespace {

/// `count` runs that differ by some per cent among themselves; `slowness` 1 is 20 ms in the median.
QStringList runs(const QString &folder, int count, double slowness, quint64 seed, const QString &group = {})
{
    QStringList paths;
    Random random(seed);
    for (int i = 0; i < count; ++i) {
        MeasuredSeconds source(5, 200, seed * 100 + quint64(i), slowness * random.logNormal(0, 0.02));
        RunDescription run = runDescription();
        run.group = group;
        run.trial = group.isEmpty() ? 0 : i + 1;
        paths += keepRun(folder, source, 12, run);
    }
    return paths;
}

int rowsThat(const SideComparison &comparison, Change change)
{
    return int(std::count_if(comparison.rows.begin(), comparison.rows.end(),
        [change](const ComparedRow &row) { return row.change() == change; }));
}

} // namespace

class TestComparison : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Against R 4.2: t.test(log(a), log(b))$p.value and p.adjust(p, "holm").
    void welchsTestIsThatOfTheBooks()
    {
        QVERIFY(std::abs(probabilityOfChance({ 1, 2, 4 }, { 8, 16, 32 }) - 0.0213117) < 1e-5);
        QCOMPARE(probabilityOfChance({ 5, 5, 5 }, { 5, 5, 5 }), 1.0);
        QVERIFY(probabilityOfChance({ 5, 5, 5 }, { 5.5, 5.5, 5.5 }) < 1e-3);
        QCOMPARE(significant({ 0.01, 0.04, 0.03, 0.005 }), (std::vector<bool> { true, false, false, true }));
        QCOMPARE(significant({}), std::vector<bool>());
        QVERIFY(std::abs(geometricMean({ 1, 100 }) - 10) < 1e-12);
    }

    void falseAlarmsAreRare()
    {
        // 25 endpoints with p50 and p95 each, three runs on both sides, nothing changed: in how many tables of 400 is
        // anything called a difference? Less than 5 % of them; 9 % would be seen once in a thousand seeds.
        Random random(5);
        int alarms = 0;
        for (int table = 0; table < 400; ++table) {
            std::vector<double> chances;
            for (int value = 0; value < 50; ++value) {
                std::vector<double> a;
                std::vector<double> b;
                for (int run = 0; run < 3; ++run) {
                    a.push_back(random.logNormal(3, 0.1));
                    b.push_back(random.logNormal(3, 0.1));
                }
                chances.push_back(probabilityOfChance(a, b));
            }
            const std::vector<bool> real = significant(chances);
            alarms += std::find(real.begin(), real.end(), true) != real.end();
        }
        QVERIFY2(alarms < 36, qPrintable(QString::number(alarms)));
    }

    void singleRunsAreNotEnough()
    {
        QTemporaryDir folder;
        const auto comparison = Comparison::of({ runs(folder.path(), 1, 1, 1), runs(folder.path(), 2, 3, 2) });
        QVERIFY2(comparison, comparison ? "" : qPrintable(comparison.error().toString()));
        const SideComparison side = comparison->compare().front();
        QCOMPARE(side.rows.size(), 8U); // all, five endpoints, two figures
        QCOMPARE(rowsThat(side, Change::NotEnoughRuns), 8);
        QVERIFY(*side.rows.front().p50.relative() > 1.5);
        QVERIFY2(side.summary().contains(u"Not enough runs"_s), qPrintable(side.summary()));
        QVERIFY(!worseBy(side, 0.1).isEmpty());
        QVERIFY(worseBy(side, 9).isEmpty());
    }

    void aServersSourcesAreOneServer()
    {
        using metrics::ServerUnit;
        metrics::ServerTotals totals;
        for (const double up : { 0.0, 0.2 }) {
            totals.add({ u"main"_s, 0,
                { { "CPU", ServerUnit::SecondsPerSecond, 0.5 + up, true }, { "memory", ServerUnit::Bytes, 100, true },
                    { "reactor lag", ServerUnit::Seconds, 0.01, true }, { "other", ServerUnit::Number, 1, false } } });
            totals.add({ u"worker"_s, 0,
                { { "CPU", ServerUnit::SecondsPerSecond, 0.25, true }, { "memory", ServerUnit::Bytes, 50, true },
                    { "reactor lag", ServerUnit::Seconds, 0.03, true } } });
            totals.add({ u"python3 (process 7)"_s, 0,
                { { "CPU", ServerUnit::SecondsPerSecond, 0.9, true }, { "memory", ServerUnit::Bytes, 400, true },
                    { "processes", ServerUnit::Number, 2, true } } });
        }
        const std::vector<ServerMean> means = serverMeans(totals);
        const auto value = [&means](QByteArrayView name) {
            for (const ServerMean &mean : means) {
                if (mean.name == name)
                    return mean.value;
            }
            return -1.0;
        };
        QCOMPARE(means.size(), 4U);
        QVERIFY(std::abs(value("CPU") - 0.85) < 1e-9); // added up; what is seen from outside is the same again
        QCOMPARE(value("memory"), 150.0);
        QVERIFY(std::abs(value("reactor lag") - 0.02) < 1e-9); // a delay is not
        QCOMPARE(value("processes"), 2.0); // nobody else says that
    }

    void theServersFiguresAreCompared()
    {
        QTemporaryDir folder;
        std::vector<QStringList> sides;
        for (const double cores : { 0.5, 0.75 }) {
            QStringList paths;
            for (int run = 0; run < 2; ++run) {
                MeasuredSeconds source(3, 60, quint64(run + 1));
                auto writer = *RunWriter::create(folder.path(), runDescription());
                KeptTest chat = chatTest();
                writer->beginTest(chat);
                for (int i = 0; i < 4; ++i) {
                    const metrics::Snapshot second = source.next();
                    writer->addSecond(second);
                    // Each run has a server process of its own, one of the second side knows more of itself.
                    writer->addServerScrape({ u"python3 (process %1)"_s.arg(paths.size()), second.unixMilliseconds,
                        { { "CPU", metrics::ServerUnit::SecondsPerSecond, cores + run * 0.1, true } } });
                    if (cores > 0.5)
                        writer->addServerScrape({ u"metrics"_s, second.unixMilliseconds,
                            { { "cache hits", metrics::ServerUnit::Share, 0.9, true } } });
                }
                chat.end = u"run time over"_s;
                writer->endTest(chat);
                paths += writer->path();
                QVERIFY(writer->finish(RunState::Done, {}, {}));
            }
            sides.push_back(paths);
        }
        const auto comparison = Comparison::of(sides);
        QVERIFY2(comparison, comparison ? "" : qPrintable(comparison.error().toString()));
        const std::vector<SideComparison> compared = comparison->compare();
        const SideComparison &side = compared.front();
        QCOMPARE(side.server.size(), 1U);
        QCOMPARE(side.server.front().name, "CPU"_ba);
        QCOMPARE(side.server.front().mean.before.size(), 2U);
        QVERIFY(std::abs(side.server.front().mean.from - 0.55) < 1e-9);
        QVERIFY(std::abs(side.server.front().mean.to - 0.8) < 1e-9);
        QVERIFY2(side.summary().contains(u"The server: CPU 55 % → 80 % (+45 %)"_s), qPrintable(side.summary()));

        const QJsonObject json = QJsonDocument::fromJson(comparisonJson(*comparison)).object();
        const QJsonObject first = json[u"comparisons"].toArray().first().toObject();
        QCOMPARE(first[u"server"].toArray().first().toObject()[u"unit"].toString(), u"seconds_per_second"_s);
        QCOMPARE(first[u"rows"].toArray().size(), qsizetype(side.rows.size()));
        QCOMPARE(first[u"rows"].toArray().first().toObject()[u"p95_ms"].toObject()[u"from"].toDouble(),
            side.rows.front().p95.from);
        const auto html = comparisonHtml(*comparison);
        QVERIFY(html && html->contains("What the server said and needed"));
    }

    void slowerAndFasterAreSeen()
    {
        QTemporaryDir folder;
        const QStringList usual = runs(folder.path(), 4, 1, 1);
        const QStringList slow = runs(folder.path(), 4, 1.6, 2);
        const auto slower = Comparison::of({ usual, slow });
        const SideComparison side = slower->compare().front();
        QCOMPARE(side.rows.front().change(), Change::Worse);
        QVERIFY2(side.summary().contains(u"Slower, by more than"_s), qPrintable(side.summary()));
        QVERIFY(std::abs(*side.rows.front().p50.relative() - 0.6) < 0.1);
        QVERIFY(!worseBy(side, 0.1).isEmpty());
        QVERIFY(worseBy(side, 0.9).isEmpty());
        const auto faster = Comparison::of({ slow, usual });
        QCOMPARE(faster->compare().front().rows.front().change(), Change::Better);
        QVERIFY(worseBy(faster->compare().front(), 0.1).isEmpty());
    }

    void theSameTwiceIsNoDifference()
    {
        QTemporaryDir folder;
        const auto comparison = Comparison::of({ runs(folder.path(), 4, 1, 1), runs(folder.path(), 4, 1, 9) });
        const SideComparison side = comparison->compare().front();
        QCOMPARE(rowsThat(side, Change::Worse) + rowsThat(side, Change::Better), 0);
        QVERIFY(worseBy(side, 0).isEmpty());
    }

    void lessThanAnyoneNoticesIsNone()
    {
        // Three per cent, with runs that hardly vary: real, and below the least change.
        QTemporaryDir folder;
        std::vector<QStringList> sides;
        for (const double slowness : { 1.0, 1.03 }) {
            QStringList paths;
            for (int i = 0; i < 4; ++i) {
                MeasuredSeconds source(3, 600, 5, slowness); // the same seed: the same requests
                paths += keepRun(folder.path(), source, 10);
            }
            sides.push_back(paths);
        }
        const auto comparison = Comparison::of(sides);
        const ComparedRow all = comparison->compare().front().rows.front();
        QVERIFY(all.p50.chance < 0.001);
        QCOMPARE(all.change(), Change::None);
    }

    void trialsOfOneGroupAreOneSide()
    {
        QTemporaryDir folder;
        const QStringList trials = runs(folder.path(), 3, 1, 1, u"a-group"_s);
        runs(folder.path(), 1, 1, 2);
        QCOMPARE(withItsTrials(trials[1]), trials);
        const QStringList single = runs(folder.path(), 1, 1, 3);
        QCOMPARE(withItsTrials(single[0]), single);
    }

    void whatCannotBeComparedIsSaid()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(3, 30);
        const QString run = keepRun(folder.path(), source, 3);
        const auto without = Comparison::of({ { run }, { run } }, u"join"_s);
        QVERIFY(!without);
        QVERIFY(without.error().toString().contains(u"no test \"join\""_s));
        QCOMPARE(without.error().expected, u"chat"_s);

        auto writer = *RunWriter::create(folder.path(), runDescription());
        writer->beginTest(chatTest());
        QVERIFY(writer->finish(RunState::Done, {}, {}));
        const auto nothing = Comparison::of({ { run }, { writer->path() } });
        QVERIFY(!nothing);
        QVERIFY2(nothing.error().message.contains(u"no endpoint in common"_s), qPrintable(nothing.error().message));
        QVERIFY(!Comparison::of({ { run } }));
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "test_comparison.moc"
