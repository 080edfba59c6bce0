// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/historyfile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using throng::Result;
using throng::project::HistoryFile;
using Progress = HistoryFile::Progress;

namespace {

Result<Progress> readText(const QByteArray &text)
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"history.csv"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot be written");
    file.write(text);
    file.close();
    return HistoryFile::read(path);
}

} // namespace

class TestHistoryFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsAppendedIsReadAgain()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"history.csv"_s);
        QVERIFY(HistoryFile::read(path)->isEmpty());
        {
            auto file = HistoryFile::openForAppend(path);
            QVERIFY(file);
            file->append({ { { { u"a"_s, u"!r:x"_s }, 3 }, { { u"b,\"c"_s, u"!r:x"_s }, 1 } }, {} });
            file->append({ { { { u"a"_s, u"!r:x"_s }, 7 } }, { u"a"_s } });
            QVERIFY(file->flush());
        }
        const Progress expected { { { { u"a"_s, u"!r:x"_s }, 7 }, { { u"b,\"c"_s, u"!r:x"_s }, 1 } }, { u"a"_s } };
        QCOMPARE(*HistoryFile::read(path), expected);
        QVERIFY(HistoryFile::write(path, expected));
        QCOMPARE(*HistoryFile::read(path), expected);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 4); // one row each
    }

    void aTornLastRowIsNone()
    {
        const auto progress = readText("account,room_id,messages\na,!r,3\na,!r,1");
        QVERIFY(progress);
        QCOMPARE(progress->messages.value({ u"a"_s, u"!r"_s }), 3);
    }

    void whatIsWrongIsSaidWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("another file") << "username,password\na,b\n"_ba << u"account"_s;
        QTest::newRow("no number") << "account,room_id,messages\na,!r,3\na,!r,many\n"_ba << u"many"_s;
        QTest::newRow("negative") << "account,room_id,messages\na,!r,-3\n"_ba << u"-3"_s;
    }

    void whatIsWrongIsSaidWithItsPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, said);
        const auto progress = readText(text);
        QVERIFY(!progress);
        QVERIFY2(progress.error().toString().contains(said), qPrintable(progress.error().toString()));
        QVERIFY(progress.error().where.contains(u"history.csv"));
    }
};

QTEST_GUILESS_MAIN(TestHistoryFile)
#include "test_historyfile.moc"
