// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window takes to open a project of 50,000 users and 20,000 rooms, and to show each page of it.
#include "engine/generate/generateusers.h"
#include "engine/project/tokensfile.h"
#include "ui/document/document.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/projectview.h"
#include "ui/support/appearance.h"
#include "ui/support/questions.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace throng;
using ui::ProjectView;

namespace {

constexpr int users = 50'000;
constexpr int rooms = 20'000;
constexpr int patience = 60'000; // ms

/// Runs `work` and what it leaves in the event queue, until `done`, prints a row of the table and the same as JSON.
void measure(
    const QString &name, const std::function<void()> &work, const std::function<bool()> &done = [] { return true; })
{
    static QTextStream out(stdout);
    QElapsedTimer clock;
    clock.start();
    work();
    QApplication::processEvents();
    while (!done()) {
        if (clock.elapsed() > patience)
            qFatal("%s never ended", qPrintable(name));
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
    const double seconds = double(clock.nsecsElapsed()) * 1e-9;
    out << qSetFieldWidth(44) << Qt::left << name << qSetFieldWidth(0) << u"%1 s\n"_s.arg(seconds, 0, 'f', 3)
        << u"{\"name\": \"%1\", \"users\": %2, \"seconds\": %3}\n"_s.arg(name).arg(users).arg(seconds, 0, 'f', 4);
    out.flush();
}

QString makeProject(const QString &folder)
{
    project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
    project.users.count = users;
    project.rooms.distribution = project::RoomDistribution::Histogram;
    project.rooms.histogram = { { 2, rooms * 6 / 10 }, { 5, rooms * 3 / 10 }, { 30, rooms / 10 - 5 }, { 2'000, 5 } };
    const auto document = ui::Document::create(folder, project);
    if (!document)
        qFatal("%s", qPrintable(document.error().toString()));
    auto accounts = generate::generateUsers(project.users, project.userSeed());
    for (users::Account &account : *accounts)
        account.session = { u"@%1:localhost"_s.arg(account.username), "token", {}, {}, {} };
    if (!project::TokensFile::write((*document)->folder().tokensFile(), *accounts))
        qFatal("no tokens");
    return (*document)->folder().projectFile();
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const QString file = makeProject(folder.filePath(u"big"_s));

    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    ui::DialogQuestions questions;
    ui::AppearanceSwitch appearance;
    ui::MainWindow window({ settings, questions, appearance, {}, nullptr });
    window.resize(1280, 800);
    window.show();
    QApplication::processEvents();

    const auto label = [&window](const char *name) { return window.findChild<QLabel *>(QLatin1String(name)); };
    measure(u"open the project"_s, [&] {
        if (!window.openPath(file))
            qFatal("not opened");
    });
    measure(
        u"the rooms are drawn"_s, [] {}, [&] { return label("roomsTitle")->text().startsWith(u"20"); });
    ProjectView *view = window.projectView();
    for (const auto &[name, page] : { std::pair { u"Server"_s, ProjectView::PageId::Server },
             std::pair { u"Users"_s, ProjectView::PageId::Users }, std::pair { u"Rooms"_s, ProjectView::PageId::Rooms },
             std::pair { u"Tests"_s, ProjectView::PageId::Tests }, std::pair { u"Run"_s, ProjectView::PageId::Run },
             std::pair { u"Results"_s, ProjectView::PageId::Results } }) {
        measure(u"page "_s + name, [&, page = page] {
            view->showPage(page);
            (void)window.grab();
        });
    }

    view->showPage(ProjectView::PageId::Users);
    auto *accounts = window.findChild<QTableView *>(u"accountTable"_s);
    measure(u"users: a letter in the filter"_s, [&] {
        window.findChild<QLineEdit *>(u"accountFilter"_s)->setText(u"7"_s);
        (void)window.grab();
    });
    window.findChild<QLineEdit *>(u"accountFilter"_s)->clear();
    measure(u"users: sorted by token"_s, [&] { accounts->sortByColumn(3, Qt::DescendingOrder); });
    measure(u"users: scrolled to the end"_s, [&] {
        accounts->verticalScrollBar()->setValue(accounts->verticalScrollBar()->maximum());
        (void)window.grab();
    });
    view->showPage(ProjectView::PageId::Rooms);
    auto *table = window.findChild<QTableView *>(u"roomTable"_s);
    measure(u"rooms: the table"_s, [&] {
        window.findChild<QTabWidget *>(u"roomTabs"_s)->setCurrentIndex(1);
        (void)window.grab();
    });
    measure(u"rooms: sorted by members"_s, [&] {
        table->sortByColumn(1, Qt::DescendingOrder);
        table->selectRow(0); // 2,000 members are listed
        (void)window.grab();
    });
    measure(u"rooms: scrolled to the end"_s, [&] {
        table->verticalScrollBar()->setValue(table->verticalScrollBar()->maximum());
        (void)window.grab();
    });
    return 0;
}
