// SPDX-License-Identifier: GPL-3.0-or-later
// The ready-made populations are what docs/populations.md says of them.
#include "engine/generate/generaterooms.h"
#include "engine/project/jsonreader.h"
#include "engine/project/project.h"
#include "engine/project/projectfolder.h"
#include "engine/project/readymadecrowd.h"
#include "engine/project/textfile.h"
#include "engine/project/validate.h"
#include "engine/run/timeline.h"
#include "engine/users/crowd.h"

#include <QDir>
#include <QJsonArray>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace throng::project;
using throng::Result;
namespace users = throng::users;

namespace {

QString pathOf(const QString &name)
{
    return QStringLiteral(THRONG_SOURCE_DIR "/test-suites/populations/%1.json").arg(name);
}

double openShare(const users::ChatParameters &chat)
{
    return chat.online.mean > 0 ? chat.online.mean / (chat.online.mean + chat.offline.mean) : 1;
}

/// Texts an hour of each of its users, whether their clients are open or not.
double textsAnHour(const users::Population &population)
{
    return throng::run::chatRates(population.chat).texts * 3600 * openShare(population.chat);
}

} // namespace

class TestReadyMadeCrowd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachFileIsOffered()
    {
        QStringList files;
        for (const QString &file : QDir(QFileInfo(pathOf(u"x"_s)).path()).entryList({ u"*.json"_s }))
            files += file.chopped(5);
        QStringList names = readyMadeCrowdNames();
        names.sort();
        files.sort();
        QCOMPARE(names, files);
    }

    void itsGroupsAreWhatTheyAreSaidToBe_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("groups");
        QTest::addColumn<QList<double>>("shares"); // in percent
        QTest::addColumn<double>("texts"); // an hour and user
        QTest::newRow("company") << u"company"_s
                                 << QStringList { u"at a desk"_s, u"on a phone"_s, u"readers"_s, u"bots"_s }
                                 << QList<double> { 60, 25, 14, 1 } << 4.4;
        QTest::newRow("public community")
            << u"public-community"_s << QStringList { u"lurkers"_s, u"occasional writers"_s, u"regulars"_s }
            << QList<double> { 90, 9, 1 } << 1.0;
        QTest::newRow("family server") << u"family-server"_s
                                       << QStringList { u"phones"_s, u"at a computer"_s, u"house bots"_s }
                                       << QList<double> { 80, 15, 5 } << 8.7;
        QTest::newRow("bridge-heavy") << u"bridge-heavy"_s
                                      << QStringList { u"people"_s, u"bridged accounts"_s, u"bridges"_s }
                                      << QList<double> { 30, 65, 5 } << 7.6;
    }

    void itsGroupsAreWhatTheyAreSaidToBe()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, groups);
        QFETCH(QList<double>, shares);
        QFETCH(double, texts);
        const Result<ReadyMadeCrowd> crowd = readyMadeCrowd(name);
        QVERIFY2(crowd, crowd ? "" : qPrintable(crowd.error().toString()));
        QVERIFY(crowd->description.size() > 150 && crowd->description.endsWith(u'.'));
        QCOMPARE(crowd->populations.size(), groups.size());
        double sum = 0;
        for (qsizetype i = 0; i < groups.size(); ++i) {
            QCOMPARE(crowd->populations[i].name, groups[i]);
            QCOMPARE(crowd->populations[i].share, shares[i]);
            sum += shares[i] / 100 * textsAnHour(crowd->populations[i]);
        }
        QVERIFY2(std::abs(sum - texts) < 0.1 * texts, qPrintable(QString::number(sum)));
        // As a test deals them out.
        const users::Crowd dealt({}, crowd->populations);
        QList<int> counts(groups.size(), 0);
        for (int user = 0; user < 1000; ++user)
            ++counts[dealt.populationOf(user)];
        for (qsizetype i = 0; i < groups.size(); ++i)
            QVERIFY(std::abs(counts[i] - 10 * shares[i]) <= 3);
    }

    void eachKeyOfItsFileMeansSomething()
    {
        QSet<QString> known;
        users::ChatParameters chat;
        users::visitChat(chat, [&known](QLatin1String key, auto &) { known.insert(key); });
        for (const QString &name : readyMadeCrowdNames()) {
            const auto text = readTextFile(pathOf(name));
            QVERIFY(text);
            const auto json = parseJsonObject(*text, name);
            QVERIFY(json);
            for (const QJsonValue &group : json->value(u"populations"_s).toArray()) {
                for (const QString &key : group[u"chat"_s].toObject().keys())
                    QVERIFY2(known.contains(key), qPrintable(name + u": "_s + key));
            }
            QVERIFY(readyMadeCrowd(name)->rooms.otherKeys.isEmpty());
        }
    }

    /// A project with it is written, opens again the same and has nothing to complain of.
    void aProjectOfItIsValid_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : readyMadeCrowdNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void aProjectOfItIsValid()
    {
        QFETCH(QString, name);
        const Result<ReadyMadeCrowd> crowd = readyMadeCrowd(name);
        QVERIFY(crowd);
        Project project = Project::withDefaults(u"http://127.0.0.1:8008"_s);
        project.users.count = 300;
        project.rooms = crowd->rooms;
        crowd->applyTo(project.suites);
        QVERIFY(project.suites.first().tests.first().populations.isEmpty()); // it registers: nobody chats
        QCOMPARE(project.suites.first().tests.last().populations, crowd->populations);
        QVERIFY(throng::generate::checkRoomPattern(project.rooms, project.users.count));

        const QTemporaryDir directory;
        const auto made = ProjectFolder::create(directory.filePath(u"p"_s), project);
        QVERIFY(made);
        ProjectFolder folder = *made;
        const Result<Project> read = folder.load();
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QCOMPARE(read->suites.first().tests.last().populations, crowd->populations);
        QVERIFY(read->rooms == crowd->rooms);
        for (const Finding &finding : validate(folder, *read))
            QVERIFY2(!finding.where.contains(u"populations"), qPrintable(finding.what));
    }

    void anUnknownOneIsNamedWithTheKnown()
    {
        const auto crowd = readyMadeCrowd(u"school"_s);
        QVERIFY(!crowd);
        QVERIFY(crowd.error().toString().contains(u"family-server"_s));
    }
};

QTEST_GUILESS_MAIN(TestReadyMadeCrowd)
#include "test_readymadecrowd.moc"
