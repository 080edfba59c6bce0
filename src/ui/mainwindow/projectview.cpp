// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/projectview.h"

#include "ui/dashboard/runcontroller.h"
#include "ui/dashboard/runpage.h"
#include "ui/document/document.h"
#include "ui/editors/page.h"
#include "ui/editors/roomspage.h"
#include "ui/editors/serverpage.h"
#include "ui/editors/testspage.h"
#include "ui/editors/userspage.h"
#include "ui/mainwindow/sidebar.h"
#include "ui/results/resultspage.h"
#include "ui/support/explanations.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

ProjectView::ProjectView(Document &document, RunController &controller, Questions &questions, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_sidebar(new Sidebar(this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(u"projectView"_s);
    auto *side = new QWidget(this);
    side->setObjectName(u"sidebar"_s);
    side->setAttribute(Qt::WA_StyledBackground);
    side->setFixedWidth(m_sidebar->neededWidth());
    connect(m_sidebar, &Sidebar::neededWidthChanged, side, [side](int width) { side->setFixedWidth(width); });
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, 8, 1, 8);
    sideLayout->addWidget(m_sidebar);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(side);
    layout->addWidget(m_pages, 1);

    auto *server = new ServerPage(document, questions, this);
    connect(&controller, &RunController::serverReached, server, &ServerPage::serverReached);
    add(u"server"_s, tr("Server"), server);
    auto *users = new UsersPage(document, questions, this);
    connect(&controller, &RunController::stateChanged, users,
        [users, &controller] { users->setRunActive(controller.isActive()); });
    add(u"users"_s, tr("Users"), users);
    auto *rooms = new RoomsPage(document, this);
    auto *tests = new TestsPage(document, questions, this);
    connect(rooms, &RoomsPage::roomsDrawn, tests, &TestsPage::setRooms);
    add(u"rooms"_s, tr("Rooms"), rooms);
    add(u"tests"_s, tr("Tests"), tests);
    auto *run = new RunPage(document, controller, questions, this);
    connect(run, &RunPage::serverLimitsRequested, this, [this] { showPage(PageId::Server); });
    add(u"run"_s, tr("Run"), run);
    m_results = new ResultsPage(document, controller, questions, this);
    connect(m_results, &ResultsPage::startRequested, this, &ProjectView::startRequested);
    add(u"results"_s, tr("Results"), m_results);
    connect(m_sidebar, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_pages, &QStackedWidget::currentChanged, this, &ProjectView::pageShown);
    m_sidebar->setCurrentRow(0);
}

void ProjectView::add(const QString &iconName, const QString &title, Page *page)
{
    explain(page);
    const int index = m_pages->addWidget(page);
    m_sidebar->addEntry(iconName, title);
    m_sidebar->setStatus(index, page->status());
    connect(page, &Page::statusChanged, this,
        [this, index](const QString &status) { m_sidebar->setStatus(index, status); });
}

void ProjectView::showPage(PageId page)
{
    m_sidebar->setCurrentRow(static_cast<int>(page));
}

ProjectView::PageId ProjectView::currentPage() const
{
    return static_cast<PageId>(m_pages->currentIndex());
}

QUndoStack *ProjectView::undoStack() const
{
    return currentPage() == PageId::Results ? m_results->undoStack() : m_document.undoStack();
}

Page *ProjectView::page(PageId page) const
{
    return qobject_cast<Page *>(m_pages->widget(static_cast<int>(page)));
}

} // namespace throng::ui
