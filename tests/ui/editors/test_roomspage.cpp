// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page of rooms: each of them with its members, who may enter, and plans that are not ours to draw again.
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/mainwindow/projectview.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::ProjectView;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void openRooms(UiFixture &ui)
{
    project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
    project.users.count = 60;
    auto document = ui::Document::create(ui.projectsFolder() + u"/alpha"_s, project);
    QVERIFY(document);
    QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
    ui.window->projectView()->showPage(ProjectView::PageId::Rooms);
    QTRY_VERIFY_WITH_TIMEOUT(ui.find<QLabel>("roomsTitle")->text().contains(u"rooms"), patience);
}

/// A folder as matrix-locust leaves it, open as a project.
void openTheirs(UiFixture &ui)
{
    const QString folder = ui.projectsFolder() + u"/theirs"_s;
    QVERIFY(QDir().mkpath(folder));
    QFile users(folder + u"/users.csv"_s);
    QVERIFY(users.open(QIODevice::WriteOnly));
    users.write("username,password\nada,a\nbob,b\ncarol,c\n");
    users.close();
    QFile rooms(folder + u"/rooms.json"_s);
    QVERIFY(rooms.open(QIODevice::WriteOnly));
    rooms.write("{\"hall\": [\"carol\", \"ada\"], \"attic\": [\"bob\"]}\n");
    rooms.close();
    QVERIFY(ui.window->openPath(folder));
    ui.window->projectView()->showPage(ProjectView::PageId::Rooms);
    QTRY_COMPARE_WITH_TIMEOUT(ui.find<QLabel>("roomsTitle")->text().left(2), u"2 "_s, patience);
}

void choose(QComboBox *box, const QVariant &data)
{
    // As a person does: open it, go there, take it.
    const int index = box->findData(data);
    box->setFocus();
    while (box->currentIndex() != index)
        QTest::keyClick(box, box->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
}

} // namespace

class RoomsPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRoomIsListedWithItsMembers()
    {
        UiFixture ui;
        openRooms(ui);
        ui.find<QTabWidget>("roomTabs")->setCurrentIndex(1);
        auto *table = ui.find<QTableView>("roomTable");
        const int rooms = table->model()->rowCount();
        QVERIFY(rooms > 5);
        QCOMPARE(ui.find<QLabel>("roomsHeading")->text(), u"%1 rooms"_s.arg(rooms));
        table->sortByColumn(1, Qt::DescendingOrder);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Home, Qt::ControlModifier);
        auto *members = ui.find<QListView>("roomMembers");
        QCOMPARE(members->model()->rowCount(), table->model()->index(0, 1).data(Qt::UserRole).toInt());
        QVERIFY(members->model()->index(0, 0).data().toString().startsWith(u"user.0000"));
        UiFixture::type(ui.find<QLineEdit>("roomFilter"), u"Room 3"_s);
        QVERIFY(table->model()->rowCount() < rooms);
    }

    void whoMayEnterIsChosenForAllTestsThatMakeRooms()
    {
        UiFixture ui;
        openRooms(ui);
        const auto preset = [&ui] { return ui.window->document()->project().suites.first().tests[1].setup.roomPreset; };
        QCOMPARE(preset(), u"private_chat"_s);
        choose(ui.find<QComboBox>("roomPreset"), u"public_chat"_s);
        QCOMPARE(preset(), u"public_chat"_s);
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QCOMPARE(preset(), u"private_chat"_s);
        QCOMPARE(ui.find<QComboBox>("roomPreset")->currentData().toString(), u"private_chat"_s);
    }

    void numbersThatMakeNoSenseAreAnsweredAndNotTaken()
    {
        UiFixture ui;
        openRooms(ui);
        const QByteArray before = contents(ui.window->document()->folder().projectFile());
        UiFixture::type(ui.find<QSpinBox>("roomSmallest"), u"0"_s);
        QCOMPARE(ui.window->document()->project().rooms.smallest, 2);
        UiFixture::type(ui.find<QSpinBox>("roomSmallest"), u"2"_s);
        UiFixture::type(ui.find<QSpinBox>("roomDraws"), u"999999999"_s);
        QVERIFY(ui.window->document()->project().rooms.draws.value_or(0) <= 1'000'000);
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        QVERIFY(!ui.window->isWindowModified());
    }

    void aPlanOfTheirOwnIsShownAndKept()
    {
        UiFixture ui;
        openTheirs(ui);
        ui::Document *document = ui.window->document();
        QCOMPARE(document->project().rooms.distribution, project::RoomDistribution::File);
        const QByteArray rooms = contents(document->folder().roomsFile());
        ui.find<QTabWidget>("roomTabs")->setCurrentIndex(1);
        auto *table = ui.find<QTableView>("roomTable");
        QCOMPARE(table->model()->index(0, 0).data().toString(), u"hall"_s);
        QCOMPARE(table->model()->index(0, 2).data().toString(), u"carol, ada"_s);

        document->set<quint64>(
            u"seed"_s, u"Change the seed"_s, [](project::Project &project) -> quint64 & { return project.seed; }, 77);
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        QCOMPARE(contents(document->folder().roomsFile()), rooms);

        // A draw takes its place, and gives it back.
        ui.find<QTabWidget>("roomTabs")->setCurrentIndex(0);
        choose(ui.find<QComboBox>("roomDistribution"), int(project::RoomDistribution::OneBigRoom));
        QTRY_COMPARE_WITH_TIMEOUT(ui.find<QLabel>("roomsTitle")->text().left(2), u"1 "_s, patience);
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        QVERIFY(contents(document->folder().roomsFile()) != rooms);
        while (document->project().rooms.distribution != project::RoomDistribution::File)
            ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        QCOMPARE(contents(document->folder().roomsFile()), rooms);
    }
};

QTEST_MAIN(RoomsPageTest)
#include "test_roomspage.moc"
