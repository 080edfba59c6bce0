// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runfolder.h"
#include "ui/editors/page.h"
#include "ui/support/background.h"

#include <memory>

QT_FORWARD_DECLARE_CLASS(QStackedWidget)
QT_FORWARD_DECLARE_CLASS(QUndoStack)

namespace throng::ui {

class Document;
struct ComparedRuns;
struct ExportForm;
class Questions;
class RunController;
class RunEdits;
class RunList;
class RunsWatch;

/// The runs that are kept of a project.
class ResultsPage : public Page {
    Q_OBJECT
public:
    ResultsPage(Document &document, RunController &controller, Questions &questions, QWidget *parent = nullptr);
    ~ResultsPage() override;

    /// What was done to the runs: no part of the project's history.
    [[nodiscard]] QUndoStack *undoStack() const;

Q_SIGNALS:
    void startRequested(); ///< the project is what is to be run

protected:
    void showEvent(QShowEvent *event) override;

private:
    void addGeneralActions();
    void open(const QString &path);
    void compare(const std::vector<results::RunHead> &runs);
    void exportRun(const QString &run, const ExportForm &form);
    void exportComparison(const std::shared_ptr<ComparedRuns> &compared);
    void sayWritten(const Result<> &written, const QString &path);
    void showView(QWidget *view);
    void close();
    void runAgain(const QString &path);
    void showRuns(const std::vector<results::ListedRun> &runs);
    void sayRemoved(const QStringList &paths);
    void importLocust();
    void bringBackRemoved();
    void deleteRemoved();

    Document &m_document;
    Questions &m_questions;
    Background m_background; ///< before whoever uses it
    RunsWatch *m_watch;
    RunEdits *m_edits;
    RunController &m_controller;
    QStackedWidget *m_stack;
    RunList *m_list;
    QWidget *m_view = nullptr; ///< of the run, or of the comparison, that is open
};

} // namespace throng::ui
