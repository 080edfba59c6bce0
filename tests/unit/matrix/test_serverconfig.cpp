// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/ratelimit.h"
#include "engine/matrix/serverconfig.h"

#include <QTest>

using namespace throng::matrix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestServerConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachServerHasItsOwn_data()
    {
        QTest::addColumn<QString>("software");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("line");
        QTest::newRow("Synapse") << u"Synapse 1.163.2"_s << u"homeserver.yaml"_s << u"rc_registration: *r"_s;
        QTest::newRow("Dendrite") << u"Dendrite 0.15.2"_s << u"dendrite.yaml"_s << u"    enabled: false"_s;
        QTest::newRow("Conduit") << u"Conduit 0.10"_s << u"conduit.toml"_s << u"allow_registration = true"_s;
        QTest::newRow("its family") << u"continuwuity 0.5"_s << u"conduit.toml"_s << u"allow_registration = true"_s;
        QTest::newRow("another") << u"Something 1"_s << QString() << QString();
        QTest::newRow("unknown") << QString() << QString() << QString();
    }
    void eachServerHasItsOwn()
    {
        QFETCH(QString, software);
        QFETCH(QString, file);
        QFETCH(QString, line);
        const auto config = configForLoadTest(software);
        QCOMPARE(config.has_value(), !file.isEmpty());
        if (!config)
            return;
        QCOMPARE(config->file, file);
        QVERIFY(config->text.split(u'\n').contains(line));
        QVERIFY(config->text.endsWith(u'\n')); // pasted above another line it stays a line
    }

    void synapsesAnchorComesBeforeItsUses()
    {
        const QString text = configForLoadTest(u"Synapse 1"_s)->text;
        QVERIFY(text.indexOf(u"&r"_s) >= 0);
        QVERIFY(text.indexOf(u"&r"_s) < text.indexOf(u"*r"_s));
    }

    void aDefaultIsRecognised_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("atOnce");
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<bool>("isDefault");
        QTest::newRow("as it is") << int(RateLimit::Kind::Message) << 10 << 5000 << true;
        QTest::newRow("a bucket that leaked") << int(RateLimit::Kind::Message) << 11 << 4600 << true;
        QTest::newRow("more at once") << int(RateLimit::Kind::Message) << 20 << 5000 << false;
        QTest::newRow("faster") << int(RateLimit::Kind::Message) << 10 << 1000 << false;
        QTest::newRow("logins") << int(RateLimit::Kind::Login) << 5 << 333'000 << true;
    }
    void aDefaultIsRecognised()
    {
        QFETCH(int, kind);
        QFETCH(int, atOnce);
        QFETCH(int, milliseconds);
        QFETCH(bool, isDefault);
        RateLimit limit { RateLimit::Kind(kind) };
        limit.atOnce = atOnce;
        limit.oneEvery = std::chrono::milliseconds(milliseconds);
        QVERIFY(!isSynapseDefault(limit)); // none was met
        limit.met = true;
        QCOMPARE(isSynapseDefault(limit), isDefault);
    }
};

QTEST_GUILESS_MAIN(TestServerConfig)
#include "test_serverconfig.moc"
