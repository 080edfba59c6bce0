// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program `throng` as a shell starts it.
#include "engine/project/projectfolder.h"
#include "support/patience.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using throng::test::patience;

namespace {

/// throng with settings and temporary files of its own; ended with the test.
struct Program {
    QTemporaryDir directory;
    QProcess process;

    /// `beside`: with the settings and the screen of that one.
    explicit Program(const QStringList &arguments, const Program *beside = nullptr)
    {
        const QString home = beside ? beside->directory.path() : directory.path();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        environment.insert(u"XDG_CONFIG_HOME"_s, home);
        environment.insert(u"XDG_DATA_HOME"_s, home);
        environment.insert(u"TMPDIR"_s, home);
        process.setProcessEnvironment(environment);
        process.setProgram(QStringLiteral(THRONG_PROGRAM));
        process.setArguments(arguments);
        process.start(QIODevice::ReadOnly);
    }
    ~Program()
    {
        process.kill();
        process.waitForFinished(patience);
    }

    /// Whether the settings name this project as one that was opened.
    [[nodiscard]] bool hasOpened(const QString &name) const
    {
        QFile file(directory.filePath(u"Throng/throng.conf"_s));
        return file.open(QIODevice::ReadOnly) && QString::fromUtf8(file.readAll()).contains(u"name="_s + name);
    }

    /// The accounts that have a token, counted in tokens.csv of the project that a demo makes for itself.
    [[nodiscard]] int tokens() const
    {
        QDirIterator files(directory.path(), { u"tokens.csv"_s }, QDir::Files, QDirIterator::Subdirectories);
        if (!files.hasNext())
            return 0;
        QFile file(files.next());
        return file.open(QIODevice::ReadOnly) ? int(file.readAll().count('\n')) - 1 : 0;
    }
};

} // namespace

class ProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itSaysWhatItIs_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("says");
        QTest::newRow("version") << u"--version"_s << QStringLiteral("Throng " THRONG_VERSION);
        QTest::newRow("help tells of the demo") << u"--help"_s << u"--demo"_s;
        QTest::newRow("help tells of projects") << u"--help"_s << u"[project]"_s;
    }
    void itSaysWhatItIs()
    {
        QFETCH(QString, option);
        QFETCH(QString, says);
        Program throng({ option });
        QVERIFY(throng.process.waitForFinished(patience));
        QCOMPARE(throng.process.exitCode(), 0);
        const QString said = QString::fromUtf8(throng.process.readAllStandardOutput());
        QVERIFY2(said.contains(says, Qt::CaseInsensitive), qPrintable(said));
    }

    void whatItDoesNotUnderstandEndsIt_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("option") << QStringList { u"--nonsense"_s };
        QTest::newRow("two projects") << QStringList { u"a"_s, u"b"_s };
        QTest::newRow("a demo of a project") << QStringList { u"--demo"_s, u"a"_s };
    }
    void whatItDoesNotUnderstandEndsIt()
    {
        QFETCH(QStringList, arguments);
        Program throng(arguments);
        QVERIFY(throng.process.waitForFinished(patience));
        QVERIFY(throng.process.exitStatus() == QProcess::NormalExit);
        QVERIFY(throng.process.exitCode() != 0);
        QVERIFY(!throng.process.readAllStandardError().isEmpty());
    }

    void aSecondStartOpensItsProjectInTheFirst()
    {
        const QTemporaryDir projects;
        const auto make = [&projects](const QString &name) {
            const QString folder = projects.filePath(name);
            const auto made = throng::project::ProjectFolder::create(
                folder, throng::project::Project::withDefaults(u"http://127.0.0.1:8008"_s), name);
            return made ? folder + u'/' + name + u".throng"_s : QString();
        };
        Program first({ make(u"beta"_s) });
        // The settings are written from its event loop, which answers others from then on.
        QTRY_VERIFY_WITH_TIMEOUT(first.hasOpened(u"beta"_s), patience);
        Program second({ make(u"alpha"_s) }, &first);
        QVERIFY(second.process.waitForFinished(patience));
        QCOMPARE(second.process.exitCode(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(first.hasOpened(u"alpha"_s), patience);
        QVERIFY(first.process.state() == QProcess::Running);
    }

    void theDemoRunsByItself()
    {
        Program throng({ u"--demo"_s });
        QTRY_COMPARE_WITH_TIMEOUT(throng.tokens(), 100, patience);
        QVERIFY(throng.process.state() == QProcess::Running);
    }
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "test_program.moc"
