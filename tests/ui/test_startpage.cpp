// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/mainwindow/projectview.h"
#include "ui/mainwindow/recentprojects.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QTableWidget>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;

namespace {

QString makeProject(const UiFixture &ui, const QString &name)
{
    project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
    project.users.count = 20;
    auto document = ui::Document::create(ui.projectsFolder() + u'/' + name, project);
    return document ? (*document)->folder().projectFile() : QString();
}

void writeLocustFolder(const QString &folder)
{
    QDir().mkpath(folder);
    QFile users(folder + u"/users.csv"_s);
    QVERIFY(users.open(QIODevice::WriteOnly));
    users.write("username,password\nuser.000000,abcdefgh12345678\nuser.000001,abcdefgh12345679\n");
    QFile rooms(folder + u"/rooms.json"_s);
    QVERIFY(rooms.open(QIODevice::WriteOnly));
    rooms.write(R"({"Room 0": ["user.000000", "user.000001"]})");
}

} // namespace

class StartPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFreshStartOffersThreeWays()
    {
        UiFixture ui;
        for (const char *name : { "practiceButton", "newProjectButton", "openButton" })
            QVERIFY2(ui.find<QWidget>(name)->isVisible(), name);
        QVERIFY(!ui.find<QTableWidget>("recentTable")->isVisible());
        QCOMPARE(ui.window->windowTitle(), QGuiApplication::applicationDisplayName());
    }

    void openingAProjectShowsItAndRemembersIt()
    {
        UiFixture ui;
        ui.questions.pathToOpen = makeProject(ui, u"alpha"_s);
        ui.click("openButton");
        QVERIFY(ui.window->document());
        QCOMPARE(ui.window->windowTitle(), u"[*]alpha — Throng"_s);
        QVERIFY(!ui.window->isWindowModified());

        ui.window.reset();
        ui.makeWindow();
        auto *recent = ui.find<QTableWidget>("recentTable");
        QVERIFY(recent->isVisible());
        QCOMPARE(recent->item(0, 0)->text(), u"alpha"_s);
        recent->setFocus();
        recent->setCurrentCell(0, 0);
        QTest::keyClick(recent, Qt::Key_Return);
        QVERIFY(ui.window->document());
        QCOMPARE(ui.find<QMenu>("recentMenu")->actions().first()->text(), u"alpha"_s);
    }

    void aRecentProjectTellsOfItsLastRun()
    {
        UiFixture ui;
        const QString path = makeProject(ui, u"alpha"_s);
        const QString other = makeProject(ui, u"beta"_s);
        QVERIFY(ui.window->openPath(other));
        QVERIFY(ui.window->openPath(path));
        ui.window.reset();
        ui::RecentProjects stored(ui.settings);
        stored.setLastRun(path,
            { .endedAt = QDateTime::currentDateTime(),
                .users = 1200,
                .deliveryP95 = 2100,
                .isLowerBound = true,
                .verdict = u"2 thresholds broken"_s,
                .mood = u"bad"_s });
        ui.makeWindow();
        const auto *recent = ui.find<QTableWidget>("recentTable");
        QCOMPARE(recent->rowCount(), 2);
        QVERIFY(recent->item(0, 2)->text().startsWith(u"today"));
        QCOMPARE(recent->item(0, 3)->text(), u"1,200"_s);
        QCOMPARE(recent->item(0, 4)->text(), u"> 2.1 s"_s);
        const auto *verdict = recent->cellWidget(0, 5)->findChild<QLabel *>();
        QCOMPARE(verdict->text(), u"2 thresholds broken"_s);
        QCOMPARE(verdict->property("pill").toString(), u"bad"_s);
        QCOMPARE(recent->cellWidget(1, 5)->findChild<QLabel *>()->text(), u"never run"_s);
        // Opened again, it is as it was.
        QVERIFY(ui.window->openPath(path));
        ui.window->findChild<QAction *>(u"actionClose"_s)->trigger();
        QCOMPARE(recent->item(0, 3)->text(), u"1,200"_s);
    }

    void aProjectThatIsGoneSaysSoAndIsForgotten()
    {
        UiFixture ui;
        const QString path = makeProject(ui, u"gone"_s);
        QVERIFY(ui.window->openPath(path));
        ui.window->close();
        QVERIFY(QDir(QFileInfo(path).absolutePath()).removeRecursively());
        ui.makeWindow();
        auto *recent = ui.find<QTableWidget>("recentTable");
        recent->setFocus();
        recent->setCurrentCell(0, 0);
        QTest::keyClick(recent, Qt::Key_Return);
        QVERIFY(!ui.window->document());
        QVERIFY(ui.find<QLabel>("messageText")->text().contains(u"could not be opened"));
        QCOMPARE(recent->rowCount(), 0);
    }

    void aMatrixLocustFolderOpensAsAProject()
    {
        UiFixture ui;
        const QString folder = ui.directory.filePath(u"locust"_s);
        writeLocustFolder(folder);
        QVERIFY(ui.window->openPath(folder));
        QCOMPARE(ui.window->document()->name(), u"locust"_s);
        QVERIFY(QFile::exists(folder + u"/locust.throng"_s));
        QVERIFY(ui.find<QLabel>("messageText")->text().contains(u"2 account"));
    }

    void aFolderDroppedOnTheWindowIsOpened()
    {
        UiFixture ui;
        const QString project = makeProject(ui, u"dropped"_s);
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(QFileInfo(project).absolutePath()) });
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(ui.window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(ui.window.get(), &drop);
        QTRY_VERIFY_WITH_TIMEOUT(ui.window->document(), patience);
        QCOMPARE(ui.window->document()->name(), u"dropped"_s);
    }

    void somethingElseDroppedIsRefused()
    {
        UiFixture ui;
        QFile text(ui.directory.filePath(u"notes.txt"_s));
        QVERIFY(text.open(QIODevice::WriteOnly));
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(text.fileName()) });
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QApplication::sendEvent(ui.window.get(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void aDamagedProjectSaysWhere()
    {
        UiFixture ui;
        const QString path = makeProject(ui, u"damaged"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{ \"format\": ");
        file.close();
        QVERIFY(!ui.window->openPath(path));
        QVERIFY(ui.find<QLabel>("messageText")->text().contains(u"damaged.throng"));
    }

    void theAppearanceIsKept()
    {
        UiFixture ui;
        auto *dark = ui.window->findChild<QAction *>(u"actionDark"_s);
        dark->trigger();
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 80);
        ui.window.reset();
        ui.makeWindow();
        QVERIFY(ui.window->findChild<QAction *>(u"actionDark"_s)->isChecked());
        ui.window->findChild<QAction *>(u"actionLight"_s)->trigger();
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 200);
    }
};

QTEST_MAIN(StartPageTest)
#include "test_startpage.moc"
