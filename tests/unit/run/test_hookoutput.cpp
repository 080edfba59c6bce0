// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/hookoutput.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::run;

class TestHookOutput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesComeAsTheyEnd()
    {
        HookOutput output;
        QCOMPARE(output.feed("one\ntw"), QStringList { u"one"_s });
        QCOMPARE(output.feed("o\r\n\n"), (QStringList { u"two"_s, u""_s }));
        QCOMPARE(output.feed("half"), QStringList());
        QCOMPARE(output.finish(), QStringList { u"half"_s });
        QCOMPARE(output.bytes(), 14);
    }

    void coloursAreTakenOut()
    {
        HookOutput output;
        const QStringList lines = output.feed("\033[31mred\ttext\n");
        QCOMPARE(lines, QStringList { u" [31mred text"_s });
    }

    void muchOutputIsBounded_data()
    {
        QTest::addColumn<QByteArray>("chunk");
        QTest::newRow("short lines") << QByteArray("x\n").repeated(50'000);
        QTest::newRow("long lines") << QByteArray(3000, 'y').append('\n').repeated(30);
        QTest::newRow("one line without end") << QByteArray(100'000, 'z');
        QTest::newRow("zeros") << QByteArray(100'000, '\0');
    }

    void muchOutputIsBounded()
    {
        QFETCH(const QByteArray, chunk);
        HookOutput output;
        qsizetype size = 0;
        QStringList lines;
        for (int i = 0; i < 100; ++i) // some 10 MB
            lines += output.feed(chunk);
        lines += output.feed("the last line\n");
        const QStringList rest = output.finish();
        lines += rest;
        for (const QString &line : lines) {
            QVERIFY(line.size() <= HookOutput::lineBytes + 2);
            size += line.size();
        }
        QVERIFY2(size < 60'000, qPrintable(QString::number(size)));
        QCOMPARE(output.bytes(), 100 * chunk.size() + 14);
        QVERIFY2(rest.first().endsWith(u" bytes left out)"), qPrintable(rest.first()));
        QVERIFY(rest.last().contains(u"the last line") || chunk.count('\n') == 0);
    }

    void nothingIsLeftOutOfALittle()
    {
        HookOutput output;
        QStringList lines;
        for (int i = 0; i < HookOutput::firstLines + 20; ++i)
            lines += output.feed(QByteArray::number(i) + '\n');
        lines += output.finish();
        QCOMPARE(lines.size(), HookOutput::firstLines + 20);
        QCOMPARE(lines.last(), QString::number(HookOutput::firstLines + 19));
    }
};

QTEST_GUILESS_MAIN(TestHookOutput)
#include "test_hookoutput.moc"
