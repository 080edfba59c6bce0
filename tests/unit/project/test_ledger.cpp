// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/ledger.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;

class TestLedger : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(u"ledger.csv"_s); }
    Ledger open(const QString &url = u"http://a"_s) const
    {
        Ledger ledger(path());
        if (const auto set = ledger.setServer(url); !set)
            qFatal("%s", qPrintable(set.error().toString()));
        return ledger;
    }
    /// As another program finds it.
    LedgerServer read(const QString &url = u"http://a"_s) const { return open(url).server(); }
    static QStringList names(const QList<LedgerAccount> &accounts)
    {
        QStringList names;
        for (const LedgerAccount &account : accounts)
            names += account.name;
        return names;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatWasMadeIsReadAgainAndOnlyForItsOwner()
    {
        Ledger ledger = open();
        ledger.intend(u"ann"_s, u"pa, \"ss\""_s);
        QVERIFY(ledger.flush());
        ledger.made(u"ann"_s, u"@ann:a"_s);
        ledger.room(u"!r:a"_s, u"ann"_s);
        ledger.media(u"mxc://a/1"_s, u"ann"_s);
        ledger.media(u"mxc://a/2"_s, u"ann"_s);
        QVERIFY(ledger.flush());
        QCOMPARE(ledger.server().rooms.size(), 1);
        QCOMPARE(ledger.server().mediaCount(), 0); // a long run makes them without end: they are in the file alone
        const LedgerServer server = read();
        QCOMPARE(server.accounts.size(), 1);
        QCOMPARE(server.accounts[0].userId, u"@ann:a"_s);
        QCOMPARE(server.accounts[0].password, u"pa, \"ss\""_s);
        QCOMPARE(server.accounts[0].state, LedgerState::Made);
        QCOMPARE(server.rooms.value(u"!r:a"_s), u"ann"_s);
        QCOMPARE(server.mediaCount(), 2);
        QVERIFY(!(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void serversAreKeptApart()
    {
        Ledger a = open();
        a.intend(u"ann"_s, u"p"_s);
        QVERIFY(a.flush());
        Ledger b = open(u"http://b"_s);
        b.room(u"!b"_s, u"ann"_s);
        QVERIFY(b.flush());
        QCOMPARE(read().rooms.size(), 0);
        QCOMPARE(read(u"http://b"_s).accounts.size(), 0);
        QCOMPARE(Ledger::read(path())->size(), 2);
    }

    /// One step of an account's history each: i(ntended), m(ade), e(xisted), g(one).
    void whoMadeAnAccount_data()
    {
        QTest::addColumn<QString>("history");
        QTest::addColumn<int>("state"); // -1: none
        QTest::newRow("made") << u"im"_s << int(LedgerState::Made);
        QTest::newRow("was there before us") << u"ie"_s << int(LedgerState::Existed);
        QTest::newRow("cut off") << u"i"_s << int(LedgerState::Intended);
        QTest::newRow("cut off, then there") << u"iie"_s << int(LedgerState::Uncertain);
        QTest::newRow("cut off, then made") << u"iim"_s << int(LedgerState::Made);
        QTest::newRow("made, there next time") << u"imie"_s << int(LedgerState::Made);
        QTest::newRow("there, then the server was set up anew") << u"ieim"_s << int(LedgerState::Made);
        QTest::newRow("there each time") << u"ieie"_s << int(LedgerState::Existed);
        QTest::newRow("removed") << u"img"_s << -1;
        QTest::newRow("removed and made again") << u"imgim"_s << int(LedgerState::Made);
    }

    void whoMadeAnAccount()
    {
        QFETCH(const QString, history);
        QFETCH(const int, state);
        const auto stateIn = [](const LedgerServer &server) {
            for (const LedgerAccount &account : server.accounts) {
                if (account.name == u"ann")
                    return int(account.state);
            }
            return -1;
        };
        Ledger oneRun = open();
        for (const QChar step : history) {
            Ledger ownRun = open(); // each step by a run of its own, and all by one, come to the same
            for (Ledger *ledger : { &ownRun, &oneRun }) {
                if (step == u'i')
                    ledger->intend(u"ann"_s, u"p"_s);
                else if (step == u'm')
                    ledger->made(u"ann"_s, u"@ann:a"_s);
                else if (step == u'e')
                    ledger->existed(u"ann"_s);
                else
                    ledger->accountGone(u"ann"_s);
            }
            QVERIFY(ownRun.flush());
        }
        QCOMPARE(stateIn(oneRun.server()), state);
        QCOMPARE(stateIn(read()), state);
        Ledger compacted = open();
        QVERIFY(compacted.compact());
        if (!read().isEmpty())
            QCOMPARE(stateIn(read()), state);
        QCOMPARE(read().removable().size(), state >= 0 && state != int(LedgerState::Existed) ? 1 : 0);
    }

    void whatIsGoneIsNotListedAndAnEmptyLedgerGoes()
    {
        Ledger ledger = open();
        for (const QString &name : { u"ann"_s, u"bob"_s, u"carl"_s }) {
            ledger.intend(name, u"p"_s);
            ledger.made(name, u'@' + name + u":a"_s);
        }
        ledger.room(u"!1"_s, u"ann"_s);
        ledger.room(u"!2"_s, u"ann"_s);
        ledger.media(u"mxc://a/1"_s, u"bob"_s);
        ledger.accountGone(u"ann"_s);
        ledger.roomGone(u"!1"_s);
        QVERIFY(ledger.flush());
        QCOMPARE(names(read().removable()), (QStringList { u"bob"_s, u"carl"_s }));
        QCOMPARE(read().rooms.keys(), QStringList { u"!2"_s });
        QVERIFY(ledger.compact());
        QCOMPARE(names(read().removable()), (QStringList { u"bob"_s, u"carl"_s }));
        QCOMPARE(read().mediaCount(), 1);
        ledger.accountGone(u"bob"_s);
        ledger.accountGone(u"carl"_s);
        ledger.roomGone(u"!2"_s);
        ledger.mediaGone(u"bob"_s);
        QVERIFY(ledger.compact());
        QVERIFY(!QFile::exists(path()));
    }

    void aRowThatAKilledProgramLeftUnfinishedIsIgnored()
    {
        Ledger ledger = open();
        ledger.room(u"!1"_s, u"ann"_s);
        QVERIFY(ledger.flush());
        QFile file(path());
        QVERIFY(file.open(QIODevice::Append));
        file.write("room,http://a,an");
        file.close();
        QCOMPARE(read().rooms.size(), 1);
        Ledger next = open();
        next.room(u"!2"_s, u"ann"_s);
        QVERIFY(next.flush());
        QCOMPARE(read().rooms.size(), 2);
    }

    void anotherFileOfThatNameIsNotTouched()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("date,amount\n1,2\n");
        file.close();
        Ledger ledger(path());
        const auto set = ledger.setServer(u"http://a"_s);
        QVERIFY(!set);
        QVERIFY(set.error().toString().contains(u"ledger.csv"));
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "test_ledger.moc"
