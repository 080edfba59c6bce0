// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files that are no run, or were left by a program that died, and folders in which nothing can be written.
#include "engine/results/runfolder.h"
#include "engine/results/runformat.h"
#include "engine/results/runreader.h"
#include "support/awkwarddisk.h"
#include "support/keptrunfixture.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace throng;
using namespace throng::results;
using namespace throng::test;
using namespace Qt::StringLiterals;

namespace {

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What a program leaves that is killed after `seconds`: the file and its log, and no process that writes them.
QString leftBehind(const QString &folder, int seconds)
{
    QTemporaryDir elsewhere;
    MeasuredSeconds source(4, 40);
    auto writer = *RunWriter::create(elsewhere.path(), runDescription());
    writer->beginTest(chatTest());
    for (int i = 0; i < seconds; ++i) {
        writer->addSecond(source.next());
        if (!writer->commit())
            qFatal("cannot write");
    }
    QString dead = thisWriter();
    dead = dead.left(dead.lastIndexOf(u' ')) + u" 1"_s; // this process' number, at another time
    {
        auto other = *Database::open(writer->path(), Database::Access::ReadWrite);
        if (!other->execute(u"UPDATE run SET writer = ?"_s, { dead }))
            qFatal("cannot write");
    }
    const QString path = folder + u"/left.throngrun"_s;
    for (const char *suffix : { "", "-wal" })
        QFile::copy(writer->path() + QLatin1StringView(suffix), path + QLatin1StringView(suffix));
    return path;
}

quint64 requestsOf(RunReader &reader)
{
    const auto totals = reader.totals(0);
    return totals ? totals->requests() : 0;
}

} // namespace

class TestRunOpening : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A run's file grows for hours; what is kept of it in memory does not.
    void whoWritesKeepsLittleOfTheFileInMemory()
    {
        QTemporaryDir folder;
        const auto database = Database::open(folder.filePath(u"new"_s), Database::Access::Create);
        QVERIFY2(database, database ? "" : qPrintable(database.error().toString()));
        const auto kept = (*database)->value(u"PRAGMA cache_size"_s);
        QVERIFY(kept);
        QCOMPARE(kept->toInt(), -Database::cacheOfWriter); // negative: KiB
    }

    void whatIsNoRunIsSaidPlainly_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << QByteArray() << u"is empty"_s;
        QTest::newRow("text") << QByteArray("username,password\n").repeated(500) << u"not an SQLite file"_s;
        QByteArray noise(8192, 0);
        Random random(3);
        for (char &byte : noise)
            byte = char(random.below(256));
        QTest::newRow("encrypted") << noise << u"encrypted"_s;
    }
    void whatIsNoRunIsSaidPlainly()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"x.throngrun"_s);
        write(path, content);
        const auto opened = RunReader::open(path);
        QVERIFY(!opened);
        QVERIFY2(opened.error().toString().contains(words), qPrintable(opened.error().toString()));
        QCOMPARE(opened.error().where, path);
        QCOMPARE(contentOf(path), content);
    }

    void otherPrograms()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"x.throngrun"_s);
        QVERIFY((*Database::open(path, Database::Access::Create))->execute(u"CREATE TABLE other (a)"_s));
        const auto opened = RunReader::open(path);
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.contains(u"no run of Throng's"_s), qPrintable(opened.error().message));
    }

    void newerThrongs()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(3, 30);
        const QString path = keepRun(folder.path(), source, 3);
        QVERIFY((*Database::open(path, Database::Access::ReadWrite))->execute(u"PRAGMA user_version = 99"_s));
        const auto opened = RunReader::open(path);
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.contains(u"newer Throng (format 99)"_s), qPrintable(opened.error().message));
    }

    void cutOffFiles()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(20, 200);
        const QString path = keepRun(folder.path(), source, 60);
        const QByteArray whole = contentOf(path);
        for (const int percent : { 1, 10, 50, 90, 99 }) {
            write(path, whole.left(whole.size() * percent / 100));
            const auto opened = RunReader::open(path);
            QVERIFY2(!opened, qPrintable(QString::number(percent)));
            QVERIFY2(opened.error().message.contains(u"damaged"_s), qPrintable(opened.error().message));
        }
    }

    void damagedFigures()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(4, 40);
        const QString path = keepRun(folder.path(), source, 15);
        QVERIFY((*Database::open(path, Database::Access::ReadWrite))
                    ->execute(u"UPDATE endpoint_sum SET response_times = x'0202' WHERE length = 10"_s));
        const auto opened = RunReader::open(path);
        QVERIFY(opened);
        // Of the whole test the longest sums are read; seconds 1 to 10 are one of the damaged.
        QVERIFY((*opened)->totals(0));
        const auto totals = (*opened)->totals(0, TimeRange { MeasuredSeconds::begin, MeasuredSeconds::begin + 10'000 });
        QVERIFY(!totals);
        QVERIFY2(totals.error().message.contains(u"damaged"_s), qPrintable(totals.error().message));
    }

    void lockedFiles()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(3, 30);
        const QString path = keepRun(folder.path(), source, 3);
        auto other = *Database::open(path, Database::Access::ReadWrite);
        QVERIFY(other->execute(u"BEGIN EXCLUSIVE"_s));
        const auto opened = RunReader::open(path);
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.contains(u"locked"_s), qPrintable(opened.error().message));
        QVERIFY(other->execute(u"ROLLBACK"_s));
        QVERIFY(RunReader::open(path));
    }

    void whatAKilledProgramLeftIsWholeAndInterrupted()
    {
        QTemporaryDir folder;
        const QString path = leftBehind(folder.path(), 14);
        QVERIFY(QFileInfo(path + u"-wal"_s).size() > 0);
        const auto reader = RunReader::open(path);
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().toString()));
        QCOMPARE((*reader)->head().state, RunState::Interrupted);
        QCOMPARE((*reader)->tests().front().seconds, 14);
        QCOMPARE((*reader)->tests().front().end, QString());
        QVERIFY(requestsOf(**reader) > 400);
        QCOMPARE((*reader)->head().requests, requestsOf(**reader));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList(u"left.throngrun"_s));
    }

    void anUnwritableFolderIsNoHindrance()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(4, 40);
        const QString finished = keepRun(folder.path(), source, 5);
        const QString left = leftBehind(folder.path(), 5);
        const UnwritableFolder unwritable(folder.path());
        QVERIFY(unwritable.works());
        for (const QString &path : { finished, left }) {
            const auto reader = RunReader::open(path);
            QVERIFY2(reader, reader ? "" : qPrintable(reader.error().toString()));
            QCOMPARE((*reader)->head().path, path);
            QCOMPARE((*reader)->head().state, path == left ? RunState::Interrupted : RunState::Done);
            QVERIFY(requestsOf(**reader) > 150);
            const auto noted = setRunNote(path, u"x"_s);
            QVERIFY(!noted);
            QVERIFY2(noted.error().message.contains(u"read-only"_s), qPrintable(noted.error().message));
        }
        QCOMPARE(listRuns(folder.path()).size(), 2U);
    }

    void aFolderListsNewestFirstAndNamesWhatIsBroken()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(3, 30);
        RunDescription first = runDescription(u"first"_s);
        RunDescription second = runDescription(u"second"_s);
        second.startedAt += 60'000;
        keepRun(folder.path(), source, 2, first);
        keepRun(folder.path(), source, 2, second);
        keepRun(folder.path(), source, 2, second); // the same second: another name
        write(folder.filePath(u"broken.throngrun"_s), "nothing");
        const std::vector<ListedRun> runs = listRuns(folder.path());
        QCOMPARE(runs.size(), 4U);
        QCOMPARE(runs[0].head->suite, u"second"_s);
        QCOMPARE(runs[1].head->suite, u"second"_s);
        QCOMPARE(runs[2].head->suite, u"first"_s);
        QVERIFY(!runs[3].head);
        QVERIFY(runs[3].path.endsWith(u"broken.throngrun"_s));
    }

    void whatAPersonWritesBesideARunIsKept()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(3, 30);
        const QString path = keepRun(folder.path(), source, 3);
        QVERIFY(setRunTitle(path, u"before the upgrade"_s));
        QVERIFY(setRunNote(path, u"workers: 4"_s));
        const auto id = addAnnotation(path, MeasuredSeconds::begin + 1'500, u"restarted a worker"_s);
        QVERIFY(id);
        {
            const auto reader = RunReader::open(path);
            QCOMPARE((*reader)->head().title, u"before the upgrade"_s);
            QCOMPARE((*reader)->head().note, u"workers: 4"_s);
            QCOMPARE((*reader)->messages()->front().text, u"restarted a worker"_s);
            QCOMPARE((*reader)->messages()->front().kind, KeptMessage::Kind::Annotation);
        }
        QVERIFY(changeAnnotation(path, *id, u"restarted two workers"_s));
        const KeptMessage changed = remarksOf(**RunReader::open(path))->front();
        QCOMPARE(changed.text, u"restarted two workers"_s);
        QCOMPARE(changed.at, MeasuredSeconds::begin + 1'500);
        QVERIFY(removeAnnotation(path, *id));
        QVERIFY((*RunReader::open(path))->messages()->empty());
        // What is gone can be neither changed nor removed, only brought back.
        QVERIFY(!changeAnnotation(path, *id, u"x"_s));
        const auto again = removeAnnotation(path, *id);
        QVERIFY(!again);
        QVERIFY2(again.error().message.contains(u"not there any more"_s), qPrintable(again.error().message));
        QVERIFY(restoreAnnotation(path, changed));
        QCOMPARE(remarksOf(**RunReader::open(path))->front().id, *id);
    }

    void aRemovedRunComesBack()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(3, 30);
        const QString path = keepRun(folder.path(), source, 3);
        const auto removed = removeRun(path);
        QVERIFY(removed);
        QVERIFY(listRuns(folder.path()).empty());
        const auto restored = restoreRun(*removed);
        QVERIFY(restored);
        QCOMPARE(*restored, path);
        QCOMPARE(listRuns(folder.path()).size(), 1U);
        QVERIFY(removeRun(path));
        purgeRemovedRuns(folder.path());
        QVERIFY(!QFileInfo::exists(*removed));
    }

    void aRunUnderWayIsNotRemoved()
    {
        QTemporaryDir folder;
        auto writer = *RunWriter::create(folder.path(), runDescription());
        QVERIFY(!removeRun(writer->path()));
        QVERIFY(QFileInfo::exists(writer->path()));
        QVERIFY(setRunNote(writer->path(), u"so far so good"_s)); // beside the one that writes
        writer->addMessage(1, KeptMessage::Kind::Information, u"on it goes"_s);
        QVERIFY(writer->commit());
    }

    void aFullDiskKeepsWhatItHadAndGetsTheRestLater()
    {
        SmallDisk disk;
        MeasuredSeconds source(10, 100);
        auto writer = *RunWriter::create(disk.path(), runDescription());
        writer->beginTest(chatTest());
        metrics::Totals totals;
        const auto next = [&] {
            const metrics::Snapshot second = source.next();
            totals.add(second);
            writer->addSecond(second);
            return writer->commit();
        };
        for (int i = 0; i < 5; ++i)
            QVERIFY(next());
        disk.fillUpTo(0);
        bool refused = false;
        for (int i = 0; i < 60; ++i) // the log has some room left in itself
            refused = !next() || refused;
        QVERIFY(refused);
        {
            const auto reader = RunReader::open(writer->path());
            QVERIFY2(reader, reader ? "" : qPrintable(reader.error().toString()));
            QVERIFY((*reader)->tests().front().seconds >= 5);
        }
        disk.makeRoom();
        QVERIFY(next());
        QCOMPARE(writer->secondsGivenUp(), 0);
        const auto reader = RunReader::open(writer->path());
        QCOMPARE((*reader)->tests().front().seconds, 66);
        QCOMPARE((*reader)->totals(0)->responseTimes(), totals.responseTimes());
    }
};

QTEST_GUILESS_MAIN(TestRunOpening)
#include "test_runopening.moc"
