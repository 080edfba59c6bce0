// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/roomsfile.h"

#include "support/awkwarddisk.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;
using throng::Result;
using throng::users::Account;

namespace {

QList<Account> accounts(int count)
{
    QList<Account> list;
    for (int i = 0; i < count; ++i)
        list.append({ u"user.%1"_s.arg(i, 6, 10, QChar(u'0')), u"pw"_s, {}, {} });
    return list;
}

} // namespace

class TestRoomsFile : public QObject {
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
    void init() { m_path = m_folder.filePath(u"rooms.json"_s); }

    void readsMatrixLocustsFile()
    {
        // As Python's json.dumps writes it, and as an editor on Windows leaves it.
        for (const QByteArray &content :
            { R"({"Room 0": ["user.000001", "user.000000"], "Room 1": ["user.000002"]})"_ba,
                "\xef\xbb\xbf{\r\n \"Room 0\": [\"user.000001\", \"user.000000\"],\r\n \"Room 1\":[\"user.000002\"]\r\n}\r\n"_ba }) {
            write(content);
            const Result<QList<PlannedRoom>> rooms = RoomsFile::read(m_path, indexAccounts(accounts(3)));
            QVERIFY2(rooms, rooms ? "" : qPrintable(rooms.error().toString()));
            QCOMPARE(*rooms, (QList<PlannedRoom> { { u"Room 0"_s, { 1, 0 } }, { u"Room 1"_s, { 2 } } }));
        }
    }

    void noRoomsAreNoError()
    {
        write("{}");
        const Result<QList<PlannedRoom>> rooms = RoomsFile::read(m_path, {});
        QVERIFY(rooms);
        QVERIFY(rooms->isEmpty());
    }

    void writtenIsReadAgain()
    {
        QList<Account> users = accounts(3);
        users[2].domain = u"one.example"_s;
        const QList<PlannedRoom> rooms { { u"Room \"0\"\\ä\n\t\x01/"_s, { 2, 0, 1 } }, { u"Room 1"_s, { 0 } },
            { u"A"_s, { 1, 2 } } };
        QVERIFY(RoomsFile::write(m_path, rooms, users));
        QCOMPARE(RoomsFile::read(m_path, indexAccounts(users)).value(), rooms);
        QVERIFY(RoomsFile::write(m_path, {}, users));
        QVERIFY(RoomsFile::read(m_path, indexAccounts(users)).value().isEmpty());
    }

    void oneThatFailsHalfwayLeavesTheOldFile()
    {
        const QList<Account> users = accounts(3);
        const QList<PlannedRoom> rooms { { u"A"_s, { 1, 2 } } };
        QVERIFY(RoomsFile::write(m_path, rooms, users));
        const Result<> written = RoomsFile::write(m_path, users, [](const auto &take) -> Result<> {
            if (Result<> taken = take({ u"B"_s, { 0 } }); !taken)
                return taken;
            return throng::failure(u"no more"_s);
        });
        QVERIFY(!written);
        QCOMPARE(written.error().message, u"no more"_s);
        QCOMPARE(RoomsFile::read(m_path, indexAccounts(users)).value(), rooms);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("line");
        QTest::newRow("unknown user") << R"({"A": ["user.000000"], "B": ["user.000001", "eve"]})"_ba
                                      << u"room \"B\" has the unknown member \"eve\""_s << 0;
        QTest::newRow("empty room") << R"({"A": ["user.000000"], "B": []})"_ba << u"room \"B\" has no members"_s << 0;
        QTest::newRow("member twice") << R"({"A": ["user.000000", "user.000001", "user.000000"]})"_ba
                                      << u"room \"A\" has the member \"user.000000\" twice"_s << 0;
        QTest::newRow("room twice") << R"({"A": ["user.000000"], "A": ["user.000001"]})"_ba
                                    << u"room \"A\" is there twice"_s << 0;
        QTest::newRow("number as member")
            << R"({"A": ["user.000000", 7]})"_ba << u"room \"A\" has a member that is no text"_s << 0;
        QTest::newRow("text as members") << R"({"A": "user.000000"})"_ba << u"room \"A\" is no list"_s << 0;
        QTest::newRow("no object") << R"(["user.000000"])"_ba << u"does not hold an object"_s << 0;
        QTest::newRow("two objects") << "{}\n{}"_ba << u"goes on after the object's end"_s << 2;
        QTest::newRow("missing comma") << "{\"A\": [\"user.000000\"]\n\"B\": [\"user.000001\"]}"_ba
                                       << u"is no valid JSON: "_s << 2;
        QTest::newRow("cut off") << "{\"A\": [\"user.000000\"],\n\"B\": [\"user.0"_ba << u"is no valid JSON: "_s << -1;
        QTest::newRow("empty") << ""_ba << u"is no valid JSON: "_s << -1;
    }

    void saysWhatIsWrong()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, message);
        QFETCH(const int, line);
        write(content);
        const Result<QList<PlannedRoom>> rooms = RoomsFile::read(m_path, indexAccounts(accounts(2)));
        QVERIFY(!rooms);
        QVERIFY2(rooms.error().message.startsWith(message), qPrintable(rooms.error().toString()));
        if (line >= 0)
            QCOMPARE(rooms.error().where, line == 0 ? m_path : u"%1:%2"_s.arg(m_path).arg(line));
        else
            QVERIFY(rooms.error().where.startsWith(m_path));
    }

    void readsAHundredThousandRooms()
    {
        const QList<Account> users = accounts(50'000);
        QList<PlannedRoom> rooms;
        for (int i = 0; i < 100'000; ++i)
            rooms.append({ u"Room %1"_s.arg(i), { i % 50'000, (i + 1) % 50'000, (i + 7) % 50'000 } });
        QVERIFY(RoomsFile::write(m_path, rooms, users));
        QCOMPARE(RoomsFile::read(m_path, indexAccounts(users)).value(), rooms);
    }

    void streamingCanBeEnded()
    {
        write(R"({"A": ["user.000000"], "B": ["user.000001"], "C": ["user.000000"]})");
        int seen = 0;
        const Result<> streamed =
            RoomsFile::stream(m_path, indexAccounts(accounts(2)), [&](const PlannedRoom &) -> Result<> {
                if (++seen == 2)
                    return throng::failure(u"enough"_s);
                return {};
            });
        QVERIFY(!streamed);
        QCOMPARE(streamed.error().message, u"enough"_s);
        QCOMPARE(seen, 2);
    }

    void aFullDiskLeavesTheOldFile()
    {
        throng::test::SmallDisk disk;
        const QString path = disk.path() + u"/rooms.json"_s;
        const QList<Account> users = accounts(2);
        const QList<PlannedRoom> old { { u"A"_s, { 0, 1 } } };
        QVERIFY(RoomsFile::write(path, old, users));
        disk.fillUpTo(16 * 1024);
        const Result<> written = RoomsFile::write(path, QList<PlannedRoom>(20'000, { u"B"_s, { 0, 1 } }), users);
        QVERIFY(!written);
        QCOMPARE(written.error().where, path);
        disk.makeRoom();
        QCOMPARE(RoomsFile::read(path, indexAccounts(users)).value(), old);
    }
};

QTEST_GUILESS_MAIN(TestRoomsFile)
#include "test_roomsfile.moc"
