// SPDX-License-Identifier: GPL-3.0-or-later
// The files that a run writes as it goes: tokens.csv and rooms-created.csv.
#include "engine/project/createdroomsfile.h"
#include "engine/project/tokensfile.h"

#include "support/awkwarddisk.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;
using throng::Result;
using throng::users::Account;
using throng::users::Session;

namespace {

Session session(const QString &name, const QByteArray &token, const QByteArray &nextBatch = {})
{
    return { u"@"_s + name + u":localhost"_s, token, {}, {}, nextBatch };
}

} // namespace

class TestRunFiles : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

    void write(const QByteArray &content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    [[nodiscard]] QByteArray content() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(u"file.csv"_s); }

    void cleanup() { QFile::remove(m_path); }

    void readsBothFormsOfTokens_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("today's") << "username,user_id,access_token,next_batch"_ba;
        QTest::newRow("older") << "username,user_id,access_token,sync_token"_ba;
    }

    void readsBothFormsOfTokens()
    {
        QFETCH(const QByteArray, header);
        write(header + "\na,@a:localhost,secret,s1\nb,@b:localhost,other,\n");
        const Result<TokensFile::Sessions> sessions = TokensFile::read(m_path);
        QVERIFY2(sessions, sessions ? "" : qPrintable(sessions.error().toString()));
        QCOMPARE(*sessions,
            (TokensFile::Sessions {
                { u"a"_s, session(u"a"_s, "secret", "s1") }, { u"b"_s, session(u"b"_s, "other") } }));

        // Appending goes on in the form that is there.
        Result<TokensFile> file = TokensFile::openForAppend(m_path);
        QVERIFY(file);
        file->append(u"c"_s, session(u"c"_s, "third", "s3"));
        QVERIFY(file->flush());
        QVERIFY(content().startsWith(header));
        QCOMPARE(TokensFile::read(m_path)->value(u"c"_s), session(u"c"_s, "third", "s3"));
    }

    void aMissingTokensFileForgetsAll()
    {
        const Result<TokensFile::Sessions> sessions = TokensFile::read(m_path);
        QVERIFY(sessions);
        QVERIFY(sessions->isEmpty());
    }

    void aTokensFileWithoutItsColumnsIsAnError()
    {
        write("username,token\na,b\n");
        const Result<TokensFile::Sessions> sessions = TokensFile::read(m_path);
        QVERIFY(!sessions);
        QCOMPARE(sessions.error().where, m_path + u":1"_s);
        QVERIFY(sessions.error().message.contains(u"\"user_id\""));
    }

    void theLastTokenOfAnAccountHolds()
    {
        {
            Result<TokensFile> file = TokensFile::openForAppend(m_path);
            QVERIFY(file);
            file->append(u"a"_s, session(u"a"_s, "first"));
            file->append(u"a"_s, session(u"a"_s, "second"));
            QVERIFY(file->flush());
        }
        QCOMPARE(
            content(), "username,user_id,access_token,next_batch\na,@a:localhost,first,\na,@a:localhost,second,\n"_ba);
        QCOMPARE(TokensFile::read(m_path)->value(u"a"_s).accessToken, "second"_ba);
    }

    void writtenTokensKeepTheAccountsOrder()
    {
        QList<Account> accounts;
        accounts.append({ u"z"_s, u"pw"_s, {}, session(u"z"_s, "1", "s1") });
        accounts.append({ u"nobody"_s, u"pw"_s, {}, {} });
        accounts.append({ u"a"_s, u"pw"_s, u"one.example"_s, session(u"a"_s, "2") });
        QVERIFY(TokensFile::write(m_path, accounts));
        QCOMPARE(content(),
            "username,user_id,access_token,next_batch\nz,@z:localhost,1,s1\na:one.example,@a:localhost,2,\n"_ba);
    }

    void refreshTokensWidenTheFile()
    {
        Session refreshable = session(u"b"_s, "2");
        refreshable.refreshToken = "refresh";
        refreshable.deviceId = u"DEVICE"_s;
        Result<TokensFile> file = TokensFile::openForAppend(m_path);
        QVERIFY(file);
        file->append(u"a"_s, session(u"a"_s, "1", "s1"));
        QVERIFY(file->flush());
        file->append(u"b"_s, refreshable);
        QVERIFY(file->flush());
        file->append(u"c"_s, session(u"c"_s, "3"));
        QVERIFY(file->flush());
        QCOMPARE(*TokensFile::read(m_path),
            (TokensFile::Sessions {
                { u"a"_s, session(u"a"_s, "1", "s1") }, { u"b"_s, refreshable }, { u"c"_s, session(u"c"_s, "3") } }));
        QVERIFY(content().startsWith("username,user_id,access_token,next_batch,device_id,refresh_token\n"));
    }

    void tokensAreForTheirOwnerAlone()
    {
        write("username,user_id,access_token,next_batch\n");
        QFile::setPermissions(m_path, QFile::permissions(m_path) | QFileDevice::ReadOther);
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(TokensFile::openForAppend(m_path));
        QVERIFY(!(QFile::permissions(m_path) & others));
        QFile::remove(m_path);
        QVERIFY(TokensFile::openForAppend(m_path));
        QVERIFY(!(QFile::permissions(m_path) & others));
    }

    void aKilledRunLosesItsLastRowOnly_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<int>("rooms");
        const QByteArray whole = "name,room_id,creator\nRoom 0,!a:x,user.0\n";
        QTest::newRow("whole") << whole << 1;
        QTest::newRow("last line end missing") << whole + "Room 1,!b:x,user.1" << 2;
        QTest::newRow("in the room's ID") << whole + "Room 1,!b" << 1;
        QTest::newRow("in the name") << whole + "Roo" << 1;
        QTest::newRow("in a quoted name") << whole + "\"Room\n1" << 1;
        QTest::newRow("in the header") << "name,roo"_ba << 0;
        QTest::newRow("nothing") << ""_ba << 0;
    }

    void aKilledRunLosesItsLastRowOnly()
    {
        QFETCH(const QByteArray, left);
        QFETCH(const int, rooms);
        write(left);
        if (left != "name,roo") {
            const Result<CreatedRoomsFile::Rooms> read = CreatedRoomsFile::read(m_path);
            QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
            QCOMPARE(read->size(), rooms);
        }
        Result<CreatedRoomsFile> file = CreatedRoomsFile::openForAppend(m_path);
        QVERIFY2(file, file ? "" : qPrintable(file.error().toString()));
        file->append(u"Room, \"next\""_s, { u"!next:x"_s, u"user.7"_s });
        QVERIFY(file->flush());
        const Result<CreatedRoomsFile::Rooms> read = CreatedRoomsFile::read(m_path);
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QCOMPARE(read->size(), rooms + 1);
        QCOMPARE(read->value(u"Room, \"next\""_s), (CreatedRoom { u"!next:x"_s, u"user.7"_s }));
    }

    void anotherFileIsNotTakenForOurs()
    {
        write("username,password\na,b\n");
        QVERIFY(!CreatedRoomsFile::read(m_path));
        QVERIFY(!CreatedRoomsFile::openForAppend(m_path));
        QVERIFY(!TokensFile::openForAppend(m_path));
        QCOMPARE(content(), "username,password\na,b\n"_ba);
    }

    void aRoomWithoutIdIsAnError()
    {
        write("name,room_id,creator\nRoom 0,!a:x,user.0\nRoom 1,#alias:x,user.1\n");
        const Result<CreatedRoomsFile::Rooms> rooms = CreatedRoomsFile::read(m_path);
        QVERIFY(!rooms);
        QCOMPARE(rooms.error().where, m_path + u":3"_s);
    }

    void aFullDiskLosesNothing()
    {
        throng::test::SmallDisk disk;
        m_path = disk.path() + u"/tokens.csv"_s;
        Result<TokensFile> file = TokensFile::openForAppend(m_path);
        QVERIFY(file);
        file->append(u"a"_s, session(u"a"_s, "1"));
        QVERIFY(file->flush());
        disk.fillUpTo(16 * 1024);
        const QByteArray before = content();
        for (int i = 0; i < 1000; ++i)
            file->append(QString::number(i), session(QString::number(i), QByteArray(32, 't')));
        const Result<> flushed = file->flush();
        QVERIFY(!flushed);
        QCOMPARE(flushed.error().where, m_path);
        QVERIFY(flushed.error().message.startsWith(u"cannot be written: "));
        QCOMPARE(content(), before); // no half row
        disk.makeRoom();
        file->append(u"last"_s, session(u"last"_s, "2"));
        QVERIFY(file->flush());
        QCOMPARE(TokensFile::read(m_path)->size(), 1002);
    }

    void anUnwritableFolderIsAnError()
    {
        const throng::test::UnwritableFolder folder;
        const Result<CreatedRoomsFile> file = CreatedRoomsFile::openForAppend(folder.path() + u"/rooms-created.csv"_s);
        QVERIFY(!file);
        QVERIFY(file.error().message.startsWith(u"cannot be opened for writing: "));
    }
};

QTEST_GUILESS_MAIN(TestRunFiles)
#include "test_runfiles.moc"
