// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/resultspage.h"

#include "engine/results/comparisonhtml.h"
#include "engine/results/locustimport.h"
#include "engine/results/report.h"
#include "engine/results/resultfile.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/dashboard/runwords.h"
#include "ui/document/document.h"
#include "ui/results/comparisonview.h"
#include "ui/results/runagain.h"
#include "ui/results/runedits.h"
#include "ui/results/runexport.h"
#include "ui/results/runlist.h"
#include "ui/results/runswatch.h"
#include "ui/results/runview.h"
#include "ui/support/explanations.h"
#include "ui/support/format.h"
#include "ui/support/messagebar.h"
#include "ui/support/questions.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

QString purpose()
{
    return ResultsPage::tr("every run of this project, kept until you remove it");
}

} // namespace

ResultsPage::ResultsPage(Document &document, RunController &controller, Questions &questions, QWidget *parent)
    : Page(tr("Results"), purpose(), parent)
    , m_document(document)
    , m_questions(questions)
    , m_background(u"results"_s)
    , m_watch(new RunsWatch(m_background, this))
    , m_edits(new RunEdits(m_background, this))
    , m_controller(controller)
    , m_stack(new QStackedWidget(this))
    , m_list(new RunList(*m_edits, this))
{
    setObjectName(u"resultsPage"_s);
    m_stack->addWidget(m_list);
    body()->addWidget(m_stack, 1);
    addGeneralActions();
    setStatus(tr("no runs yet"));

    connect(m_watch, &RunsWatch::listed, this, &ResultsPage::showRuns);
    connect(&controller, &RunController::testStarted, m_watch, &RunsWatch::list);
    connect(&controller, &RunController::kept, m_watch, &RunsWatch::list);
    connect(&m_document, &Document::saved, this, [this] { m_watch->setFolder(m_document.folder().runsFolder()); });
    connect(m_edits, &RunEdits::changed, m_watch, &RunsWatch::list);
    connect(m_edits, &RunEdits::removed, this, &ResultsPage::sayRemoved);
    connect(m_edits, &RunEdits::failed, this, [this](const QString &headline, const QString &why) {
        messages()->show(MessageBar::Kind::Error, headline, why);
    });
    connect(m_list, &RunList::openRequested, this, &ResultsPage::open);
    connect(m_list, &RunList::compareRequested, this, &ResultsPage::compare);
    connect(m_list, &RunList::exportRequested, this, &ResultsPage::exportRun);
    connect(m_list, &RunList::runAgainRequested, this, &ResultsPage::runAgain);
    m_watch->setFolder(m_document.folder().runsFolder());
}

ResultsPage::~ResultsPage() = default;

QUndoStack *ResultsPage::undoStack() const
{
    return m_edits->undoStack();
}

void ResultsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    // File systems over a network tell of nothing, and one run may be growing.
    m_watch->list();
}

void ResultsPage::showRuns(const std::vector<results::ListedRun> &runs)
{
    m_list->setRuns(runs);
    QString status = tr("no runs yet");
    if (!runs.empty())
        status = tr("%n run(s)", nullptr, int(runs.size()));
    if (!runs.empty() && runs.front().head)
        status += u" · "_s + tr("last %1").arg(runVerdictShort(*runs.front().head));
    setStatus(status);
}

void ResultsPage::open(const QString &path)
{
    auto *view = new RunView(path, m_questions, this);
    connect(view, &RunView::described, this, &ResultsPage::setPurpose);
    connect(view, &RunView::closeRequested, this, &ResultsPage::close);
    connect(view, &RunView::runAgainRequested, this, [this, path] { runAgain(path); });
    connect(view, &RunView::exportRequested, this, [this, path](const ExportForm &form) { exportRun(path, form); });
    connect(view, &RunView::remarkAdded, m_edits,
        [this, path](qint64 at, const QString &text) { m_edits->addRemark(path, at, text); });
    connect(
        view, &RunView::remarkEdited, m_edits, [this, path](const results::KeptMessage &remark, const QString &text) {
            m_edits->changeRemark(path, remark, text);
        });
    connect(view, &RunView::remarkRemoved, m_edits,
        [this, path](const results::KeptMessage &remark) { m_edits->removeRemark(path, remark); });
    connect(m_edits, &RunEdits::changed, view, &RunView::readRemarks);
    connect(view, &RunView::failed, this, [this](const QString &why) {
        close();
        messages()->show(MessageBar::Kind::Error, tr("The run cannot be read."), why);
    });
    showView(view);
}

void ResultsPage::compare(const std::vector<results::RunHead> &runs)
{
    auto *view = new ComparisonView(sidesOf(runs), this);
    connect(view, &ComparisonView::described, this, &ResultsPage::setPurpose);
    connect(view, &ComparisonView::closeRequested, this, &ResultsPage::close);
    connect(view, &ComparisonView::exportRequested, this, &ResultsPage::exportComparison);
    connect(view, &ComparisonView::failed, this, [this](const QString &why) {
        close();
        messages()->show(MessageBar::Kind::Error, tr("These runs cannot be compared."), why);
    });
    showView(view);
}

void ResultsPage::exportRun(const QString &run, const ExportForm &form)
{
    const QString suggested =
        QDir(m_document.folder().path()).filePath(QFileInfo(run).completeBaseName() + form.suffix);
    const QString path = m_questions.saveFile(this, suggested, form.filter);
    if (path.isEmpty())
        return;
    if (form.write)
        m_background.run(
            this, [run, path, write = form.write] { return write(run, path); },
            [this, path](const Result<> &written) { sayWritten(written, path); });
    else
        m_background.run(
            this, [run] { return results::Report::ofFile(run); },
            [this, path](const Result<results::Report> &report) {
                sayWritten(report ? writePdfReport(path, *report) : tl::unexpected(report.error()), path);
            });
}

void ResultsPage::exportComparison(const std::shared_ptr<ComparedRuns> &compared)
{
    const QString suggested = QDir(m_document.folder().path()).filePath(tr("comparison") + u".html"_s);
    const QString path = m_questions.saveFile(this, suggested, tr("HTML (*.html)"));
    if (path.isEmpty())
        return;
    m_background.run(
        this,
        [compared, path]() -> Result<> {
            const auto html = results::comparisonHtml(compared->comparison);
            if (!html)
                return tl::unexpected(html.error());
            return results::writeResultFile(path, *html);
        },
        [this, path](const Result<> &written) { sayWritten(written, path); });
}

void ResultsPage::sayWritten(const Result<> &written, const QString &path)
{
    if (written)
        messages()->show(MessageBar::Kind::Info, tr("Exported:"), QDir::toNativeSeparators(path));
    else
        messages()->show(MessageBar::Kind::Error, tr("This could not be exported."), written.error().toString());
}

void ResultsPage::showView(QWidget *view)
{
    close();
    messages()->clear();
    explain(view);
    m_view = view;
    m_stack->addWidget(view);
    m_stack->setCurrentWidget(view);
}

void ResultsPage::close()
{
    if (!m_view)
        return;
    m_stack->removeWidget(m_view);
    m_view->deleteLater(); // one of its buttons may have asked for it
    m_view = nullptr;
    setPurpose(purpose());
    m_stack->setCurrentWidget(m_list);
    m_list->focusTable();
}

void ResultsPage::runAgain(const QString &path)
{
    if (m_controller.isActive()) {
        messages()->show(MessageBar::Kind::Info, {}, tr("A run goes on; another can begin when it is over."));
        return;
    }
    m_background.run(
        this, [path, folder = m_document.folder().path()] { return readEarlierRun(path, folder); },
        [this](const Result<EarlierRun> &run) {
            if (!run) {
                messages()->show(MessageBar::Kind::Error, tr("This cannot be run again."), run.error().toString());
                return;
            }
            if (m_controller.isActive())
                return;
            if (takeOver(*run, m_document))
                messages()->show(MessageBar::Kind::Info, tr("The project is what it was in that run."),
                    tr("It had been changed since. On any other page, Undo brings your changes back."));
            Q_EMIT startRequested();
        });
}

void ResultsPage::sayRemoved(const QStringList &paths)
{
    const int index = undoStack()->index();
    messages()->show(MessageBar::Kind::Info, tr("%n run(s) removed.", nullptr, int(paths.size())),
        tr("Until they are deleted for good they are kept in a folder of their own, .removed."), tr("Undo"),
        [this, index] {
            // Only that: something else may have been done since.
            if (undoStack()->index() == index)
                undoStack()->undo();
            messages()->clear();
        });
}

void ResultsPage::addGeneralActions()
{
    connect(m_list->addGeneralAction(u"importLocust"_s, tr("&Import Locust's Results…")), &QAction::triggered, this,
        &ResultsPage::importLocust);
    connect(m_list->addGeneralAction(u"bringBackRuns"_s, tr("&Bring Back Removed Runs")), &QAction::triggered, this,
        &ResultsPage::bringBackRemoved);
    connect(m_list->addGeneralAction(u"deleteRuns"_s, tr("&Delete Removed Runs for Good…")), &QAction::triggered, this,
        &ResultsPage::deleteRemoved);
}

void ResultsPage::importLocust()
{
    const QString path = m_questions.openFile(this, tr("Import what Locust measured"), m_document.folder().path(),
        tr("Locust's tables (*_stats.csv *_stats_history.csv);;All files (*)"));
    if (path.isEmpty())
        return;
    m_background.run(
        this, [path, folder = m_document.folder().runsFolder()] { return results::importLocustRun(path, folder); },
        [this](const Result<QString> &imported) {
            if (!imported)
                messages()->show(
                    MessageBar::Kind::Error, tr("This could not be imported."), imported.error().toString());
            m_watch->list();
        });
}

void ResultsPage::bringBackRemoved()
{
    m_background.run(
        this, [folder = m_document.folder().runsFolder()] { return results::restoreRemovedRuns(folder); },
        [this](const Result<int> &restored) {
            if (!restored)
                messages()->show(
                    MessageBar::Kind::Error, tr("Not all could be brought back."), restored.error().toString());
            else
                messages()->show(MessageBar::Kind::Info, {},
                    *restored > 0 ? tr("%n run(s) brought back.", nullptr, *restored)
                                  : tr("There are no removed runs."));
            // What they would undo has been done.
            undoStack()->clear();
            m_watch->list();
        });
}

void ResultsPage::deleteRemoved()
{
    if (!m_questions.deleteForGood(this))
        return;
    undoStack()->clear(); // it cannot bring back what is gone
    messages()->clear();
    m_background.run(
        this,
        [folder = m_document.folder().runsFolder()] {
            results::purgeRemovedRuns(folder);
            return true;
        },
        [this](bool) { m_watch->list(); });
}

} // namespace throng::ui
