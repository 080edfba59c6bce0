// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/accountsfile.h"
#include "engine/project/matrixlocustimport.h"
#include "engine/project/projectfolder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace throng::project;
using throng::Result;
using Kind = ImportNote::Kind;

class TestMatrixLocustImport : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    void write(const QString &name, const QByteArray &content)
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    [[nodiscard]] bool reports(
        const MatrixLocustImport &import, Kind kind, const QString &where, const QString &text) const
    {
        const QString place = m_folder->filePath(where);
        const bool found = std::ranges::any_of(import.report, [&](const ImportNote &note) {
            return note.kind == kind && note.where.startsWith(place) && note.text.contains(text);
        });
        if (!found) {
            for (const ImportNote &note : import.report)
                qWarning() << int(note.kind) << note.where << note.text;
        }
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        write(u"users.csv"_s, "username,password\nuser.000000,0123456789abcdef\nuser.000001,fedcba9876543210\n");
    }

    void aWholeFolderBecomesAProject()
    {
        write(u"rooms.json"_s, R"({"Room 0": ["user.000000", "user.000001"]})");
        write(u"tokens.csv"_s, "username,user_id,access_token,sync_token\nuser.000000,@user.000000:x,t,s\n");
        write(u"test-suites/parameters.json"_s, R"({"spawn_rate": 2})");
        write(u"test-suites/small.json"_s, R"({"scripts": [
            {"name": "register", "script": "matrix_locust/client_server/register.py", "num_users": 2, "runtime": "1m",
             "parameter_import": "parameters.json", "pre_script_command": "reset.sh", "tags": ["a"]},
            {"name": "chat", "script": "chat.py", "num_users": 2, "spawn_rate": 1, "runtime": "1m"}]})");
        QVERIFY(isMatrixLocustFolder(m_folder->path()));

        const Result<MatrixLocustImport> import = importMatrixLocust(m_folder->path());
        QVERIFY2(import, import ? "" : qPrintable(import.error().toString()));
        QCOMPARE(import->name, QDir(m_folder->path()).dirName());
        QCOMPARE(import->accounts, 2);
        QCOMPARE(import->rooms, 1);
        QCOMPARE(import->tokens, 1);
        QCOMPARE(import->project.users.count, 2);
        QCOMPARE(import->project.suites.size(), 1);
        const Suite &suite = import->project.suites.first();
        QCOMPARE(suite.name, u"small"_s);
        QCOMPARE(suite.tests.first().spawnRate, 2.0);
        QVERIFY(reports(*import, Kind::Taken, u"users.csv"_s, u"2 accounts"_s));
        QVERIFY(reports(*import, Kind::Taken, u"rooms.json"_s, u"1 rooms"_s));
        QVERIFY(reports(*import, Kind::Taken, u"tokens.csv"_s, u"1 tokens"_s));
        QVERIFY(reports(*import, Kind::Taken, u"test-suites/small.json"_s, u"suite \"small\" with 2 tests"_s));
        QVERIFY(reports(*import, Kind::Taken, u"test-suites/small.json: scripts[0]"_s, u"1 commands"_s));
        QVERIFY(reports(*import, Kind::Changed, u"test-suites/small.json: scripts[0]"_s, u"stop_when_done"_s));
        QVERIFY(reports(*import, Kind::NotUnderstood, u"test-suites/small.json: scripts[0]"_s, u"tags"_s));

        // In place: the project needs no other file than those beside it.
        const Result<ProjectFolder> created = ProjectFolder::create(m_folder->path(), import->project, import->name);
        QVERIFY2(created, created ? "" : qPrintable(created.error().toString()));
        QVERIFY(QDir(m_folder->filePath(u"test-suites"_s)).removeRecursively());
        ProjectFolder opened = ProjectFolder::open(m_folder->path()).value();
        const Result<Project> loaded = opened.load();
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().toString()));
        QVERIFY(loaded->suites == import->project.suites);
        QVERIFY(!isMatrixLocustFolder(m_folder->path()));
    }

    void aFolderOfUsersAloneGetsTheStandardSuite()
    {
        const Result<MatrixLocustImport> import = importMatrixLocust(m_folder->path());
        QVERIFY(import);
        QCOMPARE(import->project.suites, QList<Suite> { Suite::standard() });
        QVERIFY(reports(*import, Kind::Changed, u"rooms.json"_s, u"is not there"_s));
    }

    void whatCannotBeReadIsReportedAndLeftOut()
    {
        write(u"rooms.json"_s, R"({"Room 0": ["eve"]})");
        write(u"tokens.csv"_s, "username,token\n");
        write(u"bad.json"_s, R"({"scripts": [{"script": "chat.py", "num_users": "x"}]})");
        write(u"broken.json"_s, "{");
        write(u"good.json"_s, R"({"scripts": [{"script": "chat.py", "runtime": "5m"}]})");
        write(u"test-suites/good.json"_s, R"({"scripts": [{"script": "join.py", "runtime": "5m"}]})");
        const Result<MatrixLocustImport> import = importMatrixLocust(m_folder->path());
        QVERIFY(import);
        QCOMPARE(import->project.suites.size(), 2);
        QCOMPARE(import->project.suites[0].name, u"good"_s);
        QCOMPARE(import->project.suites[1].name, u"good 2"_s);
        QCOMPARE(import->rooms, 0);
        QVERIFY(reports(*import, Kind::NotUnderstood, u"rooms.json"_s, u"\"eve\""_s));
        QVERIFY(reports(*import, Kind::NotUnderstood, u"tokens.csv:1"_s, u"user_id"_s));
        QVERIFY(reports(*import, Kind::NotUnderstood, u"bad.json: scripts[0].num_users"_s, u"the text \"x\""_s));
        QVERIFY(reports(*import, Kind::NotUnderstood, u"broken.json:1"_s, u"no valid JSON"_s));
        QVERIFY(reports(*import, Kind::Changed, u"test-suites/good.json"_s, u"good 2"_s));
    }

    void tokensOfStrangersAreReported()
    {
        write(u"tokens.csv"_s, "username,user_id,access_token,next_batch\neve,@eve:x,t,\n");
        const Result<MatrixLocustImport> import = importMatrixLocust(m_folder->path());
        QVERIFY(import);
        QVERIFY(reports(*import, Kind::NotUnderstood, u"tokens.csv"_s, u"1 tokens belong to nobody"_s));
    }

    void withoutUsersThereIsNoProject()
    {
        const QTemporaryDir empty;
        const Result<MatrixLocustImport> import = importMatrixLocust(empty.path());
        QVERIFY(!import);
        QCOMPARE(import.error().where, empty.filePath(u"users.csv"_s));
        QVERIFY(!importMatrixLocust(empty.filePath(u"nowhere"_s)));
        QVERIFY(!isMatrixLocustFolder(empty.path()));
    }

    void theFilesAreCopiedElsewhere()
    {
        write(u"tokens.csv"_s, "username,user_id,access_token,next_batch\n");
        const QTemporaryDir target;
        const QString to = target.filePath(u"p"_s);
        QVERIFY(copyMatrixLocustFiles(m_folder->path(), to));
        QCOMPARE(AccountsFile::read(to + u"/users.csv"_s)->size(), 2);
        QVERIFY(!QFile::exists(to + u"/rooms.json"_s));
        for (const QString &secret : { u"/users.csv"_s, u"/tokens.csv"_s })
            QVERIFY(!(QFile::permissions(to + secret) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    }
};

QTEST_GUILESS_MAIN(TestMatrixLocustImport)
#include "test_matrixlocustimport.moc"
