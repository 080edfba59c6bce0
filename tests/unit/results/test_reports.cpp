// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reports of a kept run: the same figures in each form, and words of others that stay words.
#include "engine/results/comparisonhtml.h"
#include "engine/results/htmlreport.h"
#include "engine/results/jsonreport.h"
#include "engine/results/junitreport.h"
#include "engine/results/markdownreport.h"
#include "support/keptrunfixture.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace throng;
using namespace throng::results;
using namespace Qt::StringLiterals;
using test::chatTest;
using test::MeasuredSeconds;

namespace {

const QString hostile = u"</script><script>alert(1)</script><img src=x onerror=alert(2)> & \"it's\" | `x` \u0001"_s;

/// A run with everything in it that a report shows; what others wrote in it is `words`.
QString keepFullRun(const QString &folder, const QString &words, int seconds = 30)
{
    RunDescription description = test::runDescription(words);
    description.facts.emplaceBack(u"server.software"_s, words);
    auto writer = *RunWriter::create(folder, description);
    MeasuredSeconds source(5, 200);
    KeptTest chat = chatTest(0, words);
    writer->beginTest(chat);
    for (int i = 0; i < seconds; ++i) {
        metrics::Snapshot second = source.next();
        metrics::ErrorDelta error;
        error.key = second.endpoints.back().key;
        error.outcome = metrics::Outcome::MatrixError;
        error.error = words.toUtf8();
        error.sample = words.toUtf8();
        error.occurrences = 1;
        error.firstSeen = error.lastSeen = second.unixMilliseconds;
        second.errors.push_back(error);
        std::sort(second.errors.begin(), second.errors.end(), [](const auto &a, const auto &b) {
            return std::tie(a.key, a.outcome, a.error) < std::tie(b.key, b.outcome, b.error);
        });
        // As an open model has them.
        for (metrics::EndpointDelta &endpoint : second.endpoints)
            endpoint.uncorrectedTimes = endpoint.responseTimes;
        writer->addSecond(second);
        if (i % 5 == 0)
            writer->addServerScrape({ words, second.unixMilliseconds,
                { { "CPU", metrics::ServerUnit::SecondsPerSecond, 0.5 + i, true },
                    { "not suggested", metrics::ServerUnit::Number, 7, false } } });
    }
    chat.end = u"run time over"_s;
    chat.warnings = { words };
    chat.verdict = { metrics::Trust::Doubtful, { words } };
    writer->endTest(chat);
    writer->addRule({ 0, u"p95(endpoint) < 1 ms"_s, KeptRule::State::Broken, u"54 ms"_s, 0 });
    writer->addRule({ 0, words, KeptRule::State::Kept, words, 0 });
    writer->addRule({ 0, u"p95(history) < 1 s"_s, KeptRule::State::Undecided, {}, 0 });
    writer->addMessage(MeasuredSeconds::begin + 2'000, KeptMessage::Kind::Warning, words);
    writer->addMessage(MeasuredSeconds::begin + 4'500, KeptMessage::Kind::Annotation, words);
    writer->addSlowestRooms({ { "!room:x", 40, 1'200, std::chrono::milliseconds(90), std::chrono::seconds(3) } });
    const QString path = writer->path();
    if (const auto finished = writer->finish(RunState::Done, {}, {}); !finished)
        qFatal("%s", qPrintable(finished.error().toString()));
    return path;
}

Report reportOf(const QString &path)
{
    auto report = Report::ofFile(path);
    if (!report)
        qFatal("%s", qPrintable(report.error().toString()));
    return *std::move(report);
}

QJsonObject dataOf(const QByteArray &html)
{
    const QByteArray begin = "<script type=\"application/json\" id=\"data\">";
    const qsizetype from = html.indexOf(begin) + begin.size();
    return QJsonDocument::fromJson(html.mid(from, html.indexOf("</script>", from) - from)).object();
}

} // namespace

class TestReports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spansAddUpToTheWhole()
    {
        QTemporaryDir folder;
        MeasuredSeconds source(5, 200);
        const auto reader = RunReader::open(test::keepRun(folder.path(), source, 310));
        QVERIFY(reader);
        const auto spans = ReportSpans::of(**reader, 0, 40);
        QVERIFY(spans);
        QCOMPARE(spans->spans.size(), 31U); // of ten seconds
        const metrics::Totals whole = *(*reader)->totals(0);
        quint64 requests = 0;
        for (const ReportPoint &point : spans->all)
            requests += point.requests;
        QCOMPARE(requests, whole.requests());
        for (const metrics::EndpointDelta &endpoint : whole.endpoints()) {
            quint64 failures = 0;
            for (const ReportPoint &point : spans->endpoints.at(endpoint.key))
                failures += point.failures;
            QCOMPARE(failures, endpoint.failures());
        }
        // Percentiles are those of the seconds' histograms merged.
        metrics::Histogram merged;
        QVERIFY((*reader)->eachSecond(0, spans->spans[7].range, [&merged](const metrics::Snapshot &second) {
            for (const metrics::EndpointDelta &endpoint : second.endpoints) {
                if (endpoint.key.kind != metrics::Kind::PollSync)
                    merged.merge(endpoint.responseTimes);
            }
        }));
        QCOMPARE((*spans->all[7].times)[1], merged.percentile(95));
    }

    void whatAStopLeavesOfASecondIsNoRate()
    {
        QTemporaryDir folder;
        auto writer = *RunWriter::create(folder.path(), test::runDescription());
        MeasuredSeconds source(3, 300);
        KeptTest chat = chatTest();
        writer->beginTest(chat);
        for (int i = 0; i < 5; ++i)
            writer->addSecond(source.next());
        writer->addSecond(source.next(0.02));
        chat.end = u"stopped"_s;
        writer->endTest(chat);
        const QString path = writer->path();
        QVERIFY(writer->finish(RunState::Stopped, {}, {}));
        const auto reader = RunReader::open(path);
        QVERIFY(reader);
        const auto spans = ReportSpans::of(**reader, 0, 200);
        QVERIFY(spans);
        QCOMPARE(spans->spans.size(), 5U);
        QVERIFY(std::abs(spans->spans.back().seconds - 1.02) < 1e-9);
        quint64 requests = 0;
        for (const ReportPoint &point : spans->all)
            requests += point.requests;
        QCOMPARE(requests, (*reader)->totals(0)->requests());
    }

    void serverFiguresAreThoseOfTheirScrapes()
    {
        QTemporaryDir folder;
        const Report report = reportOf(keepFullRun(folder.path(), u"words"_s));
        const auto &rows = report.tests.front().server.rows();
        QCOMPARE(rows.size(), 2U);
        QCOMPARE(rows[0].name, "CPU");
        QCOMPARE(rows[0].scrapes, 6U);
        QCOMPARE(rows[0].lowest, 0.5);
        QCOMPARE(rows[0].highest, 25.5);
        QCOMPARE(rows[0].last, 25.5);
        QCOMPARE(rows[0].mean(), 13.0);
        QVERIFY(!rows[1].suggested);
        for (const metrics::ServerScrape &scrape : report.tests.front().scrapes)
            QCOMPARE(scrape.figures.size(), 1U);
    }

    void remarksAndSlowRoomsAreInEachForm()
    {
        QTemporaryDir folder;
        const Report report = reportOf(keepFullRun(folder.path(), u"restarted a worker"_s));
        const QByteArray html = htmlReport(report);
        const QJsonArray marks = dataOf(html)[u"groups"].toArray().first().toObject()[u"marks"].toArray();
        QCOMPARE(marks.size(), 1);
        QCOMPARE(marks.first().toObject()[u"x"].toDouble(), 4.5);
        QCOMPARE(marks.first().toObject()[u"text"].toString(), u"restarted a worker"_s);
        QVERIFY(html.contains("Slowest rooms") && html.contains("40 members"));
        QVERIFY(!html.contains("!room"));

        const QByteArray markdown = markdownReport(report);
        QVERIFY2(markdown.contains("Remarks:\n\n- after 0:00:04: restarted a worker\n"), markdown.constData());

        const QJsonObject json = QJsonDocument::fromJson(jsonReport(report)).object();
        const QJsonObject room =
            json[u"tests"].toArray().first().toObject()[u"slowest_rooms"].toArray().first().toObject();
        QCOMPARE(room[u"members"].toInt(), 40);
        QCOMPARE(room[u"worst_ms"].toDouble(), 3'000.0);
        const QJsonArray messages = json[u"messages"].toArray();
        QCOMPARE(messages.last().toObject()[u"kind"].toString(), u"annotation"_s);
    }

    void wordsOfOthersAreNoMarkup()
    {
        QTemporaryDir folder;
        const Report report = reportOf(keepFullRun(folder.path(), hostile));
        const QByteArray html = htmlReport(report);
        QVERIFY(!html.contains("<script>alert"));
        QVERIFY(!html.contains("<img"));
        QVERIFY(html.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
        QCOMPARE(html.count("<script"), 3); // data, library, ours
        QCOMPARE(html.count("</script"), 3);
        // The data came through whole.
        const QJsonObject group = dataOf(html)[u"groups"].toArray().first().toObject();
        QVERIFY(group[u"charts"].toArray().size() >= 5);

        const QByteArray markdown = markdownReport(report);
        QVERIFY(!markdown.contains("<script>"));
        QVERIFY(!markdown.contains("| `x`"));
        // No word of others' ends its cell: the lines of a table have as many as its first.
        static const QRegularExpression edge(uR"((?<!\\)\|)"_s);
        qsizetype edges = 0;
        for (const QString &line : QString::fromUtf8(markdown).split(u'\n')) {
            const qsizetype here = line.startsWith(u'|') ? line.count(edge) : 0;
            if (edges > 0 && here > 0)
                QCOMPARE(here, edges);
            edges = here;
        }

        QXmlStreamReader xml(junitReport(report));
        while (!xml.atEnd())
            xml.readNext();
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    }

    void onlyThePagesOwnScriptsMayRun()
    {
        QTemporaryDir folder;
        const QByteArray html = htmlReport(reportOf(keepFullRun(folder.path(), u"words"_s)));
        qsizetype at = 0;
        int scripts = 0;
        while ((at = html.indexOf("<script>", at)) >= 0) {
            at += 8;
            const QByteArray script = html.mid(at, html.indexOf("</script>", at) - at);
            QVERIFY(script.size() > 1000);
            const QByteArray hash = QCryptographicHash::hash(script, QCryptographicHash::Sha256).toBase64();
            QVERIFY(html.contains(QByteArray("'sha256-" + hash + '\'')));
            ++scripts;
        }
        QCOMPARE(scripts, 2);
        QVERIFY(html.contains("default-src 'none'"));
        // Nothing is asked of any network.
        for (const char *asks : { " src=", "@import", "url(", "<link", "sourceMappingURL", "fetch(" })
            QVERIFY2(!html.contains(asks), asks);
    }

    void openModelHasUncorrectedTimesBesideTheCorrected()
    {
        QTemporaryDir folder;
        const QString path = keepFullRun(folder.path(), u"words"_s);
        QVERIFY(htmlReport(reportOf(path)).contains("From the sending (uncorrected)"));
        MeasuredSeconds source(5, 200);
        QVERIFY(!htmlReport(reportOf(test::keepRun(folder.path(), source, 3))).contains("uncorrected"));
    }

    void chartsHaveThresholdsOfTheirEndpoints()
    {
        QTemporaryDir folder;
        auto writer = *RunWriter::create(folder.path(), test::runDescription());
        MeasuredSeconds source(3, 50);
        KeptTest chat = chatTest();
        writer->beginTest(chat);
        for (int i = 0; i < 3; ++i)
            writer->addSecond(source.next());
        chat.end = u"run time over"_s;
        writer->endTest(chat);
        writer->addRule({ 0, u"p95 < 250 ms"_s, KeptRule::State::Kept, u"54 ms"_s, 0 });
        writer->addRule({ 0, u"p99(delivery) < 2 s"_s, KeptRule::State::Kept, u"54 ms"_s, 0 });
        writer->addRule({ 0, u"failures < 1%"_s, KeptRule::State::Kept, u"0 %"_s, 0 });
        const QString path = writer->path();
        QVERIFY(writer->finish(RunState::Done, {}, {}));
        const QJsonArray charts = dataOf(htmlReport(reportOf(path)))[u"groups"].toArray().first()[u"charts"].toArray();
        const QJsonArray all = charts[0][u"limits"].toArray().first().toArray();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0][u"value"].toDouble(), 250.0);
        QCOMPARE(charts[0][u"limits"].toArray()[1].toArray().size(), 0);
        QCOMPARE(charts[2][u"title"].toString(), u"Deliveries"_s);
        QCOMPARE(charts[2][u"limits"].toArray().first().toArray()[0][u"value"].toDouble(), 2000.0);
    }

    void junitSaysWhatFailed()
    {
        QTemporaryDir folder;
        QXmlStreamReader xml(junitReport(reportOf(keepFullRun(folder.path(), u"words"_s))));
        QStringList failed;
        QStringList skipped;
        QString name;
        int cases = 0;
        while (!xml.atEnd()) {
            if (!xml.readNext() || !xml.isStartElement())
                continue;
            if (xml.name() == u"testsuites") {
                QCOMPARE(xml.attributes().value(u"tests"_s).toInt(), 6);
                QCOMPARE(xml.attributes().value(u"failures"_s).toInt(), 1);
                QCOMPARE(xml.attributes().value(u"skipped"_s).toInt(), 1);
            } else if (xml.name() == u"testcase") {
                ++cases;
                name = xml.attributes().value(u"name"_s).toString();
            } else if (xml.name() == u"failure") {
                failed += name + u": "_s + xml.attributes().value(u"message"_s);
            } else if (xml.name() == u"skipped") {
                skipped += name;
            }
        }
        QVERIFY(!xml.hasError());
        QCOMPARE(cases, 6); // carried out; ended, trusted, three thresholds
        QCOMPARE(failed, QStringList { u"p95(endpoint) < 1 ms: measured 54 ms"_s });
        QCOMPARE(skipped, QStringList { u"p95(history) < 1 s"_s });
    }

    void jsonHasTheFiguresOfTheRun()
    {
        QTemporaryDir folder;
        const Report report = reportOf(keepFullRun(folder.path(), u"words"_s));
        const QJsonObject json = QJsonDocument::fromJson(jsonReport(report)).object();
        QCOMPARE(json[u"verdict"][u"result"].toString(), u"broken"_s);
        QCOMPARE(json[u"thresholds"].toArray().size(), 3);
        const QJsonObject test = json[u"tests"].toArray().first().toObject();
        const metrics::Totals &totals = report.tests.front().totals;
        QCOMPARE(test[u"requests"].toInteger(), qint64(totals.requests()));
        QCOMPARE(
            test[u"response_times"][u"p95_ms"].toDouble(), double(totals.responseTimes().percentile(95).count()) / 1e6);
        QCOMPARE(test[u"history"].toArray().size(), 30);
        QCOMPARE(test[u"deliveries"][u"expected"].toInt(), 30 * 12);
    }

    void markdownIsShort()
    {
        QTemporaryDir folder;
        const QByteArray markdown = markdownReport(reportOf(keepFullRun(folder.path(), u"words"_s)));
        QVERIFY(markdown.startsWith("### Load test words: ❌ 1 of 2 thresholds broken"));
        QVERIFY(markdown.count('\n') < 45);
        QVERIFY(markdown.indexOf("❌ | p95") < markdown.indexOf("✅"));
    }

    void comparedRunsLieOverEachOther()
    {
        QTemporaryDir folder;
        MeasuredSeconds first(5, 200, 1);
        MeasuredSeconds second(5, 200, 2, 1.5);
        const auto comparison = Comparison::of(
            { { test::keepRun(folder.path(), first, 20) }, { test::keepRun(folder.path(), second, 25) } });
        QVERIFY(comparison);
        const auto html = comparisonHtml(*comparison);
        QVERIFY(html);
        QVERIFY(html->contains("not enough runs"));
        const QJsonObject group = dataOf(*html)[u"groups"].toArray().first().toObject();
        QCOMPARE(group[u"x"].toArray().size(), 25); // the seconds of both meet
        const QJsonArray p95 = group[u"charts"][1][u"series"][0].toArray();
        QCOMPARE(p95.size(), 2);
        QVERIFY(p95[0][19].isDouble());
        QVERIFY(p95[0][20].isNull());
        QVERIFY(p95[1][24].isDouble());
    }

    void runsThatDidNotEndSaySo()
    {
        QTemporaryDir folder;
        auto writer = *RunWriter::create(folder.path(), test::runDescription());
        writer->beginTest(chatTest());
        MeasuredSeconds source(3, 50);
        writer->addSecond(source.next());
        const QString path = writer->path();
        QVERIFY(writer->finish(RunState::Failed, u"the server went away"_s, {}));
        const Report report = reportOf(path);
        QCOMPARE(report.verdict(), Report::Verdict::Failed);
        QVERIFY(htmlReport(report).contains("the server went away"));
        QVERIFY(markdownReport(report).contains("the server went away"));
        QVERIFY(junitReport(report).contains("cut off: the server went away"));
    }

    void anEmptyRunHasAReport()
    {
        QTemporaryDir folder;
        auto writer = *RunWriter::create(folder.path(), test::runDescription());
        writer->beginTest(chatTest());
        const QString path = writer->path();
        QVERIFY(writer->finish(RunState::Stopped, {}, {}));
        const Report report = reportOf(path);
        QVERIFY(htmlReport(report).contains("Nothing was measured."));
        QVERIFY(!markdownReport(report).isEmpty());
        QVERIFY(!junitReport(report).isEmpty());
        QVERIFY(QJsonDocument::fromJson(jsonReport(report)).isObject());
    }
};

QTEST_GUILESS_MAIN(TestReports)
#include "test_reports.moc"
