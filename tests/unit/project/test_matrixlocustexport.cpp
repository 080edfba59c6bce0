// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/matrixlocustexport.h"
#include "engine/project/project.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;
using namespace std::chrono_literals;

class TestMatrixLocustExport : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString write(const QString &name, const QByteArray &json) const
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
            qFatal("cannot prepare");
        return file.fileName();
    }
    static QJsonObject read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatCameFromMatrixLocustGoesBackAsItWas()
    {
        write(u"parameters.json"_s, R"({"spawn_rate": 2, "num_users": 60, "parameter_import": "more.json"})");
        write(u"more.json"_s, R"({"runtime": "1h30m", "output_dir": "out"})");
        const QByteArray round = R"(
            {"name": "ID-register", "parameter_import": "parameters.json",
             "script": "matrix_locust/client_server/register.py",
             "pre_script_command": ["scripts/reset.sh", "scripts/log.sh"], "pre_script_command_args": ["60 small", ""]},
            {"name": "ID-create", "parameter_import": "parameters.json", "autoquit": 30, "comment": "mine",
             "script": "matrix_locust/client_server/create_room.py"},
            {"name": "ID-join", "parameter_import": "parameters.json", "runtime": 90, "num_users": 30,
             "script": "matrix_locust/client_server/join.py"},
            {"name": "ID-chat", "parameter_import": "parameters.json", "runtime": "5m", "script": "locust-run-users.py",
             "post_script_command": ["scripts/collect.sh"], "post_script_command_args": ["all"]})";
        QByteArray first = round;
        QByteArray second = round;
        const QByteArray json =
            "{\"scripts\": [" + first.replace("ID", "1") + ',' + second.replace("ID", "2") + "], \"note\": 1}";
        const auto suite = readSuiteFile(write(u"rounds.json"_s, json));
        QVERIFY2(suite, suite ? "" : qPrintable(suite.error().toString()));
        QCOMPARE(suite->tests.size(), 8);
        // Through a project and back.
        Project project = Project::withDefaults(u"http://127.0.0.1"_s);
        project.suites = { *suite };
        const auto again = Project::fromJson(project.toJson(), u"p.throng"_s, u"/nowhere"_s);
        QVERIFY2(again, again ? "" : qPrintable(again.error().toString()));
        const QString path = m_folder->filePath(u"again.json"_s);
        Suite exported = again->suites.first();
        exported.name = u"again"_s;
        const auto notes = exportMatrixLocustSuite(path, exported, 60);
        QVERIFY2(notes, notes ? "" : qPrintable(notes.error().toString()));
        QCOMPARE(read(path), QJsonDocument::fromJson(json).object());
        for (const QString &note : *notes)
            QVERIFY2(note.contains(u"ends here when all accounts are done"), qPrintable(note));
    }

    void whatRunPyNeedsIsFilledIn()
    {
        const QString path = m_folder->filePath(u"standard.json"_s);
        const auto notes = exportMatrixLocustSuite(path, Suite::standard(), 60);
        QVERIFY(notes);
        const QJsonArray tests = read(path).value(u"scripts"_s).toArray();
        QCOMPARE(tests.size(), 4);
        for (const auto test : tests) {
            for (const QString &key : { u"name"_s, u"script"_s, u"num_users"_s, u"spawn_rate"_s, u"runtime"_s })
                QVERIFY2(test.toObject().contains(key), qPrintable(key));
            QCOMPARE(test[u"num_users"_s].toInt(), 60);
            QVERIFY(parseRunTime(test[u"runtime"_s].toString()));
        }
        QCOMPARE(tests[3][u"runtime"_s].toString(), u"5m"_s);
        QVERIFY(!notes->filter(u"register: num_users filled in: 60"_s).isEmpty());
        QVERIFY(!notes->filter(u"chat: spawn_rate filled in: 10"_s).isEmpty());
    }

    void whatRunPyDoesNotDoIsSaid()
    {
        Suite suite = Suite::standard();
        suite.rounds = 3;
        suite.afterHooks = { { u"a"_s, {} } };
        suite.tests[0].enabled = false;
        suite.tests[1].preHooks = { { u"b"_s, u"c"_s, 5s } };
        const auto notes = exportMatrixLocustSuite(m_folder->filePath(u"s.json"_s), suite, 5);
        QVERIFY(notes);
        for (const QString &text :
            { u"start it 3 times"_s, u"commands of a whole suite"_s, u"switched off"_s, u"time limits and failures"_s })
            QCOMPARE(notes->filter(text).size(), 1);
    }

    void whatMatrixLocustHasNoScriptForIsLeftOut()
    {
        QList<Suite> suites { Suite::standard() };
        setHistory(suites, 20);
        QCOMPARE(suites[0].tests.size(), 5);
        const QString path = m_folder->filePath(u"s.json"_s);
        const auto notes = exportMatrixLocustSuite(path, suites[0], 5);
        QVERIFY(notes);
        QCOMPARE(notes->filter(u"history: left out"_s).size(), 1);
        QCOMPARE(read(path).value(u"scripts"_s).toArray().size(), 4);
    }

    void listsOfCommandsAreMadeOfOneLength()
    {
        const auto suite = readSuiteFile(write(u"s.json"_s, R"({"scripts": [{"name": "a", "script": "join.py",
            "num_users": 1, "spawn_rate": 1, "runtime": "1m", "pre_script_command": "one.sh",
            "post_script_command": ["two.sh", "three.sh"], "post_script_command_args": ["x"]}]})"));
        QVERIFY(suite);
        const QString path = m_folder->filePath(u"t.json"_s);
        QVERIFY(exportMatrixLocustSuite(path, *suite, 1));
        const QJsonObject test = read(path).value(u"scripts"_s)[0].toObject();
        QCOMPARE(test.value(u"pre_script_command"_s), QJsonValue(QJsonArray { u"one.sh"_s }));
        QCOMPARE(test.value(u"pre_script_command_args"_s), QJsonValue(QJsonArray { u""_s }));
        QCOMPARE(test.value(u"post_script_command_args"_s), (QJsonValue(QJsonArray { u"x"_s, u""_s })));
    }
};

QTEST_GUILESS_MAIN(TestMatrixLocustExport)
#include "test_matrixlocustexport.moc"
