// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/thresholds/ruleparser.h"

#include "engine/matrix/endpoint.h"
#include "engine/thresholds/endpointnames.h"

#include <QTest>

#include <algorithm>

using namespace throng;
using namespace throng::thresholds;
using namespace Qt::StringLiterals;
using metrics::EndpointKey;
using metrics::Kind;

namespace {

std::vector<EndpointKey> keys(std::initializer_list<matrix::Endpoint> endpoints)
{
    std::vector<EndpointKey> list;
    for (const matrix::Endpoint endpoint : endpoints)
        list.push_back(matrix::endpointKey(endpoint));
    std::sort(list.begin(), list.end());
    return list;
}

using Keys = std::vector<EndpointKey>;
using E = matrix::Endpoint;

} // namespace

Q_DECLARE_METATYPE(throng::thresholds::Figure)
Q_DECLARE_METATYPE(throng::thresholds::Comparison)
Q_DECLARE_METATYPE(std::vector<throng::metrics::EndpointKey>)

class TestRuleParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Figure>("figure");
        QTest::addColumn<double>("percent");
        QTest::addColumn<Keys>("endpoints");
        QTest::addColumn<QByteArray>("felt");
        QTest::addColumn<Comparison>("comparison");
        QTest::addColumn<double>("limit");
        const auto row = [](const char *text, Figure figure, double percent, const Keys &endpoints,
                             const QByteArray &felt, Comparison comparison, double limit) {
            QTest::newRow(text) << QString::fromUtf8(text) << figure << percent << endpoints << felt << comparison
                                << limit;
        };
        const Keys sends = keys({ E::SendMessage, E::SendReaction, E::SendOther });
        row("p95(send) < 500ms", Figure::Percentile, 95, sends, {}, Comparison::Less, 500e6);
        row("p99(delivery) < 2s", Figure::Percentile, 99, {}, "delivery/live", Comparison::Less, 2e9);
        row("p95(timeToInteractive) < 10s", Figure::Percentile, 95, {}, "time_to_interactive/login", Comparison::Less,
            10e9);
        row("max(History) < 1s", Figure::Max, 0, {}, "history/", Comparison::Less, 1e9);
        row("failures < 1%", Figure::FailedShare, 0, {}, {}, Comparison::Less, 0.01);
        row("failures(createRoom) < 0.5%", Figure::FailedShare, 0, keys({ E::CreateRoom }), {}, Comparison::Less,
            0.005);
        row("requests/s > 50", Figure::RequestsPerSecond, 0, {}, {}, Comparison::Greater, 50);
        row("max(sync) < 5s", Figure::Max, 0, keys({ E::InitialSync, E::CatchUpSync }), {}, Comparison::Less, 5e9);
        row("failures(sync) < 1%", Figure::FailedShare, 0, keys({ E::InitialSync, E::CatchUpSync, E::PollSync }), {},
            Comparison::Less, 0.01);
        row("p99.9(pollSync)<=31s", Figure::Percentile, 99.9, keys({ E::PollSync }), {}, Comparison::AtMost, 31e9);
        row("  MEDIAN ( CREATEROOM )  >=  1.5 min ", Figure::Percentile, 50, keys({ E::CreateRoom }), {},
            Comparison::AtLeast, 90e9);
        row("mean < 250us", Figure::Mean, 0, {}, {}, Comparison::Less, 250e3);
        row("min(login) ≥ 3µs", Figure::Min, 0, keys({ E::Login }), {}, Comparison::AtLeast, 3e3);
        row("rate-limited ≤ 0.1 %", Figure::RateLimitedShare, 0, {}, {}, Comparison::AtMost, 0.001);
        row("failures/s < 1/s", Figure::FailuresPerSecond, 0, {}, {}, Comparison::Less, 1);
        row("p95(PUT /_matrix/client/v3/rooms/_/typing/_) < 1s", Figure::Percentile, 95, keys({ E::Typing }), {},
            Comparison::Less, 1e9);
        row("p95(/_matrix/client/v3/rooms/_/join) < 1s", Figure::Percentile, 95, keys({ E::Join }), {},
            Comparison::Less, 1e9);
        row("p100(sendMessage) < 1s", Figure::Percentile, 100, keys({ E::SendMessage }), {}, Comparison::Less, 1e9);
    }

    void reads()
    {
        QFETCH(const QString, text);
        QFETCH(const Figure, figure);
        QFETCH(const double, percent);
        QFETCH(const Keys, endpoints);
        QFETCH(const QByteArray, felt);
        QFETCH(const Comparison, comparison);
        QFETCH(const double, limit);
        const auto rule = parseRule(text);
        QVERIFY2(rule, rule ? "" : qPrintable(rule.error().toError().toString()));
        QVERIFY(rule->figure == figure);
        QCOMPARE(rule->percent, percent);
        QVERIFY(rule->endpoints == endpoints);
        QCOMPARE(rule->felt ? rule->felt->name + '/' + rule->felt->className : QByteArray(), felt);
        QVERIFY(rule->comparison == comparison);
        QCOMPARE(rule->limit, limit);
        QCOMPARE(rule->text, text.trimmed());
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("position");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("expected"); // its beginning
        const auto row = [](const char *text, int position, int length, const QString &message,
                             const QString &expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << position << length << message << expected;
        };
        const QString times = u"a time such as 500ms or 2s"_s;
        row("", 0, 0, u"there is no rule"_s, u"a rule such as p95(send) < 500ms"_s);
        row("   ", 3, 0, u"there is no rule"_s, u"a rule such as"_s);
        row("p95(sned) < 500ms", 4, 4, u"there is no endpoint \"sned\""_s, u"\"send\", perhaps"_s);
        row("p95(create_room) < 500ms", 4, 11, u"there is no endpoint \"create_room\""_s, u"\"createRoom\", perhaps"_s);
        row("p95(dilevery) < 1s", 4, 8, u"there is no endpoint \"dilevery\""_s, u"\"delivery\", perhaps"_s);
        row("p95(quux) < 500ms", 4, 4, u"there is no endpoint \"quux\""_s, u"one of register, "_s);
        row("p95(/_matrix/client/v3/rooms/!a:b/join) < 1s", 4, 34,
            u"there is no endpoint \"/_matrix/client/v3/rooms/!a:b/join\""_s, u""_s);
        row("p95( ) < 500ms", 5, 0, u"nothing is named in the brackets"_s, u"an endpoint such as"_s);
        row("p95(send < 500ms", 9, 0, u"the bracket is not closed"_s, u"\")\" after send"_s);
        row("p95(", 4, 0, u"the bracket is not closed"_s, u"\")\" after a name"_s);
        row("failure < 1%", 0, 7, u"there is no figure \"failure\""_s, u"\"failures\", perhaps"_s);
        row("latency < 1s", 0, 7, u"there is no figure \"latency\""_s, u"one of p50, p95"_s);
        row("p0 < 1s", 0, 2, u"there is no percentile \"p0\""_s, u"p1 to p100"_s);
        row("p101 < 1s", 0, 4, u"there is no percentile \"p101\""_s, u"p1 to p100"_s);
        row("< 1s", 0, 0, u"the figure is missing"_s, u"one of p50"_s);
        row("failures(delivery) < 1%", 9, 8, u"of delivery there are times, no failures"_s, u"p50, p95"_s);
        row("p95(send)", 9, 0, u"the comparison is missing"_s, u"<, <=, > or >="_s);
        row("p95(send) 500ms", 10, 5, u"\"500ms\" is no comparison"_s, u"<, <=, > or >="_s);
        row("p95(send) == 500ms", 10, 2, u"\"==\" is no comparison"_s, u"<, <=, > or >="_s);
        row("p95(send) <", 11, 0, u"the limit is missing"_s, times);
        row("p95(send) < fast", 12, 4, u"\"fast\" is no number"_s, times);
        row("p95(send) < -5ms", 12, 2, u"\"-5\" is no number of at least 0"_s, times);
        row("p95(send) < 1,5s", 12, 3, u"\"1,5\" is no number of at least 0"_s, u"a point before the decimals"_s);
        row("p95(send) < 500", 15, 0, u"the unit is missing"_s, times);
        row("p95(send) < 5 %", 14, 1, u"\"%\" is no unit of p95"_s, times);
        row("p95(send) < 5 parsecs", 14, 7, u"\"parsecs\" is no unit of p95"_s, times);
        row("failures < 1", 12, 0, u"the unit is missing"_s, u"a share such as 0.5%"_s);
        row("failures < 1ms", 12, 2, u"\"ms\" is no unit of failures"_s, u"a share such as 0.5%"_s);
        row("failures < 150%", 11, 4, u"there are no shares above 100 %"_s, u"a share such as 0.5%"_s);
        row("requests/s > 50ms", 15, 2, u"\"ms\" is no unit of requests/s"_s, u"a number a second"_s);
        row("p95(send) < 500ms always", 18, 6, u"\"always\" is too much"_s, u"nothing after the limit"_s);
    }

    void saysWhatIsWrongAndWhere()
    {
        QFETCH(const QString, text);
        QFETCH(const int, position);
        QFETCH(const int, length);
        QFETCH(const QString, message);
        QFETCH(const QString, expected);
        const auto rule = parseRule(text);
        QVERIFY(!rule);
        QCOMPARE(rule.error().message, message);
        QVERIFY2(rule.error().expected.startsWith(expected), qPrintable(rule.error().expected));
        QCOMPARE(int(rule.error().position), position);
        QCOMPARE(int(rule.error().length), length);
        QVERIFY(rule.error().toError().message.startsWith(u"at character %1: "_s.arg(position + 1)));
    }

    void everythingThatTheClientAsksForHasAName()
    {
        for (std::size_t i = 0; i < matrix::endpointCount; ++i) {
            const EndpointKey key = matrix::endpointKey(static_cast<E>(i));
            const QString name = endpointName(key);
            const auto found = findEndpoints(name);
            QVERIFY2(found, qPrintable(name));
            QVERIFY2(std::find(found->keys.begin(), found->keys.end(), key) != found->keys.end(), qPrintable(name));
            QVERIFY2(endpointNames().contains(name), qPrintable(name));
        }
    }

    void everyNameThatIsOfferedIsUnderstood()
    {
        for (const QString &figure : figureNames()) {
            for (const QString &target : targetNames(figure)) {
                const auto rule = parseRule(u"%1(%2) < 1"_s.arg(figure, target));
                // Without a unit it may be no rule yet; up to there it is one.
                QVERIFY2(rule || rule.error().message == u"the unit is missing"_s, qPrintable(figure + target));
            }
        }
        QVERIFY(targetNames(u"p95"_s).contains(u"delivery"_s));
        QVERIFY(!targetNames(u"failures"_s).contains(u"delivery"_s));
    }

    void whatIsLeftOfTheComparisonIsTheFigure()
    {
        QCOMPARE(parseRule(u"p95(send) < 500ms"_s)->figureText(), u"p95(send)"_s);
        QCOMPARE(parseRule(u"requests/s>50"_s)->figureText(), u"requests/s"_s);
    }

    void valuesAreWritten_data()
    {
        QTest::addColumn<int>("unit");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("ms") << int(Unit::Time) << 512.4e6 << u"512 ms"_s;
        QTest::newRow("s") << int(Unit::Time) << 1.319e9 << u"1.32 s"_s;
        QTest::newRow("less than a ms") << int(Unit::Time) << 0.2e6 << u"0.20 ms"_s;
        QTest::newRow("share") << int(Unit::Share) << 0.0042 << u"0.42 %"_s;
        QTest::newRow("none") << int(Unit::Share) << 0.0 << u"0 %"_s;
        QTest::newRow("rate") << int(Unit::Rate) << 48.23 << u"48.2/s"_s;
    }

    void valuesAreWritten()
    {
        QFETCH(const int, unit);
        QFETCH(const double, value);
        QFETCH(const QString, text);
        QCOMPARE(formatValue(Unit(unit), value), text);
    }
};

QTEST_GUILESS_MAIN(TestRuleParser)
#include "test_ruleparser.moc"
