// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/project.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng::project;
using throng::Result;

class TestProject : public QObject {
    Q_OBJECT

private:
    static Result<Project> parse(const QByteArray &json) { return Project::fromJson(json, u"p.throng"_s, u"."_s); }

    /// Every field other than its default.
    static Project unusual()
    {
        Project project;
        project.server.url = u"https://matrix.example.org/base"_s;
        project.server.accounts = AccountSource::SharedSecret;
        project.server.caFile = u"ca.pem"_s;
        project.server.insecure = true;
        project.server.http = throng::HttpVersions::Http2;
        project.server.proxy = u"http://127.0.0.1:3128"_s;
        project.server.metricsUrls = { u"http://127.0.0.1:9000/_synapse/metrics"_s, u"127.0.0.1:9100"_s };
        project.server.timeouts.connect = 1s;
        project.server.timeouts.request = 2s;
        project.server.timeouts.createRoom = 3s;
        project.server.timeouts.stop = 4s;
        project.permissions = { { u"matrix.example.org"_s, Consent::Typed,
            QDateTime(QDate(2026, 3, 1), QTime(12, 30), Qt::UTC), {} } };
        project.seed = 18446744073709551615ULL;
        project.users.count = 7;
        project.users.namePattern = u"load-000"_s;
        project.users.domain = u"example.org"_s;
        project.users.passwordLength = 20;
        project.users.seed = (1ULL << 53) + 1;
        project.rooms.distribution = RoomDistribution::Histogram;
        project.rooms.alpha = 2.5;
        project.rooms.draws = 3;
        project.rooms.smallest = 4;
        project.rooms.largest = 5;
        project.rooms.fixedSize = 6;
        project.rooms.histogram = { { 2, 10 }, { 100, 1 } };
        project.rooms.namePattern = u"R{n}"_s;
        project.rooms.seed = 0;
        project.suites.append(Suite::standard());
        project.suites.last().tests.last().chat.sendTextWeight = 9;
        project.suites.last().tests.last().chat.roomImageWeight.values = { 1 };
        project.suites.last().tests.last().preHooks = { { u"a"_s, u"b"_s } };
        project.suites.last().tests.first().setup.tries = 5;
        project.suites.last().tests.first().enabled = false;
        project.charts.windowSeconds = 60;
        project.charts.endpoints = { u"GET /_matrix/client/v3/sync"_s };
        return project;
    }

    /// What matters of a project, leaving aside how it was spelt in the file.
    static Project withoutSources(Project project)
    {
        for (Suite &suite : project.suites) {
            for (Test &test : suite.tests) {
                test.source = {};
                test.script.clear();
            }
        }
        return project;
    }

private Q_SLOTS:
    void whatIsWrittenIsReadAgain_data()
    {
        QTest::addColumn<Project>("project");
        QTest::newRow("empty") << Project();
        QTest::newRow("defaults") << Project::withDefaults(u"http://127.0.0.1:8008"_s);
        QTest::newRow("unusual") << unusual();
    }

    void whatIsWrittenIsReadAgain()
    {
        QFETCH(const Project, project);
        const QByteArray json = project.toJson();
        const Result<Project> read = parse(json);
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QVERIFY(withoutSources(*read) == withoutSources(project));
        QCOMPARE(read->toJson(), json); // saved again unchanged: byte for byte the same
    }

    void theDefaultsAreWhatTheIssueSays()
    {
        const Project project = Project::withDefaults(u"http://127.0.0.1:8008"_s);
        QCOMPARE(project.users.count, 1000);
        QCOMPARE(project.users.namePattern, u"user.000000"_s);
        QCOMPARE(project.rooms.alpha, 1.161);
        QVERIFY(project.suite(u"standard"_s));
        QVERIFY(!project.suite(u"other"_s));
        QCOMPARE(project.userSeed(), project.seed);
    }

    void unknownKeysSurvive()
    {
        const QByteArray json =
            R"({"format": "throng-project", "version": 1, "future": [1, {"a": null}],)"
            R"("server": {"url": "http://127.0.0.1", "accounts": "open_registration", "oauth": true,)"
            R"("timeouts": {"sync_ms": 7}},)"
            R"("permissions": [{"host": "a", "consent": "typed", "when": "2026-03-01T12:30:00Z", "by": "me"}],)"
            R"("seed": 1, "users": {"count": 5, "names": "u0", "groups": []},)"
            R"("rooms": {"sizes": "pareto", "encrypted": 0.5},)"
            R"("charts": {"dark": true},)"
            R"("suites": [{"name": "s", "thresholds": ["p95 < 1s"], "scripts": [)"
            R"({"script": "chat.py", "runtime": "5m", "shape": {"kind": "ramp"}, "chat": {"habit": 1}}]}]})";
        const Result<Project> project = parse(json);
        QVERIFY2(project, project ? "" : qPrintable(project.error().toString()));
        QCOMPARE(QJsonDocument::fromJson(project->toJson()).object(), QJsonDocument::fromJson(json).object());
    }

    void aNewerProjectIsNotOpened()
    {
        const Result<Project> project = parse(R"({"format": "throng-project", "version": 2, "server": "other"})");
        QVERIFY(!project);
        QCOMPARE(project.error().where, u"p.throng: version"_s);
        QVERIFY2(project.error().message.startsWith(u"was written by a newer Throng: its format is 2"),
            qPrintable(project.error().message));
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, const QByteArray &rest, const QString &path) {
            QTest::newRow(name) << "{\"format\": \"throng-project\", \"version\": 1, " + rest + "}"
                                << u"p.throng: "_s + path;
        };
        row("server", R"("server": [])", u"server"_s);
        row("url", R"("server": {"url": 7})", u"server.url"_s);
        row("accounts", R"("server": {"accounts": "magic"})", u"server.accounts"_s);
        row("HTTP version", R"("server": {"http": "3"})", u"server.http"_s);
        row("insecure", R"("server": {"insecure": "yes"})", u"server.insecure"_s);
        row("timeout", R"("server": {"timeouts": {"request_ms": 0}})", u"server.timeouts.request_ms"_s);
        row("seed", R"("seed": -1)", u"seed"_s);
        row("half a seed", R"("seed": 1.5)", u"seed"_s);
        row("seed as words", R"("seed": "lucky")", u"seed"_s);
        row("count", R"("users": {"count": "many"})", u"users.count"_s);
        row("distribution", R"("rooms": {"sizes": "zipf"})", u"rooms.sizes"_s);
        row("histogram", R"("rooms": {"histogram": [{"size": 2}, {"size": 0}]})", u"rooms.histogram[1].size"_s);
        row("permission", R"("permissions": [{"consent": "typed"}])", u"permissions[0].host"_s);
        row("permission's time", R"("permissions": [{"host": "a", "when": "once"}])", u"permissions[0].when"_s);
        row("suites", R"("suites": {})", u"suites"_s);
        row("test", R"("suites": [{"scripts": []}, {"scripts": [{"script": "chat.py", "num_users": "x"}]}])",
            u"suites[1].scripts[0].num_users"_s);
        row("charts", R"("charts": {"endpoints": [1]})", u"charts.endpoints[0]"_s);
        QTest::newRow("no project") << R"({"scripts": []})"_ba << u"p.throng: format"_s;
        QTest::newRow("no version") << R"({"format": "throng-project"})"_ba << u"p.throng: version"_s;
        QTest::newRow("damaged") << "{\n\"format\":\n}"_ba << u"p.throng:3"_s;
        QTest::newRow("empty") << ""_ba << u"p.throng:1"_s;
    }

    void saysWhatIsWrongAndWhere()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, where);
        const Result<Project> project = parse(json);
        QVERIFY(!project);
        QCOMPARE(project.error().where, where);
        QVERIFY(!project.error().message.isEmpty());
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("url"); // empty: an error
        QTest::newRow("http") << u"http://127.0.0.1:8008"_s << u"http://127.0.0.1:8008"_s;
        QTest::newRow("no scheme means https") << u"matrix.example.org"_s << u"https://matrix.example.org"_s;
        QTest::newRow("port") << u"localhost:8448"_s << u"https://localhost:8448"_s;
        QTest::newRow("spaces around") << u"  http://localhost/ "_s << u"http://localhost"_s;
        QTest::newRow("path") << u"https://example.org/matrix/"_s << u"https://example.org/matrix"_s;
        QTest::newRow("IPv6") << u"::1"_s << u"https://[::1]"_s;
        QTest::newRow("IPv6 with scheme") << u"http://::1"_s << u"http://[::1]"_s;
        QTest::newRow("IPv6 and port") << u"http://[::1]:8008"_s << u"http://[::1]:8008"_s;
        QTest::newRow("capitals") << u"HTTP://Example.ORG"_s << u"http://example.org"_s;
        QTest::newRow("nothing") << u" "_s << u""_s;
        QTest::newRow("space inside") << u"matrix example.org"_s << u""_s;
        QTest::newRow("user ID") << u"@ada:example.org"_s << u""_s;
        QTest::newRow("other scheme") << u"ftp://example.org"_s << u""_s;
        QTest::newRow("password") << u"https://ada:secret@example.org"_s << u""_s;
        QTest::newRow("query") << u"https://example.org/?a=b"_s << u""_s;
        QTest::newRow("port 0") << u"http://localhost:0"_s << u""_s;
        QTest::newRow("port too high") << u"http://localhost:70000"_s << u""_s;
        QTest::newRow("port in words") << u"http://localhost:http"_s << u""_s;
        QTest::newRow("no host") << u"http://"_s << u""_s;
        QTest::newRow("unclosed bracket") << u"http://[::1"_s << u""_s;
    }

    void addresses()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, url);
        const Result<QUrl> parsed = parseServerUrl(typed);
        QCOMPARE(parsed ? parsed->toString() : QString(), url);
        if (!parsed) {
            QVERIFY(!parsed.error().message.isEmpty());
            QVERIFY(!parsed.error().toString().contains(u"secret"));
        }
    }
};

QTEST_GUILESS_MAIN(TestProject)
#include "test_project.moc"
