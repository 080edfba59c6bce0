// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/targetguard.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;
using Decision = Verdict::Decision;

Q_DECLARE_METATYPE(throng::project::AddressClass)

class TestTargetGuard : public QObject {
    Q_OBJECT

private:
    static QList<QHostAddress> addresses(std::initializer_list<QString> list)
    {
        QList<QHostAddress> all;
        for (const QString &address : list)
            all.append(QHostAddress(address));
        return all;
    }

private Q_SLOTS:
    void classifiesAddresses_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<AddressClass>("expected");
        for (const auto *address : { "127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::" })
            QTest::newRow(address) << QString::fromLatin1(address) << AddressClass::Loopback;
        for (const auto *address : { "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
                 "169.254.1.1", "fd00::1", "fe80::1", "::ffff:10.1.2.3", "64:ff9b::a00:1" })
            QTest::newRow(address) << QString::fromLatin1(address) << AddressClass::Private;
        for (const auto *address : { "8.8.8.8", "172.32.0.1", "172.15.255.255", "100.128.0.1", "192.169.0.1",
                 "11.0.0.1", "2001:db8::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "224.0.0.1", "255.255.255.255" })
            QTest::newRow(address) << QString::fromLatin1(address) << AddressClass::Public;
    }

    void classifiesAddresses()
    {
        QFETCH(const QString, address);
        QFETCH(const AddressClass, expected);
        const QHostAddress parsed(address);
        QVERIFY(!parsed.isNull());
        QCOMPARE(classify(parsed), expected);
    }

    void loopbackPassesUnasked()
    {
        const TargetGuard guard;
        QVERIFY(guard.judge(u"localhost"_s, addresses({ u"127.0.0.1"_s, u"::1"_s })).isAllowed());
        QVERIFY(guard.judge(u"127.0.0.1"_s, {}).isAllowed());
        QVERIFY(guard.judge(u"[::1]"_s, {}).isAllowed());
        QVERIFY(guard.judge(u"synapse.test"_s, addresses({ u"127.0.0.1"_s })).isAllowed());
    }

    void aPrivateAddressNeedsOneConfirmation()
    {
        TargetGuard guard;
        const auto at = addresses({ u"192.168.0.5"_s });
        QCOMPARE(guard.judge(u"matrix.lan"_s, at).decision, Decision::NeedsConfirmation);
        QVERIFY(guard.judge(u"matrix.lan"_s, at).reason.contains(u"192.168.0.5"));
        guard.grant(u"Matrix.LAN"_s, Consent::Confirmed);
        QVERIFY(guard.judge(u"matrix.lan."_s, at).isAllowed());
        QCOMPARE(guard.judge(u"other.lan"_s, at).decision, Decision::NeedsConfirmation);
    }

    void aPublicAddressNeedsTheTypedWord()
    {
        TargetGuard guard;
        const auto at = addresses({ u"203.0.113.5"_s });
        QCOMPARE(guard.judge(u"example.org"_s, at).decision, Decision::NeedsTypedWord);
        guard.grant(u"example.org"_s, Consent::Confirmed);
        QCOMPARE(guard.judge(u"example.org"_s, at).decision, Decision::NeedsTypedWord);
        guard.grant(u"example.org"_s, Consent::Typed);
        QVERIFY(guard.judge(u"example.org"_s, at).isAllowed());
        QCOMPARE(guard.judge(u"www.example.org"_s, at).decision, Decision::NeedsTypedWord);
    }

    void theTypedWordIsTheHostsName()
    {
        QVERIFY(TargetGuard::isTypedWord(u" Example.ORG "_s, u"example.org"_s));
        QVERIFY(TargetGuard::isTypedWord(u"2001:db8::1"_s, u"[2001:db8::1]"_s));
        QVERIFY(!TargetGuard::isTypedWord(u"yes"_s, u"example.org"_s));
        QVERIFY(!TargetGuard::isTypedWord(u""_s, u""_s));
    }

    void whereItReallyLeadsCounts()
    {
        // A name confirmed when it was private does not open the public address that it has today.
        TargetGuard guard;
        guard.grant(u"matrix.lan"_s, Consent::Confirmed);
        const Verdict verdict = guard.judge(u"matrix.lan"_s, addresses({ u"192.168.0.5"_s, u"203.0.113.5"_s }));
        QCOMPARE(verdict.decision, Decision::NeedsTypedWord);
        QVERIFY(verdict.reason.contains(u"203.0.113.5"));
    }

    void withoutAnAddressAHostCountsAsPublic()
    {
        QCOMPARE(TargetGuard().judge(u"behind.proxy"_s, {}).decision, Decision::NeedsTypedWord);
    }

    void publicServicesAreRefusedWhateverIsTyped_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("refused");
        QTest::newRow("matrix.org") << u"matrix.org"_s << true;
        QTest::newRow("below it") << u"matrix-client.matrix.org"_s << true;
        QTest::newRow("in capitals, with the dot") << u"Matrix.Org."_s << true;
        QTest::newRow("Element's hosting") << u"somebody.ems.host"_s << true;
        QTest::newRow("a name that only ends like it") << u"notmatrix.org"_s << false;
        QTest::newRow("a name that only begins like it") << u"matrix.org.example"_s << false;
    }

    void publicServicesAreRefusedWhateverIsTyped()
    {
        QFETCH(const QString, host);
        QFETCH(const bool, refused);
        TargetGuard guard;
        guard.grant(host, Consent::Typed);
        for (const QString &address : { u"203.0.113.5"_s, u"10.0.0.1"_s })
            QCOMPARE(guard.judge(host, addresses({ address })).decision == Decision::Refused, refused);
        QCOMPARE(isWellKnownPublicService(host), refused);
    }

    void aStatementIsKeptWithItsTime()
    {
        TargetGuard guard;
        const QDateTime when = QDateTime(QDate(2026, 3, 1), QTime(12, 30, 15, 500), Qt::UTC);
        guard.grant(u"Example.org"_s, Consent::Confirmed, when);
        guard.grant(u"example.org"_s, Consent::Typed, when.addDays(1));
        guard.grant(u"example.org"_s, Consent::Confirmed, when.addDays(2)); // takes nothing back
        QCOMPARE(guard.permissions(),
            (Permissions {
                { u"example.org"_s, Consent::Typed, QDateTime(QDate(2026, 3, 2), QTime(12, 30, 15), Qt::UTC), {} } }));
        QVERIFY(TargetGuard(guard.permissions()).judge(u"example.org"_s, addresses({ u"203.0.113.5"_s })).isAllowed());
    }
};

QTEST_GUILESS_MAIN(TestTargetGuard)
#include "test_targetguard.moc"
