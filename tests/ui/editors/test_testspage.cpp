// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page of tests: order, load, commands, and the drawing of the whole suite.
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/charts/shapechart.h"
#include "ui/document/document.h"
#include "ui/editors/hooklist.h"
#include "ui/editors/suitedialog.h"
#include "ui/editors/suitetimeline.h"
#include "ui/mainwindow/projectview.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QUndoStack>
#include <QWheelEvent>

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

struct TestsPage {
    UiFixture ui;
    QListWidget *list = nullptr;

    TestsPage()
    {
        project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
        project.users.count = 1000;
        auto document = ui::Document::create(ui.projectsFolder() + u"/alpha"_s, project);
        if (!document || !ui.window->openPath((*document)->folder().projectFile()))
            qFatal("no project");
        opened();
    }

    void opened()
    {
        ui.window->projectView()->showPage(ProjectView::PageId::Tests);
        list = ui.find<QListWidget>("testList");
    }

    [[nodiscard]] QList<project::Test> tests() const { return ui.window->document()->project().suites.first().tests; }
    [[nodiscard]] QStringList names() const
    {
        QStringList result;
        for (const project::Test &test : tests())
            result.append(test.name);
        return result;
    }
    [[nodiscard]] QTabWidget *tabs() const
    {
        return ui.window->findChild<QWidget *>(u"testsPage"_s)->findChild<QTabWidget *>();
    }
    void showTab(const QString &title) const
    {
        for (int i = 0; i < tabs()->count(); ++i) {
            if (tabs()->tabText(i).startsWith(title)) {
                tabs()->setCurrentIndex(i);
                return;
            }
        }
        QFAIL("no such tab");
    }
    [[nodiscard]] QWidget *hooks(const char *which) const { return ui.find<QWidget>(which); }
    /// Double-clicks a cell, types into it, and takes it with Return.
    void fill(const char *which, int row, int column, const QString &text) const
    {
        auto *table = UiFixture::find<QTableView>(hooks(which), "hooks");
        table->setCurrentIndex(table->model()->index(row, column));
        if (!table->findChild<QLineEdit *>())
            table->edit(table->currentIndex());
        auto *editor = table->findChild<QLineEdit *>();
        QVERIFY(editor);
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!table->findChild<QLineEdit *>(), patience);
    }
    void choose(const char *action) const { ui.window->findChild<QAction *>(QLatin1String(action))->trigger(); }
};

} // namespace

class TestsPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePlannedUsersAreDrawn()
    {
        TestsPage page;
        page.list->setCurrentRow(3);
        page.showTab(u"Load"_s);
        auto *chart = page.ui.find<ui::ShapeChart>("plannedUsers");
        QVERIFY(chart->isVisible());
        const auto usersAfter = [chart](int seconds) {
            const auto &data = chart->data();
            const auto slot = data.nearest(data.firstTime() + seconds * 1000);
            return slot ? slot->values[0] : -1;
        };
        // 1,000 users, 10 a second, five minutes.
        QCOMPARE(usersAfter(50), 500.0);
        QCOMPARE(usersAfter(200), 1000.0);
        QCOMPARE(chart->data().lastTime() - chart->data().firstTime(), 300'000);
        UiFixture::type(page.ui.find<QDoubleSpinBox>("testSpawnRate"), u"50"_s);
        QCOMPARE(usersAfter(10), 500.0);
        page.ui.find<QCheckBox>("testAllUsers")->click();
        UiFixture::type(page.ui.find<QSpinBox>("testUsers"), u"300"_s);
        QCOMPARE(usersAfter(200), 300.0);

        // A shape takes the place of both, here and in the drawing of the suite.
        page.showTab(u"Timetable"_s);
        auto *shape = page.ui.find<QComboBox>("shapeOf");
        shape->setFocus();
        QTest::keyClick(shape, Qt::Key_Down);
        QVERIFY(page.tests().last().shape);
        QCOMPARE(usersAfter(30), 5.0); // a ramp to ten within a minute
        QCOMPARE(usersAfter(100), 10.0);
        QVERIFY(page.list->item(3)->text().contains(u"10 users"));
        QVERIFY2(page.ui.find<ui::SuiteTimeline>("suiteTimeline")->accessibleDescription().contains(u"chat: 10 users"),
            qPrintable(page.ui.find<ui::SuiteTimeline>("suiteTimeline")->accessibleDescription()));
    }

    void theOrderIsChangedByTheKeyboard()
    {
        TestsPage page;
        page.list->setCurrentRow(3);
        page.list->setFocus();
        QTest::keyClick(page.list, Qt::Key_Up, Qt::AltModifier);
        QTest::keyClick(page.list, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(page.names(), QStringList({ u"register"_s, u"chat"_s, u"create-rooms"_s, u"join-rooms"_s }));
        QCOMPARE(page.list->currentRow(), 1);
        QTest::keyClick(page.list, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(page.names()[2], u"chat"_s);
        QTest::keyClick(page.list, Qt::Key_Delete);
        QCOMPARE(page.names().size(), 3);
        page.choose("actionUndo");
        QCOMPARE(page.names()[2], u"chat"_s);
    }

    void theOrderIsChangedByDragging()
    {
        TestsPage page;
        // What the list does when a row is dropped above the first.
        QVERIFY(page.list->model()->moveRow({}, 3, {}, 0));
        QTRY_COMPARE_WITH_TIMEOUT(
            page.names(), QStringList({ u"chat"_s, u"register"_s, u"create-rooms"_s, u"join-rooms"_s }), patience);
        page.choose("actionUndo");
        QCOMPARE(page.names()[3], u"chat"_s);
        QVERIFY(page.list->item(3)->text().contains(u"chat"));
    }

    void aChangedLoadGoesBackToItsDefault()
    {
        TestsPage page;
        page.list->setCurrentRow(3);
        auto *rate = page.ui.find<QDoubleSpinBox>("testSpawnRate");
        auto *reset = page.ui.find<QToolButton>("reset_spawnRate");
        QVERIFY(!reset->isVisible());
        UiFixture::type(rate, u"25"_s);
        QCOMPARE(page.tests()[3].spawnRate, 25.0);
        QVERIFY(reset->isVisible());
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(page.tests()[3].spawnRate, 10.0);
        QVERIFY(!reset->isVisible());

        page.ui.find<QCheckBox>("testLimited")->setChecked(false);
        QTest::mouseClick(page.ui.find<QToolButton>("reset_end"), Qt::LeftButton);
        QCOMPARE(page.tests()[3].runTime, std::optional(std::chrono::milliseconds(std::chrono::minutes(5))));
    }

    void aNewChatEndsByItself()
    {
        TestsPage page;
        QVERIFY(page.ui.window->findChild<QWidget *>(u"addTest"_s));
        for (QAction *action : page.ui.find<QPushButton>("addTest")->menu()->actions()) {
            if (action->text() == u"Chat"_s)
                action->trigger();
        }
        QCOMPARE(page.tests().size(), 5);
        QVERIFY(page.tests().last().runTime);
    }

    void commandsAreEditedUndoneSavedAndReadAgain()
    {
        TestsPage page;
        const QString file = page.ui.window->document()->folder().projectFile();
        const QByteArray before = contents(file);
        page.list->setCurrentRow(3);
        page.showTab(u"Commands"_s);
        UiFixture::click(page.hooks("hooksBefore"), "addHook");
        page.fill("hooksBefore", 0, 0, u"clear-cache"_s);
        page.fill("hooksBefore", 0, 1, u"--all"_s);
        UiFixture::click(page.hooks("hooksAfter"), "addHook");
        page.fill("hooksAfter", 0, 0, u"collect-logs"_s);
        QCOMPARE(page.tests()[3].preHooks, (QList<project::Hook> { { u"clear-cache"_s, u"--all"_s } }));
        QCOMPARE(page.tabs()->tabText(page.tabs()->currentIndex()), u"Commands 2"_s);

        page.choose("actionSave");
        const QByteArray saved = contents(file);
        while (page.ui.window->document()->undoStack()->canUndo())
            page.choose("actionUndo");
        QVERIFY(page.tests()[3].preHooks.isEmpty() && page.tests()[3].postHooks.isEmpty());
        page.choose("actionSave");
        QCOMPARE(contents(file), before);
        while (page.ui.window->document()->undoStack()->canRedo())
            page.choose("actionRedo");
        page.choose("actionSave");
        QCOMPARE(contents(file), saved);
        page.choose("actionClose");
        QVERIFY(page.ui.window->openPath(file));
        page.opened();
        QCOMPARE(page.tests()[3].postHooks, (QList<project::Hook> { { u"collect-logs"_s, {} } }));
        page.choose("actionSave");
        QCOMPARE(contents(file), saved);
    }

    void aCommandsLimitAndFailureAreChosenInTheTable()
    {
        TestsPage page;
        page.list->setCurrentRow(3);
        page.showTab(u"Commands"_s);
        UiFixture::click(page.hooks("hooksBefore"), "addHook");
        page.fill("hooksBefore", 0, ui::HookModel::CommandColumn, u"clear-cache"_s);
        auto *table = UiFixture::find<QTableView>(page.hooks("hooksBefore"), "hooks");
        table->edit(table->model()->index(0, ui::HookModel::TimeLimitColumn));
        auto *seconds = table->findChild<QDoubleSpinBox *>();
        QVERIFY(seconds);
        UiFixture::type(seconds, u"30"_s);
        QTest::keyClick(seconds, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!table->findChild<QDoubleSpinBox *>(), patience);
        table->edit(table->model()->index(0, ui::HookModel::FailureColumn));
        auto *choice = table->findChild<QComboBox *>();
        QVERIFY(choice);
        QTest::keyClick(choice, Qt::Key_End); // holds at once
        project::Hook wanted { u"clear-cache"_s, {}, std::chrono::seconds(30), project::HookFailure::Stop };
        QCOMPARE(page.tests()[3].preHooks, QList<project::Hook> { wanted });
        page.choose("actionUndo");
        QCOMPARE(page.tests()[3].preHooks, QList<project::Hook> {}); // one editing of one field
    }

    void theSuitesRoundsAndCommandsAreOneStep()
    {
        TestsPage page;
        const QString file = page.ui.window->document()->folder().projectFile();
        const project::Project before = page.ui.window->document()->project();
        page.ui.click("editSuite");
        auto *dialog = page.ui.window->findChild<ui::SuiteDialog *>();
        QVERIFY(dialog);
        QVERIFY(!UiFixture::find<QDoubleSpinBox>(dialog, "suitePause")->isEnabled()); // there is one round
        UiFixture::type(UiFixture::find<QSpinBox>(dialog, "suiteRounds"), u"3"_s);
        UiFixture::type(UiFixture::find<QDoubleSpinBox>(dialog, "suitePause"), u"30"_s);
        auto *events = UiFixture::find<ui::HookList>(dialog, "suiteHooksOnEvents");
        events->model().add();
        auto *take = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        QVERIFY(!take->isEnabled()); // a row without a command
        events->model().setData(events->model().index(0, ui::HookModel::CommandColumn), u"note"_s);
        auto *name = UiFixture::find<QLineEdit>(dialog, "suiteName");
        name->clear();
        QVERIFY(!take->isEnabled());
        name->setText(u"nightly"_s);
        QTest::mouseClick(take, Qt::LeftButton);

        const project::Suite suite = page.ui.window->document()->project().suites.first();
        QCOMPARE(suite.name, u"nightly"_s);
        QCOMPARE(suite.rounds, 3);
        QCOMPARE(suite.pauseBetweenRounds, std::chrono::milliseconds(30'000));
        QCOMPARE(suite.eventHooks.size(), 1);
        QCOMPARE(suite.tests, before.suites.first().tests);
        QVERIFY(page.ui.find<QLabel>("timelineHeadline")->text().startsWith(u"3 rounds, 30 s apart"));
        page.choose("actionSave");
        page.choose("actionUndo");
        QVERIFY(page.ui.window->document()->project() == before);
        page.choose("actionRedo");
        page.choose("actionClose");
        QVERIFY(page.ui.window->openPath(file));
        QCOMPARE(page.ui.window->document()->project().suites.first(), suite);
    }

    void theWheelScrollsTheFormAndChangesNoNumber()
    {
        TestsPage page;
        page.list->setCurrentRow(3);
        page.showTab(u"What users do"_s);
        auto *weight = page.ui.find<QDoubleSpinBox>("send_text_weight");
        const auto turn = [weight] {
            const QPointF middle(weight->width() / 2.0, weight->height() / 2.0);
            QWheelEvent event(middle, weight->mapToGlobal(middle), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                Qt::NoScrollPhase, false);
            QApplication::sendEvent(weight, &event);
        };
        page.list->setFocus();
        turn();
        QCOMPARE(weight->value(), 1.0);
        weight->setFocus();
        turn();
        QCOMPARE(weight->value(), 2.0);
        QCOMPARE(page.tests()[3].chat.sendTextWeight, 2.0);
    }

    void aParameterWithFewValuesIsChosenFromThem()
    {
        TestsPage page;
        page.list->setCurrentRow(3);
        page.showTab(u"What users do"_s);
        auto *presence = page.ui.find<QComboBox>("set_presence");
        presence->setFocus();
        QTest::keyClick(presence, Qt::Key_End);
        QCOMPARE(page.tests()[3].chat.setPresence, u"offline"_s);
        page.choose("actionUndo");
        QCOMPARE(presence->currentIndex(), 0);
        QVERIFY(page.tests()[3].chat.setPresence.isEmpty());
    }

    void usersThatMakeNoSenseAreAnsweredAndNotTaken()
    {
        TestsPage page;
        page.list->setCurrentRow(3);
        page.ui.find<QCheckBox>("testAllUsers")->setChecked(false);
        auto *users = page.ui.find<QSpinBox>("testUsers");
        UiFixture::type(users, u"12"_s);
        UiFixture::type(users, u"0"_s);
        QCOMPARE(page.tests()[3].users, std::optional(12));
        bool said = false;
        for (const QLabel *label : page.tabs()->currentWidget()->findChildren<QLabel *>())
            said = said || (label->isVisible() && label->property("role") == u"error"_s && !label->text().isEmpty());
        QVERIFY(said);
    }

    void theSuiteIsDrawnWithWhatIsToBeExpected()
    {
        TestsPage page;
        auto *headline = page.ui.find<QLabel>("timelineHeadline");
        auto *basis = page.ui.find<QLabel>("timelineBasis");
        QTRY_VERIFY_WITH_TIMEOUT(
            basis->text().contains(u"1,000 accounts") && !basis->text().contains(u" 0 rooms"), patience);
        QVERIFY2(headline->text().startsWith(u"About ") && headline->text().contains(u"requests/s and"),
            qPrintable(headline->text()));
        auto *timeline = page.ui.find<ui::SuiteTimeline>("suiteTimeline");
        QTest::mouseClick(timeline, Qt::LeftButton, {}, QPoint(timeline->width() - 5, timeline->height() / 2));
        QCOMPARE(page.list->currentRow(), 3);
        QTest::mouseClick(timeline, Qt::LeftButton, {}, QPoint(5, timeline->height() / 2));
        QCOMPARE(page.list->currentRow(), 0);

        page.list->item(1)->setCheckState(Qt::Unchecked);
        QVERIFY(!timeline->accessibleDescription().contains(u"create-rooms"));
        page.list->setCurrentRow(3);
        page.ui.find<QCheckBox>("testLimited")->setChecked(false);
        QVERIFY(headline->text().startsWith(u"Until it is stopped"));
    }
};

QTEST_MAIN(TestsPageTest)
#include "test_testspage.moc"
