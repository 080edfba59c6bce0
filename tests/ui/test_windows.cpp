// SPDX-License-Identifier: GPL-3.0-or-later
//
// Several windows, and what goes on while nobody looks at one.
#include "engine/practice/practiceserver.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/mainwindow/projectview.h"
#include "ui/mainwindow/sidebar.h"
#include "ui/mainwindow/windows.h"

#include <QAction>
#include <QSpinBox>
#include <QTableWidget>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;

namespace {

QString makeProject(const UiFixture &ui, const QString &name, const QString &server = u"http://127.0.0.1:8008"_s)
{
    project::Project project = project::Project::withDefaults(server);
    project.users.count = 5;
    auto document = ui::Document::create(ui.projectsFolder() + u'/' + name, project);
    return document ? (*document)->folder().projectFile() : QString();
}

} // namespace

class WindowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoWindowsHaveTwoProjects()
    {
        UiFixture ui;
        const QString alpha = makeProject(ui, u"alpha"_s);
        const QString beta = makeProject(ui, u"beta"_s);
        ui::Windows windows(ui.surroundings());
        windows.openPath(alpha);
        windows.openPath(beta);
        QCOMPARE(windows.all().size(), 2);
        ui::MainWindow *first = windows.all()[0];
        ui::MainWindow *second = windows.all()[1];
        QCOMPARE(first->document()->name(), u"alpha"_s);
        QCOMPARE(second->document()->name(), u"beta"_s);

        // An edit in one is none in the other.
        second->projectView()->showPage(ui::ProjectView::PageId::Users);
        second->document()->set<int>(
            u"users.count"_s, u"edit"_s, [](project::Project &project) -> int & { return project.users.count; }, 17);
        QVERIFY(second->isWindowModified());
        QVERIFY(!first->isWindowModified());
        QCOMPARE(first->document()->project().users.count, 5);

        // What one has opened the other offers.
        ui.questions.onSaveChanges = ui::Questions::Save::Discard;
        QVERIFY(first->close());
        QTRY_COMPARE_WITH_TIMEOUT(windows.all().size(), 1, patience);
        QVERIFY(second->isVisible());
        QVERIFY(second->close());
        QCOMPARE(ui.questions.asked, QStringList(u"saveChanges"_s));
    }

    void aProjectIsOpenInOneWindowAtMost()
    {
        UiFixture ui;
        const QString alpha = makeProject(ui, u"alpha"_s);
        ui::Windows windows(ui.surroundings());
        windows.openPath(alpha);
        windows.openPath(QFileInfo(alpha).absolutePath());
        QCOMPARE(windows.all().size(), 1);
        // Nor does another window open it a second time.
        ui::MainWindow *other = windows.open();
        QVERIFY(other->openPath(alpha));
        QVERIFY(!other->document());
        other->findChild<QAction *>(u"actionNewWindow"_s)->trigger();
        QCOMPARE(windows.all().size(), 3);
    }

    void aRunThatEndsUnseenIsToldToTheDesktop()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        QVERIFY(ui.window->openPath(makeProject(ui, u"unseen"_s, url->toString())));
        ui.window->document()->set<QList<project::Suite>>(
            u"suites"_s, u"only the first test"_s,
            [](project::Project &project) -> QList<project::Suite> & { return project.suites; },
            [&] {
                QList<project::Suite> suites = ui.window->document()->project().suites;
                suites.first().tests.resize(1);
                return suites;
            }());
        auto *controller = ui.window->runController();
        // Somebody looks at it: nothing is told.
        ui.window->activateWindow();
        QTRY_VERIFY_WITH_TIMEOUT(ui.window->isActiveWindow(), patience);
        controller->start();
        QTRY_VERIFY_WITH_TIMEOUT(controller->history().size() == 1, patience);
        QVERIFY(ui.notifications.told.isEmpty());

        QWidget another;
        another.show();
        another.activateWindow();
        QTRY_VERIFY_WITH_TIMEOUT(!ui.window->isActiveWindow(), patience);
        controller->start();
        QTRY_VERIFY_WITH_TIMEOUT(controller->history().size() == 2, patience);
        QCOMPARE(ui.notifications.told.size(), 1);
        QVERIFY(ui.notifications.told.first().contains(u"unseen"));
        ui.notifications.onClicked();
        QTRY_VERIFY_WITH_TIMEOUT(ui.window->isActiveWindow(), patience);

        // The start page tells of it next time.
        ui.window->findChild<QAction *>(u"actionClose"_s)->trigger();
        const auto *recent = ui.find<QTableWidget>("recentTable");
        QVERIFY2(recent->item(0, 2)->text().startsWith(u"today"), qPrintable(recent->item(0, 2)->text()));
        QVERIFY(recent->item(0, 5)->data(Qt::AccessibleTextRole).toString() != u"never run"_s);
    }

    void theSidebarMakesRoomForWhatItSays()
    {
        ui::Sidebar sidebar;
        sidebar.addEntry(u"server"_s, u"Server"_s);
        const int narrow = sidebar.neededWidth();
        sidebar.setStatus(0, u"reachable"_s);
        QCOMPARE(sidebar.neededWidth(), narrow);
        sidebar.setStatus(0, u"Synapse/1.163.2, reachable"_s);
        const QString text = sidebar.status(0);
        QVERIFY(sidebar.neededWidth() > sidebar.fontMetrics().horizontalAdvance(text) * 0.88);
        const int wide = sidebar.neededWidth();
        sidebar.setStatus(0, u"reachable"_s);
        QCOMPARE(sidebar.neededWidth(), wide);
    }
};

QTEST_MAIN(WindowsTest)
#include "test_windows.moc"
