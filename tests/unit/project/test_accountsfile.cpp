// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/accountsfile.h"

#include "support/awkwarddisk.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;
using throng::Result;
using throng::users::Account;

class TestAccountsFile : public QObject {
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

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(u"users.csv"_s); }

    void cleanup() { QFile::remove(m_path); }

    void readsWhatPeopleHave_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QStringList>("passwords");
        const QStringList two { u"user.000000"_s, u"user.000001"_s };
        const QStringList secrets { u"abc"_s, u"def"_s };
        QTest::newRow("matrix-locust") << "username,password\nuser.000000,abc\nuser.000001,def\n"_ba << two << secrets;
        QTest::newRow("no last line end") << "username,password\nuser.000000,abc\nuser.000001,def"_ba << two << secrets;
        QTest::newRow("CRLF") << "username,password\r\nuser.000000,abc\r\nuser.000001,def\r\n"_ba << two << secrets;
        QTest::newRow("BOM") << "\xef\xbb\xbfusername,password\nuser.000000,abc\nuser.000001,def\n"_ba << two
                             << secrets;
        QTest::newRow("BOM and CRLF") << "\xef\xbb\xbfusername,password\r\nuser.000000,abc\r\nuser.000001,def\r\n"_ba
                                      << two << secrets;
        QTest::newRow("quoted comma") << "username,password\nuser.000000,\"a,b\"\n"_ba << QStringList { two[0] }
                                      << QStringList { u"a,b"_s };
        QTest::newRow("doubled quote") << "username,password\n\"user.000000\",\"a\"\"b\"\n"_ba << QStringList { two[0] }
                                       << QStringList { u"a\"b"_s };
        QTest::newRow("quoted line break")
            << "username,password\nuser.000000,\"a\nb\"\n"_ba << QStringList { two[0] } << QStringList { u"a\nb"_s };
        QTest::newRow("other columns, other order")
            << "id,password,username\n7,abc,user.000000\n8,def,user.000001\n"_ba << two << secrets;
        QTest::newRow("empty lines") << "username,password\n\nuser.000000,abc\n\n\nuser.000001,def\n\n"_ba << two
                                     << secrets;
        QTest::newRow("federated") << "username,password\nuser.000000:one.example,abc\n"_ba
                                   << QStringList { u"user.000000:one.example"_s } << QStringList { u"abc"_s };
        QTest::newRow("user ID") << "username,password\n@ada:one.example,abc\n"_ba
                                 << QStringList { u"@ada:one.example"_s } << QStringList { u"abc"_s };
        QTest::newRow("nobody") << "username,password\n"_ba << QStringList {} << QStringList {};
    }

    void readsWhatPeopleHave()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QStringList, names);
        QFETCH(const QStringList, passwords);
        write(content);
        const Result<QList<Account>> accounts = AccountsFile::read(m_path);
        QVERIFY2(accounts, accounts ? "" : qPrintable(accounts.error().toString()));
        QStringList readNames;
        QStringList readPasswords;
        for (const Account &account : *accounts) {
            readNames << accountName(account);
            readPasswords << account.password;
        }
        QCOMPARE(readNames, names);
        QCOMPARE(readPasswords, passwords);
    }

    void saysWhichRowsCannotBeUsedAndReadsTheOthers()
    {
        QByteArray content = "username,password\n";
        for (int i = 0; i < 10'000; ++i) {
            if (i == 41)
                content += ",lost\n";
            else if (i == 4'000)
                content += "user.4000\n";
            else if (i == 9'000)
                content += "user.7,again\n";
            else
                content += "user." + QByteArray::number(i) + ",x\n";
        }
        write(content);
        QVERIFY(!AccountsFile::read(m_path));
        const Result<AccountsReading> reading = AccountsFile::readAll(m_path);
        QVERIFY(reading);
        QCOMPARE(reading->accounts.size(), 9'997);
        QStringList where;
        for (const throng::Error &row : reading->badRows) {
            where.append(row.where);
            QVERIFY(!row.message.isEmpty() && !row.expected.isEmpty());
        }
        QCOMPARE(where, QStringList({ m_path + u":43"_s, m_path + u":4002"_s, m_path + u":9002"_s }));
    }

    void aFileWithoutAHeaderIsNoList()
    {
        write("user.000000,abc\n");
        const Result<AccountsReading> reading = AccountsFile::readAll(m_path);
        QVERIFY(!reading);
        QVERIFY(reading.error().message.contains(u"username"_s));
    }

    void splitsTheDomainFromTheName()
    {
        write("username,password\nuser.000000:one.example:8448,abc\n");
        const Result<QList<Account>> accounts = AccountsFile::read(m_path);
        QVERIFY(accounts);
        QCOMPARE(accounts->first().username, u"user.000000"_s);
        QCOMPARE(accounts->first().domain, u"one.example:8448"_s);
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << ""_ba << 0 << u"is empty"_s;
        QTest::newRow("missing column") << "username,secret\nuser.000000,abc\n"_ba << 1
                                        << u"the header has no column \"password\", only: username, secret"_s;
        QTest::newRow("semicolons") << "username;password\nuser.000000;abc\n"_ba << 1
                                    << u"the header has no column \"username\", only: username;password"_s;
        QTest::newRow("duplicate name") << "username,password\na,1\nb,2\na,3\n"_ba << 4
                                        << u"the name \"a\" is there already, on line 2"_s;
        QTest::newRow("duplicate behind a line break in quotes")
            << "username,password\na,\"1\n2\"\nb,2\na,3\n"_ba << 5 << u"the name \"a\" is there already, on line 2"_s;
        QTest::newRow("short row") << "username,password\na,1\nb\n"_ba << 3 << u"the row has 1 of 2 columns"_s;
        QTest::newRow("no name") << "username,password\na,1\n,2\n"_ba << 3 << u"the row has no user name"_s;
        QTest::newRow("open quote") << "username,password\na,1\nb,\"2\nc,3\n"_ba << 3
                                    << u"a quoted field is never closed"_s;
        QTest::newRow("Latin-1") << "username,password\na,1\nb\xe9,2\n"_ba << 3 << u"is not UTF-8 text"_s;
    }

    void saysWhatIsWrongAndWhere()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const int, line);
        QFETCH(const QString, message);
        write(content);
        const Result<QList<Account>> accounts = AccountsFile::read(m_path);
        QVERIFY(!accounts);
        QCOMPARE(accounts.error().message, message);
        QCOMPARE(accounts.error().where, line == 0 ? m_path : u"%1:%2"_s.arg(m_path).arg(line));
        QVERIFY(!accounts.error().expected.isEmpty());
    }

    void aMissingFileIsAnError()
    {
        const Result<QList<Account>> accounts = AccountsFile::read(m_path);
        QVERIFY(!accounts);
        QCOMPARE(accounts.error().where, m_path);
        QVERIFY(accounts.error().message.startsWith(u"cannot be read: "));
    }

    void writtenIsReadAgain()
    {
        QList<Account> accounts;
        accounts.append({ u"user.000000"_s, u"plain"_s, {}, {} });
        accounts.append({ u"user.000001"_s, u"a,\"b\"\r\nc"_s, u"one.example"_s, {} });
        QVERIFY(AccountsFile::write(m_path, accounts));
        QCOMPARE(AccountsFile::read(m_path).value(), accounts);
    }

    void isForItsOwnerAlone()
    {
        write("old"); // with whatever mode the umask gives
        QFile::setPermissions(m_path, QFile::permissions(m_path) | QFileDevice::ReadOther);
        QVERIFY(AccountsFile::write(m_path, { { u"a"_s, u"b"_s, {}, {} } }));
        const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther
            | QFileDevice::WriteOther | QFileDevice::ExeOther | QFileDevice::ExeGroup;
        QVERIFY(!(QFile::permissions(m_path) & others));
    }

    void anUnwritableFolderIsAnError()
    {
        const throng::test::UnwritableFolder folder;
        const QString path = folder.path() + u"/users.csv"_s;
        const Result<> written = AccountsFile::write(path, { { u"a"_s, u"b"_s, {}, {} } });
        QVERIFY(!written);
        QCOMPARE(written.error().where, path);
        QVERIFY(written.error().message.startsWith(u"cannot be written: "));
        QVERIFY(!QFile::exists(path));
    }

    void aFullDiskLeavesTheOldFile_data()
    {
        QTest::addColumn<int>("bytesLeft");
        QTest::addColumn<int>("rows");
        QTest::newRow("a large file, a part of which fits") << 16 * 1024 << 10'000;
        QTest::newRow("a small file, none of which fits") << 0 << 100;
    }

    void aFullDiskLeavesTheOldFile()
    {
        QFETCH(const int, bytesLeft);
        QFETCH(const int, rows);
        throng::test::SmallDisk disk;
        const QString path = disk.path() + u"/users.csv"_s;
        const QList<Account> old { { u"a"_s, u"b"_s, {}, {} } };
        QVERIFY(AccountsFile::write(path, old));
        disk.fillUpTo(bytesLeft);
        QList<Account> many;
        for (int i = 0; i < rows; ++i)
            many.append({ u"user.%1"_s.arg(i), u"0123456789abcdef"_s, {}, {} });
        const Result<> written = AccountsFile::write(path, many);
        QVERIFY(!written);
        QCOMPARE(written.error().where, path);
        QVERIFY(written.error().message.startsWith(u"cannot be written: "));
        disk.makeRoom();
        QCOMPARE(AccountsFile::read(path).value(), old);
        QCOMPARE(QDir(disk.path()).entryList(QDir::Files | QDir::Hidden), QStringList { u"users.csv"_s });
    }
};

QTEST_GUILESS_MAIN(TestAccountsFile)
#include "test_accountsfile.moc"
