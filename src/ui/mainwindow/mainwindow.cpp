// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/mainwindow.h"

#include "engine/project/projectfolder.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/dashboard/runpage.h"
#include "ui/document/document.h"
#include "ui/document/safekeeping.h"
#include "ui/editors/serverpage.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/help.h"
#include "ui/mainwindow/maintoolbar.h"
#include "ui/mainwindow/openproject.h"
#include "ui/mainwindow/projectview.h"
#include "ui/mainwindow/startpage.h"
#include "ui/mainwindow/statusstrip.h"
#include "ui/results/resultspage.h"
#include "ui/session/preferences.h"
#include "ui/session/preferencesdialog.h"
#include "ui/support/explanations.h"
#include "ui/support/icons.h"
#include "ui/support/messagebar.h"
#include "ui/support/taborder.h"
#include "ui/wizards/cleanupwizard.h"
#include "ui/wizards/generatewizard.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

QString droppedPath(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return {};
    const QFileInfo file(urls.first().toLocalFile());
    const bool suits =
        file.isDir() || file.suffix() == project::ProjectFolder::suffix || file.fileName() == u"users.csv";
    return suits ? file.absoluteFilePath() : QString();
}

} // namespace

MainWindow::MainWindow(const Surroundings &surroundings, QWidget *parent)
    : QMainWindow(parent)
    , m_is(surroundings)
    , m_recent(surroundings.settings)
    , m_actions(new Actions(*this, m_undoGroup))
    , m_messages(new MessageBar(this))
    , m_project(new OpenProject(
          { surroundings.settings, surroundings.questions, surroundings.secretStore, m_recent, *m_messages }, this))
    , m_safekeeping(
          new Safekeeping(surroundings.recoveryFolder, Preferences::load(surroundings.settings).autosaveInterval, this))
    , m_stack(new QStackedWidget(this))
    , m_startPage(new StartPage(m_recent, this))
    , m_status(new StatusStrip(this))
    , m_toolBar(new MainToolBar(*m_actions, this))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    new TabOrder(this);

    auto *central = new QWidget(this);
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_safekeeping);
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_startPage);
    setCentralWidget(central);

    addToolBar(m_toolBar);
    statusBar()->addWidget(m_status, 1);
    statusBar()->setSizeGripEnabled(false);
    explain(m_toolBar);
    explain(m_startPage);
    connectActions();
    connectProject();
    setAppearance(m_is.settings.value(u"appearance"_s, 0).toInt());
    updateRecentMenu();
    updateActions();
    updateTitle();
    // On a small screen the window's frame must fit too.
    resize(QSize(1280, 800).boundedTo(screen()->availableSize() - QSize(8, 48)));
    restoreGeometry(m_is.settings.value(u"window"_s).toByteArray());
}

MainWindow::~MainWindow()
{
    letGo();
    delete m_project;
}

Document *MainWindow::document() const
{
    return m_project->document();
}

RunController *MainWindow::runController() const
{
    return m_project->controller();
}

ServerPage *MainWindow::serverPage() const
{
    return static_cast<ServerPage *>(m_projectView->page(ProjectView::PageId::Server));
}

void MainWindow::connectActions()
{
    connect(m_actions->newProject, &QAction::triggered, m_project, &OpenProject::makeNew);
    connect(
        m_actions->generateUsers, &QAction::triggered, this, [this] { generate(int(GenerateWizard::What::Users)); });
    connect(
        m_actions->generateRooms, &QAction::triggered, this, [this] { generate(int(GenerateWizard::What::Rooms)); });
    connect(m_actions->newWindow, &QAction::triggered, this, &MainWindow::anotherWindowRequested);
    connect(m_actions->open, &QAction::triggered, this, [this] {
        const QString path = m_project->choose();
        if (!path.isEmpty())
            openPath(path);
    });
    connect(m_actions->save, &QAction::triggered, m_project, &OpenProject::save);
    connect(m_actions->saveAs, &QAction::triggered, m_project, &OpenProject::saveAs);
    connect(m_actions->closeProject, &QAction::triggered, m_project, &OpenProject::close);
    connect(m_actions->quit, &QAction::triggered, this, [] { QApplication::closeAllWindows(); });
    connect(m_actions->appearances, &QActionGroup::triggered, this,
        [this](QAction *action) { setAppearance(action->data().toInt()); });
    connect(m_actions->preferences, &QAction::triggered, this, &MainWindow::showPreferences);
    connect(m_actions->checkServer, &QAction::triggered, this, [this] {
        if (!m_projectView)
            return;
        m_projectView->showPage(ProjectView::PageId::Server);
        serverPage()->checkServer();
    });
    connect(m_actions->start, &QAction::triggered, this, &MainWindow::startRun);
    connect(m_actions->startTrials, &QAction::triggered, this, &MainWindow::startTrials);
    connect(m_actions->stop, &QAction::triggered, this, [this] {
        // Pressed again it stops at once, which has to be meant: a double click is one press.
        if (m_stopPressed.isValid() && m_stopPressed.elapsed() < QApplication::doubleClickInterval())
            return;
        m_stopPressed.start();
        runController()->stop();
    });
    connect(m_actions->stopNow, &QAction::triggered, this, [this] { runController()->stopNow(); });
    connect(m_actions->cleanUp, &QAction::triggered, this, [this] {
        if (!document())
            return;
        CleanupWizard wizard(*document(), this);
        wizard.exec();
    });
    connect(m_actions->practice, &QAction::triggered, this, &MainWindow::startPractice);
    connect(m_toolBar, &MainToolBar::suiteChosen, this, [this](int index) {
        if (document())
            document()->setCurrentSuite(index);
    });
    connect(m_actions->firstSteps, &QAction::triggered, this, [this] { showFirstSteps(this); });
    connect(m_actions->about, &QAction::triggered, this, [this] { showAbout(this); });
    for (int i = 0; i < m_actions->pages.size(); ++i) {
        connect(m_actions->pages[i], &QAction::triggered, this, [this, i] {
            if (m_projectView)
                m_projectView->showPage(static_cast<ProjectView::PageId>(i));
        });
    }
    connect(m_startPage, &StartPage::newProjectRequested, m_actions->newProject, &QAction::trigger);
    connect(m_startPage, &StartPage::openRequested, m_actions->open, &QAction::trigger);
    connect(m_startPage, &StartPage::practiceRequested, m_actions->practice, &QAction::trigger);
    connect(m_startPage, &StartPage::openPathRequested, this, &MainWindow::openPath);
    connect(&m_recent, &RecentProjects::changed, this, &MainWindow::updateRecentMenu);
}

void MainWindow::connectProject()
{
    connect(m_safekeeping, &Safekeeping::openRequested, this, [this](const KeptChanges &changes) {
        if (m_project->openFor(changes))
            m_safekeeping->recover(changes);
    });
    connect(m_safekeeping, &Safekeeping::saveRequested, m_project, &OpenProject::save);
    connect(m_safekeeping, &Safekeeping::saveAsRequested, m_project, &OpenProject::saveAs);
    connect(m_project, &OpenProject::aboutToChange, this, [this] {
        // Whoever got here asked the user about unsaved changes.
        m_safekeeping->giveUpChanges();
        letGo();
    });
    connect(m_project, &OpenProject::changed, this, &MainWindow::showProject);
    // The wizard has asked this server already; the page shows what it says.
    connect(m_project, &OpenProject::made, this, [this] { serverPage()->checkServer(); });
    connect(m_project, &OpenProject::saved, this, [this] { statusBar()->showMessage(tr("Saved"), 3000); });
    connect(m_project, &OpenProject::savedElsewhere, this, &MainWindow::updateTitle);
}

void MainWindow::showPreferences()
{
    auto *dialog = new PreferencesDialog(Preferences::load(m_is.settings), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    explain(dialog);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const Preferences chosen = dialog->preferences();
        chosen.store(m_is.settings);
        setAppearance(static_cast<int>(chosen.appearance));
        m_safekeeping->setInterval(chosen.autosaveInterval);
    });
    dialog->open();
}

void MainWindow::setAppearance(int appearance)
{
    const auto chosen = appearance == 1 ? Appearance::Light : appearance == 2 ? Appearance::Dark : Appearance::System;
    m_is.appearance.setAppearance(chosen);
    m_is.settings.setValue(u"appearance"_s, static_cast<int>(chosen));
    m_actions->appearance(chosen)->setChecked(true);
}

bool MainWindow::openPath(const QString &path)
{
    return (m_isElsewhere && m_isElsewhere(path)) || m_project->openPath(path);
}

void MainWindow::generate(int what)
{
    if (!document())
        return;
    auto *wizard = new GenerateWizard(*document(), static_cast<GenerateWizard::What>(what), m_projectView);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    explain(wizard);
    connect(wizard, &GenerateWizard::failed, this, [this](const QString &why) {
        m_messages->show(MessageBar::Kind::Error, tr("The users could not be generated."), why);
    });
    wizard->open();
}

void MainWindow::comeToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

/// Nobody looks at the document any more: it goes next, or is replaced.
void MainWindow::letGo()
{
    m_status->watch(nullptr);
    delete m_projectView;
    m_projectView = nullptr;
    m_safekeeping->watch(nullptr);
    if (document())
        m_undoGroup.removeStack(document()->undoStack());
}

void MainWindow::showProject()
{
    if (Document *document = this->document()) {
        RunController *controller = runController();
        m_undoGroup.addStack(document->undoStack());
        m_undoGroup.setActiveStack(document->undoStack());
        m_projectView = new ProjectView(*document, *controller, m_is.questions, this);
        m_stack->addWidget(m_projectView);
        m_stack->setCurrentWidget(m_projectView);
        m_status->watch(controller);
        m_undoGroup.addStack(
            static_cast<ResultsPage *>(m_projectView->page(ProjectView::PageId::Results))->undoStack());
        connect(m_projectView, &ProjectView::pageShown, this,
            [this] { m_undoGroup.setActiveStack(m_projectView->undoStack()); });
        connect(m_projectView, &ProjectView::startRequested, this, &MainWindow::startRun);
        connect(document->undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::updateTitle);
        connect(controller, &RunController::stateChanged, this, &MainWindow::updateActions);
        connect(controller, &RunController::finished, this, &MainWindow::runFinished);
        connect(document, &Document::changed, this, &MainWindow::showSuites);
        connect(document, &Document::currentSuiteChanged, this, &MainWindow::showSuites);
        serverPage()->setSecretStore(m_is.secretStore);
        connect(serverPage(), &ServerPage::serverKnown, this, &MainWindow::showServer);
        // Which charts somebody likes to see is theirs, not the project's.
        DashboardCharts *charts =
            static_cast<RunPage *>(m_projectView->page(ProjectView::PageId::Run))->dashboard()->charts();
        if (const QStringList shown = m_is.settings.value(u"charts"_s).toStringList(); !shown.isEmpty())
            charts->setShown(shown);
        connect(charts, &DashboardCharts::shownChanged, this,
            [this, charts] { m_is.settings.setValue(u"charts"_s, charts->shown()); });
    } else {
        m_stack->setCurrentWidget(m_startPage);
    }
    m_safekeeping->watch(document());
    showSuites();
    showServer();
    updateTitle();
    updateActions();
}

void MainWindow::showSuites()
{
    QStringList names;
    if (document()) {
        for (const project::Suite &suite : document()->project().suites)
            names.append(suite.name);
    }
    m_toolBar->showSuites(names, document() ? document()->currentSuite() : -1);
}

void MainWindow::showServer()
{
    if (m_projectView)
        m_toolBar->showServer(document()->project().server.url, serverPage()->software());
    else
        m_toolBar->showServer({}, {});
}

void MainWindow::updateTitle()
{
    if (!document()) {
        setWindowModified(false);
        setWindowTitle(QApplication::applicationDisplayName());
        return;
    }
    setWindowFilePath(document()->folder().projectFile());
    setWindowTitle(tr("[*]%1 — Throng").arg(document()->name()));
    setWindowModified(document()->isModified());
}

void MainWindow::updateActions()
{
    const bool any = document() != nullptr;
    for (QAction *action : { m_actions->save, m_actions->saveAs, m_actions->closeProject, m_actions->checkServer })
        action->setEnabled(any);
    for (QAction *action : std::as_const(m_actions->pages))
        action->setEnabled(any);
    const bool active = runController() && runController()->isActive();
    m_actions->start->setEnabled(any && !active);
    m_actions->startTrials->setEnabled(any && !active);
    m_actions->stop->setEnabled(active);
    m_actions->stopNow->setEnabled(active);
    m_actions->practice->setEnabled(!active);
    m_actions->generateUsers->setEnabled(any && !active);
    m_actions->generateRooms->setEnabled(any && !active);
    m_actions->cleanUp->setEnabled(any && !active);
    m_toolBar->setSuiteEnabled(!active);
    m_toolBar->setVisible(any);
}

void MainWindow::updateRecentMenu()
{
    m_actions->recentMenu->clear();
    for (const RecentProjects::Entry &entry : m_recent.entries()) {
        QString text = entry.name;
        m_actions->recentMenu
            ->addAction(text.replace(u'&', u"&&"_s), this, [this, path = entry.path] { openPath(path); })
            ->setToolTip(QDir::toNativeSeparators(entry.path));
    }
    m_actions->recentMenu->setEnabled(!m_recent.entries().isEmpty());
    if (m_recent.entries().isEmpty())
        return;
    m_actions->recentMenu->addSeparator();
    m_actions->recentMenu->addAction(tr("&Clear the List"), &m_recent, &RecentProjects::clear);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_project->mayClose()) {
        event->ignore();
        return;
    }
    m_safekeeping->giveUpChanges();
    m_is.settings.setValue(u"window"_s, saveGeometry());
    event->accept();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    // Another window may have opened a project or changed the appearance.
    if (event->type() == QEvent::ActivationChange && isActiveWindow()) {
        m_recent.reload();
        m_actions->appearance(m_is.appearance.appearance())->setChecked(true);
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedPath(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QString path = droppedPath(event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    // The program that is dragging waits until this returns; opening may ask questions.
    QMetaObject::invokeMethod(
        this, [this, path] { openPath(path); }, Qt::QueuedConnection);
}

} // namespace throng::ui
