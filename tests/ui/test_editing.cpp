// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person does with a project: wizard, edit, undo, save, close, open again. By mouse and keyboard.
#include "engine/practice/practiceserver.h"
#include "engine/project/accountsfile.h"
#include "engine/project/readymadecrowd.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/mainwindow/projectview.h"
#include "ui/mainwindow/sidebar.h"
#include "ui/wizards/newprojectwizard.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>
#include <QTcpServer>
#include <QUndoStack>

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

void openProject(UiFixture &ui, const QString &name = u"alpha"_s)
{
    project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
    project.users.count = 40;
    auto document = ui::Document::create(ui.projectsFolder() + u'/' + name, project);
    QVERIFY(document);
    QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
}

ui::NewProjectWizard *openWizard(UiFixture &ui)
{
    ui.click("newProjectButton");
    return ui.window->findChild<ui::NewProjectWizard *>();
}

/// A server for the wizard to find: its first page asks the server before it goes on.
struct Homeserver {
    practice::PracticeServer server;
    QString url;

    Homeserver()
    {
        if (const auto started = server.start())
            url = started->toString();
    }
};

void next(ui::NewProjectWizard *wizard)
{
    QTest::mouseClick(wizard->button(QWizard::NextButton), Qt::LeftButton);
}

void giveServer(ui::NewProjectWizard *wizard, const QString &url)
{
    UiFixture::type(UiFixture::find<QLineEdit>(wizard, "serverUrl"), url);
    QVERIFY(wizard->button(QWizard::NextButton)->isEnabled());
    next(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(wizard->currentId(), int(ui::NewProjectWizard::UsersStep), patience);
}

} // namespace

class EditingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWizardMakesAProjectWithNothingButNext()
    {
        const Homeserver homeserver;
        UiFixture ui;
        auto *wizard = openWizard(ui);
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        QVERIFY(!wizard->button(QWizard::NextButton)->isEnabled()); // an address is asked for
        giveServer(wizard, homeserver.url);
        UiFixture::type(UiFixture::find<QSpinBox>(wizard, "userCount"), u"30"_s);
        next(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(UiFixture::find<QLabel>(wizard, "roomsTitle")->text().contains(u"rooms"), patience);
        next(wizard);
        next(wizard);
        QCOMPARE(wizard->currentId(), int(ui::NewProjectWizard::SummaryStep));
        QVERIFY(UiFixture::find<QLabel>(wizard, "summaryText")->text().contains(u"30 users"));
        QVERIFY(UiFixture::find<QLabel>(wizard, "summaryText")->text().contains(u"the largest with"));
        QVERIFY(!QDir(ui.projectsFolder()).exists()); // nothing was written until here
        QTest::mouseClick(wizard->button(QWizard::FinishButton), Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(ui.window->document(), patience);
        ui::Document *document = ui.window->document();
        QCOMPARE(document->name(), u"127.0.0.1"_s);
        QVERIFY(!document->isModified());
        QCOMPARE(project::AccountsFile::read(document->folder().usersFile())->size(), 30);
        QCOMPARE(document->project().suites.first().tests.size(), 4);
    }

    void theWizardTakesPeopleAndAPast()
    {
        const Homeserver homeserver;
        UiFixture ui;
        auto *wizard = openWizard(ui);
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        giveServer(wizard, homeserver.url);
        const auto choose = [wizard](const char *name, const QString &data) {
            auto *box = UiFixture::find<QComboBox>(wizard, name);
            const int index = box->findData(data);
            QVERIFY(index > 0);
            box->setCurrentIndex(index);
            Q_EMIT box->activated(index);
        };
        choose("readyMadeCrowd", u"family-server"_s);
        choose("readyMade", u"smoke"_s); // keeps who they are
        next(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(UiFixture::find<QLabel>(wizard, "roomsTitle")->text().contains(u"rooms"), patience);
        next(wizard);
        auto *history = UiFixture::find<QCheckBox>(wizard, "enableHistory");
        auto *messages = UiFixture::find<QSpinBox>(wizard, "historyMessages");
        QVERIFY(!history->isChecked());
        QVERIFY(!messages->isEnabled());
        history->click();
        QVERIFY(messages->isEnabled());
        UiFixture::type(messages, u"40"_s);
        next(wizard);
        QVERIFY(UiFixture::find<QLabel>(wizard, "summaryText")->text().contains(u"Write a history"));
        QTest::mouseClick(wizard->button(QWizard::FinishButton), Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(ui.window->document(), patience);
        const QList<project::Test> tests = ui.window->document()->project().suites.first().tests;
        QCOMPARE(tests.size(), 5);
        QCOMPARE(tests[3].behaviour, users::Behaviour::FillRooms);
        QCOMPARE(tests[3].history.messagesPerRoom, 40.0);
        QCOMPARE(tests[4].populations, project::readyMadeCrowd(u"family-server"_s)->populations);
        QVERIFY(!ui.window->document()->project().rooms.largest); // the suite's rooms, not the population's
    }

    void theWizardStaysWithAServerThatIsNotThereUntilToldTwice()
    {
        Homeserver homeserver;
        homeserver.server.stop(); // its port is free again: nobody answers
        UiFixture ui;
        auto *wizard = openWizard(ui);
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "serverUrl"), homeserver.url);
        next(wizard);
        auto *state = UiFixture::find<QLabel>(wizard, "probeState");
        QTRY_VERIFY_WITH_TIMEOUT(state->text().startsWith(u"checked"), patience);
        QCOMPARE(wizard->currentId(), int(ui::NewProjectWizard::ServerStep));
        QVERIFY(wizard->button(QWizard::NextButton)->isEnabled());
        next(wizard);
        QCOMPARE(wizard->currentId(), int(ui::NewProjectWizard::UsersStep));
    }

    void theWizardSaysBesideTheFieldWhatIsWrong_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("good");
        QTest::newRow("host") << u"matrix.example.org"_s << true;
        QTest::newRow("IPv6") << u"http://[::1]:8008"_s << true;
        QTest::newRow("spaces") << u"my server"_s << false;
        QTest::newRow("user") << u"@alice:example.org"_s << false;
        QTest::newRow("other scheme") << u"ftp://example.org"_s << false;
    }
    void theWizardSaysBesideTheFieldWhatIsWrong()
    {
        QFETCH(QString, typed);
        QFETCH(bool, good);
        UiFixture ui;
        auto *wizard = openWizard(ui);
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        auto *url = UiFixture::find<QLineEdit>(wizard, "serverUrl");
        UiFixture::type(url, typed);
        QCOMPARE(wizard->button(QWizard::NextButton)->isEnabled(), good);
        bool said = false;
        for (const QLabel *label : url->parentWidget()->findChildren<QLabel *>())
            said = said || (label->isVisible() && label->property("role") == u"error"_s && !label->text().isEmpty());
        QCOMPARE(said, !good);
    }

    void theWizardNeedsATestAndAFreeFolder()
    {
        const Homeserver homeserver;
        UiFixture ui;
        QVERIFY(QDir().mkpath(ui.projectsFolder() + u"/taken"_s));
        QVERIFY(
            ui::Document::create(ui.projectsFolder() + u"/taken"_s, project::Project::withDefaults(u"http://[::1]"_s)));
        auto *wizard = openWizard(ui);
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        giveServer(wizard, homeserver.url);
        next(wizard);
        next(wizard);
        for (const char *name : { "enableRegister", "enableCreate", "enableJoin", "enableChat" })
            UiFixture::find<QCheckBox>(wizard, name)->click();
        QVERIFY(!wizard->button(QWizard::NextButton)->isEnabled());
        UiFixture::find<QCheckBox>(wizard, "enableRegister")->click();
        next(wizard);
        QVERIFY(wizard->button(QWizard::FinishButton)->isEnabled());
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "projectName"), u"taken"_s);
        QVERIFY(!wizard->button(QWizard::FinishButton)->isEnabled());
        wizard->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!ui.window->findChild<ui::NewProjectWizard *>(), patience);
        QVERIFY(!ui.window->document());
    }

    void aProbeThatNobodyAnswersCanBeCancelled()
    {
        QTcpServer silent; // takes connections and says nothing
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        UiFixture ui;
        auto *wizard = openWizard(ui);
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        UiFixture::type(
            UiFixture::find<QLineEdit>(wizard, "serverUrl"), u"http://127.0.0.1:%1"_s.arg(silent.serverPort()));
        UiFixture::click(wizard, "checkServer");
        QTRY_VERIFY_WITH_TIMEOUT(silent.hasPendingConnections(), patience);
        auto *cancel = UiFixture::find<QWidget>(wizard, "cancelProbe");
        QVERIFY(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QVERIFY(!cancel->isVisible());
        QVERIFY(UiFixture::find<QLabel>(wizard, "probeState")->text().contains(u"cancelled"));
        QVERIFY(UiFixture::find<QWidget>(wizard, "checkServer")->isEnabled());
    }

    void editUndoRedoSaveCloseReopen()
    {
        UiFixture ui;
        openProject(ui);
        const QString file = ui.window->document()->folder().projectFile();
        const QByteArray before = contents(file);
        QAction *undo = ui.window->findChild<QAction *>(u"actionUndo"_s);
        QVERIFY(!undo->isEnabled());

        QTest::keyClick(ui.window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(ui.window->projectView()->currentPage(), ProjectView::PageId::Users);
        auto *count = UiFixture::find<QSpinBox>(ui.window->projectView(), "userCount");
        UiFixture::type(count, u"75"_s);
        QVERIFY(ui.window->isWindowModified());
        QCOMPARE(ui.window->document()->project().users.count, 75);
        QVERIFY(undo->isEnabled());
        QVERIFY(undo->text().contains(u"Change the number of users"));

        undo->trigger();
        QCOMPARE(count->value(), 40);
        QVERIFY(!ui.window->isWindowModified());
        ui.window->findChild<QAction *>(u"actionRedo"_s)->trigger();
        QCOMPARE(count->value(), 75);
        QCOMPARE(contents(file), before);

        QTest::keyClick(ui.window.get(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!ui.window->isWindowModified());
        QVERIFY(contents(file) != before);
        ui.window->findChild<QAction *>(u"actionClose"_s)->trigger();
        QVERIFY(!ui.window->document());
        QVERIFY(ui.questions.asked.isEmpty());

        QVERIFY(ui.window->openPath(file));
        QCOMPARE(UiFixture::find<QSpinBox>(ui.window->projectView(), "userCount")->value(), 75);
    }

    void everyPagesEditsComeAndGoByteByByte()
    {
        UiFixture ui;
        openProject(ui);
        ui::Document *document = ui.window->document();
        const QString file = document->folder().projectFile();
        const auto all = [&]() -> QByteArray {
            return contents(file) + contents(document->folder().usersFile()) + contents(document->folder().roomsFile());
        };
        const auto trigger = [&ui](const char *action) {
            ui.window->findChild<QAction *>(QLatin1String(action))->trigger();
        };
        const QByteArray before = all();
        ProjectView *view = ui.window->projectView();
        UiFixture::type(ui.find<QLineEdit>("serverUrl"), u"http://127.0.0.1:9999"_s);
        view->showPage(ProjectView::PageId::Users);
        UiFixture::type(ui.find<QSpinBox>("userCount"), u"75"_s);
        UiFixture::type(ui.find<QLineEdit>("namePattern"), u"guest.000"_s);
        UiFixture::type(ui.find<QSpinBox>("passwordLength"), u"20"_s);
        UiFixture::type(ui.find<QLineEdit>("userSeed"), u"4711"_s);
        view->showPage(ProjectView::PageId::Rooms);
        auto *kind = ui.find<QComboBox>("roomDistribution");
        kind->setCurrentIndex(kind->findData(int(project::RoomDistribution::Uniform)));
        UiFixture::type(ui.find<QSpinBox>("roomLargest"), u"9"_s);
        auto *preset = ui.find<QComboBox>("roomPreset");
        preset->setFocus();
        QTest::keyClick(preset, Qt::Key_End);
        view->showPage(ProjectView::PageId::Tests);
        auto *list = ui.find<QListWidget>("testList");
        list->setCurrentRow(3);
        ui.click("copyTest");
        ui.click("moveTestUp");
        list->item(0)->setCheckState(Qt::Unchecked);
        list->setCurrentRow(4);
        UiFixture::type(ui.find<QLineEdit>("testName"), u"evening"_s);
        ui.find<QDoubleSpinBox>("send_text_weight")->setValue(9);
        const int steps = document->undoStack()->count();
        QCOMPARE(steps, 13);
        trigger("actionSave");
        const QByteArray after = all();
        QVERIFY(after != before);

        for (int i = 0; i < steps; ++i) {
            QVERIFY(!document->undoStack()->undoText().isEmpty());
            trigger("actionUndo");
        }
        trigger("actionSave");
        QCOMPARE(all(), before);
        for (int i = 0; i < steps; ++i)
            trigger("actionRedo");
        trigger("actionSave");
        QCOMPARE(all(), after);

        trigger("actionClose");
        QVERIFY(ui.window->openPath(file));
        document = ui.window->document();
        QCOMPARE(document->project().toJson(), contents(file));
        trigger("actionSave");
        QCOMPARE(all(), after);
    }

    void closingAsksAboutUnsavedChanges()
    {
        using Save = ui::Questions::Save;
        UiFixture ui;
        openProject(ui);
        const QString file = ui.window->document()->folder().projectFile();
        UiFixture::type(UiFixture::find<QLineEdit>(ui.window->projectView(), "serverUrl"), u"http://127.0.0.1:9999"_s);

        ui.questions.onSaveChanges = Save::Cancel;
        QVERIFY(!ui.window->close());
        QVERIFY(ui.window->document());
        ui.questions.onSaveChanges = Save::Discard;
        ui.window->findChild<QAction *>(u"actionClose"_s)->trigger();
        QVERIFY(!ui.window->document());
        QCOMPARE(ui.questions.asked, QStringList({ u"saveChanges"_s, u"saveChanges"_s }));
        QVERIFY(!contents(file).contains("9999"));

        QVERIFY(ui.window->openPath(file));
        UiFixture::type(UiFixture::find<QLineEdit>(ui.window->projectView(), "serverUrl"), u"http://127.0.0.1:9999"_s);
        ui.questions.onSaveChanges = Save::Save;
        QVERIFY(ui.window->close());
        QVERIFY(contents(file).contains("9999"));
    }

    void aFileChangedByAnotherIsAskedAbout()
    {
        UiFixture ui;
        openProject(ui);
        const QString path = ui.window->document()->folder().projectFile();
        UiFixture::type(UiFixture::find<QLineEdit>(ui.window->projectView(), "serverUrl"), u"http://127.0.0.1:9999"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append));
        file.write("\n");
        file.close();
        QAction *save = ui.window->findChild<QAction *>(u"actionSave"_s);
        ui.questions.onOverwrite = false;
        save->trigger();
        QVERIFY(ui.window->isWindowModified());
        ui.questions.onOverwrite = true;
        save->trigger();
        QVERIFY(!ui.window->isWindowModified());
        QCOMPARE(ui.questions.asked, QStringList({ u"overwrite"_s, u"overwrite"_s }));
    }

    void testsAreAddedMovedSwitchedOffAndEdited()
    {
        UiFixture ui;
        openProject(ui);
        ui.window->projectView()->showPage(ProjectView::PageId::Tests);
        auto *list = ui.find<QListWidget>("testList");
        const auto names = [&] {
            QStringList result;
            for (const project::Test &test : ui.window->document()->project().suites.first().tests)
                result.append(test.name);
            return result;
        };
        const QStringList standard = names();
        QCOMPARE(list->count(), 4);
        list->setCurrentRow(3);
        ui.click("copyTest");
        QCOMPARE(names().size(), 5);
        QCOMPARE(list->currentRow(), 4);
        ui.click("moveTestUp");
        QCOMPARE(names()[4], standard[3]);
        ui.click("removeTest");
        QCOMPARE(names(), standard);

        list->setCurrentRow(0);
        list->item(0)->setCheckState(Qt::Unchecked);
        QVERIFY(!ui.window->document()->project().suites.first().tests[0].enabled);
        list->setCurrentRow(3);
        ui.find<QCheckBox>("testAllUsers")->setChecked(false);
        UiFixture::type(ui.find<QSpinBox>("testUsers"), u"12"_s);
        QCOMPARE(ui.window->document()->project().suites.first().tests[3].users, std::optional(12));
        UiFixture::type(ui.find<QDoubleSpinBox>("testMinutes"), u"2"_s);
        QCOMPARE(ui.window->document()->project().suites.first().tests[3].runTime,
            std::optional(std::chrono::milliseconds(120'000)));
        auto *warmUp = ui.find<QSpinBox>("testWarmUp");
        UiFixture::type(warmUp, u"30"_s);
        QCOMPARE(ui.window->document()->project().suites.first().tests[3].warmUp, std::chrono::milliseconds(30'000));
        list->setCurrentRow(0);
        QVERIFY(!warmUp->isEnabled()); // it registers: all that it does counts
        QCOMPARE(warmUp->value(), 0);

        QAction *undo = ui.window->findChild<QAction *>(u"actionUndo"_s);
        while (undo->isEnabled())
            undo->trigger();
        QCOMPARE(names(), standard);
        QVERIFY(list->item(0)->checkState() == Qt::Checked);
        QVERIFY(!ui.window->isWindowModified());
    }

    void aParameterGoesBackToItsDefault()
    {
        UiFixture ui;
        openProject(ui);
        ui.window->projectView()->showPage(ProjectView::PageId::Tests);
        ui.find<QListWidget>("testList")->setCurrentRow(3);
        auto *weight = ui.find<QDoubleSpinBox>("send_text_weight");
        weight->setValue(9);
        const auto parameters = [&] { return ui.window->document()->project().suites.first().tests[3].chat; };
        QCOMPARE(parameters().sendTextWeight, 9.0);
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QCOMPARE(weight->value(), 1.0);
        QCOMPARE(parameters(), users::ChatParameters());
    }

    void roomsAreDrawnAsTheyAreEdited()
    {
        UiFixture ui;
        openProject(ui);
        ui.window->projectView()->showPage(ProjectView::PageId::Rooms);
        auto *title = ui.find<QLabel>("roomsTitle");
        QTRY_VERIFY_WITH_TIMEOUT(!title->text().isEmpty(), patience);
        auto *kind = ui.find<QComboBox>("roomDistribution");
        kind->setFocus();
        kind->setCurrentIndex(kind->findData(int(project::RoomDistribution::OneBigRoom)));
        QTRY_VERIFY_WITH_TIMEOUT(title->text().startsWith(u"1 "), patience);
        QTRY_COMPARE_WITH_TIMEOUT(ui.find<ui::Sidebar>("sidebarList")->status(2), u"1 room · largest 40"_s, patience);

        kind->setCurrentIndex(kind->findData(int(project::RoomDistribution::Histogram)));
        auto *histogram = ui.find<QLineEdit>("roomHistogram");
        QVERIFY(histogram->isVisible());
        UiFixture::type(histogram, u"7 × 3, 2 × 10"_s);
        QTRY_VERIFY_WITH_TIMEOUT(title->text().startsWith(u"9 "), patience);
        UiFixture::type(histogram, u"seven"_s);
        QCOMPARE(ui.window->document()->project().rooms.histogram.size(), 2); // what cannot be read is not taken
    }
};

QTEST_MAIN(EditingTest)
#include "test_editing.moc"
