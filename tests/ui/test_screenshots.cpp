// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of every page for people to look at: `./dev screenshots` sets THRONG_SCREENSHOTS, the folder they go to, and
// runs this again with QT_SCALE_FACTOR=2. Light and dark, 1280×800 and 1920×1080, and in a language of longer words,
// with a real run against the practice homeserver in them.
#include "engine/practice/practiceserver.h"
#include "support/uikeptproject.h"
#include "support/uipseudo.h"
#include "ui/charts/linechart.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/editors/behavioursection.h"
#include "ui/editors/commandssection.h"
#include "ui/editors/hooklist.h"
#include "ui/editors/suitedialog.h"
#include "ui/editors/thresholdssection.h"
#include "ui/editors/timetablesection.h"
#include "ui/mainwindow/projectview.h"
#include "ui/results/comparisonview.h"
#include "ui/results/runview.h"
#include "ui/support/datatable.h"
#include "ui/wizards/newprojectwizard.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QUndoStack>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::ProjectView;

namespace {

QString folder()
{
    return qEnvironmentVariable("THRONG_SCREENSHOTS");
}

void grab(QWidget *widget, const QString &name)
{
    QApplication::processEvents();
    QVERIFY(widget->grab().save(folder() + u'/' + name + u".png"_s));
}

project::Project lively(const QUrl &server)
{
    project::Project project = project::Project::withDefaults(server.toString());
    project.users.count = 60;
    for (project::Test &test : project.suites.first().tests) {
        test.spawnRate = 30;
        if (test.isSetup())
            continue;
        test.runTime = std::chrono::minutes(3);
        test.chat.doNothingWeight = 1;
        test.chat.goAwayWeight = 0;
        test.chat.afterAction.mean = 1;
        test.chat.typing.mean = 0.5;
        test.chat.inRoom.mean = 1;
    }
    return project;
}

} // namespace

class Screenshots : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (folder().isEmpty())
            QSKIP("THRONG_SCREENSHOTS does not name a folder");
        QVERIFY(QDir().mkpath(folder()));
    }

    void pages_data()
    {
        QTest::addColumn<QString>("appearance");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("pseudo");
        QTest::newRow("light-1280") << u"actionLight"_s << QSize(1280, 800) << false;
        QTest::newRow("dark-1280") << u"actionDark"_s << QSize(1280, 800) << false;
        QTest::newRow("light-1920") << u"actionLight"_s << QSize(1920, 1080) << false;
        QTest::newRow("dark-1920") << u"actionDark"_s << QSize(1920, 1080) << false;
        QTest::newRow("pseudo-1280") << u"actionLight"_s << QSize(1280, 800) << true;
    }

    void pages()
    {
        QFETCH(QString, appearance);
        QFETCH(QSize, size);
        QFETCH(bool, pseudo);
        QString tag = QString::fromLatin1(QTest::currentDataTag());
        if (qApp->devicePixelRatio() > 1)
            tag += u"@%1x"_s.arg(qApp->devicePixelRatio());

        practice::Options options;
        options.performance.workers = 3;
        options.performance.ordinary.shape = practice::ServiceTime::Shape::LogNormal;
        options.performance.ordinary.mean = std::chrono::milliseconds(10);
        practice::PracticeServer server(options);
        const auto url = server.start();
        QVERIFY(url);

        UiFixture ui;
        PseudoTranslation translation;
        if (pseudo) {
            QCoreApplication::installTranslator(&translation);
            ui.makeWindow();
        }
        const QString checked = pseudo ? PseudoTranslation::accented(u"checked"_s) : u"checked"_s;
        ui.window->findChild<QAction *>(appearance)->trigger();
        ui.window->resize(size);
        grab(ui.window.get(), tag + u"-start"_s);
        wizard(ui, tag, *url, checked);

        auto document = ui::Document::create(ui.projectsFolder() + u"/Company"_s, lively(*url));
        QVERIFY(document);
        QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
        auto *view = ui.window->projectView();
        ui.click("checkServer");
        QTRY_VERIFY(ui.find<QLabel>("probeState")->text().contains(checked));
        grab(ui.window.get(), tag + u"-server"_s);
        view->showPage(ProjectView::PageId::Users);
        grab(ui.window.get(), tag + u"-users"_s);
        view->showPage(ProjectView::PageId::Rooms);
        QTRY_VERIFY(!ui.find<QLabel>("roomsTitle")->text().isEmpty());
        grab(ui.window.get(), tag + u"-rooms"_s);
        ui.find<QTabWidget>("roomTabs")->setCurrentIndex(1);
        ui.find<QTableView>("roomTable")->selectRow(1);
        grab(ui.window.get(), tag + u"-rooms-table"_s);
        view->showPage(ProjectView::PageId::Tests);
        ui.find<QListWidget>("testList")->setCurrentRow(3);
        grab(ui.window.get(), tag + u"-tests"_s);
        sections(ui, tag);
        view->showPage(ProjectView::PageId::Run);
        grab(ui.window.get(), tag + u"-run-ready"_s);
        view->showPage(ProjectView::PageId::Results);
        grab(ui.window.get(), tag + u"-results-none"_s);

        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        auto *chart = ui.find<ui::LineChart>("responseTimeChart");
        auto *controller = ui.window->runController();
        QTRY_VERIFY_WITH_TIMEOUT(controller->run() && controller->run()->currentTest() == 3, 90'000);
        QTRY_VERIFY_WITH_TIMEOUT(chart->data().lastTime() - chart->data().firstTime() > 45'000, 90'000);
        for (auto *each : ui.window->findChildren<ui::TimeChart *>())
            each->refresh();
        grab(ui.window.get(), tag + u"-run"_s);
        ui.find<ui::DataTable>("endpointTable")->selectRow(0);
        for (auto *each : ui.window->findChildren<ui::TimeChart *>())
            each->refresh();
        grab(ui.window.get(), tag + u"-run-endpoint"_s);
        chart->showReadout(chart->data().lastTime() - 10'000);
        ui.find<QTabWidget>("runTables")->setCurrentIndex(2);
        grab(ui.window.get(), tag + u"-run-log"_s);
        ui.window->findChild<QAction *>(u"actionStopNow"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), 30'000);
        ui.find<QTabWidget>("runTables")->setCurrentIndex(0);
        grab(ui.window.get(), tag + u"-run-finished"_s);
        view->showPage(ProjectView::PageId::Results);
        grab(ui.window.get(), tag + u"-results"_s);
    }

    void results_data()
    {
        QTest::addColumn<QString>("appearance");
        QTest::addColumn<bool>("pseudo");
        QTest::newRow("light-1280") << u"actionLight"_s << false;
        QTest::newRow("dark-1280") << u"actionDark"_s << false;
        QTest::newRow("pseudo-1280") << u"actionLight"_s << true;
    }

    /// What is made of kept runs: the list, a run opened, a part of it.
    void results()
    {
        QFETCH(QString, appearance);
        QFETCH(bool, pseudo);
        QString tag = QString::fromLatin1(QTest::currentDataTag());
        if (qApp->devicePixelRatio() > 1)
            tag += u"@%1x"_s.arg(qApp->devicePixelRatio());
        KeptProject ui(u"Company"_s);
        PseudoTranslation translation;
        if (pseudo) {
            QCoreApplication::installTranslator(&translation);
            ui.makeWindow();
        }
        ui.keepMany();
        ui.window->findChild<QAction *>(appearance)->trigger();
        ui.window->resize(1280, 800);
        ui.show();
        auto *table = ui.find<ui::DataTable>("runsTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 8, 60'000);
        grab(ui.window.get(), tag + u"-results-list"_s);

        table->selectRow(0);
        ui.window->findChild<QAction *>(u"openRun"_s)->trigger();
        auto *view = ui.window->findChild<ui::RunView *>();
        QSignalSpy shown(view, &ui::RunView::partShown);
        QVERIFY(shown.wait(60'000));
        refresh(view);
        grab(ui.window.get(), tag + u"-results-run"_s);
        auto *tabs = UiFixture::find<QTabWidget>(view, "runTables");
        const results::TimeRange part { MeasuredSeconds::begin + 7 * 3'600'000 + 120'000,
            MeasuredSeconds::begin + 7 * 3'600'000 + 240'000 };
        view->setPart(part);
        QVERIFY(shown.wait(60'000));
        UiFixture::find<ui::DataTable>(view, "endpointTable")->selectRow(2);
        tabs->setCurrentIndex(tabs->indexOf(UiFixture::find<QWidget>(view, "distributionView")));
        QTest::qWait(500);
        refresh(view);
        grab(ui.window.get(), tag + u"-results-part"_s);
        tabs->setCurrentIndex(tabs->indexOf(UiFixture::find<QWidget>(view, "conditionTable")));
        grab(ui.window.get(), tag + u"-results-conditions"_s);
        ui.questions.pathToSave = folder() + u'/' + tag + u"-results.pdf"_s;
        UiFixture::find<QAction>(view, "exportPdf")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(ui.questions.pathToSave), 60'000);
        UiFixture::click(view, "backToRuns");

        table->clearSelection();
        for (const int row : { 3, 6 }) // a trial of each group
            table->selectionModel()->select(
                table->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        ui.window->findChild<QAction *>(u"compareRuns"_s)->trigger();
        auto *comparison = ui.window->findChild<ui::ComparisonView *>();
        QSignalSpy compared(comparison, &ui::ComparisonView::shown);
        QVERIFY(compared.wait(60'000));
        grab(ui.window.get(), tag + u"-results-comparison"_s);
    }

    /// The one in the README: some hundred people chat on a server that is not idle.
    void readme()
    {
        practice::Options options;
        options.performance.workers = 16;
        options.performance.ordinary.shape = practice::ServiceTime::Shape::LogNormal;
        options.performance.ordinary.mean = std::chrono::milliseconds(9);
        options.performance.ordinary.sigma = 0.6;
        practice::PracticeServer server(options);
        const auto url = server.start();
        QVERIFY(url);
        project::Project project = lively(*url);
        project.users.count = 300;
        for (project::Test &test : project.suites.first().tests) {
            test.spawnRate = test.isSetup() ? 100 : 10;
            test.chat.doNothingWeight = 2;
            test.chat.afterAction.mean = 4;
            test.chat.inRoom.mean = 4;
        }
        UiFixture ui;
        auto document = ui::Document::create(ui.projectsFolder() + u"/Company"_s, project);
        QVERIFY(document);
        QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
        ui.window->findChild<QAction *>(u"actionLight"_s)->trigger();
        ui.window->resize(1280, 800);
        ui.click("checkServer");
        QTRY_VERIFY(ui.find<QLabel>("probeState")->text().contains(u"checked"));
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        auto *controller = ui.window->runController();
        QTRY_VERIFY_WITH_TIMEOUT(controller->run() && controller->run()->currentTest() == 3, 120'000);
        QTRY_VERIFY_WITH_TIMEOUT(controller->testElapsed() > std::chrono::seconds(60), 180'000);
        for (auto *each : ui.window->findChildren<ui::TimeChart *>())
            each->refresh();
        grab(ui.window.get(), u"readme"_s);
        ui.window->findChild<QAction *>(u"actionStopNow"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), 30'000);
    }

private:
    /// A tab of the test's form each, with something in it.
    void sections(UiFixture &ui, const QString &tag)
    {
        auto *tabs = ui.find<QTabWidget>("testForm");
        const auto show = [&](QWidget *section, const QString &name) {
            tabs->setCurrentWidget(section);
            grab(ui.window.get(), tag + u"-tests-"_s + name);
        };
        auto *shape = ui.find<QComboBox>("shapeOf");
        shape->setCurrentIndex(1);
        Q_EMIT shape->activated(1);
        show(tabs->findChild<ui::TimetableSection *>(), u"timetable"_s);
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        show(tabs->findChild<ui::BehaviourSection *>(), u"parameters"_s);
        for (QAction *action : ui.find<QPushButton>("addThreshold")->menu()->actions())
            action->trigger();
        show(tabs->findChild<ui::ThresholdsSection *>(), u"thresholds"_s);
        auto *before = ui.find<ui::HookList>("hooksBefore");
        before->model().add();
        before->model().setData(before->model().index(0, ui::HookModel::CommandColumn), u"./clear-caches"_s);
        show(tabs->findChild<ui::CommandsSection *>(), u"commands"_s);
        while (ui.window->document()->undoStack()->canUndo())
            ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        ui.click("editSuite");
        auto *suite = ui.window->findChild<ui::SuiteDialog *>();
        QTRY_VERIFY(suite && suite->isVisible());
        for (QAction *action : UiFixture::find<QPushButton>(suite, "addThreshold")->menu()->actions())
            action->trigger();
        auto *suiteTabs = suite->findChild<QTabWidget *>();
        for (int tab = 0; tab < suiteTabs->count(); ++tab) {
            suiteTabs->setCurrentIndex(tab);
            grab(suite, tag + u"-suite-%1"_s.arg(tab));
        }
        suite->reject();
    }

    static void refresh(QWidget *where)
    {
        QApplication::processEvents();
        for (auto *each : where->findChildren<ui::TimeChart *>())
            each->refresh();
    }

    void wizard(UiFixture &ui, const QString &tag, const QUrl &url, const QString &checked)
    {
        ui.click("newProjectButton");
        auto *wizard = ui.window->findChild<ui::NewProjectWizard *>();
        QTRY_VERIFY(wizard && wizard->isVisible());
        grab(wizard, tag + u"-wizard-server-empty"_s);
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "serverUrl"), url.toString());
        UiFixture::click(wizard, "checkServer");
        QTRY_VERIFY(UiFixture::find<QLabel>(wizard, "probeState")->text().contains(checked));
        grab(wizard, tag + u"-wizard-server"_s);
        wizard->next();
        grab(wizard, tag + u"-wizard-users"_s);
        wizard->next();
        QTRY_VERIFY(!UiFixture::find<QLabel>(wizard, "roomsTitle")->text().isEmpty());
        grab(wizard, tag + u"-wizard-rooms"_s);
        wizard->next();
        grab(wizard, tag + u"-wizard-tests"_s);
        wizard->next();
        grab(wizard, tag + u"-wizard-summary"_s);
        wizard->reject();
    }
};

QTEST_MAIN(Screenshots)
#include "test_screenshots.moc"
