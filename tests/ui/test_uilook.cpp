// SPDX-License-Identifier: GPL-3.0-or-later
//
// Walks every page of the window, every wizard and every dialog, in English and in a language of longer words: what
// can be used has a name that can be spoken and an explanation, is reached by the keyboard, and shows its text whole;
// no text is left untranslated.
#include "engine/practice/practiceserver.h"
#include "engine/thresholds/ruleparser.h"
#include "support/patience.h"
#include "support/uikeptproject.h"
#include "support/uilook.h"
#include "support/uinames.h"
#include "support/uipseudo.h"
#include "ui/dashboard/capacitydialog.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/editors/hooklist.h"
#include "ui/editors/page.h"
#include "ui/editors/suitedialog.h"
#include "ui/mainwindow/projectview.h"
#include "ui/results/comparisonview.h"
#include "ui/results/runview.h"
#include "ui/results/trialsdialog.h"
#include "ui/session/preferencesdialog.h"
#include "ui/support/datatable.h"
#include "ui/wizards/cleanupwizard.h"
#include "ui/wizards/generatewizard.h"
#include "ui/wizards/newprojectwizard.h"

#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::ProjectView;

namespace {

/// Of all pages together: one run of the test shows everything there is to mend.
#define NOTHING_WRONG(look)                                                                                            \
    do {                                                                                                               \
        const QStringList wrong = (look).wrong();                                                                      \
        for (const QString &line : wrong)                                                                              \
            qWarning().noquote() << line;                                                                              \
        QVERIFY(wrong.isEmpty());                                                                                      \
    } while (false)

/// A test of a chat that has everything a form can show.
project::Project everything(const QUrl &url)
{
    project::Project project = project::Project::withDefaults(url.toString());
    project.users.count = 20;
    project::Test &chat = project.suites.first().tests.last();
    chat.thresholds.emplaceBack().rule = thresholds::parseRule(u"p95(send) < 1min"_s).value();
    chat.preHooks = { { u"./true"_s, {} } };
    chat.shape = project::LoadShape {};
    for (const auto kind : { project::LoadPhase::Kind::Ramp, project::LoadPhase::Kind::Daily }) {
        chat.shape->phases.emplaceBack();
        chat.shape->phases.last().kind = kind;
    }
    return project;
}

/// What kept runs hold beside those: made up by KeptProject, or names of endpoints and of what they were made with.
QStringList namesOfRuns()
{
    return namesInAProject()
        + QStringList { u"before"_s, u"after"_s, u"The server was slow to wake."_s, u"Qt"_s, u"libcurl"_s,
              u"connection reset"_s, u"not now"_s, u" (poll)"_s };
}

/// Runs of a project that are kept, in the window.
struct LookAtResults {
    KeptProject ui { u"spoken"_s };
    PseudoTranslation translation;
    UiLook look { namesOfRuns() };
    ui::DataTable *table = nullptr;

    explicit LookAtResults(bool pseudo)
    {
        look.setPseudo(pseudo);
        if (pseudo) {
            QCoreApplication::installTranslator(&translation);
            ui.makeWindow();
        }
        ui.window->resize(1280, 800);
    }
    /// The list of runs, as soon as there are so many.
    void show(int runs)
    {
        ui.show();
        table = ui.find<ui::DataTable>("runsTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), runs, patience);
    }
};

struct Look {
    UiFixture ui;
    PseudoTranslation translation;
    UiLook look { namesInAProject() };

    explicit Look(bool pseudo)
    {
        look.setPseudo(pseudo);
        if (!pseudo)
            return;
        QCoreApplication::installTranslator(&translation);
        ui.makeWindow();
    }

    void open(const project::Project &project)
    {
        auto document = ui::Document::create(ui.projectsFolder() + u"/spoken"_s, project);
        if (!document || !ui.window->openPath((*document)->folder().projectFile()))
            qFatal("no project");
    }
    void choose(const char16_t *action) const
    {
        ui.window->findChild<QAction *>(QString::fromUtf16(action))->trigger();
    }
    /// A dialog of the window's, which is there when this returns.
    template <typename Dialog>
    [[nodiscard]] Dialog *dialog() const
    {
        auto *found = ui.window->findChild<Dialog *>();
        if (!found)
            qFatal("the dialog did not come");
        return found;
    }
};

void addLanguages()
{
    QTest::addColumn<bool>("pseudo");
    QTest::newRow("English") << false;
    QTest::newRow("longer words") << true;
}

} // namespace

class UiLookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theStartPage_data() { addLanguages(); }
    void theStartPage()
    {
        QFETCH(bool, pseudo);
        Look each(pseudo);
        each.look.lookAt(each.ui.window.get());
        QVERIFY(each.ui.window->focusWidget());
        each.open(project::Project::withDefaults(u"http://[::1]"_s));
        each.choose(u"actionClose");
        each.look.lookAt(each.ui.window.get());
        NOTHING_WRONG(each.look);
    }

    void theProject_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("pseudo");
        QTest::newRow("1280x800") << QSize(1280, 800) << false;
        QTest::newRow("1920x1080") << QSize(1920, 1080) << false;
        QTest::newRow("1280x800, longer words") << QSize(1280, 800) << true;
    }
    void theProject()
    {
        QFETCH(QSize, size);
        QFETCH(bool, pseudo);
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        Look each(pseudo);
        UiFixture &ui = each.ui;
        each.open(everything(*url));
        ui.window->resize(size);
        ProjectView *view = ui.window->projectView();
        ui.click("checkServer");
        const QString checked = pseudo ? PseudoTranslation::accented(u"checked"_s) : u"checked"_s;
        QTRY_VERIFY_WITH_TIMEOUT(ui.find<QLabel>("probeState")->text().contains(checked), patience);
        for (const auto page : { ProjectView::PageId::Server, ProjectView::PageId::Users, ProjectView::PageId::Rooms,
                 ProjectView::PageId::Run, ProjectView::PageId::Results }) {
            view->showPage(page);
            each.look.lookAt(ui.window.get());
        }
        view->showPage(ProjectView::PageId::Rooms);
        ui.find<QTabWidget>("roomTabs")->setCurrentIndex(1);
        each.look.lookAt(ui.window.get());
        view->showPage(ProjectView::PageId::Tests);
        auto *tests = ui.find<QListWidget>("testList");
        auto *tabs = ui.find<QTabWidget>("testForm");
        for (int test = 0; test < tests->count(); ++test) {
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tests->setCurrentRow(test);
                tabs->setCurrentIndex(tab);
                each.look.lookAt(ui.window.get());
            }
        }

        // While it runs there are fields to change the load with.
        ui.questions.onRunCommands = ui::Questions::Commands::LeaveOut;
        each.choose(u"actionStart");
        ui::RunController *controller = ui.window->runController();
        QTRY_VERIFY_WITH_TIMEOUT(controller->run() && controller->run()->currentTest() == 3, patience);
        for (int table = 0; table < ui.find<QTabWidget>("runTables")->count(); ++table) {
            ui.find<QTabWidget>("runTables")->setCurrentIndex(table);
            each.look.lookAt(ui.window.get());
        }
        controller->stopNow();
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), patience);
        view->showPage(ProjectView::PageId::Results);
        each.look.lookAt(ui.window.get());
        QCOMPARE(ui.window->size(), size); // none of the pages needs more
        NOTHING_WRONG(each.look);
    }

    void theNewProjectWizard_data() { addLanguages(); }
    void theNewProjectWizard()
    {
        QFETCH(bool, pseudo);
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        Look each(pseudo);
        each.ui.click("newProjectButton");
        auto *wizard = each.dialog<ui::NewProjectWizard>();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isVisible(), patience);
        each.look.lookAt(wizard);
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "serverUrl"), url->toString());
        for (int page = ui::NewProjectWizard::ServerStep; page < ui::NewProjectWizard::SummaryStep; ++page) {
            QCOMPARE(wizard->currentId(), page);
            each.look.lookAt(wizard);
            QTest::mouseClick(wizard->button(QWizard::NextButton), Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(wizard->currentId(), page + 1, patience);
        }
        each.look.lookAt(wizard);
        NOTHING_WRONG(each.look);
        wizard->reject();
    }

    void theWizardsOfTheToolsMenu_data() { addLanguages(); }
    void theWizardsOfTheToolsMenu()
    {
        QFETCH(bool, pseudo);
        Look each(pseudo);
        each.open(project::Project::withDefaults(u"http://[::1]"_s));
        for (const auto *name : { u"actionGenerateUsers", u"actionGenerateRooms" }) {
            each.choose(name);
            auto *wizard = each.dialog<ui::GenerateWizard>();
            QTRY_VERIFY_WITH_TIMEOUT(wizard->isVisible(), patience);
            QTRY_VERIFY_WITH_TIMEOUT(wizard->button(QWizard::NextButton)->isEnabled(), patience);
            each.look.lookAt(wizard);
            QTest::mouseClick(wizard->button(QWizard::NextButton), Qt::LeftButton);
            each.look.lookAt(wizard);
            wizard->reject();
            QTRY_VERIFY_WITH_TIMEOUT(!each.ui.window->findChild<ui::GenerateWizard *>(), patience);
        }
        ui::CleanupWizard cleanup(*each.ui.window->document());
        cleanup.show();
        for (const char *way : { "cleanupBySecret", "cleanupByToken", "cleanupByUsers" }) {
            UiFixture::find<QRadioButton>(&cleanup, way)->setChecked(true);
            each.look.lookAt(&cleanup);
        }
        NOTHING_WRONG(each.look);
    }

    void theDialogs_data() { addLanguages(); }
    void theDialogs()
    {
        QFETCH(bool, pseudo);
        Look each(pseudo);
        each.open(everything(QUrl(u"http://[::1]"_s)));
        each.choose(u"actionPreferences");
        each.look.lookAt(each.dialog<ui::PreferencesDialog>());
        each.dialog<ui::PreferencesDialog>()->reject();
        for (const auto &[action, name] :
            { std::pair(u"actionFirstSteps", u"firstSteps"), { u"actionAbout", u"about" } }) {
            each.choose(action);
            auto *dialog = each.ui.window->findChild<QDialog *>(QString::fromUtf16(name));
            QVERIFY(dialog);
            each.look.lookAt(dialog);
            dialog->reject();
        }

        each.choose(u"actionStartTrials");
        each.look.lookAt(each.dialog<ui::TrialsDialog>());
        each.dialog<ui::TrialsDialog>()->reject();

        each.ui.window->projectView()->showPage(ProjectView::PageId::Tests);
        each.ui.click("editSuite");
        auto *suite = each.dialog<ui::SuiteDialog>();
        UiFixture::find<QPushButton>(suite, "addThreshold")->menu()->actions().first()->trigger();
        for (ui::HookList *list : suite->findChildren<ui::HookList *>())
            list->model().add();
        auto *tabs = suite->findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            each.look.lookAt(suite);
        }
        suite->reject();

        each.ui.window->projectView()->showPage(ProjectView::PageId::Run);
        each.ui.click("findCapacity");
        auto *capacity = each.dialog<ui::CapacityDialog>();
        each.look.lookAt(capacity);
        capacity->reject();
        NOTHING_WRONG(each.look);
    }

    void anOpenedRun_data() { addLanguages(); }
    void anOpenedRun()
    {
        QFETCH(bool, pseudo);
        LookAtResults each(pseudo);
        KeptProject &ui = each.ui;
        ui.keep({ .seconds = 90 });
        each.show(1);
        each.look.lookAt(ui.window.get());
        each.table->selectRow(0);
        ui.window->findChild<QAction *>(u"openRun"_s)->trigger();
        auto *view = ui.window->findChild<ui::RunView *>();
        QVERIFY(view);
        QSignalSpy shown(view, &ui::RunView::partShown);
        QVERIFY(!shown.isEmpty() || shown.wait(patience));
        auto *tabs = UiFixture::find<QTabWidget>(view, "runTables");
        for (const bool chosen : { false, true }) {
            if (chosen) { // of one endpoint, and of a part of the run
                tabs->setCurrentIndex(0);
                UiFixture::find<ui::DataTable>(view, "endpointTable")->selectRow(0);
                shown.clear();
                const qint64 begin = MeasuredSeconds::begin + 20'000;
                view->setPart(results::TimeRange { begin, begin + 30'000 });
                QVERIFY(!shown.isEmpty() || shown.wait(patience));
            }
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tabs->setCurrentIndex(tab);
                each.look.lookAt(ui.window.get());
            }
        }
        QCOMPARE(ui.window->size(), QSize(1280, 800));
        NOTHING_WRONG(each.look);
    }

    void aComparison_data() { addLanguages(); }
    void aComparison()
    {
        QFETCH(bool, pseudo);
        LookAtResults each(pseudo);
        KeptProject &ui = each.ui;
        constexpr int trials = 3;
        for (int trial = 1; trial <= trials; ++trial) {
            const auto seed = quint64(trial);
            ui.keep(
                { .hour = trial, .seconds = 30, .slowness = 1.6, .seed = seed, .group = u"before"_s, .trial = trial });
            ui.keep({ .hour = trial + trials, .seconds = 30, .seed = 10 + seed, .group = u"after"_s, .trial = trial });
        }
        each.show(2 * trials);
        each.table->clearSelection();
        for (const int row : { 0, 2 * trials - 1 }) // a trial of each group
            each.table->selectionModel()->select(
                each.table->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        ui.window->findChild<QAction *>(u"compareRuns"_s)->trigger();
        auto *view = ui.window->findChild<ui::ComparisonView *>();
        QVERIFY(view);
        QTRY_VERIFY_WITH_TIMEOUT(view->isEnabled(), patience);
        each.look.lookAt(ui.window.get());
        QCOMPARE(ui.window->size(), QSize(1280, 800));
        NOTHING_WRONG(each.look);
    }

    void theQuestions_data() { addLanguages(); }
    void theQuestions()
    {
        QFETCH(bool, pseudo);
        Look each(pseudo);
        QWidget *window = each.ui.window.get();
        ui::DialogQuestions questions;
        int seen = 0;
        // Each of them waits for an answer: it is looked at from within, and cancelled.
        const auto lookAtIt = [&] {
            QMetaObject::invokeMethod(
                window,
                [&] {
                    auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
                    if (!dialog)
                        qFatal("no question was asked");
                    ++seen;
                    each.look.lookAt(dialog);
                    dialog->reject();
                },
                Qt::QueuedConnection);
        };
        lookAtIt();
        QVERIFY(questions.saveChanges(window, u"spoken"_s) == ui::Questions::Save::Cancel);
        lookAtIt();
        QVERIFY(!questions.overwriteChangedOnDisk(window, u"/tmp/spoken.throng"_s));
        lookAtIt();
        QVERIFY(!questions.stopRunToClose(window));
        lookAtIt();
        QVERIFY(!questions.allowPrivateTarget(window, u"10.0.0.1"_s, {}));
        lookAtIt();
        QVERIFY(questions.typeHostToAllow(window, u"matrix.example.org"_s, {}).isNull());
        lookAtIt();
        QVERIFY(questions.runCommands(window, u"standard"_s, { u"./clear-caches.sh"_s })
            == ui::Questions::Commands::Cancel);
        lookAtIt();
        QVERIFY(questions.secret(window, {}).isNull());
        lookAtIt();
        questions.tell(window, {}, {});
        QCOMPARE(seen, 8);
        NOTHING_WRONG(each.look);
    }

    void tabGoesThroughAPageAsItIsLaidOut()
    {
        const Look each(false);
        const UiFixture &ui = each.ui;
        auto document =
            ui::Document::create(ui.projectsFolder() + u"/order"_s, project::Project::withDefaults(u"http://[::1]"_s));
        QVERIFY(document && ui.window->openPath((*document)->folder().projectFile()));
        ui.window->projectView()->showPage(ProjectView::PageId::Users);
        // Those of the header were made first, and so was the field on the right.
        ui.find<QWidget>("importUsers")->setFocus();
        QTest::keyClick(ui.window->focusWidget(), Qt::Key_Tab);
        QCOMPARE(ui.window->focusWidget(), ui.find<QWidget>("exportUsers"));
        ui.find<QWidget>("tokenFilter")->setFocus();
        QTest::keyClick(ui.window->focusWidget(), Qt::Key_Tab);
        QCOMPARE(ui.window->focusWidget(), ui.find<QWidget>("accountFilter"));
        QTest::keyClick(ui.window->focusWidget(), Qt::Key_Tab);
        QCOMPARE(ui.window->focusWidget(), ui.find<QWidget>("accountTable"));
        QTest::keyClick(ui.window->focusWidget(), Qt::Key_Backtab);
        QCOMPARE(ui.window->focusWidget(), ui.find<QWidget>("accountFilter"));
    }

    void everyMenuEntryHasAMnemonicOfItsOwn()
    {
        UiFixture ui;
        QStringList wrong;
        QList<QMenu *> menus = ui.window->menuBar()->findChildren<QMenu *>();
        const auto look = [&wrong](const QString &where, const QList<QAction *> &actions) {
            QHash<QString, QString> seen;
            for (const QAction *action : actions) {
                if (action->isSeparator() || !action->isVisible())
                    continue;
                const QString key = QKeySequence::mnemonic(action->text()).toString();
                if (key.isEmpty() || seen.contains(key))
                    wrong.append(where + u" › "_s + action->text() + u' ' + seen.value(key));
                seen.insert(key, action->text());
            }
        };
        look(u"menu bar"_s, ui.window->menuBar()->actions());
        for (const QMenu *menu : std::as_const(menus))
            look(menu->title(), menu->actions());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }
};

QTEST_MAIN(UiLookTest)
#include "test_uilook.moc"
