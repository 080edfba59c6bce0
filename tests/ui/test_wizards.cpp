// SPDX-License-Identifier: GPL-3.0-or-later
//
// The wizards of the Tools menu: users and rooms of the open project, made anew.
#include "engine/practice/practiceserver.h"
#include "engine/project/accountsfile.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/wizards/generatewizard.h"
#include "ui/wizards/newprojectwizard.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QUndoStack>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::GenerateWizard;

namespace {

void openProject(UiFixture &ui)
{
    project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
    project.users.count = 40;
    auto document = ui::Document::create(ui.projectsFolder() + u"/alpha"_s, project);
    QVERIFY(document);
    QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
}

GenerateWizard *openWizard(UiFixture &ui, const char *action)
{
    ui.window->findChild<QAction *>(QLatin1String(action))->trigger();
    return ui.window->findChild<GenerateWizard *>();
}

void press(const QWizard *wizard, QWizard::WizardButton button)
{
    QTest::mouseClick(wizard->button(button), Qt::LeftButton);
}

} // namespace

class WizardsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Whoever is asked about unsaved changes, after all has been chosen, and thinks better of it, loses nothing.
    void aNewProjectThatIsNotMadeAfterAllKeepsWhatWasChosen()
    {
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        openProject(ui);
        ui.window->document()->set<int>(
            u"users.count"_s, u"Change"_s, [](project::Project &project) -> int & { return project.users.count; }, 41);
        ui.window->findChild<QAction *>(u"actionNew"_s)->trigger();
        auto *wizard = ui.window->findChild<ui::NewProjectWizard *>();
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "serverUrl"), url->toString());
        for (int step = ui::NewProjectWizard::ServerStep; step < ui::NewProjectWizard::SummaryStep; ++step) {
            press(wizard, QWizard::NextButton);
            QTRY_COMPARE_WITH_TIMEOUT(wizard->currentId(), step + 1, patience);
        }
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "projectName"), u"second"_s);
        ui.questions.onSaveChanges = ui::Questions::Save::Cancel;
        press(wizard, QWizard::FinishButton);
        QVERIFY(wizard->isVisible());
        QCOMPARE(ui.questions.asked, QStringList(u"saveChanges"_s));
        QCOMPARE(ui.window->document()->name(), u"alpha"_s);
        QVERIFY(ui.window->document()->isModified());

        // Nor does a folder that cannot be made take it away.
        ui.questions.onSaveChanges = ui::Questions::Save::Discard;
        auto *folder = UiFixture::find<QLineEdit>(wizard, "projectFolder");
        const QString good = folder->text();
        UiFixture::type(folder, ui.directory.filePath(u"projects/alpha/alpha.throng/second"_s));
        press(wizard, QWizard::FinishButton);
        QVERIFY(wizard->isVisible());
        QCOMPARE(ui.window->document()->name(), u"alpha"_s);
        UiFixture::type(folder, good);
        press(wizard, QWizard::FinishButton);
        QCOMPARE(ui.window->document()->name(), u"second"_s);
        QVERIFY(!ui.window->document()->isModified());
    }

    void escapeLosesNothingThatWasChosen()
    {
        UiFixture ui;
        openProject(ui);
        auto *wizard = openWizard(ui, "actionGenerateUsers");
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        auto *count = UiFixture::find<QSpinBox>(wizard, "userCount");
        UiFixture::type(count, u"25"_s);
        QTest::keyClick(count, Qt::Key_Escape);
        QVERIFY(wizard->isVisible());
        UiFixture::type(count, u"40"_s); // as it was
        QTest::keyClick(count, Qt::Key_Escape);
        QVERIFY(!wizard->isVisible());
    }

    void theyNeedAProject()
    {
        UiFixture ui;
        QVERIFY(!ui.window->findChild<QAction *>(u"actionGenerateUsers"_s)->isEnabled());
        QVERIFY(!ui.window->findChild<QAction *>(u"actionGenerateRooms"_s)->isEnabled());
    }

    void usersAreOneStep()
    {
        UiFixture ui;
        openProject(ui);
        ui::Document *document = ui.window->document();
        const project::Project before = document->project();
        auto *wizard = openWizard(ui, "actionGenerateUsers");
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        for (const char *name : { "readyMade", "readyMadeCrowd" }) // tests and rooms are not what is generated here
            QVERIFY(!UiFixture::find<QComboBox>(wizard, name)->isVisible());
        UiFixture::type(UiFixture::find<QSpinBox>(wizard, "userCount"), u"25"_s);
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "namePattern"), u"guest.000"_s);
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "userSeed"), u"99"_s);
        press(wizard, QWizard::NextButton);
        QVERIFY(UiFixture::find<QLabel>(wizard, "generateText")->text().contains(u"from guest.000 to guest.024"));
        QVERIFY(!document->isModified());
        press(wizard, QWizard::FinishButton);

        QCOMPARE(document->project().users.count, 25);
        QCOMPARE(document->project().seed, quint64(99));
        QCOMPARE(document->undoStack()->count(), 1);
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QVERIFY(document->project() == before);
        ui.window->findChild<QAction *>(u"actionRedo"_s)->trigger();
        ui.window->findChild<QAction *>(u"actionSave"_s)->trigger();
        const auto accounts = project::AccountsFile::read(document->folder().usersFile());
        QVERIFY(accounts);
        QCOMPARE(accounts->size(), 25);
        QCOMPARE(accounts->last().username, u"guest.024"_s);
    }

    void roomsAreOneStep()
    {
        UiFixture ui;
        openProject(ui);
        ui::Document *document = ui.window->document();
        const project::Project before = document->project();
        auto *wizard = openWizard(ui, "actionGenerateRooms");
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        auto *kind = UiFixture::find<QComboBox>(wizard, "roomDistribution");
        kind->setCurrentIndex(kind->findData(int(project::RoomDistribution::Fixed)));
        UiFixture::type(UiFixture::find<QSpinBox>(wizard, "roomFixedSize"), u"4"_s);
        UiFixture::type(UiFixture::find<QSpinBox>(wizard, "roomDraws"), u"7"_s);
        auto *preset = UiFixture::find<QComboBox>(wizard, "roomPreset");
        preset->setFocus();
        QTest::keyClick(preset, Qt::Key_End);
        QTRY_COMPARE_WITH_TIMEOUT(UiFixture::find<QLabel>(wizard, "roomsTitle")->text().left(2), u"7 "_s, patience);
        press(wizard, QWizard::NextButton);
        QVERIFY(
            UiFixture::find<QLabel>(wizard, "generateText")->text().contains(u"7 rooms, the largest with 4 members"));
        press(wizard, QWizard::FinishButton);
        QCOMPARE(document->project().rooms.fixedSize, 4);
        QCOMPARE(document->project().suites.first().tests[1].setup.roomPreset, u"public_chat"_s);
        QCOMPARE(document->undoStack()->count(), 1);
        QCOMPARE(document->undoStack()->undoText(), u"Generate rooms"_s);
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QVERIFY(document->project() == before);
    }

    void nothingButNextChangesNothing()
    {
        UiFixture ui;
        openProject(ui);
        for (const char *action : { "actionGenerateUsers", "actionGenerateRooms" }) {
            auto *wizard = openWizard(ui, action);
            QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
            QTRY_VERIFY_WITH_TIMEOUT(wizard->button(QWizard::NextButton)->isEnabled(), patience);
            press(wizard, QWizard::NextButton);
            press(wizard, QWizard::FinishButton);
            QTRY_VERIFY_WITH_TIMEOUT(!ui.window->findChild<GenerateWizard *>(), patience);
        }
        QVERIFY(!ui.window->isWindowModified());
    }

    void whatMakesNoSenseStopsNext_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("good");
        QTest::newRow("nobody") << "userCount"_ba << u"0"_s << u"5"_s;
        QTest::newRow("negative") << "userCount"_ba << u"-3"_s << u"5"_s;
        QTest::newRow("absurd") << "userCount"_ba << u"999999999"_s << u"5"_s;
        QTest::newRow("no number") << "namePattern"_ba << u"guest"_s << u"guest.0"_s;
        QTest::newRow("no server's character") << "namePattern"_ba << u"guest no 0"_s << u"guest.0"_s;
        QTest::newRow("no domain") << "userDomain"_ba << u"two words"_s << u"a.example"_s;
    }
    void whatMakesNoSenseStopsNext()
    {
        QFETCH(QByteArray, field);
        QFETCH(QString, typed);
        QFETCH(QString, good);
        UiFixture ui;
        openProject(ui);
        auto *wizard = openWizard(ui, "actionGenerateUsers");
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        auto *edit = UiFixture::find<QWidget>(wizard, field.constData());
        UiFixture::type(edit, typed);
        QVERIFY(!wizard->button(QWizard::NextButton)->isEnabled());
        bool said = false;
        for (const QLabel *label : edit->parentWidget()->findChildren<QLabel *>())
            said = said || (label->isVisible() && label->property("role") == u"error"_s && !label->text().isEmpty());
        QVERIFY(said);
        UiFixture::type(edit, good);
        QVERIFY(wizard->button(QWizard::NextButton)->isEnabled());
        wizard->reject();
        QVERIFY(!ui.window->isWindowModified());
    }
};

QTEST_MAIN(WizardsTest)
#include "test_wizards.moc"
