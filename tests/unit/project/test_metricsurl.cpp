// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/serversettings.h"

#include <QTest>

using namespace throng::project;
using namespace Qt::StringLiterals;

class MetricsUrlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressesAreTakenAsTheyAreTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("url");
        QTest::newRow("whole") << u"https://m.example.org:9000/_synapse/metrics?x=1"_s
                               << u"https://m.example.org:9000/_synapse/metrics?x=1"_s;
        QTest::newRow("host and port") << u" 127.0.0.1:9000 "_s << u"http://127.0.0.1:9000/metrics"_s;
        QTest::newRow("root is a path") << u"http://127.0.0.1:9000/"_s << u"http://127.0.0.1:9000/"_s;
        QTest::newRow("IPv6") << u"[::1]:9000"_s << u"http://[::1]:9000/metrics"_s;
    }

    void addressesAreTakenAsTheyAreTyped()
    {
        QFETCH(QString, typed);
        QFETCH(QString, url);
        const auto parsed = parseMetricsUrl(typed);
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().toString()));
        QCOMPARE(parsed->toString(), url);
    }

    void whatIsNoAddressIsRefused_data()
    {
        QTest::addColumn<QString>("typed");
        for (const char *typed : { "", "ftp://host/x", "http://", "host:port:9", "http://host:0/", "a b" })
            QTest::newRow(typed) << QString::fromLatin1(typed);
    }

    void whatIsNoAddressIsRefused()
    {
        QFETCH(QString, typed);
        const auto parsed = parseMetricsUrl(typed);
        QVERIFY(!parsed);
        QVERIFY(!parsed.error().expected.isEmpty());
    }

    void aPasswordIsNeitherTakenNorRepeated()
    {
        const auto parsed = parseMetricsUrl(u"http://metrics:s3cret@host:8008/metrics"_s);
        QVERIFY(!parsed);
        QVERIFY(!parsed.error().toString().contains(u"s3cret"));
    }
};

QTEST_GUILESS_MAIN(MetricsUrlTest)
#include "test_metricsurl.moc"
