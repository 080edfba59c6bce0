// SPDX-License-Identifier: GPL-3.0-or-later
// The suites of test-suites/ are what they say, and fit the users they come with.
#include "engine/project/project.h"
#include "engine/project/readymade.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;
using throng::Result;

class TestReadyMade : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachFileIsOffered()
    {
        QStringList files;
        for (const QString &file : QDir(QStringLiteral(THRONG_SOURCE_DIR "/test-suites")).entryList({ u"*.json"_s }))
            files += file.chopped(5);
        QStringList names = readyMadeNames();
        names.sort();
        files.sort();
        QCOMPARE(names, files);
    }

    void aSuiteOpensAndFitsItsUsers_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : readyMadeNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void aSuiteOpensAndFitsItsUsers()
    {
        QFETCH(const QString, name);
        const Result<ReadyMadeSuite> ready = readyMadeSuite(name);
        QVERIFY2(ready, ready ? "" : qPrintable(ready.error().toString()));
        const Suite &suite = ready->suite;
        QCOMPARE(suite.name, name);
        QVERIFY2(suite.description.size() > 150 && suite.description.endsWith(u'.'), "a paragraph says what it is for");
        QVERIFY2(suite.otherKeys.isEmpty(), "a key that Throng does not know");
        QCOMPARE(suite.tests[0].behaviour, throng::users::Behaviour::Register);
        QCOMPARE(suite.tests[1].behaviour, throng::users::Behaviour::CreateRooms);
        QCOMPARE(suite.tests[2].behaviour, throng::users::Behaviour::JoinRooms);
        for (const Test &test : suite.tests) {
            QVERIFY(test.users.value_or(0) <= ready->users.count);
            QVERIFY2(test.isSetup() ? test.stopWhenDone : test.runTime.has_value(), "a test that never ends");
        }
        int most = 0;
        for (const Test &test : suite.tests)
            most = std::max(most, test.users.value_or(0));
        QCOMPARE(most, ready->users.count);
        // A chat lasts long enough for all of its users to come.
        for (const Test &test : suite.tests.sliced(3))
            QVERIFY(*test.users / test.spawnRate < double(test.runTime->count()) / 1000);
    }

    void theFileIsASuiteForMatrixLocustToo()
    {
        for (const QString &name : readyMadeNames()) {
            const auto suite = readSuiteFile(QStringLiteral(THRONG_SOURCE_DIR "/test-suites/%1.json").arg(name));
            QVERIFY2(suite, suite ? "" : qPrintable(suite.error().toString()));
            QVERIFY(suite->otherKeys.contains(populationKey));
        }
    }

    /// A history comes before the chat, in as many hands as the suite sets up with, and can be taken out again.
    void aHistoryCanBeAdded()
    {
        for (const QString &name : readyMadeNames()) {
            const Suite suite = readyMadeSuite(name)->suite;
            QList<Suite> suites { suite };
            setHistory(suites, 250);
            QCOMPARE(suites[0].tests.size(), suite.tests.size() + 1);
            const Test &history = suites[0].tests[3];
            QCOMPARE(history.behaviour, throng::users::Behaviour::FillRooms);
            QVERIFY(history.stopWhenDone && history.enabled);
            QCOMPARE(history.history.messagesPerRoom, 250.0);
            QCOMPARE(history.users, suite.tests[2].users);
            const auto read = suiteFromJson(suiteToJson(suites[0]), name, {}, {});
            QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
            QCOMPARE(read->tests[3].history, history.history);
            QCOMPARE(read->tests[3].behaviour, history.behaviour);
            setHistory(suites, 10);
            QCOMPARE(suites[0].tests.size(), suite.tests.size() + 1);
            QCOMPARE(suites[0].tests[3].history.messagesPerRoom, 10.0);
            setHistory(suites, 0);
            QCOMPARE(suites[0].tests, suite.tests);
        }
    }

    void anUnknownOneIsNamedWithTheKnown()
    {
        const auto ready = readyMadeSuite(u"20k"_s);
        QVERIFY(!ready);
        QVERIFY(ready.error().toString().contains(u"10k"_s));
    }
};

QTEST_GUILESS_MAIN(TestReadyMade)
#include "test_readymade.moc"
