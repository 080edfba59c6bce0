// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/accountsfile.h"
#include "engine/project/roomsfile.h"
#include "engine/project/validate.h"

#include "support/awkwarddisk.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng::project;
using Severity = Finding::Severity;

namespace {

/// Of the test that chats.
QList<throng::users::Population> &twoGroups(Project &project)
{
    QList<throng::users::Population> &groups = project.suites.first().tests[3].populations;
    groups = { { u"a"_s, 1, {} }, { u"b"_s, 1, {} } };
    return groups;
}

} // namespace

class TestValidate : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;

    /// A project with which nothing is wrong.
    [[nodiscard]] ProjectFolder goodProject(Project &project)
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        project = Project::withDefaults(u"http://127.0.0.1:8008"_s);
        ProjectFolder folder = ProjectFolder::create(m_temporary->filePath(u"p"_s), project).value();
        const QList<throng::users::Account> accounts { { u"a"_s, u"1"_s, {}, {} }, { u"b"_s, u"2"_s, {}, {} } };
        if (!AccountsFile::write(folder.usersFile(), accounts)
            || !RoomsFile::write(folder.roomsFile(), { { u"Room 0"_s, { 0, 1 } } }, accounts))
            qFatal("cannot prepare a project");
        return folder;
    }

    static void write(const QString &file, const QByteArray &content)
    {
        QFile f(file);
        if (!f.open(QIODevice::WriteOnly) || f.write(content) != content.size())
            qFatal("cannot prepare %s", qPrintable(file));
    }

private Q_SLOTS:
    void aGoodProjectHasNoFindings()
    {
        Project project;
        const ProjectFolder folder = goodProject(project);
        QCOMPARE(validate(folder), QList<Finding>());
    }

    void aProjectThatCannotBeReadIsOneFinding()
    {
        Project project;
        const ProjectFolder folder = goodProject(project);
        write(folder.projectFile(), R"({"format": "throng-project", "version": 2})");
        const QList<Finding> findings = validate(folder);
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().severity, Severity::Error);
        QCOMPARE(findings.first().where, folder.projectFile() + u": version"_s);
    }

    void findings_data()
    {
        using Change = std::function<void(const ProjectFolder &, Project &)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<Severity>("severity");
        QTest::addColumn<QString>("where"); // ends so
        const auto file = [](const char *name, QString (ProjectFolder::*path)() const, const QByteArray &content,
                              Severity severity, const QString &where) {
            QTest::newRow(name) << Change([=](const ProjectFolder &folder, Project &) {
                const QString f = (folder.*path)();
                if (content.isNull())
                    QFile::remove(f);
                else
                    write(f, content);
                QFile::setPermissions(f, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
            }) << severity << where;
        };
        const auto project = [](const char *name, Severity severity, const QString &where, void (*change)(Project &)) {
            QTest::newRow(name) << Change([=](const ProjectFolder &, Project &p) { change(p); }) << severity << where;
        };
        file("no accounts", &ProjectFolder::usersFile, {}, Severity::Error, u"users.csv"_s);
        file("nobody in users.csv", &ProjectFolder::usersFile, "username,password\n", Severity::Error, u"users.csv"_s);
        file("damaged users.csv", &ProjectFolder::usersFile, "name\n", Severity::Error, u"users.csv:1"_s);
        file("no password, no token", &ProjectFolder::usersFile, "username,password\na,1\nb,\n", Severity::Error,
            u"users.csv"_s);
        file("no rooms", &ProjectFolder::roomsFile, {}, Severity::Warning, u"rooms.json"_s);
        file("rooms of strangers", &ProjectFolder::roomsFile, R"({"A": ["eve"]})", Severity::Error, u"rooms.json"_s);
        file("empty rooms.json", &ProjectFolder::roomsFile, "{}", Severity::Warning, u"rooms.json"_s);
        file("damaged tokens", &ProjectFolder::tokensFile, "username\n", Severity::Error, u"tokens.csv:1"_s);
        file("tokens of strangers", &ProjectFolder::tokensFile,
            "username,user_id,access_token,next_batch\neve,@eve:x,t,\n", Severity::Warning, u"tokens.csv"_s);
        file("damaged rooms-created.csv", &ProjectFolder::createdRoomsFile, "name\n", Severity::Error,
            u"rooms-created.csv:1"_s);
        file("rooms of another plan", &ProjectFolder::createdRoomsFile, "name,room_id,creator\nOther,!o:x,a\n",
            Severity::Warning, u"rooms-created.csv"_s);
        QTest::newRow("secrets for all to read") << Change([](const ProjectFolder &folder, Project &) {
            QFile::setPermissions(folder.usersFile(), QFileDevice::ReadOwner | QFileDevice::ReadOther);
        }) << Severity::Warning << u"users.csv"_s;

        project("no address", Severity::Error, u": server.url"_s, [](Project &p) { p.server.url.clear(); });
        project("no certificate", Severity::Error, u": server.ca_file"_s,
            [](Project &p) { p.server.caFile = u"gone.pem"_s; });
        project("insecure", Severity::Warning, u": server.insecure"_s, [](Project &p) { p.server.insecure = true; });
        project("proxy", Severity::Error, u": server.proxy"_s, [](Project &p) { p.server.proxy = u"not a proxy"_s; });
        project("metrics", Severity::Error, u": server.metrics_urls[1]"_s, [](Project &p) {
            p.server.metricsUrls = { u"127.0.0.1:9000"_s, u"ftp://127.0.0.1"_s };
        });
        project("no suite", Severity::Error, u": suites"_s, [](Project &p) { p.suites.clear(); });
        project("two of a name", Severity::Error, u": suites[1].name"_s,
            [](Project &p) { p.suites.append(p.suites.first()); });
        project("all switched off", Severity::Error, u": suites[0].scripts"_s, [](Project &p) {
            for (Test &test : p.suites.first().tests)
                test.enabled = false;
        });
        project("tests of a name", Severity::Warning, u": suites[0].scripts[1].name"_s,
            [](Project &p) { p.suites.first().tests[1].name = p.suites.first().tests[0].name; });
        project("a name with a slash", Severity::Error, u": suites[0].scripts[0].name"_s,
            [](Project &p) { p.suites.first().tests[0].name = u"a/b"_s; });
        project("more users than accounts", Severity::Error, u": suites[0].scripts[3].num_users"_s,
            [](Project &p) { p.suites.first().tests[3].users = 3; });
        project("an endless chat", Severity::Error, u": suites[0].scripts[3].runtime"_s,
            [](Project &p) { p.suites.first().tests[3].runTime.reset(); });
        project("an endless registration", Severity::Error, u": suites[0].scripts[0].runtime"_s,
            [](Project &p) { p.suites.first().tests[0].stopWhenDone = false; });
        project("registered already", Severity::Warning, u": suites[0].scripts[0]"_s,
            [](Project &p) { p.server.accounts = AccountSource::ExistingAccounts; });
        project("no try", Severity::Error, u": suites[0].scripts[1].setup.tries"_s,
            [](Project &p) { p.suites.first().tests[1].setup.tries = 0; });
        project("preset", Severity::Error, u": suites[0].scripts[1].setup.room_preset"_s,
            [](Project &p) { p.suites.first().tests[1].setup.roomPreset = u"secret"_s; });
        project("no weight", Severity::Error, u": suites[0].scripts[3].chat"_s, [](Project &p) {
            auto &chat = p.suites.first().tests[3].chat;
            chat.doNothingWeight = chat.sendTextWeight = chat.lookAtRoomWeight = chat.paginateWeight =
                chat.goAwayWeight = chat.changeDisplayNameWeight = chat.chatInRoomWeight = 0;
        });
        project("nobody leaves", Severity::Warning, u": suites[0].scripts[3].chat.room_leave_weight"_s, [](Project &p) {
            auto &chat = p.suites.first().tests[3].chat;
            chat.roomLeaveWeight = chat.roomAddedWeight = 0;
        });
        project("a threshold for nobody", Severity::Error, u": suites[0].thresholds[0].test"_s, [](Project &p) {
            p.suites.first().thresholds.resize(1);
            p.suites.first().thresholds.first().test = u"gone"_s;
        });
        project("a threshold that settles too late", Severity::Error, u": suites[0].scripts[3].thresholds[0].settle"_s,
            [](Project &p) {
                Test &test = p.suites.first().tests[3];
                test.thresholds.resize(1);
                test.thresholds.first().settle = *test.runTime;
            });
        project("a warm-up that leaves nothing", Severity::Error, u": suites[0].scripts[3].warm_up"_s, [](Project &p) {
            Test &test = p.suites.first().tests[3];
            test.warmUp = *test.runTime;
        });
        project("a warm-up of a set-up", Severity::Error, u": suites[0].scripts[0].warm_up"_s,
            [](Project &p) { p.suites.first().tests[0].warmUp = std::chrono::seconds(5); });
        project("a threshold that aborts too late", Severity::Warning,
            u": suites[0].scripts[3].thresholds[0].abort_after"_s, [](Project &p) {
                Test &test = p.suites.first().tests[3];
                test.thresholds.resize(1);
                test.thresholds.first().abortAfter = *test.runTime;
            });
        project("shares", Severity::Error, u": suites[0].scripts[3].populations"_s, [](Project &p) {
            p.suites.first().tests[3].populations = { { u"nobody"_s, 0, {} } };
        });
        project("population's name", Severity::Error, u": suites[0].scripts[3].populations[1].name"_s, [](Project &p) {
            p.suites.first().tests[3].populations = { { u"twice"_s, 1, {} }, { u"twice"_s, 1, {} } };
        });
        project("population's presence", Severity::Error, u": suites[0].scripts[3].populations[0].chat.set_presence"_s,
            [](Project &p) {
                p.suites.first().tests[3].populations = { { u"all"_s, 1, {} } };
                p.suites.first().tests[3].populations[0].chat.setPresence = u"away"_s;
            });
        project("largest room of a group", Severity::Error, u": suites[0].scripts[3].populations[1].rooms.largest"_s,
            [](Project &p) { twoGroups(p)[1].rooms = { .perMember = 1, .smallest = 9, .largest = 8 }; });
        project("smallest room of a group", Severity::Error, u": suites[0].scripts[3].populations[1].rooms.smallest"_s,
            [](Project &p) { twoGroups(p)[1].rooms = { .perMember = 1, .smallest = 0 }; });
        project("a group in no room", Severity::Warning,
            u": suites[0].scripts[3].populations[0].rooms.in_common_rooms"_s,
            [](Project &p) { twoGroups(p)[0].rooms.inCommonRooms = false; });
        project("a group's rooms and a plan of one's own", Severity::Warning,
            u": suites[0].scripts[3].populations[1].rooms"_s, [](Project &p) {
                twoGroups(p)[1].rooms.perMember = 1;
                p.rooms.distribution = RoomDistribution::File;
            });
        project("rooms of another test's groups", Severity::Warning, u": suites[0].scripts[4].populations"_s,
            [](Project &p) {
                twoGroups(p)[1].rooms.perMember = 1;
                Test other = p.suites.first().tests[3];
                other.name = u"other"_s;
                other.populations[1].share = 2;
                p.suites.first().tests.append(other);
            });
        project("share over 1", Severity::Error, u": suites[0].scripts[3].chat.log_out_share"_s,
            [](Project &p) { p.suites.first().tests[3].chat.logOutShare = 30; });
        project("presence", Severity::Error, u": suites[0].scripts[3].chat.set_presence"_s,
            [](Project &p) { p.suites.first().tests[3].chat.setPresence = u"away"_s; });
        project("filter", Severity::Error, u": suites[0].scripts[3].chat.filter"_s,
            [](Project &p) { p.suites.first().tests[3].chat.filter = u"{room"_s; });
    }

    void findings()
    {
        QFETCH(const std::function<void(const ProjectFolder &, Project &)>, change);
        QFETCH(const Severity, severity);
        QFETCH(const QString, where);
        Project project;
        const ProjectFolder folder = goodProject(project);
        change(folder, project);
        const QList<Finding> found = validate(folder, project);
        const auto wanted = std::ranges::find_if(
            found, [&](const Finding &f) { return f.severity == severity && f.where.endsWith(where); });
        if (wanted == found.end()) {
            for (const Finding &finding : found)
                qWarning() << finding.where << finding.what;
            QFAIL("not found");
        }
        QVERIFY(!wanted->what.isEmpty());
        QVERIFY(!wanted->remedy.isEmpty());
        QVERIFY(found.size() <= 2); // one mistake is not said in many ways
    }

    void testsThatAreSwitchedOffAreNotLookedAt()
    {
        Project project;
        const ProjectFolder folder = goodProject(project);
        project.suites.first().tests[3].users = 300;
        project.suites.first().tests[3].enabled = false;
        QCOMPARE(validate(folder, project), QList<Finding>());
    }

    void anUnwritableFolderIsAFinding()
    {
        Project project;
        ProjectFolder folder = goodProject(project);
        const throng::test::UnwritableFolder unwritable(folder.path());
        if (!unwritable.works())
            QSKIP("root that may not mount can write everywhere");
        const QList<Finding> found = validate(folder, project);
        QVERIFY(std::ranges::any_of(found, [&](const Finding &f) { return f.where == folder.path(); }));
    }
};

QTEST_GUILESS_MAIN(TestValidate)
#include "test_validate.moc"
