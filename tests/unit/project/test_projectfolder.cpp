// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/accountsfile.h"
#include "engine/project/projectfolder.h"
#include "engine/project/tokensfile.h"

#include "support/awkwarddisk.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;
using throng::Result;

class TestProjectFolder : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    Project m_project = Project::withDefaults(u"http://127.0.0.1:8008"_s);

    [[nodiscard]] QString path(const QString &name) const { return m_temporary->filePath(name); }

    static void write(const QString &file, const QByteArray &content)
    {
        QFile f(file);
        QVERIFY(f.open(QIODevice::WriteOnly));
        f.write(content);
    }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void createdIsOpenedAgain()
    {
        const Result<ProjectFolder> created = ProjectFolder::create(path(u"deep/load test"_s), m_project);
        QVERIFY2(created, created ? "" : qPrintable(created.error().toString()));
        QCOMPARE(created->name(), u"load test"_s);
        QCOMPARE(created->projectFile(), path(u"deep/load test/load test.throng"_s));
        QVERIFY(!created->isChangedOnDisk());
        for (const QString &way : { created->path(), created->projectFile(), QString(created->path() + u"/."_s) }) {
            Result<ProjectFolder> opened = ProjectFolder::open(way);
            QVERIFY2(opened, opened ? "" : qPrintable(opened.error().toString()));
            QCOMPARE(opened->name(), created->name());
            QCOMPARE(opened->path(), created->path());
            const Result<Project> loaded = opened->load();
            QVERIFY(loaded);
            QCOMPARE(loaded->toJson(), m_project.toJson());
        }
    }

    void theFilesAreMatrixLocusts()
    {
        const ProjectFolder folder = ProjectFolder::create(path(u"p"_s), m_project).value();
        QCOMPARE(folder.usersFile(), path(u"p/users.csv"_s));
        QCOMPARE(folder.roomsFile(), path(u"p/rooms.json"_s));
        QCOMPARE(folder.tokensFile(), path(u"p/tokens.csv"_s));
        QCOMPARE(folder.createdRoomsFile(), path(u"p/rooms-created.csv"_s));
        QCOMPARE(folder.runsFolder(), path(u"p/runs"_s));
        QCOMPARE(folder.absolutePath(u"ca.pem"_s), path(u"p/ca.pem"_s));
        QCOMPARE(folder.absolutePath(u"../ca.pem"_s), path(u"ca.pem"_s));
        QCOMPARE(folder.absolutePath(u"/etc/ca.pem"_s), u"/etc/ca.pem"_s);
        QCOMPARE(folder.absolutePath({}), QString());
    }

    void aSecondProjectInAFolderIsAnError()
    {
        QVERIFY(ProjectFolder::create(path(u"p"_s), m_project));
        const Result<ProjectFolder> second = ProjectFolder::create(path(u"p"_s), m_project, u"other"_s);
        QVERIFY(!second);
        QCOMPARE(second.error().where, path(u"p"_s));
        QVERIFY(!QFile::exists(path(u"p/other.throng"_s)));
    }

    void whatIsNoProjectIsNotOpened_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("missing") << u"nothing"_s;
        QTest::newRow("folder without project") << u"empty"_s;
        QTest::newRow("folder with two") << u"two"_s;
        QTest::newRow("another file") << u"two/users.csv"_s;
    }

    void whatIsNoProjectIsNotOpened()
    {
        QFETCH(const QString, name);
        QDir().mkpath(path(u"empty"_s));
        QDir().mkpath(path(u"two"_s));
        write(path(u"two/a.throng"_s), m_project.toJson());
        write(path(u"two/b.throng"_s), m_project.toJson());
        write(path(u"two/users.csv"_s), "username,password\n");
        const Result<ProjectFolder> opened = ProjectFolder::open(path(name));
        QVERIFY(!opened);
        QCOMPARE(opened.error().where, path(name));
        QVERIFY(!opened.error().expected.isEmpty());
        QVERIFY(ProjectFolder::open(path(u"two/b.throng"_s))); // said which one, it is no question
    }

    void somebodyElsesChangesAreNotOverwritten()
    {
        ProjectFolder folder = ProjectFolder::create(path(u"p"_s), m_project).value();
        Project theirs = m_project;
        theirs.seed = 99;
        write(folder.projectFile(), theirs.toJson());
        QVERIFY(folder.isChangedOnDisk());

        Project ours = m_project;
        ours.seed = 5;
        const Result<> saved = folder.saveAtomically(ours);
        QVERIFY(!saved);
        QCOMPARE(saved.error().where, folder.projectFile());
        QCOMPARE(folder.load()->seed, 99ULL);
        QVERIFY(!folder.isChangedOnDisk()); // seen now

        write(folder.projectFile(), m_project.toJson());
        QVERIFY(folder.saveAtomically(ours, ProjectFolder::Overwrite::Always));
        QVERIFY(!folder.isChangedOnDisk());
        QCOMPARE(folder.load()->seed, 5ULL);
    }

    void aRemovedProjectCanBeSavedAgain()
    {
        ProjectFolder folder = ProjectFolder::create(path(u"p"_s), m_project).value();
        QFile::remove(folder.projectFile());
        QVERIFY(folder.isChangedOnDisk());
        QVERIFY(folder.saveAtomically(m_project));
        QVERIFY(QFile::exists(folder.projectFile()));
    }

    void savedAsItBringsItsFiles()
    {
        const ProjectFolder folder = ProjectFolder::create(path(u"p"_s), m_project).value();
        QVERIFY(AccountsFile::write(folder.usersFile(), { { u"a"_s, u"b"_s, {}, {} } }));
        write(folder.tokensFile(), "username,user_id,access_token,next_batch\na,@a:x,t,\n");
        write(folder.roomsFile(), "{}");
        Project changed = m_project;
        changed.seed = 42;
        Result<ProjectFolder> copy = folder.saveAs(path(u"copy"_s), changed);
        QVERIFY2(copy, copy ? "" : qPrintable(copy.error().toString()));
        QCOMPARE(copy->load()->seed, 42ULL);
        QCOMPARE(AccountsFile::read(copy->usersFile())->size(), 1);
        QCOMPARE(TokensFile::read(copy->tokensFile())->size(), 1);
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        QVERIFY(!(QFile::permissions(copy->usersFile()) & others));
        QVERIFY(!(QFile::permissions(copy->tokensFile()) & others));
        QVERIFY(!QFile::exists(copy->createdRoomsFile())); // there was none
        QCOMPARE(folder.name(), u"p"_s);

        const Result<ProjectFolder> again = folder.saveAs(path(u"copy"_s), m_project);
        QVERIFY(!again);
        QCOMPARE(copy->load()->seed, 42ULL);
    }

    void anUnwritableFolderIsAnError()
    {
        const throng::test::UnwritableFolder unwritable;
        const Result<ProjectFolder> created = ProjectFolder::create(unwritable.path() + u"/p"_s, m_project);
        QVERIFY(!created);
        QCOMPARE(created.error().where, unwritable.path() + u"/p"_s);
        QVERIFY(!ProjectFolder::create(unwritable.path(), m_project, u"p"_s));

        const ProjectFolder folder = ProjectFolder::create(path(u"p"_s), m_project).value();
        QVERIFY(!folder.saveAs(unwritable.path() + u"/p"_s, m_project));
    }

    void aFullDiskLeavesTheOldProject()
    {
        throng::test::SmallDisk disk;
        ProjectFolder folder = ProjectFolder::create(disk.path() + u"/p"_s, m_project).value();
        disk.fillUpTo(8 * 1024);
        Project large = m_project;
        for (int i = 0; i < 200; ++i)
            large.suites.append(Suite::standard());
        const Result<> saved = folder.saveAtomically(large);
        QVERIFY(!saved);
        QCOMPARE(saved.error().where, folder.projectFile());
        disk.makeRoom();
        QVERIFY(!folder.isChangedOnDisk());
        QCOMPARE(folder.load()->toJson(), m_project.toJson());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList { u"p.throng"_s });
    }

    void aFullDiskLeavesNoHalfCopy()
    {
        const ProjectFolder folder = ProjectFolder::create(path(u"p"_s), m_project).value();
        write(folder.roomsFile(), QByteArray(256 * 1024, ' '));
        throng::test::SmallDisk disk;
        disk.fillUpTo(64 * 1024);
        QVERIFY(!folder.saveAs(disk.path() + u"/copy"_s, m_project));
        QVERIFY(!QFile::exists(disk.path() + u"/copy"_s));
    }
};

QTEST_GUILESS_MAIN(TestProjectFolder)
#include "test_projectfolder.moc"
