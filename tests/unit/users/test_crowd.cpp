// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/crowd.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;
using namespace throng::users;

namespace {

Population population(const QString &name, double share, int recentMessages = 10)
{
    Population population;
    population.name = name;
    population.share = share;
    population.chat.recentMessages = recentMessages;
    return population;
}

} // namespace

class TestCrowd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutPopulationsAllAreAlike()
    {
        ChatParameters everybody;
        everybody.recentMessages = 3;
        const Crowd crowd(everybody);
        QCOMPARE(crowd.populationOf(0), -1);
        QCOMPARE(crowd.habitsOf(17), everybody);
    }

    void everyBeginningHasTheMixture_data()
    {
        QTest::addColumn<QList<double>>("shares");
        QTest::newRow("one") << QList<double> { 3 };
        QTest::newRow("halves") << QList<double> { 1, 1 };
        QTest::newRow("mostly lurkers") << QList<double> { 70, 20, 9, 1 };
        QTest::newRow("many") << QList<double> { 1, 2, 3, 4, 5, 6, 7, 8 };
    }

    void everyBeginningHasTheMixture()
    {
        QFETCH(QList<double>, shares);
        QList<Population> populations;
        for (const double share : shares)
            populations += population(QString::number(populations.size()), share);
        const Crowd crowd({}, populations);
        const double all = std::accumulate(shares.cbegin(), shares.cend(), 0.0);
        QList<int> counts(shares.size(), 0);
        for (int user = 0; user < 20'000; ++user) {
            ++counts[crowd.populationOf(user)];
            for (qsizetype i = 0; i < shares.size(); ++i) {
                const double wanted = shares[i] / all * (user + 1);
                QVERIFY2(std::abs(counts[i] - wanted) <= 3,
                    qPrintable(u"of %1 users %2 instead of %3"_s.arg(user + 1).arg(counts[i]).arg(wanted)));
            }
        }
    }

    void whoHasNoShareHasNoUsers()
    {
        const Crowd crowd({}, { population(u"none"_s, 0), population(u"all"_s, 2, 4), population(u"neither"_s, 0) });
        for (int user = 0; user < 1000; ++user) {
            QCOMPARE(crowd.populationOf(user), 1);
            QCOMPARE(crowd.habitsOf(user).recentMessages, 4);
        }
        QCOMPARE(Crowd({}, { population(u"none"_s, 0) }).populationOf(5), -1);
    }
};

QTEST_GUILESS_MAIN(TestCrowd)
#include "test_crowd.moc"
