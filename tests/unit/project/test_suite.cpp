// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/suite.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng::project;
using throng::Result;
using throng::users::Behaviour;

class TestSuite : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString write(const QString &name, const QByteArray &content)
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot prepare %s", qPrintable(path));
        return path;
    }

    static QJsonObject readJson(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theStandardSuiteIsMatrixLocustsFourTests()
    {
        const Suite suite = Suite::standard();
        QCOMPARE(suite.name, u"standard"_s);
        QStringList names;
        QStringList scripts;
        for (const Test &test : suite.tests) {
            names << test.name;
            scripts << scriptOfBehaviour(test.behaviour);
            QCOMPARE(test.users, std::nullopt); // all accounts
            QCOMPARE(test.spawnRate, 10.0);
            QCOMPARE(test.stopWhenDone, test.isSetup());
        }
        QCOMPARE(names, (QStringList { u"register"_s, u"create-rooms"_s, u"join-rooms"_s, u"chat"_s }));
        QCOMPARE(scripts,
            (QStringList { u"matrix_locust/client_server/register.py"_s,
                u"matrix_locust/client_server/create_room.py"_s, u"matrix_locust/client_server/join.py"_s,
                u"chat.py"_s }));
        QCOMPARE(suite.tests.last().runTime, std::optional(5min));
        QCOMPARE(suite.tests.first().runTime, std::nullopt);
    }

    void readsMatrixLocustsSuite()
    {
        const QString path = write(u"test-suites/synapse-250.json"_s, R"({"scripts": [
            {"name": "250-register", "script": "matrix_locust/client_server/register.py",
             "pre_script_command": ["scripts/reset.sh", "scripts/log.sh"],
             "pre_script_command_args": ["250 small", ""],
             "post_script_command": "scripts/collect.sh", "post_script_command_args": "all",
             "num_users": 250, "spawn_rate": 2.5, "runtime": "1h30m", "autoquit": 10, "output_dir": "results"},
            {"name": "250-chat", "script": "locust-run-users.py", "num_users": 100, "spawn_rate": 1, "runtime": 90}
        ]})");
        const Result<Suite> suite = readSuiteFile(path);
        QVERIFY2(suite, suite ? "" : qPrintable(suite.error().toString()));
        QCOMPARE(suite->name, u"synapse-250"_s);
        QCOMPARE(suite->tests.size(), 2);
        const Test &setup = suite->tests[0];
        QCOMPARE(setup.name, u"250-register"_s);
        QCOMPARE(setup.behaviour, Behaviour::Register);
        QCOMPARE(
            setup.preHooks, (QList<Hook> { { u"scripts/reset.sh"_s, u"250 small"_s }, { u"scripts/log.sh"_s, {} } }));
        QCOMPARE(setup.postHooks, (QList<Hook> { { u"scripts/collect.sh"_s, u"all"_s } }));
        QCOMPARE(setup.users, std::optional(250));
        QCOMPARE(setup.spawnRate, 2.5);
        QCOMPARE(setup.runTime, std::optional(90min));
        QCOMPARE(setup.autoquitSeconds, 10.0);
        QCOMPARE(setup.outputDirectory, u"results"_s);
        QVERIFY(setup.stopWhenDone);
        const Test &chat = suite->tests[1];
        QCOMPARE(chat.behaviour, Behaviour::Chat);
        QCOMPARE(chat.runTime, std::optional(90s));
        QCOMPARE(chat.autoquitSeconds, 5.0);
        QVERIFY(!chat.stopWhenDone);
        QVERIFY(chat.chat == throng::users::ChatParameters());
    }

    void knowsTheScripts_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("behaviour");
        QTest::newRow("register") << u"register.py"_s << int(Behaviour::Register);
        QTest::newRow("create") << u"matrix_locust/client_server/create_room.py"_s << int(Behaviour::CreateRooms);
        QTest::newRow("history") << u"throng/fill_rooms.py"_s << int(Behaviour::FillRooms);
        QTest::newRow("join") << u"/opt/ml/join.py"_s << int(Behaviour::JoinRooms);
        QTest::newRow("chat") << u"chat.py"_s << int(Behaviour::Chat);
        QTest::newRow("chat user") << u"matrix_locust/users/matrixchatuser.py"_s << int(Behaviour::Chat);
        QTest::newRow("run users") << u"locust-run-users.py"_s << int(Behaviour::Chat);
        QTest::newRow("other") << u"my-register.py"_s << -1;
    }

    void knowsTheScripts()
    {
        QFETCH(const QString, script);
        QFETCH(const int, behaviour);
        const std::optional<Behaviour> known = behaviourOfScript(script);
        QCOMPARE(known ? int(*known) : -1, behaviour);
    }

    void whatIsReadIsWrittenAgain_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("matrix-locust's") << R"({"scripts": [{"name": "a", "script": "x/register.py",
            "pre_script_command": "one.sh", "pre_script_command_args": "x", "num_users": 1, "spawn_rate": 1,
            "runtime": "90m", "autoquit": 5, "output_dir": "."}]})"_ba;
        QTest::newRow("no arguments")
            << R"({"scripts": [{"script": "join.py", "post_script_command": ["a", "b"]}]})"_ba;
        QTest::newRow("unknown keys") << R"({"comment": "mine", "scripts": [{"script": "join.py", "tags": ["a"],
            "chat": {"new_habit": 7}, "setup": {"tries": 3, "future": {}}}]})"_ba;
        QTest::newRow("Throng's") << R"({"scripts": [{"script": "chat.py", "enabled": false, "stop_when_done": true,
            "num_users": null, "warm_up": "30s", "chat": {"send_text_weight": 2, "typing_s": 1.5, "image_bytes": {"mu": 9, "sigma": 1},
            "room_text_weight": {"mean": 3, "deviation": 0}, "room_image_weight": [1, 2],
            "sync_timeout_ms": 1000, "filter": "1", "use_saved_since": true},
            "populations": [{"name": "bots", "share": 2, "colour": "kept", "chat": {"go_away_weight": 0, "odd": 1}},
            {"name": "people", "share": 98}]}]})"_ba;
        QTest::newRow("thresholds") << R"({"thresholds": ["failures < 1%", {"rule": "p95(send) <  0.5s", "test": "a"}],
            "scripts": [{"name": "a", "script": "chat.py", "thresholds": ["requests/s>50",
            {"rule": "p99(delivery) < 2s", "settle": "1m", "abort_after": 30, "note": "mine"}]}]})"_ba;
        QTest::newRow("commands of Throng's")
            << R"({"description": "what for", "rounds": 3, "pause_between_rounds_s": 5,
            "before": [{"command": "a"}], "after": [{"command": "b", "arguments": "c", "time_limit_s": 2.5}],
            "on_event": [{"event": "server_gone", "command": "d", "on_failure": "stop"}], "scripts": [
            {"script": "join.py", "pre_script_command": ["x", "y"], "pre_script_command_args": ["1", ""],
             "pre_script_command_options": [{}, {"time_limit_s": 30, "on_failure": "go_on"}]}]})"_ba;
        QTest::newRow("defaults written out") << R"({"scripts": [{"name": "chat", "script": "chat.py", "spawn_rate": 10,
            "enabled": true, "stop_when_done": false, "chat": {"send_text_weight": 1}}]})"_ba;
    }

    void whatIsReadIsWrittenAgain()
    {
        QFETCH(const QByteArray, json);
        const QString path = write(u"suite.json"_s, json);
        const Result<Suite> suite = readSuiteFile(path);
        QVERIFY2(suite, suite ? "" : qPrintable(suite.error().toString()));
        const QString copy = m_folder->filePath(u"copy.json"_s);
        Suite renamed = *suite;
        renamed.name = u"copy"_s; // as the file is called, so nothing is added
        QVERIFY(writeSuiteFile(copy, renamed));
        QCOMPARE(readJson(copy), QJsonDocument::fromJson(json).object());
    }

    void whatWasEditedIsWritten()
    {
        const QString path = write(u"suite.json"_s, R"({"scripts": [{"name": "a", "script": "register.py",
            "runtime": "90m", "num_users": 5, "pre_script_command": "one.sh", "comment": "kept",
            "chat": {"send_text_weight": 2, "paginate_weight": 4}}]})");
        Suite suite = readSuiteFile(path).value();
        Test &test = suite.tests.first();
        test.runTime = 61s;
        test.users.reset();
        test.preHooks.append({ u"two.sh"_s, u"x"_s });
        test.behaviour = Behaviour::Chat;
        test.stopWhenDone = false;
        test.chat.sendTextWeight = 1; // the default
        test.chat.goAwayWeight = 9;
        QVERIFY(writeSuiteFile(path, suite));
        const QJsonObject written = readJson(path).value(u"scripts"_s)[0].toObject();
        QCOMPARE(written,
            QJsonDocument::fromJson(R"({"name": "a", "script": "chat.py", "runtime": "1m1s", "num_users": null,
                "pre_script_command": ["one.sh", "two.sh"], "pre_script_command_args": ["", "x"], "comment": "kept",
                "chat": {"paginate_weight": 4, "go_away_weight": 9}})")
                .object());
        const Suite again = readSuiteFile(path).value();
        QCOMPARE(again.tests.first().preHooks, test.preHooks);
        QCOMPARE(again.tests.first().users, std::nullopt);
        QVERIFY(again.tests.first().chat == test.chat);
    }

    void aWarmUpIsReadAndTakenAway()
    {
        const QString path = write(u"suite.json"_s, R"({"scripts": [{"script": "chat.py", "warm_up": "1m30s"}]})");
        Suite suite = readSuiteFile(path).value();
        QCOMPARE(suite.tests.first().warmUp, 90s);
        suite.tests.first().warmUp = 0s;
        QVERIFY(writeSuiteFile(path, suite));
        suite = readSuiteFile(path).value();
        QCOMPARE(suite.tests.first().warmUp, 0s);
        suite.tests.first().warmUp = 20s;
        QVERIFY(writeSuiteFile(path, suite));
        QCOMPARE(readSuiteFile(path).value().tests.first().warmUp, 20s);
    }

    void thresholdsAreReadAndChanged()
    {
        const QString path = write(u"suite.json"_s, R"({"thresholds": [{"rule": "failures < 1%", "test": "a"}],
            "scripts": [{"name": "a", "script": "chat.py", "thresholds": [
                {"rule": "max(sync) < 5s", "settle": "1m", "abort_after": 30, "note": "mine"}]}]})");
        Suite suite = readSuiteFile(path).value();
        QCOMPARE(suite.thresholds.size(), 1);
        QCOMPARE(suite.thresholds[0].rule.text, u"failures < 1%"_s);
        QCOMPARE(suite.thresholds[0].test, u"a"_s);
        QCOMPARE(suite.thresholds[0].abortAfter, std::nullopt);
        QList<throng::thresholds::Threshold> &own = suite.tests.first().thresholds;
        QCOMPARE(own.size(), 1);
        QCOMPARE(own[0].settle, 1min);
        QCOMPARE(own[0].abortAfter, std::optional(30s));
        QCOMPARE(own[0].rule.endpoints.size(), 2U);
        own[0].settle = 0s;
        own.append(own[0]);
        own[1].abortAfter.reset();
        own[1].otherKeys = {};
        QVERIFY(writeSuiteFile(path, suite));
        QCOMPARE(readJson(path),
            QJsonDocument::fromJson(R"({"thresholds": [{"rule": "failures < 1%", "test": "a"}],
                "scripts": [{"name": "a", "script": "chat.py", "thresholds": [
                    {"rule": "max(sync) < 5s", "abort_after": "30s", "note": "mine"}, "max(sync) < 5s"]}]})")
                .object());
        QCOMPARE(readSuiteFile(path).value().tests.first().thresholds, own);
    }

    void aTestsOwnValueWinsOverTheImportedOne()
    {
        write(u"suites/base.json"_s, R"({"num_users": 7, "spawn_rate": 3, "parameter_import": "shared/base.json"})");
        write(u"suites/shared/base.json"_s, R"({"spawn_rate": 4, "runtime": "5m", "script": "chat.py", "note": 1})");
        const QString path = write(
            u"suites/suite.json"_s, R"({"scripts": [{"name": "a", "parameter_import": "base.json", "num_users": 9}]})");
        const Result<Suite> suite = readSuiteFile(path);
        QVERIFY2(suite, suite ? "" : qPrintable(suite.error().toString()));
        const Test &test = suite->tests.first();
        QCOMPARE(test.users, std::optional(9));
        QCOMPARE(test.spawnRate, 3.0);
        QCOMPARE(test.runTime, std::optional(5min));
        QCOMPARE(test.behaviour, Behaviour::Chat);

        // Written beside the imported file it is as it was; elsewhere everything is in it.
        QVERIFY(writeSuiteFile(path, *suite));
        QCOMPARE(readJson(path).value(u"scripts"_s)[0].toObject(),
            QJsonDocument::fromJson(R"({"name": "a", "parameter_import": "base.json", "num_users": 9})").object());
        const QTemporaryDir elsewhere;
        const QString copy = elsewhere.filePath(u"copy.json"_s);
        QVERIFY(writeSuiteFile(copy, *suite));
        const Test copied = readSuiteFile(copy).value().tests.first();
        QCOMPARE(copied.users, test.users);
        QCOMPARE(copied.spawnRate, test.spawnRate);
        QCOMPARE(copied.runTime, test.runTime);
        QCOMPARE(copied.behaviour, test.behaviour);
        QVERIFY(copied.parameterImport.isEmpty());
    }

    void parametersAreFoundWhereRunPyIsStarted()
    {
        write(u"parameters.json"_s, R"({"num_users": 3})");
        const QString path = write(u"test-suites/suite.json"_s,
            R"({"scripts": [{"script": "chat.py", "parameter_import": "parameters.json"}]})");
        const Result<Suite> suite = readSuiteFile(path);
        QVERIFY2(suite, suite ? "" : qPrintable(suite.error().toString()));
        QCOMPARE(suite->tests.first().users, std::optional(3));
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("place"); // behind the file's name
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &test, const QString &place, const QString &message,
                             const QString &expected) {
            QTest::newRow(name) << "{\"scripts\": [{\"script\": \"chat.py\"}, " + test + "]}"
                                << u": scripts[1]"_s + place << message << expected;
        };
        row("users as text", R"({"script": "chat.py", "num_users": "many"})", u".num_users"_s,
            u"is the text \"many\""_s, u"a whole number of at least 1"_s);
        row("half a user", R"({"script": "chat.py", "num_users": 1.5})", u".num_users"_s, u"is the number 1.5"_s,
            u"a whole number of at least 1"_s);
        row("no user", R"({"script": "chat.py", "num_users": 0})", u".num_users"_s, u"is the number 0"_s,
            u"a whole number of at least 1"_s);
        row("too many", R"({"script": "chat.py", "num_users": 1e12})", u".num_users"_s,
            u"is the number 1000000000000"_s, u"a whole number from 1 to 2147483647"_s);
        row("rate as list", R"({"script": "chat.py", "spawn_rate": [1]})", u".spawn_rate"_s, u"is a list"_s,
            u"a number of at least 0"_s);
        row("rate 0", R"({"script": "chat.py", "spawn_rate": 0})", u".spawn_rate"_s, u"is the number 0"_s,
            u"a number above 0"_s);
        row("run time", R"({"script": "chat.py", "runtime": "soon"})", u".runtime"_s, u"is the text \"soon\""_s,
            u"a time such as 90s, 5m or 1h30m, longer than 0"_s);
        row("hook as number", R"({"script": "chat.py", "pre_script_command": 7})", u".pre_script_command"_s,
            u"is the number 7"_s, u"a list of texts, or one text"_s);
        row("hook in list", R"({"script": "chat.py", "post_script_command": ["a", true]})",
            u".post_script_command[1]"_s, u"is true"_s, u"a text"_s);
        row("too many arguments",
            R"({"script": "chat.py", "pre_script_command": "a", "pre_script_command_args": ["1", "2"]})",
            u".pre_script_command_args"_s, u"has 2 entries for 1 commands"_s, u"one entry for each command"_s);
        row("too many options",
            R"({"script": "chat.py", "pre_script_command": "a", "pre_script_command_options": [{}, {}]})",
            u".pre_script_command_options"_s, u"has 2 entries for 1 commands"_s, u"one entry for each command"_s);
        row("time limit",
            R"({"script": "chat.py", "pre_script_command": "a", "pre_script_command_options": [{"time_limit_s": 0}]})",
            u".pre_script_command_options[0].time_limit_s"_s, u"is the number 0"_s, u"a number from 0.001 to 1e+06"_s);
        row("script", R"({"script": "other.py"})", u".script"_s, u"is the text \"other.py\""_s,
            u"register.py, create_room.py, join.py, or chat.py, matrixchatuser.py or locust-run-users.py; or fill_rooms.py"_s);
        row("no script", R"({"name": "a"})", u".script"_s, u"is missing"_s,
            u"one of matrix-locust's scripts, such as register.py"_s);
        row("no object", R"("chat.py")", u""_s, u"is the text \"chat.py\""_s, u"an object"_s);
        row("weight", R"({"script": "chat.py", "chat": {"send_text_weight": -1}})", u".chat.send_text_weight"_s,
            u"is the number -1"_s, u"a number of at least 0"_s);
        row("distribution", R"({"script": "chat.py", "chat": {"image_bytes": {"mu": "big"}}})",
            u".chat.image_bytes.mu"_s, u"is the text \"big\""_s, u"a number of at least -1.79769e+308"_s);
        row("list of weights", R"({"script": "chat.py", "chat": {"room_image_weight": [0, "x"]}})",
            u".chat.room_image_weight[1]"_s, u"is the text \"x\""_s, u"a number of at least 0"_s);
        row("populations", R"({"script": "chat.py", "populations": {}})", u".populations"_s, u"is an object"_s,
            u"a list"_s);
        row("share", R"({"script": "chat.py", "populations": [{"name": "a", "share": -1}]})",
            u".populations[0].share"_s, u"is the number -1"_s, u"a number of at least 0"_s);
        row("habits", R"({"script": "chat.py", "populations": [{"name": "a", "chat": {"filter": 1}}]})",
            u".populations[0].chat.filter"_s, u"is the number 1"_s, u"a text"_s);
        row("parameters", R"({"script": "join.py", "setup": []})", u".setup"_s, u"is a list"_s, u"an object"_s);
        row("threshold as number", R"({"script": "chat.py", "thresholds": ["failures < 1%", 7]})", u".thresholds[1]"_s,
            u"is the number 7"_s, u"a rule such as \"p95(send) < 500ms\", or an object with one"_s);
        row("threshold of nothing", R"({"script": "chat.py", "thresholds": ["p95(sned) < 500ms"]})",
            u".thresholds[0]"_s, u"\"p95(sned) < 500ms\": at character 5: there is no endpoint \"sned\""_s,
            u"\"send\", perhaps"_s);
        row("threshold without unit", R"({"script": "chat.py", "thresholds": [{"rule": "p95 < 5"}]})",
            u".thresholds[0].rule"_s, u"\"p95 < 5\": at character 8: the unit is missing"_s,
            u"a time such as 500ms or 2s (us, ms, s, min)"_s);
        row("warm-up that is no time", R"({"script": "chat.py", "warm_up": "soon"})", u".warm_up"_s,
            u"is the text \"soon\""_s, u"a time such as 90s, 5m or 1h30m, longer than 0"_s);
        row("threshold without rule", R"({"script": "chat.py", "thresholds": [{"settle": "5s"}]})",
            u".thresholds[0].rule"_s, u"is missing"_s, u"a rule such as p95(send) < 500ms"_s);
        row("threshold that settles soon",
            R"({"script": "chat.py", "thresholds": [{"rule": "p95 < 5s", "settle": true}]})",
            u".thresholds[0].settle"_s, u"is true"_s, u"a time such as 90s, 5m or 1h30m, longer than 0"_s);
        row("thresholds as text", R"({"script": "chat.py", "thresholds": "p95 < 5s"})", u".thresholds"_s,
            u"is the text \"p95 < 5s\""_s, u"a list"_s);
        row("missing import", R"({"script": "chat.py", "parameter_import": "gone.json"})", u".parameter_import"_s,
            u"the file \"gone.json\" is not there"_s, u""_s);
        QTest::newRow("no scripts") << "{}"_ba << u": scripts"_s << u"is missing"_s << u"a list of tests"_s;
        QTest::newRow("scripts as object")
            << R"({"scripts": {"name": "a"}})"_ba << u": scripts"_s << u"is an object"_s << u"a list"_s;
        QTest::newRow("no JSON object") << "[]"_ba << u""_s << u"does not hold a JSON object"_s << u"{…}"_s;
        QTest::newRow("damaged") << "{\"scripts\": [\n{\"name\": \"a\",\n}\n]}"_ba << u":3"_s << u"is no valid JSON: "_s
                                 << u""_s;
    }

    void saysWhatIsWrongAndWhere()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, place);
        QFETCH(const QString, message);
        QFETCH(const QString, expected);
        const QString path = write(u"suite.json"_s, json);
        const Result<Suite> suite = readSuiteFile(path);
        QVERIFY(!suite);
        QCOMPARE(suite.error().where, path + place);
        if (message.endsWith(u' '))
            QVERIFY2(suite.error().message.startsWith(message), qPrintable(suite.error().message));
        else
            QCOMPARE(suite.error().message, message);
        if (!expected.isEmpty())
            QCOMPARE(suite.error().expected, expected);
    }

    void anErrorInAnImportedFileNamesThatFile()
    {
        const QString imported = write(u"base.json"_s, R"({"spawn_rate": "fast"})");
        const QString path =
            write(u"suite.json"_s, R"({"scripts": [{"script": "chat.py", "parameter_import": "base.json"}]})");
        const Result<Suite> suite = readSuiteFile(path);
        QVERIFY(!suite);
        QCOMPARE(suite.error().where, imported + u": spawn_rate"_s);
    }

    void importsThatGoRoundAreAnError()
    {
        const QString a = write(u"a.json"_s, R"({"parameter_import": "b.json"})");
        const QString b = write(u"b.json"_s, R"({"parameter_import": "a.json"})");
        const QString path =
            write(u"suite.json"_s, R"({"scripts": [{"script": "chat.py", "parameter_import": "a.json"}]})");
        const Result<Suite> suite = readSuiteFile(path);
        QVERIFY(!suite);
        QCOMPARE(suite.error().where, b + u": parameter_import"_s);
        QCOMPARE(suite.error().message, u"parameter_import goes round in a circle: %1 → %2 → %1"_s.arg(a, b));
    }

    void runTimes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("seconds"); // -1: none
        QTest::addColumn<QString>("canonical");
        QTest::newRow("seconds") << u"90s"_s << 90 << u"1m30s"_s;
        QTest::newRow("minutes") << u"5m"_s << 300 << u"5m"_s;
        QTest::newRow("both") << u"1h30m"_s << 5400 << u"1h30m"_s;
        QTest::newRow("all") << u"3h30m10s"_s << 12610 << u"3h30m10s"_s;
        QTest::newRow("bare") << u"20"_s << 20 << u"20s"_s;
        QTest::newRow("spaces") << u" 20s "_s << 20 << u"20s"_s;
        QTest::newRow("empty") << u""_s << -1 << u""_s;
        QTest::newRow("unit alone") << u"m"_s << -1 << u""_s;
        QTest::newRow("wrong order") << u"30m1h"_s << -1 << u""_s;
        QTest::newRow("twice") << u"1m1m"_s << -1 << u""_s;
        QTest::newRow("number behind") << u"1h30"_s << -1 << u""_s;
        QTest::newRow("negative") << u"-5s"_s << -1 << u""_s;
        QTest::newRow("nothing") << u"0s"_s << -1 << u""_s;
        QTest::newRow("days") << u"1d"_s << -1 << u""_s;
        QTest::newRow("overflow") << u"99999999999999999999h"_s << -1 << u""_s;
    }

    void runTimes()
    {
        QFETCH(const QString, text);
        QFETCH(const int, seconds);
        QFETCH(const QString, canonical);
        const auto time = parseRunTime(text);
        QCOMPARE(time ? int(time->count() / 1000) : -1, seconds);
        if (time)
            QCOMPARE(formatRunTime(*time), canonical);
    }
};

QTEST_GUILESS_MAIN(TestSuite)
#include "test_suite.moc"
