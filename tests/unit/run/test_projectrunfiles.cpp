// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/accountsfile.h"
#include "engine/run/runfiles.h"
#include "support/awkwarddisk.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace throng;
using namespace throng::run;
using namespace Qt::StringLiterals;

namespace {

users::Session sessionOf(const QString &name)
{
    users::Session session;
    session.userId = u"@%1:localhost"_s.arg(name);
    session.accessToken = "token-" + name.toUtf8();
    return session;
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

/// A project folder with three accounts and two rooms.
project::ProjectFolder makeProject(const QString &path)
{
    const auto folder = project::ProjectFolder::create(path, project::Project::withDefaults(u"http://127.0.0.1"_s));
    if (!folder)
        qFatal("%s", qPrintable(folder.error().toString()));
    write(folder->usersFile(), "username,password\na,pa\nb,pb\nc,pc\n");
    write(folder->roomsFile(), R"({"R0": ["a", "b"], "R1": ["b", "c", "a"]})");
    return *folder;
}

} // namespace

class TestProjectRunFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder.emplace(makeProject(m_temporary->filePath(u"p"_s)));
    }

    void accountsComeWithTheirSessionsAndRoomsWithTheirIds()
    {
        write(m_folder->tokensFile(), "username,user_id,access_token,next_batch\nb,@b:x,tok,s1\n");
        write(m_folder->createdRoomsFile(), "name,room_id,creator\nR1,!r1:x,b\n");
        ProjectRunFiles files(*m_folder);
        const auto input = files.read();
        QVERIFY2(input, qPrintable(input ? QString() : input.error().toString()));
        QCOMPARE(input->accounts.size(), 3U);
        QVERIFY(!input->accounts[0].session.isValid());
        QCOMPARE(input->accounts[1].session.accessToken, "tok"_ba);
        QCOMPARE(input->accounts[1].session.nextBatch, "s1"_ba);
        QCOMPARE(input->rooms.size(), 2U);
        QCOMPARE(input->rooms[0].roomId, QByteArray());
        QCOMPARE(input->rooms[1].roomId, "!r1:x"_ba);
        QCOMPARE(input->rooms[1].members, (std::vector<QString> { u"b"_s, u"c"_s, u"a"_s }));
    }

    void whatIsFlushedIsOnDiskBeforeTheTestEnds()
    {
        ProjectRunFiles files(*m_folder);
        QVERIFY(files.read());
        files.appendSession(u"a"_s, sessionOf(u"a"_s));
        files.appendRoom(u"R0"_s, "!r0:x", u"a"_s);
        QVERIFY(files.flush());
        // As another program finds it if this one is killed now.
        ProjectRunFiles other(*m_folder);
        const auto input = other.read();
        QVERIFY(input);
        QCOMPARE(input->accounts[0].session, sessionOf(u"a"_s));
        QCOMPARE(input->rooms[0].roomId, "!r0:x"_ba);
        QVERIFY(!(QFile::permissions(m_folder->tokensFile()) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void afterATestEachAccountHasOneRow()
    {
        write(m_folder->tokensFile(), "username,user_id,access_token,next_batch\nstranger,@s:x,keep,\nb,@b:x,old,\n");
        ProjectRunFiles files(*m_folder);
        QVERIFY(files.read());
        for (int i = 0; i < 5; ++i) {
            users::Session session = sessionOf(u"b"_s);
            session.nextBatch = QByteArray::number(i);
            files.appendSession(u"b"_s, session);
            QVERIFY(files.flush());
        }
        QVERIFY(files.close());
        QFile file(m_folder->tokensFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(text.count('\n'), 3);
        QVERIFY(text.contains("b,@b:localhost,token-b,4"));
        QVERIFY(text.contains("stranger,@s:x,keep")); // not in users.csv; not ours to throw away
        QVERIFY(!(QFile::permissions(m_folder->tokensFile()) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void aMissingTokensFileForgetsAllTokens()
    {
        ProjectRunFiles files(*m_folder);
        QVERIFY(files.read());
        files.appendSession(u"a"_s, sessionOf(u"a"_s));
        QVERIFY(files.close());
        QVERIFY(files.read()->accounts[0].session.isValid());
        QVERIFY(QFile::remove(m_folder->tokensFile())); // as hooks do it between rounds
        QVERIFY(!files.read()->accounts[0].session.isValid());
    }

    void aSessionThatTheServerRefusedIsForgotten()
    {
        ProjectRunFiles files(*m_folder);
        QVERIFY(files.read());
        files.appendSession(u"a"_s, sessionOf(u"a"_s));
        QVERIFY(files.flush());
        files.appendSession(u"a"_s, {});
        QVERIFY(files.close());
        QVERIFY(!files.read()->accounts[0].session.isValid());
    }

    void aFullDiskIsSaidAndNothingIsLostOnceThereIsRoom()
    {
        test::SmallDisk disk;
        const project::ProjectFolder folder = makeProject(disk.path() + u"/p"_s);
        ProjectRunFiles files(folder);
        QVERIFY(files.read());
        disk.fillUpTo(0);
        files.appendSession(u"a"_s, sessionOf(u"a"_s));
        const auto flushed = files.flush();
        QVERIFY(!flushed);
        QVERIFY2(flushed.error().toString().contains(u"tokens.csv"), qPrintable(flushed.error().toString()));
        // The next test needs it all the same.
        QVERIFY(!files.close());
        const auto input = files.read();
        QVERIFY2(input, qPrintable(input ? QString() : input.error().toString()));
        QCOMPARE(input->accounts[0].session, sessionOf(u"a"_s));

        files.appendSession(u"b"_s, sessionOf(u"b"_s));
        disk.makeRoom();
        QVERIFY(files.flush());
        QVERIFY(files.close());
        ProjectRunFiles other(folder);
        const auto later = other.read();
        QVERIFY(later);
        QCOMPARE(later->accounts[0].session, sessionOf(u"a"_s));
        QCOMPARE(later->accounts[1].session, sessionOf(u"b"_s));
    }

    void roomsThatMayExistUnknownAreMarkedUntilAllIsWrittenDown()
    {
        ProjectRunFiles files(*m_folder);
        const auto first = files.beginRooms();
        QVERIFY(first);
        QVERIFY(!first->interrupted);
        QVERIFY(!first->tag.isEmpty());
        // Killed here: the next run finds the same mark.
        ProjectRunFiles second(*m_folder);
        const auto again = second.beginRooms();
        QVERIFY(again);
        QVERIFY(again->interrupted);
        QCOMPARE(again->tag, first->tag);
        second.endRooms(false);
        QVERIFY(second.beginRooms()->interrupted);
        second.endRooms(true);
        const auto fresh = second.beginRooms();
        QVERIFY(!fresh->interrupted);
        QVERIFY(fresh->tag != first->tag);
    }

    void badFilesAreNamed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("users.csv") << u"users.csv"_s << QByteArray("nothing\n");
        QTest::newRow("rooms.json") << u"rooms.json"_s << QByteArray(R"({"R": ["nobody"]})");
        QTest::newRow("tokens.csv") << u"tokens.csv"_s << QByteArray("what,is,this\n1,2,3\n");
    }
    void badFilesAreNamed()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        write(m_folder->path() + u'/' + file, content);
        ProjectRunFiles files(*m_folder);
        const auto input = files.read();
        QVERIFY(!input);
        QVERIFY2(input.error().toString().contains(file), qPrintable(input.error().toString()));
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::optional<project::ProjectFolder> m_folder;
};

QTEST_APPLESS_MAIN(TestProjectRunFiles)
#include "test_projectrunfiles.moc"
